"""Columns of text that no line divides: rivers of white that run down between them."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from extract.formats.pdf_lines import Line, line_of
from extract.formats.pdf_page import Word

STEP = 0.5
BRIDGE = 0.45
MIN_RIVER = 2.5
NARROWEST = 1.5
MANY = 0.15
PHRASE = 0.5
PADDING = 8.0
OVER = 0.3
EDGE_SHARE = 0.6
FEWEST = 4
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class River:
    """White from `start` to `end`: the text left of it ends there, the text right of it begins."""

    start: float
    end: float
    drawn: bool = False

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


@dataclass(frozen=True)
class Strip:
    """The words of one line that stand in columns `first` … `last` of a table."""

    first: int
    last: int
    words: tuple[Word, ...]

    @cached_property
    def text(self) -> str:
        return line_of(self.words).text

    @cached_property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @cached_property
    def baseline(self) -> float:
        return max(self.words, key=lambda word: word.size).baseline

    @cached_property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def width(self) -> float:
        return self.x1 - self.x0


@dataclass(frozen=True)
class Columns:
    """Rivers between columns, from left to right, and where the text of each column usually starts and ends."""

    rivers: tuple[River, ...]
    left: float
    right: float
    starts: tuple[frozenset[int], ...] = ()

    @property
    def count(self) -> int:
        return len(self.rivers) + 1

    @cached_property
    def middles(self) -> list[float]:
        return [river.middle for river in self.rivers]

    @cached_property
    def ends(self) -> list[float]:
        return [river.end for river in self.rivers]

    def edges(self) -> list[float]:
        return [self.left, *(river.middle for river in self.rivers), self.right]


def find_columns(lines: Sequence[Line], explicit: Sequence[float] = ()) -> tuple[Columns, set[int]]:
    """Columns of a block of lines, and the indexes of lines that run across them. `explicit`: edges known."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    soft = _coverage(lines, left, right, _left_edges(lines))
    active = np.ones(len(lines), bool)
    wide = _without_say(lines, right - left)
    for _round in range(3):
        crossing = _crossing(soft, active, wide)
        if not crossing.any() or (active & ~crossing & ~wide).sum() < max(1, 0.55 * (~wide).sum()):
            break
        active &= ~crossing
    narrowest = MIN_RIVER if len(lines) < 8 else NARROWEST
    free = _intervals(soft[active].sum(axis=0) == 0, left)
    rivers = [River(start, end) for start, end in free if end - start >= narrowest and left < start and end < right]
    rivers = _with_drawn(rivers, [x for x in explicit if left < x < right])
    spanning = {int(index) for index in np.flatnonzero(~active)}
    return _with_starts(lines, Columns(tuple(rivers), left, right), spanning), spanning


def _with_drawn(rivers: list[River], edges: Sequence[float]) -> list[River]:
    """Edges that are drawn take the place of the rivers they run in."""
    drawn = [River(x - 1, x + 1, drawn=True) for x in edges]
    free = [river for river in rivers if not any(river.start - PADDING <= x <= river.end + PADDING for x in edges)]
    return sorted([*drawn, *free], key=lambda river: river.middle)


def _left_edges(lines: Sequence[Line]) -> frozenset[int]:
    """Places (in points) where nearly every line that has text there starts a word: the left edges of columns.

    Some of those words must begin their line or stand clear of the word before: names that all begin with the same
    words line up too."""
    counts: Counter[int] = Counter()
    clear: Counter[int] = Counter()
    for line in lines:
        counts.update({round(word.x0) for word in line.words})
        clear[round(line.x0)] += 1
        clear.update(round(word.x0) for last, word in pairwise(line.words) if word.x0 - last.x1 >= BRIDGE * line.size)
    likely = [place for place in counts if _near(counts, place) >= FEWEST]
    reach = {place: _lines_at(lines, place) for place in likely}
    return frozenset(
        place
        for place in likely
        if _near(counts, place) >= EDGE_SHARE * reach[place] and _near(clear, place) >= 0.25 * reach[place]
    )


def _lines_at(lines: Sequence[Line], place: int) -> int:
    """Lines with text just right of a place."""
    return sum(any(word.x0 < place + 8 and word.x1 > place + 1 for word in line.words) for line in lines)


def _near(counts: Counter[int], place: int) -> int:
    return counts[place - 1] + counts[place] + counts[place + 1]


def _coverage(lines: Sequence[Line], left: float, right: float, edges: frozenset[int]) -> Flags:
    """`cover[line, x]`: text stands there, gaps between words of a phrase counted as text."""
    cover = np.zeros((len(lines), int((right - left) / STEP) + 2), bool)
    for row, line in enumerate(lines):
        end = None
        for word in line.words:
            start = word.x0
            if end is not None and start - end <= BRIDGE * line.size:
                starts_column = round(start) in edges and start - end >= MIN_RIVER
                start = start if starts_column else end
            cover[row, max(0, int((start - left) / STEP)) : int((word.x1 - left) / STEP) + 1] = True
            end = word.x1
    return cover


def _without_say(lines: Sequence[Line], width: float) -> Flags:
    """Lines of one phrase: where enough others stand in several columns, those tell where the columns are.
    Where few do, only the longest phrases (the title of a section) have no say."""
    whole = np.array([not is_open(line) for line in lines])
    if (~whole).sum() >= max(3, 0.25 * len(lines)):
        return whole
    return np.asarray(whole & np.array([line.x1 - line.x0 > 0.6 * width for line in lines]))


