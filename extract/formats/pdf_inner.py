"""Columns inside a column: a few rows set their cell in parts, side by side, where all the others run on."""

from collections.abc import Sequence
from itertools import pairwise

from extract.formats.pdf_columns import Columns, River, Strip
from extract.formats.pdf_page import Word
from extract.formats.pdf_rows import Band, is_value

APART = 1.0
FEWEST = 2
Group = Sequence[Band]
Interval = tuple[float, float]


def with_inner_columns(groups: Sequence[Group], columns: Columns) -> tuple[list[list[Band]], Columns]:
    """Rows and columns with the inner ones taken apart; cells of the other rows span them."""
    found = [_inner_rivers(groups, column) for column in range(columns.count)]
    if not any(rivers for rivers, _rows in found):
        return [list(group) for group in groups], columns
    finer = Columns(
        tuple(sorted((*columns.rivers, *(river for rivers, _rows in found for river in rivers)), key=_middle)),
        columns.left,
        columns.right,
    )
    firsts = [column + sum(len(found[index][0]) for index in range(column)) for column in range(columns.count)]
    lasts = [first + len(found[column][0]) for column, first in enumerate(firsts)]
    divided = [
        [_divided(band, firsts, lasts, [found[column][0] if row in found[column][1] else [] for column in range(columns.count)]) for band in group]
        for row, group in enumerate(groups)
    ]  # fmt: skip
    return divided, finer


def _middle(river: River) -> float:
    return river.middle


def _inner_rivers(groups: Sequence[Group], column: int) -> tuple[list[River], set[int]]:
    """White that runs down through this column in several rows, and which rows those are."""
    parted: dict[int, list[Interval]] = {}
    figures = 0
    for row, group in enumerate(groups):
        strips = [s for band in group for s in band.strips if s.first == s.last == column]
        gaps = [_gaps(strip) for strip in strips]
        if strips and all(gaps) and len({len(found) for found in gaps}) == 1:
            parted[row] = [_common([found[place] for found in gaps]) for place in range(len(gaps[0]))]
            figures += sum(is_value(" ".join(part)) for strip in strips for part in _parts(strip))
    count = max((len(gaps) for gaps in parted.values()), default=0)
    rows = {row for row, gaps in parted.items() if len(gaps) == count}
    if len(rows) < FEWEST or not figures:
        return [], set()
    rivers = [_common([parted[row][place] for row in rows]) for place in range(count)]
    if any(end - start < 1 for start, end in rivers):
        return [], set()
    return [River(start, end) for start, end in rivers], rows


def _gaps(strip: Strip) -> list[Interval]:
    pairs = pairwise(strip.words)
    return [(left.x1, right.x0) for left, right in pairs if right.x0 - left.x1 >= APART * strip.size]


def _parts(strip: Strip) -> list[list[str]]:
    parts = [[strip.words[0].text]]
    for left, right in pairwise(strip.words):
        if right.x0 - left.x1 >= APART * strip.size:
            parts.append([])
        parts[-1].append(right.text)
    return parts


def _common(intervals: Sequence[Interval]) -> Interval:
    return max(start for start, _end in intervals), min(end for _start, end in intervals)


def _divided(band: Band, firsts: Sequence[int], lasts: Sequence[int], rivers: Sequence[Sequence[River]]) -> Band:
    """The band counted in the finer columns, its strips cut at the rivers of their column."""
    strips: list[Strip] = []
    for strip in band.strips:
        inner = rivers[strip.first] if strip.first == strip.last else []
        if not inner:
            strips.append(Strip(firsts[strip.first], lasts[strip.last], strip.words))
            continue
        parts: dict[int, list[Word]] = {}
        for word in strip.words:
            parts.setdefault(sum(river.middle < word.centre for river in inner), []).append(word)
        first = firsts[strip.first]
        strips += [Strip(first + place, first + place, tuple(words)) for place, words in sorted(parts.items())]
    return Band(strips, band.top, band.bottom, band.slot)
