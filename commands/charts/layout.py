"""Series → a scene: a panel for each unit and kind of period, lines broken at gaps, rings where documents contradict each other."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from commands.charts.scene import XY, Dot, Label, Scene, Shape, Stroke
from commands.series_output import indicator_text
from commands.wording import PERIOD_KINDS, break_text, note_text, source_text, value_text
from messages import _, n_
from messages.figures import say_number
from store.series import Line, Point
from store.succession import Succession, breaks

WIDTH = 900.0
PANEL_HEIGHT = 320.0
# More lines than this cannot be told apart.
MOST_LINES = 12
# More events than this would be longer than the picture.
_MOST_EVENTS = 12
_LEFT, _RIGHT, _TOP, _BOTTOM = 90.0, 30.0, 34.0, 40.0
_LEGEND_LINE = 20.0
_GRID, _AXIS, _WARNING = "#e3e3e3", "#777777", "#c00000"
# Told apart by the colour-blind too (Okabe and Ito).
_COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a6d00")
_DASHES = (0.0, 7.0, 3.0)
_TICK_WIDTH = 74.0
_LONGEST_LEGEND = 104


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the legend: a stroke with a dot, a ring alone (`hollow`), or a stroke alone (not `dotted`)."""

    name: str
    color: str
    dash: float = 0.0
    hollow: bool = False
    dotted: bool = True

    def shapes(self, top: float) -> Iterator[Shape]:
        y = top + _LEGEND_LINE
        if not self.hollow:
            width = 2.0 if self.dotted else 1.0
            yield Stroke(((_LEFT, y - 4), (_LEFT + 30, y - 4)), self.color, width, self.dash)
        if self.dotted:
            yield Dot((_LEFT + 15, y - 4), 4.5 if self.hollow else 4.0, self.color, hollow=self.hollow)
        yield Label((_LEFT + 40, y), _shortened(self.name), 13)


@dataclass(frozen=True, slots=True)
class _Axes:
    """Where days and values fall in a panel."""

    top: float
    first: int
    last: int
    low: float
    high: float
    step: float

    def x(self, day: int) -> float:
        span = WIDTH - _LEFT - _RIGHT
        return _LEFT + (span / 2 if self.first == self.last else span * (day - self.first) / (self.last - self.first))

    def y(self, value: float) -> float:
        height = PANEL_HEIGHT - _TOP - _BOTTOM
        return self.top + _TOP + height * (self.high - value) / (self.high - self.low)


def layout(lines: Sequence[Line], successions: Sequence[Succession] = ()) -> Scene:
    """A picture of the series: the highest of them when there are too many to be told apart."""
    valued = [line for line in lines if any(_values(line))]
    drawn = sorted(sorted(valued, key=_height)[-MOST_LINES:], key=valued.index)
    shapes: list[Shape] = []
    top = 0.0
    for key, group in groupby(sorted(drawn, key=_panel_key), key=_panel_key):
        panel = _Panel(top, " · ".join(part for part in key if part), tuple(group), successions)
        shapes += panel.shapes()
        top += PANEL_HEIGHT + _LEGEND_LINE * (len(panel.lines) + 1)
    for entry in _marks(drawn, successions):
        shapes += entry.shapes(top)
        top += _LEGEND_LINE
    if len(drawn) < len(valued):
        hidden = len(valued) - len(drawn)
        shapes.append(
            Label(
                (_LEFT, top + _LEGEND_LINE),
                n_("{count} lower line is not drawn", "{count} lower lines are not drawn", hidden),
            )
        )
        top += _LEGEND_LINE
    return Scene(WIDTH, top + _LEGEND_LINE, tuple(shapes))


def _marks(lines: Sequence[Line], successions: Sequence[Succession]) -> Iterator[_Entry]:
    """What the marks mean that are drawn beside the lines."""
    points = [point for line in lines for point in line.points]
    if any(point.is_conflict for point in points):
        yield _Entry(_("documents contradict each other"), _WARNING, hollow=True)
    if any(point.is_restated for point in points):
        yield _Entry(_("a value that a later document restated"), _AXIS, hollow=True)
    # The font of pictures has no arrow.
    events = {break_text(item).replace("→", "—") for line in lines for item in breaks(line, successions)}
    for event in sorted(events)[:_MOST_EVENTS]:  # each begins with its day
        yield _Entry(event, _WARNING, dash=5.0, dotted=False)


def _height(line: Line) -> float:
    return max(_values(line))


def _panel_key(line: Line) -> tuple[str, ...]:
    """Lines that share a scale: the same unit and kind of period."""
    kind = PERIOD_KINDS.get(line.period_kind or "")
    return (line.unit or "", _(kind) if kind else "")


def _values(line: Line) -> Iterator[float]:
    for point in line.points:
        for version in point.versions:
            if version.statement.value is not None and point.preferred.period_end:
                yield float(version.statement.value)


