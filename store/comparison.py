"""Two periods side by side: change, change in per cent, rank before and after."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from normalize.periods import Period
from store.series import Line, Point


@dataclass(frozen=True, slots=True)
class Compared:
    """A series at two periods. `percent` is None when there was nothing before; ranks count from 1, the highest
    first, equal values sharing the better rank."""

    line: Line
    before: Point
    after: Point
    change: Decimal
    percent: Decimal | None
    rank_before: int
    rank_after: int


def compare(lines: Iterable[Line], before: Period, after: Period) -> list[Compared]:
    """Series that have a value at both periods, ordered by rank at the later one. Each indicator and unit is
    ranked by itself."""
    pairs = [
        (line, first, second)
        for line in _bodies(lines)
        if (first := _at(line, before)) and (second := _at(line, after))
    ]
    ranks_before = _ranks([(line, point) for line, point, _ in pairs])
    ranks_after = _ranks([(line, point) for line, _, point in pairs])
    compared = [_compared(pair, *ranks) for pair, *ranks in zip(pairs, ranks_before, ranks_after, strict=True)]
    return sorted(compared, key=lambda item: (_field(item.line), item.rank_after, item.line.entity or ""))


def top(lines: Sequence[Line], number: int) -> list[Line]:
    """Of each indicator and unit the `number` series with the highest latest values."""
    chosen: dict[tuple[str, ...], list[Line]] = {}
    for line in sorted(_bodies(lines), key=_latest, reverse=True):
        field = chosen.setdefault(_field(line), [])
        if len(field) < number and _latest(line)[0]:
            field.append(line)
    return [line for field in sorted(chosen) for line in chosen[field]]


def _bodies(lines: Iterable[Line]) -> list[Line]:
    """Without the totals that stand over the entities: they would lead every ranking."""
    found = list(lines)
    ranked = {_field(line) for line in found if line.entity}
    return [line for line in found if line.entity or _field(line) not in ranked]


def _field(line: Line) -> tuple[str, ...]:
    """Lines that can be ranked with each other."""
    return (line.indicator, line.breakdown, line.unit or "", line.measure, line.scenario, line.period_kind or "")


def _latest(line: Line) -> tuple[bool, date, Decimal]:
    valued = [point.preferred for point in line.points if point.preferred.value is not None]
    if not valued:
        return (False, date.min, Decimal())
    return (True, valued[-1].period_end or date.min, valued[-1].value or Decimal())


def _at(line: Line, period: Period) -> Point | None:
    for point in line.points:
        item = point.preferred
        if (item.period_start, item.period_end) == (period.start, period.end) and item.value is not None:
            return point
    return None


def _ranks(points: Sequence[tuple[Line, Point]]) -> list[int]:
    """The rank of each point within its field."""
    values: dict[tuple[str, ...], list[Decimal]] = defaultdict(list)
    for line, point in points:
        values[_field(line)].append(_value(point))
    ordered = {field: sorted(found) for field, found in values.items()}
    return [
        len(ordered[_field(line)]) - bisect_right(ordered[_field(line)], _value(point)) + 1 for line, point in points
    ]


def _value(point: Point) -> Decimal:
    return point.preferred.value or Decimal()


def _compared(pair: tuple[Line, Point, Point], rank_before: int, rank_after: int) -> Compared:
    line, before, after = pair
    old, new = _value(before), _value(after)
    percent = (new - old) / old * 100 if old else None
    return Compared(line, before, after, new - old, percent, rank_before, rank_after)
