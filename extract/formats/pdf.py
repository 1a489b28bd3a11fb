"""PDF to `Document`: page by page, scanned pages recognised, tables joined over pages, the text around them rebuilt into paragraphs."""

from dataclasses import dataclass
from pathlib import Path

from extract.document import Document, Source
from extract.formats.pdf_blocks import Assembly
from extract.formats.pdf_layout import layout
from extract.formats.pdf_open import PdfFile, open_pdf
from extract.formats.pdf_page import PdfPage
from extract.formats.scan_files import doubted, is_picture, recognised_page, recognition_warning
from messages.errors import MissingProgram, NoTextLayer

MEDIA_TYPE = "application/pdf"


def read_pdf(path: Path, sha256: str) -> Document:
    """The document of a PDF; pages that are pictures are recognised, where the programs for that are installed.

    Raises PasswordProtected, DamagedFile, HostileFile; MissingProgram or NoTextLayer when no page could be read."""
    with open_pdf(path) as file:
        reading = _Reading(file)
        pages = [layout(reading.page(page)) for page in file.pages()]
    if not any(page.items for page in pages):
        raise reading.missing or NoTextLayer()
    blocks, margins, warnings = Assembly.of(pages).document()
    if reading.recognised:
        warnings.append(recognition_warning(reading.recognised))
    source = Source(path.name, sha256, MEDIA_TYPE, pages=len(pages), ocr=reading.recognised > 0)
    return Document(source, tuple(blocks), tuple(margins), warnings=tuple(warnings))


@dataclass(slots=True)
class _Reading:
    """Counts the pages recognised; `missing` is the program that some page would have needed."""

    file: PdfFile
    recognised: int = 0
    missing: MissingProgram | None = None

    def page(self, page: PdfPage) -> PdfPage:
        if not is_picture(page):
            return page
        found = None if self.missing else self._recognised(page)
        if found is None and not page.hidden:
            return page
        self.recognised += 1
        return found or doubted(page)

    def _recognised(self, page: PdfPage) -> PdfPage | None:
        try:
            return recognised_page(self.file, page)
        except MissingProgram as missing:
            self.missing = missing
            return None
