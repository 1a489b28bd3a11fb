"""What python-calamine does not tell of a sheet: how numbers are shown, and (in .ods) which cells are merged.

The same pass finds out how far a sheet reaches before anything of that size is made."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from extract.formats.ooxml import Package
from extract.formats.sheet_cells import GENERAL, NumberFormat, built_in_format, parse_format
from extract.safety import LIMITS, check_grid

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = f"{_ODF}table:1.0}}", f"{_ODF}office:1.0}}"
_TEXT_P = f"{_ODF}text:1.0}}p"
_CELLS = frozenset({f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_SHOWN = re.compile(r"[-−]?(?P<number>\d[\d\s.,]{0,30})(?P<percent>%?)")

Place = tuple[int, int]


@dataclass(slots=True)
class SheetLook:
    """Formats of cells that are not general, and merged ranges (first row, first column, last row, last column)."""

    formats: dict[Place, NumberFormat] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


def xlsx_looks(path: Path) -> dict[str, SheetLook]:
    """The looks of the worksheets of an .xlsx by name. Raises `DamagedFile`, `HostileFile`."""
    with Package(path) as package:
        book = package.main_part("xl/workbook.xml")
        root = package.xml(book)
        if root is None:
            return {}
        relations = package.relations(book)
        styles = package.related(book, "styles")
        formats = _cell_formats(None if styles is None else package.xml(styles))
        looks: dict[str, SheetLook] = {}
        for sheet in root.iter(f"{_S}sheet"):
            relation = relations.get(sheet.get(_R_ID, ""))
            part = package.xml(relation.target) if relation is not None else None
            if part is not None:
                looks[sheet.get("name", "")] = _worksheet_look(part, formats)
        return looks


def _cell_formats(styles: Element | None) -> list[NumberFormat]:
    """The number format of each cell style."""
    if styles is None:
        return []
    own = {
        element.get("numFmtId", ""): parse_format(element.get("formatCode", ""))
        for element in styles.iter(f"{_S}numFmt")
    }
    ids = [style.get("numFmtId", "0") for style in styles.iterfind(f"{_S}cellXfs/{_S}xf")]
    return [own.get(number) or built_in_format(int(number) if number.isdecimal() else 0) for number in ids]


def _worksheet_look(root: Element, formats: list[NumberFormat]) -> SheetLook:
    look = SheetLook()
    last_row = last_column = -1
    for (row, column), cell in _worksheet_cells(root):
        if len(cell):
            last_row, last_column = max(last_row, row), max(last_column, column)
        style = cell.get("s", "0")
        form = formats[int(style)] if style.isdecimal() and int(style) < len(formats) else GENERAL
        if form != GENERAL:
            look.formats[row, column] = form
    check_grid(last_row + 1, last_column + 1)
    return look


def _worksheet_cells(root: Element) -> Iterator[tuple[Place, Element]]:
    row = -1
    for row_element in root.iterfind(f"{_S}sheetData/{_S}row"):
        number = row_element.get("r", "")
        row = int(number) - 1 if number.isdecimal() and len(number) < 8 else row + 1
        column = -1
        for cell in row_element.iterfind(f"{_S}c"):
            match = _REFERENCE.fullmatch(cell.get("r", ""))
            row, column = (int(match.group(2)) - 1, _column(match.group(1))) if match else (row, column + 1)
            yield (row, column), cell


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def ods_looks(path: Path) -> dict[str, SheetLook]:
    """The looks of the sheets of an .ods by name. Raises `DamagedFile`, `HostileFile`."""
    with Package(path) as package:
        root = package.xml("content.xml")
        tables = () if root is None else root.iter(f"{_TABLE}table")
        return {table.get(f"{_TABLE}name", ""): _ods_look(table) for table in tables}


def _ods_look(table: Element) -> SheetLook:
    look = SheetLook()
    last_row = last_column = -1
    row = 0
    for row_element in table.iter(f"{_TABLE}table-row"):
        repeated_rows = _count(row_element, "number-rows-repeated")
        column = 0
        for cell in row_element:
            if cell.tag not in _CELLS:
                continue
            repeated = _count(cell, "number-columns-repeated")
            if len(cell):
                last_row, last_column = row + repeated_rows - 1, max(last_column, column + repeated - 1)
                check_grid(last_row + 1, last_column + 1)
                _note_cell(look, cell, row, column, repeated)
            column = min(column + repeated, 1 << 20)
        row = min(row + repeated_rows, 1 << 24)
    return look


def _note_cell(look: SheetLook, cell: Element, row: int, column: int, repeated: int) -> None:
    rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
    if rows > 1 or columns > 1:
        look.merged.append((row, column, row + min(rows, LIMITS.cells) - 1, column + min(columns, LIMITS.columns) - 1))
    form = _shown_format(cell.findtext(_TEXT_P) or "", cell.get(f"{_OFFICE}value") or "")
    if form is not None:
        look.formats |= dict.fromkeys(((row, column + i) for i in range(repeated)), form)


def _shown_format(shown: str, stored: str) -> NumberFormat | None:
    """The format under which the number `stored` is `shown`: the decimals that make the digits agree."""
    match = _SHOWN.fullmatch(shown)
    if match is None:
        return None
    try:
        number = abs(float(stored)) * (100 if match["percent"] else 1)
    except ValueError:
        return None
    digits = re.sub(r"\D", "", match["number"])
    fitting = (places for places in range(min(len(digits), 12)) if round(number * 10**places) == int(digits))
    places = next(fitting, None)
    return None if places is None else NumberFormat(bool(match["percent"]), places)


def _count(element: Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 10 else 1