def is_open(line: Line) -> bool:
    """White of an em or more between two words."""
    return any(right.x0 - left.x1 >= line.size for left, right in pairwise(line.words))


def _crossing(soft: Flags, active: Flags, wide: Flags) -> Flags:
    """Lines that cover what is white in nearly all the others. Wide lines have no say in what is white."""
    narrow = active & ~wide
    count = int(narrow.sum())
    allowed = 0 if count < 4 else max(1, int(MANY * count))
    totals = soft[narrow].sum(axis=0)
    cost = totals * len(active) + soft[active & wide].sum(axis=0)
    crossing = np.zeros(len(active), bool)
    for start, end in _runs(totals <= allowed):
        if start == 0 or end >= len(totals) - 1 or (end - start) * STEP < MIN_RIVER:
            continue
        zone = cost[start:end]
        begin, stop = max(_runs(zone == zone.min()), key=lambda run: run[1] - run[0])
        if zone[begin] or (stop - begin) * STEP < MIN_RIVER:
            crossing |= soft[:, start + (begin + stop) // 2]
    return crossing & active


def _runs(flags: Flags) -> list[tuple[int, int]]:
    """Half-open ranges in which `flags` holds."""
    padded = np.concatenate([[False], flags, [False]]).astype(np.int8)
    turns = np.flatnonzero(np.diff(padded))
    return [(int(start), int(end)) for start, end in zip(turns[::2], turns[1::2], strict=True)]


def _intervals(flags: Flags, left: float) -> list[tuple[float, float]]:
    return [(left + start * STEP, left + end * STEP) for start, end in _runs(flags)]


def without_river(columns: Columns, index: int) -> Columns:
    """Columns `index` and the next one made one."""
    rivers = columns.rivers[:index] + columns.rivers[index + 1 :]
    starts = columns.starts
    if starts:
        starts = (*starts[:index], starts[index] | starts[index + 1], *starts[index + 2 :])
    return Columns(rivers, columns.left, columns.right, starts)


def _with_starts(lines: Sequence[Line], columns: Columns, spanning: set[int]) -> Columns:
    """Note where the text of each column starts, so that a narrow gap before such a place is told from a space."""
    votes: list[dict[int, int]] = [{} for _column in range(columns.count)]
    for index, line in enumerate(lines):
        if index in spanning:
            continue
        for strip in strips_of(line, columns):
            place = round(strip.x0)
            votes[strip.first][place] = votes[strip.first].get(place, 0) + 1
    edges = _left_edges(lines)
    starts = tuple(
        frozenset(place for place, count in votes[column].items() if count >= 3)
        | {place for place in edges if abs(place - (columns.rivers[column - 1].end if column else columns.left)) <= 2}
        for column in range(columns.count)
    )
    return Columns(columns.rivers, columns.left, columns.right, starts)


def strips_of(line: Line, columns: Columns) -> list[Strip]:
    """The line cut at the rivers; words that run over a river stay together with their phrase."""
    groups: list[list[Word]] = []
    for word in line.words:
        if groups and not _is_cut(groups[-1][-1], word, columns, line.size):
            groups[-1].append(word)
        else:
            groups.append([word])
    strips: list[Strip] = []
    for strip in (_strip(words, columns) for words in groups):
        last = strips[-1] if strips else None
        runs_over = last is not None and (strip.first < strip.last or last.first < last.last)
        if last is not None and runs_over and strip.x0 - last.x1 < PHRASE * line.size:
            strips[-1] = _strip([*last.words, *strip.words], columns)
        else:
            strips.append(strip)
    return strips


def _is_cut(last: Word, word: Word, columns: Columns, size: float) -> bool:
    gap = word.x0 - last.x1
    for index in range(bisect_right(columns.middles, last.centre), bisect_left(columns.middles, word.centre)):
        river = columns.rivers[index]
        if river.drawn or (last.x1 <= river.end and word.x0 >= river.start):
            width = river.end - river.start
            if river.drawn and gap >= 0.3 * size:
                return True
            if gap >= 0.8 * size or (gap >= 0.9 * width and width >= BRIDGE * size):
                return True
            near = columns.starts[index + 1] if columns.starts else frozenset[int]()
            if (
                gap >= 0.2 * size
                and _ends_clear(last, river)
                and near & {round(word.x0) - 1, round(word.x0), round(word.x0) + 1}
            ):
                return True
    return False


def _ends_clear(word: Word, river: River) -> bool:
    """The word ends where the text left of the white does; the first of a phrase that runs over it would not."""
    return word.x1 <= river.start + 0.5 or not word.text.isalpha()


def _strip(words: list[Word], columns: Columns) -> Strip:
    """Words of one cell. Their end may run into the white before the next column, but not up to its text."""
    x0, x1 = words[0].x0, words[-1].x1
    first = bisect_left(columns.middles, words[0].centre)
    while first and _runs_over(words[0], columns.rivers[first - 1]):
        first -= 1
    last = max(bisect_left(columns.ends, x1 - 0.5), bisect_left(columns.middles, x1 - OVER * (x1 - x0)))
    return Strip(first, max(first, last), tuple(words))


def _runs_over(word: Word, river: River) -> bool:
    """The word starts in the column left of the white and runs over all of it."""
    return word.x0 < river.start - 0.5 and not river.drawn and word.x1 > river.end
