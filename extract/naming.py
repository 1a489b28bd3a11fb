"""Institutions named in running text and in crowded cells, each with its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.abbreviations import read_abbreviations
from extract.document import Document, Location, Paragraph, Table
from extract.facts import Abbreviation, Mention
from normalize.names import MatchContext, Matcher, default_matcher
from normalize.names_context import context_of
from normalize.names_mentions import find_mentions

SHORTEST_NAME = 3
_LETTERS = re.compile(r"[^\W\d_]{2}")


def read_mentions(
    document: Document, known: Iterable[Mention] = (), abbreviations: Iterable[Abbreviation] | None = None
) -> tuple[Mention, ...]:
    """Mentions in reading order, besides cells that are `known` to be one name. Categories are none: texts are full
    of them. The text of a mention is what it means where the words alone do not say it («его филиал в г. Тулун»)."""
    matcher = default_matcher()
    defined = read_abbreviations(document) if abbreviations is None else abbreviations
    context = context_of(document.text(), matcher, ((found.short, found.full) for found in defined))
    cells = {_cell(mention.location) for mention in known}
    texts = _texts(document, cells)
    return tuple(mention for text, place in texts for mention in _in_text(text, place, matcher, context))


def _cell(place: Location) -> tuple[int | None, int | None, int | None]:
    return place.table, place.row, place.column


def _texts(
    document: Document, without: set[tuple[int | None, int | None, int | None]]
) -> Iterator[tuple[str, Location]]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text, block.location
        else:
            yield from ((text, place) for text, place in _texts_of_cells(block) if _cell(place) not in without)


def _texts_of_cells(table: Table) -> Iterator[tuple[str, Location]]:
    for cell in table.cells:
        if len(cell.text) >= SHORTEST_NAME and not cell.text[:1].isdecimal() and _LETTERS.search(cell.text):
            yield cell.text, table.locate(cell)


def _in_text(text: str, place: Location, matcher: Matcher, context: MatchContext) -> Iterator[Mention]:
    for found in find_mentions(text, matcher, context):
        if found.kind != "category":
            yield Mention(found.meaning, replace(place, start=found.start, end=found.end), found.kind)
