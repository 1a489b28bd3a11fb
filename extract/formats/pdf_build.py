"""Rows of bands to a table: edges, cells, and the spans that rules and shaded areas tell of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_block import Block
from extract.formats.pdf_columns import Columns, Strip
from extract.formats.pdf_grid import GridCell, PageTable, cell_lines
from extract.formats.pdf_page import Rule
from extract.formats.pdf_rows import ORDINAL, Band, is_under, is_value

NEAR = 4.0
SAME = 2.0
MARGIN = 12.0


def build_table(page: int, block: Block, columns: Columns, groups: Sequence[Sequence[Band]]) -> PageTable:
    xs = columns.edges()
    if block.box is not None:
        xs[0], xs[-1] = min(xs[0], block.box.x0), max(xs[-1], block.box.x1)
    ys = _row_edges(groups, block.separators)
    cells: list[GridCell] = []
    widest, lefts = _widest(groups), _lefts(groups)
    for row, group in enumerate(groups):
        spans = _title_spans(group, xs, widest, lefts) or _row_spans(_strips(group), len(xs) - 1)
        cells += _row_cells(page, row, group, xs, ys, spans)
    cells = _with_header_spans(cells, groups)
    cells = _run_down(cells, block, xs, ys)
    cells = _with_areas(cells, block.areas, xs, ys)
    confidence = {"rules": 0.97, "shading": 0.95}.get(block.found_by, 0.85)
    return PageTable(page, xs, ys, cells, block.found_by, confidence)


def _with_header_spans(cells: list[GridCell], groups: Sequence[Sequence[Band]]) -> list[GridCell]:
    """Under a header cell over several columns stands a second level; beside it the first level runs down."""
    for row, group in enumerate(groups[:-1]):
        if not _is_bold(group) or not _is_bold(groups[row + 1]):
            break
        over = {
            column
            for cell in cells
            if cell.row == row and cell.colspan > 1 and not cell.blank
            for column in range(cell.column, cell.column + cell.colspan)
        }
        below = [cell for cell in cells if cell.row == row + 1]
        filled = {cell.column for cell in below if not cell.blank}
        if not over or not filled or not filled <= over:
            continue
        gone: set[int] = set()
        for upper in [cell for cell in cells if cell.row == row and cell.column not in over]:
            lower = next(
                (cell for cell in below if cell.column == upper.column and cell.colspan == upper.colspan), None
            )
            if lower is not None:
                upper.rowspan, gone = 2, gone | {id(lower)}
                upper.box = Box(upper.box.x0, upper.box.top, upper.box.x1, lower.box.bottom)
        cells = [cell for cell in cells if id(cell) not in gone]
    return cells


def _is_bold(group: Sequence[Band]) -> bool:
    return all(strip.bold for band in group for strip in band.strips)


def _run_down(cells: list[GridCell], block: Block, xs: Sequence[float], ys: Sequence[float]) -> list[GridCell]:
    """Cells that no rule divides, where a rule divides their neighbours, are one."""
    for edge in range(1, len(ys) - 1):
        drawn = [rule for rule in block.rules if abs(rule.at - ys[edge]) <= 2]
        if not drawn:
            continue
        pairs = _undivided(cells, edge, xs, drawn)
        if any(_are_two(above, lower) for above, lower in pairs) or _ends_header(cells, edge):
            pairs = [(above, lower) for above, lower in pairs if above.blank or lower.blank]
        for above, lower in pairs:
            above.rowspan += lower.rowspan
            above.lines = above.lines + lower.lines
            above.box = Box(above.box.x0, above.box.top, above.box.x1, lower.box.bottom)
        gone = {id(lower) for _above, lower in pairs}
        cells = [cell for cell in cells if id(cell) not in gone]
    return cells


def _undivided(
    cells: Sequence[GridCell], edge: int, xs: Sequence[float], drawn: Sequence[Rule]
) -> list[tuple[GridCell, GridCell]]:
    """Cells above and below an edge of rows where no rule divides them."""
    upper = {(cell.column, cell.colspan): cell for cell in cells if cell.row + cell.rowspan == edge}
    return [
        (upper[lower.column, lower.colspan], lower)
        for lower in cells
        if lower.row == edge
        and (lower.column, lower.colspan) in upper
        and not _is_under_rule(xs[lower.column], xs[lower.column + lower.colspan], drawn)
    ]


def _ends_header(cells: Sequence[GridCell], edge: int) -> bool:
    """Words above and figures below in most columns."""
    above = {cell.column: cell for cell in cells if cell.row + cell.rowspan == edge and not cell.blank}
    lower = [cell for cell in cells if cell.row == edge]
    turns = [
        cell
        for cell in lower
        if cell.column in above
        and any(is_value(line.text) for line in cell.lines)
        and not any(is_value(line.text) for line in above[cell.column].lines)
    ]
    return len(lower) > 2 and 2 * len(turns) > len(lower)


def _are_two(above: GridCell, lower: GridCell) -> bool:
    """A figure below is no second line of the text above: the rule is drawn under a part of the header only."""
    return not above.blank and any(is_value(line.text) for line in lower.lines)


def _is_under_rule(x0: float, x1: float, rules: Sequence[Rule]) -> bool:
    covered = sum(max(0.0, min(x1, rule.end) - max(x0, rule.start)) for rule in rules)
    return covered >= 0.4 * (x1 - x0)


def _with_areas(
    cells: list[GridCell], areas: Sequence[Box], xs: Sequence[float], ys: Sequence[float]
) -> list[GridCell]:
    """A shaded area over several squares is one cell."""
    for area in areas:
        left, right = _place(xs, area.x0), _place(xs, area.x1)
        top, bottom = _place(ys, area.top), _place(ys, area.bottom)
        if left is None or right is None or top is None or bottom is None or (right - left) * (bottom - top) < 2:
            continue
        within = [cell for cell in cells if top <= cell.row < bottom and left <= cell.column < right]
        whole = all(cell.row + cell.rowspan <= bottom and cell.column + cell.colspan <= right for cell in within)
        filled = [cell.row for cell in within if not cell.blank]
        if (
            not whole
            or len(set(filled)) < len(filled)
            or sum(cell.rowspan * cell.colspan for cell in within) != (right - left) * (bottom - top)
        ):
            continue
        words = [word for cell in within for line in cell.lines for word in line.words]
        merged = GridCell(top, left, bottom - top, right - left, area, within[0].page, cell_lines(words))
        gone = set(map(id, within))
        cells = [merged, *(cell for cell in cells if id(cell) not in gone)]
    return sorted(_under_areas(cells, areas, xs, ys), key=lambda cell: (cell.row, cell.column))


def _under_areas(
    cells: list[GridCell], areas: Sequence[Box], xs: Sequence[float], ys: Sequence[float]
) -> list[GridCell]:
    """Where the other cells of a row are shaded one by one, a square that is not belongs to the cell above."""
    shaded: dict[int, set[int]] = {}
    for area in areas:
        left, right, top = _place(xs, area.x0), _place(xs, area.x1), _place(ys, area.top)
        if top is not None:
            whole = left is not None and right is not None
            shaded.setdefault(top, set()).update(range(left or 0, right or 0) if whole else range(len(xs)))
    for row, columns in sorted(shaded.items()):
        if row == 0 or len(columns) < 0.5 * (len(xs) - 1):
            continue
        for lower in [cell for cell in cells if cell.row == row and cell.column not in columns]:
            upper = next((cell for cell in cells if _is_above(cell, lower)), None)
            if upper is not None and not any(is_value(line.text) for line in [*upper.lines, *lower.lines]):
                upper.rowspan += lower.rowspan
                upper.lines = upper.lines + lower.lines
                upper.box = Box(upper.box.x0, upper.box.top, upper.box.x1, lower.box.bottom)
                cells = [cell for cell in cells if cell is not lower]
    return cells


def _is_above(upper: GridCell, lower: GridCell) -> bool:
    return (upper.column, upper.colspan, upper.row + upper.rowspan) == (lower.column, lower.colspan, lower.row)


def _place(edges: Sequence[float], at: float) -> int | None:
    nearest = min(range(len(edges)), key=lambda index: abs(edges[index] - at))
    return nearest if abs(edges[nearest] - at) <= NEAR else None


def _row_edges(groups: Sequence[Sequence[Band]], separators: Sequence[float]) -> list[float]:
    """Row edges: on what is drawn, or half way between two rows."""
    first, last = groups[0][0].top - 2, groups[-1][-1].bottom + 4
    ys = [max((y for y in separators if first - MARGIN <= y <= first + 2), default=first)]
    for upper, lower in pairwise(groups):
        bottom, top = upper[-1].bottom, lower[0].top
        drawn = separators[upper[-1].slot : lower[0].slot]
        ys.append(drawn[0] if drawn else (bottom + top) / 2)
    return [*ys, min((y for y in separators if last - 4 <= y <= last + MARGIN), default=last)]


def _row_cells(
    page: int,
    row: int,
    group: Sequence[Band],
    xs: Sequence[float],
    ys: Sequence[float],
    spans: Sequence[tuple[int, int]],
) -> list[GridCell]:
    cells = [
        GridCell(row, column, 1, wide, Box(xs[column], ys[row], xs[column + wide], ys[row + 1]), page)
        for column, wide in spans
    ]
    for cell in cells:
        reach = range(cell.column, cell.column + cell.colspan)
        words = [word for strip in _strips(group) if strip.first in reach for word in strip.words]
        if words:
            cell.lines = cell_lines(words)
    return cells


def _strips(group: Sequence[Band]) -> list[Strip]:
    return [strip for band in group for strip in band.strips]


def _title_spans(
    group: Sequence[Band], xs: Sequence[float], widest: Mapping[int, float], lefts: Mapping[int, int]
) -> list[tuple[int, int]]:
    """(column, colspan) of a row that only holds a section's title, after its number if it has one."""
    count = len(xs) - 1
    if _is_one_cell(group):
        start = _title_start(group, xs, lefts)
    elif _is_centred_title(group, xs, widest):
        start = 0
    elif _is_numbered_title(group):
        start = 1
    else:
        return []
    return [*((column, 1) for column in range(start)), (start, count - start)]


