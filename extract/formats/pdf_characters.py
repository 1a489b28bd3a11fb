"""The characters of a page in bulk: what they are, where they stand, how they are set.

A page has thousands of characters, so the loops over them run in C (`map` over bound C functions that write into
arrays); the usual one-call-one-object wrappers cost twenty times as much. All is in page space.
"""

import ctypes
import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise, repeat
from math import hypot
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.formats.pdf_sheet import Floats
from messages import _
from messages.errors import HostileFile

Integers = NDArray[np.int64]
MAX_CHARACTERS = 400_000
STRIDE = 8
SAMPLE = 200
MOSTLY = 0.9
_Pointer, _Int = ctypes.c_void_p, ctypes.c_int


def _bind(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same C function without the checks of its wrapper."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address or 0)


_loose_box = _bind(pdfium.FPDFText_GetLooseCharBox, None, _Pointer, _Int, _Pointer)
_tight_box = _bind(pdfium.FPDFText_GetCharBox, None, _Pointer, _Int, _Pointer, _Pointer, _Pointer, _Pointer)
_origin = _bind(pdfium.FPDFText_GetCharOrigin, None, _Pointer, _Int, _Pointer, _Pointer)
_font_size = _bind(pdfium.FPDFText_GetFontSize, ctypes.c_double, _Pointer, _Int)
_angle = _bind(pdfium.FPDFText_GetCharAngle, ctypes.c_float, _Pointer, _Int)
_text_object = _bind(pdfium.FPDFText_GetTextObject, _Pointer, _Pointer, _Int)
_font = _bind(pdfium.FPDFTextObj_GetFont, _Pointer, _Pointer)
_render_mode = _bind(pdfium.FPDFTextObj_GetTextRenderMode, _Int, _Pointer)
_unicode = _bind(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _Pointer, _Int)
_made_up = _bind(pdfium.FPDFText_IsGenerated, _Int, _Pointer, _Int)
_unmapped = _bind(pdfium.FPDFText_HasUnicodeMapError, _Int, _Pointer, _Int)

# pdfium takes a hyphen off a line's end and leaves U+0002 or U+FFFE; every blank is a space to us.
_ODD = re.compile("[\\x00\\x02\\ufffe]|[\\t-\\r\\xa0\\u2002-\\u200b\\u202f\\u3000]")


@dataclass(frozen=True, slots=True)
class Style:
    """How characters are set: size in points, and the direction of their baseline."""

    size: float
    bold: bool
    along: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Characters:
    """Printed characters in file order. `letters` is the whole text; `places` are the indexes in it of the printed
    ones, to which `boxes` (left, bottom, right, top), `origins` (x, y) and `styles[which]` belong."""

    letters: str
    places: Integers
    boxes: Floats
    origins: Floats
    which: Integers
    styles: tuple[Style, ...]
    unmapped: int


def read_characters(text: pypdfium2.PdfTextPage) -> Characters:
    """Raises HostileFile for an absurd number of them."""
    count = pdfium.FPDFText_CountChars(text.raw)
    if count > MAX_CHARACTERS:
        raise HostileFile(detail=_("more than {limit} characters on a page", limit=MAX_CHARACTERS))
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value
    letters = _letters(text, handle, max(count, 0))
    places = np.flatnonzero(np.frombuffer(letters.encode("utf-32-le", "replace"), np.uint32) != 32)
    objects = _owners(handle, places)
    places, objects = places[objects != 0], objects[objects != 0]
    if not len(places):
        return Characters(letters, places, np.zeros((0, 4)), np.zeros((0, 2)), places, (), 0)
    boxes = np.zeros((count, 4), np.float32)
    start = boxes.ctypes.data
    _drain(map(_loose_box, repeat(handle), range(count), range(start, start + 16 * count, 16)))
    boxes = boxes[places][:, [0, 3, 2, 1]].astype(np.float64)
    origins, which, styles = _styles(text, handle, objects, places)
    sample = range(0, count, max(1, count // SAMPLE))
    unmapped = sum(map(_unmapped, repeat(handle), sample)) * len(places) // len(sample)
    return Characters(letters, places, boxes, origins, which, styles, unmapped)


def _owners(handle: int | None, places: Integers) -> Integers:
    """The text object of each character, 0 for one that pdfium made up. An object's characters stand together, so
    that two of the same object have no other between them."""
    owners = np.zeros(len(places), np.int64)
    ends = [*range(0, len(places) - 1, STRIDE), len(places) - 1] if len(places) else []
    owners[ends] = [found or 0 for found in map(_text_object, repeat(handle), places[ends].tolist())]
    for start, end in pairwise(ends):
        if owners[start] == owners[end]:
            owners[start + 1 : end] = owners[start]
        else:
            between = map(_text_object, repeat(handle), places[start + 1 : end].tolist())
            owners[start + 1 : end] = [found or 0 for found in between]
    return owners


def _letters(text: pypdfium2.PdfTextPage, handle: int | None, count: int) -> str:
    """One character for each index; a hyphen that pdfium took off a line's end is given back."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text.raw, 0, count, buffer) if count else 1
    letters = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace") if written == count + 1 else ""
    if len(letters) != count:
        letters = "".join(map(_character, map(_unicode, repeat(handle), range(count))))
    return _ODD.sub(_repaired, letters)


def _repaired(found: re.Match[str]) -> str:
    return {"\x02": "-", "\ufffe": "-", "\x00": "\ufffd"}.get(found[0], " ")


def _character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _drain(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)


def _styles(
    text: pypdfium2.PdfTextPage, handle: int | None, objects: Integers, places: Integers
) -> tuple[Floats, Integers, tuple[Style, ...]]:
    """Origins, and styles with the number of the style of each character.

    Most producers put a line into one text object, whose characters share a baseline; some put each character into
    its own. Characters of one font, size and direction share a style."""
    runs, first, which = np.unique(objects, return_index=True, return_inverse=True)
    whole = 3 * len(runs) <= len(objects)
    origins = _origins(handle, places[first])[which] if whole else _origins(handle, places)
    fonts = np.array([found or 0 for found in map(_font, runs.tolist())], np.int64)
    sizes = np.array(list(map(_font_size, repeat(handle), places[first].tolist())))
    angles = np.array(list(map(_angle, repeat(handle), places[first].tolist())))
    keys = np.stack([fonts, np.round(sizes * 100).astype(np.int64), np.round(angles * 100).astype(np.int64)])
    _keys, leader, group = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    styles = tuple(_style(text, int(places[first[index]])) for index in leader)
    return origins, group.reshape(-1)[which], styles


def _origins(handle: int | None, places: Integers) -> Floats:
    found = np.zeros((len(places), 2))
    start = found.ctypes.data
    end = start + 16 * len(places)
    _drain(map(_origin, repeat(handle), places.tolist(), range(start, end, 16), range(start + 8, end + 8, 16)))
    return found


def _style(text: pypdfium2.PdfTextPage, index: int) -> Style:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text.raw, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text.raw, index) * (hypot(matrix.c, matrix.d) or 1.0)
    return Style(abs(size) or 1.0, _is_bold(text, index), (matrix.a, matrix.b))


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    """By the font's name: the weight stated in a font's descriptor is 400 for most bold ones."""
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text.raw, index, name, 128, flags)
    lowered = name.raw[: max(0, min(length, 128))].lower()
    return b"bold" in lowered or b"black" in lowered or b"heavy" in lowered


def made_up(text: pypdfium2.PdfTextPage, places: Integers) -> NDArray[np.bool_]:
    """Whether pdfium made up the character at each of `places`: the file does not have it."""
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value
    return np.array(list(map(_made_up, repeat(handle), places.tolist())), np.int64).astype(bool)


def is_hidden(text: pypdfium2.PdfTextPage, places: Integers) -> bool:
    """Whether the text at `places`, or nearly all of it, is not shown: a layer laid under a scanned picture."""
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value
    sample = places[:: max(1, len(places) // SAMPLE)].tolist()
    owners = [owner for owner in map(_text_object, repeat(handle), sample) if owner]
    modes = list(map(_render_mode, owners))
    return bool(modes) and modes.count(pdfium.FPDF_TEXTRENDERMODE_INVISIBLE) > MOSTLY * len(modes)


def outlines(text: pypdfium2.PdfTextPage, places: Integers) -> Floats:
    """Boxes (left, bottom, right, top) of the inked outlines: the loose ones hold for upright text only."""
    handle = ctypes.cast(text.raw, ctypes.c_void_p).value
    tight = np.zeros((len(places), 4))
    start = tight.ctypes.data
    for row, index in enumerate(places.tolist()):
        place = start + 32 * row
        _tight_box(handle, index, place, place + 8, place + 16, place + 24)
    return tight[:, [0, 2, 1, 3]]
