"""Whether the archive is whole: originals unchanged, nothing orphaned, every value still at the place it quotes."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, and_, select

from messages import N_, _
from normalize.text import squash
from store.documents import document_tables, table_grid
from store.models import Document, NameMatch, Observation, Paragraph, Review, Wording
from store.originals import FOLDER, sha256_of
from store.statements import SHORT_HASH
from store.writing import table_of

DOCUMENT, OBSERVATION = table_of(Document), table_of(Observation)
PARAGRAPH, MATCH, WORDING, REVIEW = table_of(Paragraph), table_of(NameMatch), table_of(Wording), table_of(Review)

SENTENCES = {
    "original_missing": N_("{what}: the copy of the file is gone from the archive."),
    "original_changed": N_("{what}: the copy of the file is not what was imported."),
    "original_orphaned": N_("{what}: a copy that no document needs."),
    "value_misplaced": N_("{what}: the value does not stand at the place that it names."),
    "entity_differs": N_("{what}: the value and its name stand for different entities."),
    "indicator_differs": N_("{what}: the value and its wording stand for different indicators."),
    "review_misplaced": N_("{what}: a check of this file is kept under another document, or under none."),
}


@dataclass(frozen=True, slots=True)
class Defect:
    """Something in the archive that is not as it was written."""

    code: str
    what: str

    @property
    def sentence(self) -> str:
        return _(SENTENCES[self.code], what=self.what)


def verify(connection: Connection, folder: Path) -> Iterator[Defect]:
    """Look at every original, every value and every review."""
    documents = connection.execute(
        select(DOCUMENT.c.id, DOCUMENT.c.name, DOCUMENT.c.sha256, DOCUMENT.c.original).order_by(DOCUMENT.c.id)
    ).all()
    for document in documents:
        yield from _check_original(folder / document.original, document.name, document.sha256)
        yield from _check_values(connection, document.id, document.sha256)
    yield from _orphans(folder, {document.original for document in documents})
    yield from _check_entities(connection)
    yield from _check_indicators(connection)
    yield from _check_reviews(connection)


def _check_original(copy: Path, name: str, sha256: str) -> Iterator[Defect]:
    try:
        if sha256_of(copy) != sha256:
            yield Defect("original_changed", name)
    except OSError:
        yield Defect("original_missing", name)


def _orphans(folder: Path, needed: set[str]) -> Iterator[Defect]:
    for file in sorted((folder / FOLDER).rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in needed:
            yield Defect("original_orphaned", name)


def _check_values(connection: Connection, document_id: int, sha256: str) -> Iterator[Defect]:
    paragraphs = {
        row.block: row.text
        for row in connection.execute(
            select(PARAGRAPH.c.block, PARAGRAPH.c.text).where(PARAGRAPH.c.document_id == document_id)
        )
    }
    tables = document_tables(connection, document_id)
    grids = {table.index: table_grid(connection, document_id, table) for table in tables}
    values = connection.execute(
        select(OBSERVATION).where(OBSERVATION.c.document_id == document_id).order_by(OBSERVATION.c.ordinal)
    )
    for value in values:
        if value.table_index is None:
            quoted = paragraphs.get(value.block, "")[value.start : value.end]
        else:
            quoted = _cell(grids.get(value.table_index, []), value.row, value.column)
        if squash(value.text) not in squash(quoted):
            yield Defect("value_misplaced", f"{sha256[:SHORT_HASH]}:{value.ordinal}")


def _cell(grid: list[list[str]], row: int, column: int) -> str:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _check_entities(connection: Connection) -> Iterator[Defect]:
    """Values whose entity is not the one that their name is taken for."""
    same_name = and_(MATCH.c.document_id == OBSERVATION.c.document_id, MATCH.c.mention == OBSERVATION.c.mention)
    values = _values().outerjoin(MATCH, same_name).where(OBSERVATION.c.entity_id.is_distinct_from(MATCH.c.entity_id))
    for row in connection.execute(values):
        yield Defect("entity_differs", f"{row.sha256[:SHORT_HASH]}:{row.ordinal}")


def _check_indicators(connection: Connection) -> Iterator[Defect]:
    """Values whose indicator is not the one that their wording is taken for."""
    same_wording = and_(WORDING.c.id == OBSERVATION.c.wording_id, WORDING.c.indicator_id == OBSERVATION.c.indicator_id)
    for row in connection.execute(_values().outerjoin(WORDING, same_wording).where(WORDING.c.id.is_(None))):
        yield Defect("indicator_differs", f"{row.sha256[:SHORT_HASH]}:{row.ordinal}")


def _check_reviews(connection: Connection) -> Iterator[Defect]:
    """Reviews that are not of the document with their file's bytes."""
    reviews = (
        select(REVIEW.c.name)
        .outerjoin(DOCUMENT, DOCUMENT.c.sha256 == REVIEW.c.sha256)
        .where(REVIEW.c.document_id.is_distinct_from(DOCUMENT.c.id))
        .order_by(REVIEW.c.id)
    )
    for name in connection.execute(reviews).scalars():
        yield Defect("review_misplaced", name)


def _values() -> Select[Any]:
    """Every value, in order."""
    return (
        select(DOCUMENT.c.sha256, OBSERVATION.c.ordinal)
        .join(DOCUMENT, DOCUMENT.c.id == OBSERVATION.c.document_id)
        .order_by(DOCUMENT.c.id, OBSERVATION.c.ordinal)
    )
