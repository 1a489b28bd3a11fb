"""The archive: a folder with the originals by hash, and a database with what they state."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import URL

from messages.errors import ArchiveMissing, ArchiveOutdated, ArchiveUnavailable, LetopisError
from normalize.registry import Registry, use_archive_folder
from store import database, runs
from store.decisions import apply_decisions
from store.entities import add_categories_within, copy_registry
from store.indexing import fill_passages
from store.indicator_decisions import apply_indicator_decisions
from store.originals import display_path, drop_original, keep_original
from store.reviews import FindingRow, ReviewRow, keep_review, link_reviews
from store.rows import DocumentRows
from store.runs import Counts, Undone
from store.works import fill_sketches, link_document
from store.writing import table_of, write_document

REGISTRY_FOLDER = "registry"


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive. Every method that writes is one transaction."""

    folder: Path
    engine: Engine

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Self:
        """Open the archive in `folder`, or make it.

        Raises ArchiveMissing, ArchiveOutdated, ArchiveUnavailable."""
        url = database.database_url(folder)
        _check_place(folder, url, create)
        engine = database.open_engine(url)
        stands_at = database.revision(engine)
        if stands_at is None and create:
            database.migrate(engine)
        elif stands_at is None:
            raise ArchiveMissing(path=str(folder))
        elif stands_at != database.HEAD:
            raise ArchiveOutdated
        use_archive_folder(folder / REGISTRY_FOLDER)
        return cls(folder, engine)

    @property
    def registry_folder(self) -> Path:
        """Where people's additions to the registry are kept, in the layout of `normalize/data`."""
        return self.folder / REGISTRY_FOLDER

    @classmethod
    def upgrade(cls, folder: Path) -> tuple[str, str]:
        """Bring the archive to this version; returns the migrations before and after."""
        url = database.database_url(folder)
        _check_place(folder, url, create=False)
        engine = database.open_engine(url)
        before = database.revision(engine)
        if before is None:
            raise ArchiveMissing(path=str(folder))
        database.migrate(engine)
        with database.writing(engine) as connection:
            fill_passages(connection)
            fill_sketches(connection)
        database.learn_spread(engine)
        return before, database.HEAD

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One transaction that only reads."""
        with database.reading(self.engine) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes."""
        with database.writing(self.engine) as connection:
            yield connection

    def known(self, sha256: str) -> int | None:
        """The id of the document with these bytes."""
        from store.models import Document

        table = table_of(Document)
        with self.reading() as connection:
            return connection.execute(select(table.c.id).where(table.c.sha256 == sha256)).scalar()

    def copy_registry(self, registry: Registry) -> None:
        """Keep a copy of the registry, so that the database explains its entities by itself."""
        with self.writing() as connection:
            copy_registry(connection, registry)

    def begin_run(self, roots: Sequence[str]) -> int:
        """Open a run of import."""
        with self.writing() as connection:
            return runs.begin_run(connection, roots)

    def finish_run(self, run_id: int, counts: Counts, status: str = "done") -> None:
        """Close a run."""
        with self.writing() as connection:
            runs.finish_run(connection, run_id, counts, status)
        if counts.new:
            with suppress(ArchiveUnavailable):  # what was imported is kept all the same
                database.learn_spread(self.engine)

    def add(self, rows: DocumentRows, path: Path, run_id: int) -> int:
        """Write a document and keep its original; returns its id. All of it, or nothing."""
        original = keep_original(self.folder, path, rows.document.sha256)
        with self.writing() as connection:
            add_categories_within(connection, (row.entity for row in rows.matches))
            document_id = write_document(connection, rows, run_id=run_id, original=original)
            runs.add_path(connection, document_id, display_path(path), run_id)
            apply_decisions(connection, document_id)
            apply_indicator_decisions(connection, document_id)
            link_document(connection, document_id)
            link_reviews(connection, document_id, rows.document.sha256)
            return document_id

    def add_path(self, document_id: int, path: str, run_id: int) -> bool:
        """Note another path of a known document; False when it was known too."""
        with self.writing() as connection:
            return runs.add_path(connection, document_id, path, run_id)

    def record_failure(self, run_id: int, path: str, error: LetopisError, trace: str | None = None) -> None:
        """Note a file that failed."""
        with self.writing() as connection:
            runs.record_failure(connection, run_id, path, error, trace)

    def keep_review(self, review: ReviewRow, findings: Sequence[FindingRow]) -> int:
        """Keep a check of a file with what it found; returns its id."""
        with self.writing() as connection:
            return keep_review(connection, review, findings)

    def undo(self, run_id: int | None = None) -> Undone | None:
        """Take back a run, the latest by default; None when there is none."""
        with self.writing() as connection:
            undone = runs.undo_run(connection, run_id)
        for name in undone.originals if undone else ():
            drop_original(self.folder, name)
        return undone


def _check_place(folder: Path, url: URL, create: bool) -> None:
    """Make the folder, or see that there is something to open."""
    try:
        if create:
            folder.mkdir(parents=True, exist_ok=True)
        elif url.get_backend_name() == "sqlite" and not (folder / database.FILE_NAME).is_file():
            raise ArchiveMissing(path=str(folder))
    except OSError as error:
        raise ArchiveUnavailable(detail=str(error)) from error
