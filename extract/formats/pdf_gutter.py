"""Text set in two columns: the white between them is found, and the left one is read before the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.formats.pdf_lines import Line, line_of

STEP = 2.0
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
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    places = np.arange(left + 0.25 * (right - left), left + 0.75 * (right - left), STEP)
    clear = np.ones((len(lines), len(places)), bool)
    for row, line in enumerate(lines):
        for word in line.words:
            clear[row] &= (places < word.x0 - 2) | (places > word.x1 + 2)
    best = max((_longest(clear[:, column], float(x)) for column, x in enumerate(places)), key=lambda g: g.end - g.start)
    return best if _holds_text(lines[best.start : best.end], best.x, left, right) else None


def _longest(clear: NDArray[np.bool_], x: float) -> Gutter:
    turns = np.flatnonzero(np.diff(np.concatenate([[0], clear.astype(np.int8), [0]])))
    runs = list(zip(turns[::2].tolist(), turns[1::2].tolist(), strict=True))
    start, end = max(runs, key=lambda run: run[1] - run[0], default=(0, 0))
    return Gutter(x, start, end)


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
