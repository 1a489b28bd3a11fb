"""How rows depend on each other: the sections they stand in, and the whole that a row is a part of."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Column, RowKind
from extract.language import BULLET, INDICATOR_START, ORDINAL, ORDINAL_CELL
from extract.tables.grid import Grid
from extract.tables.labels import read_label, without_ordinal
from extract.tables.rows import label_of, title_of
from normalize.text import fold, squash


def section_paths(grid: Grid, columns: Sequence[Column], kinds: Sequence[RowKind]) -> list[tuple[str, ...]]:
    """For each row the titles of the sections it stands in, outermost first; a total of all stands in none.

    Sections that look alike (numbered alike, spanning alike) are of one level."""
    paths: list[tuple[str, ...]] = []
    stack: list[tuple[object, str]] = []
    for row, kind in enumerate(kinds):
        if kind == "section":
            style = _style(grid, row)
            known = [level for level, (other, _) in enumerate(stack) if other == style]
            if known or (stack and kinds[row - 1] != "section"):
                del stack[known[0] if known else -1 :]
            stack.append((style, title_of(grid, columns, row) or squash(grid.begun(row)[0].text)))
        paths.append(() if kind in ("header", "total", "note") else tuple(title for _, title in stack))
    return paths


def _style(grid: Grid, row: int) -> object:
    begun = grid.begun(row)
    texts = [squash(cell.text) for cell in begun]
    ordinal = next((_ordinal_shape(text) for text in texts if _ordinal_shape(text)), "")
    return ordinal, begun[-1].colspan, texts[-1].isupper()


def _ordinal_shape(text: str) -> str:
    """«II.» and «IV.» are alike, «1.» and «2.», «1.1» and «3.12»."""
    match = ORDINAL.match(text)
    token = match[0].strip() if match else text if ORDINAL_CELL.fullmatch(text) else ""
    bare = token.strip("().")
    if not bare:
        return ""
    return "0." * (bare.count(".") + 1) if bare[0].isdigit() else "I" if bare.isupper() else "a"


@dataclass(frozen=True, slots=True)
class Part:
    """A row that states a part of another: `whole` is the row above that it divides."""

    whole: int
    marker: str | None = None


@dataclass(slots=True)
class _Group:
    """Rows that divide `whole`, while the list goes on. `lower`: its members begin in lower case or with a bullet."""

    whole: int
    marker: str | None
    depth: int | None
    lower: bool | None = None


def find_parts(grid: Grid, columns: Sequence[Column], kinds: Sequence[RowKind]) -> dict[int, Part]:
    """Which rows state parts of which: after «из них» and «в том числе», under bullets, by ordinals (1 → 1.1)."""
    labels = {
        row: label_of(grid, columns, row) for row, kind in enumerate(kinds) if kind in ("body", "total", "subtotal")
    }
    mostly_capital = sum(text[:1].isupper() for text in labels.values()) * 2 > len(labels)
    parts: dict[int, Part] = {}
    group: _Group | None = None
    above: int | None = None
    for row, text in labels.items():
        if above is not None and any(kinds[between] == "section" for between in range(above, row)):
            group, above = None, None
        label = read_label(text)
        depth = _depth(grid, columns, row, text)
        if label.of_which and above is not None:
            if not label.core:
                group = _Group(group.whole if group else above, label.of_which, depth)
                continue
            group = _marked(group, label.of_which, above, depth, parts)
            group.lower = None
        elif group is not None and not _goes_on(group, text, depth, _depth_of(grid, columns, labels, group.whole)):
            group = None
        if group is None and above is not None:
            group = _implied(grid, columns, labels, row, above, parts, mostly_capital)
        if group is not None:
            parts[row] = Part(group.whole, group.marker)
            group.lower = _is_lower(text) if group.lower is None else group.lower
        above = row
        if label.opens:
            group = _Group(row, label.opens, None)
    return parts


def _marked(group: _Group | None, marker: str, above: int, depth: int | None, parts: dict[int, Part]) -> _Group:
    """«в том числе» divides the row above; said again, it divides the same whole as before."""
    if group is not None and group.marker == marker and above in parts and parts[above].whole == group.whole:
        return group
    return _Group(above, marker, depth)


def _goes_on(group: _Group, text: str, depth: int | None, depth_of_whole: int | None) -> bool:
    if depth is not None and depth_of_whole is not None:
        return depth > depth_of_whole
    if group.lower is not None and group.lower != _is_lower(text):
        return False
    return not INDICATOR_START.match(fold(text)) or group.lower is None


def _implied(
    grid: Grid,
    columns: Sequence[Column],
    labels: dict[int, str],
    row: int,
    above: int,
    parts: dict[int, Part],
    mostly_capital: bool,
) -> _Group | None:
    """No marker, but a deeper ordinal, a bullet, or lower case among capitals."""
    text, depth = labels[row], _depth(grid, columns, row, labels[row])
    upper = _depth_of(grid, columns, labels, above)
    if depth is not None and depth > 1:
        whole = _row_of_prefix(grid, columns, labels, row, above)
        return None if whole is None else _Group(whole, None, depth)
    if depth is None and upper is None and (BULLET.match(text) or (mostly_capital and text[:1].islower())):
        whole = parts[above].whole if above in parts and _is_lower(labels[above]) else above
        return _Group(whole, None, None)
    return None


def _row_of_prefix(grid: Grid, columns: Sequence[Column], labels: dict[int, str], row: int, above: int) -> int | None:
    """The row numbered 1 for a row numbered 1.1."""
    mine = _numbers(grid, columns, row, labels[row])
    for other in range(above, -1, -1):
        if other in labels and mine and _numbers(grid, columns, other, labels[other]) == mine[:-1]:
            return other
    return None


def _is_lower(text: str) -> bool:
    bare = without_ordinal(text)
    return bool(BULLET.match(bare)) or bare[:1].islower()


def _depth(grid: Grid, columns: Sequence[Column], row: int, text: str) -> int | None:
    numbers = _numbers(grid, columns, row, text)
    return len(numbers) if numbers else None


def _depth_of(grid: Grid, columns: Sequence[Column], labels: dict[int, str], row: int) -> int | None:
    return _depth(grid, columns, row, labels[row])


def _numbers(grid: Grid, columns: Sequence[Column], row: int, text: str) -> tuple[str, ...]:
    """The ordinal of a row by its parts («1.2.» → 1, 2), from its column or the head of its label."""
    for index, column in enumerate(columns):
        if column.role == "ordinal":
            token = squash(grid.cell(row, index).text)
            if ORDINAL_CELL.fullmatch(token):
                return tuple(token.strip("().").split("."))
    match = ORDINAL.match(text)
    return tuple(match[0].strip(" ().").split(".")) if match else ()
