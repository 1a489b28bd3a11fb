"""The database behind an archive: SQLite in its folder, or PostgreSQL by address; opened, created, migrated."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from messages.errors import ArchiveUnavailable

FILE_NAME = "letopis.db"
ADDRESS_VARIABLE = "LETOPIS_DATABASE"
MIGRATIONS = Path(__file__).parent / "migrations"
# The newest migration; a test compares it with the scripts.
HEAD = "0009"
_WRITING = "letopis_writing"
_BUSY_SECONDS = 60
# 64 MB of SQLite's pages.
_LOG_PAGES = 16_000
# Rows of an index that SQLite looks at to learn how it is spread; without a limit that is all of them.
_LOOKED_AT = 1_000


def database_url(folder: Path) -> URL:
    """Where the rows of the archive in `folder` are: `LETOPIS_DATABASE`, or SQLite in the folder."""
    address = os.environ.get(ADDRESS_VARIABLE)
    if not address:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise ArchiveUnavailable(detail=f"{ADDRESS_VARIABLE}: {error}") from error
    return with_driver(url)


def with_driver(url: URL) -> URL:
    """PostgreSQL through the driver that this program brings, whatever the address says."""
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def open_engine(url: URL) -> Engine:
    """An engine whose transactions cover schema changes too and whose connections hold foreign keys."""
    try:
        engine = create_engine(url, pool_pre_ping=url.get_backend_name() != "sqlite")
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise ArchiveUnavailable(detail=str(error)) from error
    if is_sqlite(engine):
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_sqlite(bind: Engine | Connection) -> bool:
    """Whether this is SQLite (else PostgreSQL)."""
    return bind.dialect.name == "sqlite"


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions do not cover DDL; without them SQLAlchemy's BEGIN below is the only one.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {_BUSY_SECONDS * 1000}",
        "cache_size = -64000",
        # A document touches pages all over the indexes: bringing them home after each one would write most of them anew.
        f"wal_autocheckpoint = {_LOG_PAGES}",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes its lock at once: a reader that turns writer later may fail however long it waits.
    writing = connection.get_execution_options().get(_WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: kept whole, or not at all."""
    with told_apart(), engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that only reads."""
    with told_apart(), engine.connect() as connection, connection.begin():
        yield connection


def learn_spread(engine: Engine) -> None:
    """Let the database learn how values are spread, so that it chooses the index that reads least; takes moments."""
    with writing(engine) as connection:
        if is_sqlite(connection):
            connection.exec_driver_sql(f"PRAGMA analysis_limit = {_LOOKED_AT}")
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def told_apart() -> Iterator[None]:
    """Failures of the database as failures that a person can mend; defects of ours stay as they are."""
    try:
        yield
    except DBAPIError as error:
        if type(error).__name__ not in ("OperationalError", "DatabaseError", "InterfaceError"):
            raise
        raise ArchiveUnavailable(detail=str(error.orig).strip().splitlines()[0]) from error
    except BrokenPipeError:
        # The reader of what is printed has left: the archive is in order.
        raise
    except OSError as error:
        raise ArchiveUnavailable(detail=str(error)) from error


def revision(engine: Engine) -> str | None:
    """The migration that the database stands at; None when it holds no archive."""
    with reading(engine) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(engine: Engine) -> None:
    """Bring the database to the newest migration, in one transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
