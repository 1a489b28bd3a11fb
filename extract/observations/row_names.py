"""The name that each row gives to its values: entity, indicator, breakdown or period, by what its keys are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from extract.document import Row
from extract.facts import Mention
from extract.language import AVERAGE_LABEL, INDICATOR_START
from extract.observations.axes import Axis, axis_of, entity_kind
from extract.observations.names import Name, joined, mention_text, name_from
from extract.tables.blocks import Block
from extract.tables.columns import is_unit_column, keys_of
from extract.tables.grid import Grid
from extract.tables.hierarchy import Part, begins_lower
from extract.tables.labels import Label, read_label
from extract.tables.rows import label_of
from normalize.text import fold, squash

# A row without a key of its own that continues the one above is less sure.
_CONTINUED = 0.8
# Rows without keys: the only one is named by the header, several cannot be told apart.
_ONLY_ROW = 0.9
_UNNAMED_ROW = 0.5


@dataclass(slots=True)
class RowNamer:
    """Names the rows of one block, top to bottom; `parts` says which rows divide which."""

    grid: Grid
    block: Block
    rows: Sequence[Row]
    parts: dict[int, Part]
    axes: dict[int, Axis] = field(default_factory=dict)
    unit_columns: list[int] = field(default_factory=list)
    body: list[int] = field(default_factory=list)
    _sources: dict[int, list[int]] = field(default_factory=dict)
    _entity_keys: dict[tuple[int, ...], int] = field(default_factory=dict)
    _names: dict[tuple[int, tuple[int, ...]], Name] = field(default_factory=dict)

    def __post_init__(self) -> None:
        body = [row for row in self.block.rows if self.rows[row].kind == "body" and row not in self.parts]
        keys = [index for index, column in enumerate(self.block.columns) if column.role == "key"]
        self.body = body or [row for row in self.block.rows if self.rows[row].kind == "body"]
        self.axes = {key: axis_of(self.grid, self.block.columns, key, self.body) for key in keys}
        self.unit_columns = [index for index in range(len(self.block.columns)) if self._holds_units(index)]

    def _entity_key(self, among: tuple[int, ...]) -> int:
        """The key column that names the entity of values that `among` name."""
        if among not in self._entity_keys:
            self._entity_keys[among] = self._finest([key for key in among if self.axes[key] == "entity"])
        return self._entity_keys[among]

    def _finest(self, keys: Sequence[int]) -> int:
        """Of several key columns that name entities the finest whose names do not recur («Район | Школа»): what stands
        before it only groups them. Where they recur the first one counts, and the finer divide its values."""
        for key in reversed(keys):
            names = [text for row in self.body if (text := squash(self.grid.cell(row, key).text))]
            specific = sum(entity_kind(mention_text(text)) not in (None, "category") for text in names)
            if len(set(names)) == len(self.body) and specific * 2 > len(names):
                return key
        return keys[0] if keys else -1

    def _holds_units(self, index: int) -> bool:
        column = self.block.columns[index]
        if column.role != "text":
            return False
        texts = [reading for reading in self.grid.column(index, self.block.rows) if not reading.blank]
        return is_unit_column(column.header, texts)

    @property
    def names_entities(self) -> bool:
        return "entity" in self.axes.values()

    @property
    def names_indicators(self) -> bool:
        return "indicator" in self.axes.values()

    def name(self, row: int, value: int) -> Name:
        """The name that row `row` gives to its value in column `value`."""
        keys = tuple(keys_of(self.block.columns, value))
        if (row, keys) not in self._names:
            self._names[row, keys] = self._name(row, keys)
        return self._names[row, keys]

    def _name(self, row: int, keys: tuple[int, ...]) -> Name:
        if self.rows[row].kind in ("total", "subtotal") and not self._is_own_indicator(row, keys):
            return self._total(row, keys)
        name = Name()
        for key in keys:
            name = self._with_key(name, row, key, keys)
        return self._with_unit_cell(name, row) if keys else self._keyless(row)

    def _keyless(self, row: int) -> Name:
        return self._with_unit_cell(Name(confidence=_UNNAMED_ROW if len(self.body) > 1 else _ONLY_ROW), row)

    def _is_own_indicator(self, row: int, keys: Sequence[int]) -> bool:
        """In a table of indicators «Всего обучающихся» is one; a bare «Всего» is not."""
        return self.names_indicators and not read_label(label_of(self.grid, self.block.columns, row, keys)).is_total

    def _total(self, row: int, keys: Sequence[int]) -> Name:
        label = read_label(label_of(self.grid, self.block.columns, row, keys))
        return self._with_unit_cell(replace(name_from([label]), unit=None, unit_is_stated=False), row)

    def _with_key(self, name: Name, row: int, key: int, keys: tuple[int, ...]) -> Name:
        at, text = self._text(row, key)
        label = read_label(text)
        said = name_from([label])
        if not said.unit_is_stated and (self.axes[key] != "indicator" or self._is_part(at, label)):
            said = replace(said, unit=None)  # «услуги» is a part or a kind of something, counted in its unit
        name = joined(name, said, 1.0 if at == row else _CONTINUED)
        match self.axes[key]:
            case "period":
                return replace(name, periods=(*name.periods, *([text] if not label.periods and text else [])))
            case "entity":
                return self._with_entity(name, at, key, label, keys)
            case "indicator":
                return self._with_indicator(name, at, key, label)
        return replace(name, breakdown=(*name.breakdown, *self._chain(at, key)))

    def _is_part(self, row: int, label: Label) -> bool:
        return row in self.parts and not names_itself(label)

    def _text(self, row: int, key: int) -> tuple[int, str]:
        """The row's key; where it is blank that of the row above, which it continues."""
        at = self._carried(key)[row]
        if not self.grid.cell(at, key).text.strip() or at not in self.block.rows:
            return row, label_of(self.grid, self.block.columns, row, [key])
        return at, f"{self.grid.cell(at, key).text} {self._rest_below(at, key)}".strip()

    def _rest_below(self, row: int, key: int) -> str:
        """What a reader left of the name in rows of its own: lower case with nothing beside it."""
        rest = []
        for below in range(row + 1, self.grid.n_rows):
            begun = self.grid.begun(below)
            alone = len(begun) == 1 and begun[0].column == key and self.rows[below].kind == "body"
            if not alone or not begun[0].text[:1].islower() or read_label(begun[0].text).of_which:
                break
            rest.append(squash(begun[0].text))
        return " ".join(rest)

    def _carried(self, key: int) -> list[int]:
        """For each row the row whose text in column `key` counts for it: its own, or that above blanks."""
        if key not in self._sources:
            sources: list[int] = []
            for row in range(self.grid.n_rows):
                continues = row > 0 and not self.grid.cell(row, key).text.strip() and self.rows[row - 1].kind == "body"
                sources.append(sources[-1] if continues else row)
            self._sources[key] = sources
        return self._sources[key]

    def _with_entity(self, name: Name, row: int, key: int, label: Label, keys: tuple[int, ...]) -> Name:
        chosen = self._entity_key(keys)
        if key != chosen:
            return replace(name, breakdown=(*name.breakdown, label.core)) if key > chosen else name
        text = self._text(row, key)[1]
        if AVERAGE_LABEL.fullmatch(fold(label.core)):
            return replace(name, breakdown=(*name.breakdown, label.core))
        part = self.parts.get(row)
        kind = entity_kind(mention_text(text))
        if part is not None and kind is None and (label.of_which or begins_lower(text)):
            whole = self._with_key(Name(), part.whole, key, keys) if self._is_entity_row(part.whole) else Name()
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
        """What stands in a column of units."""
        for index in self.unit_columns:
            said = name_from([read_label(self.grid.cell(row, index).text)])
            name = joined(name, replace(said, unit_is_stated=said.unit is not None))
        return name


def names_itself(label: Label) -> bool:
    """Whether a row label names an indicator without the rows above («Количество человек, у которых …»)."""
    return label.of_which is None and bool(INDICATOR_START.match(fold(label.core))) and len(label.core.split()) > 2
