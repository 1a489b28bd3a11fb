"""Lines of an unruled table to rows: which white gap divides two rows, and which only two lines of a cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.formats.pdf_columns import Strip

VALUE = re.compile(
    r"^(?:[<>≈~±+−–-]?\s?\d[\d\s.,]*\s?%?(?:\s?\([^)]*\))?[*\d)]*|[–—−-]|…|[xх]|n\.?a\.?)$", re.IGNORECASE
)
ORDINAL = re.compile(r"^(?:\d{1,4}(?:\.\d{1,3}){0,3}[.)]?|[IVXLC]{1,5}\.)$")
HEIGHT = 0.7
PURE = 0.85
MIXED = 0.2
JUMP = 1.2
MAX_LINES = 8


@dataclass(slots=True)
class Band:
    """Strips that overlap in height: one line, or lines of neighbouring cells set half a line apart."""

    strips: list[Strip]
    top: float
    bottom: float


def is_value(text: str) -> bool:
    """A number, a share, or one of the marks that stand for one."""
    return bool(VALUE.match(text))


def bands_of(strips: Sequence[Strip]) -> list[Band]:
    """Bands from top to bottom."""
    bands: list[Band] = []
    for strip in sorted(strips, key=lambda strip: strip.baseline - HEIGHT * strip.size):
        top = strip.baseline - HEIGHT * strip.size
        if bands and top < bands[-1].bottom - 0.05 * strip.size:
            bands[-1].strips.append(strip)
            bands[-1].bottom = max(bands[-1].bottom, strip.baseline)
        else:
            bands.append(Band([strip], top, strip.baseline))
    return bands


def group_rows(bands: Sequence[Band], widths: Sequence[float], separators: Sequence[float]) -> list[list[Band]]:
    """Bands of the same row together. `widths`: of the columns; `separators`: y of lines and edges between rows."""
    forced = [
        any(upper.bottom - 1 <= y <= lower.top + 1 for y in separators)
        for upper, lower in zip(bands, bands[1:], strict=False)
    ]
    if _separators_suffice(_grouped(bands, forced)):
        return _grouped(bands, forced)
    merges = [_mergeable(upper, lower, widths) for upper, lower in zip(bands, bands[1:], strict=False)]
    gaps = [lower.top - upper.bottom for upper, lower in zip(bands, bands[1:], strict=False)]
    split = list(forced)
    for cluster in _clusters([index for index in range(len(gaps)) if not forced[index]], gaps):
        share = sum(merges[index] for index in cluster) / len(cluster)
        for index in cluster:
            split[index] = not merges[index] if share >= MIXED else True
            if share >= PURE:
                split[index] = _conflict(bands[index], bands[index + 1])
    return _grouped(bands, split)


def _grouped(bands: Sequence[Band], split: Sequence[bool]) -> list[list[Band]]:
    groups: list[list[Band]] = [[bands[0]]] if bands else []
    for band, divided in zip(bands[1:], split, strict=True):
        if divided:
            groups.append([band])
        else:
            groups[-1].append(band)
    return groups


def _separators_suffice(groups: Sequence[Sequence[Band]]) -> bool:
    """Lines run between all rows: hardly any group holds two figures in one column."""
    if len(groups) < 2:
        return False
    crowded = sum(_is_crowded(group) for group in groups)
    if len(groups) == 2:
        return not crowded and max(map(len, groups)) <= MAX_LINES
    return crowded <= 0.2 * len(groups)


def _is_crowded(group: Sequence[Band]) -> bool:
    seen: set[int] = set()
    for band in group:
        here = {strip.first for strip in band.strips if strip.first == strip.last and _is_figure(strip)}
        if here & seen:
            return True
        seen |= here
    return False


def _clusters(indexes: Sequence[int], gaps: Sequence[float]) -> list[list[int]]:
    """Gaps of about the same height together, from narrow to wide."""
    clusters: list[list[int]] = []
    for index in sorted(indexes, key=lambda index: gaps[index]):
        if clusters and gaps[index] - gaps[clusters[-1][-1]] < JUMP:
            clusters[-1].append(index)
        else:
            clusters.append([index])
    return clusters


def _conflict(upper: Band, lower: Band) -> bool:
    """Two values or two ordinals in one column: never one cell."""
    return any(
        above.first == below.first and _is_figure(above) and _is_figure(below)
        for above in upper.strips
        for below in lower.strips
    )


def _is_figure(strip: Strip) -> bool:
    return is_value(strip.text) or bool(ORDINAL.match(strip.text))


def _mergeable(upper: Band, lower: Band, widths: Sequence[float]) -> bool:
    """Whether `lower` can go on with the cells of `upper`, in cells that begin at the top of their row."""
    above = {strip.first: strip for strip in upper.strips}
    pairs = [(above.get(strip.first), strip) for strip in lower.strips]
    return all(last is not None and _wraps(last, strip, widths) for last, strip in pairs)


def _wraps(last: Strip, strip: Strip, widths: Sequence[float]) -> bool:
    """The line broke because its next word had no room."""
    if (last.first, last.last) != (strip.first, strip.last) or last.bold != strip.bold:
        return False
    if _is_figure(strip) or (_is_figure(last) and strip.first == 0):
        return False
    room = sum(widths[strip.first : strip.last + 1]) - last.width
    first = strip.words[0]
    hyphenated = last.text[-1] in "-\u00ad"
    return hyphenated or first.x1 - first.x0 + 0.2 * strip.size > room