def _title_start(group: Sequence[Band], xs: Sequence[float], lefts: Mapping[int, int]) -> int:
    """Titles begin at the left edge of a column, or stand in the middle of those from some column on."""
    strips = _strips(group)
    first, left = min((strip.first, strip.x0) for strip in strips)
    if first and abs(left - lefts.get(first, -MARGIN)) <= SAME:
        return first
    centre = (min(strip.x0 for strip in strips) + max(strip.x1 for strip in strips)) / 2
    return min(range(first + 1), key=lambda column: abs(centre - (xs[column] + xs[-1]) / 2))


def _is_numbered_title(group: Sequence[Band]) -> bool:
    """A number in the first column, and a phrase that runs over the others and leaves no room for them."""
    top = group[0].strips
    later = [strip for band in group[1:] for strip in band.strips]
    if len(top) != 2 or not ORDINAL.match(top[0].text) or top[0].last or any(strip.first != 1 for strip in later):
        return False
    return top[1].first == 1 and top[1].last > 1


def _is_one_cell(group: Sequence[Band]) -> bool:
    """A section's title: phrases without a wide gap, and one of them runs over columns."""
    if not any(strip.first < strip.last for strip in _strips(group)):
        return False
    return all(
        right.x0 - left.x1 < 0.8 * right.size
        for band in group
        for left, right in pairwise(sorted(band.strips, key=lambda strip: strip.x0))
    )


