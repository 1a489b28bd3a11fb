"""The period that a document reports on: the body's own word goes before the title's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Genre, ReadingWarning
from extract.lines import Line
from extract.parts import Part
from messages import _
from normalize.periods import FoundPeriod, Period, find_periods

_BODY_LINES = 60
# What a period stands behind is said within so many letters.
_LOOK_BACK = 400
_ENOUGH = 2
_STRONG = 6
# What stands before a period that a text reports on, strongest first.
_STATED = (
    (
        6,
        r"(?:составлен|подготовлен|обработк|сведени|данны[хем]|информаци|показател|отчит|отч[её]т)[\w-]*\s(?:[\w,()«»-]+\s){0,6}за\s*",
    ),
    (
        6,
        r"(?:отч[её]тн|рассматриваем|анализируем)\w+\s+период\w*\s*(?:[:–—(-]|был\w*|является|составля\w+)?\s*(?:за|с)?\s*",
    ),
    (4, r"(?:по\s+)?(?:итог|результат)\w+\s(?:\w+\s){0,3}(?:за\s*)?"),
    (3, r"(?:^|\s)за\s*"),
    (2, r"в\s+течение\s*"),
    (1, r"(?:^|\s)(?:в|во|на)\s*"),
)
_STATEMENTS = tuple((points, re.compile(pattern + "$", re.IGNORECASE)) for points, pattern in _STATED)
# A period behind these is one to compare with, a bound, or the date of an act.
_OTHER = re.compile(
    r"(?:сравнени\w+\s+со?(?:\s+данными)?(?:\s+за)?|уровн\w+|против|относительно|аналогичн\w+|чем\s+(?:в|во|за)|\sот|№\s*\S+"
    r"|\sдо|предыдущ\w+|прошл\w+|начиная\s+с)\s*$",
    re.IGNORECASE,
)
_HAS_DIGIT = re.compile(r"\d")
_EVENT_DATE = re.compile(
    r"дат[аы]\s+(?:и\s+\w+\s+)?проведения|провод\w+|проведен\w*|состоял\w+|прош[её]?л\w*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Stated:
    """A period of the body, where it stands, and how surely it is the reporting one."""

    period: Period
    line: Line
    points: int


def reporting_period(part: Part, genre: Genre) -> tuple[Period | None, tuple[ReadingWarning, ...]]:
    """The period, and a warning where body and title differ. An act reports on nothing; an event is its day."""
    if genre == "decree":
        return None, ()
    if genre == "conference":
        return event_day(part), ()
    titled = title_period(part)
    stated = None if genre == "plan" else _stated_in_body(part)
    if titled is None or stated is None:
        return titled or (stated.period if stated else None), ()
    if stated.points >= _STRONG and _narrows(stated.period, titled):
        return stated.period, (_differs(stated, titled),)
    return titled, ()


def title_period(part: Part) -> Period | None:
    """The widest period that the title names, a date only where nothing else is."""
    text = " ".join(line.text for line in part.head.title)
    found = [one.period for one in find_periods(text) if not _OTHER.search(text[: one.start])]
    return max(found, key=lambda period: (period.kind != "instant", period.end - period.start), default=None)


def event_day(part: Part) -> Period | None:
    """The day (or days) of an event: behind «Дата проведения», else the first date in the first lines."""
    dated = [(line, found) for line in part.lines[:_BODY_LINES] for found in _days(line)]
    named = [found for line, found in dated if _EVENT_DATE.search(line.text)]
    return next((found.period for found in [*named, *(found for _line, found in dated[:1])]), None)


def _days(line: Line) -> list[FoundPeriod]:
    """Days and spans of days of a line; none without a digit."""
    return [found for found in find_periods(line.text) if _is_day(found)] if _HAS_DIGIT.search(line.text) else []


def _is_day(found: FoundPeriod) -> bool:
    return (found.period.end - found.period.start).days <= 31 and found.period.kind in ("instant", "span")


def _stated_in_body(part: Part) -> _Stated | None:
    """The period with most points over all its statements; of equals the first."""
    totals: dict[tuple[object, ...], _Stated] = {}
    for stated in _statements(part):
        key = (stated.period.start, stated.period.end, stated.period.kind)
        before = totals.get(key)
        totals[key] = stated if before is None else _Stated(before.period, before.line, before.points + stated.points)
    best = max(totals.values(), key=lambda stated: stated.points, default=None)
    return best if best is not None and best.points >= _ENOUGH else None


def _statements(part: Part) -> Iterator[_Stated]:
    for line in part.lines[part.head.body :][:_BODY_LINES]:
        for found in find_periods(line.text) if _HAS_DIGIT.search(line.text) else ():
            before = line.text[max(0, found.start - _LOOK_BACK) : found.start]
            if found.period.kind == "instant" or _OTHER.search(before):
                continue
            if points := next((points for points, pattern in _STATEMENTS if pattern.search(before)), 0):
                yield _Stated(found.period, line, points)


def _narrows(inner: Period, outer: Period) -> bool:
    return (
        outer.start <= inner.start and inner.end <= outer.end and (inner.start, inner.end) != (outer.start, outer.end)
    )


def _differs(stated: _Stated, titled: Period) -> ReadingWarning:
    message = _(
        "The title speaks of “{title}”, the text reports on “{body}”: the text was believed.",
        title=titled.text,
        body=stated.period.text,
    )
    return ReadingWarning("period_differs_from_title", message, stated.line.location)
