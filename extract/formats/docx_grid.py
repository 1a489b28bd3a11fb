"""Columns of a table of a .docx, as a person sees them: rows of unlike cells put on one grid."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple
from xml.etree.ElementTree import Element

from extract.formats.docx_plain import PLAIN_CELL, WIDTH
from extract.formats.docx_xml import W, whole

Merge = Literal["none", "start", "continue"]
# Word's own margins of a cell are 108 twips on each side: a narrower column is two borders that missed each other.
NARROW = 120


class RawCell(NamedTuple):
    """A cell as written: columns [start, end) of the grid. `joined` continues the cell at its left."""

    element: Element
    start: int
    end: int
    merge: Merge = "none"
    joined: bool = False


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as written. `after` columns are left free at its right."""

    cells: tuple[RawCell, ...]
    after: int = 0
    header: bool = False


def on_one_grid(rows: Sequence[RawRow], widths: Sequence[int]) -> tuple[list[RawRow], int]:
    """Rows with their columns renumbered, and the number of columns.

    `widths` are the grid's columns in twips. Ragged rows are laid by their widths, borders that nearly meet are
    made one, columns that no row tells apart are joined."""
    n_columns = max((_end(row) for row in rows), default=0)
    positions = [0, *accumulate(widths)] if len(widths) >= n_columns and all(width > 0 for width in widths) else []
    if positions:
        rows = [_by_width(row, n_columns, positions) for row in rows]
    spans = _spans(rows)
    if positions:
        snapped = _snapped(spans, positions)
        rows = _renumbered(rows, snapped)
        spans = {(snapped[start], snapped[end]) for start, end in spans}
    borders = {0}.union(*spans)
    order = {border: index for index, border in enumerate(sorted(borders))}
    return _renumbered(rows, order), len(order) - 1


def _spans(rows: Sequence[RawRow]) -> set[tuple[int, int]]:
    """Columns that cells cover, each way once: rows of one table are much alike."""
    return {(cell.start, cell.end) for row in rows for cell in row.cells}


def _end(row: RawRow) -> int:
    return (row.cells[-1].end if row.cells else 0) + row.after


def _by_width(row: RawRow, n_columns: int, positions: list[int]) -> RawRow:
    """A row with too few columns, its cells laid where their widths say; as it was where they say nothing clear."""
    if _end(row) == n_columns or not row.cells:
        return row
    widths = [_width(cell.element) for cell in row.cells]
    edges = list(accumulate(widths, initial=positions[row.cells[0].start]))
    borders = [_nearest(positions, edge) for edge in edges]
    strayed = any(abs(positions[border] - edge) > NARROW for border, edge in zip(borders, edges, strict=True))
    if strayed or min(widths) <= 0 or any(left >= right for left, right in pairwise(borders)):
        return row
    laid = zip(row.cells, pairwise(borders), strict=True)
    return replace(row, cells=tuple(cell._replace(start=left, end=right) for cell, (left, right) in laid))


def _width(cell: Element) -> int:
    """The stated width of a cell in twips, 0 where it states none."""
    if cell.tag == PLAIN_CELL:
        return whole(cell.get(WIDTH))
    width = cell.find(f"{W}tcPr/{W}tcW")
    return whole(width.get(W + "w")) if width is not None and width.get(W + "type", "dxa") == "dxa" else 0


def _nearest(positions: list[int], edge: int) -> int:
    right = min(bisect_left(positions, edge), len(positions) - 1)
    left = max(right - 1, 0)
    return left if edge - positions[left] < positions[right] - edge else right


def _snapped(spans: Iterable[tuple[int, int]], positions: list[int]) -> dict[int, int]:
    """Each border's index with the indices of borders that nearly meet made one; no cell is left without width."""
    starts: dict[int, set[int]] = {}
    for start, end in spans:
        starts.setdefault(end, set()).add(start)
    snapped = {0: 0}
    for border in range(1, len(positions)):
        first = snapped[border - 1]
        near = positions[border] - positions[first] < NARROW
        emptied = any(snapped[start] == first for start in starts.get(border, ()))
        snapped[border] = first if near and not emptied else border
    return snapped


def _renumbered(rows: Sequence[RawRow], order: dict[int, int]) -> list[RawRow]:
    if all(old == new for old, new in order.items()):
        return list(rows)
    return [
        replace(row, cells=tuple(cell._replace(start=order[cell.start], end=order[cell.end]) for cell in row.cells))
        for row in rows
    ]
