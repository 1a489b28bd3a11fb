"""Tables of every shape → observations."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.facts import sheets, tallies
from benchmarks.sheet_score import table_observations
from extract.document import Location, Metadata, Table
from extract.facts import Facts, Observation
from extract.observations import observe
from normalize.periods import Period, calendar_year, half_year, parse_period
from tests.helpers_tables import document_of, table_from_rows, unmerged

Rows = list[list[str]]


def read(rows: Rows, caption: str | None = None, period: str = "2021 год") -> tuple[Observation, ...]:
    blocks = [caption] if caption else []
    return observe(document_of(*blocks, table_from_rows(rows), period=parse_period(period))).observations


def brief(observation: Observation, *names: str) -> tuple[object, ...]:
    """The named fields as strings; `period` and `base_period` by their codes."""
    found = []
    for name in names:
        value = getattr(observation, name)
        found.append(
            value.code if name.endswith("period") and value else str(value) if isinstance(value, Decimal) else value
        )
    return tuple(found)


def by_place(observations: tuple[Observation, ...]) -> dict[tuple[int | None, int | None], Observation]:
    return {(each.location.row, each.location.column): each for each in observations}


def test_organisations_by_values_with_their_share() -> None:
    found = read(
        [
            ["№ п/п", "Наименование ПОО", "Принято, чел.", "Доля"],
            ["1.", "ГБПОУ «Речной колледж»", "15", "26,8%"],
            ["", "Итого", "56", "100%"],
        ]
    )
    assert [brief(each, "indicator", "entity", "value", "unit", "share") for each in found] == [
        ("Принято", "ГБПОУ «Речной колледж»", "15", "чел.", "26.8"),
        ("Принято", None, "56", "чел.", "100"),
    ]
    assert found[0].entity_kind == "college"


def test_a_generic_header_takes_the_caption() -> None:
    rows = [["Муниципалитет", "Охват (чел.)"], ["МР Южный", "5"], ["МР Северный", "6"]]
    assert read(rows, "Таблица 1 – Летние лагеря")[0].indicator == "Летние лагеря: Охват"
    assert (
        read([["Муниципалитет", "Количество"], *rows[1:]], "Таблица 1 – Летние лагеря")[0].indicator == "Летние лагеря"
    )
    assert read(rows, "Сводная информация")[0].indicator == "Охват"


def test_words_blanks_and_marks_in_a_column_of_numbers() -> None:
    rows = [
        ["Район", "Детей", "Осталось, чел."],
        ["Южный", "5", "выполнен"],
        ["Северный", "", "7"],
        ["Западный", "–", "х"],
        ["Восточный", "…", "1"],
        ["Дальний", "3", "2"],
    ]
    found = by_place(read(rows))
    assert {place: each.status for place, each in found.items() if each.value is None} == {
        (1, 2): "N", (2, 1): "O", (3, 1): "M", (3, 2): "N", (4, 1): "L",
    }  # fmt: skip


def test_indicators_by_years_on_two_levels() -> None:
    rows = [
        ["Показатель", "Ед. изм.", "2020 год", "<", "2021 год", "<"],
        ["^", "^", "I полугодие", "II полугодие", "I полугодие", "II полугодие"],
        ["Родилось", "чел.", "10", "12", "11", "9"],
        ["Рождаемость", "‰", "7,1", "7,2", "7,3", "6,9"],
    ]
    found = read(rows)
    assert [brief(each, "indicator", "unit", "period", "value") for each in found[:2]] == [
        ("Родилось", "чел.", "2020-H1", "10"),
        ("Родилось", "чел.", "2020-H2", "12"),
    ]
    assert brief(found[-1], "indicator", "unit", "period", "value") == ("Рождаемость", "‰", "2021-H2", "6.9")


def test_years_as_rows_with_the_indicator_in_sections() -> None:
    rows = [
        ["Год", "янв.", "янв.–фев.", "I полугодие"],
        ["Молоко, тонн", "<", "<", "<"],
        ["2020", "1", "2", "6"],
        ["Лес, тыс. куб. м", "<", "<", "<"],
        ["2021", "3", "4", "7"],
    ]
    found = read(rows, "Таблица 1 – Производство", period="2021 год")
    assert [brief(each, "indicator", "unit", "period") for each in found] == [
        ("Молоко", "т", "2020-01"),
        ("Молоко", "т", "2020-01-01/2020-02-29"),
        ("Молоко", "т", "2020-H1"),
        ("Лес", "тыс. куб. м", "2021-01"),
        ("Лес", "тыс. куб. м", "2021-01-01/2021-02-28"),
        ("Лес", "тыс. куб. м", "2021-H1"),
    ]
    assert found[1].period is not None
    assert found[1].period.cumulative


def test_years_as_rows_take_the_caption_for_indicator() -> None:
    found = read(
        [["", "I кв.", "II кв."], ["2020 год", "1,1", "1,2"], ["2021 год", "2,1", "2,2"]],
        "Оборот торговли (млн рублей)",
    )
    assert brief(found[3], "indicator", "unit", "period", "value") == ("Оборот торговли", "млн руб.", "2021-Q2", "2.2")


def test_plan_fact_and_growth() -> None:
    rows = [
        ["Наименование показателя", "2020 год (отчёт)", "2021 год", "<", "Выполнение плана, %", "Темп роста к 2020 году, %", "Отклонение"],
        ["^", "^", "план", "факт", "^", "^", "^"],
        ["Доходы, тыс. руб.", "1000", "1200", "1100", "91,7", "110,0", "100"],
        ["Расходы, тыс. руб.", "900", "1000", "950", "95,0", "105,6", "50"],
    ]  # fmt: skip
    found = read(rows)[:6]
    assert [brief(each, "value", "unit", "period", "scenario", "measure", "base_period") for each in found] == [
        ("1000", "тыс. руб.", "2020", "actual", "level", None),
        ("1200", "тыс. руб.", "2021", "plan", "level", None),
        ("1100", "тыс. руб.", "2021", "actual", "level", None),
        ("91.7", "%", "2021", "actual", "ratio", None),
        ("110.0", "%", "2021", "actual", "ratio", "2020"),
        ("100", "тыс. руб.", "2021", "actual", "difference", "2020"),
    ]
    assert {each.indicator for each in found} == {"Доходы"}


def test_forecast_and_estimate() -> None:
    found = read([["Показатель", "2020 факт", "2021 оценка", "2022 прогноз"], ["Оборот, млн руб.", "5", "6", "7"]])
    assert [brief(each, "period", "scenario", "status") for each in found] == [
        ("2020", "actual", "A"),
        ("2021", "actual", "E"),
        ("2022", "forecast", "A"),
    ]


def test_a_row_of_growth_speaks_of_the_row_above() -> None:
    rows = [
        ["", "2019", "2020"],
        ["Оборот торговли, млн руб.", "100", "110"],
        ["в % к предыдущему году", "101,0", "110,0"],
        ["в % к 2018 году", "101,0", "111,1"],
    ]
    found = read(rows, "Торговля")[2:]
    assert [brief(each, "indicator", "unit", "measure", "period", "base_period") for each in found] == [
        ("Оборот торговли", "%", "ratio", "2019", "2018"),
        ("Оборот торговли", "%", "ratio", "2020", "2019"),
        ("Оборот торговли", "%", "ratio", "2019", "2018"),
        ("Оборот торговли", "%", "ratio", "2020", "2018"),
    ]


def test_this_period_beside_the_same_of_last_year() -> None:
    found = read(
        [["Район", "Отчётный период", "АППГ", "+/-", "%"], ["МР Южный", "90", "100", "-10", "90,0"]],
        "Число краж",
        "I полугодие 2021 года",
    )
    assert [brief(each, "indicator", "period", "measure", "base_period") for each in found] == [
        ("Число краж", "2021-H1", "level", None),
        ("Число краж", "2020-H1", "level", None),
        ("Число краж", "2021-H1", "difference", "2020-H1"),
        ("Число краж", "2021-H1", "ratio", "2020-H1"),
    ]


def test_a_caption_of_a_half_year_over_columns_of_years() -> None:
    found = read([["Район", "2020", "2021"], ["МР Южный", "9", "8"]], "Пожары за I полугодие 2021 года")
    assert [each.period.code for each in found if each.period] == ["2020-H1", "2021-H1"]


def test_parts_of_a_whole_in_rows() -> None:
    rows = [
        ["Показатель", "Количество"],
        ["Всего педагогов, из них:", "100"],
        ["с высшим образованием", "80"],
        ["со средним образованием", "20"],
        ["Количество школ, ед.", "15"],
        ["в том числе: сельских", "9"],
    ]
    found = read(rows, "Кадры")
    assert [(each.indicator, each.breakdown) for each in found] == [
        ("Всего педагогов", ()),
        ("Всего педагогов", ("с высшим образованием",)),
        ("Всего педагогов", ("со средним образованием",)),
        ("Количество школ", ()),
        ("Количество школ", ("сельских",)),
    ]
    assert [each.unit for each in found] == ["чел.", "чел.", "чел.", "ед.", "ед."]


def test_a_part_that_names_its_own_indicator_stands_alone() -> None:
    rows = [
        ["№", "Показатель", "Человек"],
        ["1", "Количество переселённых, из них:", "9"],
        ["1.1.", "Количество переселённых, получивших дом", "5"],
    ]
    assert [(each.indicator, each.breakdown) for each in read(rows)] == [
        ("Количество переселённых", ()),
        ("Количество переселённых, получивших дом", ()),
    ]


def test_parts_of_a_whole_in_columns() -> None:
    rows = [
        ["Муниципалитет", "Учащихся, чел.", "<", "<"],
        ["^", "всего", "из них", "<"],
        ["^", "^", "девочки", "сироты"],
        ["МР Южный", "100", "50", "3"],
        ["МР Северный", "200", "90", "5"],
    ]
    assert [(each.indicator, each.breakdown) for each in read(rows)[:3]] == [
        ("Учащихся", ()),
        ("Учащихся", ("девочки",)),
        ("Учащихся", ("сироты",)),
    ]


def test_sections_divide_categories_and_group_organisations() -> None:
    grouped = [
        ["Наименование организации", "Детей"],
        ["г. Речной", "<"],
        ["Школа № 1", "5"],
        ["Школа № 2", "6"],
        ["г. Лесной", "<"],
        ["Школа № 3", "7"],
    ]
    assert {each.breakdown for each in read(grouped)} == {()}
    divided = [
        ["Наименование организации", "Детей"],
        ["Мальчики", "<"],
        ["Школа № 1", "5"],
        ["Девочки", "<"],
        ["Школа № 1", "7"],
    ]
    assert [each.breakdown for each in read(divided)] == [("Мальчики",), ("Девочки",)]


def test_a_subtotal_in_a_sentence() -> None:
    rows = [
        ["№ п/п", "Организации-партнёры", "Указали", "Доля"],
        ["Первое министерство", "<", "<", "<"],
        ["1.", "Центры помощи", "15", "26,8%"],
        ["", "Количество указаний: 15 (26,8%)", "<", "<"],
        ["", "Общее количество указаний: 15 (100%)", "<", "<"],
    ]
    found = read(rows)[1:]
    assert [brief(each, "indicator", "value", "share", "breakdown") for each in found] == [
        ("Количество указаний", "15", "26.8", ("Первое министерство",)),
        ("Общее количество указаний", "15", "100", ()),
    ]
    assert found[0].location.column == 1


def test_bilingual_labels_give_the_russian_half() -> None:
    found = read(
        [
            ["Показатель / Indicator", "Всего / Total", "Мужчины / Men"],
            ["Население, тыс. чел. / Population, thous.", "9,5", "4,2"],
        ]
    )
    assert [brief(each, "indicator", "breakdown", "unit") for each in found] == [
        ("Население", (), "тыс. чел."),
        ("Население", ("Мужчины",), "тыс. чел."),
    ]


def test_transposed_tables_have_their_entities_in_the_header() -> None:
    rows = [
        ["Показатель", "МБОУ СОШ № 1", "МБОУ СОШ № 2", "Всего"],
        ["Количество учащихся, чел.", "5", "4", "9"],
        ["Доля отличников, %", "2,5", "3,1", "2,8"],
    ]
    found = read(rows)
    assert [brief(each, "indicator", "entity", "value", "unit") for each in found[:3]] == [
        ("Количество учащихся", "МБОУ СОШ № 1", "5", "чел."),
        ("Количество учащихся", "МБОУ СОШ № 2", "4", "чел."),
        ("Количество учащихся", None, "9", "чел."),
    ]
    assert found[3].measure == "share"


@pytest.mark.parametrize(
    ("header", "cell", "values", "shares"),
    [
        ("Количество (доля)", "15 (26,8%)", ["15"], ["26.8"]),
        ("Детей, чел./%", "15/26,8%", ["15"], ["26.8"]),
        ("Детей, чел. (%)", "15\n26,8%", ["15"], ["26.8"]),
        ("Количество школ/классов", "5/20", ["5", "20"], [None, None]),
        ("Детей, чел.", "15*", ["15"], [None]),
        ("Детей, чел.", "15 (из них 3 в филиале)", ["15"], [None]),
    ],
)
def test_several_values_in_a_cell(header: str, cell: str, values: list[str], shares: list[str | None]) -> None:
    found = read([["Район", header], ["МР Южный", cell], ["МР Северный", cell]])[: len(values)]
    assert [brief(each, "value")[0] for each in found] == values
    assert [brief(each, "share")[0] for each in found] == shares


def test_a_blank_organisation_continues_the_one_above() -> None:
    rows = [
        ["№", "Наименование организации", "Программа", "Охват (чел.)"],
        ["1", "Речной колледж", "Курсы", "2"],
        ["", "", "Семинар", "3"],
        ["2", "Лесной колледж", "Курсы", "1"],
    ]
    found = read(rows, "Повышение квалификации")
    assert [(each.entity, each.breakdown) for each in found] == [
        ("Речной колледж", ("Курсы",)),
        ("Речной колледж", ("Семинар",)),
        ("Лесной колледж", ("Курсы",)),
    ]
    assert found[1].confidence < found[0].confidence


def test_a_name_cut_over_two_rows_is_whole() -> None:
    rows = [
        ["№", "Партнёры-организации", "Указали", "Доля"],
        ["1.", "Отделы опеки и", "5", "50,0%"],
        ["", "попечительства", "", ""],
        ["2.", "Центры помощи", "5", "50,0%"],
    ]
    assert [each.entity for each in read(rows)] == ["Отделы опеки и попечительства", "Центры помощи"]


def test_a_merged_value_is_stated_once() -> None:
    rows = [
        ["Организация", "Программа", "Сумма, руб."],
        ["Речной колледж", "Первая", "9"],
        ["^", "Вторая", "^"],
        ["Лесной колледж", "Первая", "5"],
    ]
    assert [brief(each, "value") for each in read(rows)] == [("9",), ("5",)]


def test_a_small_table_inside_a_cell_of_a_plan() -> None:
    rows = [
        ["№ п/п", "Мероприятие", "Срок", "Ожидаемый результат", "<"],
        ["1.", "Провести сход жителей", "2020 год", "Жители знают о планах", "<"],
        ["2.", "Оценить исполнение плана:", "до 1 февраля", "Показатели", "<"],
        ["^", "", "^", "2021 год", "2022 год"],
        ["^", "доля охваченных жителей", "^", "2,45%", "2.43"],
        ["3.", "Подвести итоги", "2022 год", "Итоги подведены", "<"],
        ["4.", "Наградить лучших", "2022 год", "Лучшие награждены", "<"],
    ]
    found = read(rows)
    assert [brief(each, "indicator", "value", "unit", "period", "scenario") for each in found] == [
        ("доля охваченных жителей", "2.45", "%", "2021", "plan"),
        ("доля охваченных жителей", "2.43", "%", "2022", "plan"),
    ]


def test_a_second_small_table_below_the_rows() -> None:
    rows = [
        ["№", "Муниципалитет", "Всего, детей", "Охвачено, детей", "%"],
        ["1", "МР Южный", "10", "5", "50,0%"],
        ["2", "МР Северный", "20", "5", "25,0%"],
        ["Всего детей в области", "<", "Общий охват, детей", "<", ""],
        ["30", "<", "10", "33,3%", ""],
    ]
    found = [each for each in read(rows) if each.location.row == 4]
    assert [brief(each, "indicator", "value", "share") for each in found] == [
        ("Всего детей в области", "30", None),
        ("Общий охват", "10", "33.3"),
    ]


def test_plans_and_contacts_give_nothing() -> None:
    plan = [
        ["№ п/п", "Мероприятие", "Срок", "Ответственный"],
        ["1.", "Провести сход", "2021", "Глава"],
        ["2.", "Собрать отзывы", "до 1.02.2022", "Глава"],
    ]
    assert read(plan) == ()
    contacts = [
        ["№", "Организация", "Телефон", "Год основания"],
        ["1", "Клуб", "8 (3952) 20-16-38", "1965"],
        ["2", "Музей", "201639", "1970"],
    ]
    assert read(contacts) == ()


def test_averages_are_nobodys() -> None:
    found = read(
        [
            ["Наименование ПОО", "Средний балл"],
            ["Речной колледж", "3,9"],
            ["Лесной колледж", "4,1"],
            ["Среднее значение", "4,0"],
        ]
    )
    assert brief(found[2], "entity", "breakdown", "unit") == (None, ("Среднее значение",), "балл.")


def test_mentions_are_the_cells_that_name() -> None:
    table = table_from_rows([["Район", "Детей"], ["1. Первое министерство", "<"], ["МР Южный", "5"], ["Итого", "5"]])
    mentions = observe(document_of(table)).mentions
    assert [(each.text, each.location.row, each.location.column) for each in mentions] == [
        ("Первое министерство", 1, 0),
        ("МР Южный", 2, 0),
    ]


def test_a_table_of_numbers_that_cannot_be_named_is_warned_of() -> None:
    table = table_from_rows([["12345678", "23456789"], ["34567890", "45678901"], ["56789012", "67890123"]])
    observed = observe(document_of(table))
    assert observed.observations == ()
    assert [warning.code for warning in observed.warnings] == ["table_not_understood"]


@pytest.mark.parametrize("kind", ["docx", "pdf"])
@pytest.mark.parametrize(
    "name", ["spravka_2021h2", "moc_balagansk_2023", "decree_78_rzp_2023", "plan_2022_2024", "conference_2017"]
)
def test_the_reference_corpus(name: str, kind: str, corpus: Path) -> None:
    """Every value of the answer sheet is found in its cell with its unit and period, and nothing else."""
    sheet = next(sheet for sheet in sheets() if sheet["document"] == name)
    by_field = tallies(sheet, corpus / "docs" / f"{name}.{kind}")
    for field, tally in by_field.items():
        assert tally.recall >= 0.99, (field, tally.wrong[:5])
        assert tally.precision >= 0.995, (field, tally.wrong[:5])


def test_socio_economic_columns_against_other_periods() -> None:
    rows = [
        ["", "Май 2021 г.", "В % к маю 2020 г.", "Январь–май 2021 г. в % к январю–маю 2020 г."],
        ["Индекс производства", "х", "104,1", "102,5"],
        ["Оборот торговли, млрд рублей", "9,5", "101,1", "99,1"],
    ]
    found = read(rows, "Положение района")[:3]
    assert [brief(each, "period", "unit", "measure", "base_period", "status") for each in found] == [
        ("2021-05", None, "level", None, "N"),
        ("2021-05", "%", "ratio", "2020-05", "A"),
        ("2021-01-01/2021-05-31", "%", "ratio", "2020-01-01/2020-05-31", "A"),
    ]


def test_a_heading_that_its_subheadings_complete() -> None:
    rows = [
        ["", "Май 2021 г. к", "<"],
        ["^", "предыдущему месяцу", "декабрю 2020 г."],
        ["Все товары", "100,2", "111,1"],
    ]
    found = read(rows, "Индексы цен (на конец месяца, в процентах)")
    assert [brief(each, "indicator", "unit", "period", "measure", "base_period") for each in found] == [
        ("Все товары", "%", "2021-05", "ratio", "2021-04"),
        ("Все товары", "%", "2021-05", "ratio", "2020-12"),
    ]


def test_a_total_beside_its_years_is_of_all_of_them() -> None:
    rows = [["Источник", "Всего", "в том числе по годам", "<"], ["^", "^", "2020", "2021"], ["Бюджет", "9", "4", "5"]]
    found = read(rows, "Расходы, тыс. рублей")
    assert [brief(each, "indicator", "breakdown", "period") for each in found] == [
        ("Расходы", ("Бюджет",), "2020-01-01/2021-12-31"),
        ("Расходы", ("Бюджет",), "2020"),
        ("Расходы", ("Бюджет",), "2021"),
    ]


def test_approved_and_executed_budget() -> None:
    rows = [
        ["Код", "Наименование", "Утверждено на 2021 год, тыс. руб.", "Исполнено, тыс. руб.", "% исполнения"],
        ["1 00", "Налоги", "100,5", "90,5", "90,0"],
    ]
    assert [brief(each, "indicator", "scenario", "measure", "unit") for each in read(rows)] == [
        ("Налоги", "plan", "level", "тыс. руб."),
        ("Налоги", "actual", "level", "тыс. руб."),
        ("Налоги", "actual", "ratio", "%"),
    ]


def test_municipality_and_indicator_as_two_keys() -> None:
    rows = [
        ["Муниципалитет", "Показатель", "2020"],
        ["Южный район", "Учащихся, чел.", "9"],
        ["^", "Школ, ед.", "2"],
        ["Северный район", "Учащихся, чел.", "8"],
        ["^", "Школ, ед.", "3"],
    ]
    assert [(each.entity, each.indicator, each.unit) for each in read(rows)] == [
        ("Южный район", "Учащихся", "чел."),
        ("Южный район", "Школ", "ед."),
        ("Северный район", "Учащихся", "чел."),
        ("Северный район", "Школ", "ед."),
    ]


def test_a_coarse_name_beside_a_fine_one_groups() -> None:
    rows = [
        ["Муниципалитет", "Организация", "Детей, чел."],
        ["Южный район", "Школа № 1", "9"],
        ["^", "Школа № 2", "2"],
        ["Северный район", "Школа № 3", "8"],
    ]
    assert [(each.entity, each.breakdown) for each in read(rows)] == [
        ("Школа № 1", ()),
        ("Школа № 2", ()),
        ("Школа № 3", ()),
    ]


def test_a_fine_name_that_recurs_divides() -> None:
    rows = [
        ["Муниципалитет", "Организации", "Детей, чел."],
        ["Южный район", "Школы", "9"],
        ["^", "Детские сады", "2"],
        ["Северный район", "Школы", "8"],
        ["^", "Детские сады", "3"],
    ]
    assert [(each.entity, each.breakdown) for each in read(rows)[:2]] == [
        ("Южный район", ("Школы",)),
        ("Южный район", ("Детские сады",)),
    ]


def test_shares_stand_by_the_count_of_their_time() -> None:
    rows = [
        ["Район", "Охвачено, чел.", "<", "Доля, %", "<"],
        ["^", "2020", "2021", "2020", "2021"],
        ["Южный", "9", "8", "20,1", "21,2"],
        ["Северный", "7", "6", "30,1", "31,2"],
    ]
    assert [brief(each, "period", "value", "share") for each in read(rows)[:2]] == [
        ("2020", "9", "20.1"),
        ("2021", "8", "21.2"),
    ]


@pytest.mark.parametrize(
    ("caption", "scenario"),
    [
        ("Прогноз доходов на 2022 год", "forecast"),
        ("План приёма на 2022 год", "plan"),
        ("План и факт приёма", "actual"),
        ("Доходы", "actual"),
    ],
)
def test_a_caption_tells_what_is_planned(caption: str, scenario: str) -> None:
    found = read([["Район", "Тыс. руб."], ["Южный", "9"], ["Северный", "8"]], caption)
    assert [each.scenario for each in found] == [scenario, scenario]


def test_a_nested_table_takes_its_plan_from_the_column_it_stands_in() -> None:
    outer = table_from_rows(
        [
            ["№ п/п", "Мероприятие", "Ожидаемый результат"],
            ["1.", "Провести сход", "Доля охвата"],
            ["2.", "Собрать отзывы", "Отзывы собраны"],
        ]
    )
    inner = table_from_rows(
        [["Показатель", "2021 год", "2022 год"], ["Доля охвата, %", "5,1", "6,2"]],
        index=1,
        parent=Location(0, table=0, row=1, column=2),
    )
    found = observe(document_of(outer, inner)).observations
    assert [brief(each, "value", "scenario", "period") for each in found] == [
        ("5.1", "plan", "2021"),
        ("6.2", "plan", "2022"),
    ]
    assert {each.location.table for each in found} == {1}


def test_settlements_in_lower_case_are_no_parts_of_the_row_above() -> None:
    rows = [
        ["Населённый пункт", "Жителей, чел."],
        ["Всего", "9"],
        ["в том числе:", ""],
        ["г. Речной", "5"],
        ["р.п. Лесной", "3"],
        ["Заимка", "1"],
    ]
    assert [(each.entity, each.breakdown) for each in read(rows)] == [
        (None, ()),
        ("г. Речной", ()),
        ("р.п. Лесной", ()),
        ("Заимка", ()),
    ]


def test_parts_of_an_organisations_value() -> None:
    rows = [
        ["№", "Муниципалитет", "2020", "2021"],
        ["1", "Южный район", "9", "8"],
        ["", "в т.ч. дети-инвалиды", "2", "1"],
        ["2", "Северный район", "7", "6"],
        ["", "- сироты", "1", "1"],
    ]
    assert [(each.entity, each.breakdown) for each in read(rows, "Летний отдых")][::2] == [
        ("Южный район", ()),
        ("Южный район", ("дети-инвалиды",)),
        ("Северный район", ()),
        ("Северный район", ("сироты",)),
    ]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Контакты", ["20-16-38", "201639"]),
        ("Телефон", ["8 (3952) 20-16-38", "+7 950 123-45-67"]),
        ("Контактный телефон", ["201638", "201639"]),
        ("ИНН", ["3808012345", "3808012346"]),
        ("№ школы", ["5", "12"]),
        ("Номер приказа", ["15", "27"]),
        ("Дата проведения", ["01.02.2020", "15.03.2020"]),
        ("Срок", ["2020", "2021"]),
        ("Год ввода", ["1965", "1970"]),
        ("Код ОКТМО", ["25701000", "25703000"]),
        ("Место", ["1", "2"]),
    ],
)
def test_numbers_that_count_nothing(header: str, cells: list[str]) -> None:
    rows = [
        ["№ п/п", "Организация", header, "Детей, чел."],
        ["1.", "Клуб", cells[0], "5"],
        ["2.", "Музей", cells[1], "6"],
    ]
    assert [each.location.column for each in read(rows)] == [3, 3]


def test_bilingual_labels_on_two_lines() -> None:
    found = read([["Показатель\nIndicator", "Всего\nTotal"], ["Население, тыс. чел.\nPopulation, thous.", "9,5"]])
    assert brief(found[0], "indicator", "unit") == ("Население", "тыс. чел.")


def test_a_small_table_in_a_plan_that_was_never_merged() -> None:
    rows = [
        ["№ п/п", "Мероприятие", "Срок", "", "Ожидаемый результат"],
        *([f"{n}.", "Провести сход жителей", "2020 год", "", "Жители знают о планах"] for n in range(1, 15)),
        ["15.", "Оценить исполнение плана:", "до 1 февраля", "", "Показатели"],
        ["", "", "", "2021 год", "2022 год"],
        ["", "доля охваченных жителей", "", "2,45%", "2.43"],
        ["16.", "Подвести итоги", "2022 год", "", "Итоги подведены"],
    ]
    assert [brief(each, "value", "unit", "period", "scenario") for each in read(rows)] == [
        ("2.45", "%", "2021", "plan"),
        ("2.43", "%", "2022", "plan"),
    ]


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize("name", ["monitoring_2019", "monitoring_2021h2", "monitoring_2022", "economy_2022"])
def test_what_a_table_states_does_not_hang_on_merges(name: str, centred: bool, fixtures_dir: Path) -> None:
    """The fixtures' tables with every merge undone state the same values, units, periods and shares."""
    sheet = json.loads((fixtures_dir / "reports" / f"{name}.answers.json").read_text(encoding="utf-8"))
    blocks: list[str | Table] = []
    for index, stated in enumerate(sheet["tables"]):
        blocks.append(
            f"Таблица {stated['number']} – {stated['caption']}" if stated.get("caption") else "Сводные данные"
        )
        blocks.append(table_from_rows(unmerged(stated["grid"], centred), index=index, block=2 * index + 1))
    document = document_of(*blocks, period=period_of_code(sheet["metadata"]["period"]))
    by_field = table_observations(sheet, Facts(document, observe(document).observations))
    for field, tally in by_field.items():
        if field != "cell" or not centred:  # a sentence in the middle of its row stands in another column
            assert (tally.recall, tally.precision) == (1.0, 1.0), (field, tally.wrong[:5])


