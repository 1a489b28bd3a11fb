"""The last rows of a table without column lines, alone on the next page: too few to show its columns by themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.formats.pdf_block import Block, is_caption
from extract.formats.pdf_build import build_table
from extract.formats.pdf_columns import Columns, River, Strip, strips_of
from extract.formats.pdf_grid import PageTable
from extract.formats.pdf_lines import Line
from extract.formats.pdf_rows import bands_of, group_rows
from extract.formats.pdf_seams import Span, extents

_SLACK = 3.0
_APART = 1.8
_REACH = 0.75


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the text of a table stands: from where to where in each column, where cells over several begin."""

    columns: Sequence[Span | None]
    spanned: Mapping[tuple[int, int], float]
    header: frozenset[str]


def rows_overleaf(
    lines: Sequence[Line], before: PageTable, page: int, separators: Sequence[float]
) -> tuple[PageTable, int] | None:
    """The rows at the head of `page`, and of how many lines they are; None where those lines are no rows of `before`."""
    reach = extents(before)
    columns = _columns(before, reach)
    if before.drawn or columns is None:
        return None
    places = _Places(reach, _spanned(before), _header_texts(before))
    count = _standing(lines, columns, places)
    held = [strips_of(line, columns) for line in lines[:count]]
    if max((len(strips) for strips in held), default=0) < min(3, before.n_columns) or not _ends_here(lines, count):
        return None
    strips = [strip for line in held for strip in line]
    widths = [span[1] - span[0] if span else 0.0 for span in reach]
    groups = group_rows(bands_of(strips, separators), widths)
    block = Block(list(lines[:count]), tuple(separators), before.found_by)
    found = build_table(page, block, columns, groups)
    found.xs[0], found.xs[-1] = before.xs[0], before.xs[-1]
    return found, count


def reaches_foot(table: PageTable, page: int, height: float) -> bool:
    """The table takes the page down to near its foot."""
    bottom = max((line.bottom for cell in table.cells for line in cell.lines if cell.page == page), default=0.0)
    return bottom >= _REACH * height


def _columns(table: PageTable, reach: Sequence[Span | None]) -> Columns | None:
    """The columns of a table, with the white between their texts as rivers."""
    spans = [span for span in reach if span is not None]
    if len(spans) < len(reach) or len(spans) < 2:
        return None
    rivers = tuple(
        River(min(left[1], right[0] - 1), right[0]) if left[1] < right[0] else River(x - 0.5, x + 0.5)
        for (left, right), x in zip(pairwise(spans), table.xs[1:-1], strict=True)
    )
    starts = tuple(frozenset({round(span[0])}) for span in spans)
    return Columns(rivers, table.xs[0], table.xs[-1], starts)


def _spanned(table: PageTable) -> dict[tuple[int, int], float]:
    """Of cells over several columns (first, last): where their text begins."""
    found: dict[tuple[int, int], float] = {}
    for cell in table.cells:
        if cell.colspan > 1 and not cell.blank:
            found[cell.column, cell.column + cell.colspan - 1] = min(line.x0 for line in cell.lines)
    return found


def _header_texts(table: PageTable) -> frozenset[str]:
    """Lines of the first row, which may come back overleaf."""
    return frozenset(line.text for cell in table.cells if cell.row == 0 for line in cell.lines)


def _standing(lines: Sequence[Line], columns: Columns, places: _Places) -> int:
    """How many lines at the head stand in the columns."""
    for count, line in enumerate(lines):
        if is_caption(line) or (count and line.baseline - lines[count - 1].baseline > 3 * line.size):
            return count
        if not all(_stands(strip, places) for strip in strips_of(line, columns)):
            return count
    return len(lines)


def _stands(strip: Strip, places: _Places) -> bool:
    """In one column, aligned as its text is and clear of the next; in a cell over several; or in the header again."""
    if strip.text in places.header:
        return True
    for (first, last), left in places.spanned.items():
        if first == strip.first and strip.last <= last and abs(strip.x0 - left) <= _SLACK:
            return True
    span = places.columns[strip.first] if strip.first == strip.last else None
    if span is None or strip.x0 < span[0] - _SLACK:
        return False
    following = next((other[0] for other in places.columns[strip.first + 1 :] if other), span[1] + strip.size)
    middle = abs(strip.x0 + strip.x1 - span[0] - span[1]) / 2
    return strip.x1 < following and min(abs(strip.x0 - span[0]), abs(strip.x1 - span[1]), middle) <= _SLACK


def _ends_here(lines: Sequence[Line], count: int) -> bool:
    """White parts the rows from the text below them."""
    return count == len(lines) or lines[count].baseline - lines[count - 1].baseline > _APART * lines[count].size
