"""Rules about what a report says rather than adds up: rankings, shares of 100, terms, acts, names, acronyms, units, points."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from check.engine import check
from check.finding import Finding
from extract.document import Block, Document, Location, Paragraph, Source
from extract.facts import LegalReference
from extract.interpret import interpret
from tests.conftest import REPOSITORY
from tests.helpers_tables import table_from_rows

Rows = Sequence[Sequence[str]]


def document(*parts: str | Rows | Paragraph) -> Document:
    blocks: list[Block] = []
    for number, part in enumerate(parts):
        if isinstance(part, Paragraph):
            blocks.append(replace(part, location=Location(number)))
        elif isinstance(part, str):
            blocks.append(Paragraph(part, Location(number)))
        else:
            blocks.append(table_from_rows(part, sum(not isinstance(b, Paragraph) for b in blocks), number))
    return Document(Source("report.docx", "0" * 64, "application/x-test"), tuple(blocks))


def told(rule: str, *parts: str | Rows | Paragraph) -> list[Finding]:
    return [one for one in check(interpret(document(*parts))).findings if one.rule == rule]


COLLEGES = [
    ("№ п/п", "Организация", "Принято на сопровождение, чел."),
    ("1.", "ГБПОУ «Аграрный техникум»", "41"),
    ("2.", "ГБПОУ «Горный колледж»", "58"),
    ("3.", "ГБПОУ «Лесной техникум»", "0"),
    ("4.", "ГБПОУ «Речной колледж»", "17"),
]


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("Наибольшее число обучающихся принято на сопровождение в ГБПОУ «Горный колледж» – 58 чел.", None),
        ("Наибольшее число обучающихся принято на сопровождение в ГБПОУ «Аграрный техникум» – 41 чел.", "58"),
        ("Меньше всего принято на сопровождение в ГБПОУ «Речной колледж» – 17 чел.", None),
        ("Меньше всего принято на сопровождение в ГБПОУ «Аграрный техникум» – 41 чел.", "17"),
        (
            "В ГБПОУ «Аграрный техникум» принят на сопровождение 41 чел., наибольшее число – 58 чел. – в ГБПОУ «Горный колледж».",
            None,
        ),
        (
            "Наибольшее число принято в ГБПОУ «Горный колледж» – 58 чел., наименьшее – в ГБПОУ «Аграрный техникум» – 41 чел.",
            "17",
        ),
        ("Второе место по наибольшему числу принятых – ГБПОУ «Аграрный техникум» – 41 чел.", None),
        ("Среди техникумов наибольшее число принято в ГБПОУ «Аграрный техникум» – 41 чел.", None),
        ("Принято на сопровождение в ГБПОУ «Аграрный техникум» – 41 чел.", None),
    ],
)
def test_the_highest_and_the_lowest(text: str, rival: str | None) -> None:
    assert [one.expected for one in told("ranking", text, COLLEGES)] == ([rival] if rival else [])


@pytest.mark.parametrize(
    ("items", "rival"),
    [
        (["ГБПОУ «Горный колледж» – 58 чел.", "ГБПОУ «Аграрный техникум» – 41 чел."], None),
        (["ГБПОУ «Горный колледж» – 58 чел.", "ГБПОУ «Речной колледж» – 17 чел."], "41"),
        (["ГБПОУ «Горный колледж» – 58 чел.", "ГБПОУ «Речной колледж» – 71 чел."], None),
    ],
    ids=["the first two", "one is left out", "not the figures of this table"],
)
def test_a_list_of_those_who_are_first(items: list[str], rival: str | None) -> None:
    listed = [Paragraph(text, Location(0), "list_item", f"{n}.") for n, text in enumerate(items, 1)]
    found = told("ranking", "Больше всего обучающихся приняли:", *listed, "Подробности ниже.", COLLEGES)
    assert [one.expected for one in found] == ([rival] if rival else [])


def structure(*last: str) -> list[tuple[str, ...]]:
    return [
        ("Отрасль", "2021 год, %", "2022 год, %", "2023 год, %"),
        ("Сельское хозяйство", "24,6", "25,1", "26,0"),
        ("Торговля", "31,2", "30,4", "29,5"),
        ("Транспорт", "18,9", "19,2", last[0]),
        ("Прочие", "25,3", "25,3", "25,0"),
        ("Всего", "100", "100", "100"),
    ]


def test_percentages_that_make_a_hundred() -> None:
    heading = "Таблица 1. Структура занятости по отраслям"
    assert told("hundred", heading, structure("19,5")) == []
    assert [one.severity for one in told("hundred", heading, structure("15,9"))] == ["warning"]
    assert len(told("hundred", "Таблица 1. Занятость по отраслям", structure("15,9"))) == 1


def test_answers_of_which_several_may_be_given_make_no_hundred() -> None:
    rows = [
        ("Ответ", "Доля опрошенных, %"),
        ("Семья", "64,1"),
        ("Работа", "58,3"),
        ("Здоровье", "71,9"),
        ("Всего", "100"),
    ]
    assert told("hundred", "Структура ответов", rows) == []


def levels(*first: str) -> list[tuple[str, ...]]:
    return [
        ("Район", "Высокий уровень, %", "Средний уровень, %", "Низкий уровень, %", "Итого, %"),
        ("Северный район", *first, "100"),
        ("Южный район", "20,4", "55,5", "24,1", "100"),
        ("Западный район", "33,0", "41,7", "25,3", "100"),
        ("Восточный район", "18,8", "60,1", "21,1", "100"),
    ]


def test_percentages_of_a_row_that_make_a_hundred() -> None:
    assert told("hundred", levels("25,0", "50,2", "24,8")) == []
    assert [one.location.row for one in told("hundred", levels("25,0", "52,0", "24,8"))] == [1]


def plan(*terms: str, title: str = "на 2022–2024 годы") -> list[str | Rows]:
    rows = [("№ п/п", "Мероприятие", "Срок исполнения", "Исполнители")]
    rows += [(f"{n}.", f"Мероприятие {n}", term, "Министерство") for n, term in enumerate(terms, 1)]
    return ["ПЛАН МЕРОПРИЯТИЙ", f"по развитию наставничества {title}", rows]


INSIDE = ("2022 год", "2023 год", "2022–2024 годы", "до 1 июня 2023 года", "I квартал 2024 года")


@pytest.mark.parametrize(
    ("term", "outside"),
    [
        ("2024 год", False),
        ("до 1 февраля 2025 года", False),
        ("I квартал 2025 года", False),
        ("декабрь 2021 года", False),
        ("ежегодно", False),
        ("2026 год", True),
        ("2022–2027 годы", True),
        ("до 1 июня 2012 года", True),
    ],
)
def test_terms_within_the_plan(term: str, outside: bool) -> None:
    assert [one.found for one in told("term", *plan(*INSIDE, term))] == ([term] if outside else [])


def test_a_plan_whose_terms_go_their_own_way_is_left_alone() -> None:
    assert told("term", *plan("2016 год", "2017 год", "2018 год", "2022 год")) == []


@pytest.mark.parametrize(
    ("dated", "relation", "younger"),
    [
        ("2023-03-13", "based_on", False),
        ("2023-03-14", "based_on", False),
        ("2032-03-13", "based_on", True),
        ("2023-03-20", "approves", False),
        ("2023-99-99", "based_on", False),
        (None, "mentions", False),
    ],
)
def test_acts_are_not_younger_than_what_names_them(dated: str | None, relation: str, younger: bool) -> None:
    facts = interpret(document("В соответствии с распоряжением."))
    dated_facts = replace(
        facts,
        document=replace(facts.document, metadata=replace(facts.document.metadata, date="2023-03-14")),
        references=(LegalReference("распоряжение", None, dated, "5-р", None, relation, Location(0, start=0, end=5)),),  # type: ignore[arg-type]
    )
    found = [one for one in check(dated_facts).findings if one.rule == "future_act"]
    assert [one.severity for one in found] == (["warning"] if younger else [])


def test_a_text_in_a_later_wording_names_the_acts_that_changed_it() -> None:
    text = "Положение (в редакции распоряжения от 5 мая 2024 года № 7-р) действует до отмены."
    facts = interpret(document(text))
    assert [one.date for one in facts.references] == ["2024-05-05"]
    metadata = replace(facts.document.metadata, date="2023-03-14")
    report = check(replace(facts, document=replace(facts.document, metadata=metadata)))
    assert [one.rule for one in report.findings if one.rule == "future_act"] == []


@pytest.fixture
def fixture_registry(monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = REPOSITORY / "fixtures" / "registry"
    monkeypatch.setenv("LETOPIS_REGISTRY", str(folder))
    return folder


def of_year(year: int, *names: str) -> list[str | Rows]:
    rows = [("№ п/п", "Организация", "Количество человек")]
    rows += [(f"{n}.", name, str(n)) for n, name in enumerate(names, 1)]
    return [f"Справка о сопровождении за {year} год", "Златоборская область", rows]


@pytest.mark.usefixtures("fixture_registry")
@pytest.mark.parametrize(
    ("year", "name", "severity"),
    [
        (2019, "ГБПОУ «Лесопромышленный техникум» г. Камнереченска", None),
        (2023, "ГБПОУ «Лесопромышленный техникум» г. Камнереченска", "info"),
        (2022, "ГБПОУ «Профессиональное училище № 14» р.п. Кедровый Лог", None),
        (2023, "ГБПОУ «Профессиональное училище № 14» р.п. Кедровый Лог", "info"),
        (2025, "ГБПОУ «Профессиональное училище № 14» р.п. Кедровый Лог", "warning"),
        (2025, "ГБПОУ «Златоборский педагогический колледж им. А.В. Северцевой»", None),
    ],
)
def test_bodies_renamed_or_closed(year: int, name: str, severity: str | None) -> None:
    found = told("former_body", *of_year(year, name, "ГАПОУ «Златоборский строительный колледж»"))
    assert [one.severity for one in found] == ([severity] if severity else [])


@pytest.mark.usefixtures("fixture_registry")
@pytest.mark.parametrize(("words", "told_of"), [("реорганизовано в колледж", 0), ("приняло студентов", 1)])
def test_a_text_about_the_past_may_name_what_was(words: str, told_of: int) -> None:
    text = f"ГБПОУ «Профессиональное училище № 14» р.п. Кедровый Лог {words}."
    names = ("ГАПОУ «Златоборский строительный колледж»", "ГБПОУ «Златоборский техникум транспорта и связи»")
    assert len(told("former_body", *of_year(2025, *names), text)) == told_of


@pytest.mark.usefixtures("fixture_registry")
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ГАПОУ «Златоборский строительный колледж»", None),
        ("ГАПОУ ЗО «Златоборский строительный колледж»", None),
        ("ГАПОУ «Златоборский строителный колледж»", "Златоборский строительный колледж"),
        ("ГБПОУ «Златоборский техникум транспорта и сязи»", "Златоборский техникум транспорта и связи"),
        ("ГБПОУ «Златоборский техникум транспорта и торговли»", None),
    ],
)
def test_names_as_the_registry_spells_them(name: str, meant: str | None) -> None:
    found = told("name", *of_year(2023, name, "ГБПОУ «Камнереченский автотранспортный техникум»"))
    assert [one.expected for one in found] == ([meant] if meant else [])


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("В работе участвовали специалисты ЖПРЦ и педагоги.", ["ЖПРЦ"]),
        ("Женские правовые районные центры (ЖПРЦ) открыты. Специалисты ЖПРЦ помогли.", []),
        ("Женские правовые районные центры (далее – ЖПРЦ) открыты. Специалисты ЖПРЦ помогли.", []),
        ("Специалисты ЖПРЦ (женского правового районного центра) помогли студентам.", []),
        ("Специалисты ЖПРЦ (12 чел.) помогли студентам.", ["ЖПРЦ"]),
        ("Органы МВД РФ и НКО провели встречи, приняты законы.", []),
        ("О РАБОТЕ ЖПРЦ В ОБЛАСТИ", []),
        ("Техникум ГБПОУ КЩ «Северный» открыт.", []),
        ("Доклад сделал ИВ. Петров.", []),
    ],
)
def test_acronyms_are_explained(text: str, unknown: list[str]) -> None:
    assert [one.found for one in told("acronym", text)] == unknown


def with_units(last: str, head: str = "Израсходовано") -> list[tuple[str, str]]:
    return [
        ("Организация", head),
        ("ГБПОУ «Аграрный техникум»", "41 тыс. руб."),
        ("ГБПОУ «Горный колледж»", "58 тыс. руб."),
        ("ГБПОУ «Речной колледж»", "17 тыс. руб."),
        ("ГБПОУ «Лесной техникум»", last),
    ]


def test_one_unit_in_a_column() -> None:
    assert told("unit", with_units("12 тыс. руб.")) == []
    assert [(one.found, one.severity) for one in told("unit", with_units("12 млн руб."))] == [
        ("12 млн руб.", "warning")
    ]


def test_a_cell_in_another_scale_than_its_header() -> None:
    rows = [
        ("Организация", "Израсходовано, тыс. руб."),
        ("ГБПОУ «Горный колледж»", "58"),
        ("ГБПОУ «Речной колледж»", "17"),
    ]
    assert told("unit", [*rows, ("ГБПОУ «Лесной техникум»", "12 тыс. руб.")]) == []
    assert len(told("unit", [*rows, ("ГБПОУ «Лесной техникум»", "1,2 млн руб.")])) == 1


def test_rows_of_indicators_have_a_unit_each() -> None:
    rows = [
        ("Показатель", "Значение"),
        ("Принято на сопровождение", "120 чел."),
        ("Снято с сопровождения", "35 чел."),
        ("Наставников", "18 чел."),
        ("Средства на сопровождение", "540 тыс. руб."),
    ]
    assert told("unit", rows) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("на 5 процентных пунктов", None),
        ("на 5 %", "points"),
        ("на 25 %", None),
        ("на 9 %", "change"),
    ],
)
def test_per_cent_and_percentage_points(change: str, rule: str | None) -> None:
    text = f"Доля трудоустроенных выпускников увеличилась {change} (с 20 % в 2020 году до 25 % в 2021 году)."
    raised = [one for one in check(interpret(document(text))).findings if one.severity != "info"]
    assert [one.rule for one in raised] == ([rule] if rule else [])
    assert all(one.severity == "warning" for one in raised if one.rule == "points")


DECREE = ("ПРАВИТЕЛЬСТВО ИРКУТСКОЙ ОБЛАСТИ", "ПОСТАНОВЛЕНИЕ", "от 11 июня 2015 г. № 214", "Об утверждении плана")
ANNEX = ("Приложение № 1", "к постановлению Правительства Иркутской области", "от {day} № {number}", "План мероприятий")


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        ("11 июня 2015 г.", "214", []),
        ("12 июня 2015 г.", "214", ["11.06.2015"]),
        ("11 июня 2015 г.", "241", ["214"]),
        ("3 мая 2014 г.", "80", []),
    ],
)
def test_an_annex_names_the_act_that_it_belongs_to(day: str, number: str, expected: list[str]) -> None:
    body = "В соответствии с законодательством Правительство Иркутской области постановляет: утвердить план."
    annex = (line.format(day=day, number=number) for line in ANNEX)
    assert [one.expected for one in told("act_date", *DECREE, body, *annex)] == expected


TALKS = (
    "«Наставник в цехе» – Карпухин Д.В., директор;",
    "«Лес и люди» – Вересов П.П., мастер;",
    "«Первая смена» – Юрко В.С., методист.",
)


@pytest.mark.parametrize(("stated", "wrong"), [("2", True), ("3", False), ("7", False)])
def test_not_more_talks_are_listed_than_stated(stated: str, wrong: bool) -> None:
    head = (
        "ИНФОРМАЦИЯ",
        "о проведении межрегионального семинара «Рядом с мастером»",
        "Дата проведения: 5 октября 2023 года.",
    )
    said = f"В рамках семинара заслушаны {stated} докладов."
    findings = told("count", *head, said, "Ключевые выступления:", *(f"– {talk}" for talk in TALKS))
    assert len(findings) == wrong


def test_a_caption_under_the_last_table_does_not_break_off() -> None:
    caption = "Таблица 3. Предельные размеры платы за вывоз снега с дворовых территорий, рублей за 1 куб. м"
    assert told("broken_off", COLLEGES, caption) == []
    assert told("broken_off", COLLEGES, caption.replace("Таблица 3. П", "Были утверждены п"))


def test_a_change_lies_between_values_of_one_unit() -> None:
    text = "По сравнению с 2020 годом они выросли в {times} раза. В 2020 году в них занимались {before}. В 2021 году занимались 38 240 чел."
    assert told("change", text.format(times="1,16", before="9 секций")) == []
    assert told("change", text.format(times="1,16", before="32 966 чел.")) == []
    assert told("change", text.format(times="1,61", before="32 966 чел."))
