"""Tables without a full grid: by horizontal rules, by shaded rows, or by nothing but how the text is aligned.

A seed says where a table is thought to be and what divides its rows; the same steps then find its columns and rows,
grow it by lines that fit, and throw it out when it does not look like a table.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_columns import Columns, Strip, find_columns, is_open, strips_of, without_river
from extract.formats.pdf_grid import FoundBy, GridCell, PageTable, cell_lines
from extract.formats.pdf_lines import Line, lines_of
from extract.formats.pdf_page import Rule, Word
from extract.formats.pdf_rows import ORDINAL, Band, bands_of, group_rows, is_value
from extract.formats.pdf_text import CAPTION, LABEL

GAP = 1.0
PROSE_FILL = 0.85
PATIENCE = 6
LONG_CELL = 40
FAR = 3.2
SIDE = 12.0
SPARSE = 0.4
SLACK = 6.0
PARAGRAPH = 5
NEAR = 4.0
MARGIN = 12.0


@dataclass(frozen=True, slots=True)
class Seed:
    """`box`: where; `separators`: y of what divides rows; `edges`: x of column edges where they are drawn;
    `areas`: shaded cells."""

    box: Box
    separators: tuple[float, ...]
    found_by: FoundBy
    edges: tuple[float, ...] = ()
    rules: tuple[Rule, ...] = ()
    areas: tuple[Box, ...] = ()


@dataclass(slots=True)
class Block:
    """Lines thought to be a table, from top to bottom."""

    lines: list[Line]
    separators: tuple[float, ...] = ()
    found_by: FoundBy = "alignment"
    edges: tuple[float, ...] = ()
    box: Box | None = None
    rules: tuple[Rule, ...] = ()
    areas: tuple[Box, ...] = ()
    strict: bool = False
    accepted: bool = False


def aligned_tables(
    page: int, words: Sequence[Word], seeds: Sequence[Seed], rules: Sequence[Rule]
) -> tuple[list[PageTable], list[Word]]:
    """Tables among words that stand in no ruled grid, and the words left over. `rules`: horizontal ones.

    Seeds that reach over little more than a header come last: the rows below tell more about the columns."""
    tables: list[PageTable] = []
    left = list(words)
    weak: list[Seed] = []
    for seed in seeds:
        found, complete = _seeded(page, left, seed)
        if not complete:
            weak.append(seed)
            continue
        tables += found
        left = _without(left, found)
    for block in _runs(lines_of(left)):
        table = _table(page, _with_rules(block, rules))
        if table is not None:
            block.accepted = True
            tables.append(table)
            left = _without(left, [table])
    for seed in weak:
        found, _complete = _seeded(page, left, seed)
        tables += found
        left = _without(left, found)
    return tables, left


def _with_rules(block: Block, rules: Sequence[Rule]) -> Block:
    """The block with the horizontal lines that run through it or along its edges."""
    top, bottom = block.lines[0].top - 8, block.lines[-1].bottom + 8
    x0, x1 = min(line.x0 for line in block.lines) - SIDE, max(line.x1 for line in block.lines) + SIDE
    near = [rule for rule in rules if top <= rule.at <= bottom and rule.start >= x0 - 20 and rule.end <= x1 + 20]
    if any(rule.length >= 0.6 * (x1 - x0) for rule in near):
        block.rules = tuple(near)
        block.separators = tuple(sorted(rule.at for rule in near))
        block.found_by = "rules"
    return block


def table_in(page: int, words: Sequence[Word], seed: Seed) -> PageTable | None:
    """The table that fills the seed's box, all of whose words are given."""
    return _table(page, Block(lines_of(words), seed.separators, seed.found_by, seed.edges, seed.box, seed.rules))


def _without(words: Sequence[Word], tables: Sequence[PageTable]) -> list[Word]:
    taken = {id(word) for table in tables for cell in table.cells for line in cell.lines for word in line.words}
    return [word for word in words if id(word) not in taken]


