"""Many rows into one table at the speed of the driver: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from store.database import is_sqlite
from store.rows import is_storable, storable


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows whose values stand in the order of `columns`, within the connection's transaction."""
    names = ", ".join(f'"{column}"' for column in columns)
    if is_sqlite(connection):
        _insert_sqlite(connection, table, names, len(columns), rows)
    else:
        _copy_postgres(connection, table, names, rows)


def _insert_sqlite(
    connection: Connection, table: str, names: str, width: int, rows: Iterable[Sequence[object]]
) -> None:
    marks = ", ".join("?" * width)
    cursor = _driver(connection).cursor()
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", _storable(rows))
    cursor.close()


def _copy_postgres(connection: Connection, table: str, names: str, rows: Iterable[Sequence[object]]) -> None:
    with _driver(connection).cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in _storable(rows):
            copy.write_row(row)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _storable(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
    # One look at all texts of a row together: almost every row is good.
    for row in rows:
        yield (
            row
            if is_storable("".join([value for value in row if value.__class__ is str]))
            else tuple(map(storable, row))
        )
