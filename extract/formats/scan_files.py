"""Where pictures of pages come from: pages of a PDF without a text layer, photographs and scans as image files."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from extract.document import Document, ReadingWarning, Source
from extract.formats.pdf_blocks import Assembly
from extract.formats.pdf_health import is_rubbish
from extract.formats.pdf_layout import layout
from extract.formats.pdf_open import PdfFile
from extract.formats.pdf_page import PdfPage
from extract.formats.pdf_stamps import without_stamps
from messages import n_
from messages.errors import DamagedFile, HostileFile, MissingProgram, NoTextLayer

DPI = 300.0
MAX_PIXELS = 120_000_000
# A page of A4 has this many inches on its long side; what a picture says of its own resolution is often wrong.
_LONG_SIDE = 11.69
_PLAUSIBLE = (120.0, 700.0)
_PICTURE = 0.3
_STAMP = 60
_LAYER = 0.6
_SIGNATURE = 600

Picture = NDArray[np.uint8]


def is_picture(page: PdfPage) -> bool:
    """A page that must be recognised: a picture with no more text on it than a stamp, or over text that is not shown, or
    text that says no letters. A scanner's hidden text knows no cells and tells no doubt."""
    return page.hidden or is_rubbish(page) or (page.pictures > _PICTURE and _characters(page) < _STAMP)


def _characters(page: PdfPage) -> int:
    """How much text a page has but for what was stamped on it: a signed scan has the text of its signature."""
    if page.characters < _STAMP or page.characters > _SIGNATURE:
        return page.characters
    return sum(len(word.text) for word in without_stamps(page)[0].words)


def recognised_page(file: PdfFile, page: PdfPage) -> PdfPage:
    """The page read from its picture. Raises MissingProgram."""
    return _recogniser()(file.picture(page.number, DPI), page.number)


def doubted(page: PdfPage) -> PdfPage:
    """The page with the text that a scanner's program left in it, read as unsurely as a recognised one may be."""
    return replace(page, words=tuple(replace(word, confidence=_LAYER) for word in page.words))


def read_image(path: Path, sha256: str, media_type: str) -> Document:
    """A document of photographs or scans: one page for each picture in the file.

    Raises MissingProgram, DamagedFile, HostileFile, or NoTextLayer where nothing could be recognised."""
    recognise = _recogniser()
    pages = [layout(recognise(picture, number)) for number, picture in enumerate(_pictures(path))]
    blocks, margins, warnings = Assembly.of(pages).document()
    if not blocks:
        raise NoTextLayer()
    source = Source(path.name, sha256, media_type, pages=len(pages), ocr=True)
    return Document(source, tuple(blocks), tuple(margins), warnings=(*warnings, recognition_warning(len(pages))))


def recognition_warning(pages: int) -> ReadingWarning:
    """Says that what follows was read from pictures."""
    message = n_(
        "{count} page was recognised from its picture: check its figures against the original.",
        "{count} pages were recognised from their pictures: check their figures against the original.",
        pages,
    )
    return ReadingWarning("recognised", message)


def _recogniser() -> Callable[[Picture, int], PdfPage]:
    """Tesseract behind OpenCV, both found to be there."""
    try:
        from extract.formats.scan import recognise_page
        from extract.formats.scan_words import require_tesseract
    except ImportError as error:
        raise MissingProgram(program="OpenCV", install="pip install 'letopis[scan]'") from error
    require_tesseract()
    return recognise_page


def _pictures(path: Path) -> Iterator[Picture]:
    Image.MAX_IMAGE_PIXELS = None  # our own limit is below, with our own error
    try:
        with Image.open(path) as image:
            for frame in ImageSequence.Iterator(image):
                yield _at_resolution(frame)
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise DamagedFile(detail=type(error).__name__) from error


def _at_resolution(frame: Image.Image) -> Picture:
    """The frame upright by its own mark, at 300 dots per inch, grey or RGB."""
    factor = DPI / _resolution(frame)
    if frame.width * frame.height * max(1.0, factor * factor) > MAX_PIXELS:
        raise HostileFile(detail=f"{frame.width} × {frame.height}")
    whole = _on_paper(ImageOps.exif_transpose(frame) or frame)
    size = (max(1, round(whole.width * factor)), max(1, round(whole.height * factor)))
    return np.asarray(whole.resize(size, Image.Resampling.LANCZOS), np.uint8)


def _on_paper(frame: Image.Image) -> Image.Image:
    """Grey or RGB; what is transparent is paper, levels of 16 bits are brought to 8."""
    if frame.mode in ("1", "L"):
        return frame.convert("L")
    if frame.mode[0] in "IF":
        levels = np.asarray(frame, np.float32)
        return Image.fromarray((levels * 255 / max(float(levels.max()), 255.0)).astype(np.uint8))
    if "A" in frame.mode or "transparency" in frame.info:
        opaque = frame.convert("RGBA")
        paper = Image.new("RGBA", opaque.size, "white")
        return Image.alpha_composite(paper, opaque).convert("RGB")
    return frame.convert("RGB")


def _resolution(frame: Image.Image) -> float:
    """What the file says where it is plausible for a page, else what makes it as large as A4."""
    inches = max(frame.width, frame.height) / _LONG_SIDE
    said = float(frame.info.get("dpi", (0, 0))[0] or 0)
    plausible = _PLAUSIBLE[0] <= said <= _PLAUSIBLE[1] and 0.5 < inches / said < 1.6
    return said if plausible else max(inches, 1.0)
