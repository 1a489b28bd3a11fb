"""What is searched: paragraphs, table rows, captions, measures and references, each with the lemmas of its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from normalize.lemmas import lemmas
from store.rows import CellRow, DocumentRows, PassageRow

# A document that repeats a word a million times is not worth an index as large.
_LONGEST = 20_000


def passages(rows: DocumentRows) -> Iterator[PassageRow]:
    """The passages of a document, numbered from 0."""
    for number, (kind, text, place) in enumerate(_texts(rows)):
        yield PassageRow(number, kind, text, search_words(text), *place)


Place = tuple[int, int | None, int | None, int | None]


def _texts(rows: DocumentRows) -> Iterator[tuple[str, str, Place]]:
    """Kind, text and place (block, table, row, number of the measure or reference) of what has words."""
    for paragraph in rows.paragraphs:
        yield "paragraph", paragraph.text, (paragraph.block, None, None, None)
    cells = _by_row(rows.cells)
    for table in rows.tables:
        if table.caption:
            yield "caption", table.caption, (table.block, table.table_index, None, None)
        for row in range(table.n_rows):
            text = " | ".join(cell.text for cell in cells[table.table_index, row] if cell.text)
            if text:
                yield "row", text, (table.block, table.table_index, row, None)
    for measure in rows.measures:
        words = filter(None, (measure.number, measure.title, measure.term_text, measure.outcome))
        yield "measure", " | ".join(words), (measure.block, measure.table_index, measure.row, measure.measure)
    for item in rows.references:
        number = f"№ {item.number}" if item.number else None
        words = filter(None, (item.kind, item.issuer, item.date, number, item.title))
        yield "reference", " ".join(words), (item.block, item.table_index, item.row, item.ordinal)


def _by_row(cells: Iterable[CellRow]) -> dict[tuple[int, int], list[CellRow]]:
    found: dict[tuple[int, int], list[CellRow]] = defaultdict(list)
    for cell in cells:
        found[cell.table_index, cell.row].append(cell)
    return found


def search_words(text: str) -> str:
    """The lemmas of a text as one string; the databases part hyphenated words themselves."""
    return " ".join(lemmas(text[:_LONGEST]))
