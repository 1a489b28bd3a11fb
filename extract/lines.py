"""Running text as printed lines, which is how heads, stamps and signatures are laid out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.document import Block, Cell, Location, Paragraph, ParagraphStyle, Table
from normalize.text import squash

_SPACED_OUT = re.compile(r"(?<!\w)\w(?: \w){3,}(?!\w)")
_LETTERS = re.compile(r"[^\W\d_]")
_LONGEST = 40_000
_EMPHASIS = re.compile(r"^[*_]{1,3}|[*_]{1,3}$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph: squashed text, and where its first and last character stand in the block; or a line of a
    table that only lays out a head or a signature, with the place of its `cell`."""

    text: str
    block: int
    start: int
    end: int
    style: ParagraphStyle = "body"
    centered: bool = False
    bold: bool = False
    label: str | None = None
    cell: Location | None = None

    @property
    def location(self) -> Location:
        return self.cell or Location(self.block, start=self.start, end=self.end)

    @property
    def upper(self) -> bool:
        """Whether it is set in capitals (at least four letters, at most one in ten small)."""
        letters = _LETTERS.findall(self.text)
        return len(letters) >= 4 and sum(map(str.islower, letters)) <= len(letters) // 10


def unspace(text: str) -> str:
    """«Р А С П О Р Я Ж Е Н И Е» as a word; other text as it is."""
    return _SPACED_OUT.sub(lambda found: found.group().replace(" ", ""), text)


def lines_of(blocks: Iterable[Block]) -> Iterator[Line]:
    """Non-blank lines of the paragraphs among `blocks`, in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph) and block.style != "footnote" and len(block.text) <= _LONGEST:
            yield from _lines(block)


def lines_of_cell(table: Table, cell: Cell) -> Iterator[Line]:
    """Non-blank lines of a cell."""
    place = table.locate(cell)
    for piece in re.split(r"[\n\r\v]+", cell.text):
        if text := _EMPHASIS.sub("", unspace(squash(piece))):
            yield Line(text, table.location.block, 0, 0, cell=place)


def _lines(paragraph: Paragraph) -> Iterator[Line]:
    for found in re.finditer(r"[^\n\r\v]+", paragraph.text):
        text = _EMPHASIS.sub("", unspace(squash(found.group())))
        if text:
            yield Line(
                text,
                paragraph.location.block,
                found.start(),
                found.end(),
                paragraph.style,
                paragraph.centered,
                paragraph.bold,
                paragraph.label,
            )