def period_of_code(code: str) -> Period:
    year, _, half = code.partition("-H")
    return half_year(int(year), int(half)) if half else calendar_year(int(year))


@pytest.mark.parametrize(
    ("header", "caption", "scenarios"),
    [
        (["Источник", "2021 год", "2022 год"], "Объёмы финансирования, тыс. рублей", ["plan", "plan"]),
        (["Показатель", "Базовое значение (2020 год)", "2022 год"], "Целевые показатели", ["actual", "plan"]),
        (["Источник", "2021 год (факт)", "2022 год"], "Расходы, млн руб.", ["actual", "plan"]),
    ],
)
def test_figures_of_a_plan_are_planned_unless_they_say_otherwise(
    header: list[str], caption: str, scenarios: list[str]
) -> None:
    document = document_of(caption, table_from_rows([header, ["Краевой бюджет", "120,5", "131,0"]]))
    metadata = Metadata("plan", period=parse_period("2021-2023 годы"))
    found = observe(replace(document, metadata=metadata)).observations
    assert [each.scenario for each in found] == scenarios


def test_what_lies_behind_the_day_of_a_document_is_planned() -> None:
    document = document_of("Доходы, млн руб.", table_from_rows([["Год", "Налоги"], ["2020", "12"], ["2022", "15"]]))
    found = observe(replace(document, metadata=Metadata("other", date="2021-03-01"))).observations
    assert [each.scenario for each in found] == ["actual", "plan"]


