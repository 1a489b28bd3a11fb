"""What became of what: events between entities, breaks that they make in series, series followed through them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from store.models import Entity, EntityEvent
from store.series import Line, Point, Version
from store.writing import table_of

ENTITY, EVENT = table_of(Entity), table_of(EntityEvent)
# A line that ends with an event ends some time before it: its last reporting period.
_AFTERWARDS = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Succession:
    """An event of the registry with the names of those it concerns; `sources` turned into `targets` on `date`."""

    kind: str
    date: date
    act: str | None
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    names: dict[str, str]

    @property
    def codes(self) -> set[str]:
        return {*self.sources, *self.targets}

    @property
    def changes_bodies(self) -> bool:
        """Whether one body ended or began; a new name or legal form leaves it the same."""
        return self.sources != self.targets


def load_successions(connection: Connection) -> list[Succession]:
    """All dated events of the archive's copy of the registry, oldest first."""
    names = {row.code: row.name for row in connection.execute(select(ENTITY.c.code, ENTITY.c.name))}
    rows = connection.execute(select(EVENT).where(EVENT.c.date.is_not(None)).order_by(EVENT.c.event, EVENT.c.id))
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.event)]
    return sorted((_succession(group, names) for group in groups), key=lambda item: item.date)


def _succession(rows: Sequence[Any], names: dict[str, str]) -> Succession:
    sources = tuple(dict.fromkeys(row.source for row in rows))
    targets = tuple(dict.fromkeys(row.target for row in rows if row.target))
    first = rows[0]
    known = {code: names.get(code, code) for code in (*sources, *targets)}
    return Succession(first.kind, first.date, first.act, sources, targets, known)


def relatives(successions: Iterable[Succession], codes: Iterable[str]) -> set[str]:
    """Entities that `codes` came from or turned into, in any number of steps, themselves included."""
    bodies = [item.codes for item in successions if item.changes_bodies]
    found, grown = set(codes), True
    while grown:
        before = len(found)
        found |= {code for group in bodies if group & found for code in group}
        grown = len(found) > before
    return found


def breaks(line: Line, successions: Iterable[Succession]) -> list[Succession]:
    """Events of the line's entity from its first period to a while after its last."""
    days = [day for point in line.points for day in (point.preferred.period_start, point.preferred.period_end) if day]
    if line.entity_code is None or not days:
        return []
    first, last = min(days), max(days) + _AFTERWARDS
    return [item for item in successions if line.entity_code in item.codes and first <= item.date <= last]


def follow(lines: Sequence[Line], successions: Sequence[Succession]) -> list[Line]:
    """Lines of bodies that turned into one another as one line under the last of them: where several of them
    existed, their values are added up, if each states one; a period that an event cuts is left as it is stated."""
    families: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        family = frozenset(relatives(successions, [line.entity_code])) if line.entity_code else line.entity
        families[
            family, line.indicator_key, line.breakdown, line.unit, line.measure, line.scenario, line.period_kind
        ].append(line)
    return [_followed(group, successions) for group in families.values()]


def _followed(group: Sequence[Line], successions: Sequence[Succession]) -> Line:
    codes = relatives(successions, [code for line in group if (code := line.entity_code)])
    if len(codes) < 2 or group[0].measure != "level":
        return group[0]
    lives = _lives(codes, successions)
    last = max(group, key=lambda line: lives[line.entity_code or ""].first)
    periods: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    for point in (point for line in group for point in line.points):
        periods[point.preferred.period_end, point.preferred.period_start].append(point)
    points = [
        _joined(periods[key], lives, last.entity_code)
        for key in sorted(periods, key=lambda key: [str(day) for day in key])
    ]
    return replace(last, points=tuple(_under(last, point) for point in points if point))


@dataclass(frozen=True, slots=True)
class _Life:
    """The first and the last day on which a body existed, as far as events tell."""

    first: date = date.min
    last: date = date.max


def _lives(codes: Iterable[str], successions: Iterable[Succession]) -> dict[str, _Life]:
    lives = dict.fromkeys(codes, _Life())
    for item in successions:
        if not item.changes_bodies:
            continue
        for code in set(item.sources) - set(item.targets):
            if code in lives:
                lives[code] = replace(lives[code], last=item.date - timedelta(days=1))
        for code in set(item.targets) - set(item.sources):
            if code in lives:
                lives[code] = replace(lives[code], first=item.date)
    return lives


def _joined(points: Sequence[Point], lives: dict[str, _Life], last: str | None) -> Point | None:
    """The point of a period for the whole family; None where a value is missing. In a period that an event cuts,
    what is stated for the last body stands."""
    start, end = points[0].preferred.period_start, points[0].preferred.period_end
    if start is None or end is None:
        return None
    stated = {point.preferred.entity_code: point for point in points if point.preferred.value is not None}
    alive = {code for code, life in lives.items() if life.first <= start and end <= life.last}
    cut = {code for code, life in lives.items() if start < life.first <= end or start <= life.last < end}
    if cut:
        return stated.get(last)
    if not alive or not alive <= set(stated):
        return None
    operands = [stated[code] for code in sorted(alive)]
    return operands[0] if len(operands) == 1 else _sum(operands)


def _sum(operands: Sequence[Point]) -> Point:
    statements = [point.preferred for point in operands]
    total = sum((item.value or Decimal() for item in statements), Decimal())
    decimals = max(item.decimals for item in statements)
    vintage = max(item.vintage for item in statements)
    derived = replace(statements[0], id="", value=total, decimals=decimals, vintage=vintage, share=None, text="")
    return Point((Version(derived, "preferred"),), tuple(statements))


def _under(line: Line, point: Point) -> Point:
    """The point under the line's entity."""
    first = replace(point.preferred, entity=line.entity, entity_code=line.entity_code)
    return replace(point, versions=(replace(point.versions[0], statement=first), *point.versions[1:]))
