"""Text of a period → `Period`. Pure; no I/O.

`parse_period` reads a whole text, `find_periods` finds periods inside a sentence. Both take the period that the
text around speaks of as `context`: «во втором полугодии», «за аналогичный период прошлого года» need it.
"""

from functools import lru_cache

from normalize.calendar import (
    FoundPeriod,
    Period,
    PeriodKind,
    academic_year,
    calendar_year,
    half_year,
    instant,
    month,
    month_end,
    months,
    preceding,
    quarter,
    year_earlier,
    years,
)
from normalize.period_grammar import find_all, parse_whole

__all__ = [
    "FoundPeriod",
    "Period",
    "PeriodKind",
    "academic_year",
    "calendar_year",
    "find_periods",
    "half_year",
    "instant",
    "month",
    "month_end",
    "months",
    "parse_period",
    "preceding",
    "quarter",
    "year_earlier",
    "years",
]


def parse_period(text: str, context: Period | None = None) -> Period | None:
    """The period that the whole text is («за 2 полугодие 2021 года»); None if it is none or cannot be."""
    if len(text) == 4 and text.isdecimal() and text.isascii():
        year = int(text)
        return calendar_year(year, text) if 1900 <= year < 2100 else None
    return _parse(text, context)


@lru_cache(maxsize=8192)
def _parse(text: str, context: Period | None) -> Period | None:
    return parse_whole(text, context)


def find_periods(text: str, context: Period | None = None) -> list[FoundPeriod]:
    """Periods named in `text`, left to right, not overlapping; a bare «2021» without «год» is not one."""
    return find_all(text, context)
