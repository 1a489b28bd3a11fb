"""Lines of an unruled table to rows: which white gap divides two rows, and which only two lines of a cell."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.formats.pdf_columns import Strip
from extract.formats.pdf_page import Word

# Figures, in money or in brackets too, and the marks that stand for one: «–», «…», «х», «n.a.», «(D)».
VALUE = re.compile(
    r"^(?:\(?[<>≈~±+−–-]?\s?[$€£₽]?\s?[+−–-]?\d[\d\s.,]*\s?[%€₽]?\)?(?:\s?\([^)]*\))?[*\d)]*"
    r"|[–—−-]{1,3}|…|\.{2,3}|[xх]|n\.?/?a\.?|\([a-z*]{1,2}\))$",
    re.IGNORECASE,
)
DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{2,4}")
ORDINAL = re.compile(r"^(?:\d{1,4}(?:\.\d{1,3}){0,3}[.)]?|[IVXLC]{1,5}\.)$")
_PARTS = re.compile(r"\d+")
HEIGHT = 0.7
MIXED = 0.2
JUMP = 1.2
STEP = 0.12
EQUAL = 0.1
FEWEST = 3
CLEARLY = 0.35
MAX_LINES = 8


@dataclass(slots=True)
class Band:
    """Strips that overlap in height: one line, or lines of neighbouring cells set half a line apart. `slot`: how many
    lines are drawn above it."""

    strips: list[Strip]
    top: float
    bottom: float
    slot: int = 0


def is_value(text: str) -> bool:
    """A number, a share, or one of the marks that stand for one."""
    return bool(VALUE.match(text)) and not DATE.search(text)


def bands_of(strips: Sequence[Strip], separators: Sequence[float] = ()) -> list[Band]:
    """Bands from top to bottom. Of `separators` (y of lines between rows) none runs through a band: a line of a cell
    that runs down through rows is of the row that its middle is in."""
    bands: list[Band] = []
    for slot, strip in sorted(((_slot(strip, separators), strip) for strip in strips), key=_by_place):
        top = strip.baseline - HEIGHT * strip.size
        if bands and bands[-1].slot == slot and top < bands[-1].bottom - 0.05 * strip.size:
            bands[-1].strips.append(strip)
            bands[-1].bottom = max(bands[-1].bottom, strip.baseline)
        else:
            bands.append(Band([strip], top, strip.baseline, slot))
    return bands


def _slot(strip: Strip, separators: Sequence[float]) -> int:
    return bisect_right(separators, strip.baseline - HEIGHT / 2 * strip.size)


def _by_place(placed: tuple[int, Strip]) -> tuple[int, float]:
    slot, strip = placed
    return slot, strip.baseline - HEIGHT * strip.size


def group_rows(bands: Sequence[Band], widths: Sequence[float]) -> list[list[Band]]:
    """Bands of the same row together. `widths`: of the columns."""
    forced = [upper.slot < lower.slot for upper, lower in pairwise(bands)]
    told = [drawn or turn for drawn, turn in zip(forced, _turns(bands), strict=True)]
    if _separators_suffice(_grouped(bands, forced)):
        groups = _grouped(bands, told)
        return [row for group in groups for row in (_by_gaps(group, widths) if _is_crowded(group) else [group])]
    return _by_gaps(bands, widths, told)


def _turns(bands: Sequence[Band]) -> list[bool]:
    """Where the words themselves tell that a row ends: a bold header over what is not, and the numbers of columns."""
    bold = [all(strip.bold for strip in band.strips) for band in bands]
    header = next((index for index, each in enumerate(bold) if not each), 0)
    counts = [_counts_columns(band) for band in bands]
    return [
        counts[index] or counts[index + 1] or (index + 1 == header and not any(s.bold for s in bands[header].strips))
        for index in range(len(bands) - 1)
    ]


def _counts_columns(band: Band) -> bool:
    """«1», «2», «3» … side by side under a header."""
    texts = [strip.text for strip in sorted(band.strips, key=lambda strip: strip.x0)]
    return len(texts) > 2 and texts == [str(number + 1) for number in range(len(texts))]


def _by_gaps(bands: Sequence[Band], widths: Sequence[float], forced: Sequence[bool] = ()) -> list[list[Band]]:
    """Rows by the height of the white between bands; a row ends at each gap that is `forced`."""
    forced = forced or [False] * (len(bands) - 1)
    split = [True] * len(forced)
    gaps = _gaps(bands)
    clusters = _clusters([index for index in range(len(gaps)) if not forced[index]], gaps)
    going_on = [_share_going_on(cluster, bands, widths) for cluster in clusters]
    for place, cluster in enumerate(clusters):
        verdicts = _judge(cluster, bands, widths, split)
        inside = place > 0 and not any(split[index] for index in clusters[place - 1])
        if inside and going_on[place - 1] - going_on[place] >= CLEARLY and _are_apart(clusters, place, gaps):
            verdicts = dict.fromkeys(cluster, True)
        for index, divides in verdicts.items():
            split[index] = divides
        if len(cluster) > 1 and all(verdicts.values()):
            break
    return _grouped(bands, _without_conflicts(bands, split, gaps))


def _gaps(bands: Sequence[Band]) -> list[float]:
    """White between bands, as high as it would be if all were set in the size that most are."""
    sizes = [min(strip.size for strip in band.strips) for band in bands]
    usual = sorted(sizes)[len(sizes) // 2]
    return [
        (lower.top - upper.bottom) * usual / min(above, below)
        for (upper, lower), (above, below) in zip(pairwise(bands), pairwise(sizes), strict=True)
    ]


def _are_apart(clusters: Sequence[Sequence[int]], place: int, gaps: Sequence[float]) -> bool:
    """Two distances that a program set, each the same all over: the leading inside cells and that between rows."""
    return _is_tight(clusters[place - 1], gaps) and _is_tight(clusters[place], gaps)


def _share_going_on(cluster: Sequence[int], bands: Sequence[Band], widths: Sequence[float]) -> float:
    """Of the gaps with text above and below in one column, the share over which all such cells can go on."""
    verdicts = [_wraps_on(bands[index], bands[index + 1], widths) for index in cluster]
    told = [verdict for verdict in verdicts if verdict is not None]
    return sum(told) / len(told) if told else 0.0


def _judge(
    cluster: Sequence[int], bands: Sequence[Band], widths: Sequence[float], split: Sequence[bool]
) -> dict[int, bool]:
    """Whether each gap of one height divides rows. Where hardly any cell goes on over them, all do; where most go on
    and no cell gets two figures, none does; else gaps inside cells are as high as those between rows, and each is
    judged by itself."""
    share = _share_going_on(cluster, bands, widths)
    if share <= MIXED:
        return dict.fromkeys(cluster, True)
    merged = set(cluster)
    groups = _grouped(bands, [divides and index not in merged for index, divides in enumerate(split)])
    crowded = sum(map(_is_crowded, groups)) / len(groups)
    if share >= 0.5 and crowded <= 0.1:
        return dict.fromkeys(cluster, False)
    goes_on = _under_number if _is_numbered_text(bands) else _mergeable
    return {index: not goes_on(bands[index], bands[index + 1], widths) for index in cluster}


def _is_numbered_text(bands: Sequence[Band]) -> bool:
    """Rows are numbered in the first column and hold text, in which writers break lines as they like."""
    strips = [strip for band in bands for strip in band.strips if strip.first == strip.last]
    numbers = [strip.text for strip in strips if strip.first == 0 and ORDINAL.match(strip.text)]
    figures = Counter(strip.first for strip in strips if strip.first and is_value(strip.text))
    enough = len(numbers) >= 3 or (len(numbers) == 2 and is_next(*numbers))
    return enough and max(figures.values(), default=0) < 0.5 * len(numbers)


def is_next(number: str, following: str) -> bool:
    """«1.16.» and «1.17.», «9» and «10»: the last part counts on."""
    first, second = ([int(part) for part in _PARTS.findall(text)] for text in (number, following))
    return bool(first and second) and second == [*first[:-1], first[-1] + 1]


def _under_number(upper: Band, lower: Band, widths: Sequence[float]) -> bool:
    """No number begins a new row, and every cell of `lower` has a line right above."""
    above = {strip.first: strip for strip in upper.strips}
    return all(
        strip.first in above
        and strip.first == strip.last
        and above[strip.first].last == strip.first
        and above[strip.first].bold == strip.bold
        and not (strip.first == 0 and ORDINAL.match(strip.text))
        for strip in lower.strips
    ) or _mergeable(upper, lower, widths)


def _without_conflicts(bands: Sequence[Band], split: Sequence[bool], gaps: Sequence[float]) -> list[bool]:
    """Two figures in one column are never one cell: divide at the widest gap between them."""
    result = list(split)
    seen: dict[int, int] = {}
    for index, band in enumerate(bands):
        if index and result[index - 1]:
            seen = {}
        for strip in band.strips:
            if not (_is_figure(strip) and strip.first == strip.last):
                continue
            before = seen.get(strip.first)
            if before is not None and before < index:
                cut = max(range(before, index), key=lambda gap: (round(gaps[gap], 1), gap))
                result[cut] = True
                seen = {column: row for column, row in seen.items() if row > cut}
            seen[strip.first] = index
    return result


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
    fine: list[list[int]] = []
    for index in sorted(indexes, key=lambda index: gaps[index]):
        if fine and gaps[index] - gaps[fine[-1][-1]] < STEP:
            fine[-1].append(index)
        else:
            fine.append([index])
    clusters: list[list[int]] = []
    for cluster in fine:
        near = bool(clusters) and gaps[cluster[0]] - gaps[clusters[-1][-1]] < JUMP
        if near and not (_is_tight(cluster, gaps) and _is_tight(clusters[-1], gaps)):
            clusters[-1] += cluster
        else:
            clusters.append(cluster)
    return clusters


def _is_tight(cluster: Sequence[int], gaps: Sequence[float]) -> bool:
    """Several gaps that are as good as equal: one distance that the writer's program set."""
    return len(cluster) >= FEWEST and gaps[cluster[-1]] - gaps[cluster[0]] <= EQUAL


