"""Tables for tests, made from rows of strings."""

import json
from collections.abc import Sequence
from pathlib import Path

from extract.document import Block, Cell, Document, Location, Paragraph, Source, Table
from extract.tables import understand_tables
from normalize.periods import Period

LEFT, UP = "<", "^"


def table_from_rows(rows: Sequence[Sequence[str]], index: int = 0, block: int = 0, **fields: object) -> Table:
    """A table with a cell for each string; «<» continues the cell to the left, «^» the cell above."""
    cells: dict[tuple[int, int], list[int]] = {}
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            at = origin[r, c - 1] if text == LEFT else origin[r - 1, c] if text == UP else (r, c)
            origin[r, c] = at
            cells.setdefault(at, [1, 1])
            cells[at] = [max(cells[at][0], r - at[0] + 1), max(cells[at][1], c - at[1] + 1)]
    made = tuple(Cell(rows[r][c], r, c, *span) for (r, c), span in sorted(cells.items()))
    width = len(rows[0]) if rows else 0
    return Table(index, made, len(rows), width, Location(block, table=index), **fields)  # type: ignore[arg-type]


def spans_from_grid(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """A grid in which spanning cells are repeated → one with marks, as `table_from_rows` takes it.

    Equal texts side by side in a row are one cell; so are equal long texts below each other."""
    marked = [list(row) for row in rows]
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if c and text and row[c - 1] == text and not text.replace(",", "").replace("%", "").strip().isdecimal():
                marked[r][c] = LEFT
    return marked


def document_of(*blocks: str | Table, period: Period | None = None, name: str = "test.docx") -> Document:
    """A document of paragraphs (strings) and tables, its tables understood."""
    made: list[Block] = []
    for place, block in enumerate(blocks):
        if isinstance(block, str):
            made.append(Paragraph(block, Location(place)))
        else:
            made.append(block)
    document = Document(Source(name, "0" * 64, "application/test"), tuple(made))
    if period is not None:
        from dataclasses import replace

        document = replace(document, metadata=replace(document.metadata, period=period))
    return understand_tables(document)


def gold_grids(path: Path) -> list[dict[str, object]]:
    """Tables of a gold file of the reference corpus."""
    return list(json.loads(path.read_text(encoding="utf-8")))


def unmerged(rows: Sequence[Sequence[str]], centred: bool = False) -> list[list[str]]:
    """A grid in which spanning cells are repeated → the same without merges: the text stands once, at the left (or in
    the middle) of its place and in its first row, and the rest is blank, as readers of unruled pages give it."""
    wide = [_once_in_row(row, centred) for row in rows]
    for column in range(len(rows[0])):
        for row in range(len(rows) - 1, 0, -1):
            same = rows[row][column] == rows[row - 1][column]
            if same and (len(rows[row][column]) > LONGEST_REPEATED or row == 1):
                wide[row][column] = ""
    return wide


LONGEST_REPEATED = 12


def _once_in_row(row: Sequence[str], centred: bool) -> list[str]:
    line = list(row)
    start = 0
    while start < len(row):
        end = start
        while end + 1 < len(row) and row[end + 1] == row[start] and any(letter.isalpha() for letter in row[start]):
            end += 1
        place = (start + end) // 2 if centred else start
        line[start : end + 1] = [row[start] if column == place else "" for column in range(start, end + 1)]
        start = end + 1
    return line
