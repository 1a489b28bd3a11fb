"""Reading .xlsx, .xls and .ods: a sheet is a table; lines of text over and under it are paragraphs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from extract.detect import detect
from extract.document import Block, Cell, Document, Location, Paragraph, ReadingWarning, Source, Table
from extract.formats.sheet_styles import Place
from extract.formats.workbook import Sheet
from extract.formats.workbook_child import open_workbook
from extract.language import CAPTION_NUMBER
from messages import n_

_DEFAULT_NAMES = ("лист", "sheet")


def read_sheets(path: Path, sha256: str) -> Document:
    """Read the workbook at `path`. Raises `DamagedFile`, `HostileFile`, `PasswordProtected`."""
    media_type = detect(path).media_type
    sheets, hidden = open_workbook(path, media_type)
    blocks: list[Block] = []
    for sheet in sheets:
        blocks.extend(_blocks(sheet, len(blocks), sum(isinstance(block, Table) for block in blocks), len(sheets) > 1))
    warnings = (_hidden_warning(hidden),) if hidden else ()
    return Document(Source(path.name, sha256, media_type), tuple(blocks), warnings=warnings)


def _hidden_warning(count: int) -> ReadingWarning:
    message = n_("{count} hidden sheet was left out.", "{count} hidden sheets were left out.", count)
    return ReadingWarning("hidden_sheet", message)


def _blocks(sheet: Sheet, block: int, index: int, named: bool) -> Iterator[Block]:
    """The sheet's name where it tells anything, then for each of its tables the text over it, the table, the text under it."""
    if named or not sheet.name.lower().startswith(_DEFAULT_NAMES):
        yield Paragraph(sheet.name, Location(block), "heading")
        block += 1
    for first, last in _parts(sheet.rows):
        inside = [row for row in range(first, last) if _filled(sheet.rows[row]) > 1]
        top, bottom = (inside[0], inside[-1] + 1) if inside else (last, last)
        for row in range(first, top):
            for text in filter(None, sheet.rows[row]):
                yield Paragraph(text, Location(block))
                block += 1
        if inside:
            yield _table(sheet, top, bottom, Location(block, index))
            block, index = block + 1, index + 1
        for row in range(bottom, last):
            for text in filter(None, sheet.rows[row]):
                yield Paragraph(text, Location(block))
                block += 1


def _filled(row: Sequence[str]) -> int:
    return sum(map(bool, row))


def _parts(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """Ranges of rows that hold one table each: a new one begins at a caption with a number after a blank row."""
    start = 0
    for row in range(1, len(rows)):
        if not any(rows[row - 1]) and _filled(rows[row]) == 1 and CAPTION_NUMBER.match("".join(rows[row])):
            yield start, row
            start = row
    yield start, len(rows)


def _table(sheet: Sheet, top: int, bottom: int, location: Location) -> Table:
    """Rows [top, bottom) of the sheet without those that are blank."""
    kept = [row for row in range(top, bottom) if any(sheet.rows[row])]
    n_columns = len(sheet.rows[top])
    taken: set[Place] = set()
    cells: list[Cell] = []
    for number, row in enumerate(kept):
        for column, text in enumerate(sheet.rows[row]):
            if (row, column) in taken:
                continue
            height, width = sheet.spans.get((row, column), (1, 1))
            covered = [below for below in kept if row <= below < row + height] if height > 1 else [row]
            taken |= {(below, column + right) for below in covered for right in range(width)}
            cells.append(Cell(text, number, column, len(covered), width))
    return Table(location.table or 0, tuple(cells), len(kept), n_columns, location, found_by="sheet")
