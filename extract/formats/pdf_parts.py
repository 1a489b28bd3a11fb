"""A seed may cover several tables: captions and running text between them are told from rows."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_block import SIDE, Seed, is_caption, is_gappy
from extract.formats.pdf_columns import is_open
from extract.formats.pdf_lines import Line
from extract.formats.pdf_page import Rule
from extract.formats.pdf_text import LABEL

PARAGRAPH = 5


def table_parts(lines: Sequence[Line], seed: Seed) -> list[list[Line]]:
    """Lines of a seed cut at captions and at paragraphs that stand between two tables."""
    parts: list[list[Line]] = [[]]
    for strip in _between(lines, seed.separators):
        start, end = _text_range(strip, seed.box)
        parts[-1] += strip[:start]
        if end > start:
            parts.append([])
        parts[-1] += strip[end:]
    return [part for part in parts if any(is_open(line) for line in part)]


def running_text(inside: Sequence[Line], parts: Sequence[Sequence[Line]]) -> set[int]:
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
    captions = [index for index, line in enumerate(strip) if is_caption(line)]
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


def column_edges(areas: Sequence[Box]) -> tuple[float, ...]:
    """Edges between shaded cells that touch, side by side, and come back in several rows."""
    rows: dict[int, list[Box]] = {}
    for area in areas:
        rows.setdefault(round(area.top), []).append(area)
    votes: dict[float, int] = {}
    for row in rows.values():
        for left, right in pairwise(sorted(row, key=lambda area: area.x0)):
            if right.x0 - left.x1 > SIDE:
                continue
            edge = (left.x1 + right.x0) / 2
            near = next((known for known in votes if abs(known - edge) <= 2), edge)
            votes[near] = votes.get(near, 0) + 1
    needed = max(min(2, len(rows)), 0.2 * len(rows))
    return tuple(sorted(edge for edge, count in votes.items() if count >= needed))


def piece_edges(box: Box, rules: Sequence[Rule]) -> tuple[float, ...]:
    """Where the pieces of rules in pieces end: at edges of columns. Those count that most such rules have."""
    rows: dict[int, list[Rule]] = {}
    for rule in rules:
        rows.setdefault(round(rule.at), []).append(rule)
    broken = [sorted(pieces, key=lambda rule: rule.start) for pieces in rows.values() if len(pieces) > 1]
    votes: dict[float, int] = {}
    for pieces in broken:
        for x in {x for last, piece in pairwise(pieces) for x in _ends_between(last.end, piece.start)}:
            near = next((known for known in votes if abs(known - x) <= 1.5), x)
            votes[near] = votes.get(near, 0) + 1
    inner = [x for x, count in votes.items() if 2 * count >= len(broken) and box.x0 + SIDE < x < box.x1 - SIDE]
    return tuple(sorted(inner))


def _ends_between(end: float, start: float) -> tuple[float, ...]:
    return (end, start) if start - end > 2 * SIDE else ((end + start) / 2,)
