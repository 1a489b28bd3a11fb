"""What a row, a column and a section each contribute to the name of a value."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.document import Column, Location, Row
from extract.facts import MeasureKind, Mention, Scenario
from extract.language import AVERAGE_LABEL, INDICATOR_START
from extract.observations.axes import Axis, axis_of, entity_kind, is_unnamed
from extract.tables.blocks import Block
from extract.tables.columns import is_unit_column, keys_of
from extract.tables.grid import Grid
from extract.tables.hierarchy import Part
from extract.tables.labels import Label, read_label, without_marks, without_ordinal
from extract.tables.rows import label_of
from normalize.text import fold, squash
from normalize.units import PERCENT, Unit

# A row without a key of its own that continues the one above is less sure.
_CONTINUED = 0.8


@dataclass(frozen=True, slots=True)
class Name:
    """One side's part of a value's name. `indicator` are words for it, outermost first; `generic`: they name none."""

    indicator: tuple[str, ...] = ()
    generic: bool = True
    entity: Mention | None = None
    breakdown: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    unit: Unit | None = None
    unit_is_stated: bool = False
    scenario: Scenario | None = None
    is_estimate: bool = False
    measure: MeasureKind | None = None
    base: str | None = None
    confidence: float = 1.0


def name_from(labels: Sequence[Label]) -> Name:
    """Units, periods, scenario and comparison that labels state, outermost first; the innermost counts."""
    name = Name(periods=tuple(text for label in labels for text in label.periods))
    for label in labels:
        if label.unit is not None and (label.unit_is_stated or not name.unit_is_stated):
            name = replace(name, unit=label.unit, unit_is_stated=label.unit_is_stated)
        name = replace(
            name,
            scenario=label.scenario or name.scenario,
            is_estimate=label.is_estimate or name.is_estimate,
            measure=label.measure or name.measure,
            base=label.base or name.base,
        )
    return name


# --- columns ----------------------------------------------------------------------------------------------------


def column_names(grid: Grid, block: Block, rows_name_entities: bool) -> dict[int, Name]:
    """The name that each column of values takes from its header."""
    names: dict[int, Name] = {}
    whole = Name()  # what «из них» divides and «темп роста» compares
    for index, column in enumerate(block.columns):
        if column.role != "value":
            continue
        labels = [read_label(text) for text in column.header]
        own, parts = _own_and_parts(labels)
        said = name_from(labels)
        if not own and (parts or said.measure):
            own = whole.indicator
            said = said if said.unit or said.measure else replace(said, unit=whole.unit)
        name = replace(said, indicator=own, breakdown=parts, generic=_is_generic(own))
        whole = whole if parts or said.measure else name
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
    bare = name.generic and not name.breakdown and not name.periods and name.measure is None
    if not bare or len(levels) < 2 or name.unit is None or name.unit.symbol != PERCENT:
        return name
    one, two = levels
    if one.indicator != two.indicator or one.breakdown != two.breakdown or one.unit != two.unit:
        return name
    if one.periods != two.periods:
        return replace(name, measure="ratio", indicator=two.indicator, generic=two.generic)
    if one.scenario != two.scenario:
        return replace(name, measure="ratio", base="план", indicator=two.indicator, generic=two.generic)
    return name


def name_of_path(path: Sequence[str]) -> Name:
    """The name that a header path gives by itself."""
    labels = [read_label(text) for text in path]
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


# --- rows -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class RowNamer:
    """Names the rows of one block, top to bottom; `parts` says which rows divide which."""

    grid: Grid
    block: Block
    rows: Sequence[Row]
    parts: dict[int, Part]
    axes: dict[int, Axis] = field(default_factory=dict)

    def __post_init__(self) -> None:
        body = [row for row in self.block.rows if self.rows[row].kind == "body" and row not in self.parts]
        keys = [index for index, column in enumerate(self.block.columns) if column.role == "key"]
        body = body or [row for row in self.block.rows if self.rows[row].kind == "body"]
        self.axes = {key: axis_of(self.grid, self.block.columns, key, body) for key in keys}

    @property
    def names_entities(self) -> bool:
        return "entity" in self.axes.values()

    @property
    def names_indicators(self) -> bool:
        return "indicator" in self.axes.values()

    def name(self, row: int, value: int) -> Name:
        """The name that row `row` gives to its value in column `value`."""
        keys = keys_of(self.block.columns, value)
        if self.rows[row].kind in ("total", "subtotal") and not self._is_own_indicator(row, keys):
            return self._total(row, keys)
        name = Name()
        for key in keys:
            name = self._with_key(name, row, key)
        return self._with_unit_cell(name, row) if keys else self._keyless(row)

    def _keyless(self, row: int) -> Name:
        return self._with_unit_cell(Name(confidence=0.9), row)

    def _is_own_indicator(self, row: int, keys: Sequence[int]) -> bool:
        """In a table of indicators «Всего обучающихся» is one; a bare «Всего» is not."""
        return self.names_indicators and not read_label(label_of(self.grid, self.block.columns, row, keys)).is_total

    def _total(self, row: int, keys: Sequence[int]) -> Name:
        label = read_label(label_of(self.grid, self.block.columns, row, keys))
        return self._with_unit_cell(replace(name_from([label]), unit=None, unit_is_stated=False), row)

    def _with_key(self, name: Name, row: int, key: int) -> Name:
        at, text = self._text(row, key)
        label = read_label(text)
        said = name_from([label])
        if not said.unit_is_stated and (self.axes[key] != "indicator" or self._is_part(at, label)):
            said = replace(said, unit=None)  # «услуги» is a part or a kind of something, counted in its unit
        name = _joined(name, replace(said, confidence=1.0 if at == row else _CONTINUED))
        match self.axes[key]:
            case "period":
                return replace(name, periods=(*name.periods, *([text] if not label.periods and text else [])))
            case "entity":
                return self._with_entity(name, at, key, text, label)
            case "indicator":
                return self._with_indicator(name, at, key, label)
        return replace(name, breakdown=(*name.breakdown, *self._chain(at, key)))

    def _is_part(self, row: int, label: Label) -> bool:
        return row in self.parts and not names_itself(label)

    def _text(self, row: int, key: int) -> tuple[int, str]:
        """The row's key; where it is blank that of the row above, which it continues."""
        at = row
        while at > 0 and not self.grid.cell(at, key).text.strip() and self.rows[at - 1].kind == "body":
            at -= 1
        if not self.grid.cell(at, key).text.strip() or at not in self.block.rows:
            return row, label_of(self.grid, self.block.columns, row, [key])
        return at, self.grid.cell(at, key).text

    def _with_entity(self, name: Name, row: int, key: int, text: str, label: Label) -> Name:
        if name.entity is not None:
            return replace(name, breakdown=(*name.breakdown, label.core))
        if AVERAGE_LABEL.fullmatch(fold(label.core)):
            return replace(name, breakdown=(*name.breakdown, label.core))
        part = self.parts.get(row)
        kind = entity_kind(mention_text(text))
        if part is not None and kind is None:
            whole = self._with_key(Name(), part.whole, key) if self._is_entity_row(part.whole) else Name()
            return replace(name, entity=whole.entity, breakdown=(*name.breakdown, *whole.breakdown, label.core))
        cell = self.grid.cell(row, key)
        mention = Mention(mention_text(text), self.grid.table.locate(cell), kind or "other")
        return replace(name, entity=mention)

    def _is_entity_row(self, row: int) -> bool:
        return self.rows[row].kind == "body"

    def _with_indicator(self, name: Name, row: int, key: int, label: Label) -> Name:
        chain = self._chain(row, key)
        unit_from = self._whole_label(row, key)
        if not name.unit and unit_from is not None and unit_from.unit is not None:
            name = replace(name, unit=unit_from.unit, unit_is_stated=unit_from.unit_is_stated)
        return replace(
            name, indicator=chain[:1], breakdown=(*name.breakdown, *chain[1:]), generic=not chain or label.is_empty
        )

    def _whole_label(self, row: int, key: int) -> Label | None:
        part = self.parts.get(row)
        return read_label(self._text(part.whole, key)[1]) if part else None

    def _chain(self, row: int, key: int) -> tuple[str, ...]:
        """The labels from the whole down to this part. A label that names its own indicator stands alone."""
        label = read_label(self._text(row, key)[1])
        if not label.core:
            return self._above(row, key)
        part = self.parts.get(row)
        if part is None or names_itself(label):
            return (label.core,)
        return (*self._chain(part.whole, key), label.core)

    def _above(self, row: int, key: int) -> tuple[str, ...]:
        """«в % к 2018 году» in a row of its own speaks of the row above."""
        for above in range(row - 1, -1, -1):
            if self.rows[above].kind == "section":
                break
            if above in self.block.rows and read_label(self.grid.cell(above, key).text).core:
                return self._chain(above, key)
        return ()

    def _with_unit_cell(self, name: Name, row: int) -> Name:
        """The unit that stands in a column of units."""
        for index, column in enumerate(self.block.columns):
            texts = self.grid.column(index, list(self.block.rows)) if column.role == "text" else []
            if column.role == "text" and is_unit_column(column.header, [text for text in texts if not text.blank]):
                said = name_from([read_label(self.grid.cell(row, index).text)])
                stated = replace(said, unit_is_stated=said.unit is not None)
                return _joined(name, stated)
        return name


def names_itself(label: Label) -> bool:
    """Whether a row label names an indicator without the rows above («Количество человек, у которых …»)."""
    return label.of_which is None and bool(INDICATOR_START.match(fold(label.core))) and len(label.core.split()) > 2


def mention_text(text: str) -> str:
    """A name as written, without the list number before it and footnote marks behind it."""
    return without_marks(without_ordinal(squash(text)))


def _joined(name: Name, said: Name) -> Name:
    """What one key states added to what the keys before it state."""
    return replace(
        name,
        periods=(*name.periods, *said.periods),
        unit=said.unit or name.unit,
        unit_is_stated=said.unit_is_stated if said.unit else name.unit_is_stated,
        scenario=said.scenario or name.scenario,
        is_estimate=said.is_estimate or name.is_estimate,
        measure=said.measure or name.measure,
        base=said.base or name.base,
        confidence=min(name.confidence, said.confidence),
    )
