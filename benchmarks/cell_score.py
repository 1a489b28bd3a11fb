"""Cell precision, recall and F1 of tables found against tables known: rows aligned by their text, cells by position."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

Grid = Sequence[Sequence[str]]

ALIKE = 0.5  # rows less alike than this are never the same row
_SPACE = re.compile(r"\s+")
_HYPHENS = re.compile("[–—−‑-]")


@dataclass(frozen=True, slots=True)
class Score:
    """Cells right, cells known, cells found; scores of several documents add up."""

    hits: int = 0
    known: int = 0
    found: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.hits + other.hits, self.known + other.known, self.found + other.found)

    @property
    def precision(self) -> float:
        return self.hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.hits / self.known if self.known else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.known + self.found) if self.known + self.found else 1.0


def normal(text: str | None) -> str:
    """Text without what a printer may change: white space, the kind of hyphen, soft hyphens, ё."""
    plain = (text or "").replace("\u00ad", "").replace("ё", "е")
    return _SPACE.sub("", _HYPHENS.sub("-", plain))


def score(known: Sequence[Grid], found: Sequence[Grid]) -> Score:
    """Each known table is scored against the found one that is nearest to it in text, none used twice."""
    golds = [[[normal(cell) for cell in row] for row in grid] for grid in known]
    left = [[[normal(cell) for cell in row] for row in grid] for grid in found]
    hits, cells = 0, _count(left)
    for gold in golds:
        if not left:
            break
        nearest = max(left, key=lambda grid, gold=gold: ratio(_text(gold), _text(grid)))  # type: ignore[misc]
        left.remove(nearest)
        hits += _table_hits(gold, nearest)
    return Score(hits, _count(golds), cells)


def _count(grids: Sequence[Grid]) -> int:
    return sum(len(row) for grid in grids for row in grid)


def _once(row: Sequence[str]) -> list[str]:
    """The texts of a row, a spanning cell once, blanks left out."""
    return [text for place, text in enumerate(row) if text and (place == 0 or row[place - 1] != text)]


def _text(grid: Grid) -> str:
    return "".join("".join(_once(row)) for row in grid)


def _row_hits(gold: Sequence[str], row: Sequence[str]) -> int:
    if len(gold) == len(row) and _once(gold) == _once(row):
        return len(gold)
    return sum(a == b and (a != "" or len(gold) == len(row)) for a, b in zip(gold, row, strict=False))


def _table_hits(gold: Grid, grid: Grid) -> int:
    """Right cells over the best alignment of rows that keeps their order."""
    likeness = [[_likeness("".join(_once(a)), "".join(_once(b))) for b in grid] for a in gold]
    best = [[0.0] * (len(grid) + 1) for _ in range(len(gold) + 1)]
    for i, row in enumerate(likeness, 1):
        for j, alike in enumerate(row, 1):
            best[i][j] = max(best[i - 1][j], best[i][j - 1], best[i - 1][j - 1] + alike)
    return sum(_row_hits(gold[i], grid[j]) for i, j in _pairs(best, likeness))


def _likeness(first: str, second: str) -> float:
    alike = 1.0 if first == second else ratio(first, second) / 100
    return alike if alike > ALIKE else 0.0


def _pairs(best: list[list[float]], likeness: list[list[float]]) -> list[tuple[int, int]]:
    """Walk the table of best sums back to the pairs of rows that made it."""
    pairs, i, j = [], len(best) - 1, len(best[0]) - 1
    while i and j:
        alike = likeness[i - 1][j - 1]
        if alike and abs(best[i][j] - best[i - 1][j - 1] - alike) < 1e-9:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return pairs
