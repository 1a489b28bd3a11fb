"""Text → Unit, and folding of text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.text import fold, squash, unmix
from normalize.units import find_unit, unit_at, unit_by_symbol, units


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("чел.", "чел."),
        ("Охват (чел.)", "чел."),
        ("Количество человек, принятых на сопровождение", "чел."),
        ("Всего детей от 5 до 18 лет, чел. на 01.01.2022 г", "чел."),
        ("Общий охват, детей", "чел."),
        ("Общий охват, %", "%"),
        ("Доля ПОО", "%"),
        ("Удельный вес в общем числе", "%"),
        ("в % к 2018 году", "%"),
        ("в процентах", "%"),
        ("Темп роста, %", "%"),
        ("тыс. рублей", "тыс. руб."),
        ("тысяч рублей", "тыс. руб."),
        ("млрд.руб", "млрд руб."),
        ("Объём, тыс. человек", "тыс. чел."),
        ("единица", "ед."),
        ("%о", "‰"),
        ("Площадь (кв.м)", "кв. м"),
        ("руб./чел.", "руб./чел."),
        ("Заболеваемость на 1000 населения", "на 1000 населения"),
        ("в расчёте на тысячу жителей", "на 1000 населения"),
        ("на 1000 человек населения", "на 1000 населения"),
        ("умерших на 100 000 населения", "на 100 тыс. населения"),
        ("коек на 10 тыс. населения", "коек на 10 тыс. населения"),
        ("на 1000 детского населения", "на 1000 детского населения"),
        ("Число мест", "мест"),
    ],
)
def test_a_header_states_its_unit(text: str, symbol: str) -> None:
    unit = find_unit(text)
    assert unit is not None
    assert unit.symbol == symbol


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Наименование организации",
        "№ п/п",
        "Место проведения",
        "Место",
        "Год",
        "Организации",
        "2021 год",
        "Показатель",
        "Мероприятия",
        "Срок исполнения",
        "Общий охват",
    ],
)
def test_a_header_without_a_unit_has_none(text: str) -> None:
    assert find_unit(text) is None


def test_a_scaled_unit_knows_its_base() -> None:
    unit = find_unit("млн руб.")
    assert unit is not None
    assert (unit.base, unit.scale, unit.counted) == ("руб.", Decimal(10) ** 6, False)


def test_a_percentage_of_a_year_knows_its_base() -> None:
    unit = find_unit("в % к 2018 году")
    assert unit is not None
    assert unit.per == "к 2018 году"


@pytest.mark.parametrize(("text", "end"), [("чел. (8,3%)", 4), ("% от всех", 1), ("тыс. чел.", 9), ("раза", 4)])
def test_a_unit_at_the_head_of_a_text(text: str, end: int) -> None:
    found = unit_at(text)
    assert found is not None
    assert found[1] == end


@pytest.mark.parametrize("text", ["челюсть", "мастерская", "районный", "р-н", "годный", "класс-комплект"])
def test_a_unit_is_a_whole_word(text: str) -> None:
    assert unit_at(text) is None


def test_every_symbol_is_its_own_form() -> None:
    for unit in units():
        assert unit_by_symbol(unit.symbol) == unit, unit.symbol
    assert unit_by_symbol("тыс. руб.") is not None


def test_folding_unifies_what_typists_vary() -> None:
    assert fold("  «Ёлка»\u00a0–  \u201cA\u201d ") == '"елка" - "a"'
    assert fold("Кoлледж") == fold("Колледж")
    assert unmix("XVII век") == "XVII век"
    assert squash("и\u0306од\u00ad\u200b") == "йод"


@given(st.text(max_size=80))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert squash(squash(text)) == squash(text)
    find_unit(text)
    unit_at(text)
