"""A table as a checker needs it: figures by row and column, rows by kind, columns by role."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

from check.figures import SHARE, SURE, Figure, exactness
from extract.document import Cell, Column, Location, Row, Table
from extract.tables.blocks import Block, find_blocks
from extract.tables.cells import read_cell
from extract.tables.completeness import is_complete
from extract.tables.grid import Grid
from normalize.numbers import Quantity, Status
from normalize.text import fold, squash
from normalize.units import PERCENT, find_unit, unit_by_symbol

# Columns whose numbers are not added up, whatever stands in their last row.
_NOT_SUMMED = re.compile(
    r"(?:средн|коэффициент|темп|индекс|балл|оценка|рейтинг|место (?:в|по)|возраст|уровень|цена|тариф|норматив|стоимость|удельн|дол[яи]\b"
    r"|процент|%|годы?$|номер|№|код\b|плотност|обеспеченност|соотношени|продолжительност|доступност|наполняемост|площадь на"
    r"|mean|average|median|rate\b|ratio|share\b|index|per )"
    r"|.*\bв среднем\b|.*\bна (?:1|10|100|1000|10000|100000|одн\w+|душу)\b"
)
_LONE_PERCENT = re.compile(r"\(\s*%\s*\)")
_THOUSANDS = 3
# A row that calls itself a total.
TOTAL_WORD = re.compile(r"(?:всего|итого|total|subtotal)\b")
Place = tuple[int, int]
Units = Mapping[tuple[int, int, int], str]


@dataclass(frozen=True)
class Sheet:
    """One understood table. Rows and columns count from 0 in the grid with spans filled.

    `values` and `shares` hold figures at the place of the row and the column that they belong to: a subtotal
    written as one sentence over the row («Количество: 71 (24,9 %)») gives one to each."""

    table: Table
    columns: tuple[Column, ...]
    own_rows: tuple[int, ...]
    values: Mapping[Place, Figure]
    shares: Mapping[Place, Figure]
    missing: Mapping[Place, Status]
    words: frozenset[Place]
    lone_percents: tuple[tuple[Place, Cell], ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def value_columns(self) -> list[int]:
        """Columns of counts and measurements, shares left out."""
        held = {column for _, column in self.values}
        return [column for column in sorted(held) if not self.is_share(column)]

    @cached_property
    def share_columns(self) -> list[int]:
        """Columns of percentages."""
        held = {column for _, column in self.values}
        return [column for column in sorted(held) if self.is_share(column)]

    @cached_property
    def strands(self) -> Mapping[int, str]:
        """Which of a few things each row is about, where a second key column says it again and again for every name
        («Пожаров, ед.» and «Площадь, га» in turn, this year and last); empty where no column does."""
        grid = Grid(self.table)
        keys = [column for column, known in enumerate(self.columns) if known.role in ("key", "text")]
        rows = self.rows_of("body")
        for column in keys[1:]:
            said = Counter(fold(grid.cell(row, column).text) for row in rows)
            if 1 < len(said) <= len(rows) / 2 and "" not in said and min(said.values()) > 1:
                return {row: fold(grid.cell(row, column).text) for row in self.rows_of("body", "subtotal", "total")}
        return {}

    @cached_property
    def complete(self) -> bool:
        """Whether no row can have been lost on the way."""
        return is_complete(self.table, self.columns, self.row(self.own_rows[-1]))

    def is_share(self, column: int) -> bool:
        known = self.columns[column]
        return known.role == "share" or known.unit == PERCENT or self._are_percentages(column)

    def _are_percentages(self, column: int) -> bool:
        figures = [figure for (_, at), figure in self.values.items() if at == column]
        return bool(figures) and sum(figure.unit == PERCENT for figure in figures) * 2 > len(figures)

    def row(self, index: int) -> Row:
        return self.table.rows[index] if index < len(self.table.rows) else Row()

    def rows_of(self, *kinds: str) -> list[int]:
        """Rows of these kinds, top down."""
        return [index for index in self.own_rows if self.row(index).kind in kinds]

    def header(self, column: int) -> str:
        """The header path of a column in one line."""
        return squash(", ".join(dict.fromkeys(self.columns[column].header)))

    def summable(self, column: int) -> bool:
        """Whether the numbers of a column may be added up."""
        if self.is_share(column) or any(_NOT_SUMMED.match(fold(text)) for text in self.columns[column].header):
            return False
        unit = unit_by_symbol(self._unit(column) or "")
        return unit is None or unit.kind in (
            "people",
            "count",
            "money",
            "area",
            "volume",
            "length",
            "mass",
            "energy",
            "time",
        )

    def _unit(self, column: int) -> str | None:
        return self.columns[column].unit or self.table.unit


def read_sheets(table: Table, ocr: bool, units: Units) -> list[Sheet]:
    """The figures of an understood table, a sheet for it and for each table inside it.

    `units` are those known of single cells (table, row, column)."""
    grid = Grid(table)
    kinds = [table.rows[row].kind if row < len(table.rows) else "body" for row in range(table.n_rows)]
    return [_read_block(table, block, ocr, units) for block in find_blocks(grid, table.columns, kinds)]


def _read_block(table: Table, block: Block, ocr: bool, units: Units) -> Sheet:
    builder = _Builder(table, block, ocr, units)
    for cell in table.cells:
        if cell.row in builder.rows and builder.kind(cell.row) not in ("header", "section", "note"):
            builder.take(cell)
    return Sheet(
        table,
        block.columns,
        block.rows,
        _doubting_commas(builder.values),
        builder.shares,
        builder.missing,
        frozenset(builder.words),
        tuple(builder.lone_percents),
        builder.labels,
    )


def _doubting_commas(values: dict[Place, Figure]) -> dict[Place, Figure]:
    """«1,538» among whole numbers is as likely a thousand and a half as one and a half."""
    whole = Counter(column for (_row, column), figure in values.items() if figure.decimals == 0)
    size = Counter(column for _row, column in values)
    return {
        (row, column): replace(figure, sure=False)
        if figure.decimals == _THOUSANDS and whole[column] * 2 > size[column]
        else figure
        for (row, column), figure in values.items()
    }


class _Builder:
    """Collects the figures of one block of a table cell by cell."""

    def __init__(self, table: Table, block: Block, ocr: bool, units: Units) -> None:
        self.table = table
        self.columns = block.columns
        self.rows = frozenset(block.rows)
        self.units = units
        self.ocr = ocr
        self.values: dict[Place, Figure] = {}
        self.shares: dict[Place, Figure] = {}
        self.missing: dict[Place, Status] = {}
        self.words: set[Place] = set()
        self.lone_percents: list[tuple[Place, Cell]] = []
        self.labels = row_labels(table, block)

    def kind(self, row: int) -> str:
        return self.table.rows[row].kind if row < len(self.table.rows) else "body"

    def role(self, column: int) -> str:
        return self.columns[column].role

    def take(self, cell: Cell) -> None:
        reading = read_cell(cell.text)
        at = self._place(cell, reading.label is not None)
        if at is None:
            return
        if _LONE_PERCENT.search(cell.text):
            self.lone_percents.append((at, cell))
        if reading.blank:
            self.missing[at] = "O"
        elif reading.quantity is None:
            self.words.add(at)
        elif reading.quantity.value is None:
            self.missing[at] = reading.quantity.status
        else:
            self._take_figure(cell, at, reading.quantity)

    def _place(self, cell: Cell, labelled: bool) -> Place | None:
        """The value column that a cell speaks for; a labelled sentence over several columns, the first of them."""
        covered = range(cell.column, cell.column + cell.colspan)
        if len(covered) == 1 and not labelled:
            return (cell.row, cell.column) if self.role(cell.column) in ("value", "share") else None
        columns = [column for column in covered if self.role(column) == "value"]
        return (cell.row, columns[0]) if labelled and columns else None

    def _take_figure(self, cell: Cell, at: Place, quantity: Quantity) -> None:
        self.values[at] = self._figure(cell, at, quantity)
        if quantity.share is None:
            return
        share = self._share_figure(cell, at, quantity)
        covered = range(cell.column, cell.column + cell.colspan)
        beside = next((column for column in covered if self.role(column) == "share"), None)
        if beside is None:
            self.shares[at] = share
        else:
            self.values[(cell.row, beside)] = share

    def _figure(self, cell: Cell, at: Place, quantity: Quantity) -> Figure:
        unit = quantity.unit or self.units.get((self.table.index, cell.row, cell.column)) or self._unit(at[1])
        return Figure(
            value=quantity.value or Decimal(0),
            decimals=quantity.decimals,
            text=squash(cell.text),
            location=self.table.locate(cell),
            name=self._name(at),
            unit=unit,
            exact=exactness(unit, quantity.decimals),
            bound=quantity.bound,
            sure=self._sure(cell, quantity),
        )

    def _share_figure(self, cell: Cell, at: Place, quantity: Quantity) -> Figure:
        return Figure(
            value=quantity.share or Decimal(0),
            decimals=quantity.share_decimals,
            text=squash(cell.text),
            location=self.table.locate(cell),
            name=self._name(at),
            part=SHARE,
            unit=PERCENT,
            exact=False,
            bound=quantity.share_bound,
            sure=self._sure(cell, quantity),
        )

    def _sure(self, cell: Cell, quantity: Quantity) -> bool:
        return not self.ocr and min(cell.confidence, quantity.confidence, self.table.confidence) >= SURE

    def _unit(self, column: int) -> str | None:
        known = self.columns[column]
        if known.unit:
            return known.unit
        stated = next((unit for text in reversed(known.header) if (unit := find_unit(text))), None)
        return stated.symbol if stated else self.table.unit

    def _name(self, at: Place) -> str:
        """«row label · column header», as a person would point at the cell."""
        header = (
            squash(", ".join(dict.fromkeys(self.table.columns[at[1]].header)))
            if at[1] < len(self.table.columns)
            else ""
        )
        return " · ".join(part for part in (self.labels.get(at[0], ""), header) if part)


def row_labels(table: Table, block: Block) -> dict[int, str]:
    """What each row is called: the text of its first key column."""
    keys = {index for index, column in enumerate(block.columns) if column.role in ("key", "text")}
    labels: dict[int, str] = {}
    for cell in table.cells:
        if cell.column in keys and cell.text.strip():
            for row in range(cell.row, cell.row + cell.rowspan):
                if row in block.rows:
                    labels.setdefault(row, squash(cell.text))
    return labels


def cell_location(table: Table, row: int, column: int) -> Location:
    """Where a place of the grid stands."""
    cell = next((one for one in table.cells if _covers(one, row, column)), None)
    return table.locate(cell) if cell else Location(table.location.block, table.index, row, column)


def _covers(cell: Cell, row: int, column: int) -> bool:
    return cell.row <= row < cell.row + cell.rowspan and cell.column <= column < cell.column + cell.colspan


def figures_at(sheet: Sheet, rows: Iterable[int], column: int) -> list[Figure]:
    """Figures of one column in these rows, rows without one left out."""
    return [sheet.values[(row, column)] for row in rows if (row, column) in sheet.values]
