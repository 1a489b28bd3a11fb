"""The name that each column of values takes from its header."""

from collections.abc import Sequence
from dataclasses import replace

from extract.document import Column, Location
from extract.facts import Mention
from extract.language import OF_WHOLE, PART_OF_WHOLE
from extract.observations.axes import entity_kind, is_unnamed
from extract.observations.names import Name, name_from
from extract.tables.blocks import Block
from extract.tables.comparisons import PLAN_BASE
from extract.tables.grid import Grid
from extract.tables.labels import Label, read_label, read_path
from normalize.text import squash
from normalize.units import PERCENT


def column_names(grid: Grid, block: Block, rows_name_entities: bool) -> dict[int, Name]:
    """The name that each column of values takes from its header."""
    names: dict[int, Name] = {}
    whole = Name()  # what «из них» divides and «темп роста» compares
    for index, column in enumerate(block.columns):
        if column.role != "value":
            continue
        labels = read_path(column.header)
        own, parts = _own_and_parts(labels)
        said = name_from(labels)
        if not own and (parts or said.measure):
            own = whole.indicator
            said = said if said.unit or said.measure == "ratio" else replace(said, unit=whole.unit)
        name = replace(said, indicator=own, breakdown=parts, generic=_is_generic(own))
        whole = whole if parts or said.measure else name
        if not any(OF_WHOLE.search(text) for text in column.header):
            name = _as_comparison(name, list(names.values()))
        names[index] = name if rows_name_entities else _with_entity(grid, index, labels, name)
    return _with_span_of_totals(block, names)


def _with_span_of_totals(block: Block, names: dict[int, Name]) -> dict[int, Name]:
    """«Всего» beside «в том числе по годам: 2020, 2021, 2022» is of all those years."""
    parts = [block.columns[index].period for index in names if _divides_by_time(block.columns[index])]
    years = sorted(period.start.year for period in parts if period is not None and period.kind == "year")
    if len(years) < 2 or len(years) != len(parts):
        return names
    span = f"{years[0]}–{years[-1]} годы"
    return {
        index: replace(name, periods=(span,)) if _is_total_of_all_time(block.columns[index], name) else name
        for index, name in names.items()
    }


def _divides_by_time(column: Column) -> bool:
    labels = [read_label(text) for text in column.header]
    return len(labels) > 1 and any(label.of_which and not label.core for label in labels) and bool(labels[-1].periods)


def _is_total_of_all_time(column: Column, name: Name) -> bool:
    return not name.periods and bool(column.header) and read_label(column.header[-1]).is_total


def _as_comparison(name: Name, left: Sequence[Name]) -> Name:
    """A bare «%» behind columns that differ only in period or scenario compares the last two."""
    levels = [other for other in left if other.measure is None][-2:]
    if len(levels) < 2:
        return name
    one, two = levels
    if one.indicator != two.indicator or one.breakdown != two.breakdown or one.unit != two.unit:
        return name
    if name.measure is not None:
        return _against_plan(name, one, two)
    if not _is_bare_percentage(name, one, two):
        return name
    if one.periods != two.periods:
        return replace(name, measure="ratio", indicator=two.indicator, generic=two.generic)
    if one.scenario != two.scenario:
        return replace(name, measure="ratio", base=PLAN_BASE, indicator=two.indicator, generic=two.generic)
    return name


def _against_plan(name: Name, one: Name, two: Name) -> Name:
    """«2021 год: план | факт | отклонение»: under the heading of both a difference is one from the plan."""
    together = name.periods and name.periods == one.periods == two.periods
    plain = name.base is None and name.measure == "difference"
    planned = (one.scenario, two.scenario) == ("plan", "actual")
    return replace(name, base=PLAN_BASE) if together and plain and planned else name


def _is_bare_percentage(name: Name, one: Name, two: Name) -> bool:
    """«%» alone, under no heading or under the one that both columns stand under."""
    if name.unit is None or name.unit.symbol != PERCENT or name.breakdown != two.breakdown:
        return False
    if any(PART_OF_WHOLE.match(part) for part in name.indicator if part not in two.indicator):
        return False
    shared = tuple(text for text in one.periods if text in two.periods)
    return (name.generic or name.indicator == two.indicator) and name.periods in ((), shared)


def name_of_path(path: Sequence[str]) -> Name:
    """The name that a header path gives by itself."""
    labels = read_path(path)
    own, parts = _own_and_parts(labels)
    return replace(name_from(labels), indicator=own, breakdown=parts, generic=_is_generic(own))


def _own_and_parts(labels: Sequence[Label]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of a header path before «из них» and behind it; «Всего» under a heading adds nothing."""
    own: list[str] = []
    parts: list[str] = []
    behind = False
    for label in labels:
        behind = behind or label.of_which is not None
        if label.core and not (label.is_total and (own or len(labels) > 1)):
            (parts if behind else own).append(label.core)
        behind = behind or label.opens is not None
    return tuple(own), tuple(parts)


def _is_generic(parts: Sequence[str]) -> bool:
    return is_unnamed([read_label(part) for part in parts])


def _with_entity(grid: Grid, index: int, labels: Sequence[Label], name: Name) -> Name:
    """A header that is a name makes the column the entity's; the other words stay."""
    for label in labels:
        kind = entity_kind(label.core) if label.core and not label.is_generic else None
        if kind is not None:
            left = tuple(part for part in name.indicator if part != label.core)
            mention = Mention(label.core, _header_place(grid, label.text, index), kind)
            return replace(name, entity=mention, indicator=left, generic=_is_generic(left))
    return name


def _header_place(grid: Grid, text: str, index: int) -> Location:
    for row in range(grid.n_rows):
        cell = grid.cell(row, index)
        if squash(cell.text) == text:
            return grid.table.locate(cell)
    return grid.table.location
