"""Statements → series: a line for each indicator, entity, breakdown, unit and kind of period; a point for each period.

Every statement is kept. At a point the preferred one is chosen by a policy that can be told in a sentence: a value
rather than none; then the latest vintage; of those that agree with it when rounded, the one with most decimals.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, cast

from normalize.periods import Period, PeriodKind
from normalize.text import fold
from store.statements import Statement

Relation = Literal["preferred", "same", "same_rounded", "restated", "contradicts"]
# Why a statement is preferred: no other; of the latest vintage; more decimals than the latest, which it agrees with.
Reason = Literal["only", "latest", "precise"]
# Longer holes are told by their ends.
_MOST_GAPS = 200
_MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "academic_year": 12}


@dataclass(frozen=True, slots=True)
class Version:
    """A statement at a point, and how it stands to the preferred one."""

    statement: Statement
    relation: Relation


@dataclass(frozen=True, slots=True)
class Point:
    """A period with all that was stated for it, the preferred statement first. `operands`: what a value that no
    document states was added up from."""

    versions: tuple[Version, ...]
    operands: tuple[Statement, ...] = ()

    @property
    def preferred(self) -> Statement:
        return self.versions[0].statement

    @property
    def reason(self) -> Reason:
        """Why the preferred statement is preferred."""
        statements = [version.statement for version in self.versions]
        if len(statements) == 1:
            return "only"
        return "latest" if min(statements, key=_preference) is self.preferred else "precise"

    @property
    def sources(self) -> tuple[Statement, ...]:
        """The statements that agree with the preferred one."""
        return tuple(
            version.statement for version in self.versions if version.relation in ("preferred", "same", "same_rounded")
        )

    @property
    def is_conflict(self) -> bool:
        """Whether statements of the same vintage contradict each other."""
        return any(version.relation == "contradicts" for version in self.versions)

    @property
    def is_restated(self) -> bool:
        """Whether a later document gave another value than an earlier one."""
        return any(version.relation == "restated" for version in self.versions)


@dataclass(frozen=True, slots=True)
class Line:
    """A series. Unit, measure, scenario and kind of period are the same for all of its points: half-years and
    years, points in time and spans are never one line."""

    indicator: str
    indicator_key: str
    entity: str | None
    entity_code: str | None
    breakdown: str
    unit: str | None
    measure: str
    scenario: str
    period_kind: str | None
    points: tuple[Point, ...]

    @property
    def gaps(self) -> tuple[Period, ...]:
        """Periods without a statement between the first and the last point, where it is known which there should be."""
        return _gaps(self)


def build_lines(statements: Iterable[Statement]) -> list[Line]:
    """Group statements into series, ordered by indicator, entity and breakdown; points by time."""
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[_line_key(statement)].append(statement)
    return sorted((_line(group) for group in groups.values()), key=_order)


def _line_key(item: Statement) -> tuple[object, ...]:
    subject = item.entity_code or fold(item.entity or "")
    return (item.indicator_id, subject, fold(item.breakdown), item.unit, item.measure, item.scenario, item.period_kind)


def _order(line: Line) -> tuple[str, ...]:
    kinds = (line.unit or "", line.measure, line.scenario, line.period_kind or "")
    return (line.indicator, line.breakdown, *kinds, line.entity or "")


def _line(group: Sequence[Statement]) -> Line:
    points: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in group:
        points[_point_key(statement)].append(statement)
    ordered = sorted((_point(statements) for statements in points.values()), key=lambda point: _time(point.preferred))
    first = group[0]
    return Line(
        first.indicator,
        first.indicator_key,
        first.entity,
        first.entity_code,
        first.breakdown,
        first.unit,
        first.measure,
        first.scenario,
        first.period_kind,
        tuple(ordered),
    )


def _point_key(item: Statement) -> tuple[object, ...]:
    # «January to June» counted cumulatively is the same half-year: the days tell periods apart.
    return (item.period_start, item.period_end, item.base_period)


def _time(item: Statement) -> tuple[str, str]:
    return (str(item.period_end or ""), str(item.period_start or ""))


def _point(statements: Sequence[Statement]) -> Point:
    preferred = _preferred(statements)
    rest = [item for item in statements if item is not preferred]
    versions = [Version(preferred, "preferred")]
    versions += [Version(item, _relation(item, preferred)) for item in sorted(rest, key=_preference)]
    return Point(tuple(versions))


def _preferred(statements: Sequence[Statement]) -> Statement:
    if len(statements) == 1:  # as most points have
        return statements[0]
    latest = min(statements, key=_preference)
    agreeing = [item for item in statements if agree(item, latest)]
    return min(agreeing, key=lambda item: (-item.decimals, _preference(item)))


def _preference(item: Statement) -> tuple[object, ...]:
    """Sorts the statement to prefer first."""
    ordinal = int(item.id.rpartition(":")[2])
    return (item.value is None, -item.vintage.toordinal(), -item.decimals, -item.confidence, item.document_id, ordinal)


def _relation(item: Statement, preferred: Statement) -> Relation:
    if agree(item, preferred):
        return "same" if item.decimals == preferred.decimals else "same_rounded"
    return (
        "restated" if _is_dated(item) and _is_dated(preferred) and item.vintage < preferred.vintage else "contradicts"
    )


def _is_dated(item: Statement) -> bool:
    """Whether the vintage is the document's own word and not the day of import."""
    return item.vintage_basis != "import"


def agree(first: Statement, second: Statement) -> bool:
    """Whether two printed values can stand for one number: the intervals of their decimals meet."""
    if first.value is None or second.value is None:
        return first.value is second.value
    if (first.bound == "exact") != (second.bound == "exact"):
        return True
    if first.decimals == second.decimals:
        return first.value == second.value
    allowed = _half_unit(first.decimals) + _half_unit(second.decimals)
    return abs(first.value - second.value) <= allowed


def _half_unit(decimals: int) -> Decimal:
    return Decimal(5).scaleb(-decimals - 1)


def _gaps(line: Line) -> tuple[Period, ...]:
    kind = cast(PeriodKind, line.period_kind)
    present = {start for point in line.points if (start := point.preferred.period_start)}
    months = _MONTHS.get(kind)
    if months is None or not present:
        return ()
    return tuple(
        Period(start, _add_months(start, months) - timedelta(days=1), kind)
        for start in _steps(min(present), max(present), months)
        if start not in present
    )


def _steps(first: date, last: date, months: int) -> list[date]:
    steps = [first]
    while steps[-1] < last and len(steps) < _MOST_GAPS:
        steps.append(_add_months(steps[-1], months))
    return steps


def _add_months(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, day.day)