def _seeded(page: int, words: Sequence[Word], seed: Seed) -> tuple[list[PageTable], bool]:
    """The tables of one seed (rules as wide as each other may belong to several), and whether they are whole:
    text right below a mere header is its table."""
    near = [word for word in words if seed.box.x0 - SLACK <= word.centre <= seed.box.x1 + SLACK]
    lines = lines_of(near)
    inside = [line for line in lines if seed.box.top - 1 <= line.middle <= seed.box.bottom + 1]
    tables = []
    complete = True
    parts = _parts(inside, seed)
    text = _running_text(inside, parts)
    rows = [line for line in lines if id(line) not in text]
    for part in parts:
        around = (part[0].top, part[-1].bottom)
        separators = tuple(y for y in seed.separators if around[0] - 30 <= y <= around[1] + 30)
        areas = tuple(area for area in seed.areas if around[0] - 4 <= (area.top + area.bottom) / 2 <= around[1] + 4)
        edges = seed.edges or _column_edges(areas)
        block = Block(part, separators, seed.found_by, edges, seed.box, seed.rules, areas)
        complete = complete and not _is_mere_header(block, lines)
        _grow(block, rows, stops=[line.baseline for line in inside if id(line) in text])
        table = _table(page, block)
        if table is not None:
            tables.append(table)
    return tables, complete


def _is_mere_header(block: Block, lines: Sequence[Line]) -> bool:
    """A few lines between a few rules, and more text right below."""
    last = block.lines[-1]
    below = next((line for line in lines if line.baseline > last.baseline + 1), None)
    if len(block.separators) > 3 or below is None or _is_caption(below):
        return False
    return below.baseline - last.baseline <= 2.2 * last.size and len(block.lines) <= 12


def _parts(lines: Sequence[Line], seed: Seed) -> list[list[Line]]:
    """Lines of a seed cut at captions and at paragraphs that stand between two tables."""
    parts: list[list[Line]] = [[]]
    for strip in _between(lines, seed.separators):
        start, end = _text_range(strip, seed.box)
        parts[-1] += strip[:start]
        if end > start:
            parts.append([])
        parts[-1] += strip[end:]
    return [part for part in parts if any(is_open(line) for line in part)]


def _column_edges(areas: Sequence[Box]) -> tuple[float, ...]:
    """Edges between shaded cells side by side that come back in several rows."""
    rows: dict[int, list[Box]] = {}
    for area in areas:
        rows.setdefault(round(area.top), []).append(area)
    votes: dict[float, int] = {}
    for row in rows.values():
        for left, right in pairwise(sorted(row, key=lambda area: area.x0)):
            edge = (left.x1 + right.x0) / 2
            near = next((known for known in votes if abs(known - edge) <= 2), edge)
            votes[near] = votes.get(near, 0) + 1
    needed = max(min(2, len(rows)), 0.2 * len(rows))
    return tuple(sorted(edge for edge, count in votes.items() if count >= needed))


def _running_text(inside: Sequence[Line], parts: Sequence[Sequence[Line]]) -> set[int]:
    """`id` of the lines of a seed that are in none of its parts."""
    rows = {id(line) for part in parts for line in part}
    return {id(line) for line in inside} - rows


def _between(lines: Sequence[Line], separators: Sequence[float]) -> list[list[Line]]:
    """Lines grouped by the separators they stand between."""
    strips: dict[int, list[Line]] = {}
    for line in lines:
        strips.setdefault(bisect_right(separators, line.middle), []).append(line)
    return [strips[key] for key in sorted(strips)]


def _text_range(strip: Sequence[Line], box: Box) -> tuple[int, int]:
    """From where to where a strip between two separators is running text rather than rows: captions, what stands
    before them from the left margin, what stands after them in the middle, or a whole paragraph."""
    width = box.x1 - box.x0
    plain = [not is_gappy(line) for line in strip]
    wide = [index for index, line in enumerate(strip) if plain[index] and line.x1 - line.x0 > 0.7 * width]
    captions = [index for index, line in enumerate(strip) if _is_caption(line)]
    if captions:
        start, end = min([*wide, *captions]), captions[-1] + 1
    elif len(wide) >= PARAGRAPH or any(_is_apart(strip, index) for index in wide):
        start, end = wide[0], wide[-1] + 1
    else:
        return 0, 0
    while start and plain[start - 1] and strip[start - 1].x0 <= box.x0 + SIDE:
        start -= 1
    while end < len(strip) and plain[end] and _is_text_after(strip[end], strip[end - 1], box):
        end += 1
    return start, end


