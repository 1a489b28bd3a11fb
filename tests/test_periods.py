"""Text of a period → Period."""

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize import periods
from normalize.period_grammar import find_recurrence
from normalize.periods import Period, find_periods, parse_period, preceding, year_earlier

HALF = periods.half_year(2021, 2)
PLAN = periods.years(2022, 2024)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2021", "2021"),
        ("2021 год", "2021"),
        ("2021 г.", "2021"),
        ("в 2021 году", "2021"),
        ("за 2021 г", "2021"),
        ("за 2 полугодие 2021 года", "2021-H2"),
        ("II полугодие 2021", "2021-H2"),
        ("второе полугодие 2021 г.", "2021-H2"),
        ("во второй половине 2021 года", "2021-H2"),
        ("1-е полугодие 2020 года", "2020-H1"),
        ("I квартал 2022 года", "2022-Q1"),
        ("4 кв. 2022", "2022-Q4"),
        ("в третьем квартале 2019 года", "2019-Q3"),
        ("Ш квартал 2019 г.", "2019-Q3"),
        ("январь-сентябрь 2021", "2021-01-01/2021-09-30"),
        ("в январе – сентябре 2021 года", "2021-01-01/2021-09-30"),
        ("с января по сентябрь 2021 года", "2021-01-01/2021-09-30"),
        ("9 месяцами 2010 года", "2010-01-01/2010-09-30"),
        ("9 месяцев 2021 г.", "2021-01-01/2021-09-30"),
        ("девять месяцев 2021 года", "2021-01-01/2021-09-30"),
        ("янв.–фев. 2020", "2020-01-01/2020-02-29"),
        ("на 01.01.2022 г", "2022-01-01"),
        ("на 28.04.23", "2023-04-28"),
        ("на 1 января 2022 года", "2022-01-01"),
        ("по состоянию на 01.09.2021", "2021-09-01"),
        ("на конец 2021 года", "2021-12-31"),
        ("2022-2024 годы", "2022-01-01/2024-12-31"),
        ("2023 -2025 годы", "2023-01-01/2025-12-31"),
        ("с 2019 по 2021 год", "2019-01-01/2021-12-31"),
        ("2021/2022 учебный год", "2021/2022"),
        ("2022 - 2023 учебного года", "2022/2023"),
        ("2021/22 уч. г.", "2021/2022"),
        ("с 1 сентября по 31 декабря 2021 г.", "2021-09-01/2021-12-31"),
        ("01.04.2021-15.05.2021", "2021-04-01/2021-05-15"),
        ("16–18 мая 2022 года", "2022-05-16/2022-05-18"),
        ("в декабре 2021", "2021-12"),
        ("Май 2021 г.", "2021-05"),
        ("12.2021", "2021-12"),
        ("2021-12-31", "2021-12-31"),
    ],
)
def test_a_period_by_itself(text: str, code: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.code, period.text) == (code, text)


@pytest.mark.parametrize(
    "text", ["9 месяцев 2021 г.", "январь-сентябрь 2021", "I-III кварталы 2021 г.", "январь–июнь 2021"]
)
def test_months_from_january_are_cumulative(text: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert period.cumulative


@pytest.mark.parametrize("text", ["июль-декабрь 2021", "2021 год", "2 квартал 2021 года"])
def test_other_periods_are_discrete(text: str) -> None:
    period = parse_period(text)
    assert period is not None
    assert not period.cumulative


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2022",
        "30 февраля 2021",
        "29.02.2023",
        "00.01.2022",
        "2024-2022 годы",
        "2021/2025 учебный год",
        "5 квартал 2021",
        "3 полугодие 2021",
        "13 месяцев 2021",
        "",
        "12",
        "104 чел.",
        "№ 65-рзп",
        "Май и июнь",
        "сентябрь–май",
        "3021",
    ],
)
def test_what_cannot_be_a_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(
    ("text", "context", "code"),
    [
        ("второе полугодие", HALF, "2021-H2"),
        ("в первом полугодии", HALF, "2021-H1"),
        ("в первом", HALF, "2021-H1"),
        ("III кв.", HALF, "2021-Q3"),
        ("в этот период", HALF, "2021-H2"),
        ("за отчётный период", HALF, "2021-H2"),
        ("аналогичный период прошлого года", HALF, "2020-H2"),
        ("прошлый год", HALF, "2020"),
        ("предыдущее полугодие", HALF, "2021-H1"),
        ("Январь", HALF, "2021-01"),
        ("янв.-фев.", HALF, "2021-01-01/2021-02-28"),
        ("на 1 января", HALF, "2021-01-01"),
        ("второе полугодие", None, None),
        ("в этот период", None, None),
        ("второе полугодие", PLAN, None),
        ("предыдущий квартал", HALF, None),
    ],
)
def test_a_relative_period_needs_its_context(text: str, context: Period | None, code: str | None) -> None:
    period = parse_period(text, context)
    assert (period.code if period else None) == code


