"""A workbook through python-calamine: its visible sheets with their values printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extract.detect import ODS, XLS, XLSX
from extract.formats.biff import xls_looks
from extract.formats.sheet_cells import GENERAL, printed
from extract.formats.sheet_styles import Place, SheetLook, ods_looks, xlsx_looks
from extract.safety import LIMITS, check_grid
from messages import _
from messages.errors import DamagedFile, PasswordProtected

if TYPE_CHECKING:
    from python_calamine import CalamineSheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as printed: texts by row and column, merged ranges by their first place (rows, columns)."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    spans: dict[Place, Place]


def read_workbook(path: Path, media_type: str) -> tuple[list[Sheet], int]:
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
    return [sheet for sheet in sheets if any(any(row) for row in sheet.rows)], hidden


def _looks(path: Path, media_type: str) -> dict[str, SheetLook]:
    if media_type == XLSX.media_type:
        return xlsx_looks(path)
    if media_type == XLS.media_type:
        return xls_looks(path)
    return ods_looks(path) if media_type == ODS.media_type else {}


def _sheet(name: str, found: "CalamineSheet", look: SheetLook) -> Sheet:
    """A sheet with its values printed, from the first row and column in use."""
    check_grid(found.height, found.width)
    top, left = found.start or (0, 0)
    rows = tuple(
        tuple(printed(value, look.formats.get((row, column), GENERAL)) for column, value in enumerate(values, left))
        for row, values in enumerate(found.to_python(), top)
    )
    merged = look.merged or [(*first, *last) for first, last in found.merged_cell_ranges or ()]
    return Sheet(name, rows, dict(_spans(merged, top, left, len(rows), found.width)))


def _spans(
    merged: Iterable[tuple[int, int, int, int]], top: int, left: int, n_rows: int, n_columns: int
) -> Iterator[tuple[Place, Place]]:
    """Merged ranges by first place, clipped to what is in use; of two that overlap the first stays."""
    taken: set[Place] = set()
    claimed = 0
    for first_row, first_column, last_row, last_column in merged:
        row, column = first_row - top, first_column - left
        height, width = min(last_row - top + 1, n_rows) - row, min(last_column - left + 1, n_columns) - column
        if row < 0 or column < 0 or height < 1 or width < 1 or (row, column) in taken:
            continue
        claimed += height * width
        check_grid(claimed, 1, before=-LIMITS.cells)
        places = {(row + down, column + right) for down in range(height) for right in range(width)}
        if not places & taken:
            taken |= places
            yield (row, column), (height, width)