def test_a_share_beside_a_plan_and_its_fulfilment_is_a_share() -> None:
    header = ["Источник", "План, млн руб.", "Факт, млн руб.", "Исполнение, %", "Удельный вес, %"]
    found = read([header, ["Бюджет", "100", "90", "90,0", "60,0"], ["Гранты", "60", "60", "100,0", "40,0"]])
    assert [each.measure for each in found[:4]] == ["level", "level", "ratio", "share"]


def test_a_unit_over_the_names_of_rows_is_that_of_their_values() -> None:
    header = ["Источник, млн руб.", "2020 год", "2021 год", "2021 в % к 2020"]
    found = read([header, ["Бюджет", "1,5", "3,0", "200,0"], ["Гранты", "0,5", "0,6", "120,0"]])
    assert [each.unit for each in found[:3]] == ["млн руб.", "млн руб.", "%"]


def test_a_rate_in_the_caption_is_the_unit() -> None:
    rows = [["Класс болезней", "2020 год", "2021 год"], ["Грипп", "12,5", "11,0"], ["Травмы", "8,1", "8,4"]]
    assert {each.unit for each in read(rows, "Таблица 2 – Заболеваемость на 1000 человек населения")} == {
        "на 1000 населения"
    }


def test_a_plan_is_a_plan_by_any_adjective_and_what_deviates_from_it_has_its_unit() -> None:
    header = [
        "Раздел",
        "Уточнённый план на 2021 г., тыс. руб.",
        "Исполнено за 2021 г., тыс. руб.",
        "% к плану",
        "Откл.",
    ]
    found = read(
        [header, ["Спорт", "120,0", "90,0", "75,0", "-30,0"], ["Дороги", "60,0", "60,0", "100,0", "0,0"]], "Бюджет"
    )
    assert [brief(each, "scenario", "measure", "unit", "base_period") for each in found[:4]] == [
        ("plan", "level", "тыс. руб.", None),
        ("actual", "level", "тыс. руб.", None),
        ("actual", "ratio", "%", None),
        ("actual", "difference", "тыс. руб.", None),
    ]


