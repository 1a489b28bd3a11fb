"""Spreadsheets: a sheet is a table, numbers and dates are printed as the sheet shows them."""

import shutil
import struct
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document, Table
from extract.formats.sheet_cells import GENERAL, NumberFormat, Value, parse_format, printed
from extract.reading import read
from messages.errors import DamagedFile, HostileFile
from tests.helpers_docx import grid
from tests.helpers_sheets import DATE, GROUPED, PERCENT, TENTHS, WHOLE, compound, sheet_xml, write_xlsx

ROWS = [
    ["Таблица 1. Численность"],
    ["№", "Организация", "Кол-во", None, "Дата"],
    [None, None, "всего", "%"],
    [1, "Колледж", (1859, WHOLE), (0.4791, PERCENT), (44562, DATE)],
    [],
    [2, "Школа", (24.95, TENTHS), (0.083, PERCENT), (1234567.891, GROUPED)],
    ["Примечание: вымышлено"],
]
MERGED = ["A1:E1", "A2:A3", "C2:D2"]
GRID = [
    ["№", "Организация", "Кол-во", "Кол-во", "Дата"],
    ["№", "", "всего", "%", ""],
    ["1", "Колледж", "1859", "47,9%", "01.01.2022"],
    ["2", "Школа", "25,0", "8,3%", "1234567,89"],
]


def told(document: Document) -> list[str | list[list[str]]]:
    return [grid(block) if isinstance(block, Table) else block.text for block in document.blocks]


def test_a_sheet_is_a_table_with_the_text_around_it(tmp_path: Path) -> None:
    document = read(write_xlsx(tmp_path / "a.xlsx", {"Лист1": sheet_xml(ROWS, MERGED)}))
    assert told(document) == ["Таблица 1. Численность", GRID, "Примечание: вымышлено"]
    assert [block.location.block for block in document.blocks] == [0, 1, 2]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is missing: apt install libreoffice-calc")
def test_other_workbooks_hold_the_same(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Лист1": sheet_xml(ROWS, MERGED)})
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for suffix in ("ods", "xls"):
        command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", tmp_path, path]
        made = subprocess.run(command, check=False, capture_output=True, timeout=60)
        if not (tmp_path / f"a.{suffix}").exists():
            pytest.skip(f"LibreOffice Calc is missing: apt install libreoffice-calc ({made.stderr!r})")
        assert told(read(tmp_path / f"a.{suffix}")) == ["Таблица 1. Численность", GRID, "Примечание: вымышлено"]


def test_sheets_are_named_where_there_are_several_and_hidden_ones_left_out(tmp_path: Path) -> None:
    sheets = {name: sheet_xml([["а", "б"], [1, 2]]) for name in ("2021", "2022", "черновик")}
    document = read(write_xlsx(tmp_path / "a.xlsx", sheets, hidden=["черновик"]))
    assert told(document) == ["2021", [["а", "б"], ["1", "2"]], "2022", [["а", "б"], ["1", "2"]]]
    assert [table.index for table in document.tables] == [0, 1]
    assert [warning.code for warning in document.warnings] == ["hidden_sheet"]


def test_two_captioned_tables_of_a_sheet_are_two(tmp_path: Path) -> None:
    rows = [["Таблица 1"], ["а", 1], ["б", 2], [], ["Таблица 2"], ["в", 3]]
    document = read(write_xlsx(tmp_path / "a.xlsx", {"Лист1": sheet_xml(rows)}))
    assert told(document) == ["Таблица 1", [["а", "1"], ["б", "2"]], "Таблица 2", [["в", "3"]]]


def test_a_section_after_a_blank_row_stays_in_its_table(tmp_path: Path) -> None:
    rows = [["а", 1], [], ["Раздел"], ["б", 2]]
    document = read(write_xlsx(tmp_path / "a.xlsx", {"Лист1": sheet_xml(rows)}))
    assert told(document) == [[["а", "1"], ["Раздел", ""], ["б", "2"]]]


def test_a_sheet_that_begins_away_from_the_corner(tmp_path: Path) -> None:
    rows = [[], [None, "а", "б"], [None, (0.5, PERCENT), None]]
    document = read(write_xlsx(tmp_path / "a.xlsx", {"Лист1": sheet_xml(rows, ["B3:C3"])}))
    assert told(document) == [[["а", "б"]], "50,0%"]


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("General", GENERAL),
        ("0", NumberFormat(decimals=0)),
        ("0.00", NumberFormat(decimals=2)),
        ("0.0%", NumberFormat(percent=True, decimals=1)),
        ("#,##0.00", NumberFormat(decimals=2)),
        ("# ##0", NumberFormat(decimals=0)),
        ('#,##0.0" руб.";[Red]-0', NumberFormat(decimals=1)),
        ('"100%" 0', NumberFormat(decimals=0)),
        ("dd.mm.yyyy", GENERAL),
        ("0.00E+00", GENERAL),
        ("# ?/?", GENERAL),
    ],
)
def test_codes_of_formats(code: str, form: NumberFormat) -> None:
    assert parse_format(code) == form


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (0.1 + 0.2, GENERAL, "0,3"),
        (1859.0, GENERAL, "1859"),
        (-24.5, GENERAL, "-24,5"),
        (1234567.891, GENERAL, "1234567,891"),
        (2.5, NumberFormat(decimals=0), "3"),
        (1.005, NumberFormat(decimals=2), "1,01"),
        (0.479, NumberFormat(True, 0), "48%"),
        (True, GENERAL, "ИСТИНА"),
        (date(2022, 1, 1), GENERAL, "01.01.2022"),
        (datetime(2022, 1, 1, 10, 30), GENERAL, "01.01.2022 10:30"),
        (time(9, 5), GENERAL, "09:05"),
        ("  текст ", GENERAL, "текст"),
        (None, GENERAL, ""),
    ],
)
def test_printed_values(value: Value, form: NumberFormat, text: str) -> None:
    assert printed(value, form) == text


