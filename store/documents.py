"""Documents of the archive as they are shown: what they are, their tables as grids, who is named in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from messages import _
from messages.errors import NothingFound
from store.models import Cell, Document, DocumentPath, DocumentTable, Observation, ReadingWarning
from store.writing import table_of

DOCUMENT, PATH, TABLE, CELL = table_of(Document), table_of(DocumentPath), table_of(DocumentTable), table_of(Cell)
OBSERVATION, WARNING = table_of(Observation), table_of(ReadingWarning)
# Fewer digits of a hash could be a year or a number in a file name.
_SHORTEST_HASH = 4


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document: its columns by name, and the paths where its bytes were found."""

    id: int
    values: dict[str, Any]
    paths: tuple[str, ...]

    def __getitem__(self, column: str) -> Any:
        return self.values[column]


@dataclass(frozen=True, slots=True)
class TableRecord:
    """A table; `columns` and `rows` are what is known of each (role, header, unit; kind, section)."""

    index: int
    number: str | None
    caption: str | None
    unit: str | None
    period: str | None
    header_rows: int
    n_rows: int
    n_columns: int
    page: int | None
    columns: Sequence[dict[str, Any]]
    rows: Sequence[dict[str, Any]]


def find_document(connection: Connection, name: str) -> DocumentRecord:
    """The document of this name, path or first digits of its hash. Raises NothingFound, also when several fit."""
    found = _candidates(connection, name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NothingFound(detail=_("The archive has no document “{name}”.", name=name))
    several = "".join(f"\n  {item['sha256'][:8]}  {item.paths[0] if item.paths else item['name']}" for item in found)
    raise NothingFound(
        detail=_("Several documents are called “{name}”; name one by its digits:{several}", name=name, several=several)
    )


def _candidates(connection: Connection, name: str) -> list[DocumentRecord]:
    digits = name.lower()
    is_hash = len(digits) >= _SHORTEST_HASH and set(digits) <= set("0123456789abcdef")
    by_path = select(PATH.c.document_id).where(
        or_(PATH.c.path == name, PATH.c.path.endswith(f"/{name}", autoescape=True))
    )
    conditions = [DOCUMENT.c.name == name, DOCUMENT.c.id.in_(by_path)]
    if is_hash:
        conditions.append(DOCUMENT.c.sha256.startswith(digits))
    rows = connection.execute(select(DOCUMENT).where(or_(*conditions)).order_by(DOCUMENT.c.id)).mappings()
    return [DocumentRecord(row["id"], dict(row), _paths(connection, row["id"])) for row in rows.all()]


def _paths(connection: Connection, document_id: int) -> tuple[str, ...]:
    rows = connection.execute(select(PATH.c.path).where(PATH.c.document_id == document_id).order_by(PATH.c.path))
    return tuple(rows.scalars())


def document_tables(connection: Connection, document_id: int) -> list[TableRecord]:
    """The tables of a document, in order."""
    rows = connection.execute(select(TABLE).where(TABLE.c.document_id == document_id).order_by(TABLE.c.table_index))
    return [
        TableRecord(
            row.table_index,
            row.number,
            row.caption,
            row.unit,
            row.period_code,
            row.header_rows,
            row.n_rows,
            row.n_columns,
            row.page,
            json.loads(row.columns),
            json.loads(row.rows),
        )
        for row in rows
    ]


def find_table(connection: Connection, document_id: int, name: str) -> TableRecord:
    """A table by its printed number, else by its position from 1. Raises NothingFound."""
    tables = document_tables(connection, document_id)
    numbered = [table for table in tables if table.number == name]
    if numbered:
        return numbered[0]
    if name.isdigit() and 1 <= int(name) <= len(tables):
        return tables[int(name) - 1]
    raise NothingFound(detail=_("The document has no table “{name}”; it has {count}.", name=name, count=len(tables)))


def table_grid(connection: Connection, document_id: int, table: TableRecord) -> list[list[str]]:
    """The texts of a table with spans filled."""
    grid = [[""] * table.n_columns for _ in range(table.n_rows)]
    cells = connection.execute(select(CELL).where(CELL.c.document_id == document_id, CELL.c.table_index == table.index))
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for column in range(cell.column, cell.column + cell.colspan):
                grid[row][column] = cell.text
    return grid


def value_counts(connection: Connection, document_id: int) -> dict[int | None, int]:
    """How many values each table of a document states; None: its running text."""
    rows = connection.execute(
        select(OBSERVATION.c.table_index, func.count())
        .where(OBSERVATION.c.document_id == document_id)
        .group_by(OBSERVATION.c.table_index)
    )
    return {row[0]: row[1] for row in rows}


def document_warnings(connection: Connection, document_id: int) -> list[str]:
    """What was read unsurely."""
    rows = connection.execute(
        select(WARNING.c.message).where(WARNING.c.document_id == document_id).order_by(WARNING.c.ordinal)
    )
    return list(rows.scalars())


def paragraph_text(connection: Connection, document_id: int, block: int) -> str | None:
    """The text of a paragraph."""
    from store.models import Paragraph

    paragraph = table_of(Paragraph)
    query = select(paragraph.c.text).where(paragraph.c.document_id == document_id, paragraph.c.block == block)
    return connection.execute(query).scalar()