def _is_text_after(line: Line, last: Line, box: Box) -> bool:
    """In the middle like a title, from the left margin and longer than a cell, or the end of a paragraph."""
    width = box.x1 - box.x0
    if abs(line.x0 + line.x1 - box.x0 - box.x1) < 0.2 * width:
        return True
    at_margin = line.x0 <= box.x0 + SIDE
    ends_paragraph = last.x1 - last.x0 > 0.85 * width and line.bold == last.bold
    return at_margin and (line.x1 - line.x0 > 0.2 * width or ends_paragraph or bool(LABEL.match(line.text)))


def _is_apart(strip: Sequence[Line], index: int) -> bool:
    """More white above the line than two lines of one cell have."""
    return index > 0 and strip[index].baseline - strip[index - 1].baseline > 1.7 * strip[index].size


def is_gappy(line: Line) -> bool:
    """White of an em or more inside the line, other than after a list label."""
    for index, (left, right) in enumerate(pairwise(line.words)):
        if right.x0 - left.x1 >= GAP * line.size and not (index == 0 and LABEL.match(left.text + " x")):
            return True
    return False


def _grow(block: Block, lines: Sequence[Line], stops: Sequence[float] = ()) -> None:
    """Take in lines above and below that stand in the same columns, up to the next of the baselines `stops`."""
    columns, _spanning = find_columns(block.lines, block.edges)
    if columns.count < 2:
        return
    columns = replace(columns, right=max(line.x1 for line in lines))
    first, last = block.lines[0].baseline, block.lines[-1].baseline
    usual = max((lower.baseline - upper.baseline for upper, lower in pairwise(block.lines)), default=0.0)
    highest = max((stop for stop in stops if stop < first), default=float("-inf"))
    lowest = min((stop for stop in stops if stop > last), default=float("inf"))
    above = [line for line in reversed(lines) if highest < line.baseline < first - 1]
    below = [line for line in lines if last + 1 < line.baseline < lowest]
    taken = _reach(above, block.lines[::-1], columns, 2 * usual, upwards=True)
    block.lines[:0] = reversed(taken)
    block.lines += _reach(below, list(block.lines), columns, 1.5 * usual, upwards=False)


def _reach(lines: Sequence[Line], seen: Sequence[Line], columns: Columns, usual: float, *, upwards: bool) -> list[Line]:
    """Lines away from those `seen` up to the last one that surely stands in the columns, and what clings to it.

    Lines that run across columns (a section's title) are taken only with a sure one behind them."""
    last = seen[-1]
    taken: list[Line] = []
    pending: list[Line] = []
    crossing = 0
    for line in lines:
        size = max(line.size, last.size)
        step = abs(line.baseline - last.baseline)
        if step > FAR * size or step > max(usual, 1.8 * size) or _is_caption(line):
            break
        if _stands_in(line, columns):
            taken += [*pending, line]
            pending, crossing = [], 0
        else:
            pending.append(line)
            crossing += not _stands_under(line, columns)
        if crossing > PATIENCE or len(pending) > LONG_CELL or line.x0 < columns.left - SIDE:
            break
        last = line
    return taken + _clinging(pending, [*seen, *taken], columns, upwards=upwards)


def _is_caption(line: Line) -> bool:
    return bool(CAPTION.match(line.text)) and not is_gappy(line)


def _stands_in(line: Line, columns: Columns) -> bool:
    """In several columns, at the places where their text starts or plainly apart."""
    strips = strips_of(line, columns)
    if len(strips) < 2 or any(strip.first < strip.last for strip in strips) or _sticks_out(line, columns):
        return False
    if all(_at_start(strip, columns) for strip in strips[1:]):
        return True
    return is_open(line) and not _is_justified(strips)


def _is_justified(strips: Sequence[Strip]) -> bool:
    """White is as wide inside the strips as between them: a stretched line of running text."""
    between = min(right.x0 - left.x1 for left, right in pairwise(strips))
    inner = [right.x0 - left.x1 for strip in strips for left, right in pairwise(strip.words)]
    return bool(inner) and max(inner) > 0.7 * between


def _sticks_out(line: Line, columns: Columns) -> bool:
    return line.x0 < columns.left - SIDE or line.x1 > columns.right + SIDE


def _at_start(strip: Strip, columns: Columns) -> bool:
    """The strip starts where the text of its column usually does."""
    place = round(strip.x0)
    return bool(columns.starts) and bool(columns.starts[strip.first] & {place - 1, place, place + 1})


def _stands_under(line: Line, columns: Columns) -> bool:
    """In one column, at its left edge: the line may go on with a cell."""
    strips = strips_of(line, columns)
    return all(strip.first == strip.last and _at_start(strip, columns) for strip in strips)


