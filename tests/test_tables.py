"""Raw grids → header rows, roles, row kinds, captions."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Location, Paragraph, Table
from extract.observations import observe
from extract.tables import understand
from normalize.periods import parse_period
from tests.helpers_tables import document_of, table_from_rows

Rows = list[list[str]]


def understood(rows: Rows) -> Table:
    return understand(table_from_rows(rows))


def roles(table: Table) -> str:
    return "".join(column.role[0] for column in table.columns)


def kinds(table: Table) -> list[str]:
    return [row.kind for row in table.rows]


@pytest.mark.parametrize(
    ("rows", "header_rows", "roles_in_short"),
    [
        pytest.param([["№ п/п", "Район", "Детей, чел."], ["1.", "МР Южный", "10"], ["2.", "МР Северный", "20"]], 1, "okv", id="one"),
        pytest.param(
            [
                ["Показатель", "Ед. изм.", "2020 год", "<", "2021 год", "<"],
                ["^", "^", "план", "факт", "план", "факт"],
                ["Занято", "чел.", "5", "6", "7", "8"],
            ],
            2, "ktvvvv", id="two levels",
        ),
        pytest.param(
            [["Показатель", "2020 год", "", "2021 год", ""], ["", "план", "факт", "план", "факт"], ["Занято", "5", "6", "7", "8"], ["Ищут работу", "1", "2", "3", "4"]],
            2, "kvvvv", id="two levels without merges",
        ),
        pytest.param(
            [["№", "Муниципальное", "Количество", "Доля"], ["", "образование", "детей, чел.", "детей, %"], ["1", "МР Южный", "50", "10,1"], ["2", "МР Северный", "60", "20,2"]],
            2, "okvs", id="lines of a header as rows",
        ),
        pytest.param(
            [["Мероприятие", "Срок", "Исполнитель"], ["1", "2", "3"], ["Провести сход", "2020", "Глава"], ["Собрать отзывы", "2021", "Глава"]],
            2, "ktt", id="column numbers",
        ),
        pytest.param([["Наименование", "Код строки", "Всего", "девочки"], ["А", "Б", "1", "2"], ["Учащихся, чел.", "01", "9", "5"], ["из них сироты", "02", "3", "1"]], 2, "ktvv", id="column letters and codes"),
        pytest.param([["Количество школ", "15"], ["Количество детей, чел.", "340"]], 0, "kv", id="no header"),
        pytest.param([["1", "МР Южный", "15"], ["2", "МР Северный", "25"], ["3", "МР Восточный", "–"]], 0, "okv", id="no header, ordinals"),
        pytest.param([["Район", "Жителей"], ["", "тыс. чел."], ["МР Южный", "5,1"], ["МР Северный", "6,2"]], 2, "kv", id="a row of units"),
        pytest.param([["Таблица 3. Жители района", "<"], ["Посёлок", "Жителей, чел."], ["Речной", "5"], ["Лесной", "6"]], 2, "kv", id="title inside"),
        pytest.param([["Год", "I кв.", "II кв."], ["2020", "5", "6"], ["2021", "7", "8"]], 1, "kvv", id="years as rows"),
        pytest.param([["Возраст, лет", "Детей, чел.", "%"], ["5", "10", "25,0"], ["6", "30", "75,0"]], 1, "kvs", id="ages as keys"),
        pytest.param(
            [["№", "Организация", "Телефон", "ИНН", "Год основания", "Работников"], ["1", "Клуб", "20-16-38", "3808012345", "1965", "50"], ["2", "Музей", "201639", "3808012346", "1970", "40"]],
            1, "oktttv", id="telephones, codes and years are no values",
        ),
        pytest.param([["№", "Мероприятие", "Срок"], ["1", "Провести сход", "2020"], ["2", "Собрать отзывы", "2021"]], 1, "okt", id="terms are no values"),
        pytest.param([["Район", "Детей", "Охвачено", "Процент"], ["Южный", "100", "50", "50,0"], ["Северный", "200", "50", "25,0"], ["Восточный", "400", "50", "12,5"]], 1, "kvvs", id="share by arithmetic"),
        pytest.param([["Школа", "Учащихся, чел.", "Качество знаний, %"], ["№ 1", "101", "45,5"], ["№ 2", "202", "55,1"], ["№ 3", "303", "35,7"]], 1, "kvv", id="a percentage of its own"),
        pytest.param([["Район", "2020", "2021", "%"], ["Южный", "100", "90", "90,0"], ["Северный", "200", "220", "110,0"]], 1, "kvvv", id="% that compares years"),
        pytest.param([["Район", "Осталось охватить, чел."], ["Южный", "выполнен"], ["Северный", "выполнен"], ["Восточный", "5"]], 1, "kv", id="mostly words in a column of numbers"),
        pytest.param([["Глава района", "И.И. Иванов"], ["Исп. Петров", "20-16-38"]], 0, "kt", id="signatures"),
        pytest.param([["Район", "Охват, %", "Район", "Охват, %"], ["Южный", "5,1", "Северный", "6,2"], ["Восточный", "7,3", "Западный", "8,4"]], 1, "kvkv", id="folded in two"),
    ],
)  # fmt: skip
def test_header_and_roles(rows: Rows, header_rows: int, roles_in_short: str) -> None:
    table = understood(rows)
    assert (table.header_rows, roles(table)) == (header_rows, roles_in_short)


def test_a_heading_that_fell_into_several_columns_is_one() -> None:
    rows = [
        ["№", "Наименование ПОО", "Число учащихся,", "чел.", ""],
        ["", "", "принято", "снято", "состоит"],
        ["1", "Речной колледж", "5", "6", "7"],
    ]
    rows.append(["2", "Лесной колледж", "8", "9", "1"])
    headers = [column.header for column in understood(rows).columns[2:]]
    assert headers == [("Число учащихся, чел.", name) for name in ("принято", "снято", "состоит")]


def test_what_the_reader_knows_is_the_least_header() -> None:
    rows = [["Район", "Детей, чел.", "<"], ["^", "2020", "2021"], ["Южный", "5", "6"], ["Северный", "7", "8"]]
    assert understand(table_from_rows(rows, header_rows=1)).header_rows == 2
    assert understand(table_from_rows(rows, header_rows=4)).header_rows == 2


def test_sections_subtotals_and_totals() -> None:
    table = understood(
        [
            ["№ п/п", "Наименование", "Бюджет, чел.", "Всего, чел."],
            ["1. Колледжи", "<", "<", "<"],
            ["1", "Речной колледж", "10", "15"],
            ["", "Итого", "10", "15"],
            ["2. Техникумы", "<", "<", "<"],
            ["2", "Лесной техникум", "1", "2"],
            ["", "Итого", "1", "2"],
            ["", "ВСЕГО", "11", "17"],
        ]
    )
    assert kinds(table) == ["header", "section", "body", "subtotal", "section", "body", "subtotal", "total"]
    assert [row.section for row in table.rows][2:4] == ["1. Колледжи", "1. Колледжи"]
    assert table.rows[7].section is None


def test_a_sentence_is_a_subtotal() -> None:
    table = understood(
        [
            ["№ п/п", "Партнёры", "Указали", "Доля"],
            ["Ведомство первое", "<", "<", "<"],
            ["1.", "Центры", "15", "26,8%"],
            ["", "Количество указаний: 15 (26,8%)", "<", "<"],
            ["Ведомство второе", "<", "<", "<"],
            ["2.", "Отделы", "4", "7,1%"],
            ["", "Количество указаний: 4 (%)", "<", "<"],
            ["", "Общее количество указаний: 19 (100%)", "<", "<"],
        ]
    )
    assert kinds(table)[3::3] == ["subtotal", "subtotal"]
    assert kinds(table)[-1] == "total"


def test_lone_labels_are_sections_and_numbered_names_without_values_are_not() -> None:
    header = ["№", "Показатель", "2020", "2021"]
    table = understood(
        [header, ["", "Труд", "", ""], ["1", "Занято, чел.", "5", "6"], ["2", "Ищут работу, чел.", "1", "2"]]
    )
    assert kinds(table) == ["header", "section", "body", "body"]
    table = understood(
        [
            ["№", "Район", "Детей", "Школ"],
            ["1", "Южный", "5", "6"],
            ["2", "Северный", "", ""],
            ["3", "Западный", "1", "2"],
        ]
    )
    assert kinds(table) == ["header", "body", "body", "body"]


def test_the_rest_of_a_name_is_no_section() -> None:
    table = understood(
        [
            ["№", "Партнёры", "Указали", "Доля"],
            ["1.", "Отделы опеки и", "5", "50,0%"],
            ["", "попечительства", "", ""],
            ["2.", "Центры", "5", "50,0%"],
        ]
    )
    assert kinds(table) == ["header", "body", "body", "body"]


def test_a_centred_title_in_a_middle_cell_is_a_section() -> None:
    table = understood(
        [["Год", "I квартал", "II квартал"], ["", "Молоко, тонн", ""], ["2020", "5", "6"], ["2021", "7", "8"]]
    )
    assert kinds(table) == ["header", "section", "body", "body"]


def test_notes_close_the_table() -> None:
    table = understood([["Район", "Жителей*, чел."], ["Южный", "5"], ["Северный", "6"], ["* на начало года", "<"]])
    assert kinds(table)[-1] == "note"
    assert table.notes == ("* на начало года",)


def test_a_repeated_header_is_a_header() -> None:
    rows = [["Район", "Детей"], ["Южный", "5"], ["Район", "Детей"], ["Северный", "6"], ["Западный", "7"]]
    assert kinds(understood(rows)) == ["header", "body", "header", "body", "body"]


SIMPLE: Rows = [["Район", "Детей, чел."], ["Южный", "5"], ["Северный", "6"]]


@pytest.mark.parametrize(
    ("before", "number", "caption", "unit", "period"),
    [
        (["Таблица 2", "Дети по районам"], "2", "Дети по районам", None, None),
        (["Дети по районам", "Таблица 2"], "2", "Дети по районам", None, None),
        (["Таблица 2.1 – Дети по районам, чел."], "2.1", "Дети по районам, чел.", "чел.", None),
        (["Табл. 3. Дети по районам на 01.01.2020 г."], "3", "Дети по районам на 01.01.2020 г.", None, "2020-01-01"),
        (["Таблица № 4", "Дети по районам за 2020 год", "(чел.)"], "4", "Дети по районам за 2020 год", "чел.", "2020"),
        (["Жителей стало больше (таблица 5).", "Таблица 5"], "5", None, None, None),
        (["В таблице 6 приведены итоги.", "Таблица 6", "Итоги по районам"], "6", "Итоги по районам", None, None),
        (["Сводка на 01.02.2020"], None, "Сводка на 01.02.2020", None, "2020-02-01"),
        (["Число детей растёт, как видно ниже."], None, None, None, None),
        (["Приложение 1", "Дети по районам"], "1", "Дети по районам", None, None),
        (["Таблица 7 показывает, что детей стало больше."], None, None, None, None),
        (["Рост показан в таблице 3. Дети по районам", "Таблица 3"], "3", "Дети по районам", None, None),
        (["Распределение детей по районам:"], None, "Распределение детей по районам", None, None),
        (["Результаты представлены ниже:"], None, None, None, None),
        (["Всего в районе работает 9 клубов", "Таблица 2"], "2", None, None, None),
        (
            ["Приложение № 2", "к приказу управления", "от 01.02.2020 № 5", "Дети по районам"],
            "2",
            "Дети по районам",
            None,
            None,
        ),
        (
            ["Курсы, по которым педагоги прошли обучение"],
            None,
            "Курсы, по которым педагоги прошли обучение",
            None,
            None,
        ),
    ],
)
def test_captions_above(
    before: list[str], number: str | None, caption: str | None, unit: str | None, period: str | None
) -> None:
    table = document_of(*before, table_from_rows(SIMPLE)).tables[0]
    assert (table.number, table.caption, table.unit) == (number, caption, unit)
    assert (table.period.code if table.period else None) == period


def test_captions_below_throughout_a_document() -> None:
    document = document_of(
        "Сведения приведены ниже.",
        table_from_rows(SIMPLE, index=0),
        "Таблица 1 – Дети",
        table_from_rows(SIMPLE, index=1),
        "Таблица 2 – Подростки",
    )
    assert [(table.number, table.caption) for table in document.tables] == [("1", "Дети"), ("2", "Подростки")]


def test_captions_above_tables_that_follow_each_other() -> None:
    document = document_of(
        "Таблица 1 – Дети", table_from_rows(SIMPLE, index=0), "Таблица 2 – Подростки", table_from_rows(SIMPLE, index=1)
    )
    assert [(table.number, table.caption) for table in document.tables] == [("1", "Дети"), ("2", "Подростки")]


def test_a_set_title_on_several_lines_is_one_caption() -> None:
    lines = [
        Paragraph(text, Location(place), centered=True)
        for place, text in enumerate(["ПЛАН", "РАЗВИТИЯ КЛУБОВ", "НА 2020 ГОД"])
    ]
    document = document_of("x", table_from_rows(SIMPLE))
    from extract.tables import understand_tables

    whole = understand_tables(replace(document, blocks=(*lines, *document.blocks[1:])))
    assert whole.tables[0].caption == "ПЛАН РАЗВИТИЯ КЛУБОВ НА 2020 ГОД"


def test_a_part_without_header_continues_the_table_before() -> None:
    document = document_of(
        "Таблица 1 – Дети по районам",
        table_from_rows([["№", "Район", "Детей, чел."], ["1", "МР Южный", "5"], ["2", "МР Северный", "6"]], index=0),
        "Продолжение таблицы 1",
        table_from_rows([["3", "МР Западный", "7"], ["4", "МР Восточный", "8"]], index=1),
    )
    second = document.tables[1]
    assert (second.number, second.columns[2].header) == ("1", ("Детей, чел.",))
    assert [each.indicator for each in observe(document).observations] == ["Детей"] * 2 + ["Детей"] * 2


def test_notes_below_belong_to_the_table() -> None:
    document = document_of(
        "Таблица 1 – Дети", table_from_rows(SIMPLE), "Примечание: без учёта филиалов.", "Дальше иной текст."
    )
    assert document.tables[0].notes == ("Примечание: без учёта филиалов.",)


CELLS = st.one_of(
    st.sampled_from(["", "–", "х", "1", "2.", "1.1", "2020", "2021 год", "15 (26,8%)", "5/20", "%", "чел.", "Итого", "из них:", "№ п/п"]),
    st.text(max_size=6),
)  # fmt: skip


@st.composite
def grids(draw: st.DrawFn) -> Rows:
    width = draw(st.integers(1, 5))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8))


@settings(max_examples=150, deadline=None)
@given(grids())
def test_no_grid_is_too_odd(rows: Rows) -> None:
    """Whatever stands in a grid, it is understood or left alone, and no cell is counted twice."""
    plain = [["" if cell in ("<", "^") else cell for cell in row] for row in rows]
    document = document_of("Таблица 1", table_from_rows(plain), period=parse_period("2020 год"))
    table = document.tables[0]
    assert len(table.columns) == table.n_columns
    assert len(table.rows) == table.n_rows
    places = [(each.location.row, each.location.column, each.indicator) for each in observe(document).observations]
    assert len(places) == len(set(places)) or any("/" in cell for row in plain for cell in row)


@pytest.mark.parametrize("group", [["Детей, чел.", "", ""], ["", "Детей, чел.", ""]])
def test_a_heading_without_merge_covers_its_group(group: list[str]) -> None:
    rows = [
        ["№", "Район", *group],
        ["", "", "2019", "2020", "2021"],
        ["1", "Южный", "5", "6", "7"],
        ["2", "Северный", "8", "9", "1"],
    ]
    table = understood(rows)
    assert table.header_rows == 2
    assert [column.header for column in table.columns[2:]] == [
        ("Детей, чел.", year) for year in ("2019", "2020", "2021")
    ]


def test_a_caption_below_is_found_though_the_others_stand_above() -> None:
    rows = [["Год", "Сено, т"], ["2020", "12"], ["2021", "14"]]
    tables = document_of(
        "Таблица 1 – Корма", table_from_rows(rows), "Текст.", table_from_rows(rows), "Таблица 2. Запасы сена"
    ).tables
    assert [(table.number, table.caption) for table in tables] == [("1", "Корма"), ("2", "Запасы сена")]
