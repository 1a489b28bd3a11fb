"""Brings older archives the passages that search needs."""

from sqlalchemy import Connection, exists, select

from store.bulk import insert_rows
from store.models import Document, Passage
from store.passages import passages
from store.rows import PassageRow, column_names, values_of
from store.stored import stored_text
from store.writing import table_of

DOCUMENT, PASSAGE = table_of(Document), table_of(Passage)


def fill_passages(connection: Connection) -> int:
    """Make passages for documents that have none; returns how many documents that were."""
    without = select(DOCUMENT.c.id).where(~exists().where(PASSAGE.c.document_id == DOCUMENT.c.id))
    documents = list(connection.execute(without.order_by(DOCUMENT.c.id)).scalars())
    columns = ("document_id", *column_names(PassageRow))
    values = values_of(PassageRow)
    for document_id in documents:
        rows = passages(stored_text(connection, document_id))
        insert_rows(connection, PASSAGE.name, columns, ((document_id, *values(row)) for row in rows))
    return len(documents)
