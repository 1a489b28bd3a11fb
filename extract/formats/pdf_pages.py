"""Tables that run over pages are one table: repeated header dropped, a row cut by the page made whole."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.formats.pdf_grid import GridCell, PageTable
from extract.formats.pdf_recount import recounted
from extract.formats.pdf_seams import white_agrees
from extract.language import OF_WHICH, TOTAL_OF

MAX_HEADER = 6
SAME_EDGE = 4.0
WANDER = 12.0
CUT = 1.0
_VALUE = re.compile(r"^[<>≈~+−–-]?\s?\d[\d\s.,]*%?(?:\s?\(.*\))?$")
_ORDINAL = re.compile(r"^\d{1,4}(?:\.\d{1,3})*[.)]?$")
_UNFINISHED = re.compile(r"(?:[-–,(«]|\b(?:и|или|в|на|с|по|для|от|до|за|из|к|о|об|при|не))$", re.IGNORECASE)
Row = list[GridCell]


@dataclass(frozen=True, slots=True)
class Joined:
    """The longer table, and how many rows had to be sewn together on a guess."""

    table: PageTable
    cut_row: bool


def continued(first: PageTable, second: PageTable) -> Joined | None:
    """The two as one table, or None when `second`, which opens the next page, is a table of its own."""
    aligned = _aligned(first, second)
    if aligned is None:
        return None
    first, second = aligned
    repeated = _repeated_header(first, second)
    if not repeated and _opens_with_header(second, first):
        return None
    body = _without_rows(second, repeated)
    if body is None:
        return Joined(first, cut_row=False)
    body = _under(first, body)
    cut = _is_cut(first, body)
    return Joined(_appended(first, body, cut=cut), cut_row=cut)


def _aligned(first: PageTable, second: PageTable) -> tuple[PageTable, PageTable] | None:
    """Both on the same columns. A page may miss an inner line that the other has; the frame must be the same."""
    if not (first.drawn and second.drawn):
        if finer := _finer(first, second):
            return finer
        if _same_columns(first, second):
            return first, second
        again = recounted(second, first)
        if again is None and _repeated_header(first, second):
            return _united(first, second)
        return None if again is None else (first, again)
    shift = first.xs[0] - second.xs[0]
    moved = [x + shift for x in second.xs]
    if abs(moved[-1] - first.xs[-1]) > 2 * SAME_EDGE:
        return None
    if len(moved) == len(first.xs):
        same = all(abs(x - y) <= SAME_EDGE for x, y in zip(moved, first.xs, strict=True))
        return (first, second) if same else None
    if _within(moved, first.xs):
        return first, _on_edges(second, moved, first.xs)
    if _within(first.xs, moved):
        return _on_edges(first, first.xs, moved), second
    return None


def _finer(first: PageTable, second: PageTable) -> tuple[PageTable, PageTable] | None:
    """Both on the columns of the one that has more, where all columns of the other are among them."""
    few, many = sorted((first, second), key=lambda table: len(table.xs))
    if len(few.xs) == len(many.xs):
        return None
    inner = few.xs[1:-1]
    near = [_nearest(many.xs[1:-1], x) + 1 for x in inner]
    apart = any(abs(many.xs[place] - x) > WANDER for place, x in zip(near, inner, strict=True))
    if apart or len(set(near)) < len(near) or len(near) < 2:
        return None
    counted = _on_edges(few, [many.xs[0], *(many.xs[place] for place in near), many.xs[-1]], many.xs)
    return (counted, second) if few is first else (first, counted)


def _united(first: PageTable, second: PageTable) -> tuple[PageTable, PageTable] | None:
    """Both on the columns that either has: their headers say that they are one table."""
    ours, theirs = first.xs[1:-1], second.xs[1:-1]
    own = [x for x in theirs if all(abs(x - other) > WANDER for other in ours)]
    edges = [first.xs[0], *sorted([*ours, *own]), first.xs[-1]]
    places = [first.xs[0], *(edges[1:-1][_nearest(edges[1:-1], x)] for x in theirs), first.xs[-1]]
    if len(set(places)) < len(places):
        return None
    return _on_edges(first, first.xs, edges), _on_edges(second, places, edges)


def _same_columns(first: PageTable, second: PageTable) -> bool:
    """As many columns, in about the same places: white between columns leaves room to err."""
    if len(first.xs) != len(second.xs):
        return False
    if _repeated_header(first, second) or white_agrees(first, second):
        return True
    for index in range(1, len(first.xs) - 1):
        room = min(first.xs[index] - first.xs[index - 1], first.xs[index + 1] - first.xs[index])
        if abs(first.xs[index] - second.xs[index]) > min(40.0, 0.5 * room):
            return False
    return True


def _within(few: Sequence[float], many: Sequence[float]) -> bool:
    return len(few) < len(many) and all(min(abs(x - y) for y in many) <= SAME_EDGE for x in few)


def _on_edges(table: PageTable, own: Sequence[float], edges: list[float]) -> PageTable:
    """The table counted in finer columns."""
    place = [_nearest(edges, x) for x in own]
    cells = [
        GridCell(
            cell.row,
            place[cell.column],
            cell.rowspan,
            place[cell.column + cell.colspan] - place[cell.column],
            cell.box,
            cell.page,
            cell.lines,
            cell.confidence,
        )
        for cell in table.cells
    ]
    return PageTable(table.page, list(edges), table.ys, cells, table.found_by, table.confidence, table.drawn)


def _nearest(edges: Sequence[float], x: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - x))


def _text(cell: GridCell) -> str:
    return " ".join(line.text for line in cell.lines)


def _signature(row: Row) -> list[str]:
    """The letters of a row, wherever its cells begin and its lines break."""
    return sorted(re.sub(r"[\s-]+", "", "".join(_text(cell) for cell in row)).lower())


def _repeated_header(first: PageTable, second: PageTable) -> int:
    """How many rows at the top of `second` repeat the top of `first`."""
    ours, theirs = first.rows(), second.rows()
    count = 0
    for length in range(1, min(len(ours), len(theirs), MAX_HEADER) + 1):
        above, below = _signature(ours[length - 1]), _signature(theirs[length - 1])
        if above != below or not above:
            break
        count = length
    return count


def _opens_with_header(table: PageTable, before: PageTable) -> bool:
    """Its first row is set as a header: in bold where the row before was not, or begins with «№»."""
    rows = table.rows()
    top = [cell for cell in rows[0] if not cell.blank]
    if not top:
        return False
    if rows[0][0].lines and rows[0][0].lines[0].text.startswith("№"):
        return True
    above = [cell for cell in before.rows()[-1] if not cell.blank]
    if len(top) < max(2, len(rows[0]) - 1) or not above:
        return False
    return _is_bold(top) and not _is_bold(above)


def _is_bold(cells: Sequence[GridCell]) -> bool:
    return all(line.bold for cell in cells for line in cell.lines)


def _without_rows(table: PageTable, count: int) -> PageTable | None:
    """The table less its first rows; None when nothing is left."""
    if count >= table.n_rows:
        return None
    if not count:
        return table
    cells = [
        GridCell(
            cell.row - count, cell.column, cell.rowspan, cell.colspan, cell.box, cell.page, cell.lines, cell.confidence
        )
        for cell in table.cells
        if cell.row >= count
    ]
    return PageTable(table.page, table.xs, table.ys[count:], cells, table.found_by, table.confidence, table.drawn)


def _last_row(table: PageTable) -> Row:
    """The cells that reach the last row, one for each place."""
    return sorted(
        (cell for cell in table.cells if cell.row + cell.rowspan == table.n_rows), key=lambda cell: cell.column
    )


def _under(first: PageTable, second: PageTable) -> PageTable:
    """Blank squares at the head of `second` that stand under one cell over several columns, made one with the only text
    among them: no line tells where such a cell ends."""
    if second.drawn:
        return second
    cells = list(second.cells)
    for upper in _last_row(first):
        reach = range(upper.column, upper.column + upper.colspan)
        held = [cell for cell in cells if cell.row == 0 and cell.column in reach]
        filled = [cell for cell in held if not cell.blank]
        plain = all(cell.rowspan == 1 and cell.column + cell.colspan <= reach.stop for cell in held)
        if len(held) < 2 or len(filled) > 1 or not plain or held[0].column != upper.column:
            continue
        box = Box(held[0].box.x0, held[0].box.top, held[-1].box.x1, held[0].box.bottom)
        lines = filled[0].lines if filled else []
        whole = GridCell(0, upper.column, 1, upper.colspan, box, second.page, lines, held[0].confidence)
        gone = set(map(id, held))
        cells = [whole, *(cell for cell in cells if id(cell) not in gone)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return PageTable(second.page, second.xs, second.ys, cells, second.found_by, second.confidence, second.drawn)


def _is_cut(first: PageTable, second: PageTable) -> bool:
    """The first row of `second` goes on with the last row of `first`: weighed from several signs."""
    above, below = _last_row(first), [cell for cell in second.cells if cell.row == 0]
    if [(cell.column, cell.colspan) for cell in above] != [(cell.column, cell.colspan) for cell in below]:
        return False
    if any(_opens_parts(upper, lower) for upper, lower in zip(above, below, strict=True)):
        return False
    filled = _usually_filled(first)
    return sum(_sign(upper, lower, filled) for upper, lower in zip(above, below, strict=True)) >= CUT


def _opens_parts(upper: GridCell, lower: GridCell) -> bool:
    """«в том числе:» under a finished label is a row of its own, though it is written small and has no values."""
    if lower.blank or upper.blank:
        return False
    return OF_WHICH.match(_text(lower)) is not None and not _UNFINISHED.search(_text(upper)[-8:])


def _usually_filled(table: PageTable) -> list[float]:
    """Of each column, the share of rows with text in it."""
    counts, rows = [0] * table.n_columns, [0] * table.n_columns
    for cell in table.cells:
        if cell.colspan == 1:
            rows[cell.column] += 1
            counts[cell.column] += not cell.blank
    return [count / total if total else 0.0 for count, total in zip(counts, rows, strict=True)]


def _sign(upper: GridCell, lower: GridCell, filled: Sequence[float]) -> float:
    """How much this pair of cells speaks for one row (above 0) or for two (below 0)."""
    if lower.blank:
        return _blank_sign(upper, filled)
    after, before = _text(lower), _text(upper)
    if upper.blank:
        return -2.0 if _ORDINAL.match(after) or _VALUE.match(after) else 0.0
    if _VALUE.match(after) or _ORDINAL.match(after):
        return -4.0 if _VALUE.match(before) or _ORDINAL.match(before) else -1.0
    if after[0].isupper() and TOTAL_OF.match(after.lower()):
        return -4.0
    score = -0.5
    if after[0].islower():
        score += 1.5
    if _UNFINISHED.search(before[-8:]):
        score += 1.0
    if before[-1] in ".;!?" and not after[0].islower():
        score -= 0.5
    return score


def _blank_sign(upper: GridCell, filled: Sequence[float]) -> float:
    """A blank under a text, in a column that is hardly ever blank."""
    if upper.blank or upper.colspan > 1:
        return 0.0
    if upper.column == 0 and filled[0] > 0.6:
        return 2.0
    return 1.0 if filled[upper.column] > 0.8 else 0.0


def _appended(first: PageTable, second: PageTable, *, cut: bool) -> PageTable:
    """One under the other; `cut`: the seam runs through a row."""
    cells = list(first.cells)
    offset = first.n_rows - (1 if cut else 0)
    ending = {cell.column: index for index, cell in enumerate(cells) if cell.row + cell.rowspan == first.n_rows}
    for cell in second.cells:
        upper = ending.get(cell.column) if cell.row == 0 else None
        if upper is not None and (cut or _goes_on(cells[upper], cell, first)):
            cells[upper] = _sewn(cells[upper], cell, cut=cut)
        else:
            cells.append(
                GridCell(
                    cell.row + offset,
                    cell.column,
                    cell.rowspan,
                    cell.colspan,
                    cell.box,
                    cell.page,
                    cell.lines,
                    cell.confidence,
                )
            )
    step = second.ys[0] - first.ys[-1]
    ys = first.ys[: offset + 1] + [y - step for y in second.ys[1:]]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return PageTable(
        first.page, first.xs, ys, cells, first.found_by, min(first.confidence, second.confidence), first.drawn
    )


def _goes_on(upper: GridCell, lower: GridCell, table: PageTable) -> bool:
    """A cell that spans rows before the page break and has nothing in it after."""
    same = (upper.column, upper.colspan) == (lower.column, lower.colspan)
    return same and lower.blank and not upper.blank and upper.rowspan > 1 and _usually_filled(table)[upper.column] > 0.6


def _sewn(upper: GridCell, lower: GridCell, *, cut: bool) -> GridCell:
    return GridCell(
        upper.row,
        upper.column,
        upper.rowspan + lower.rowspan - (1 if cut else 0),
        upper.colspan,
        upper.box,
        upper.page,
        upper.lines + lower.lines,
        min(upper.confidence, lower.confidence),
    )
