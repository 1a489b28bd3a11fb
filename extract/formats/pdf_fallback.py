"""Pages through pdfplumber's own parser: slow, for files that pdfium cannot read."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.formats.pdf_page import ASCENT, DESCENT, Fill, PdfPage, Rule, Word
from messages.errors import DamagedFile


def read_page_slowly(path: Path, number: int) -> PdfPage:
    """Page `number` (from 0). Raises DamagedFile when this parser fails too."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        with pdfplumber.open(path) as document:
            page = document.pages[number]
            words = tuple(word for word in _words(page) if word.is_on(float(page.width), float(page.height)))
            edges = page.edges
            return PdfPage(
                number,
                float(page.width),
                float(page.height),
                words,
                tuple(Rule(float(e["top"]), float(e["x0"]), float(e["x1"])) for e in edges if e["orientation"] == "h"),
                tuple(
                    Rule(float(e["x0"]), float(e["top"]), float(e["bottom"])) for e in edges if e["orientation"] == "v"
                ),
                tuple(_fills(page)),
                characters=sum(len(word.text) for word in words),
            )
    except Exception as error:
        raise DamagedFile(detail=f"PDF, page {number + 1}") from error


def _words(page: Any) -> Iterator[Word]:
    for found in page.extract_words(keep_blank_chars=False, extra_attrs=["size", "fontname", "upright"]):
        size, bottom = float(found["size"]), float(found["bottom"])
        baseline = bottom - DESCENT * size
        yield Word(
            found["text"],
            float(found["x0"]),
            baseline - ASCENT * size,
            float(found["x1"]),
            bottom,
            baseline,
            size,
            "bold" in str(found["fontname"]).lower(),
            spaced=True,
            angle=0 if found["upright"] else 270,
        )


def _fills(page: Any) -> Iterator[Fill]:
    for rectangle in page.rects:
        colour = rectangle.get("non_stroking_color")
        if rectangle.get("fill") and colour:
            shade = sum(colour) / len(colour)
            if shade < 0.985 and len(colour) in (1, 3):
                x0, top, x1, bottom = (float(rectangle[side]) for side in ("x0", "top", "x1", "bottom"))
                yield Fill(x0, top, x1, bottom, shade)