def _is_centred_title(group: Sequence[Band], xs: Sequence[float], widest: Mapping[int, float]) -> bool:
    """One phrase in the very middle of the table, and of no column, or wider than all else in that column."""
    if any(len(band.strips) != 1 for band in group):
        return False
    strip = group[0].strips[0]
    centre, middle = (strip.x0 + strip.x1) / 2, (xs[0] + xs[-1]) / 2
    own = (xs[strip.first] + xs[strip.last + 1]) / 2
    apart = abs(centre - own) > 0.4 * strip.size or strip.width > 1.1 * widest.get(strip.first, 0.0)
    return strip.first > 0 and abs(centre - middle) < 0.4 * strip.size and apart


def _widest(groups: Sequence[Sequence[Band]]) -> dict[int, float]:
    """Of each column, the widest text that has others beside it."""
    widest: dict[int, float] = {}
    for group in groups:
        strips = _strips(group)
        for strip in strips if len({strip.first for strip in strips}) > 1 else []:
            widest[strip.first] = max(widest.get(strip.first, 0.0), strip.width)
    return widest


def _lefts(groups: Sequence[Sequence[Band]]) -> dict[int, int]:
    """Of each column, where its text usually begins."""
    places: dict[int, Counter[int]] = {}
    for group in groups:
        for strip in _strips(group):
            if strip.first == strip.last:
                places.setdefault(strip.first, Counter())[round(strip.x0)] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in places.items()}


def _row_spans(strips: Sequence[Strip], count: int) -> list[tuple[int, int]]:
    """(column, colspan) from left to right; a strip over several columns spans those that no other one begins in."""
    starts = {strip.first for strip in strips if not any(is_under(other, strip) for other in strips)}
    reach = {strip.first: max(other.last for other in strips if other.first == strip.first) for strip in strips}
    spans = []
    column = 0
    while column < count:
        end = reach.get(column, column)
        stop = next((other for other in range(column + 1, end + 1) if other in starts), end + 1)
        spans.append((column, stop - column))
        column = stop
    return spans
