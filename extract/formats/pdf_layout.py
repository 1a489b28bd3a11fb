"""A page taken apart: its tables and the lines of text around them, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.formats.pdf_grid import PageTable
from extract.formats.pdf_lines import Line, lines_of
from extract.formats.pdf_page import PdfPage
from extract.formats.pdf_tables import find_tables


@dataclass(frozen=True, slots=True)
class PageLayout:
    """`items` from top to bottom; the page's own words are not kept."""

    number: int
    width: float
    height: float
    items: tuple[Line | PageTable, ...]
    pictures: float
    characters: int
    unmapped: int

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]


def layout(page: PdfPage) -> PageLayout:
    """Tables and lines in reading order."""
    found = find_tables(page)
    items = in_order(lines_of(found.words), found.tables)
    return PageLayout(page.number, page.width, page.height, tuple(items), page.pictures, page.characters, page.unmapped)


def in_order(lines: Sequence[Line], tables: Sequence[PageTable]) -> list[Line | PageTable]:
    """From top to bottom, a table at its upper edge."""
    return sorted([*lines, *tables], key=lambda item: item.middle if isinstance(item, Line) else item.ys[0])
