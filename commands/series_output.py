"""Series as CSV rows, as JSON, and as tables with a sparkline for people."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from commands.shared import OutputFormat, console, print_json, print_rows
from commands.wording import (
    MEASURES,
    PERIOD_KINDS,
    SCENARIOS,
    break_text,
    note_text,
    share_text,
    source_text,
    value_text,
    vintage_text,
)
from messages import _, n_
from store.series import Line, Point, Version
from store.statements import Statement
from store.succession import Succession, breaks

CSV_COLUMNS = (
    "indicator",
    "entity",
    "entity_id",
    "period",
    "period_start",
    "period_end",
    "value",
    "unit",
    "status",
    "share",
    "document",
    "document_date",
    "source",
    "vintage",
)
# More lines than this are shown side by side, one a row.
_MOST_TABLES = 4
_BARS = "▁▂▃▄▅▆▇█"
_GAP = "·"
_NAME_WIDTH, _PERIOD_WIDTH = 44, 10


def print_series(
    lines: Sequence[Line], form: OutputFormat, *, all_vintages: bool, successions: Sequence[Succession] = ()
) -> None:
    """Print series to stdout, with the events that break them."""
    match form:
        case OutputFormat.CSV:
            print_rows(CSV_COLUMNS, [row for line in lines for row in _csv_rows(line, all_vintages)], form)
        case OutputFormat.JSON:
            print_json([_line_json(line, successions) for line in lines])
        case OutputFormat.TABLE if len(lines) <= _MOST_TABLES:
            for line in lines:
                _print_line(line, all_vintages)
            _print_breaks(lines, successions)
        case _:
            _print_side_by_side(lines)
            _print_breaks(lines, successions)


def line_title(line: Line) -> str:
    """What a line is about: indicator, breakdown, entity, unit, kind of period."""
    parts = [indicator_text(line), line.entity]
    return ", ".join([" — ".join(part for part in parts if part), *scale_text(line)])


def scale_text(line: Line) -> list[str]:
    """The unit and the kind of period, where there are any."""
    kind = PERIOD_KINDS.get(line.period_kind or "")
    return [part for part in (line.unit, _(kind) if kind else None) if part]


def indicator_text(line: Line) -> str:
    """The indicator with its breakdown, and the measure or scenario when they are not the usual ones."""
    name = " › ".join(part for part in (line.indicator, line.breakdown) if part)
    kinds = [_(table[key]) for table, key in ((MEASURES, line.measure), (SCENARIOS, line.scenario)) if key in table]
    return f"{name} ({', '.join(kinds)})" if kinds else name


def _csv_rows(line: Line, all_vintages: bool) -> Iterator[dict[str, object]]:
    for point in line.points:
        for items in _shown(point, all_vintages):
            yield _csv_row(line, items, point.operands)


def _shown(point: Point, all_vintages: bool) -> list[tuple[Statement, ...]]:
    """Statements row by row: those that agree with the preferred one together, then what contradicts it."""
    if all_vintages:
        return [(version.statement,) for version in point.versions]
    if point.operands:
        return [(point.preferred,)]
    return [point.sources, *((version.statement,) for version in _contradicting(point))]


def _contradicting(point: Point) -> Iterator[Version]:
    return (version for version in point.versions if version.relation == "contradicts")


def _csv_row(line: Line, items: Sequence[Statement], operands: Sequence[Statement]) -> dict[str, object]:
    first, sources = items[0], operands or items
    return {
        "indicator": indicator_text(line),
        "entity": line.entity,
        "entity_id": line.entity_code,
        "period": first.period,
        "period_start": first.period_start,
        "period_end": first.period_end,
        "value": None if first.value is None else format(first.value, "f"),
        "unit": line.unit,
        "status": first.status,
        "share": None if first.share is None else format(first.share, "f"),
        "document": "; ".join(dict.fromkeys(item.document for item in sources)),
        "document_date": first.document_date,
        "source": (" + " if operands else "; ").join(source_text(item) for item in sources),
        "vintage": first.vintage,
    }


def _line_json(line: Line, successions: Sequence[Succession]) -> dict[str, object]:
    return {
        "indicator": line.indicator,
        "indicator_id": line.indicator_key,
        "entity": line.entity,
        "entity_id": line.entity_code,
        "breakdown": line.breakdown,
        "unit": line.unit,
        "measure": line.measure,
        "scenario": line.scenario,
        "period_kind": line.period_kind,
        "points": [_point_json(point) for point in line.points],
        "gaps": [gap.code for gap in line.gaps],
        "breaks": [_break_json(item) for item in breaks(line, successions)],
    }


def _break_json(item: Succession) -> dict[str, object]:
    return {"date": item.date, "kind": item.kind, "from": item.sources, "to": item.targets, "act": item.act}


def _print_breaks(lines: Sequence[Line], successions: Sequence[Succession]) -> None:

    found = dict.fromkeys(break_text(item) for line in lines for item in breaks(line, successions))
    for text in found:
        console().print(_("Break in the series: {event}", event=text), markup=False, highlight=False)


def _point_json(point: Point) -> dict[str, object]:
    first = point.preferred
    return {
        "period": first.period,
        "period_start": first.period_start,
        "period_end": first.period_end,
        "period_kind": first.period_kind,
        "cumulative": first.cumulative,
        "base_period": first.base_period,
        "value": None if first.value is None else format(first.value, "f"),
        "conflict": point.is_conflict,
        "restated": point.is_restated,
        "reason": point.reason,
        "statements": [_statement_json(version) for version in point.versions if version.statement.id],
        "operands": [_statement_json(Version(item, "same")) for item in point.operands],
    }


def _statement_json(version: Version) -> dict[str, object]:
    item = version.statement
    return {
        "id": item.id,
        "relation": version.relation,
        "value": None if item.value is None else format(item.value, "f"),
        "decimals": item.decimals,
        "status": item.status,
        "bound": item.bound,
        "share": None if item.share is None else format(item.share, "f"),
        "text": item.text,
        "document": item.document,
        "document_date": item.document_date,
        "vintage": item.vintage,
        "source": source_text(item),
        "table": item.place.table,
        "row": item.place.row,
        "column": item.place.column,
        "confidence": item.confidence,
    }


def _print_line(line: Line, all_vintages: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=f"{line_title(line)}   {sparkline(line)}", title_justify="left", box=SIMPLE_HEAD, pad_edge=False
    )
    shares = any(point.preferred.share is not None for point in line.points)
    table.add_column(_("Period"), no_wrap=True)
    table.add_column(_("Value"), justify="right")
    if shares:
        table.add_column(_("Share"), justify="right")
    for heading in (_("Source"), _("Note"), _("Value no.")):
        table.add_column(heading, overflow="fold")
    for row in _table_rows(line, all_vintages):
        table.add_row(*(cell for index, cell in enumerate(row) if shares or index != 2))
    console().print(table, markup=False)


def _table_rows(line: Line, all_vintages: bool) -> Iterator[tuple[str, ...]]:
    rows = [row for point in line.points for row in _point_rows(point, all_vintages)]
    rows += [(str(gap.start), gap.code, _("no data"), "", "", "", "") for gap in line.gaps]
    for row in sorted(rows, key=lambda row: row[0]):
        yield row[1:]


def _point_rows(point: Point, all_vintages: bool) -> Iterator[tuple[str, ...]]:
    """Rows of a point, each led by what it is sorted by."""
    for position, items in enumerate(_shown(point, all_vintages)):
        first = items[0]
        note = note_text(point) if position == 0 else ""
        if all_vintages and not point.operands:
            note = vintage_text(point, point.versions[position])
        yield (
            str(first.period_start or ""),
            first.period or _("not stated"),
            value_text(first),
            share_text(first),
            " + ".join(map(source_text, point.operands)) or "; ".join(map(source_text, items)),
            note,
            first.id,
        )


def _print_side_by_side(lines: Sequence[Line]) -> None:
    """A table for each indicator, unit and kind of period; its lines are the entities."""
    for _key, group in groupby(lines, key=lambda line: (indicator_text(line), line.unit, line.period_kind)):
        _print_group(list(group))


def _print_group(lines: Sequence[Line]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    out = console()
    periods = _periods(lines)
    room = max(1, (out.width - _NAME_WIDTH - len(periods)) // _PERIOD_WIDTH)
    first = lines[0]
    table = Table(
        title=", ".join([indicator_text(first), *scale_text(first)]),
        title_justify="left",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    table.add_column(_("Entity"), min_width=_NAME_WIDTH - _PERIOD_WIDTH, overflow="fold")
    table.add_column(_("Trend"), no_wrap=True)
    for period in periods[-room:]:
        table.add_column(period or _("not stated"), justify="right", no_wrap=True)
    for line in lines:
        values = _values_by_period(line)
        table.add_row(line.entity or "", sparkline(line), *(values.get(period, _GAP) for period in periods[-room:]))
    out.print(table, markup=False)
    if len(periods) > room:
        hidden = len(periods) - room
        out.print(
            n_(
                "{count} earlier period is not shown: widen the window",
                "{count} earlier periods are not shown: widen the window",
                hidden,
            )
        )


def _periods(lines: Iterable[Line]) -> list[str]:
    starts = {
        point.preferred.period or "": str(point.preferred.period_start or "") for line in lines for point in line.points
    }
    return sorted(starts, key=lambda code: (starts[code], code))


def _values_by_period(line: Line) -> dict[str, str]:
    """Values as text: «≠» between those that contradict each other, «*» after one that was restated."""
    shown: dict[str, str] = {}
    for point in line.points:
        values = [value_text(items[0]) for items in _shown(point, all_vintages=False)]
        shown[point.preferred.period or ""] = " ≠ ".join(values) + ("*" if point.is_restated else "")
    return shown


def sparkline(line: Line) -> str:
    """The preferred values as bars, a dot for each gap."""
    values: dict[str, Decimal | None] = {str(gap.start): None for gap in line.gaps}
    values |= {str(point.preferred.period_start): point.preferred.value for point in line.points}
    numbers = [value for value in values.values() if value is not None]
    if len(numbers) < 2:
        return ""
    low, spread = min(numbers), max(numbers) - min(numbers)

    def bar(value: Decimal | None) -> str:
        if value is None:
            return _GAP
        return _BARS[int((value - low) / spread * (len(_BARS) - 1))] if spread else _BARS[3]

    return "".join(bar(values[start]) for start in sorted(values))
