"""Number formats of the cells of an .xls (BIFF8): python-calamine gives their values without them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.formats.ole import CompoundFile
from extract.formats.sheet_cells import GENERAL, NumberFormat, built_in_format, parse_format
from extract.formats.sheet_styles import Place, SheetLook

_FORMAT, _XF, _BOUND_SHEET, _END = 0x041E, 0x00E0, 0x0085, 0x000A
_MULTIPLE = 0x00BD
# Records of one number begin with row, column and style: FORMULA, NUMBER, RK.
_SINGLE = frozenset({0x0006, 0x0203, 0x027E})
_LIMIT = 256 << 20

Record = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class _Globals:
    """What the head of a workbook says: sheets with their offsets, and the format of each cell style."""

    sheets: tuple[tuple[str, int], ...]
    styles: tuple[NumberFormat, ...]


def xls_looks(path: Path) -> dict[str, SheetLook]:
    """The looks of the sheets of an .xls by name; what cannot be made out is left out."""
    data = CompoundFile.open(path).content("Workbook", _LIMIT)
    head = _read_globals(data)
    return {name: SheetLook(dict(_cell_formats(data, offset, head.styles))) for name, offset in head.sheets}


def _records(data: bytes, offset: int) -> Iterator[Record]:
    """Records of the substream at `offset`, up to its end."""
    while offset + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, offset)
        if kind == _END:
            return
        yield kind, data[offset + 4 : offset + 4 + length]
        offset += 4 + length


def _read_globals(data: bytes) -> _Globals:
    codes: dict[int, str] = {}
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    for kind, body in _records(data, 0):
        if kind == _FORMAT and len(body) > 5:
            codes[struct.unpack_from("<H", body)[0]] = _text(body[5:], body[4])
        elif kind == _XF and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _BOUND_SHEET and len(body) > 8:
            sheets.append((_text(body[8:], body[7]), struct.unpack_from("<I", body)[0]))
    formats = (parse_format(codes[number]) if number in codes else built_in_format(number) for number in styles)
    return _Globals(tuple(sheets), tuple(formats))


def _text(characters: bytes, flags: int) -> str:
    return characters.decode("utf-16-le" if flags & 1 else "latin-1", "replace")


def _cell_formats(data: bytes, offset: int, styles: tuple[NumberFormat, ...]) -> Iterator[tuple[Place, NumberFormat]]:
    for kind, body in _records(data, offset):
        for place, style in _styled_cells(kind, body):
            if style < len(styles) and styles[style] != GENERAL:
                yield place, styles[style]


def _styled_cells(kind: int, body: bytes) -> Iterator[tuple[Place, int]]:
    if kind in _SINGLE and len(body) >= 6:
        row, column, style = struct.unpack_from("<HHH", body)
        yield (row, column), style
    elif kind == _MULTIPLE and len(body) >= 6:
        row, first = struct.unpack_from("<HH", body)
        for index in range((len(body) - 6) // 6):
            yield (row, first + index), struct.unpack_from("<H", body, 4 + 6 * index)[0]
