"""A few rows at the head of a page tell little about their columns: those of the same table on the page before do."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_grid import GridCell, PageTable, cell_lines
from extract.formats.pdf_page import Word
from extract.formats.pdf_seams import Span, extents, white_agrees

_SLACK = 3.0
_MOST_ROWS = 8
Piece = tuple[int, int, list[Word]]


def recounted(table: PageTable, model: PageTable) -> PageTable | None:
    """The rows of `table` cut at the columns of `model`; None where hardly any of them stands in these."""
    few = table.n_rows <= min(_MOST_ROWS, model.n_rows) and table.n_columns < model.n_columns
    if not few or any(cell.rowspan > 1 for cell in table.cells):
        return None
    starts = extents(model)
    cells: list[GridCell] = []
    for row, held in enumerate(table.rows()):
        pieces = [piece for cell in held for line in cell.lines for piece in _pieces(line.words, model.xs, starts)]
        cells += _cells(row, _merged(pieces), table, model)
    found = PageTable(table.page, list(model.xs), table.ys, cells, table.found_by, table.confidence, table.drawn)
    plain = sum(all(cell.colspan == 1 for cell in row) for row in found.rows())
    return found if 3 * plain >= found.n_rows and white_agrees(model, found) else None


def _pieces(words: Sequence[Word], xs: Sequence[float], starts: Sequence[Span | None]) -> list[Piece]:
    """Words of a line up to those that begin a column; first and last column of each piece."""
    groups: list[list[Word]] = [[words[0]]]
    for last, word in pairwise(words):
        column = _column(xs, word.centre)
        start = starts[column]
        begins = start is not None and abs(word.x0 - start[0]) <= _SLACK
        if column != _column(xs, last.centre) and (begins or word.x0 - last.x1 >= word.size):
            groups.append([word])
        else:
            groups[-1].append(word)
    return [(_column(xs, group[0].centre), _column(xs, group[-1].x1 - _SLACK), group) for group in groups]


def _column(xs: Sequence[float], at: float) -> int:
    return min(max(bisect_right(xs, at) - 1, 0), len(xs) - 2)


def _merged(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that share a column are one cell."""
    merged: list[Piece] = []
    for first, last, words in sorted(pieces, key=lambda piece: piece[:2]):
        if merged and first <= merged[-1][1]:
            begin, end, before = merged[-1]
            merged[-1] = begin, max(end, last), before + words
        else:
            merged.append((first, last, words))
    return merged


def _cells(row: int, pieces: Sequence[Piece], table: PageTable, model: PageTable) -> list[GridCell]:
    """The cells of a row, blank ones too."""
    covered = {column for first, last, _words in pieces for column in range(first, last + 1)}
    blank: list[Piece] = [(column, column, []) for column in range(model.n_columns) if column not in covered]
    top, bottom = table.ys[row], table.ys[row + 1]
    return [
        GridCell(
            row,
            first,
            1,
            last - first + 1,
            Box(model.xs[first], top, model.xs[last + 1], bottom),
            table.page,
            cell_lines(words) if words else [],
        )
        for first, last, words in sorted([*pieces, *blank], key=lambda piece: piece[0])
    ]
