"""Rows, columns and years of tables that are out of place; percentages whose base is told by nothing but each other."""

from collections.abc import Sequence

import pytest

from check.engine import check
from check.rules.rows import exchanged
from check.rules.years import odd_one
from extract.interpret import interpret
from tests.test_check_rules import Rows, document, raised

NAMES = (
    "Бабаевский",
    "Белозерский",
    "Вашкинский",
    "Верховажский",
    "Вожегодский",
    "Грязовецкий",
    "Кадуйский",
    "Кирилловский",
)


def districts(names: Sequence[str] = NAMES) -> list[tuple[str, ...]]:
    head = ("№ п/п", "Муниципальный район", "Врачи, чел.", "Койки, ед.")
    return [head, *((str(n), f"{name} район", str(20 + 3 * n), str(410 + n * 7)) for n, name in enumerate(names, 1))]


def test_rows_in_their_places_are_left_alone() -> None:
    assert raised(districts()) == []


def changed(row: int, *cells: str) -> list[tuple[str, ...]]:
    rows = districts()
    rows[row] = cells
    return rows


@pytest.mark.parametrize(
    ("rows", "rule"),
    [
        ([*districts(), ("9", *districts()[3][1:])], "repeated_row"),
        (changed(4, "4", "Верховажский район", "438", "32"), "exchanged"),
    ],
    ids=["a row stands twice", "two numbers of a row"],
)
def test_what_is_out_of_its_place_is_told(rows: Rows, rule: str) -> None:
    assert [one.rule for one in raised(rows)] == [rule]


def test_two_names_in_each_others_place_are_a_remark() -> None:
    rows = districts(("Бабаевский", "Кадуйский", *NAMES[2:6], "Белозерский", NAMES[7]))
    findings = check(interpret(document(rows))).findings
    assert [(one.rule, one.severity, one.expected) for one in findings] == [("exchanged", "info", "Кадуйский район")]


@pytest.mark.parametrize(
    ("names", "places"),
    [("abcd", None), ("dbca", (0, 3)), ("bacd", None), ("badc", None), ("cadb", None)],
    ids=["in order", "two far apart", "neighbours", "four", "in no order"],
)
def test_only_two_names_far_apart_count_as_exchanged(names: str, places: tuple[int, int] | None) -> None:
    assert exchanged(names) == places


@pytest.mark.parametrize(
    ("years", "wrong"),
    [
        ([2014, 2015, 2016, 2017], None),
        ([2014, 2015, 2061, 2017], (2, 2016)),
        ([2017, 2016, 2051, 2014], (2, 2015)),
        ([2022, 2023, 2024, 2030], None),
        ([2010, 2015, 2020, 2025], None),
        ([2010, 2011, 2001], None),
    ],
)
def test_a_year_that_breaks_the_order_is_told(years: list[int], wrong: tuple[int, int] | None) -> None:
    assert odd_one(years) == wrong


def test_years_of_rows_are_held_against_each_other() -> None:
    head = ("Год", "Выпуск, чел.", "Трудоустроено, чел.")
    rows = [("2014", "3955", "2618"), ("2015", "4147", "2698"), ("2061", "3931", "2720"), ("2017", "4116", "2837")]
    assert [(one.rule, one.expected) for one in raised([head, *rows])] == [("years", "2016")]


SURVEY = [
    ("Вопрос, ответ", "Ответили, чел.", "Доля, %"),
    ("Работаете ли Вы по профессии?", "<", "<"),
    ("да", "132", "25,6"),
    ("нет, но по близкой", "242", "47,0"),
    ("нет", "141", "27,4"),
    ("Всего ответивших", "515", "100,0"),
    ("Довольны ли Вы заработком?", "<", "<"),
    ("вполне", "161", "26,2"),
    ("отчасти", "121", "19,7"),
    ("не вполне", "246", "40,1"),
    ("трудно сказать", "86", "14,0"),
    ("Всего ответивших", "614", "100,0"),
]


@pytest.mark.parametrize("wrong", [("525", "100,0"), ("515", "300,0")], ids=["its number", "its percentage"])
def test_each_section_has_its_own_total(wrong: tuple[str, str]) -> None:
    assert raised(SURVEY) == []
    findings = raised([*SURVEY[:5], ("Всего ответивших", *wrong), *SURVEY[6:]])
    assert [one.severity for one in findings] == ["error"]


def test_parts_of_100_are_held_against_a_wrong_total() -> None:
    head = ("Источник", "План", "Факт", "Удельный вес, %")
    rows = [("Областной бюджет", "1904,0", "1887,6", "70,2"), ("Федеральный бюджет", "312,5", "312,5", "11,6")]
    rows += [("Средства ОМС", "501,0", "488,3", "18,2")]
    assert raised([head, *rows, ("Всего", "2717,5", "2688,4", "100,0")]) == []
    assert [one.severity for one in raised([head, *rows, ("Всего", "2717,5", "2688,4", "400,0")])] == ["error"]


LISTED = (
    "Всего поступило {whole} обращений: письменных – 171 ({share}%), через портал – {part} (34,3%), устных – 17 (5,9%)."
)


@pytest.mark.parametrize(
    ("whole", "share", "part", "rule"),
    [
        ("286", "59,8", "98", None),
        ("386", "59,8", "98", "parts_in_text"),
        ("286", "58,9", "98", "share_in_text"),
        ("286", "59,8", "89", "share_in_text"),
    ],
)
def test_a_list_behind_a_colon_is_held_against_its_whole(whole: str, share: str, part: str, rule: str | None) -> None:
    findings = raised(LISTED.format(whole=whole, share=share, part=part))
    assert [one.rule for one in findings] == ([rule] if rule else [])


