"""A run of import: find, tell known from new, read in child processes, write each document in one transaction."""

import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from ingest.conversion import converted, portions
from ingest.discover import Discovered, discover, failure_of
from ingest.pool import Crew, Failed, Limits, cores
from ingest.reading import read_rows
from messages.errors import ArchiveUnavailable, FileChanged, InternalError, LetopisError
from normalize.registry import Registry
from store.archive import Archive
from store.originals import sha256_of
from store.rows import DocumentRows
from store.runs import Counts

Progress = Callable[[int, int, Path], None]
# Reads a file, of which a DOCX may already have been made.
Reader = Callable[[Path, Path | None], DocumentRows]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be imported."""

    path: str
    error: LetopisError


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did. `observations` counts those of its new documents, `to_review` their open names."""

    run_id: int
    counts: Counts
    failures: tuple[Failure, ...]
    skipped: dict[str, int]
    tables: int
    observations: int
    to_review: int


@dataclass(slots=True)
class _Run:
    """The run so far."""

    archive: Archive
    id: int
    total: int
    progress: Progress | None
    done: int = 0
    new: int = 0
    known: int = 0
    tables: int = 0
    observations: int = 0
    to_review: int = 0
    failures: list[Failure] = field(default_factory=list)

    def fail(self, path: Path, error: LetopisError, trace: str | None = None) -> None:
        shown = display_path(path)
        self.archive.record_failure(self.id, shown, error, trace)
        self.failures.append(Failure(shown, error))
        self.advance(path)

    def note_known(self, document_id: int, path: Path) -> None:
        self.archive.add_path(document_id, display_path(path), self.id)
        self.known += 1
        self.advance(path)

    def note_new(self, rows: DocumentRows, path: Path) -> None:
        self.new += 1
        self.tables += len(rows.tables)
        self.observations += len(rows.observations)
        self.to_review += sum(match.outcome == "ask" for match in rows.matches)
        self.advance(path)

    def advance(self, path: Path) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, path)


def import_paths(
    archive: Archive,
    paths: Sequence[Path],
    *,
    limits: Limits | None = None,
    workers: int = 0,
    progress: Progress | None = None,
    reader: Reader | None = None,
) -> RunReport:
    """Import files and folders. A file that fails is noted and the run goes on; `progress` is told of each file."""
    archive.copy_registry(Registry.load())
    found = discover(paths, apart=archive.folder)
    run_id = archive.begin_run([display_path(path.absolute()) for path in paths])
    run = _Run(archive, run_id, len(found.files) + len(found.failures), progress)
    status = "interrupted"
    try:
        with Crew(limits or Limits(), workers or cores()) as crew:
            _import_found(run, found, reader or partial(read_rows, registry=archive.registry_folder), crew)
        status = "done"
    finally:
        counts = Counts(run.new, run.known, len(run.failures), sum(found.skipped.values()))
        archive.finish_run(run_id, counts, status)
    return RunReport(run_id, counts, tuple(run.failures), found.skipped, run.tables, run.observations, run.to_review)


def display_path(path: Path) -> str:
    """A path as text that can be stored, whatever bytes its name holds."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _import_found(run: _Run, found: Discovered, reader: Reader, crew: Crew) -> None:
    for path, error in found.failures:
        run.fail(path, error)
    hashes = dict(_fresh(run, found.files))
    firsts = {sha256: path for path, sha256 in reversed(hashes.items())}
    outcomes: dict[str, int | LetopisError] = {}
    for path, result in _read([path for path in hashes if firsts[hashes[path]] == path], reader, crew):
        outcomes[hashes[path]] = _settle(run, path, hashes[path], result)
    for path, sha256 in hashes.items():
        if firsts[sha256] != path:
            _settle_twin(run, path, outcomes[sha256])


def _read(paths: Sequence[Path], reader: Reader, crew: Crew) -> Iterator[tuple[Path, DocumentRows | Failed]]:
    """Each path with what was read, in order; old documents are converted a portion ahead."""
    for portion in portions(paths, crew.size):
        with tempfile.TemporaryDirectory(prefix="letopis-import-") as folder:
            made = converted(crew, portion, Path(folder))
            yield from zip(portion, crew.work(reader, [(path, made.get(path)) for path in portion]), strict=True)


def _fresh(run: _Run, files: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Files that the archive does not know, with their hashes; the known ones get their path noted."""
    for path in files:
        try:
            sha256 = sha256_of(path)
        except OSError as error:
            run.fail(path, failure_of(error))
            continue
        document_id = run.archive.known(sha256)
        if document_id is None:
            yield path, sha256
        else:
            run.note_known(document_id, path)


def _settle(run: _Run, path: Path, sha256: str, result: DocumentRows | Failed) -> int | LetopisError:
    """Write what was read, or note why not; returns the document's id or the failure."""
    if isinstance(result, Failed):
        run.fail(path, result.error, result.trace)
        return result.error
    try:
        if result.document.sha256 != sha256:
            raise FileChanged
        document_id = run.archive.add(result, path, run.id)
    except ArchiveUnavailable:
        raise
    except (LetopisError, OSError, SQLAlchemyError) as error:
        failure = _failure(error)
        run.fail(path, failure, traceback.format_exc() if isinstance(failure, InternalError) else None)
        return failure
    run.note_new(result, path)
    return document_id


def _failure(error: LetopisError | OSError | SQLAlchemyError) -> LetopisError:
    match error:
        case LetopisError():
            return error
        case OSError():
            return failure_of(error)
        case _:
            return InternalError(detail=f"{type(error).__name__}: {str(error).splitlines()[0]}")


def _settle_twin(run: _Run, path: Path, outcome: int | LetopisError) -> None:
    """The same bytes under a second name share the fate of the first."""
    if isinstance(outcome, int):
        run.note_known(outcome, path)
    else:
        run.fail(path, outcome)
