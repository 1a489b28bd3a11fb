"""An archive from one database into another, and the proof that both hold the same."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from messages import _
from messages.errors import ArchiveUnavailable, WrongUsage
from store import database
from store.archive import Archive
from store.bulk import insert_rows
from store.database import is_sqlite
from store.models import Run

_BATCH = 10_000


def copy_database(archive: Archive, address: str) -> dict[str, int]:
    """Copy every row of the archive into the empty database at `address`; returns rows by table.

    Raises WrongUsage when the database holds an archive already, or the copy differs; nothing is left there then."""
    engine = _open_target(address)
    database.migrate(engine)
    with archive.reading() as source, database.writing(engine) as target:
        counts = {table.name: _copy(source, target, table) for table in Run.metadata.sorted_tables}
        _mend_numbering(target)
        differing = [
            table.name
            for table in Run.metadata.sorted_tables
            if fingerprint(source, table) != fingerprint(target, table)
        ]
        if differing:
            raise WrongUsage(detail=_("The copy differs in {tables}: nothing was copied.", tables=", ".join(differing)))
    database.learn_spread(engine)
    engine.dispose()
    return counts


def _open_target(address: str) -> Engine:
    try:
        url = make_url(address if "://" in address else f"sqlite:///{Path(address).absolute()}")
    except ArgumentError as error:
        raise ArchiveUnavailable(detail=str(error)) from error
    engine = database.open_engine(database.with_driver(url))
    if database.revision(engine) is not None:
        raise WrongUsage(detail=_("There is an archive in that database already: name an empty one."))
    return engine


def _copy(source: Connection, target: Connection, table: Table) -> int:
    columns = [column.name for column in table.columns]
    count = 0
    for rows in _batches(source, table):
        insert_rows(target, table.name, columns, rows)
        count += len(rows)
    return count


def _batches(source: Connection, table: Table) -> Iterator[list[Sequence[object]]]:
    rows = source.execution_options(yield_per=_BATCH).execute(select(table).order_by(*table.primary_key.columns))
    for batch in rows.partitions(_BATCH):
        yield [tuple(map(_plain, row)) for row in batch]


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _mend_numbering(target: Connection) -> None:
    """Let PostgreSQL go on numbering after the rows that were copied with their numbers."""
    if is_sqlite(target):
        return
    for table in Run.metadata.sorted_tables:
        if "id" in table.columns:
            last = target.execute(select(func.max(table.c.id))).scalar()
            if last is not None:
                target.execute(
                    text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)"),
                    {"table": table.name, "last": last},
                )


def fingerprint(connection: Connection, table: Table) -> int:
    """A sum of the hashes of all rows: the same on both databases, however they order text."""
    total = 0
    for rows in _batches(connection, table):
        for row in rows:
            told = repr(tuple(_comparable(value) for value in row)).encode("utf-8", "surrogatepass")
            total += int.from_bytes(hashlib.sha256(told).digest(), "big")
    return total


def _comparable(value: object) -> object:
    return float(value) if isinstance(value, bool | int | float) else value
