"""Text of a value → Quantity."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.numbers import Quantity, parse_number, parse_quantity
from normalize.numerals import number_from_words, ordinal_from_words

NBSP, THIN, NARROW = "\u00a0", "\u2009", "\u202f"


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("0", "0", 0),
        ("1859", "1859", 0),
        ("1 859", "1859", 0),
        (f"1{NBSP}859", "1859", 0),
        (f"102{THIN}980", "102980", 0),
        (f"1{NARROW}234{NARROW}567,8", "1234567.8", 1),
        ("24,9", "24.9", 1),
        ("24.9", "24.9", 1),
        ("0,00", "0.00", 2),
        ("+5,2", "5.2", 1),
        ("-5,2", "-5.2", 1),
        ("−5", "-5", 0),
        ("–5", "-5", 0),
        ("1.859,5", "1859.5", 1),
        ("12.345.678", "12345678", 0),
        ("1,234,567.8", "1234567.8", 1),
        ("0.125", "0.125", 3),
        ("1'859", "1859", 0),
    ],
)
def test_a_number_is_read_with_its_printed_decimals(text: str, value: str, decimals: int) -> None:
    assert parse_number(text) == (Decimal(value), decimals)


@pytest.mark.parametrize(
    "text", ["", "–", "12 34", "2021 2022", "1 8591", "46, 2", "1.859", "1.1.1", "5а", "№ 5", "1/2"]
)
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("–", "M"),
        ("-", "M"),
        ("—", "M"),
        ("…", "L"),
        ("...", "L"),
        ("н/д", "L"),
        ("х", "N"),
        ("X", "N"),
        ("", "O"),
        ("0", "A"),
    ],
)
def test_five_kinds_of_nothing_stay_apart(text: str, status: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert quantity.status == status
    assert (quantity.value is None) == (status != "A")


@pytest.mark.parametrize(
    ("text", "value", "unit", "share", "bound"),
    [
        ("24,9%", "24.9", "%", None, "exact"),
        ("24,9 %.", "24.9", "%", None, "exact"),
        ("46, 2%", "46.2", "%", None, "exact"),
        ("менее 0,01%", "0.01", "%", None, "less_than"),
        ("не более 5", "5", None, None, "at_most"),
        ("не менее 10 чел.", "10", "чел.", None, "at_least"),
        ("свыше 10 млн руб.", "10", "млн руб.", None, "more_than"),
        ("около 12", "12", None, None, "approximate"),
        ("15 (26,8%)", "15", None, "26.8", "exact"),
        ("15 (26, 8 %)", "15", None, "26.8", "exact"),
        ("12 чел. (8,3%)", "12", "чел.", "8.3", "exact"),
        ("71 (24,9%) ответ", "71", "ед.", "24.9", "exact"),
        ("57,1% (32 чел.)", "32", "чел.", "57.1", "exact"),
        ("71 ответ", "71", "ед.", None, "exact"),
        ("4,0 тыс. чел.", "4.0", "тыс. чел.", None, "exact"),
        ("1 859,5 тыс. рублей", "1859.5", "тыс. руб.", None, "exact"),
        ("38 (%)", "38", None, None, "exact"),
        ("1,5 раза", "1.5", "раз", None, "exact"),
        ("0,07 процентных пункта", "0.07", "п. п.", None, "exact"),
        ("двадцати трёх", "23", None, None, "exact"),
        ("два филиала", "2", "ед.", None, "exact"),
        ("23-ём ПОО", "23", "ед.", None, "exact"),
        ("(26,8%)", "26.8", "%", None, "exact"),
    ],
)
def test_a_value_with_what_stands_beside_it(
    text: str, value: str, unit: str | None, share: str | None, bound: str
) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.bound) == (Decimal(value), unit, bound)
    assert quantity.share == (None if share is None else Decimal(share))
    assert quantity.text == text


def test_a_share_keeps_its_own_bound() -> None:
    quantity = parse_quantity("1 (менее 0,01%) человек")
    assert quantity is not None
    assert (quantity.value, quantity.share, quantity.share_bound) == (Decimal(1), Decimal("0.01"), "less_than")


@pytest.mark.parametrize(
    "text",
    [
        "выполнен",
        "2-3",
        "01.01.2022",
        "2021 год",
        "2021 г.",
        "5 класс",
        "9 класс",
        "58 училище",
        "1.",
        "5-й",
        "№ 60",
        "2 полугодие",
        "15 сентября",
        "12, 15, 18",
        "8-914-123-45-67",
        "9" * 40,
        "(",
        "%",
        "12 (",
        "чел.",
    ],
)
def test_words_dates_ranges_and_labels_are_no_value(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(("text", "value"), [("1О4", 104), ("2З", 23), ("l2", 12), ("1.859", Decimal("1.859"))])
def test_a_string_that_reads_two_ways_is_read_unsurely(text: str, value: int | Decimal) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert quantity.value == value
    assert quantity.confidence < 0.8


@pytest.mark.parametrize("text", ["11", "11,1", "26,8", "1 031,30", "24,9%", "15 (26,8%)", "0,333"])
def test_plain_numbers_are_read_surely(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert quantity.confidence == 1.0


def test_an_interval_is_what_the_printed_decimals_allow() -> None:
    interval = Quantity("24,9", Decimal("24.9"), 1).interval()
    assert interval is not None
    assert (interval.low, interval.high) == (Decimal("24.85"), Decimal("24.95"))


def test_a_bound_opens_one_side_of_the_interval() -> None:
    quantity = parse_quantity("менее 0,01%")
    assert quantity is not None
    interval = quantity.interval()
    assert interval is not None
    assert interval.low == Decimal("-Infinity")
    assert interval.high >= Decimal("0.01")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("двадцать три", 23),
        ("двадцати трёх", 23),
        ("двух", 2),
        ("одна тысяча двести", 1200),
        ("полтора", Decimal("1.5")),
        ("полторы тысячи", 1500),
        ("тысяча", 1000),
        ("сорока пяти", 45),
        ("два миллиона сто одиннадцать", 2000111),
        ("пятерым", 5),
        ("ноль", 0),
        ("23-х", 23),
    ],
)
def test_numerals_in_words_in_any_case(text: str, number: int | Decimal) -> None:
    assert number_from_words(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "три двадцать",
        "двадцать двадцать",
        "пять шесть",
        "двадцать пятнадцать",
        "дом",
        "5-й",
        "тысяча миллион",
        "ноль пять",
        "третий",
    ],
)
def test_words_that_make_no_number(text: str) -> None:
    assert number_from_words(text) is None


def test_ordinals_in_words() -> None:
    assert [ordinal_from_words(word) for word in ("первом", "второе", "третьего", "четвёртый", "два")] == [
        1,
        2,
        3,
        4,
        None,
    ]


@given(st.integers(0, 10**15), st.integers(0, 4), st.sampled_from([" ", NBSP, THIN, NARROW, ""]), st.sampled_from(",."))
def test_any_printed_number_is_read_back(digits: int, decimals: int, space: str, point: str) -> None:
    value = Decimal(digits).scaleb(-decimals)
    printed = f"{value:,.{decimals}f}".replace(",", "_").replace(".", point).replace("_", space)
    may_be_thousands = point == "." and decimals == 3
    read = parse_number(printed)
    assert read == (value, decimals) or (may_be_thousands and read is None)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_without_failing(text: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is None or quantity.text == text
    parse_number(text)
    number_from_words(text)


@given(st.integers(0, 999_999))
def test_numerals_compose(number: int) -> None:
    assert number_from_words(_say(number)) == number


def _say(number: int) -> str:
    """Nominative numerals, written apart from the code under test."""
    ones = [
        "ноль",
        "один",
        "два",
        "три",
        "четыре",
        "пять",
        "шесть",
        "семь",
        "восемь",
        "девять",
        "десять",
        "одиннадцать",
        "двенадцать",
        "тринадцать",
        "четырнадцать",
        "пятнадцать",
        "шестнадцать",
        "семнадцать",
        "восемнадцать",
        "девятнадцать",
    ]
    tens = ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
    hundreds = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
    if number >= 1000:
        rest = number % 1000
        return f"{_say(number // 1000)} тысяч" + (f" {_say(rest)}" if rest else "")
    spoken = []
    if number >= 100:
        spoken.append(hundreds[number // 100 - 1])
    below = number % 100
    if below >= 20:
        spoken.append(tens[below // 10 - 2])
        below %= 10
    if below or not spoken:
        spoken.append(ones[below])
    return " ".join(spoken)
