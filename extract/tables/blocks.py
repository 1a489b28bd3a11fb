"""Tables within the grid of a table: rows that a header of their own, below the first, names anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Column, RowKind
from extract.language import HEADER_WORD
from extract.tables.columns import read_columns
from extract.tables.grid import Grid

_VALUE_ROLES = ("value", "share")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a grid and the columns that name them. `header` is the row of the inner header, None for the
    table's own; `over` are the header texts that stand over an inner table."""

    columns: tuple[Column, ...]
    rows: tuple[int, ...]
    header: int | None = None
    over: tuple[str, ...] = ()


def find_blocks(grid: Grid, columns: tuple[Column, ...], kinds: Sequence[RowKind]) -> tuple[Block, ...]:
    """The table's own rows first, then inner tables from top to bottom."""
    inner: list[Block] = []
    taken: set[int] = set()
    first = next((row for row, kind in enumerate(kinds) if kind != "header"), grid.n_rows)
    for row in range(1, grid.n_rows - 1):
        if row >= first and kinds[row] in ("body", "header") and row not in taken:
            block = _inset(grid, columns, kinds, row) or _renamed(grid, columns, kinds, row)
            if block is not None:
                inner.append(block)
                taken |= {row, *block.rows}
    own = tuple(row for row, kind in enumerate(kinds) if kind != "header" and row not in taken)
    return (Block(columns, own), *inner)


def _renamed(grid: Grid, columns: tuple[Column, ...], kinds: Sequence[RowKind], row: int) -> Block | None:
    """A row of words over columns of values, with values right below all of its words."""
    begun = grid.begun(row)
    over_values = [cell for cell in begun if columns[cell.column].role in _VALUE_ROLES]
    readings = [grid.read(row, cell.column) for cell in begun]
    if len(begun) < 2 or not over_values or any(reading.figure or reading.missing for reading in readings):
        return None
    below = [grid.read(row + 1, cell.column) for cell in begun]
    keyless = all(reading.number for reading in below)
    named = len({grid.read(row, cell.column).folded for cell in over_values}) > 1 and bool(
        HEADER_WORD.search(readings[0].folded) or readings[0].is_period
    )
    if not keyless and not (named and all(below[begun.index(cell)].number for cell in over_values)):
        return None
    rows = _rows_below(grid, kinds, row, [cell.column for cell in over_values])
    return _block(grid, row, rows, ())


def _inset(grid: Grid, columns: tuple[Column, ...], kinds: Sequence[RowKind], row: int) -> Block | None:
    """Periods or units in a row of a text table, with figures below each: a small table inside a cell."""
    named = [
        cell for cell in grid.begun(row) if _is_name(grid, row, cell.column) and grid.read(row + 1, cell.column).figure
    ]
    over = next((header for cell in named if (header := columns[cell.column].header)), ())
    if len(named) < 2 or any(columns[cell.column].header not in (over, ()) for cell in named):
        return None
    rows = _rows_below(grid, kinds, row, [cell.column for cell in named])
    return _block(grid, row, rows, over, frozenset(cell.column for cell in named))


def _is_name(grid: Grid, row: int, column: int) -> bool:
    reading = grid.read(row, column)
    return reading.is_period or reading.unit is not None


def _rows_below(grid: Grid, kinds: Sequence[RowKind], row: int, over: list[int]) -> tuple[int, ...]:
    rows = []
    for below in range(row + 1, grid.n_rows):
        if kinds[below] not in ("body", "total", "subtotal") or not any(grid.read(below, c).figure for c in over):
            break
        rows.append(below)
    return tuple(rows)


def _block(
    grid: Grid, row: int, rows: tuple[int, ...], over: tuple[str, ...], only: frozenset[int] | None = None
) -> Block:
    """The columns of an inner table; `only`: the columns that it fills, beside those that name its rows."""
    header = [
        (cell.text,) if cell.row == row and cell.text.strip() and (only is None or column in only) else ()
        for column in range(grid.n_columns)
        if (cell := grid.cell(row, column)) is not None
    ]
    return Block(read_columns(grid, header, list(rows)), rows, row, over)