def _clinging(pending: Sequence[Line], seen: Sequence[Line], columns: Columns, *, upwards: bool) -> list[Line]:
    """The other lines of the outermost row: header lines in bold above, lines of its cells below."""
    found: list[Line] = []
    ends: dict[int, Strip] = {}
    for line in seen[-LONG_CELL:]:
        ends.update({strip.first: strip for strip in strips_of(line, columns)})
    last = seen[-1]
    for line in pending:
        strips = strips_of(line, columns)
        if any(strip.first < strip.last for strip in strips) or _sticks_out(line, columns):
            break
        if upwards and not (line.bold and last.bold and last.baseline - line.baseline <= 1.4 * line.size):
            break
        if not upwards and not (_is_short_row(line, last, columns) or _goes_on(strips, ends)):
            break
        found.append(line)
        ends.update({strip.first: strip for strip in strips})
        last = line
    return found


def _goes_on(strips: Sequence[Strip], ends: Mapping[int, Strip]) -> bool:
    """Each strip stands right under the last line of a cell, at the same left edge, in the same weight."""
    for strip in strips:
        above = ends.get(strip.first)
        if above is None or above.bold != strip.bold or abs(above.x0 - strip.x0) > 0.3 * strip.size:
            return False
        if strip.baseline - above.baseline > 1.4 * strip.size:
            return False
    return True


def _is_short_row(line: Line, last: Line, columns: Columns) -> bool:
    """A row with text in one inner column only («Итого: …» under the names), right below."""
    strips = strips_of(line, columns)
    inner = len(strips) == 1 and strips[0].first == strips[0].last > 0
    return inner and _at_start(strips[0], columns) and line.baseline - last.baseline <= 2 * line.size


def _runs(lines: Sequence[Line]) -> Iterator[Block]:
    """Tables-to-be, the surest first: a stretch of lines with white gaps, grown by what stands in its columns."""
    left = list(lines)
    tried: set[int] = set()
    while True:
        stretches = [run for run in _stretches(left) if id(run[0]) not in tried]
        if not stretches:
            return
        run = max(stretches, key=len)
        tried.add(id(run[0]))
        block = Block(run, strict=True)
        _grow(block, left)
        if len(block.lines) >= 2:
            yield block
        if block.accepted:
            taken = set(map(id, block.lines))
            left = [line for line in left if id(line) not in taken]


def _stretches(lines: Sequence[Line]) -> list[list[Line]]:
    """Runs of lines with white gaps; up to a few lines without them may stand between."""
    runs: list[list[Line]] = []
    run: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        if run and _breaks(run, waiting, line):
            runs.append(run)
            run, waiting = [], []
        if is_gappy(line) or (is_open(line) and run):
            run += [*waiting, line]
            waiting = []
        elif run:
            waiting.append(line)
    return [*runs, run] if run else runs


def _breaks(run: Sequence[Line], waiting: Sequence[Line], line: Line) -> bool:
    last = waiting[-1] if waiting else run[-1]
    if line.baseline - last.baseline > 3.2 * max(line.size, last.size):
        return True
    if _is_caption(line):
        return True
    width = max(item.x1 for item in run) - min(item.x0 for item in run)
    wide = sum(item.x1 - item.x0 > 0.8 * width for item in waiting)
    return len(waiting) > 6 or wide > 2


def _table(page: int, block: Block) -> PageTable | None:
    """The block as a table, or None when it does not look like one."""
    if not block.lines:
        return None
    columns, _spanning = find_columns(block.lines, block.edges)
    groups: list[list[Band]] = []
    while columns.count >= 2:
        strips = [strip for line in block.lines for strip in strips_of(line, columns)]
        widths = _widths(strips, columns)
        groups = _with_header(group_rows(bands_of(strips), widths, block.separators), block)
        never_both = _complementary(groups, columns)
        if never_both is None:
            break
        columns = without_river(columns, never_both)
    if columns.count < 2 or not _is_table(block, columns, groups, widths):
        return None
    return _build(page, block, columns, groups)


def _complementary(groups: Sequence[Sequence[Band]], columns: Columns) -> int | None:
    """A river whose two sides are never filled in the same row: a header set apart from its column."""
    filled = [{strip.first for band in group for strip in band.strips if strip.first == strip.last} for group in groups]
    for index in range(columns.count - 1):
        if not any({index, index + 1} <= row for row in filled):
            return index
    return None


