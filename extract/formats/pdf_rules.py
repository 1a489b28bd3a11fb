"""Ruling lines to grids: snap, join, connect, read off cells.

Lines are snapped to common positions and connected into components; a component's squares are merged wherever no
line runs between them. Its outline is closed even if no line is drawn on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extract.formats.pdf_grid import Span
from extract.formats.pdf_page import Rule

SNAP = 3.0
JOIN = 3.0
MAX_SQUARES = 200_000
Walls = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Component:
    """Lines that touch one another."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """Column edges, row edges, and which squares make a cell."""

    xs: list[float]
    ys: list[float]
    spans: list[Span]


def merge_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Lines within `SNAP` of one another get one position; pieces that meet become one line."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    merged: list[Rule] = []
    group: list[Rule] = []
    for rule in ordered:
        if group and rule.at - group[0].at > SNAP:
            merged += _joined(group)
            group = []
        group.append(rule)
    return merged + (_joined(group) if group else [])


def _joined(group: list[Rule]) -> list[Rule]:
    total = sum(rule.length for rule in group)
    at = sum(rule.at * rule.length for rule in group) / total if total else group[0].at
    joined: list[list[float]] = []
    for rule in sorted(group, key=lambda rule: rule.start):
        if joined and rule.start <= joined[-1][1] + JOIN:
            joined[-1][1] = max(joined[-1][1], rule.end)
        else:
            joined.append([rule.start, rule.end])
    return [Rule(at, start, end) for start, end in joined]


def components(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> tuple[list[Component], list[Rule]]:
    """Connected groups of lines, and the horizontal lines that meet no vertical one."""
    if not horizontal or not vertical:
        return [], list(horizontal)
    meets = _meeting(horizontal, vertical)
    unseen, found = set(range(len(horizontal))), []
    loose = [index for index in range(len(horizontal)) if not meets[index].any()]
    unseen -= set(loose)
    while unseen:
        rows, columns = _spread(min(unseen), meets)
        unseen -= rows
        found.append(
            Component(
                tuple(horizontal[row] for row in sorted(rows)), tuple(vertical[column] for column in sorted(columns))
            )
        )
    return found, [horizontal[index] for index in loose]


def _meeting(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Walls:
    h = np.array([(rule.at, rule.start, rule.end) for rule in horizontal])
    v = np.array([(rule.at, rule.start, rule.end) for rule in vertical])
    across = (v[None, :, 0] >= h[:, 1, None] - JOIN) & (v[None, :, 0] <= h[:, 2, None] + JOIN)
    along = (h[:, 0, None] >= v[None, :, 1] - JOIN) & (h[:, 0, None] <= v[None, :, 2] + JOIN)
    return np.asarray(across & along)


def _spread(start: int, meets: Walls) -> tuple[set[int], set[int]]:
    rows, columns, new = {start}, set[int](), {start}
    while new:
        touched = set(np.flatnonzero(meets[sorted(new)].any(axis=0)).tolist()) - columns
        columns |= touched
        new = set(np.flatnonzero(meets[:, sorted(touched)].any(axis=1)).tolist()) - rows if touched else set()
        rows |= new
    return rows, columns


def grid_of(component: Component) -> RuledGrid | None:
    """The grid that a component draws, or None for a frame, a cross or too much of it."""
    xs = _edges([rule.at for rule in component.vertical], _ends(component.horizontal))
    ys = _edges([rule.at for rule in component.horizontal], _ends(component.vertical))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > MAX_SQUARES:
        return None
    below = _walls(component.horizontal, ys, xs)
    beside = _walls(component.vertical, xs, ys).T
    spans = merge_squares(below, beside)
    if len(spans) < 2:
        return None
    return RuledGrid(xs, ys, spans)


def _ends(rules: Sequence[Rule]) -> tuple[float, float]:
    return min(rule.start for rule in rules), max(rule.end for rule in rules)


def _edges(positions: Iterable[float], ends: tuple[float, float]) -> list[float]:
    """Distinct positions in order; the ends of the crossing lines count where no line stands near them."""
    edges: list[float] = []
    for position in sorted(positions):
        if not edges or position - edges[-1] > 0.01:
            edges.append(position)
    if ends[0] < edges[0] - 2 * SNAP:
        edges.insert(0, ends[0])
    if ends[1] > edges[-1] + 2 * SNAP:
        edges.append(ends[1])
    return edges


def _walls(rules: Sequence[Rule], positions: Sequence[float], crossing: Sequence[float]) -> Walls:
    """`walls[i, j]`: a line runs at positions[i] from crossing[j] to crossing[j + 1]."""
    walls = np.zeros((len(positions), len(crossing) - 1), bool)
    edges, across = np.array(positions), np.array(crossing)
    for rule in rules:
        row = int(np.abs(edges - rule.at).argmin())
        covered = (across[:-1] >= rule.start - JOIN - 1) & (across[1:] <= rule.end + JOIN + 1)
        walls[row] |= covered
    return walls


def merge_squares(below: Walls, beside: Walls) -> list[Span]:
    """Squares to cells: `below[r, c]` is the line above square r, c; `beside[r, c]` the line left of it."""
    rows, columns = below.shape[0] - 1, below.shape[1]
    taken = np.zeros((rows, columns), bool)
    spans: list[Span] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row, column]:
                continue
            wide = 1
            while column + wide < columns and not beside[row, column + wide] and not taken[row, column + wide]:
                wide += 1
            tall = _height(row, column, wide, below, beside)
            taken[row : row + tall, column : column + wide] = True
            spans.append((row, column, tall, wide))
    return spans


def _height(row: int, column: int, wide: int, below: Walls, beside: Walls) -> int:
    """Rows down to the first line under any of the squares, or to where a side opens."""
    rows, columns, tall = below.shape[0] - 1, below.shape[1], 1
    while row + tall < rows:
        here = beside[row + tall]
        closed = (column == 0 or here[column]) and (column + wide == columns or here[column + wide])
        crossed = below[row + tall, column : column + wide].any() or here[column + 1 : column + wide].any()
        if crossed or not closed:
            break
        tall += 1
    return tall