def test_a_number_of_things_in_the_caption_gives_the_unit() -> None:
    rows = [["Муниципалитет", "2020", "2021"], ["МР Южный", "5", "7"], ["МР Северный", "6", "6"]]
    assert {each.unit for each in read(rows, "Количество магазинов")} == {"ед."}


def test_the_beginning_of_a_school_year_is_a_day() -> None:
    rows = [["Район", "Школ, ед."], ["Южный район", "5"], ["Северный район", "6"]]
    found = read(rows, "Сеть школ на начало 2020/2021 учебного года")
    assert {each.period and each.period.code for each in found} == {"2020-09-01"}


def test_bands_may_head_columns() -> None:
    rows = [
        ["Предприятие", "до 5 лет", "от 5 до 10 лет", "свыше 10 лет"],
        ["АТП-1", "14", "31", "23"],
        ["АТП-2", "9", "22", "19"],
    ]
    found = read(rows, "Автобусы по возрасту, ед.")
    assert [each.text for each in found] == ["14", "31", "23", "9", "22", "19"]


def test_days_before_the_values_date_them() -> None:
    rows = [
        ["Дата введения", "Автобус, руб.", "Трамвай, руб."],
        ["01.02.2020", "24,0", "20,0"],
        ["15.03.2021", "26,0", "22,0"],
    ]
    assert [each.period and each.period.code for each in read(rows)] == [
        "2020-02-01",
        "2020-02-01",
        "2021-03-15",
        "2021-03-15",
    ]


