"""What documents say about themselves: genre, title, number, date, issuer, approval, period, place."""

from dataclasses import replace

import pytest

from extract.document import Cell, Document, Location, Metadata, ReadingWarning, Table
from extract.metadata import describe
from extract.parts import split_parts
from tests.running_text import document

REPORT = """
^АНАЛИТИЧЕСКАЯ СПРАВКА
^о ходе летней занятости подростков в 2020 году
На основании приказа министерства от 3 марта 2020 года № 17-пр государственное казённое учреждение Заозёрной области «Центр труда» (далее – Центр) в 2020 году провело опрос.
Справка составлена по данным организаций за 1 полугодие 2020 года.
По сравнению с аналогичным периодом прошлого года показатель вырос на 5 %.
Таким образом, рекомендации выполнены на 80 %, 70 %, 60 %, 50 %.
Директор А.Б. Петрова
12 августа 2020 г.
"""

DECREE = """
МИНИСТЕРСТВО ОБРАЗОВАНИЯ ЗАОЗЁРНОЙ ОБЛАСТИ
П Р И К А З
«5» февраля 2021 г. № 15-мпр
г. Заозёрск
Об утверждении перечня площадок
В соответствии с Законом области ПРИКАЗЫВАЮ:
1. Утвердить перечень площадок (прилагается).
2. Контроль за исполнением настоящего приказа возложить на заместителя министра.
Министр В.Г. Орлов
Приложение к приказу министерства образования Заозёрной области
от 5 февраля 2021 г. № 15-мпр
^ПЛАН МЕРОПРИЯТИЙ
^на 2021–2022 годы
"""

PLAN = """
УТВЕРЖДАЮ
Министр образования Заозёрной области
_____________ В.Г. Орлов
«__» ____________ 2022 г.
^Комплекс мер
^по развитию наставничества на 2022–2024 годы
"""


def metadata_of(source: Document) -> Metadata:
    return describe(source)[0]


def doubts_of(source: Document) -> tuple[ReadingWarning, ...]:
    return describe(source)[1]


def test_a_report_is_recognised_and_its_own_period_goes_before_the_title() -> None:
    metadata = metadata_of(document(REPORT))
    assert metadata.genre == "analytic_report"
    assert metadata.title == "АНАЛИТИЧЕСКАЯ СПРАВКА о ходе летней занятости подростков в 2020 году"
    assert metadata.period is not None
    assert metadata.period.code == "2020-H1"
    assert metadata.date == "2020-08-12"
    assert metadata.signatory == "А.Б. Петрова"
    assert metadata.issuer == "государственное казённое учреждение Заозёрной области «Центр труда»"
    assert [warning.code for warning in doubts_of(document(REPORT))] == ["period_differs_from_title"]


def test_a_report_whose_text_agrees_with_its_title_raises_no_warning() -> None:
    text = REPORT.replace("за 1 полугодие 2020 года", "за 2020 год")
    assert metadata_of(document(text)).period == replace(metadata_of(document(text)).period, kind="year")  # type: ignore[type-var]
    assert doubts_of(document(text)) == ()


def test_a_decree_has_number_date_place_issuer_and_signatory() -> None:
    metadata = metadata_of(document(DECREE))
    assert metadata.genre == "decree"
    assert (metadata.number, metadata.date, metadata.place) == ("15-мпр", "2021-02-05", "г. Заозёрск")
    assert metadata.issuer == "МИНИСТЕРСТВО ОБРАЗОВАНИЯ ЗАОЗЁРНОЙ ОБЛАСТИ"
    assert metadata.title == "Об утверждении перечня площадок"
    assert metadata.signatory == "В.Г. Орлов"
    assert metadata.period is None


def test_an_annex_is_a_part_with_its_own_head() -> None:
    main, annex = split_parts(document(DECREE))
    assert annex.annex is not None
    assert [line.text for line in annex.head.title] == ["ПЛАН МЕРОПРИЯТИЙ", "на 2021–2022 годы"]
    assert main.head.act == "приказ"


def test_a_stamp_with_a_blank_date_names_who_approves_and_warns() -> None:
    metadata = metadata_of(document(PLAN))
    assert metadata.approved_by == "Министр образования Заозёрной области В.Г. Орлов"
    assert metadata.title == "Комплекс мер по развитию наставничества на 2022–2024 годы"
    assert metadata.period is not None
    assert metadata.period.code == "2022-01-01/2024-12-31"
    assert metadata.date is None
    assert [warning.code for warning in doubts_of(document(PLAN))] == ["blank_approval_date"]


def test_a_filled_stamp_dates_the_plan() -> None:
    metadata = metadata_of(document(PLAN.replace("«__» ____________ 2022 г.", "«14» марта 2022 г.")))
    assert metadata.date == "2022-03-14"


def test_a_stamp_inside_a_table_without_rules_is_found() -> None:
    plan = document("^План мероприятий на 2023 год")
    stamp = Cell("УТВЕРЖДАЮ\nДиректор\nИ.И. Иванова\n«10» января 2023 г.", 0, 1)
    table = Table(0, (Cell("", 0, 0), stamp), 1, 2, Location(0))
    metadata = metadata_of(replace(plan, blocks=(table, *plan.blocks)))
    assert (metadata.approved_by, metadata.date) == ("Директор И.И. Иванова", "2023-01-10")


@pytest.mark.parametrize("text", ["", "Просто строка.", "12", "___"])
def test_a_text_without_a_head_is_other_and_has_no_metadata(text: str) -> None:
    metadata = metadata_of(document(text))
    assert metadata.genre == "other"
    assert metadata.title is None


def test_an_event_note_is_dated_by_its_event() -> None:
    text = """
    ^Информация об итогах проведения
    ^областного форума «Вместе»
    Дата проведения: 14 мая 2019 года.
    Место проведения: г. Заозёрск, ул. Мира, 5.
    В форуме приняли участие 40 участников; участники из трёх районов.
    """
    metadata = metadata_of(document(text))
    assert metadata.genre == "conference"
    assert metadata.title == "Информация об итогах проведения областного форума «Вместе»"
    assert metadata.period is not None
    assert metadata.period.code == "2019-05-14"
    assert metadata.place == "г. Заозёрск, ул. Мира, 5"


@pytest.mark.parametrize(
    ("sentence", "issuer"),
    [
        (
            "Доклад подготовлен министерством культуры Лесной области (далее – Министерство) по данным учреждений.",
            "министерство культуры Лесной области",
        ),
        (
            "Справка составлена Озёрным районным отделом образования за 9 месяцев 2020 года.",
            "Озёрный районный отдел образования",
        ),
        ("Доклад подготовлен на основании отчётов клубов.", None),
    ],
)
def test_who_made_a_report_may_stand_behind_the_verb(sentence: str, issuer: str | None) -> None:
    assert describe(document(f"^ДОКЛАД\n^о работе клубов в 2020 году\n{sentence}"))[0].issuer == issuer
