"""Heads, stamps and signatures as offices of other kinds and regions set them: who, what, when, where, by whom."""

import pytest

from extract.document import Block, Document, Location, Metadata, Paragraph, Source
from extract.facts import Facts
from extract.interpret import interpret
from extract.metadata import describe
from tests.helpers_tables import table_from_rows
from tests.running_text import document

ORDER = """
{head}
О смотре библиотек
1. Провести смотр.
{signature}
"""


def metadata(text: str) -> Metadata:
    return describe(document(text))[0]


def order(
    head: str = "МИНИСТЕРСТВО КУЛЬТУРЫ\nПРИКАЗ\n5 мая 2020 г. № 8", signature: str = "Министр О.Н. Орлова"
) -> Metadata:
    return metadata(ORDER.format(head=head, signature=signature))


@pytest.mark.parametrize(
    ("head", "number", "day", "place", "issuer"),
    [
        (
            "ГУБЕРНАТОР ЗАОЗЁРСКОЙ ОБЛАСТИ\nУ К А З\n15.06.2016      г. Заозёрск      № 77-уг",
            "77-уг",
            "2016-06-15",
            "г. Заозёрск",
            "ГУБЕРНАТОР ЗАОЗЁРСКОЙ ОБЛАСТИ",
        ),
        (
            "АДМИНИСТРАЦИЯ ГОРОДА НОРСКА\nРАСПОРЯЖЕНИЕ\n№ 12-р от «5» мая 2018 года",
            "12-р",
            "2018-05-05",
            None,
            "АДМИНИСТРАЦИЯ ГОРОДА НОРСКА",
        ),
        (
            "ПРАВИТЕЛЬСТВО ОБЛАСТИ\nРАСПОРЯЖЕНИЕ\n№ 118-р\nот 5 июля 2021 года\nг. Лесногорск",
            "118-р",
            "2021-07-05",
            "г. Лесногорск",
            "ПРАВИТЕЛЬСТВО ОБЛАСТИ",
        ),
        (
            "ДЕПАРТАМЕНТ ТРУДА\nПРИКАЗ\n12.03.2019 № 01-07/45",
            "01-07/45",
            "2019-03-12",
            None,
            "ДЕПАРТАМЕНТ ТРУДА",
        ),
        (
            "Российская Федерация\nАДМИНИСТРАЦИЯ ОЗЁРНОГО РАЙОНА\nПОСТАНОВЛЕНИЕ\nпос. Озёрный\nот «12» марта 2019 г. № 45-р",
            "45-р",
            "2019-03-12",
            "пос. Озёрный",
            "АДМИНИСТРАЦИЯ ОЗЁРНОГО РАЙОНА",
        ),
        (
            "ШКОЛА № 3 ПОСЁЛКА СЕВЕРНЫЙ\nПРИКАЗ № 41-од от 02.09.2021",
            "41-од",
            "2021-09-02",
            None,
            "ШКОЛА № 3 ПОСЁЛКА СЕВЕРНЫЙ",
        ),
        ("ЗАКОН\nЗАОЗЁРСКОЙ ОБЛАСТИ\n3 июня 2014 года № 56-оз", "56-оз", "2014-06-03", None, "ЗАОЗЁРСКОЙ ОБЛАСТИ"),
    ],
)
def test_number_date_place_and_issuer(head: str, number: str, day: str, place: str | None, issuer: str) -> None:
    found = order(head)
    assert (found.genre, found.title) == ("decree", "О смотре библиотек")
    assert (found.number, found.date, found.place, found.issuer) == (number, day, place, issuer)