def test_a_ratio_of_years_beside_half_years_compares_the_half_years() -> None:
    header = ["Муниципалитет", "I полугодие 2020 г.", "I полугодие 2021 г.", "2021 в % к 2020"]
    found = read([header, ["МР Южный", "50", "55", "110,0"], ["МР Северный", "40", "38", "95,0"]], "Ввод жилья, кв. м")
    assert brief(found[2], "period", "base_period", "measure") == ("2021-H1", "2020-H1", "ratio")


@pytest.mark.parametrize(
    "header",
    [
        "%", "вып., %", "% вып.", "% исп.", "исполнено, %", "выполнено, %", "% освоения", "факт в % к плану", "степень выполнения, %",
        "уровень исполнения, %", "% к плану", "процент достижения",
    ],
)  # fmt: skip
def test_how_far_a_plan_is_met_is_told_by_many_words(header: str) -> None:
    flat = read([["Район", "План, т", "Факт, т", header], ["Южный район", "120", "90", "75,0"]], "Заготовка дров")
    nested = read(
        [
            ["Район", "Дрова, т", "<", "<", "<"],
            ["^", "план", "факт", "откл. (+,-)", header],
            ["Южный район", "120", "90", "-30", "75,0"],
            ["Северный район", "80", "84", "4", "105,0"],
        ]
    )
    assert brief(flat[2], "indicator", "value", "unit", "measure", "base_period") == (
        "Заготовка дров", "75.0", "%", "ratio", None,
    )  # fmt: skip
    assert [brief(each, "indicator", "value", "unit", "measure", "scenario") for each in nested[:4]] == [
        ("Дрова", "120", "т", "level", "plan"),
        ("Дрова", "90", "т", "level", "actual"),
        ("Дрова", "-30", "т", "difference", "actual"),
        ("Дрова", "75.0", "%", "ratio", "actual"),
    ]


