"""Pages from pdfium: characters, boxes and paths in bulk.

A page has thousands of characters, so the loops over them run in C (`map` over bound C functions that write into
arrays); the usual one-call-one-object wrappers cost twenty times as much. Page space has its origin at the bottom
left; everything is turned to points from the top left of the page as it is shown.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import repeat
from math import hypot
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.formats.pdf_page import ASCENT, DESCENT, Fill, PdfPage, Word
from extract.formats.pdf_paths import Paths, read_paths
from messages.errors import HostileFile

Floats = NDArray[np.float64]
MAX_OBJECTS = 300_000
MAX_CHARACTERS = 400_000
_Pointer, _Int = ctypes.c_void_p, ctypes.c_int


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same C function without the checks of its wrapper."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_loose_box = _bind(pdfium.FPDFText_GetLooseCharBox, None, _Pointer, _Int, _Pointer)
_tight_box = _bind(pdfium.FPDFText_GetCharBox, None, _Pointer, _Int, _Pointer, _Pointer, _Pointer, _Pointer)
_text_object = _bind(pdfium.FPDFText_GetTextObject, _Pointer, _Pointer, _Int)
_unicode = _bind(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _Pointer, _Int)
_unmapped = _bind(pdfium.FPDFText_HasUnicodeMapError, _Int, _Pointer, _Int)


@dataclass(frozen=True, slots=True)
class Sheet:
    """How page space maps to the page as shown: x' = ax·x + bx·y + cx, y' = ay·x + by·y + cy."""

    width: float
    height: float
    ax: float
    bx: float
    cx: float
    ay: float
    by: float
    cy: float

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return self.ax * x + self.bx * y + self.cx, self.ay * x + self.by * y + self.cy

    def boxes(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """Rows of x0, top, x1, bottom."""
        first = self.points(left, bottom)
        second = self.points(right, top)
        x, y = np.sort(np.stack([first[0], second[0]]), axis=0), np.sort(np.stack([first[1], second[1]]), axis=0)
        return np.stack([x[0], y[0], x[1], y[1]], axis=1)

    def turned(self, angle: int) -> "Sheet":
        """The page turned back by `angle` (90, 180 or 270 clockwise), so that its text is upright."""
        a, b, c = (self.ax, self.bx, self.cx), (self.ay, self.by, self.cy), (self.width, self.height)
        match angle:
            case 90:
                return Sheet(c[1], c[0], *b, -a[0], -a[1], c[0] - a[2])
            case 270:
                return Sheet(c[1], c[0], -b[0], -b[1], c[1] - b[2], *a)
            case _:
                return Sheet(c[0], c[1], -a[0], -a[1], c[0] - a[2], -b[0], -b[1], c[1] - b[2])

    def direction(self, x: float, y: float) -> int:
        """Which way a vector of page space points as shown: 0 right, 90 down, 180 left, 270 up."""
        dx, dy = self.ax * x + self.bx * y, self.ay * x + self.by * y
        if abs(dx) >= abs(dy):
            return 0 if dx >= 0 else 180
        return 90 if dy > 0 else 270


def sheet_of(page: pypdfium2.PdfPage) -> Sheet:
    left, bottom, right, top = page.get_bbox()
    width, height = right - left, top - bottom
    match page.get_rotation():
        case 90:
            return Sheet(height, width, 0, 1, -bottom, 1, 0, -left)
        case 180:
            return Sheet(width, height, -1, 0, right, 0, 1, -bottom)
        case 270:
            return Sheet(height, width, 0, -1, top, -1, 0, right)
        case _:
            return Sheet(width, height, 1, 0, -left, 0, -1, top)


def read_page(document: pypdfium2.PdfDocument, number: int) -> PdfPage:
    """Page `number` (from 0). The page is closed before returning: memory does not grow with the document."""
    page = document[number]
    try:
        count = pdfium.FPDFPage_CountObjects(page.raw)
        if count > MAX_OBJECTS:
            raise HostileFile(detail=f"{count} objects on page {number + 1}")
        text = page.get_textpage()
        try:
            return _page(page, text, number)
        finally:
            text.close()
    finally:
        page.close()


def _page(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int) -> PdfPage:
    sheet = sheet_of(page)
    characters = _Characters.read(text, number)
    runs = _runs(characters, text, sheet)
    main = _main_angle(characters, runs)
    if main:
        sheet = sheet.turned(main)
        runs = _runs(characters, text, sheet)
    paths: Paths = read_paths(page, sheet)
    return PdfPage(
        number,
        sheet.width,
        sheet.height,
        tuple(_words(characters, runs, sheet, text)),
        paths.horizontal,
        paths.vertical,
        tuple(fill for fill in paths.fills if _visible(fill, sheet)),
        paths.pictures,
        characters.printed,
        characters.unmapped,
    )


def _visible(fill: Fill, sheet: Sheet) -> bool:
    """Not the sheet's own background."""
    return (fill.x1 - fill.x0) * (fill.bottom - fill.top) < 0.9 * sheet.width * sheet.height


