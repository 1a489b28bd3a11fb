"""Tables without a full grid: by horizontal rules, by shaded rows, or by nothing but how the text is aligned.

A seed says where a table is thought to be and what divides its rows; the same steps then find its columns and rows,
grow it by lines that fit, and throw it out when it does not look like a table.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.formats.pdf_block import SIDE, Block, Seed, is_caption, is_gappy
from extract.formats.pdf_build import build_table
from extract.formats.pdf_charts import is_chart
from extract.formats.pdf_columns import Columns, Strip, find_columns, is_open, strips_of, without_river
from extract.formats.pdf_grid import PageTable
from extract.formats.pdf_inner import with_inner_columns
from extract.formats.pdf_justified import is_stretched, loose_river
from extract.formats.pdf_lines import Line, lines_of
from extract.formats.pdf_page import Rule, Word
from extract.formats.pdf_parts import column_edges, piece_edges, running_text, table_parts
from extract.formats.pdf_reach import grow
from extract.formats.pdf_rows import ORDINAL, Band, bands_of, group_rows, is_value
from extract.formats.pdf_text import LABEL

PROSE_FILL = 0.85
SPARSE = 0.4
SLACK = 6.0


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
    parts = table_parts(inside, seed)
    text = running_text(inside, parts)
    rows = [line for line in lines if id(line) not in text]
    for part in parts:
        around = (part[0].top, part[-1].bottom)
        separators = tuple(y for y in seed.separators if around[0] - 30 <= y <= around[1] + 30)
        areas = tuple(area for area in seed.areas if around[0] - 4 <= (area.top + area.bottom) / 2 <= around[1] + 4)
        own = [rule for rule in seed.rules if around[0] - 30 <= rule.at <= around[1] + 30]
        edges = seed.edges or column_edges(areas) or piece_edges(seed.box, own)
        block = Block(part, separators, seed.found_by, edges, seed.box, seed.rules, areas)
        complete = complete and not _is_mere_header(block, lines)
        grow(block, rows, stops=[line.baseline for line in inside if id(line) in text])
        first, last = block.lines[0].top - 30, block.lines[-1].bottom + 30
        block.separators = tuple(y for y in seed.separators if first <= y <= last)
        table = _table(page, block)
        if table is not None:
            tables.append(table)
    return tables, complete


def _is_mere_header(block: Block, lines: Sequence[Line]) -> bool:
    """A few lines between a few rules, and more text right below."""
    last = block.lines[-1]
    below = next((line for line in lines if line.baseline > last.baseline + 1), None)
    if len(block.separators) > 3 or below is None or is_caption(below):
        return False
    return below.baseline - last.baseline <= 2.2 * last.size and len(block.lines) <= 12


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
        grow(block, left)
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
    if is_caption(line):
        return True
    width = max(item.x1 for item in run) - min(item.x0 for item in run)
    wide = sum(item.x1 - item.x0 > 0.8 * width for item in waiting)
    return len(waiting) > 6 or wide > 2


def _table(page: int, block: Block) -> PageTable | None:
    """The block as a table, or None when it does not look like one."""
    if not block.lines:
        return None
    columns, _spanning = find_columns(block.lines, block.edges)
    while (loose := loose_river(block.lines, columns)) is not None:
        columns = without_river(columns, loose)
    groups: list[list[Band]] = []
    while columns.count >= 2:
        strips = [strip for line in block.lines for strip in strips_of(line, columns)]
        widths = _widths(strips, columns)
        groups = _with_header(group_rows(bands_of(strips, block.separators), widths), block)
        never_both = _complementary(groups, columns)
        if never_both is None:
            break
        columns = without_river(columns, never_both)
    if columns.count < 2 or not _is_table(block, columns, groups, widths):
        return None
    groups, columns = with_inner_columns(groups, columns)
    found = build_table(page, block, columns, groups)
    return None if is_chart(found) else found


def _complementary(groups: Sequence[Sequence[Band]], columns: Columns) -> int | None:
    """A river whose two sides are never filled in the same row: a header set apart from its column."""
    for index in range(columns.count - 1):
        if not any(_is_filled_on_both_sides(group, index) for group in groups):
            return index
    return None


def _is_filled_on_both_sides(group: Sequence[Band], index: int) -> bool:
    """One text ends in column `index` and another begins in the next."""
    strips = [strip for band in group for strip in band.strips]
    return any(strip.last == index for strip in strips) and any(strip.first == index + 1 for strip in strips)


def _widths(strips: Sequence[Strip], columns: Columns) -> list[float]:
    """Room for text in each column: what its longest line takes."""
    widths = [0.0] * columns.count
    for strip in strips:
        if strip.first == strip.last:
            widths[strip.first] = max(widths[strip.first], strip.width)
    return widths


def _with_header(groups: list[list[Band]], block: Block) -> list[list[Band]]:
    """Lines of the header that are one level, set in the middle or at the foot, are one row: bold ones on top, and
    words one above the other over a column of figures."""
    figures = _figure_columns(groups)
    merged: list[list[Band]] = []
    for group in groups:
        stacked = bool(merged) and (
            (_is_bold(group) and _is_bold(merged[-1])) or _is_stacked(merged[-1], group, figures)
        )
        if stacked and len(merged) < 4 and _same_level(merged[-1], group, block):
            merged[-1] = merged[-1] + group
        else:
            merged.append(group)
    return merged


def _figure_columns(groups: Sequence[Sequence[Band]]) -> frozenset[int]:
    """Columns that mostly hold figures, the first aside, which may hold list numbers."""
    counts: Counter[int] = Counter()
    values: Counter[int] = Counter()
    for strip in (strip for group in groups for band in group for strip in band.strips):
        counts[strip.first] += 1
        values[strip.first] += is_value(strip.text)
    return frozenset(
        column for column, count in counts.items() if column and count >= 4 and values[column] > 0.5 * count
    )


def _is_stacked(upper: Sequence[Band], lower: Sequence[Band], figures: frozenset[int]) -> bool:
    """Hardly anything but words, each right over others in its column, some of them over figures."""
    over, under = ([strip for band in group for strip in band.strips] for group in (upper, lower))
    worded = all(3 * sum(is_value(strip.text) for strip in held) <= len(held) for held in (over, under))
    if not worded or any(strip.first < strip.last for strip in (*over, *under)):
        return False
    below = {strip.first: strip for strip in under}
    if not all(strip.first in below and _is_aligned(strip, below[strip.first]) for strip in over):
        return False
    headed = [{strip.first for strip in held if not is_value(strip.text)} for held in (over, under)]
    return len(over) > 1 and bool(headed[0] & headed[1] & figures)


def _is_aligned(upper: Strip, lower: Strip) -> bool:
    middle = abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2
    return min(abs(upper.x0 - lower.x0), abs(upper.x1 - lower.x1), middle) <= 1.5


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
    if len(whole) < 3 and not (len(whole) == 2 and columns.count >= 3 and _is_sure_pair(groups)):
        return False
    filled = sum(len({strip.first for band in group for strip in band.strips}) for group in groups)
    if filled < SPARSE * len(groups) * columns.count:
        return False
    if len(whole) < 0.5 * len(groups) or _is_text_columns(strips, columns, widths) or is_stretched(block.lines, strips):
        return False
    return columns.count > 2 or _is_pair_table(strips)


def _is_sure_pair(groups: Sequence[Sequence[Band]]) -> bool:
    """Two rows: some figures, or a bold header over a row that is not."""
    strips = [strip for group in groups for band in group for strip in band.strips]
    headed = len(groups) == 2 and _is_bold(groups[0]) and not any(strip.bold for strip in groups[1][0].strips)
    return headed or sum(is_value(strip.text) for strip in strips) >= 2


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
