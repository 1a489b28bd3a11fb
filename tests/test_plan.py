"""Plans: measures, terms, executors; and abbreviations that a text defines."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.abbreviations import find_definitions, read_abbreviations
from extract.document import Block, Cell, Document, Location, Paragraph, ParagraphStyle, Source, Table
from extract.executors import split_executors
from extract.facts import Measure
from extract.genres.plan import read_measures
from extract.interpret import interpret
from extract.terms import read_term
from normalize.periods import calendar_year, years
from tests.helpers_tables import table_from_rows
from tests.running_text import document

THREE_YEARS = years(2022, 2024)


@pytest.mark.parametrize(
    ("text", "start", "end", "recurrence"),
    [
        ("2023-2024 годы", "2023-01-01", "2024-12-31", None),
        ("2023 - 2025 гг.", "2023-01-01", "2025-12-31", None),
        ("II квартал 2022 года, далее – ежегодно", "2022-04-01", "2022-06-30", "ежегодно"),
        ("ежегодно до 15 сентября", None, None, "ежегодно"),
        ("Ежегодно (не реже 2 раз в год)", None, None, "ежегодно"),
        ("I квартал ежегодно", None, None, "ежегодно"),
        ("II, IV кварталы", None, None, "ежегодно"),
        ("постоянно", None, None, "постоянно"),
        ("на постоянной основе", None, None, "постоянно"),
        ("в течение всего периода", None, None, "постоянно"),
        ("в течение 2024 года", "2024-01-01", "2024-12-31", None),
        ("до 31.12.2024", None, "2024-12-31", None),
        ("не позднее 1 марта 2023 года", None, "2023-03-01", None),
        ("март – май 2023 года", "2023-03-01", "2023-05-31", None),
        ("ежеквартально", None, None, "ежеквартально"),
        ("по мере необходимости", None, None, "по мере необходимости"),
        ("по мере завершения работ", None, None, "по мере завершения"),
        ("1 раз в полугодие", None, None, "1 раз в полугодие"),
        ("1 раз в 3 года", None, None, "1 раз в 3 года"),
        ("весна – осень 2022 г.", "2022-03-01", "2022-11-30", None),
        ("летом 2023 года", "2023-06-01", "2023-08-31", None),
        ("каждый понедельник", None, None, "каждый понедельник"),
        ("III декада марта 2023 года", "2023-03-21", "2023-03-31", None),
        ("трижды в год", None, None, "трижды в год"),
        ("круглосуточно", None, None, "постоянно"),
        ("бессрочно", None, None, "постоянно"),
        ("1-2 раза в месяц", None, None, "1-2 раза в месяц"),
        ("раз в 10 дней", None, None, "раз в 10 дней"),
        ("каждые два года", None, None, "каждые два года"),
        ("по пятницам", None, None, "по пятницам"),
        ("по полугодиям", None, None, "по полугодиям"),
        ("до 5 числа каждого месяца", None, None, "каждого месяца"),
        ("полугодие", None, None, "раз в полугодие"),
        ("с 1 марта 2023 года", "2023-03-01", None, None),
        ("начиная с 2023 года", "2023-01-01", None, None),
        ("с 1 марта 2023 года, постоянно", "2023-03-01", None, "постоянно"),
        ("с 1 марта по 1 июня 2023 года", "2023-03-01", "2023-06-01", None),
        ("март, май и сентябрь 2023 г.", "2023-03-01", "2023-09-30", None),
        ("I, III кварталы 2023 года", "2023-01-01", "2023-09-30", None),
        ("июнь – август 2022 и 2023 годов", "2022-06-01", "2023-08-31", None),
        ("летний период 2023 года", "2023-06-01", "2023-08-31", None),
        ("в летний период", None, None, "ежегодно"),
        ("в течение учебного года", None, None, "ежегодно"),
        ("по отдельному графику", None, None, None),
        ("до конца года", None, None, None),
    ],
)
def test_a_term_is_an_interval_with_recurrence(
    text: str, start: str | None, end: str | None, recurrence: str | None
) -> None:
    term = read_term(text, THREE_YEARS)
    assert term is not None
    assert term.text == text
    assert (term.start and term.start.isoformat(), term.end and term.end.isoformat(), term.recurrence) == (
        start,
        end,
        recurrence,
    )


def test_a_plan_of_one_year_gives_the_year() -> None:
    term = read_term("сентябрь", calendar_year(2023))
    assert term is not None
    assert (term.start, term.end) == (date(2023, 9, 1), date(2023, 9, 30))
    summer, since, to_the_end = (
        read_term(text, calendar_year(2023)) for text in ("в летний период", "с 1 мая", "до конца года")
    )
    assert summer is not None
    assert (summer.start, summer.end) == (date(2023, 6, 1), date(2023, 8, 31))
    assert since is not None
    assert (since.start, since.end) == (date(2023, 5, 1), None)
    assert to_the_end is not None
    assert (to_the_end.start, to_the_end.end) == (None, date(2023, 12, 31))
    until = read_term("до 1 мая", calendar_year(2023))
    assert until is not None
    assert (until.start, until.end) == (None, date(2023, 5, 1))


def test_a_blank_term_is_none() -> None:
    assert read_term(" – ", THREE_YEARS) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Министерство социального развития, опеки и попечительства Заозёрной области (далее – министерство развития), министерство труда",
            ["Министерство социального развития, опеки и попечительства Заозёрной области", "министерство труда"],
        ),
        (
            "органы местного самоуправления муниципальных образований области (по согласованию), ПОО, ООВО (по согласованию)",
            ["органы местного самоуправления муниципальных образований области*", "ПОО", "ООВО*"],
        ),
        (
            "Министерство здравоохранения Заозёрной области\nМинистерство образования\nЗаозёрной области",
            ["Министерство здравоохранения Заозёрной области", "Министерство образования Заозёрной области"],
        ),
        (
            "Министерство образования Заозёрной области Профессиональные образовательные организации Заозёрной области",
            [
                "Министерство образования Заозёрной области",
                "Профессиональные образовательные организации Заозёрной области",
            ],
        ),
        ("ГАУ ДПО ЗО «Институт развития, обучения и кадров»", ["ГАУ ДПО ЗО «Институт развития, обучения и кадров»"]),
        (
            "Учреждения, подведомственные органам власти области, муниципальные организации",
            ["Учреждения, подведомственные органам власти области", "муниципальные организации"],
        ),
        (
            "Аппарат Губернатора Заозёрной области и Правительства Заозёрной области",
            ["Аппарат Губернатора Заозёрной области и Правительства Заозёрной области"],
        ),
        ("Иванова А.Б., Петров В.Г.", ["Иванова А.Б.", "Петров В.Г."]),
        (
            "директор; заместитель директора, социальный педагог",
            ["директор", "заместитель директора", "социальный педагог"],
        ),
        (
            "Комиссия по делам несовершеннолетних и защите их прав\n\n(по согласованию)",
            ["Комиссия по делам несовершеннолетних и защите их прав*"],
        ),
        ("", []),
    ],
)
def test_executors_are_split_where_another_name_begins(text: str, expected: list[str]) -> None:
    assert [one.text + "*" * one.by_agreement for one in split_executors(text)] == expected


@given(st.text(alphabet="Министерство (по согласованию),;\n«»", max_size=80))
def test_splitting_loses_no_letters_and_makes_no_blank_executors(text: str) -> None:
    assert all(executor.text.strip() for executor in split_executors(text))


def plan(rows: list[list[str]], title: str = "^План мероприятий на 2022–2024 годы") -> Document:
    """A plan of one table; a row of one text spans the columns."""
    width = max(map(len, rows))
    cells: list[Cell] = []
    for index, row in enumerate(rows):
        if len(row) == 1:
            cells.append(Cell(row[0], index, 0, colspan=width))
        else:
            cells += [Cell(text, index, column) for column, text in enumerate(row)]
    table = Table(0, tuple(cells), len(rows), width, Location(1))
    return replace(document(title), blocks=(*document(title).blocks, table))


HEADER = ["№ п/п", "Наименование мероприятия", "Срок реализации", "Ответственные исполнители"]


def test_measures_carry_number_section_title_term_and_executors() -> None:
    first, second = read_measures(
        plan(
            [
                HEADER,
                ["1", "2", "3", "4"],
                ["I. Правовые основы"],
                ["1.1", "Подготовка порядка", "2022 год", "Министерство труда, министерство спорта"],
                ["II. Работа"],
                ["2.1", "Ярмарки вакансий", "ежеквартально", "Министерство труда"],
            ]
        )
    )
    assert (first.number, first.section, first.title) == ("1.1", "I. Правовые основы", "Подготовка порядка")
    assert [one.text for one in first.executors] == ["Министерство труда", "министерство спорта"]
    assert (first.location.table, first.location.row, first.location.column) == (0, 3, 1)
    assert second.section == "II. Работа"
    assert second.term is not None
    assert second.term.recurrence == "ежеквартально"


def test_columns_are_told_by_their_headers_not_their_order() -> None:
    rows = [
        ["Исполнитель", "Дата", "Содержание работы", "Результат"],
        ["Отдел кадров", "май 2022 г.", "Сбор сведений", "Справка"],
    ]
    (measure,) = read_measures(plan(rows))
    assert (measure.title, measure.outcome, measure.executors[0].text) == ("Сбор сведений", "Справка", "Отдел кадров")


def test_a_row_cut_by_a_page_goes_on_with_the_one_above() -> None:
    rows = [
        HEADER,
        ["1.1", "Развитие служб", "2022 год", "Министерство труда,"],
        ["", "сопровождения", "", "министерство спорта"],
    ]
    (measure,) = read_measures(plan(rows))
    assert measure.title == "Развитие служб сопровождения"
    assert len(measure.executors) == 2


def test_figures_by_year_beside_a_measure_are_no_measures() -> None:
    cells = [Cell(text, 0, column) for column, text in enumerate([*HEADER, "Результат", "", ""])]
    cells += [Cell("3.1.", 1, 0, rowspan=2), Cell("Оценка плана:", 1, 1), Cell("до 1 мая ежегодно", 1, 2, rowspan=2)]
    cells += [Cell("Министерство", 1, 3, rowspan=2), Cell("2022", 1, 4), Cell("2023", 1, 5), Cell("2024", 1, 6)]
    cells += [Cell("доля детей", 2, 1), Cell("2,4", 2, 4), Cell("2,3", 2, 5), Cell("2,2", 2, 6)]
    table = Table(0, tuple(cells), 3, 7, Location(1))
    base = document("^План мероприятий на 2022–2024 годы")
    (measure,) = read_measures(replace(base, blocks=(*base.blocks, table)))
    assert (measure.number, measure.outcome) == ("3.1.", None)


def test_a_table_of_figures_is_no_plan() -> None:
    rows = [["№", "Наименование мероприятия", "Место проведения", "Охват"], ["1", "Конкурс", "онлайн", "4"]]
    assert read_measures(plan(rows, title="^Справка о конкурсах")) == ()


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        (
            "в профессиональных образовательных организациях (далее – ПОО)",
            "ПОО",
            "профессиональных образовательных организациях",
        ),
        (
            "министерство труда и занятости области (далее – министерство труда)",
            "министерство труда",
            "министерство труда и занятости области",
        ),
        (
            "автономное учреждение «Центр помощи» (далее – ГАУ «ЦП»)",
            "ГАУ «ЦП»",
            "автономное учреждение «Центр помощи»",
        ),
    ],
)
def test_a_definition_gives_the_short_and_the_full_name(text: str, short: str, full: str) -> None:
    assert [(one[0], one[1]) for one in find_definitions(text)] == [(short, full)]


def test_definitions_are_found_in_text_and_in_cells() -> None:
    base = document("Сведения собирал Институт кадров (далее – Институт).")
    cell = Cell("Министерство спорта Заозёрной области (далее – министерство спорта)", 0, 0)
    found = read_abbreviations(replace(base, blocks=(*base.blocks, Table(0, (cell,), 1, 1, Location(1)))))
    assert [one.short for one in found] == ["Институт", "министерство спорта"]
    assert found[1].location.table == 0


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("III декада марта", "2023-03-21", "2023-03-31"),
        ("вторая декада февраля", "2023-02-11", "2023-02-20"),
        ("20-25 января", "2023-01-20", "2023-01-25"),
        ("январь, июль", "2023-01-01", "2023-07-31"),
        ("до 1 апреля", None, "2023-04-01"),
        ("в течение года", "2023-01-01", "2023-12-31"),
        ("2 неделя", None, None),
    ],
)
def test_the_year_of_the_plan_completes_days_and_decades(text: str, start: str | None, end: str | None) -> None:
    term = read_term(text, calendar_year(2023))
    assert term is not None
    assert (term.start and term.start.isoformat(), term.end and term.end.isoformat()) == (start, end)


def measures_of(*parts: str | tuple[tuple[str, ...], ...]) -> tuple[Measure, ...]:
    """Lines («^»: of the title, «#»: a heading) and tables of a plan, read."""
    blocks: list[Block] = []
    tables = 0
    for part in parts:
        if isinstance(part, str):
            style: ParagraphStyle = "title" if part[0] == "^" else "heading" if part[0] == "#" else "body"
            blocks.append(Paragraph(part.lstrip("^#"), Location(len(blocks)), style, centered=part[0] in "^#"))
        else:
            blocks.append(table_from_rows(part, tables, len(blocks)))
            tables += 1
    return interpret(Document(Source("plan.docx", "0" * 64, "application/x-test"), tuple(blocks))).measures


def test_headings_between_tables_are_sections() -> None:
    header = ("№", "Содержание работы", "Дата исполнения", "Исполнители")
    found = measures_of(
        "^План мероприятий («дорожная карта»)",
        "^по развитию туризма на 2022–2024 годы",
        "#I. Инфраструктура",
        (header, ("1", "Обустроить тропы", "2022–2024 годы", "Министерство туризма, администрации районов")),
        "#II. Кадры",
        (
            header,
            ("2", "Обучить гидов", "2023 год", "Колледж туризма"),
            ("3", "Провести конкурс", "2024 год", "Колледж туризма"),
        ),
    )
    assert [(one.number, one.section) for one in found] == [
        ("1", "I. Инфраструктура"),
        ("2", "II. Кадры"),
        ("3", "II. Кадры"),
    ]


def test_merged_rows_are_sections_of_a_plan_without_numbers() -> None:
    found = measures_of(
        "^ПЛАН РАБОТЫ",
        "^управления культуры на 2023 год",
        (
            ("Наименование мероприятия", "Сроки проведения", "Ответственный за проведение"),
            ("Организационная работа", "<", "<"),
            ("Заседание совета", "до 1 апреля", "Иванова И.И., Петров П.П."),
            ("Контроль", "<", "<"),
            ("Проверка филиалов", "III декада марта", "Методисты"),
            ("Ведение сайта", "в течение года", "Сектор информации\nБиблиотека (по согласованию)"),
        ),
    )
    assert [(one.number, one.section, one.title) for one in found] == [
        (None, "Организационная работа", "Заседание совета"),
        (None, "Контроль", "Проверка филиалов"),
        (None, "Контроль", "Ведение сайта"),
    ]
    assert [[(each.text, each.by_agreement) for each in one.executors] for one in found] == [
        [("Иванова И.И.", False), ("Петров П.П.", False)],
        [("Методисты", False)],
        [("Сектор информации", False), ("Библиотека", True)],
    ]


def test_headers_may_ask_who_and_when() -> None:
    found = measures_of(
        "^Комплекс мер по снижению травматизма на 2024 год",
        (
            ("п/п", "Вопросы", "Кто проводит", "Когда проводится", "Отметка о выполнении"),
            ("1.", "Инструктаж", "Инженер по охране труда", "январь, июль", ""),
            ("2.", "Рейды по объектам", "Комиссия", "ежемесячно", ""),
        ),
    )
    assert [(one.title, one.executors[0].text, one.term and one.term.recurrence) for one in found] == [
        ("Инструктаж", "Инженер по охране труда", None),
        ("Рейды по объектам", "Комиссия", "ежемесячно"),
    ]


def test_a_term_may_have_columns_for_its_beginning_and_its_end() -> None:
    found = measures_of(
        "^План-график реализации программы на 2021-2023 годы",
        (
            ("Исполнитель", "Наименование меры", "Срок реализации", "<", "Ожидаемый результат"),
            ("^", "^", "начало", "окончание", "^"),
            ("Минздрав области", "Закупка аппаратов", "01.01.2021", "31.12.2021", "10 аппаратов"),
            ("^", "Ремонт корпусов", "01.03.2022", "01.12.2023", "3 корпуса"),
            ("Минстрой области", "Стройка", "2021", "2023", "объект"),
        ),
    )
    assert [(one.executors[0].text, one.term and (one.term.start, one.term.end)) for one in found] == [
        ("Минздрав области", (date(2021, 1, 1), date(2021, 12, 31))),
        ("Минздрав области", (date(2022, 3, 1), date(2023, 12, 1))),
        ("Минстрой области", (date(2021, 1, 1), date(2023, 12, 31))),
    ]


def test_figures_of_a_plan_are_no_measures() -> None:
    found = measures_of(
        "^План мероприятий по ремонту клубов на 2021–2023 годы",
        (("№", "Мероприятие", "Срок"), ("1", "Ремонт крыши", "2021 год")),
        "#Объём средств, тыс. рублей",
        (
            ("Источники средств", "2021 год", "2022 год", "Всего за период"),
            ("Краевой бюджет", "120,5", "130,0", "250,5"),
            ("Местные бюджеты", "12,0", "13,5", "25,5"),
        ),
    )
    assert [one.title for one in found] == ["Ремонт крыши"]


def test_numbers_of_participants_are_no_executors() -> None:
    found = measures_of(
        "^ОТЧЁТ",
        "^о работе клубов за 2022 год",
        (
            ("№", "Наименование мероприятия", "Участники, чел.", "Период проведения"),
            ("1", "Фестиваль песни", "120", "май"),
            ("2", "Выставка", "45", "июнь"),
        ),
    )
    assert found == ()
