"""What the archive holds, in numbers, and what was read unsurely."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, distinct, func, select

from store.models import Cell, Document, DocumentCopy, DocumentTable, Indicator, NameMatch, Observation, ReadingWarning
from store.runs import RunRecord, failures, runs
from store.statements import counted
from store.writing import table_of

DOCUMENT, OBSERVATION, WARNING = table_of(Document), table_of(Observation), table_of(ReadingWarning)


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts by name, documents by genre, the latest runs."""

    counts: dict[str, int]
    genres: dict[str, int]
    runs: tuple[RunRecord, ...]


@dataclass(frozen=True, slots=True)
class WarningRecord:
    """Something in a document that was read unsurely."""

    document: str
    run_id: int
    code: str
    message: str


def overview(connection: Connection) -> Overview:
    """Count what the archive holds."""
    match = table_of(NameMatch)
    queries: dict[str, Select[Any]] = {
        "documents": select(func.count()).select_from(DOCUMENT),
        "tables": select(func.count()).select_from(table_of(DocumentTable)),
        "cells": select(func.count()).select_from(table_of(Cell)),
        "observations": select(func.count()).select_from(OBSERVATION).where(counted()),
        "copies": select(func.count()).select_from(table_of(DocumentCopy)),
        "indicators": select(func.count()).select_from(table_of(Indicator)),
        "entities": select(func.count(distinct(OBSERVATION.c.entity_id))),
        "to_review": select(func.count()).select_from(match).where(match.c.outcome == "ask"),
    }
    counts = {name: int(connection.execute(query).scalar_one()) for name, query in queries.items()}
    counts["failures"] = len(failures(connection))
    by_genre = connection.execute(select(DOCUMENT.c.genre, func.count()).group_by(DOCUMENT.c.genre))
    return Overview(counts, {row[0]: row[1] for row in by_genre}, tuple(runs(connection)))


def reading_warnings(connection: Connection) -> list[WarningRecord]:
    """All warnings, by document and place."""
    rows = connection.execute(
        select(DOCUMENT.c.name, DOCUMENT.c.run_id, WARNING.c.code, WARNING.c.message)
        .join(DOCUMENT, DOCUMENT.c.id == WARNING.c.document_id)
        .order_by(DOCUMENT.c.name, WARNING.c.document_id, WARNING.c.ordinal)
    )
    return [WarningRecord(row.name, row.run_id, row.code, row.message) for row in rows]
