"""Running heads, page numbers, printers' stamps: lines that stand at the edges of many pages."""

import re
from collections import Counter
from collections.abc import Sequence

from extract.formats.pdf_layout import PageLayout
from extract.formats.pdf_lines import Line

EDGE = 0.12
MAX_LINES = 3
_NUMBER = re.compile(
    r"^[-–—\s]*(?:стр(?:аница|\.)?|лист|page|с\.)?\s*\d{1,4}\s*(?:(?:из|of|/)\s*\d{1,4})?[-–—\s.]*$", re.IGNORECASE
)
_ADDRESS = re.compile(r"^(?:file:///|https?://)\S+(?:\s+\d+\s*/\s*\d+)?$")
_DIGITS = re.compile(r"\d+")


def margin_lines(pages: Sequence[PageLayout]) -> set[int]:
    """`id` of each line that is no part of the text."""
    edges = [(page, line, place) for page in pages for line, place in _edge_lines(page)]
    keys = Counter((_key(line), place) for _page, line, place in edges)
    needed = max(2, min(5, len(pages) // 3)) if len(pages) > 1 else 2
    found: set[int] = set()
    for page, line, place in edges:
        repeated = keys[_key(line), place] >= needed and len(pages) > 1
        if (repeated and _may_repeat(line)) or _is_number(page, line) or _ADDRESS.match(line.text):
            found.add(id(line))
    return found


def _may_repeat(line: Line) -> bool:
    """A list number alone in its line is text, even if it comes back on the next page."""
    return len(line.text) > 1


def _is_number(page: PageLayout, line: Line) -> bool:
    """A page number at the very edge, in the middle or at a side."""
    at_edge = line.bottom < 0.1 * page.height or line.top > 0.9 * page.height
    return at_edge and bool(_NUMBER.match(line.text))


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text.lower())


def _edge_lines(page: PageLayout) -> list[tuple[Line, int]]:
    """Up to three lines from the top and from the bottom that stand in the edges, above or below all tables."""
    tables = [item for item in page.items if not isinstance(item, Line)]
    first = min((table.ys[0] for table in tables), default=page.height)
    last = max((table.ys[-1] for table in tables), default=0.0)
    ordered = sorted(page.lines, key=lambda line: line.baseline)
    found = []
    for lines, top in ((ordered, True), (ordered[::-1], False)):
        for line in lines[:MAX_LINES]:
            if not _in_edge(line, page, top=top) or (line.middle > first if top else line.middle < last):
                break
            found.append((line, round(line.baseline / 3)))
    return found


def _in_edge(line: Line, page: PageLayout, *, top: bool) -> bool:
    return line.bottom < EDGE * page.height if top else line.top > (1 - EDGE) * page.height
