"""A table as found on one page: where its columns and rows run, its cells, the lines of text in them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extract.document import Box
from extract.formats.pdf_lines import Line, line_of, lines_of
from extract.formats.pdf_page import Word

FoundBy = Literal["rules", "shading", "alignment", "scan"]


@dataclass(slots=True)
class GridCell:
    """A cell at its top left square. `lines` are its text; `parts` the pages and boxes that it has."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    page: int
    lines: list[Line] = field(default_factory=list)
    confidence: float = 1.0

    @property
    def blank(self) -> bool:
        return not self.lines


@dataclass(slots=True)
class PageTable:
    """A grid of `xs` (column edges) by `ys` (row edges) on a page; cells tile it, in row-major order.

    `drawn`: lines divide the columns, so that their places are exact."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    found_by: FoundBy
    confidence: float = 1.0
    drawn: bool = False

    @property
    def n_rows(self) -> int:
        return len(self.ys) - 1

    @property
    def n_columns(self) -> int:
        return len(self.xs) - 1

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def rows(self) -> list[list[GridCell]]:
        """Cells that start in each row."""
        rows: list[list[GridCell]] = [[] for _row in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


Span = tuple[int, int, int, int]


def fill_cells(
    page: int, xs: Sequence[float], ys: Sequence[float], spans: Iterable[Span], words: Iterable[Word]
) -> list[GridCell]:
    """Cells of the given spans (row, column, rowspan, colspan), each with the words whose middle is in it."""
    cells = [
        GridCell(row, column, tall, wide, Box(xs[column], ys[row], xs[column + wide], ys[row + tall]), page)
        for row, column, tall, wide in spans
    ]
    at = {
        (row, column): index
        for index, cell in enumerate(cells)
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    }
    held: dict[int, list[Word]] = {}
    rows, columns = len(ys) - 1, len(xs) - 1
    for word in words:
        row = min(max(bisect_right(ys, word.middle) - 1, 0), rows - 1)
        column = min(max(bisect_right(xs, word.centre) - 1, 0), columns - 1)
        held.setdefault(at[row, column], []).append(word)
    for index, inside in held.items():
        cells[index].lines = cell_lines(inside)
    return cells


def cell_lines(words: Sequence[Word]) -> list[Line]:
    """Lines of a cell, in the order they are read; text set upright on its side is read along its side."""
    turned = [word for word in words if word.angle in (90, 270)]
    if len(turned) * 2 <= len(words):
        return lines_of(words)
    angle = turned[0].angle
    rows: dict[float, list[Word]] = {}
    for word in turned:
        near = next((key for key in rows if abs(key - word.baseline) <= 0.3 * word.size), word.baseline)
        rows.setdefault(near, []).append(word)
    keys = sorted(rows, reverse=angle == 90)
    return [_side_line(rows[key], angle) for key in keys]


def _side_line(words: list[Word], angle: int) -> Line:
    """A line read upwards (270) or downwards (90): spelled as if it lay flat, kept where it stands."""
    flat = line_of(_laid_flat(word, angle) for word in words)
    return Line(
        tuple(words),
        flat.text,
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
        flat.baseline,
        flat.size,
        flat.marks,
    )


def _laid_flat(word: Word, angle: int) -> Word:
    start, end = (word.top, word.bottom) if angle == 90 else (-word.bottom, -word.top)
    return Word(word.text, start, 0.0, end, word.size, word.size, word.size, word.bold, word.spaced)


def inside(word: Word, box: Box, slack: float = 1.0) -> bool:
    """The middle of the word is in the box."""
    return box.x0 - slack <= word.centre <= box.x1 + slack and box.top - slack <= word.middle <= box.bottom + slack
