"""Whether a table was surely read with all of its rows."""

from collections.abc import Sequence

from extract.document import Column, Row, Table
from normalize.text import squash

_SEEN_WHOLE = 0.99


def is_complete(table: Table, columns: Sequence[Column], last: Row) -> bool:
    """Whether no row can have been lost on the way: the table has its header, and either its grid was seen beyond
    doubt or its rows are numbered without a gap from 1 down to the total. `last` is the last row of `columns`."""
    if table.header_rows == 0:
        return False
    return table.confidence >= _SEEN_WHOLE or (last.kind != "body" and _is_numbered_from_one(table, columns))


def _is_numbered_from_one(table: Table, columns: Sequence[Column]) -> bool:
    ordinals = [index for index, column in enumerate(columns) if column.role == "ordinal"]
    if not ordinals:
        return False
    texts = (squash(cell.text).strip(".)") for cell in table.cells if cell.column == ordinals[0])
    numbers = [int(text) for text in texts if text.isdecimal()]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))
