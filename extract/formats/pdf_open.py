"""Opening a PDF: what is wrong with it is told by its code; pages come one at a time from the faster parser."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from extract.formats.pdf_page import PdfPage
from extract.formats.pdf_pdfium import read_page
from extract.formats.pdf_safety import check_pdf
from messages import _
from messages.errors import DamagedFile, HostileFile, PasswordProtected

MAX_PAGES = 20_000
MAX_PIXELS = 120_000_000
MAX_COLOURED = 40_000_000


@dataclass(slots=True)
class PdfFile:
    """An open PDF; use it in `with`."""

    path: Path
    document: pypdfium2.PdfDocument

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.document.close()

    def __len__(self) -> int:
        return len(self.document)

    def pages(self) -> Iterator[PdfPage]:
        for number in range(len(self)):
            yield self.page(number)

    def page(self, number: int) -> PdfPage:
        """One page, by pdfplumber's parser where pdfium fails."""
        try:
            return read_page(self.document, number)
        except pypdfium2.PdfiumError:
            from extract.formats.pdf_fallback import read_page_slowly

            return read_page_slowly(self.path, number)

    def picture(self, number: int, dpi: float) -> NDArray[np.uint8]:
        """The page as it is shown, rows of pixels, RGB or, when large, grey. Raises HostileFile for one too large to draw."""
        page = self.document[number]
        try:
            width, height = page.get_size()
            pixels = width * height * (dpi / 72) ** 2
            if pixels > MAX_PIXELS:
                raise HostileFile(detail=f"{width:.0f} × {height:.0f} pt")
            drawn = page.render(scale=dpi / 72, grayscale=pixels > MAX_COLOURED, rev_byteorder=True).to_numpy()
        finally:
            page.close()
        grey = drawn.ndim == 2 or drawn.shape[2] == 1
        return np.ascontiguousarray(drawn.reshape(drawn.shape[:2]) if grey else drawn[..., :3])


def open_pdf(path: Path) -> PdfFile:
    """Raises PasswordProtected, DamagedFile or HostileFile."""
    check_pdf(path)
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise PasswordProtected() from error
        raise DamagedFile(detail="PDF") from error
    if not len(document):
        document.close()
        raise DamagedFile(detail="PDF: 0 pages")
    if len(document) > MAX_PAGES:
        document.close()
        raise HostileFile(detail=_("more than {limit} pages", limit=MAX_PAGES))
    return PdfFile(path, document)