@pytest.mark.parametrize(
    ("signature", "name"),
    [
        ("Губернатор\nЗаозёрской области                    И.М. Рудковский", "И.М. Рудковский"),
        ("Исполняющий обязанности\nминистра культуры\nРеспублики Саяны           А.О. Чульдум", "А.О. Чульдум"),
        ("Первый заместитель Губернатора\nобласти А.В. Мхов", "А.В. Мхов"),
        ("Глава\nРеспублики Заозёрье (Озёрия)        П.С. Никифоров", "П.С. Никифоров"),
        ("Мэр муниципального образования\n«Озёрный район»                А.Г. Шульц", "А.Г. Шульц"),
        ("Глава района\nИ.И. Сосновский", "И.И. Сосновский"),
        ("Председатель Думы\nИ.И. Бобров\nГлава городского округа\nЛ.Л. Рысев", "И.И. Бобров"),
        ("Министр О.Н. Орлова\nИсп. Т.Т. Петрова, тел. 2-12-12", "О.Н. Орлова"),
        ("Министр О.Н. Орлова\nСОГЛАСОВАНО:\nНачальник отдела В.В. Совин", "О.Н. Орлова"),
        (
            "Министр О.Н. Орлова\nДОКУМЕНТ ПОДПИСАН ЭЛЕКТРОННОЙ ПОДПИСЬЮ\nСертификат 01D7A1B2C3\n"
            "Владелец Орлова Ольга Николаевна\nДействителен с 15.02.2021 по 15.05.2022",
            "О.Н. Орлова",
        ),
        (
            "Документ подписан электронной подписью\nСертификат: 01D7A1B2C3\nВладелец: Орлова Ольга Николаевна\n"
            "Действителен: с 15.02.2021 до 15.05.2022",
            "Орлова Ольга Николаевна",
        ),
        ("2. Контроль за исполнением приказа возложить на заместителя министра В.В. Совина.", None),
    ],
)
def test_who_signs(signature: str, name: str | None) -> None:
    assert order(signature=signature).signatory == name


def test_the_term_of_an_electronic_signature_is_no_date_of_the_document() -> None:
    text = (
        "^СПРАВКА\n^о работе библиотек за 2021 год\nВ 2021 году открыто 5 библиотек.\nДокумент подписан электронной подписью\n"
        "Владелец: Орлова Ольга Николаевна\nДействителен: с 15.02.2021 до 15.05.2022"
    )
    assert metadata(text).date is None


@pytest.mark.parametrize(
    ("stamp", "approved_by", "day"),
    [
        (
            "УТВЕРЖДЕН\nприказом министерства культуры\nот 22.11.2021 № 301",
            "приказом министерства культуры от 22.11.2021 № 301",
            "2021-11-22",
        ),
        (
            "УТВЕРЖДЁН постановлением администрации района от 1 февраля 2022 г. № 33",
            "постановлением администрации района от 1 февраля 2022 г. № 33",
            "2022-02-01",
        ),
        (
            "Утверждаю:\nЗаместитель мэра\n_________ Н.Н. Озерова\n«___»_________20__ г.",
            "Заместитель мэра Н.Н. Озерова",
            None,
        ),
        (
            "СОГЛАСОВАНО\nНачальник управления\n________ П.П. Сомов\nУТВЕРЖДАЮ\nДиректор\n________ О.О. Щукина\n12 января 2023 г.",
            "Директор О.О. Щукина",
            "2023-01-12",
        ),
        (
            "Приложение\nк постановлению администрации\nот 01.02.2022 № 33\nУТВЕРЖДЁН\nпостановлением администрации\nот 1 февраля 2022 г. № 33",
            "постановлением администрации от 1 февраля 2022 г. № 33",
            "2022-02-01",
        ),
    ],
)
def test_stamps_of_approval(stamp: str, approved_by: str, day: str | None) -> None:
    found = metadata(f"{stamp}\n^ПЛАН МЕРОПРИЯТИЙ\n^библиотек района на 2022–2024 годы\n1. Провести смотр.")
    assert (found.genre, found.title) == ("plan", "ПЛАН МЕРОПРИЯТИЙ библиотек района на 2022–2024 годы")
    assert (found.approved_by, found.date) == (approved_by, day)


def test_a_protocol_has_number_day_and_place_and_its_chair_signs() -> None:
    found = metadata(
        """
        ПРОТОКОЛ № 4
        заседания комиссии по делам молодёжи
        г. Лесногорск
        17 марта 2020 г.
        1. О летней занятости.
        РЕШИЛИ: утвердить план.
        Председатель комиссии        И.И. Бобров
        Секретарь        П.П. Рысева
        """
    )
    assert (found.title, found.number, found.date) == (
        "ПРОТОКОЛ № 4 заседания комиссии по делам молодёжи",
        "4",
        "2020-03-17",
    )
    assert (found.place, found.signatory) == ("г. Лесногорск", "И.И. Бобров")


def test_information_on_a_period_is_a_report_with_its_place() -> None:
    found = metadata(
        "^МИНИСТЕРСТВО КУЛЬТУРЫ ЛЕСНОГО КРАЯ\n^Информация\n^о работе лагерей в летний период 2019 года\n"
        "В летний период 2019 года отдохнули 1200 детей.\nг. Лесногорск\n2019"
    )
    assert (found.genre, found.issuer) == ("analytic_report", "МИНИСТЕРСТВО КУЛЬТУРЫ ЛЕСНОГО КРАЯ")
    assert found.place == "г. Лесногорск"


