"""PDF to `Document`: page by page, tables joined over pages, the text around them rebuilt into paragraphs."""

from pathlib import Path

from extract.document import Document, Source
from extract.formats.pdf_blocks import Assembly
from extract.formats.pdf_layout import layout
from extract.formats.pdf_open import open_pdf
from messages.errors import NoTextLayer

MEDIA_TYPE = "application/pdf"


def read_pdf(path: Path, sha256: str) -> Document:
    """The document of a PDF with a text layer.

    Raises PasswordProtected, DamagedFile, HostileFile, or NoTextLayer when every page is a picture."""
    with open_pdf(path) as file:
        pages = [layout(page) for page in file.pages()]
    if not any(page.items for page in pages):
        raise NoTextLayer()
    blocks, margins, warnings = Assembly.of(pages).document()
    source = Source(path.name, sha256, MEDIA_TYPE, pages=len(pages))
    return Document(source, tuple(blocks), tuple(margins), warnings=tuple(warnings))
