"""How far a table reaches: lines above and below that stand in its columns belong to it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.formats.pdf_block import SIDE, Block, is_caption
from extract.formats.pdf_columns import Columns, Strip, find_columns, is_open, strips_of
from extract.formats.pdf_lines import Line

PATIENCE = 6
LONG_CELL = 40
FAR = 3.2
HALF_LINE = 0.85


def grow(block: Block, lines: Sequence[Line], stops: Sequence[float] = ()) -> None:
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
        if step > FAR * size or step > max(usual, 1.8 * size) or is_caption(line):
            break
        if _stands_in(line, columns):
            taken += [*pending, line]
            pending, crossing = [], 0
        else:
            pending.append(line)
            crossing += not (_stands_under(line, columns) or _is_centred_under(line, last, columns))
        if crossing > PATIENCE or len(pending) > LONG_CELL or line.x0 < columns.left - SIDE:
            break
        last = line
    return taken + _clinging(pending, [*seen, *taken], columns, upwards=upwards)


def _stands_in(line: Line, columns: Columns) -> bool:
    """In several columns, at the places where their text starts or plainly apart."""
    strips = strips_of(line, columns)
    across = sum(strip.first < strip.last for strip in strips)
    if len(strips) < 2 or 3 * across >= len(strips) or _sticks_out(line, columns):
        return False
    if all(_at_start(strip, columns) for strip in strips[1:]):
        return True
    return not across and is_open(line) and not _is_justified(strips)


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


def _is_centred_under(line: Line, last: Line, columns: Columns) -> bool:
    """One line in the middle of a column under another one: a cell set in the middle goes on."""
    strips, above = strips_of(line, columns), {strip.first: strip for strip in strips_of(last, columns)}
    return all(
        strip.first == strip.last and strip.first in above and _are_centred(above[strip.first], strip)
        for strip in strips
    )


def _are_centred(upper: Strip, lower: Strip) -> bool:
    return abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) <= 0.3 * lower.size


def _clinging(pending: Sequence[Line], seen: Sequence[Line], columns: Columns, *, upwards: bool) -> list[Line]:
    """The other lines of the outermost row: header lines in bold above, lines of its cells below, and lines set half a
    line apart from their neighbours, whose cell is taller than the others of its row."""
    found: list[Line] = []
    ends: dict[int, Strip] = {}
    for line in seen[-LONG_CELL:]:
        ends.update({strip.first: strip for strip in strips_of(line, columns)})
    last = seen[-1]
    for line in pending:
        strips = strips_of(line, columns)
        if any(strip.first < strip.last for strip in strips) or _sticks_out(line, columns):
            break
        beside = abs(line.baseline - last.baseline) < HALF_LINE * line.size
        if (
            upwards
            and not beside
            and not (line.bold and last.bold and last.baseline - line.baseline <= 1.4 * line.size)
        ):
            break
        if not upwards and not beside and not (_is_short_row(line, last, columns) or _goes_on(strips, ends)):
            break
        found.append(line)
        ends.update({strip.first: strip for strip in strips})
        last = line
    return found


def _goes_on(strips: Sequence[Strip], ends: Mapping[int, Strip]) -> bool:
    """Each strip stands right under the last line of a cell, at the same left edge or middle, in the same weight."""
    for strip in strips:
        above = ends.get(strip.first)
        if above is None or above.bold != strip.bold:
            return False
        if abs(above.x0 - strip.x0) > 0.3 * strip.size and not _are_centred(above, strip):
            return False
        if strip.baseline - above.baseline > 1.4 * strip.size:
            return False
    return True


def _is_short_row(line: Line, last: Line, columns: Columns) -> bool:
    """A row with text in one inner column only («Итого: …» under the names), right below."""
    strips = strips_of(line, columns)
    inner = len(strips) == 1 and strips[0].first == strips[0].last > 0
    return inner and _at_start(strips[0], columns) and line.baseline - last.baseline <= 2 * line.size