def _widths(strips: Sequence[Strip], columns: Columns) -> list[float]:
    """Room for text in each column: what its longest line takes."""
    widths = [0.0] * columns.count
    for strip in strips:
        if strip.first == strip.last:
            widths[strip.first] = max(widths[strip.first], strip.width)
    return widths


def _with_header(groups: list[list[Band]], block: Block) -> list[list[Band]]:
    """Bold lines on top are the header: lines of one level, set in the middle or at the foot, are one row."""
    merged: list[list[Band]] = []
    for group in groups:
        if (
            merged
            and _is_bold(group)
            and _is_bold(merged[-1])
            and len(merged) < 4
            and _same_level(merged[-1], group, block)
        ):
            merged[-1] = merged[-1] + group
        else:
            merged.append(group)
    return merged


def _is_bold(group: Sequence[Band]) -> bool:
    return all(strip.bold for band in group for strip in band.strips)


def _same_level(upper: Sequence[Band], lower: Sequence[Band], block: Block) -> bool:
    if any(upper[-1].bottom - 1 <= y <= lower[0].top + 1 for y in block.separators):
        return False
    if any(strip.last > strip.first for band in upper for strip in band.strips):
        return False
    size = lower[0].strips[0].size
    strips = [strip for band in lower for strip in band.strips]
    figures = sum(is_value(strip.text) for strip in strips)
    return lower[0].top - upper[-1].bottom < 0.8 * size and figures < 0.5 * len(strips)


def _is_table(block: Block, columns: Columns, groups: Sequence[Sequence[Band]], widths: Sequence[float]) -> bool:
    """Strict where nothing but alignment speaks for a table."""
    strips = [strip for group in groups for band in group for strip in band.strips]
    whole = [group for group in groups if len({strip.first for band in group for strip in band.strips}) >= 2]
    if len(whole) < 2 or len(groups) < 2:
        return False
    if block.found_by == "shading" and len(whole) < 0.4 * len(groups):
        return False
    if not block.strict:
        return not _is_text_columns(strips, columns, widths)
    if len(whole) < 3 and not (len(whole) == 2 and columns.count >= 3 and _has_values(strips)):
        return False
    filled = sum(len({strip.first for band in group for strip in band.strips}) for group in groups)
    if filled < SPARSE * len(groups) * columns.count:
        return False
    if len(whole) < 0.5 * len(groups) or _is_text_columns(strips, columns, widths):
        return False
    return columns.count > 2 or _is_pair_table(strips)


def _has_values(strips: Sequence[Strip]) -> bool:
    return sum(is_value(strip.text) for strip in strips) >= 2


def _is_pair_table(strips: Sequence[Strip]) -> bool:
    """Two columns: the second must hold figures, the first must be more than list labels."""
    first = [strip for strip in strips if strip.first == 0]
    second = [strip for strip in strips if strip.first == 1]
    labels = sum(bool(LABEL.match(strip.text + " x") or ORDINAL.match(strip.text)) for strip in first)
    values = sum(is_value(strip.text) for strip in second)
    return bool(second) and values >= 0.5 * len(second) and values >= 3 and labels < 0.6 * len(first)


def _is_text_columns(strips: Sequence[Strip], columns: Columns, widths: Sequence[float]) -> bool:
    """Running text in columns: long lines that fill them."""
    if columns.count > 3:
        return False
    long = [strip for strip in strips if strip.first == strip.last and len(strip.text) > 25]
    full = [strip for strip in long if strip.width > PROSE_FILL * widths[strip.first]]
    return len(long) > 0.7 * len(strips) and len(full) > 0.65 * len(long)


def _build(page: int, block: Block, columns: Columns, groups: Sequence[Sequence[Band]]) -> PageTable:
    xs = columns.edges()
    if block.box is not None:
        xs[0], xs[-1] = min(xs[0], block.box.x0), max(xs[-1], block.box.x1)
    ys = _row_edges(groups, block.separators)
    cells: list[GridCell] = []
    for row, group in enumerate(groups):
        cells += _row_cells(page, row, group, xs, ys, columns.count)
    cells = _run_down(cells, block, xs, ys)
    cells = _with_areas(cells, block.areas, xs, ys)
    confidence = {"rules": 0.97, "shading": 0.95}.get(block.found_by, 0.85)
    return PageTable(page, xs, ys, cells, block.found_by, confidence)


