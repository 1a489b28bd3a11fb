"""Where a table without column lines runs over a page: do the columns agree, and what above it is the rest of a cut row."""

from collections.abc import Sequence
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_block import is_caption
from extract.formats.pdf_grid import GridCell, PageTable, cell_lines
from extract.formats.pdf_lines import Line
from extract.formats.pdf_page import Word

_SLACK = 3.0
_MOST_LINES = 30
_MOST_TITLES = 3

Span = tuple[float, float]


def white_agrees(first: PageTable, second: PageTable) -> bool:
    """Between each two columns some white is common to both, and columns begin at the same places or end there."""
    if len(first.xs) != len(second.xs):
        return False
    ours, theirs = extents(first), extents(second)
    inner = range(first.n_columns - 1)
    return all(_common(ours, theirs, index) > -_SLACK for index in inner) and all(map(_alike, ours, theirs))


def extents(table: PageTable) -> list[Span | None]:
    """From where to where the text of each column reaches."""
    spans: list[Span | None] = [None] * table.n_columns
    for cell in table.cells:
        if cell.colspan > 1 or cell.blank:
            continue
        left, right = min(line.x0 for line in cell.lines), max(line.x1 for line in cell.lines)
        known = spans[cell.column]
        spans[cell.column] = (left, right) if known is None else (min(left, known[0]), max(right, known[1]))
    return spans


def _common(ours: Sequence[Span | None], theirs: Sequence[Span | None], index: int) -> float:
    """How wide the white between a column and the next is in both tables together."""
    ends = [side[index][1] for side in (ours, theirs) if side[index] is not None]  # type: ignore[index]
    starts = [side[index + 1][0] for side in (ours, theirs) if side[index + 1] is not None]  # type: ignore[index]
    return min(starts) - max(ends) if starts and ends else 0.0


def _alike(ours: Span | None, theirs: Span | None) -> bool:
    """Aligned to the left, the right or the middle."""
    if ours is None or theirs is None:
        return True
    middle = abs(sum(ours) - sum(theirs)) / 2
    return min(abs(ours[0] - theirs[0]), abs(ours[1] - theirs[1]), middle) <= _SLACK


def with_head(lines: Sequence[Line], table: PageTable) -> PageTable | None:
    """The table with `lines`, which stand above it at the head of the page, as its first row: what a row that the page
    cut has left. None where they do not stand in its columns as the text below them does."""
    if table.drawn or not lines or len(lines) > _MOST_LINES:
        return None
    reach = extents(table)
    held: dict[int, list[Word]] = {}
    for line in lines:
        for word in line.words:
            column = _column(word, table.xs)
            if column is None:
                return None
            held.setdefault(column, []).append(word)
    if not all(_begins_like(words, reach[column]) for column, words in held.items()):
        return None
    top, bottom = min(line.top for line in lines), table.ys[0]
    head = [
        GridCell(
            0, column, 1, 1, Box(table.xs[column], top, table.xs[column + 1], bottom), table.page, _lines(held, column)
        )
        for column in range(table.n_columns)
    ]
    body = [
        GridCell(c.row + 1, c.column, c.rowspan, c.colspan, c.box, c.page, c.lines, c.confidence) for c in table.cells
    ]
    return PageTable(table.page, table.xs, [top, *table.ys], head + body, table.found_by, table.confidence, table.drawn)


def with_foot(paragraphs: Sequence[Sequence[Line]], table: PageTable) -> PageTable | None:
    """The table with a row more for each of the `paragraphs` that stand right below it at the foot of the page: titles
    of sections that go on overleaf. None where one is no such title."""
    lines = [line for paragraph in paragraphs for line in paragraph]
    if table.drawn or not lines or len(lines) > _MOST_TITLES:
        return None
    reach = extents(table)
    cells, ys = list(table.cells), list(table.ys)
    size = max((line.size for cell in table.cells for line in cell.lines), default=0.0)
    for paragraph in paragraphs:
        start = _title_start(paragraph, table.xs, reach)
        if start is None or paragraph[0].size < 0.9 * size or paragraph[0].top - ys[-1] > 1.5 * size:
            return None
        box = Box(table.xs[start], ys[-1], table.xs[-1], paragraph[-1].bottom + 1)
        row, ys = len(ys) - 1, [*ys, box.bottom]
        cells += [
            GridCell(row, column, 1, 1, Box(left, box.top, right, box.bottom), table.page)
            for column, (left, right) in enumerate(pairwise(table.xs[: start + 1]))
        ]
        cells.append(GridCell(row, start, 1, table.n_columns - start, box, table.page, list(paragraph)))
    return PageTable(table.page, table.xs, ys, cells, table.found_by, table.confidence, table.drawn)


def _title_start(lines: Sequence[Line], xs: Sequence[float], reach: Sequence[Span | None]) -> int | None:
    """The column at whose left edge the lines begin, or 0 for lines in the middle of the table."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    if is_caption(lines[0]) or left < xs[0] - _SLACK or right > xs[-1] + _SLACK:
        return None
    for column, extent in enumerate(reach[:2]):
        if extent is not None and abs(left - extent[0]) <= _SLACK:
            return column
    return 0 if abs(left + right - xs[0] - xs[-1]) <= 2 * _SLACK else None


def _column(word: Word, xs: Sequence[float]) -> int | None:
    """The only column that the word stands in."""
    for index, (left, right) in enumerate(pairwise(xs)):
        if left - _SLACK <= word.x0 and word.x1 <= right + _SLACK:
            return index
    return None


def _begins_like(words: Sequence[Word], extent: Span | None) -> bool:
    return extent is not None and abs(min(word.x0 for word in words) - extent[0]) <= _SLACK


def _lines(held: dict[int, list[Word]], column: int) -> list[Line]:
    return cell_lines(held[column]) if column in held else []
