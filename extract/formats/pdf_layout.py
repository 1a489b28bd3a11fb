"""A page taken apart: its tables and the lines of text around them, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.formats.pdf_grid import PageTable, cell_lines
from extract.formats.pdf_gutter import in_columns
from extract.formats.pdf_health import is_rubbish, repaired
from extract.formats.pdf_lines import Line, lines_of
from extract.formats.pdf_page import PdfPage
from extract.formats.pdf_stamps import without_stamps
from extract.formats.pdf_tables import find_tables


@dataclass(frozen=True, slots=True)
class PageLayout:
    """`items` from top to bottom; the page's own words are not kept. `separators`: y of the rules outside of grids;
    `stamps`: lines of what was stamped on it."""

    number: int
    width: float
    height: float
    items: tuple[Line | PageTable, ...]
    pictures: float
    characters: int
    rubbish: bool = False
    separators: tuple[float, ...] = ()
    stamps: tuple[Line, ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]


def layout(page: PdfPage) -> PageLayout:
    """Tables and lines in reading order; nothing of a page whose text layer is rubbish."""
    page = repaired(page)
    rubbish = is_rubbish(page)
    items: list[Line | PageTable] = []
    separators: tuple[float, ...] = ()
    stamps: list[Line] = []
    if not rubbish:
        page, stamps = without_stamps(page)
        found = find_tables(page)
        stamps += cell_lines(found.turned) if found.turned else []
        items, separators = in_order(lines_of(found.words), found.tables), found.separators
    return PageLayout(
        page.number,
        page.width,
        page.height,
        tuple(items),
        page.pictures,
        page.characters,
        rubbish,
        separators,
        tuple(stamps),
    )


def in_order(lines: Sequence[Line], tables: Sequence[PageTable]) -> list[Line | PageTable]:
    """From top to bottom, column by column; a table stands before the first line below it."""
    items: list[Line | PageTable] = list(in_columns(lines))
    for table in tables:
        items.insert(next((index for index, item in enumerate(items) if _is_after(item, table)), len(items)), table)
    return items


def _is_after(item: Line | PageTable, table: PageTable) -> bool:
    if isinstance(item, PageTable):
        return item.ys[0] > table.ys[0] and item.xs[0] < table.xs[-1] and item.xs[-1] > table.xs[0]
    return item.middle > table.ys[0] and item.x0 < table.xs[-1] and item.x1 > table.xs[0]
