"""A copy of a .pdf with a highlight at the place of each finding; its text is in the note of the highlight."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from check.finding import Finding, Severity
from check.wording import remark_lines
from extract.document import Box, Document, Location, Paragraph
from messages import _

_COLOURS: dict[Severity, tuple[int, int, int]] = {
    "error": (255, 120, 110),
    "warning": (255, 210, 90),
    "info": (150, 200, 255),
}
_OPACITY = 110


def write_highlighted(source: Path, target: Path, document: Document, findings: Sequence[Finding]) -> int:
    """Write the highlighted copy; the number of findings that found their place on a page."""
    places = _Places(document)
    placed = 0
    with pypdfium2.PdfDocument(source) as pdf:
        for finding in findings:
            where = places.of(finding.location)
            if where is not None and where[0] < len(pdf):
                _highlight(pdf[where[0]], where[1], finding)
                placed += 1
        pdf.save(target)
    return placed


class _Places:
    """Pages and boxes of the cells and paragraphs of a document."""

    def __init__(self, document: Document) -> None:
        self._cells = {
            (table.index, cell.row, cell.column): (cell.page, cell.box)
            for table in document.tables
            for cell in table.cells
        }
        self._blocks = {
            block.location.block: (block.location.page, block.location.box)
            for block in document.blocks
            if isinstance(block, Paragraph)
        }

    def of(self, location: Location) -> tuple[int, Box] | None:
        """The page (from 0) and the box of a place, None where the reader did not say."""
        if location.table is not None:
            page, box = self._cells.get((location.table, location.row or 0, location.column or 0), (None, None))
        else:
            page, box = self._blocks.get(location.block, (None, None))
        return None if page is None or box is None else (page, box)


def _highlight(page: pypdfium2.PdfPage, box: Box, finding: Finding) -> None:
    annotation = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_HIGHLIGHT)
    left, _bottom, _right, top = page.get_cropbox()
    x0, x1, y0, y1 = left + box.x0, left + box.x1, top - box.bottom, top - box.top
    pdfium.FPDFAnnot_SetRect(annotation, ctypes.byref(pdfium.FS_RECTF(x0, y1, x1, y0)))
    corners = pdfium.FS_QUADPOINTSF(x0, y1, x1, y1, x0, y0, x1, y0)
    pdfium.FPDFAnnot_AppendAttachmentPoints(annotation, ctypes.byref(corners))
    pdfium.FPDFAnnot_SetColor(annotation, pdfium.FPDFANNOT_COLORTYPE_Color, *_COLOURS[finding.severity], _OPACITY)
    _set_text(annotation, b"Contents", "\n".join(remark_lines(finding)))
    _set_text(annotation, b"T", _("Letopis"))
    pdfium.FPDFPage_CloseAnnot(annotation)


def _set_text(annotation: object, key: bytes, text: str) -> None:
    """A string of an annotation: pdfium takes UTF-16 with a nought at its end."""
    encoded = (text + "\0").encode("utf-16-le")
    letters = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    pdfium.FPDFAnnot_SetStringValue(annotation, key, letters)
