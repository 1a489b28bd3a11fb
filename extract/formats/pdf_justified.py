"""White inside stretched lines of text that happens to stand one below the other is no edge of a column."""

from collections.abc import Sequence
from itertools import pairwise

from extract.formats.pdf_columns import BRIDGE, Columns, Strip, strips_of
from extract.formats.pdf_lines import Line
from extract.formats.pdf_rows import is_value

_NARROW = 1.3
_ALIGNED = 1.5
_HEADER = 2
_FEW = 0.35
_EVEN = 0.1
_SAMPLE = 200


def loose_river(lines: Sequence[Line], columns: Columns) -> int | None:
    """A river as narrow as stretched spaces, under no header of its own, right of which words stand as they fall or
    hardly ever; None if there is none."""
    rows = [strips_of(line, columns) for line in lines]
    headed = {strip.first for row in rows[:_HEADER] for strip in row}
    for index, river in enumerate(columns.rivers):
        if not river.drawn and index + 1 not in headed and _is_loose(rows, index):
            return index
    return None


def is_stretched(lines: Sequence[Line], strips: Sequence[Strip]) -> bool:
    """Running text whose lines are stretched to the margin: all spaces of a line are as wide as each other, or words
    stand as they fall."""
    spaced = [even for even in map(_is_even, lines) if even is not None]
    if sum(spaced) > 0.6 * len(spaced):
        return True
    right = [strip for strip in strips if strip.first > 0]
    columns = {strip.first: [other for other in right if other.first == strip.first] for strip in right}
    loose = [not _is_aligned(held) and not any(is_value(s.text) for s in held) for held in columns.values()]
    return 2 * sum(loose) > len(loose)


def _is_even(line: Line) -> bool | None:
    """Whether all spaces of a line with wide ones are equal; None for too few of them."""
    spaces = [right.x0 - left.x1 for left, right in pairwise(line.words)]
    if len(spaces) < 3 or max(spaces) < BRIDGE * line.size:
        return None
    return max(spaces) - min(spaces) <= _EVEN * line.size


def _is_loose(rows: Sequence[Sequence[Strip]], index: int) -> bool:
    right = [strip for row in rows for strip in row if strip.first == index + 1]
    gaps = sorted(
        (strip.x0 - left.x1) / strip.size
        for row in rows
        for left, strip in pairwise(row)
        if left.last == index and strip.first == index + 1
    )
    if not gaps or gaps[len(gaps) // 2] > _NARROW or any(is_value(strip.text) for strip in right):
        return False
    beside = sum(strip.first <= index <= strip.last for row in rows for strip in row)
    return len(gaps) < _FEW * beside or not _is_aligned(right)


def _is_aligned(strips: Sequence[Strip]) -> bool:
    """Most begin, or have their middle, at one place. Where they end tells nothing: stretched lines end together."""
    held = strips[:_SAMPLE]
    places = ([s.x0 for s in held], [(s.x0 + s.x1) / 2 for s in held])
    return any(2 * max(_near(values, value) for value in values) > len(values) for values in places)


def _near(values: Sequence[float], value: float) -> int:
    return sum(abs(other - value) <= _ALIGNED for other in values)
