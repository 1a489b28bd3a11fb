"""Text set in two columns: the white between them is found, and the left one is read before the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.formats.pdf_lines import Line, line_of

STEP = 4.0
MIN_LINES = 10
SIDE_LINES = 6
FILLED = 0.6


@dataclass(frozen=True, slots=True)
class Gutter:
    """White at `x` from line `start` up to line `end`."""

    x: float
    start: int
    end: int


def in_columns(lines: Sequence[Line]) -> list[Line]:
    """Lines in reading order; those that run over the gutter are cut there."""
    gutter = find_gutter(lines)
    if gutter is None:
        return list(lines)
    left: list[Line] = []
    right: list[Line] = []
    for line in lines[gutter.start : gutter.end]:
        for words, side in (
            ([word for word in line.words if word.centre < gutter.x], left),
            ([word for word in line.words if word.centre >= gutter.x], right),
        ):
            if words:
                side.append(line_of(words))
    return [*lines[: gutter.start], *left, *right, *lines[gutter.end :]]


def find_gutter(lines: Sequence[Line]) -> Gutter | None:
    """The longest stretch of lines that keep clear of one place in the middle, with running text on both sides."""
    if len(lines) < MIN_LINES:
        return None
    left, right = min([line.x0 for line in lines]), max([line.x1 for line in lines])
    places = np.arange(left + 0.25 * (right - left), left + 0.75 * (right - left), STEP)
    run, longest, ends = (np.zeros(len(places), np.int64) for _array in range(3))
    for row, line in enumerate(lines):
        covered = np.zeros(len(places), bool)
        for word in line.words:
            covered[_at(places, word.x0 - 2) : _at(places, word.x1 + 2)] = True
        run = np.where(covered, 0, run + 1)
        better = run > longest
        longest, ends = np.where(better, run, longest), np.where(better, row + 1, ends)
    if not len(places) or longest.max() < MIN_LINES:
        return None
    best = int(longest.argmax())
    found = Gutter(float(places[best]), int(ends[best] - longest[best]), int(ends[best]))
    return found if _holds_text(lines[found.start : found.end], found.x, left, right) else None


def _at(places: NDArray[np.float64], x: float) -> int:
    return max(0, int((x - places[0]) / STEP) + 1)


def _holds_text(lines: Sequence[Line], x: float, left: float, right: float) -> bool:
    """Enough lines on both sides, most of which fill their column."""
    if len(lines) < MIN_LINES:
        return False
    for start, end in ((left, x), (x, right)):
        widths = [
            max(word.x1 for word in words) - min(word.x0 for word in words)
            for words in ([word for word in line.words if start <= word.centre < end] for line in lines)
            if words
        ]
        full = sum(width > FILLED * (end - start) for width in widths)
        if len(widths) < SIDE_LINES or full < 0.5 * len(widths):
            return False
    return True
