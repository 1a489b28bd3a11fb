"""Documents made of plain lines, for tests of what running text states."""

import re

from extract.document import Document, Location, Paragraph, Source

_LABEL = re.compile(r"(\d{1,2}[.)]|[а-я]\)|[-–—•])\s+")


def document(text: str, *, name: str = "report.docx") -> Document:
    """One paragraph a line; a list label at its head becomes the paragraph's label, «^» before a line centres it."""
    lines = [line for line in text.strip("\n").split("\n") if line.strip()]
    return Document(
        Source(name, "0" * 64, "text/plain"), tuple(_paragraph(i, line.strip()) for i, line in enumerate(lines))
    )


def _paragraph(index: int, line: str) -> Paragraph:
    centered = line.startswith("^")
    line = line.removeprefix("^")
    if found := _LABEL.match(line):
        return Paragraph(line[found.end() :], Location(index), style="list_item", label=found[1])
    return Paragraph(line, Location(index), centered=centered)
