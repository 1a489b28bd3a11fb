"""The rows of a document as they were written, read back from the archive."""

from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from store.models import (
    Cell,
    Document,
    DocumentTable,
    LegalReference,
    Measure,
    Paragraph,
)
from store.rows import (
    CellRow,
    DocumentRow,
    DocumentRows,
    MeasureRow,
    ParagraphRow,
    ReferenceRow,
    TableRow,
    column_names,
)
from store.writing import table_of

T = TypeVar("T")


def stored_text(connection: Connection, document_id: int) -> DocumentRows:
    """What the document says: all that its passages are made of."""
    [document] = _rows(connection, Document, DocumentRow, document_id, "id")
    return DocumentRows(
        document,
        paragraphs=_rows(connection, Paragraph, ParagraphRow, document_id),
        tables=_rows(connection, DocumentTable, TableRow, document_id),
        cells=_rows(connection, Cell, CellRow, document_id),
        measures=_rows(connection, Measure, MeasureRow, document_id),
        references=_rows(connection, LegalReference, ReferenceRow, document_id),
    )


def _rows(
    connection: Connection, model: type[SQLModel], kind: type[T], document_id: int, key: str = "document_id"
) -> tuple[T, ...]:
    """Rows of one document, in the order of their keys."""
    table = table_of(model)
    columns = [table.c[name] for name in column_names(kind)]
    query = select(*columns).where(table.c[key] == document_id).order_by(*table.primary_key.columns)
    return tuple(kind(*map(_plain, row)) for row in connection.execute(query))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