@dataclass(frozen=True, slots=True)
class _Panel:
    """Axes with the lines that share them, and a legend below."""

    top: float
    scale: str
    lines: tuple[Line, ...]
    successions: Sequence[Succession]

    def shapes(self) -> Iterator[Shape]:
        axes = _axes(self.lines, self.top)
        names = [indicator_text(line) for line in self.lines]
        shared = names[0] if len(set(names)) == 1 else ""
        yield Label((_LEFT, self.top + 22), _shortened(", ".join(part for part in (shared, self.scale) if part)), 13)
        yield from _value_axis(axes)
        yield from _time_axis(self.lines, axes)
        yield from self._breaks(axes)
        for number, line in enumerate(self.lines):
            color = _COLORS[number % len(_COLORS)]
            dash = _DASHES[number // len(_COLORS) % len(_DASHES)]
            yield from (Stroke(piece, color, 2.0, dash) for piece in _pieces(line, axes) if len(piece) > 1)
            for point in line.points:
                yield from _dots(point, axes, color)
            name = (line.entity or shared) if shared else " — ".join(filter(None, (line.entity, names[number])))
            yield from _Entry(name, color, dash).shapes(self.top + PANEL_HEIGHT + number * _LEGEND_LINE)

    def _breaks(self, axes: _Axes) -> Iterator[Shape]:
        """A dashed line on the day of each event that breaks a series."""
        for day in sorted({item.date.toordinal() for line in self.lines for item in breaks(line, self.successions)}):
            if axes.first <= day <= axes.last:
                x = axes.x(day)
                yield Stroke(((x, axes.y(axes.high)), (x, axes.y(axes.low))), _WARNING, 1.0, 5.0)
                yield Label((x + 4, axes.y(axes.high) + 12), date.fromordinal(day).isoformat(), 11, _WARNING)


def _axes(lines: Sequence[Line], top: float) -> _Axes:
    days = [_day(point) for line in lines for point in line.points if point.preferred.period_end]
    values = [value for line in lines for value in _values(line)]
    low, high = min(0.0, *values), max(values)
    step = _nice((high - low) / 5 or 1.0)
    return _Axes(top, min(days), max(days), math.floor(low / step) * step, max(math.ceil(high / step), 1) * step, step)


def _nice(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20 … above."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * 0.999)


def _day(point: Point) -> int:
    """The middle of a point's period, as a number of days."""
    item = point.preferred
    end = item.period_end or date.min
    return ((item.period_start or end).toordinal() + end.toordinal()) // 2


def _value_axis(axes: _Axes) -> Iterator[Shape]:
    for number in range(round((axes.high - axes.low) / axes.step) + 1):
        value = axes.low + number * axes.step
        y = axes.y(value)
        yield Stroke(((_LEFT, y), (WIDTH - _RIGHT, y)), _AXIS if abs(value) < axes.step / 2 else _GRID)
        yield Label((_LEFT - 8, y + 4), say_number(Decimal(f"{value:.10g}")), 12, _AXIS, "end")


def _time_axis(lines: Sequence[Line], axes: _Axes) -> Iterator[Shape]:
    ticks = {
        _day(point): point.preferred.period or ""
        for line in lines
        for point in line.points
        if point.preferred.period_end
    }
    right = -math.inf
    for day in sorted(ticks):
        x = axes.x(day)
        if x - right >= _TICK_WIDTH:
            right = x
            yield Label((x, axes.top + PANEL_HEIGHT - _BOTTOM + 22), ticks[day], 12, _AXIS, "middle")
            yield Stroke(((x, axes.y(axes.low)), (x, axes.y(axes.low) + 5)), _AXIS)


def _pieces(line: Line, axes: _Axes) -> list[tuple[XY, ...]]:
    """Runs of points without a gap between them."""
    gaps = [gap.start for gap in line.gaps]
    pieces: list[list[XY]] = [[]]
    before: date | None = None
    for point in line.points:
        item = point.preferred
        start = item.period_start
        broken = item.value is None or any(before and start and before < gap < start for gap in gaps)
        if broken:
            pieces.append([])
        if item.value is not None and item.period_end:
            pieces[-1].append((axes.x(_day(point)), axes.y(float(item.value))))
        before = start
    return [tuple(piece) for piece in pieces]


def _dots(point: Point, axes: _Axes, color: str) -> Iterator[Shape]:
    item = point.preferred
    if item.period_end is None:
        return
    x = axes.x(_day(point))
    for version in point.versions:
        other = version.statement
        if version.relation in ("contradicts", "restated") and other.value is not None:
            mark = _WARNING if version.relation == "contradicts" else color
            yield Dot(
                (x, axes.y(float(other.value))),
                4.5,
                mark,
                hollow=True,
                tip=_tip(other.period, value_text(other), source_text(other)),
            )
    if item.value is not None:
        tip = _tip(item.period, value_text(item), source_text(item), note_text(point))
        yield Dot((x, axes.y(float(item.value))), 4.0, color, tip=tip)
        if point.is_conflict:
            yield Dot((x, axes.y(float(item.value))), 4.5, _WARNING, hollow=True, tip=tip)


def _tip(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_LEGEND else f"{text[: _LONGEST_LEGEND - 1]}…"
