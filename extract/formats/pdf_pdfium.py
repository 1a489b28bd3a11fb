"""Pages from pdfium: words, ruling lines, filled areas."""

from collections.abc import Iterator

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.formats.pdf_characters import Characters, Integers, is_hidden, made_up, outlines, read_characters
from extract.formats.pdf_page import ASCENT, DESCENT, SLANTED, Fill, PdfPage, Word
from extract.formats.pdf_paths import read_paths
from extract.formats.pdf_sheet import Floats, Sheet, sheet_of
from messages import _
from messages.errors import HostileFile

MAX_OBJECTS = 300_000
# Five metres, the largest page that PDF allows.
LARGEST = 14_400
TOUCHING = 0.1
PICTURE = 0.5
ASKEW = 0.15


def read_page(document: pypdfium2.PdfDocument, number: int) -> PdfPage:
    """Page `number` (from 0). The page is closed before returning: memory does not grow with the document."""
    page = document[number]
    try:
        count = pdfium.FPDFPage_CountObjects(page.raw)
        if count > MAX_OBJECTS:
            raise HostileFile(detail=_("more than {limit} objects on page {page}", limit=MAX_OBJECTS, page=number + 1))
        text = page.get_textpage()
        try:
            return _page(page, text, number)
        finally:
            text.close()
    finally:
        page.close()


def _page(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int) -> PdfPage:
    sheet = sheet_of(page)
    if not 0 < max(sheet.width, sheet.height) < LARGEST:
        raise HostileFile(detail=_("a page of {width} × {height} points", width=sheet.width, height=sheet.height))
    characters = read_characters(text)
    main = _main_angle(characters, sheet)
    if main:
        sheet = sheet.turned(main)
    paths = read_paths(page, sheet)
    return PdfPage(
        number,
        sheet.width,
        sheet.height,
        tuple(word for word in _words(characters, sheet, text) if word.is_on(sheet.width, sheet.height)),
        paths.horizontal,
        paths.vertical,
        tuple(fill for fill in paths.fills if _visible(fill, sheet)),
        paths.pictures,
        len(characters.places),
        characters.unmapped,
        hidden=paths.pictures > PICTURE and is_hidden(text, characters.places),
    )


def _visible(fill: Fill, sheet: Sheet) -> bool:
    """Not the sheet's own background."""
    return (fill.x1 - fill.x0) * (fill.bottom - fill.top) < 0.9 * sheet.width * sheet.height


def _angles(characters: Characters, sheet: Sheet) -> Integers:
    """How each style is turned as shown: 0, 90, 180, 270 degrees clockwise, or aslant."""
    turned = [SLANTED if _is_slanted(*style.along) else sheet.direction(*style.along) for style in characters.styles]
    return np.array(turned, np.int64)


def _is_slanted(x: float, y: float) -> bool:
    """A direction far from both axes; pages that lie a little askew in a scanner are upright."""
    return min(abs(x), abs(y)) > ASKEW * max(abs(x), abs(y))


def _main_angle(characters: Characters, sheet: Sheet) -> int:
    """The direction of the text: upright, unless far more of it runs another way."""
    if not characters.styles:
        return 0
    angles = _angles(characters, sheet)[characters.which]
    counts = np.bincount(angles[angles % 90 == 0] // 90, minlength=4)
    return int(counts.argmax()) * 90 if counts.max() > 2 * counts[0] else 0


def _words(characters: Characters, sheet: Sheet, text: pypdfium2.PdfTextPage) -> Iterator[Word]:
    """Characters that follow one another without a gap, on one baseline, in one size."""
    if not characters.styles:
        return
    angle = _angles(characters, sheet)[characters.which]
    boxes = _shown_boxes(characters, sheet, angle, text)
    x, y = sheet.points(*characters.origins.T)
    baseline = np.where(angle % 180 == 0, y, x)
    size = np.array([style.size for style in characters.styles])[characters.which]
    parted = _parted(characters.places, boxes, size, angle, text)
    breaks = _breaks(parted, boxes, baseline, size, angle)
    starts = np.concatenate([[0], breaks])
    spans = zip(
        characters.places[starts].tolist(),
        characters.places[np.append(breaks, len(size)) - 1].tolist(),
        np.minimum.reduceat(boxes[:, :2], starts).tolist(),
        np.maximum.reduceat(boxes[:, 2:], starts).tolist(),
        baseline[starts].tolist(),
        characters.which[starts].tolist(),
        angle[starts].tolist(),
        strict=True,
    )
    letters, styles = characters.letters, characters.styles
    for first, last, (x0, top), (x1, bottom), base, number, turn in spans:
        style = styles[number]
        if turn % 180 == 0:
            top, bottom = base - ASCENT * style.size, base + DESCENT * style.size
        spaced = first == 0 or letters[first - 1] == " "
        body = letters[first : last + 1].replace(" ", "")
        yield Word(body, x0, top, x1, bottom, base, style.size, style.bold, spaced, turn)


def _shown_boxes(characters: Characters, sheet: Sheet, angle: Integers, text: pypdfium2.PdfTextPage) -> Floats:
    boxes = characters.boxes
    turned = np.flatnonzero(angle)
    if len(turned):
        boxes = boxes.copy()
        boxes[turned] = outlines(text, characters.places[turned])
    return sheet.boxes(*boxes.T)


def _parted(
    places: Integers, boxes: Floats, size: Floats, angle: Integers, text: pypdfium2.PdfTextPage
) -> NDArray[np.bool_]:
    """Whether a blank stands between a character and the next. pdfium makes blanks up, even between letters that
    touch one another: those do not count."""
    parted = np.diff(places) > 1
    gap = boxes[1:, 0] - boxes[:-1, 2]
    touching = np.flatnonzero(parted & (angle[1:] == 0) & (np.abs(gap) < TOUCHING * np.minimum(size[1:], size[:-1])))
    if len(touching):
        parted[touching] = ~made_up(text, places[touching] + 1)
    return parted


def _breaks(parted: NDArray[np.bool_], boxes: Floats, baseline: Floats, size: Floats, angle: Integers) -> Integers:
    """Positions at which a new word starts (the first word aside)."""
    em = np.minimum(size[1:], size[:-1])
    gap = np.where(angle[1:] == 0, boxes[1:, 0] - boxes[:-1, 2], 0.0)
    apart = (
        parted
        | (gap > 0.25 * em)
        | (gap < -0.6 * em)
        | (np.abs(np.diff(baseline)) > 0.1 * em)
        | (np.abs(np.diff(size)) > 0.1 * em)
        | (np.diff(angle) != 0)
    )
    return np.flatnonzero(apart) + 1
