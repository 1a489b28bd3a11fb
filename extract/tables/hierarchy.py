"""How rows depend on each other: the sections they stand in, and the whole that a row is a part of."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Column, RowKind
from extract.language import ABBREVIATED, BULLET, INDICATOR_START, ORDINAL, ORDINAL_CELL
from extract.tables.grid import Grid
from extract.tables.labels import Label, read_label, without_ordinal
from extract.tables.rows import label_of, title_of
from normalize.text import fold, squash

_VALUED = ("body", "total", "subtotal")


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


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of values as far as its place among the others goes: its label and its ordinal by parts («1.2» → 1, 2)."""

    row: int
    text: str
    label: Label
    numbers: tuple[str, ...]

    @property
    def is_lower(self) -> bool:
        return begins_lower(self.text)


def begins_lower(text: str) -> bool:
    """Whether a label begins with a bullet or in lower case, as parts of the label above do; «г. Речной» does not."""
    bare = without_ordinal(text)
    return bool(BULLET.match(bare)) or (bare[:1].islower() and not ABBREVIATED.match(bare))


@dataclass(slots=True)
class _Group:
    """Rows that divide `whole`, while the list goes on. `lower`: its members begin in lower case or with a bullet."""

    whole: _Line
    marker: str | None
    lower: bool | None = None


def find_parts(grid: Grid, columns: Sequence[Column], kinds: Sequence[RowKind]) -> dict[int, Part]:
    """Which rows state parts of which: after «из них» and «в том числе», under bullets, by ordinals (1 → 1.1)."""
    texts = {row: label_of(grid, columns, row) for row, kind in enumerate(kinds) if kind in _VALUED}
    search = _PartSearch(sum(text[:1].isupper() for text in texts.values()) * 2 > len(texts))
    for row, kind in enumerate(kinds):
        if kind == "section":
            search.close()
        elif row in texts:
            text = texts[row]
            search.take(_Line(row, text, read_label(text), _numbers(grid, columns, row, text)))
    return search.parts


class _PartSearch:
    """Goes down the rows once, remembering the row above, the open group and the last row of each ordinal."""

    def __init__(self, mostly_capital: bool) -> None:
        self.parts: dict[int, Part] = {}
        self.mostly_capital = mostly_capital
        self.close()

    def close(self) -> None:
        """A section begins: nothing above is divided below."""
        self.group: _Group | None = None
        self.above: _Line | None = None
        self.numbered: dict[tuple[str, ...], _Line] = {}

    def take(self, line: _Line) -> None:
        """Settle what `line` is a part of, and remember it."""
        if self.above is not None and line.label.of_which:
            self._open_by_marker(line, self.above)
            if not line.label.core:
                return
        elif self.group is not None and not _goes_on(self.group, line):
            self.group = None
        self.group = self._deeper(line) or self.group or self._implied(line)
        if self.group is not None:
            self.parts[line.row] = Part(self.group.whole.row, self.group.marker)
            self.group.lower = line.is_lower if self.group.lower is None else self.group.lower
        self.above = line
        self.numbered[line.numbers] = line
        if line.label.opens:
            self.group = _Group(line, line.label.opens)

    def _open_by_marker(self, line: _Line, above: _Line) -> None:
        """«в том числе» divides the row above; said again, or in a row of its own, the same whole as before."""
        marker = line.label.of_which
        if not line.label.core:
            self.group = _Group(self.group.whole if self.group else above, marker)
        elif self.group is None or self.group.marker != marker or above.row not in self.parts:
            self.group = _Group(above, marker)
        self.group.lower = None

    def _deeper(self, line: _Line) -> _Group | None:
        """By its ordinal the row divides another than the open group does (1.1.1 under 1.1)."""
        whole = self.numbered.get(line.numbers[:-1]) if len(line.numbers) > 1 else None
        if whole is None or (self.group is not None and self.group.whole is whole):
            return None
        return _Group(whole, None)

    def _implied(self, line: _Line) -> _Group | None:
        """No marker, but a bullet, or lower case among capitals."""
        above = self.above
        if above is None or line.numbers:
            return None
        if not line.is_lower or not (BULLET.match(line.text) or self.mostly_capital):
            return None
        return _Group(above, None)


def _goes_on(group: _Group, line: _Line) -> bool:
    if line.numbers and group.whole.numbers:
        return len(line.numbers) > len(group.whole.numbers)
    if group.lower is not None and group.lower != line.is_lower:
        return False
    return not INDICATOR_START.match(fold(line.text)) or group.lower is None


def _numbers(grid: Grid, columns: Sequence[Column], row: int, text: str) -> tuple[str, ...]:
    """The ordinal of a row by its parts («1.2.» → 1, 2), from its column or the head of its label."""
    for index, column in enumerate(columns):
        if column.role == "ordinal":
            token = squash(grid.cell(row, index).text)
            if ORDINAL_CELL.fullmatch(token):
                return tuple(token.strip("().").split("."))
    match = ORDINAL.match(text)
    return tuple(match[0].strip(" ().").split(".")) if match else ()
