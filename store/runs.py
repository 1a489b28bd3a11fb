"""The ledger: runs of import, the files that failed, and taking a run back."""

import json
import os
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from messages import _
from messages.errors import LetopisError, all_errors
from store.models import Document, DocumentPath, Failure, Indicator, Observation, Run, Wording
from store.works import left_alone, link_document
from store.writing import now, table_of

RUN, DOCUMENT, PATH, FAILURE = table_of(Run), table_of(Document), table_of(DocumentPath), table_of(Failure)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the files of a run."""

    new: int = 0
    known: int = 0
    failed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run as it is shown."""

    id: int
    started_at: str
    finished_at: str | None
    status: str
    roots: tuple[str, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """A file that could not be imported; `sentence` is in the reader's language."""

    path: str
    code: str
    sentence: str
    run_id: int
    failed_at: str
    trace: str | None


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a run back removed; `originals` are the copies that no document needs any more."""

    run_id: int
    documents: int
    paths: int
    originals: tuple[str, ...]


def begin_run(connection: Connection, roots: Sequence[str]) -> int:
    """Open a run; runs of processes that are gone are marked as interrupted."""
    _mark_interrupted(connection)
    values = {
        "started_at": now(),
        "status": "running",
        "host": socket.gethostname(),
        "process": os.getpid(),
        "program_version": version("letopis"),
        "roots": json.dumps(list(roots), ensure_ascii=False),
        "new": 0,
        "known": 0,
        "failed": 0,
        "skipped": 0,
    }
    return int(connection.execute(insert(RUN).returning(RUN.c.id), values).scalar_one())


def _mark_interrupted(connection: Connection) -> None:
    running = connection.execute(
        select(RUN.c.id, RUN.c.process).where(RUN.c.status == "running", RUN.c.host == socket.gethostname())
    )
    for run_id, process in running.all():
        if process == os.getpid() or not _alive(process):
            connection.execute(update(RUN).where(RUN.c.id == run_id).values(status="interrupted"))


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def finish_run(connection: Connection, run_id: int, counts: Counts, status: str = "done") -> None:
    """Close a run with its counts."""
    connection.execute(
        update(RUN)
        .where(RUN.c.id == run_id)
        .values(
            status=status,
            finished_at=now(),
            new=counts.new,
            known=counts.known,
            failed=counts.failed,
            skipped=counts.skipped,
        )
    )


def record_failure(
    connection: Connection, run_id: int, path: str, error: LetopisError, trace: str | None = None
) -> None:
    """Note a file that failed: code and values, so that its sentence can be told in any language."""
    details = json.dumps(error.values, ensure_ascii=False, default=str)
    connection.execute(
        insert(FAILURE).values(run_id=run_id, path=path, code=error.code, details=details, trace=trace, failed_at=now())
    )


def add_path(connection: Connection, document_id: int, path: str, run_id: int) -> bool:
    """Note where a document's bytes were found; False when that was known."""
    known = select(PATH.c.path).where(PATH.c.document_id == document_id, PATH.c.path == path)
    if connection.execute(known).first():
        return False
    connection.execute(insert(PATH).values(document_id=document_id, path=path, run_id=run_id))
    return True


def runs(connection: Connection, limit: int = 20) -> list[RunRecord]:
    """The latest runs, newest first."""
    rows = connection.execute(select(RUN).order_by(RUN.c.id.desc()).limit(limit)).mappings()
    return [
        RunRecord(
            row["id"],
            row["started_at"],
            row["finished_at"],
            row["status"],
            tuple(json.loads(row["roots"])),
            Counts(row["new"], row["known"], row["failed"], row["skipped"]),
        )
        for row in rows
    ]


def failures(connection: Connection) -> list[FailureRecord]:
    """Files whose latest attempt failed and that no document was read from since, by path."""
    latest = select(func.max(FAILURE.c.id)).group_by(FAILURE.c.path)
    mended = exists().where(PATH.c.path == FAILURE.c.path, PATH.c.run_id >= FAILURE.c.run_id)
    taken_back = exists().where(RUN.c.id == FAILURE.c.run_id, RUN.c.status == "undone")
    rows = connection.execute(
        select(FAILURE).where(FAILURE.c.id.in_(latest), ~mended, ~taken_back).order_by(FAILURE.c.path)
    ).mappings()
    return [
        FailureRecord(
            row["path"],
            row["code"],
            sentence(row["code"], row["details"]),
            row["run_id"],
            row["failed_at"],
            row["trace"],
        )
        for row in rows
    ]


def sentence(code: str, details: str) -> str:
    """The sentence of a recorded failure in the reader's language."""
    values = json.loads(details)
    for kind in all_errors():
        if kind.code == code:
            return str(kind(**values))
    return _("A failure that this version does not know ({code}).", code=code)


def undo_run(connection: Connection, run_id: int | None = None) -> Undone | None:
    """Take back a run (the latest by default): its paths, the documents that only it found, what only they used.

    None when there is no such run."""
    wanted = select(RUN.c.id).where(RUN.c.status != "undone").order_by(RUN.c.id.desc()).limit(1)
    found = connection.execute(wanted if run_id is None else wanted.where(RUN.c.id == run_id)).scalar()
    if found is None:
        return None
    alone = left_alone(connection, found)
    paths = connection.execute(delete(PATH).where(PATH.c.run_id == found)).rowcount
    _hand_over(connection, found)
    gone = connection.execute(
        delete(DOCUMENT).where(DOCUMENT.c.run_id == found).returning(DOCUMENT.c.original)
    ).scalars()
    originals = tuple(gone)
    _drop_unused(connection)
    for document_id in alone:
        link_document(connection, document_id)
    connection.execute(update(RUN).where(RUN.c.id == found).values(status="undone"))
    return Undone(found, len(originals), paths, originals)


def _hand_over(connection: Connection, run_id: int) -> None:
    """Documents that a later run found again belong to that run from now on."""
    heir = (
        select(func.min(PATH.c.run_id)).where(PATH.c.document_id == DOCUMENT.c.id).correlate(DOCUMENT).scalar_subquery()
    )
    connection.execute(
        update(DOCUMENT)
        .where(DOCUMENT.c.run_id == run_id, exists().where(PATH.c.document_id == DOCUMENT.c.id))
        .values(run_id=heir)
    )


def _drop_unused(connection: Connection) -> None:
    """Drop wordings that no observation uses, and indicators without wordings."""
    wording, indicator, observation = table_of(Wording), table_of(Indicator), table_of(Observation)
    connection.execute(delete(wording).where(~exists().where(observation.c.wording_id == wording.c.id)))
    used = or_(
        exists().where(wording.c.indicator_id == indicator.c.id),
        exists().where(observation.c.indicator_id == indicator.c.id),
    )
    connection.execute(delete(indicator).where(~used))
