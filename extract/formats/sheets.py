"""Reading .xlsx, .xls, .xlsb and .ods: a sheet is a table; lines of text over and under it are paragraphs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.detect import ODS, XLS, XLSX, detect
from extract.document import Block, Cell, Document, Location, Paragraph, ReadingWarning, Source, Table
from extract.formats.biff import xls_looks
from extract.formats.sheet_cells import GENERAL, printed
from extract.formats.sheet_styles import Place, SheetLook, ods_looks, xlsx_looks
from extract.language import CAPTION_NUMBER
from extract.safety import check_grid
from messages import _, n_
from messages.errors import DamagedFile, PasswordProtected

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_DEFAULT_NAMES = ("лист", "sheet")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as printed: texts by row and column, merged ranges by their first place (rows, columns)."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    spans: dict[Place, Place]


def read_sheets(path: Path, sha256: str) -> Document:
    """Read the workbook at `path`. Raises `DamagedFile`, `HostileFile`, `PasswordProtected`."""
    media_type = detect(path).media_type
    sheets, hidden = _read_workbook(path, media_type)
    blocks: list[Block] = []
    for sheet in sheets:
        blocks.extend(_blocks(sheet, len(blocks), sum(isinstance(block, Table) for block in blocks), len(sheets) > 1))
    warnings = (_hidden_warning(hidden),) if hidden else ()
    return Document(Source(path.name, sha256, media_type), tuple(blocks), warnings=warnings)


def _hidden_warning(count: int) -> ReadingWarning:
    message = n_("{count} hidden sheet was left out.", "{count} hidden sheets were left out.", count)
    return ReadingWarning("hidden_sheet", message)


def _read_workbook(path: Path, media_type: str) -> tuple[list[_Sheet], int]:
    """Visible worksheets that hold anything, and the number of hidden ones."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    looks = _looks(path, media_type)
    sheets, hidden = [], 0
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            for about in book.sheets_metadata:
                if about.typ != SheetTypeEnum.WorkSheet:
                    continue
                if about.visible != SheetVisibleEnum.Visible:
                    hidden += 1
                    continue
                found = book.get_sheet_by_name(about.name)
                sheets.append(_sheet(about.name, found, looks.get(about.name, SheetLook())))
    except PasswordError as error:
        raise PasswordProtected() from error
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedFile(detail=_("the workbook cannot be opened")) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedFile(detail=_("the workbook cannot be opened")) from error
    return [sheet for sheet in sheets if any(any(row) for row in sheet.rows)], hidden


def _looks(path: Path, media_type: str) -> dict[str, SheetLook]:
    if media_type == XLSX.media_type:
        return xlsx_looks(path)
    if media_type == XLS.media_type:
        return xls_looks(path)
    return ods_looks(path) if media_type == ODS.media_type else {}


def _sheet(name: str, found: "CalamineSheet", look: SheetLook) -> _Sheet:
    """A sheet with its values printed, from the first row and column in use."""
    check_grid(found.height, found.width)
    top, left = found.start or (0, 0)
    rows = tuple(
        tuple(printed(value, look.formats.get((row, column), GENERAL)) for column, value in enumerate(values, left))
        for row, values in enumerate(found.to_python(), top)
    )
    merged = look.merged or [(*first, *last) for first, last in found.merged_cell_ranges or ()]
    return _Sheet(name, rows, dict(_spans(merged, top, left, len(rows), found.width)))


def _spans(
    merged: Iterable[tuple[int, int, int, int]], top: int, left: int, n_rows: int, n_columns: int
) -> Iterator[tuple[Place, Place]]:
    """Merged ranges by first place, clipped to what is in use; of two that overlap the first stays."""
    taken: set[Place] = set()
    for first_row, first_column, last_row, last_column in merged:
        row, column = first_row - top, first_column - left
        height, width = min(last_row - top + 1, n_rows) - row, min(last_column - left + 1, n_columns) - column
        if row < 0 or column < 0 or height < 1 or width < 1:
            continue
        places = {(row + down, column + right) for down in range(height) for right in range(width)}
        if not places & taken:
            taken |= places
            yield (row, column), (height, width)


def _blocks(sheet: _Sheet, block: int, index: int, named: bool) -> Iterator[Block]:
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


def _table(sheet: _Sheet, top: int, bottom: int, location: Location) -> Table:
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
