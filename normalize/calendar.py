"""Periods as the calendar has them: what a period is, how each kind is made, what comes before it. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

PeriodKind = Literal["instant", "month", "quarter", "half_year", "year", "academic_year", "span"]


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive ISO dates. `cumulative` («9 месяцев») is not a discrete period of the same length."""

    start: date
    end: date
    kind: PeriodKind
    text: str = ""
    cumulative: bool = False
    recurrence: str | None = None

    @property
    def code(self) -> str:
        """«2021», «2021-H2», «2021-Q3», «2021-05», «2022-01-01», «2021/2022», «2021-01-01/2021-09-30»."""
        match self.kind:
            case "instant":
                return self.start.isoformat()
            case "month":
                return f"{self.start.year:04}-{self.start.month:02}"
            case "quarter":
                return f"{self.start.year:04}-Q{(self.start.month + 2) // 3}"
            case "half_year":
                return f"{self.start.year:04}-H{1 if self.start.month < 7 else 2}"
            case "year":
                return f"{self.start.year:04}"
            case "academic_year":
                return f"{self.start.year:04}/{self.end.year:04}"
            case "span":
                return f"{self.start.isoformat()}/{self.end.isoformat()}"

    def same_time(self, other: "Period") -> bool:
        """Whether both cover the same days in the same way, however they were written."""
        return (self.start, self.end, self.kind) == (other.start, other.end, other.kind)


@dataclass(frozen=True, slots=True)
class FoundPeriod:
    """A period in running text at `text[start:end]`."""

    start: int
    end: int
    period: Period


def instant(day: date, text: str = "") -> Period:
    """The state of things on `day`."""
    return Period(day, day, "instant", text)


def month(year: int, number: int, text: str = "") -> Period:
    """Month 1 to 12 of `year`."""
    return Period(date(year, number, 1), month_end(year, number), "month", text)


def quarter(year: int, number: int, text: str = "") -> Period:
    """Quarter 1 to 4 of `year`."""
    return Period(date(year, 3 * number - 2, 1), month_end(year, 3 * number), "quarter", text)


def half_year(year: int, number: int, text: str = "") -> Period:
    """Half 1 or 2 of `year`."""
    return Period(date(year, 6 * number - 5, 1), month_end(year, 6 * number), "half_year", text)


def calendar_year(year: int, text: str = "") -> Period:
    """The whole of `year`."""
    return Period(date(year, 1, 1), date(year, 12, 31), "year", text)


def academic_year(year: int, text: str = "") -> Period:
    """The school year that begins on 1 September of `year`."""
    return Period(date(year, 9, 1), date(year + 1, 8, 31), "academic_year", text)


def months(year: int, first: int, last: int, text: str = "") -> Period:
    """Months `first` to `last` of `year`; from January they are counted cumulatively."""
    start, end = date(year, first, 1), month_end(year, last)
    kinds: dict[tuple[int, int], PeriodKind] = {(1, 12): "year", (1, 6): "half_year", (7, 12): "half_year"}
    kinds |= {(3 * n + 1, 3 * n + 3): "quarter" for n in range(4)}
    if first == last:
        return month(year, first, text)
    return Period(start, end, kinds.get((first, last), "span"), text, cumulative=first == 1)


def years(first: int, last: int, text: str = "") -> Period:
    """Calendar years `first` to `last`."""
    if first == last:
        return calendar_year(first, text)
    return Period(date(first, 1, 1), date(last, 12, 31), "span", text)


def month_end(year: int, number: int) -> date:
    """The last day of a month."""
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)


def year_earlier(period: Period) -> Period:
    """The same period of the year before."""
    return replace(period, start=_back_a_year(period.start), end=_back_a_year(period.end))


def preceding(period: Period) -> Period | None:
    """The period of the same kind and length just before; None for an instant."""
    year, first = period.start.year, period.start.month
    match period.kind:
        case "year":
            return calendar_year(year - 1)
        case "academic_year":
            return academic_year(year - 1)
        case "half_year":
            return half_year(year, 1) if first >= 7 else half_year(year - 1, 2)
        case "quarter":
            return quarter(year, first // 3) if first > 3 else quarter(year - 1, 4)
        case "month":
            return month(year, first - 1) if first > 1 else month(year - 1, 12)
        case "span":
            return year_earlier(period)
        case "instant":
            return None


def _back_a_year(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    was_month_end = day == month_end(day.year, day.month)
    if is_leap_day or (was_month_end and day.month == 2):
        return month_end(day.year - 1, 2)
    return day.replace(year=day.year - 1)
