"""Many spans of one text asked again and again whether they cover a place, without walking over them each time."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

Span = tuple[int, int]


class Spans:
    """Spans that may nest or overlap; `cover` costs the logarithm of their number."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._ends = list(accumulate((end for _, end in ordered), max))

    def cover(self, offset: int) -> bool:
        """Whether some span begins before `offset` and ends behind it."""
        before = bisect_left(self._starts, offset)
        return before > 0 and self._ends[before - 1] > offset