@pytest.mark.parametrize("header", ["откл.", "+/-", "+,-", "(+/–)", "± к плану", "отклонение от плана"])
def test_what_lacks_to_a_plan_has_the_unit_of_the_plan(header: str) -> None:
    found = read([["Район", "План, т", "Факт, т", header], ["Южный район", "120", "90", "-30"]], "Заготовка дров")
    assert brief(found[2], "indicator", "unit", "measure", "base_period") == ("Заготовка дров", "т", "difference", None)


def test_a_percentage_under_the_heading_of_two_years_compares_them() -> None:
    header = [["Район", "Дрова, т", "<", "<"], ["^", "2020 год", "2021 год", "%"]]
    found = read([*header, ["Южный район", "120", "90", "75,0"]])
    assert brief(found[2], "indicator", "period", "measure", "base_period") == ("Дрова", "2021", "ratio", "2020")


def test_a_percentage_of_the_whole_is_a_share_behind_two_years_too() -> None:
    rows = [["Вид", "2020", "2021", "% к итогу"], ["Сосна", "5", "6", "60,0"], ["Ель", "5", "4", "40,0"]]
    assert [str(each.share) for each in read(rows, "Дрова, т")] == ["None", "60.0", "None", "40.0"]


def test_fulfilment_over_a_sum_and_a_percentage_heads_what_is_actual() -> None:
    rows = [["Раздел", "План", "Исполнение", "<"], ["^", "^", "сумма", "%"], ["Спорт", "10", "5", "50,0"]]
    found = read(rows, "Расходы, тыс. руб.")
    assert brief(found[1], "unit", "measure", "scenario") == ("тыс. руб.", "level", "actual")