@given(st.floats(), st.sampled_from([GENERAL, NumberFormat(decimals=2), NumberFormat(True, 1)]))
def test_every_number_can_be_printed(number: float, form: NumberFormat) -> None:
    assert printed(number, form)


@given(st.text(max_size=40))
def test_every_code_of_a_format_can_be_read(code: str) -> None:
    parse_format(code)


@pytest.mark.parametrize("reference", ["XFD1048576", "A1048576", "ZZ1"])
def test_a_sheet_that_reaches_too_far_is_refused(tmp_path: Path, reference: str) -> None:
    far = sheet_xml([["а"]]).replace(
        "</sheetData>", f'<row><c r="{reference}"><v>1</v></c><c r="B2"><v>1</v></c></row></sheetData>'
    )
    if reference == "A1048576":
        far = far.replace("B2", "D2")
    with pytest.raises(HostileFile):
        read(write_xlsx(tmp_path / "a.xlsx", {"Лист1": far}))


def test_formats_alone_do_not_make_a_sheet_large(tmp_path: Path) -> None:
    styled = sheet_xml([["а", 1]]).replace(
        "</sheetData>", '<row r="1048576"><c r="XFD1048576" s="3"/></row></sheetData>'
    )
    assert told(read(write_xlsx(tmp_path / "a.xlsx", {"Лист1": styled}))) == [[["а", "1"]]]


def test_an_ods_that_repeats_cells_without_end_is_refused(tmp_path: Path) -> None:
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    cell = '<table:table-cell table:number-columns-repeated="1000"><text:p>x</text:p></table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    with ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", f'<office:x {names}><table:table table:name="a">{row}</table:table></office:x>')
    with pytest.raises(HostileFile):
        read(tmp_path / "a.ods")


def test_a_false_claim_does_not_take_the_program_down(tmp_path: Path) -> None:
    """A sheet that claims more rows than any machine has room for."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    beginning, end = record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)), record(0x000A, b"")
    claim = record(0x0200, struct.pack("<IIHHH", 0, 0xFFFFFF00, 0, 5, 0))
    place = len(beginning) + len(record(0x0085, bytes(9))) + len(end)
    head = beginning + record(0x0085, struct.pack("<IBBBB", place, 0, 0, 1, 0) + b"a") + end
    path = tmp_path / "a.xls"
    path.write_bytes(compound({"Workbook": (head + beginning + claim + end).ljust(4096, b"\0")}))
    with pytest.raises(DamagedFile):
        read(path)


def test_damage_is_told(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Лист1": "<worksheet"})
    with pytest.raises(DamagedFile):
        read(path)
