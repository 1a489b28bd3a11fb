"""Where horizontal rules or shaded areas say that a table is."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_block import Seed
from extract.formats.pdf_grid import PageTable
from extract.formats.pdf_page import Fill, Rule, Word

SIDE = 6.0
MIN_WIDTH = 60.0
SAME = 1.5


def table_rules(rules: Sequence[Rule], words: Sequence[Word]) -> list[Rule]:
    """Horizontal rules that underline no word."""
    return [rule for rule in rules if rule.length >= 12 and not _is_underline(rule, words)]


def rule_seeds(rules: Sequence[Rule], words: Sequence[Word]) -> list[Seed]:
    """Groups of horizontal rules that start and end together, underlines of words left out.

    Shorter rules between them are the seed's too: they divide rows where a cell runs down through others."""
    lines = table_rules(rules, words)
    groups: list[list[Rule]] = []
    for rule in sorted(lines, key=lambda rule: -rule.length):
        home = next((group for group in groups if _same_sides(group[0], rule)), None)
        if home is not None:
            home.append(rule)
        elif rule.length >= MIN_WIDTH and not any(_within(group, rule) for group in groups):
            groups.append([rule])
    return sorted((_rule_seed(group, lines) for group in groups if len(group) >= 2), key=lambda seed: seed.box.top)


def _rule_seed(group: Sequence[Rule], lines: Sequence[Rule]) -> Seed:
    ys = sorted(rule.at for rule in group)
    box = Box(group[0].start, ys[0], group[0].end, ys[-1])
    own = [rule for rule in lines if _within(group, rule)]
    own += _pieces_below(group, lines)
    return Seed(box, tuple(sorted({rule.at for rule in own})), "rules", rules=tuple(own))


def _pieces_below(group: Sequence[Rule], lines: Sequence[Rule]) -> list[Rule]:
    """Rules in pieces below the last whole one, where the page cuts a table: a cell runs down between the pieces."""
    ys = sorted(rule.at for rule in group)
    reach = ys[-1] + 2 * max(lower - upper for upper, lower in pairwise(ys))
    below = [
        rule
        for rule in lines
        if ys[-1] + SAME < rule.at <= reach and group[0].start - SIDE <= rule.start and rule.end <= group[0].end + SIDE
    ]
    return [rule for rule in below if any(rule is not other and abs(rule.at - other.at) <= SAME for other in below)]


def _within(group: Sequence[Rule], rule: Rule) -> bool:
    """Between the outermost rules of the group, and not longer than they are."""
    first, last = min(other.at for other in group), max(other.at for other in group)
    return (
        len(group) >= 2
        and first - SAME <= rule.at <= last + SAME
        and group[0].start - SIDE <= rule.start
        and rule.end <= group[0].end + SIDE
    )


def _same_sides(wide: Rule, rule: Rule) -> bool:
    return abs(wide.start - rule.start) <= SIDE and abs(wide.end - rule.end) <= SIDE


def _is_underline(rule: Rule, words: Sequence[Word]) -> bool:
    """A line right under words, as long as they are."""
    over = [
        word
        for word in words
        if -0.1 * word.size <= rule.at - word.baseline <= 0.3 * word.size
        and word.x1 > rule.start + 1
        and word.x0 < rule.end - 1
    ]
    if not over:
        return False
    start, end = min(word.x0 for word in over), max(word.x1 for word in over)
    return abs(start - rule.start) <= 4 and abs(end - rule.end) <= 4


def shade_seeds(fills: Sequence[Fill], tables: Sequence[PageTable]) -> list[Seed]:
    """Shaded cells and rows that stand together, one above the other."""
    bands = _bands([fill for fill in _distinct(fills) if not _in_table(fill, tables)])
    groups: list[_Group] = []
    for band in bands:
        home = next((group for group in groups if group.takes(band)), None)
        if home is None:
            groups.append(_Group([band], _left(band), _right(band), band[0].bottom))
        else:
            home.add(band)
    return [seed for seed in map(_seed, groups) if seed is not None]


Band = list[Fill]


def _distinct(fills: Sequence[Fill]) -> list[Fill]:
    """Some producers paint each area twice."""
    return list(
        {(round(fill.x0), round(fill.top), round(fill.x1), round(fill.bottom)): fill for fill in fills}.values()
    )


def _bands(fills: Sequence[Fill]) -> list[Band]:
    """Fills side by side with the same top and bottom are one shaded row."""
    bands: list[Band] = []
    for fill in sorted(fills, key=lambda fill: (fill.top, fill.x0)):
        home = next(
            (
                band
                for band in reversed(bands[-12:])
                if abs(band[0].top - fill.top) <= SAME
                and abs(band[0].bottom - fill.bottom) <= SAME
                and fill.x0 - max(other.x1 for other in band) <= SIDE
            ),
            None,
        )
        if home is None:
            bands.append([fill])
        else:
            home.append(fill)
    return [band for band in bands if _right(band) - _left(band) >= 8 and band[0].bottom - band[0].top >= 5]


def _left(band: Band) -> float:
    return min(fill.x0 for fill in band)


def _right(band: Band) -> float:
    return max(fill.x1 for fill in band)


@dataclass(slots=True)
class _Group:
    """Shaded rows of one table so far, and what they cover."""

    bands: list[Band]
    left: float
    right: float
    bottom: float

    def takes(self, band: Band) -> bool:
        """Beside the last one, or below it between the same sides, and not too far for a few rows in between."""
        left, right, top = _left(band), _right(band), band[0].top
        inside = self.left - SIDE <= left and right <= self.right + SIDE
        around = left <= self.left + SIDE and self.right - SIDE <= right
        beside = left - self.right <= SIDE and self.left - right <= SIDE
        height = band[0].bottom - band[0].top
        return (beside and top < self.bottom - SAME) or (
            (inside or around) and top - self.bottom <= max(8 * height, 120.0)
        )

    def add(self, band: Band) -> None:
        self.bands.append(band)
        self.left, self.right = min(self.left, _left(band)), max(self.right, _right(band))
        self.bottom = max(self.bottom, band[0].bottom)


def _in_table(fill: Fill, tables: Sequence[PageTable]) -> bool:
    x, y = (fill.x0 + fill.x1) / 2, (fill.top + fill.bottom) / 2
    return any(table.xs[0] <= x <= table.xs[-1] and table.ys[0] <= y <= table.ys[-1] for table in tables)


def _seed(group: _Group) -> Seed | None:
    """One shaded row alone says little: it is the header of what stands below, if anything."""
    if len(group.bands) < 2 or group.right - group.left < MIN_WIDTH:
        return None
    ys = sorted({y for band in group.bands for y in (band[0].top, band[0].bottom)})
    separators = [ys[0], *(lower for upper, lower in pairwise(ys) if lower - upper > SAME)]
    areas = tuple(Box(fill.x0, fill.top, fill.x1, fill.bottom) for band in group.bands for fill in band)
    box = Box(group.left, ys[0], group.right, group.bottom)
    return Seed(box, tuple(separators), "shading", areas=areas)