@pytest.mark.parametrize(
    ("header", "base"),
    [
        ("в % к 1-му полугодию 2020 года", "2020-H1"),
        ("% к 1 полугодию прошлого года", "2020-H1"),
        ("к аналогичному периоду 2020 года, %", "2020-H1"),
        ("темп роста, % к тому же периоду 2020 г.", "2020-H1"),
        ("к полугодию 2020 года, %", "2020-H1"),
        ("в % к I кварталу прошлого года", "2020-Q1"),
        ("в % к I кварталу текущего года", "2021-Q1"),
        ("к декабрю прошлого года, %", "2020-12"),
        ("в % к началу года", "2021-01-01"),
        ("в % к уровню 2020 года", "2020"),
    ],
)
def test_what_a_ratio_is_taken_against(header: str, base: str) -> None:
    found = read(
        [["Район", "I полугодие 2021 г.", header], ["Южный район", "10", "105,0"]],
        "Олени, гол.",
        "I полугодие 2021 года",
    )
    assert brief(found[1], "unit", "period", "measure", "base_period") == ("%", "2021-H1", "ratio", base)


def test_a_ratio_to_a_half_year_beside_its_quarters_is_the_half_years() -> None:
    header = ["Музей", "I кв.", "II кв.", "К 1-му полугодию 2020 г., %"]
    found = read([header, ["Музей камня", "10", "12", "110,0"]], "Посетители, чел.", "I полугодие 2021 года")
    assert brief(found[2], "period", "base_period") == ("2021-H1", "2020-H1")


