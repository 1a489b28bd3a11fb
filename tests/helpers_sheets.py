"""Small .xlsx workbooks and compound files written part by part."""

import struct
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from extract.formats.ole import SIGNATURE

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# Styles of cells by number: general, whole, 0.0, percent with one decimal, a date, a number with groups of thousands.
FORMATS = ("General", "0", "0.0", "0.0%", "dd.mm.yyyy", "#,##0.00")
GENERAL, WHOLE, TENTHS, PERCENT, DATE, GROUPED = range(6)

Value = str | float | int | None | tuple[float | int, int]


def cell(row: int, column: int, value: Value) -> str:
    """A cell: text, a number, or (number, style)."""
    reference = f"{chr(65 + column)}{row + 1}"
    number, style = value if isinstance(value, tuple) else (value, GENERAL)
    if number is None:
        return ""
    if isinstance(number, str):
        return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{number}</t></is></c>'
    return f'<c r="{reference}" s="{style}"><v>{number!r}</v></c>'


def sheet_xml(rows: Sequence[Sequence[Value]], merged: Sequence[str] = ()) -> str:
    """A worksheet with `rows` and merged ranges like ``A1:B2``."""
    data = "".join(
        f'<row r="{r + 1}">{"".join(cell(r, c, value) for c, value in enumerate(row))}</row>'
        for r, row in enumerate(rows)
    )
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    merges = f"<mergeCells>{ranges}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{data}</sheetData>{merges}</worksheet>'


def write_xlsx(path: Path, sheets: dict[str, str], hidden: Sequence[str] = ()) -> Path:
    """A workbook of worksheets (XML by name)."""
    names = "".join(
        f'<sheet name="{name}" sheetId="{i}" r:id="s{i}"{" state=" + chr(34) + "hidden" + chr(34) if name in hidden else ""}/>'
        for i, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="s{i}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    codes = "".join(f'<numFmt numFmtId="{164 + i}" formatCode="{code}"/>' for i, code in enumerate(FORMATS))
    styles = "".join(
        f'<xf numFmtId="{164 + i if i else 0}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        for i in range(len(FORMATS))
    )
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for i in range(1, len(sheets) + 1)
    )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
            f"{overrides}</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship Id="st" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><numFmts count="{len(FORMATS)}">{codes}</numFmts><fonts count="1"><font/></fonts>'
            '<fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            f'<cellXfs count="{len(FORMATS)}">{styles}</cellXfs></styleSheet>',
        )
        for i, content in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", content)
    return path


def compound(streams: dict[str, bytes]) -> bytes:
    """A minimal compound file: header, one FAT sector, directory, streams of whole sectors."""
    names = ["Root Entry", *streams]
    directory_sectors = -(-len(names) // 4)
    fat = [0xFFFFFFFD, *(range(2, directory_sectors + 1)), 0xFFFFFFFE]
    body, entries = b"", []
    for index, name in enumerate(names):
        content = streams.get(name, b"")
        sectors = -(-len(content) // 512)
        start = len(fat) if sectors else 0xFFFFFFFE
        fat += [*range(start + 1, start + sectors), 0xFFFFFFFE] if sectors else []
        body += content.ljust(sectors * 512, b"\0")
        encoded = name.encode("utf-16-le") + b"\0\0"
        entry = encoded.ljust(64, b"\0") + struct.pack("<HB", len(encoded), 5 if index == 0 else 2)
        entries.append(entry.ljust(116, b"\0") + struct.pack("<IQ", start, len(content)))
    header = SIGNATURE + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    header = header.ljust(44, b"\0") + struct.pack("<II", 1, 1)
    header = header.ljust(76, b"\0") + struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + table + b"".join(entries).ljust(directory_sectors * 512, b"\0") + body
