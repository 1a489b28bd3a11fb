"""Labels of headers, rows and captions taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.tables.labels import read_label, resolve_period
from normalize.periods import calendar_year, parse_period


@pytest.mark.parametrize(
    ("text", "core", "unit", "periods"),
    [
        (
            "Всего жителей от 18 до 60 лет, чел. на 01.01.2020 г.",
            "Всего жителей от 18 до 60 лет",
            "чел.",
            ("01.01.2020 г.",),
        ),
        ("Охват услугами (на 15.03.21), %", "Охват услугами", "%", ("15.03.21",)),
        ("Оборот торговли, млн руб.", "Оборот торговли", "млн руб.", ()),
        ("Ввод жилья, кв. м общей площади", "Ввод жилья", "кв. м", ()),
        ("Объем вложений (тыс. рублей)", "Объем вложений", "тыс. руб.", ()),
        ("Занято в отрасли в процентах", "Занято в отрасли", "%", ()),
        (
            "Количество граждан, обратившихся в 2020 году, чел.",
            "Количество граждан, обратившихся",
            "чел.",
            ("2020 году",),
        ),
        ("Количество человек", "Количество человек", "чел.", ()),
        ("Доля школ", "Доля школ", "%", ()),
        ("Средний балл", "Средний балл", "балл.", ()),
        ("Всего учащихся", "Всего учащихся", "чел.", ()),
        ("чел.", "", "чел.", ()),
        ("Школы", "Школы", "ед.", ()),
        ("Год", "Год", None, ()),
        ("2020", "", None, ("2020",)),
        ("II полугодие", "", None, ("II полугодие",)),
        ("янв.–фев.", "", None, ("янв.–фев.",)),
        ("1.2. Численность занятых, тыс. чел.", "Численность занятых", "тыс. чел.", ()),
        ("- в сельской местности", "в сельской местности", None, ()),
        ("Население / Population", "Население", None, ()),
        ("Численность*, чел.", "Численность", "чел.", ()),
        ("Количество призывников", "Количество призывников", "чел.", ()),
        ("Количество лесных пожаров", "Количество лесных пожаров", "ед.", ()),
        ("% качества", "% качества", "%", ()),
        ("Индексы цен (на конец месяца, в процентах)", "Индексы цен (на конец месяца)", "%", ()),
        ("Иванов П.П.", "Иванов П.П.", None, ()),
        ("Охват2)", "Охват", None, ()),
        ("Обучающихся, чел./%", "Обучающихся", "чел.", ()),
        ("Количество человек (доля)", "Количество человек", "чел.", ()),
        ("Количество наставников (волонтеров), закрепленных за детьми", None, "чел.", ()),
        (
            "Численность постоянного населения (на начало года)",
            "Численность постоянного населения (на начало года)",
            "чел.",
            (),
        ),
    ],
)
def test_core_unit_and_periods(text: str, core: str | None, unit: str | None, periods: tuple[str, ...]) -> None:
    label = read_label(text)
    assert label.core == (text if core is None else core)
    assert (label.unit.symbol if label.unit else None) == unit
    assert label.periods == periods


@pytest.mark.parametrize(
    ("text", "measure", "base", "periods"),
    [
        ("Темп роста, %", "ratio", None, ()),
        ("Темп роста к 2020 году, %", "ratio", "2020 году", ()),
        ("2021/2020, %", "ratio", "2020", ("2021",)),
        ("2021 г. в % к 2020 г.", "ratio", "2020", ("2021",)),
        ("в % к соответствующему периоду предыдущего года", "ratio", "соответствующему периоду предыдущего года", ()),
        ("отклонение (+/-)", "difference", None, ()),
        ("Отклонение 2021 к 2020", "difference", "2020", ("2021",)),
        ("+/-", "difference", None, ()),
        ("Изменение за год, п.п.", "difference", None, ()),
        ("Выполнение плана, %", "ratio", "план", ()),
        ("Индекс промышленного производства, %", "ratio", None, ()),
        ("Изменение условий проживания", None, None, ()),
        ("2021/2022 учебный год", None, None, ("2021/2022 учебный год",)),
        ("Количество семей, перешедших к следующему этапу", None, None, ()),
    ],
)
def test_comparisons(text: str, measure: str | None, base: str | None, periods: tuple[str, ...]) -> None:
    label = read_label(text)
    assert (label.measure, label.base, label.periods) == (measure, base, periods)


@pytest.mark.parametrize(
    ("text", "scenario", "core"),
    [
        ("план", "plan", ""),
        ("2021 (факт)", "actual", ""),
        ("2022 прогноз", "forecast", ""),
        ("план на 2021 год", "plan", ""),
        ("Плановый охват, детей", "plan", "Плановый охват"),
        ("Целевое значение", "plan", ""),
        ("Количество выполненных учебных планов", None, "Количество выполненных учебных планов"),
        ("Выполнение плана, %", None, ""),
    ],
)
def test_scenarios(text: str, scenario: str | None, core: str) -> None:
    label = read_label(text)
    assert (label.scenario, label.core) == (scenario, core)


def test_parts_of_a_whole() -> None:
    assert read_label("Принято на учёт, из них:").opens == "из них"
    assert read_label("Принято на учёт, из них:").core == "Принято на учёт"
    assert read_label("в том числе: городское").of_which == "в том числе"
    assert read_label("в т.ч. девочки").core == "девочки"
    assert read_label("из них").core == ""
    assert read_label("Численность, всего").core == "Численность"


def test_generic_and_total() -> None:
    assert read_label("Охват (чел.)").is_generic
    assert not read_label("Охват (чел.)").is_empty
    assert read_label("Количество").is_empty
    assert not read_label("Количество школ").is_generic
    assert read_label("Итого по району").is_total
    assert not read_label("Всего учащихся").is_total


def test_periods_resolve_outermost_first_and_years_before_parts() -> None:
    assert resolve_period(("2021 год", "I полугодие"), None).code == "2021-H1"  # type: ignore[union-attr]
    assert resolve_period(("янв.–фев.", "2020"), None).code == "2020-01-01/2020-02-29"  # type: ignore[union-attr]
    assert resolve_period(("II квартал",), calendar_year(2019)).code == "2019-Q2"  # type: ignore[union-attr]
    assert resolve_period(("на 19.05.2023", "01.01.2022"), None).code == "2022-01-01"  # type: ignore[union-attr]
    assert resolve_period((), parse_period("2020 год")) is None


@pytest.mark.parametrize("text", [", " * 5000, "(" * 9000, "- " * 5000, "к 2020 году " * 900])
def test_hostile_labels_are_left_alone(text: str) -> None:
    assert read_label(text).core == text.strip()


@given(st.text(max_size=80))
def test_any_text_is_a_label(text: str) -> None:
    label = read_label(text)
    assert label.core == label.core.strip()
    assert isinstance(label.is_generic, bool)
    assert isinstance(label.is_total, bool)