@dataclass(frozen=True, slots=True)
class _Characters:
    """Characters of a page in file order: text, their boxes in page space (left, top, right, bottom), their runs."""

    text: str
    boxes: Floats
    objects: NDArray[np.int64]
    unmapped: int

    @property
    def printed(self) -> int:
        return len(self.text) - self.text.count(" ")

    @staticmethod
    def read(text: pypdfium2.PdfTextPage, number: int) -> "_Characters":
        count = pdfium.FPDFText_CountChars(text.raw)
        if count > MAX_CHARACTERS:
            raise HostileFile(detail=f"{count} characters on page {number + 1}")
        if count <= 0:
            return _Characters("", np.zeros((0, 4)), np.zeros(0, np.int64), 0)
        handle = ctypes.cast(text.raw, ctypes.c_void_p).value
        boxes = np.zeros((count, 4), np.float32)
        start = boxes.ctypes.data
        _drain(map(_loose_box, repeat(handle), range(count), range(start, start + 16 * count, 16)))
        objects = [found or 0 for found in map(_text_object, repeat(handle), range(count))]
        letters = _letters(text, handle, count)
        unmapped = sum(map(_unmapped, repeat(handle), range(0, count, max(1, count // 200))))
        return _Characters(letters, boxes.astype(np.float64), np.array(objects, np.int64), unmapped)


def _letters(text: pypdfium2.PdfTextPage, handle: int | None, count: int) -> str:
    """One character for each index; a hyphen that pdfium took off a line's end is given back."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text.raw, 0, count, buffer)
    letters = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace") if written == count + 1 else ""
    if len(letters) != count:
        letters = "".join(map(_character, map(_unicode, repeat(handle), range(count))))
    return letters.translate(_REPAIRS)


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


_REPAIRS = {0x02: "-", 0xFFFE: "-", 0x00: "\ufffd", 0xAD: "\u00ad", 0x200B: " "} | dict.fromkeys(
    (9, 10, 11, 12, 13, 160, 8194, 8195, 8201, 8239, 12288), " "
)


def _drain(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


@dataclass(frozen=True, slots=True)
class _Run:
    """What the characters of one text object share, as shown."""

    baseline: float
    size: float
    bold: bool
    angle: int


def _runs(characters: _Characters, text: pypdfium2.PdfTextPage, sheet: Sheet) -> dict[int, _Run]:
    objects, first = np.unique(characters.objects, return_index=True)
    return {
        int(pointer): _run(text, int(index), sheet) for pointer, index in zip(objects, first, strict=True) if pointer
    }


def _run(text: pypdfium2.PdfTextPage, index: int, sheet: Sheet) -> _Run:
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
    pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
    size = pdfium.FPDFText_GetFontSize(text.raw, index) * (hypot(matrix.c, matrix.d) or 1.0)
    angle = sheet.direction(matrix.a, matrix.b)
    shown = sheet.ax * x.value + sheet.bx * y.value + sheet.cx, sheet.ay * x.value + sheet.by * y.value + sheet.cy
    return _Run(shown[1] if angle in (0, 180) else shown[0], abs(size) or 1.0, _bold(text, index), angle)


def _bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """By the font's name: the weight stated in a font's descriptor is 400 for most bold ones."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text.raw, index, name, 128, flags)
    lowered = name.raw[: max(0, min(length, 128))].lower()
    return b"bold" in lowered or b"black" in lowered or b"heavy" in lowered


def _main_angle(characters: _Characters, runs: dict[int, _Run]) -> int:
    """The direction of most characters."""
    votes = {0: 0, 90: 0, 180: 0, 270: 0}
    objects, counts = np.unique(characters.objects, return_counts=True)
    for pointer, count in zip(objects, counts, strict=True):
        if pointer:
            votes[runs[int(pointer)].angle] += int(count)
    return max(votes, key=lambda angle: votes[angle])


def _words(characters: _Characters, runs: dict[int, _Run], sheet: Sheet, text: pypdfium2.PdfTextPage) -> Iterable[Word]:
    """Characters that follow one another without a gap, on one baseline, in one size."""
    codes = np.frombuffer(characters.text.encode("utf-32-le"), np.uint32)
    solid = np.flatnonzero((codes != 32) & (characters.objects != 0))
    if not len(solid):
        return
    left, top, right, bottom = characters.boxes[solid].T
    boxes = sheet.boxes(left, bottom, right, top)
    pointers, which = np.unique(characters.objects[solid], return_inverse=True)
    table = [runs[int(pointer)] for pointer in pointers]
    angle = np.array([run.angle for run in table])[which]
    if angle.any():
        _measure_turned(boxes, np.flatnonzero(angle != 0), solid, sheet, text)
    baseline, size = (np.array([getattr(run, name) for run in table])[which] for name in ("baseline", "size"))
    breaks = _breaks(solid, boxes, baseline, size, angle)
    starts = np.concatenate([[0], breaks])
    ends = np.concatenate([breaks, [len(solid)]])
    x0 = np.minimum.reduceat(boxes[:, 0], starts)
    x1 = np.maximum.reduceat(boxes[:, 2], starts)
    y0 = np.minimum.reduceat(boxes[:, 1], starts)
    y1 = np.maximum.reduceat(boxes[:, 3], starts)
    letters = characters.text
    indices = solid.tolist()
    rows = zip(
        starts.tolist(),
        ends.tolist(),
        x0.tolist(),
        x1.tolist(),
        y0.tolist(),
        y1.tolist(),
        which[starts].tolist(),
        strict=True,
    )
    for start, end, near, far, above, below, number in rows:
        run = table[number]
        first = indices[start]
        body = letters[first : indices[end - 1] + 1].replace(" ", "")
        spaced = first == 0 or letters[first - 1] == " "
        if run.angle in (0, 180):
            top_, bottom_ = run.baseline - ASCENT * run.size, run.baseline + DESCENT * run.size
            yield Word(body, near, top_, far, bottom_, run.baseline, run.size, run.bold, spaced, run.angle)
        else:
            yield Word(body, near, above, far, below, run.baseline, run.size, run.bold, spaced, run.angle)


def _breaks(
    solid: NDArray[np.int64], boxes: Floats, baseline: Floats, size: Floats, angle: Floats
) -> NDArray[np.int64]:
    """Positions in `solid` at which a new word starts (the first word aside)."""
    em = np.minimum(size[1:], size[:-1])
    gap = np.where(angle[1:] == 0, boxes[1:, 0] - boxes[:-1, 2], 0.0)
    apart = (
        (np.diff(solid) > 1)
        | (gap > 0.25 * em)
        | (gap < -0.6 * em)
        | (np.abs(np.diff(baseline)) > 0.1 * em)
        | (np.abs(np.diff(size)) > 0.1 * em)
        | (np.diff(angle) != 0)
    )
    return np.flatnonzero(apart) + 1


def _measure_turned(
    boxes: Floats, turned: NDArray[np.int64], solid: NDArray[np.int64], sheet: Sheet, text: pypdfium2.PdfTextPage
) -> None:
    """Loose boxes hold for upright text only: measure the outlines of the rest."""
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value
    tight = np.zeros((len(turned), 4))
    start = tight.ctypes.data
    for row, index in enumerate(solid[turned].tolist()):
        place = start + 32 * row
        _tight_box(handle, index, place, place + 8, place + 16, place + 24)
    left, right, bottom, top = tight.T
    boxes[turned] = sheet.boxes(left, bottom, right, top)
