"""Tables that only set heads and signatures side by side: date and number of an act, stamps, a post and its name."""

import re
from collections.abc import Iterator

from extract.document import Block, Table
from extract.head import ANNEX, NUMBER, STAMP, is_day_or_number
from extract.lines import Line, lines_of_cell
from extract.people import is_person
from normalize.text import squash

_MAX_ROWS, _MAX_COLUMNS = 3, 4
_MAX_CELL, _MAX_ALL = 300, 800
_YEAR = re.compile(r"(?:19|20)\d\d|_{2,}")


def layout_lines(block: Block) -> list[Line]:
    """What a layout table holds as lines: stamps cell by cell, other rows as one line each; none for other blocks."""
    if not isinstance(block, Table) or not _is_small(block):
        return []
    if any(STAMP.match(cell.text.strip()) or ANNEX.match(cell.text.strip()) for cell in block.cells):
        return [line for cell in block.cells for line in lines_of_cell(block, cell)]
    rows = [[squash(cell.text) for cell in row if cell.text.strip()] for row in block.cells_by_row()]
    if not rows or not all(_is_head_or_signature(row) for row in rows if row):
        return []
    return list(_rows_as_lines(block))


def _is_small(table: Table) -> bool:
    lengths = [len(cell.text) for cell in table.cells]
    return (
        table.parent is None
        and table.n_rows <= _MAX_ROWS
        and table.n_columns <= _MAX_COLUMNS
        and max(lengths, default=0) <= _MAX_CELL
        and sum(lengths) <= _MAX_ALL
    )


def _is_head_or_signature(texts: list[str]) -> bool:
    """A row that ends in a name, or that holds a date and a number and nothing that is a figure."""
    if len(texts) > 1 and is_person(texts[-1]):
        return True
    told = " ".join(texts)
    return bool(NUMBER.search(told) and _YEAR.search(told)) and any(is_day_or_number(text) for text in texts)


def _rows_as_lines(table: Table) -> Iterator[Line]:
    for row in table.cells_by_row():
        text = squash(" ".join(cell.text for cell in row))
        if text:
            first = next(cell for cell in row if cell.text.strip())
            yield Line(text, table.location.block, 0, 0, cell=table.locate(first))


def opens_with(block: Block, mark: re.Pattern[str]) -> bool:
    """Whether some cell of a layout table begins with a mark (`ANNEX`, `APPROVED`)."""
    return isinstance(block, Table) and _is_small(block) and any(mark.match(cell.text.strip()) for cell in block.cells)