@pytest.mark.parametrize(
    ("caption", "header", "unit"),
    [
        ("Причины отказа", "Количество", "ед."),
        ("Ответы жителей", "Ответили: кол-во (доля)", "ед."),
        ("Выданные субсидии, тыс. руб.", "Количество", "ед."),
        ("Выданные субсидии, тыс. руб.", "Сумма", "тыс. руб."),
        ("Отходы, т", "Количество", "т"),
        ("Итоги года", "Построено мостов", "ед."),
        ("Итоги года", "Принято врачей", "чел."),
        ("Итоги года", "Введено жилья", None),
        ("Итоги года", "Освоено средств", None),
        ("Итоги года, млн руб.", "Освоено средств", "млн руб."),
        ("Оценки гостей (баллы от 1 до 5)", "Гости", "балл."),
    ],
)
def test_units_that_only_words_tell(caption: str, header: str, unit: str | None) -> None:
    rows = [["Вид", header], ["Первый", "5"], ["Второй", "4"], ["Третий", "3"]]
    assert read(rows, caption)[0].unit == unit


def test_a_bracket_that_closes_is_no_footnote_mark() -> None:
    found = read([["Вид", "Число"], ["Первый", "5"], ["Второй", "4"]], "Дома (этажей от 1 до 5)")
    assert found[0].indicator == "Дома (этажей от 1 до 5)"
