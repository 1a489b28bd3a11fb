"""A table's grid with every cell read: what rows and columns are judged by."""

from collections.abc import Sequence
from functools import cached_property

from extract.document import Cell, Table
from extract.tables.cells import Reading, read_cell

# A column that holds numbers in fewer of its rows than this is none of numbers, unless its header says so.
SPARSE = 0.1


class Grid:
    """The filled grid of a table and the reading of each place; rows and columns count from 0."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.n_rows = table.n_rows
        self.n_columns = table.n_columns
        self.cells = table.grid()
        self._begun: dict[int, tuple[Cell, ...]] = {}
        self._folded: dict[int, tuple[str, ...]] = {}

    def cell(self, row: int, column: int) -> Cell:
        return self.cells[row][column]

    def read(self, row: int, column: int) -> Reading:
        return read_cell(self.cells[row][column].text)

    def folded(self, row: int) -> tuple[str, ...]:
        """The folded texts of a row."""
        found = self._folded.get(row)
        if found is None:
            found = self._folded[row] = tuple(read_cell(cell.text).folded for cell in self.cells[row])
        return found

    def starts(self, row: int, column: int) -> bool:
        """Whether a cell has its top left corner here."""
        cell = self.cells[row][column]
        return cell.row == row and cell.column == column

    def from_above(self, row: int, column: int) -> bool:
        """Whether the cell here began in a row above."""
        return self.cells[row][column].row < row

    def distinct(self, row: int) -> list[Cell]:
        """Cells that stand in the row, each once, left to right."""
        line = self.cells[row]
        return [cell for column, cell in enumerate(line) if column == 0 or cell is not line[column - 1]]

    def begun(self, row: int) -> tuple[Cell, ...]:
        """Cells that begin in the row and hold text."""
        found = self._begun.get(row)
        if found is None:
            found = tuple(cell for cell in self.distinct(row) if cell.row == row and cell.text.strip())
            self._begun[row] = found
        return found

    def spans_all(self, row: int) -> Cell | None:
        """The one cell that covers the whole row and holds text."""
        cells = self.distinct(row)
        return cells[0] if self.n_columns > 1 and len(cells) == 1 and cells[0].text.strip() else None

    def is_blank(self, row: int) -> bool:
        return not any(cell.text.strip() for cell in self.cells[row])

    def column(self, column: int, rows: Sequence[int]) -> list[Reading]:
        """Readings of the cells of a column that begin in `rows`; cells over half the table belong to no column."""
        cells = ((row, self.cells[row][column]) for row in rows)
        return [
            read_cell(cell.text)
            for row, cell in cells
            if cell.row == row and cell.colspan <= max(1, self.n_columns // 2)
        ]

    @cached_property
    def numeric_columns(self) -> frozenset[int]:
        """Columns in which most texts below the first row are numbers (years apart)."""
        return frozenset(column for column in range(self.n_columns) if self._is_numeric(column))

    def _is_numeric(self, column: int) -> bool:
        readings = self.column(column, range(min(1, self.n_rows - 1), self.n_rows))
        texts = [reading for reading in readings if not reading.blank and reading.label is None]
        figures = sum(reading.figure for reading in texts)
        missing = sum(reading.missing for reading in texts)
        if figures + missing < (self.n_rows - 1) * SPARSE:
            return False
        return figures + missing > 0 and figures + missing >= len(texts) / 2 and figures + missing > _years(texts)


def _years(readings: list[Reading]) -> int:
    return sum(reading.is_year for reading in readings)