def _is_figure(strip: Strip) -> bool:
    return is_value(strip.text) or bool(ORDINAL.match(strip.text))


def _mergeable(upper: Band, lower: Band, widths: Sequence[float]) -> bool:
    """Whether `lower` can go on with the cells of `upper`, in cells that begin at the top of their row."""
    above = {strip.first: strip for strip in upper.strips}
    pairs = [(above.get(strip.first), strip) for strip in lower.strips]
    return all(last is not None and _wraps(last, strip, widths) for last, strip in pairs)


def _wraps_on(upper: Band, lower: Band, widths: Sequence[float]) -> bool | None:
    """Whether the cells that have text in both bands go on; None when there is none."""
    above = {column: strip for strip in upper.strips for column in range(strip.first, strip.last + 1)}
    pairs = [(above[strip.first], strip) for strip in lower.strips if strip.first in above]
    if _is_title(upper) and any(strip.first == 0 and ORDINAL.match(strip.text) for strip in lower.strips):
        return False
    return all(_wraps(last, strip, widths) for last, strip in pairs) if pairs else None


def _is_title(band: Band) -> bool:
    """One phrase over several columns, with the first one left free for a number."""
    return len(band.strips) == 1 and 0 < band.strips[0].first < band.strips[0].last


def is_under(upper: Strip, lower: Strip) -> bool:
    """In the middle of a phrase over several columns: its second line."""
    within = upper.first <= lower.first and lower.last <= upper.last and upper.last > upper.first
    return within and abs(upper.x0 + upper.x1 - lower.x0 - lower.x1) < upper.size


def _wraps(last: Strip, strip: Strip, widths: Sequence[float]) -> bool:
    """The line broke because its next word had no room."""
    spanning = last.first < last.last
    same = last.first == strip.first and (spanning or last.last == strip.last)
    if spanning and is_under(last, strip) and last.bold == strip.bold:
        return True
    if not same or last.bold != strip.bold or _is_figure(strip) or (_is_figure(last) and strip.first == 0):
        return False
    if last.text[-1] in "-\u00ad":
        return True
    end = len(widths) if spanning and last.last != strip.last else last.last + 1
    room = sum(widths[strip.first : end]) - last.width
    return _unbreakable(strip.words) + 0.2 * strip.size > room


def _unbreakable(words: Sequence[Word]) -> float:
    """Width of the first word, with the next one where it is a sign that stays with it («№ 2»)."""
    last = words[1] if len(words) > 1 and words[0].text in "№§" else words[0]
    return last.x1 - words[0].x0
