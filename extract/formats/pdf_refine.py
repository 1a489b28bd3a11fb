"""Ruled tables that leave a part undrawn: body rows without upright lines, many rows between two lines."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_align import table_in
from extract.formats.pdf_block import Seed
from extract.formats.pdf_grid import GridCell, PageTable, cell_lines
from extract.formats.pdf_page import Rule, Word
from extract.formats.pdf_rows import ORDINAL, is_value

APART = 0.8
LISTED = 3


def refined(table: PageTable, rules: Sequence[Rule], words: Sequence[Word]) -> PageTable:
    """The table with what its lines leave undivided divided by its text."""
    table = with_cut_spans(table)
    if not _is_under_drawn(table):
        return table
    seed = Seed(table.box, tuple(table.ys[1:-1]), "rules", tuple(table.xs[1:-1]), tuple(rules))
    found = table_in(table.page, words, seed)
    if found is None or found.n_rows < table.n_rows or found.n_columns < table.n_columns:
        return table
    return found


def with_cut_spans(table: PageTable) -> PageTable:
    """Cells that span columns cut where their text keeps clear of a column edge by a wide gap."""
    cells: list[GridCell] = []
    for cell in table.cells:
        cells += _cut(cell, table.xs) if cell.colspan > 1 and cell.rowspan == 1 and not cell.blank else [cell]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return PageTable(table.page, table.xs, table.ys, cells, table.found_by, table.confidence, table.drawn)


def _cut(cell: GridCell, xs: Sequence[float]) -> list[GridCell]:
    """The parts of a cell: one for each stretch of columns that a phrase takes."""
    words = [word for line in cell.lines for word in line.words]
    if not any(_gaps(line.words) for line in cell.lines):
        return [cell]
    edges = xs[cell.column : cell.column + cell.colspan + 1]
    joined = {place for place in range(1, cell.colspan) if not _keeps_clear(cell, edges[place])}
    starts = [place for place in range(cell.colspan) if place not in joined]
    parts = []
    for start, end in pairwise([*starts, cell.colspan]):
        own = [
            word
            for word in words
            if edges[start] <= word.centre < edges[end] or (end == cell.colspan and word.centre >= edges[end])
        ]
        box = Box(edges[start], cell.box.top, edges[end], cell.box.bottom)
        lines = cell_lines(own) if own else []
        parts.append(GridCell(cell.row, cell.column + start, 1, end - start, box, cell.page, lines, cell.confidence))
    return parts if sum(not part.blank for part in parts) > 1 else [cell]


def _gaps(words: Sequence[Word]) -> bool:
    return any(right.x0 - left.x1 >= APART * right.size for left, right in pairwise(words))


def _keeps_clear(cell: GridCell, edge: float) -> bool:
    """On each line the words on both sides of the edge stand wide apart."""
    for line in cell.lines:
        left = max((word.x1 for word in line.words if word.centre < edge), default=None)
        right = min((word.x0 for word in line.words if word.centre >= edge), default=None)
        near = (left is not None and left > edge + 1) or (right is not None and right < edge - 1)
        if near or (left is not None and right is not None and right - left < APART * line.size):
            return False
    return True


def _is_under_drawn(table: PageTable) -> bool:
    """Several figures one under the other in neighbouring cells, or columns of words inside a column."""
    return any(_is_crowded(row) for row in table.rows()) or _has_inner_columns(table)


def _is_crowded(row: Sequence[GridCell]) -> bool:
    """Two cells or more that hold figures on the same lines."""
    levels: Counter[int] = Counter()
    for cell in row:
        if cell.rowspan == 1:
            levels.update({round(line.baseline) for line in cell.lines if is_value(line.text)})
    return sum(count >= 2 for count in levels.values()) >= 2 or _is_listed(row)


def _is_listed(row: Sequence[GridCell]) -> bool:
    """A cell that holds a column of figures or of list numbers, beside one with as many lines."""
    plain = [cell for cell in row if cell.rowspan == 1]
    for cell in plain:
        listed = sum(is_value(line.text) or bool(ORDINAL.match(line.text)) for line in cell.lines)
        beside = any(len(other.lines) >= listed for other in plain if other is not cell)
        if listed >= LISTED and 2 * listed > len(cell.lines) and beside:
            return True
    return False


def _has_inner_columns(table: PageTable) -> bool:
    open_lines = plain_lines = 0
    for cell in table.cells:
        for line in cell.lines:
            if any(right.x0 - left.x1 >= 1.5 * right.size for left, right in pairwise(line.words)):
                open_lines += 1
            else:
                plain_lines += 1
    return open_lines >= 3 and open_lines >= 0.3 * (open_lines + plain_lines)


def is_plausible(table: PageTable) -> bool:
    """A table rather than a drawing: text side by side in enough of its rows, or a regular grid."""
    filled = [cell for cell in table.cells if not cell.blank]
    regular = len(table.cells) == table.n_rows * table.n_columns and table.n_columns > 1
    if len(table.cells) < 2 or len(filled) < (1 if regular and len(table.cells) <= 12 else 2):
        return False
    if regular:
        return len(filled) >= 0.15 * len(table.cells)
    beside = sum(sum(not cell.blank for cell in row) >= 2 for row in table.rows())
    titles = sum(len(row) == 1 and not row[0].blank for row in table.rows())
    blank_columns = table.n_columns - len({cell.column for cell in filled if cell.colspan == 1})
    return beside >= 1 and beside + titles >= 0.4 * table.n_rows and blank_columns <= 0.5 * table.n_columns