def _run_down(cells: list[GridCell], block: Block, xs: Sequence[float], ys: Sequence[float]) -> list[GridCell]:
    """Cells that no rule divides, where a rule divides their neighbours, are one."""
    for edge in range(1, len(ys) - 1):
        drawn = [rule for rule in block.rules if abs(rule.at - ys[edge]) <= 2]
        if not drawn:
            continue
        upper = {(cell.column, cell.colspan): cell for cell in cells if cell.row + cell.rowspan == edge}
        for lower in [cell for cell in cells if cell.row == edge]:
            above = upper.get((lower.column, lower.colspan))
            x0, x1 = xs[lower.column], xs[lower.column + lower.colspan]
            if above is not None and not _is_under_rule(x0, x1, drawn):
                above.rowspan += lower.rowspan
                above.lines = above.lines + lower.lines
                above.box = Box(above.box.x0, above.box.top, above.box.x1, lower.box.bottom)
                cells = [cell for cell in cells if cell is not lower]
    return cells


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


def _is_under_rule(x0: float, x1: float, rules: Sequence[Rule]) -> bool:
    covered = sum(max(0.0, min(x1, rule.end) - max(x0, rule.start)) for rule in rules)
    return covered >= 0.4 * (x1 - x0)


def _row_edges(groups: Sequence[Sequence[Band]], separators: Sequence[float]) -> list[float]:
    """Row edges: on what is drawn, or half way between two rows."""
    first, last = groups[0][0].top - 2, groups[-1][-1].bottom + 4
    ys = [max((y for y in separators if first - MARGIN <= y <= first + 2), default=first)]
    for upper, lower in pairwise(groups):
        bottom, top = upper[-1].bottom, lower[0].top
        drawn = [y for y in separators if bottom - 1 <= y <= top + 1]
        ys.append(drawn[0] if drawn else (bottom + top) / 2)
    return [*ys, min((y for y in separators if last - 4 <= y <= last + MARGIN), default=last)]


def _row_cells(
    page: int, row: int, group: Sequence[Band], xs: Sequence[float], ys: Sequence[float], count: int
) -> list[GridCell]:
    strips = [strip for band in group for strip in band.strips]
    whole = _is_one_cell(group) or _is_centred_title(group, xs)
    spans = [(0, count)] if whole else _row_spans(strips, count)
    cells = [
        GridCell(row, column, 1, wide, Box(xs[column], ys[row], xs[column + wide], ys[row + 1]), page)
        for column, wide in spans
    ]
    for cell in cells:
        reach = range(cell.column, cell.column + cell.colspan)
        words = [word for strip in strips if strip.first in reach for word in strip.words]
        if words:
            cell.lines = cell_lines(words)
    return cells


def _is_one_cell(group: Sequence[Band]) -> bool:
    """A section's title: phrases without a wide gap, and one of them runs over columns."""
    strips = [strip for band in group for strip in band.strips]
    if not any(strip.first < strip.last for strip in strips):
        return False
    return all(
        right.x0 - left.x1 < 0.8 * right.size
        for band in group
        for left, right in pairwise(sorted(band.strips, key=lambda strip: strip.x0))
    )


def _is_centred_title(group: Sequence[Band], xs: Sequence[float]) -> bool:
    """One phrase in the very middle of the table, and of no column."""
    if any(len(band.strips) != 1 for band in group):
        return False
    strip = group[0].strips[0]
    centre, middle = (strip.x0 + strip.x1) / 2, (xs[0] + xs[-1]) / 2
    own = (xs[strip.first] + xs[strip.last + 1]) / 2
    return abs(centre - middle) < 0.4 * strip.size < abs(centre - own) and strip.first > 0


def _row_spans(strips: Sequence[Strip], count: int) -> list[tuple[int, int]]:
    """(column, colspan) from left to right; a strip over several columns spans those that no other one begins in."""
    starts = {strip.first for strip in strips}
    reach = {strip.first: max(other.last for other in strips if other.first == strip.first) for strip in strips}
    spans = []
    column = 0
    while column < count:
        end = reach.get(column, column)
        stop = next((other for other in range(column + 1, end + 1) if other in starts), end + 1)
        spans.append((column, stop - column))
        column = stop
    return spans