@pytest.mark.parametrize(
    ("text", "code", "recurrence"),
    [
        ("ежегодно до 15 сентября", "2022-01-01/2024-12-31", "ежегодно до 15 сентября"),
        ("постоянно", "2022-01-01/2024-12-31", "постоянно"),
        ("Ежегодно (не реже 2 раз в год)", "2022-01-01/2024-12-31", "ежегодно"),
        ("II квартал 2022 года, далее – ежегодно", "2022-Q2", "ежегодно"),
        ("до 1 марта 2023 года", "2022-01-01/2023-03-01", None),
    ],
)
def test_terms_of_a_plan(text: str, code: str, recurrence: str | None) -> None:
    period = parse_period(text, PLAN)
    assert period is not None
    assert (period.code, period.recurrence) == (code, recurrence)


def test_recurrence_as_written() -> None:
    assert find_recurrence("Отчёт ежеквартально, до 10.01.2022") == "ежеквартально до 10.01.2022"
    assert find_recurrence("2 раза в год") == "2 раза в год"
    assert find_recurrence("2022 год") is None


def test_periods_are_found_in_a_sentence() -> None:
    text = "Рост за январь–март 2021 года: в первом квартале 2020 года было 5, на 01.04.2021 г. стало 7 (приказ № 2021-мр)."
    assert [(text[found.start : found.end], found.period.code) for found in find_periods(text)] == [
        ("январь–март 2021 года", "2021-Q1"),
        ("первом квартале 2020 года", "2020-Q1"),
        ("01.04.2021 г.", "2021-04-01"),
    ]


def test_numbers_that_look_like_years_are_not_found() -> None:
    assert find_periods("Охвачено 2021 человек, п. 2.3, дом 2020, 8-2021-333") == []


def test_an_impossible_date_hides_no_other_period() -> None:
    assert find_periods("до 30 февраля 2021") == []


def test_shifting_by_a_year_keeps_ends_of_months() -> None:
    assert year_earlier(periods.month(2021, 2)).end == date(2020, 2, 29)
    assert year_earlier(periods.instant(date(2024, 2, 29))).start == date(2023, 2, 28)


def test_the_preceding_period_ends_the_day_before() -> None:
    for period in (
        periods.half_year(2021, 1),
        periods.quarter(2021, 1),
        periods.quarter(2021, 4),
        periods.month(2021, 1),
        periods.calendar_year(2021),
        periods.academic_year(2021),
    ):
        before = preceding(period)
        assert before is not None
        assert before.end + timedelta(days=1) == period.start
        assert before.kind == period.kind


@given(st.dates(date(1950, 1, 1), date(2069, 12, 31)))
def test_any_date_is_read_in_each_of_its_forms(day: date) -> None:
    names = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ]
    worded = f"{day.day} {names[day.month - 1]} {day.year} года"
    for text in (f"{day:%d.%m.%Y}", f"на {day:%d.%m.%Y} г.", worded, f"на {worded}", day.isoformat()):
        period = parse_period(text)
        assert period is not None
        assert (period.kind, period.start) == ("instant", day)
        found = find_periods(f"Отчёт {text}, далее")
        assert [one.period.start for one in found] == [day]


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_without_failing(text: str) -> None:
    parse_period(text, HALF)
    for found in find_periods(text, HALF):
        assert 0 <= found.start < found.end <= len(text)
        assert found.period.start <= found.period.end


@given(
    st.lists(
        st.sampled_from(
            [
                "2021",
                "2022",
                "год",
                "г.",
                "-",
                "/",
                "по",
                "с",
                "на",
                "1",
                "31",
                "12",
                ".",
                "января",
                "феврале",
                "квартал",
                "полугодие",
                "II",
                "первое",
                "учебный",
            ]
        ),
        max_size=9,
    )
)
def test_words_of_periods_in_any_order_make_no_absurd_period(words: list[str]) -> None:
    for text in (" ".join(words), "".join(words)):
        period = parse_period(text, HALF)
        assert period is None or period.start <= period.end


def test_a_bare_year_costs_next_to_nothing() -> None:
    start = process_time()
    for _ in range(100_000):
        parse_period("2021")
    assert process_time() - start < 1.0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("к 1-му полугодию 2020 года", "2020-H1"),
        ("II квартал прошлого года", "2020-Q2"),
        ("I полугодие текущего года", "2021-H1"),
        ("декабрь прошлого года", "2020-12"),
        ("9 месяцев прошлого года", "2020-01-01/2020-09-30"),
    ],
)
def test_parts_of_the_year_before_and_of_this(text: str, code: str) -> None:
    whole = parse_period(text, periods.calendar_year(2021))
    assert whole is not None
    assert whole.code == code
    assert [one.period.code for one in find_periods(f"Выпущено {text}, как и ждали.", periods.calendar_year(2021))] == [
        code
    ]