def with_tables(*parts: str | tuple[tuple[str, ...], ...]) -> Facts:
    """Lines and tables in this order, understood."""
    blocks: list[Block] = []
    tables = 0
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(part, Location(len(blocks))))
        else:
            blocks.append(table_from_rows(part, tables, len(blocks)))
            tables += 1
    return interpret(Document(Source("act.docx", "0" * 64, "application/x-test"), tuple(blocks)))


PLAN_ROWS = (
    ("№", "Мероприятие", "Срок", "Исполнитель"),
    ("1", "Провести приём", "до 1 июня", "Министерство труда"),
    ("2", "Открыть клубы", "в течение года", "главы районов"),
)


def test_tables_may_lay_out_head_signature_and_stamp() -> None:
    found = with_tables(
        "ПРАВИТЕЛЬСТВО ЗАОЗЁРСКОЙ ОБЛАСТИ",
        "ПОСТАНОВЛЕНИЕ",
        (("12 марта 2019 г.", "г. Заозёрск", "№ 45-пп"),),
        "О мерах поддержки семей",
        "В соответствии с Законом области от 5 июля 2011 года № 58-ЗО Правительство области ПОСТАНОВЛЯЕТ:",
        "1. Утвердить прилагаемый план мероприятий.",
        "2. Министерству труда области до 1 мая 2019 года представить отчёт.",
        (("Председатель Правительства\nЗаозёрской области", "В.В. Лугов"),),
        (("", "УТВЕРЖДЁН\nпостановлением Правительства\nЗаозёрской области\nот 12 марта 2019 г. № 45-пп"),),
        "ПЛАН МЕРОПРИЯТИЙ",
        "по поддержке семей на 2019 год",
        PLAN_ROWS,
    )
    told = found.document.metadata
    assert (told.number, told.date, told.place, told.signatory) == ("45-пп", "2019-03-12", "г. Заозёрск", "В.В. Лугов")
    assert told.approved_by is None
    (annex,) = found.annexes
    assert (annex.genre, annex.title) == ("plan", "ПЛАН МЕРОПРИЯТИЙ по поддержке семей на 2019 год")
    assert annex.approved_by == "постановлением Правительства Заозёрской области от 12 марта 2019 г. № 45-пп"
    assert annex.act is not None
    assert (annex.act.kind, annex.act.number) == ("постановление", "45-пп")
    assert found.decree is not None
    assert [one.task for one in found.decree.charges] == ["представить отчёт"]


def test_stamps_side_by_side_and_a_signature_below_are_no_measures() -> None:
    found = with_tables(
        (
            (
                "СОГЛАСОВАНО\nНачальник управления\n________ П.П. Сомов",
                "УТВЕРЖДАЮ\nДиректор школы\n________ О.О. Щукина\n«10» января 2023 г.",
            ),
        ),
        "ПЛАН РАБОТЫ",
        "школы на 2023 год",
        PLAN_ROWS,
        (("Заместитель директора", "", "", "Л.Л. Окунев"),),
    )
    told = found.document.metadata
    assert (told.approved_by, told.date, told.signatory) == ("Директор школы О.О. Щукина", "2023-01-10", "Л.Л. Окунев")
    assert [one.title for one in found.measures] == ["Провести приём", "Открыть клубы"]
    assert found.annexes == ()


def test_a_table_of_figures_is_no_layout() -> None:
    found = with_tables(
        "ПРИКАЗ",
        "О премировании",
        "1. Премировать сотрудников по списку:",
        (("Отдел", "Сумма, руб."), ("Приёмная", "12000"), ("Касса", "8000")),
    )
    assert found.document.metadata.signatory is None
    assert [one.text for one in found.observations if one.location.table == 0] == ["12000", "8000"]


def test_a_statistical_report_is_one_whatever_its_text_compares() -> None:
    found = metadata(
        "^ДОКЛАД\n^о социально-экономическом положении района за 2020 год\nПо итогам 2020 года оборот вырос на 5 % по сравнению с прошлым"
        " годом.\nДоли: 10 %, 20 %, 30 %, 40 %.\nТаким образом, развитие продолжается."
    )
    assert found.genre == "statistical_report"