@pytest.mark.parametrize("whole", ["4312", "4512"])
def test_percentages_of_parts_tell_their_whole(whole: str) -> None:
    text = f"Дипломы получили {whole} человек."
    parts = "Из них трудоустроены 2874 чел. (66,7%), призваны в армию 611 чел. (14,2%), учатся 498 чел. (11,5%)."
    assert [one.rule for one in raised(text, parts)] == ([] if whole == "4312" else ["parts_in_text"])


@pytest.mark.parametrize(
    "sentence",
    [
        "За год поступило 1207 обращений, из них письменных – 733 (71,4%).",
        "За год поступило 1027 обращений, из них письменных – 733 (74,1%).",
        "За год поступило 1027 обращений, из них письменных – 773 (71,4%).",
        "На лекарства направлено 734,2 млн руб., освоено 731,9 млн руб. (97,7%).",
    ],
)
def test_a_lone_percentage_is_told_where_one_mistyped_digit_explains_it(sentence: str) -> None:
    assert [(one.rule, one.severity) for one in raised(sentence)] == [("share_in_text", "warning")]


@pytest.mark.parametrize(
    "sentence",
    [
        "За год поступило 1027 обращений, из них письменных – 733 (71,4%).",
        "Трудоустроено 200 выпускников (80%), из них по профессии – 50 (20%).",
        "Расселено 217 домов, переехали 9 408 граждан (88,1% от плана).",
    ],
)
def test_a_lone_percentage_of_something_else_is_left_alone(sentence: str) -> None:
    assert raised(sentence) == []


def test_a_year_that_cannot_be_is_no_date() -> None:
    assert [one.rule for one in raised("Работы завершены в 2318 году, сданы в 2018 году.")] == ["date"]


MONEY = [
    ("Источник", "План, млн руб.", "Факт, млн руб."),
    ("Областной бюджет", "1904,0", "1887,6"),
    ("Федеральный бюджет", "312,5", "312,5"),
    ("Средства ОМС", "501,0", "488,3"),
]


@pytest.mark.parametrize(("unit", "rules"), [("млн руб.", []), ("тыс. руб.", ["unit"])])
def test_a_number_of_the_text_has_the_unit_of_its_table(unit: str, rules: list[str]) -> None:
    text = f"Факт по областному бюджету составил 1887,6 {unit}"
    assert [one.rule for one in raised("Доклад о финансировании за 2021 год", text, MONEY)] == rules


def test_nothing_has_no_percentage_but_nought() -> None:
    head = ("Район", "Детей, чел.", "Охвачено, чел.", "Охват, %")
    rows = [("Северный", "200", "50", "25,0"), ("Южный", "120", "0", "0,0"), ("Западный", "80", "20", "25,0")]
    rows += [("Восточный", "50", "10", "20,0")]
    assert raised([head, *rows]) == []
    rows[1] = ("Южный", "120", "0", "2,0")
    assert [(one.rule, one.found) for one in raised([head, *rows])] == [("share", "2,0\u00a0%")]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("Сведения за 2 полугодие 2023 года и 3-й квартал 2021 года.", 0),
        ("Сведения за 4 полугодие 2023 года.", 1),
        ("Сведения за 5 квартал 2021 года.", 1),
    ],
)
def test_a_year_has_two_halves_and_four_quarters(text: str, times: int) -> None:
    assert [one.rule for one in raised(text)] == ["date"] * times


PARTNERS = [
    ("№ п/п", "Партнёры", "Число ПОО, указавших партнёра", "Доля ПОО, %"),
    ("1", "Отделы опеки и попечительства", "17", "89,5"),
    ("2", "Кадровые центры", "9", "47,4"),
    ("3", "Школы-интернаты", "3", "15,8"),
    ("4", "Дома культуры и библиотеки", "4", "21,1"),
    ("5", "Спортивные школы", "13", "68,4"),
]


@pytest.mark.parametrize(
    ("all_of_them", "named", "expected"),
    [("19", "9", []), ("49", "9", [("share", "49", "19")]), ("19", "6", [("restated", "6", "9")])],
)
def test_the_whole_and_a_named_row_are_held_against_the_table(
    all_of_them: str, named: str, expected: list[tuple[str, str, str]]
) -> None:
    texts = (
        f"Сведения представили {all_of_them} ПОО (100%).",
        f"С кадровыми центрами в 2021 году работали {named} ПОО.",
    )
    findings = raised("Доклад о работе за 2021 год", *texts, PARTNERS)
    assert [(one.rule, one.found, one.expected) for one in findings] == expected


def in_turn(total: str) -> list[tuple[str, ...]]:
    """Two lines for each name, and for the total: how many, and of what size."""
    rows = [("Район", "Показатель", "2019 г.", "2020 г.")]
    for name, number in (("Северный район", 3), ("Речной район", 5), ("Степной район", 4)):
        rows += [
            (name, "Школы, ед.", str(number), str(number + 2)),
            ("", "Площадь, га", f"{number}0,5", f"{number}1,5"),
        ]
    return [*rows, ("Всего", "Школы, ед.", total, "18"), ("", "Площадь, га", "121,5", "124,5")]


def test_a_total_is_of_the_rows_that_tell_the_same() -> None:
    assert raised(in_turn("12")) == []
    assert [(one.rule, one.found) for one in raised(in_turn("21"))] == [("total", "21")]


def test_a_last_total_may_be_of_all_sections() -> None:
    head = ("Район", "Жители, чел.", "Сети, км")
    rows = [head, ("Равнина",) * 3, ("Северный", "310", "41"), ("Речной", "250", "32")]
    rows += [("Горы",) * 3, ("Степной", "420", "55"), ("Лесной", "120", "17"), ("Всего по районам", "1100", "145")]
    assert raised([*rows, ("Дополнительно",) * 3, ("Приморский", "77", "9")]) == []
