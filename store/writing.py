"""Writes the rows of one document, within a transaction that the caller holds."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import cast

from sqlalchemy import Connection, Table, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

from messages.errors import InternalError
from store.bulk import insert_rows
from store.database import is_sqlite
from store.models import (
    Abbreviation,
    Annex,
    Cell,
    Decree,
    Document,
    DocumentSketch,
    DocumentTable,
    Entity,
    Event,
    Executor,
    Indicator,
    LegalReference,
    Measure,
    Mention,
    NameMatch,
    Observation,
    Paragraph,
    Passage,
    ReadingWarning,
    Wording,
)
from store.rows import DocumentRows, MatchRow, ObservationRow, WordingRow, column_names, storable, values_of

Ids = dict[str, int]
# SQLite takes 250,000 parameters at most, PostgreSQL 65,535.
_BATCH = 10_000


def table_of(model: type[SQLModel]) -> Table:
    """The SQLAlchemy table of a model."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def now() -> str:
    """This moment, ISO in UTC to the second."""
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def write_document(connection: Connection, rows: DocumentRows, *, run_id: int, original: str) -> int:
    """Write all rows of a document; returns its id."""
    document_id = _write_head(connection, rows, run_id, original)
    wordings = _wording_ids(connection, rows.wordings)
    entities = _entity_ids(connection, rows.matches)
    _write_facts(connection, rows, document_id, wordings, entities)
    for model, items in _plain_rows(rows):
        _insert(connection, model, document_id, items)
    hashes = ((document_id, item) for item in rows.sketch)
    insert_rows(connection, table_of(DocumentSketch).name, ("document_id", "hash"), hashes)
    return document_id


def _write_head(connection: Connection, rows: DocumentRows, run_id: int, original: str) -> int:
    values = {name: getattr(rows.document, name) for name in column_names(type(rows.document))}
    statement = insert(table_of(Document)).returning(table_of(Document).c.id)
    return int(
        connection.execute(
            statement, _typed(values) | {"run_id": run_id, "original": original, "imported_at": now()}
        ).scalar_one()
    )


def _typed(values: dict[str, object]) -> dict[str, object]:
    """Column values with ISO strings as the dates that the table's columns take."""
    dates = {column.name for column in table_of(Document).c if column.type.python_type is date}
    return {
        name: date.fromisoformat(value) if name in dates and isinstance(value, str) else storable(value)
        for name, value in values.items()
    }


def _plain_rows(rows: DocumentRows) -> Iterator[tuple[type[SQLModel], Sequence[object]]]:
    """Rows that stand as they are but for the document's id; parents before children."""
    yield Paragraph, rows.paragraphs
    yield DocumentTable, rows.tables
    yield Cell, rows.cells
    yield Measure, rows.measures
    yield Executor, rows.executors
    yield LegalReference, rows.references
    yield Event, rows.events
    yield Decree, rows.decrees
    yield Annex, rows.annexes
    yield Abbreviation, rows.abbreviations
    yield ReadingWarning, rows.warnings
    yield Passage, rows.passages


def _insert(connection: Connection, model: type[SQLModel], document_id: int, items: Sequence[object]) -> None:
    if not items:
        return
    kind = type(items[0])
    values = values_of(kind)
    columns = ("document_id", *column_names(kind))
    insert_rows(connection, table_of(model).name, columns, ((document_id, *values(item)) for item in items))


def _write_facts(
    connection: Connection, rows: DocumentRows, document_id: int, wordings: Sequence[tuple[int, int]], entities: Ids
) -> None:
    _insert(connection, Mention, document_id, rows.mentions)
    matched = [_matched(row, entities) for row in rows.matches]
    _insert_matches(connection, document_id, rows, matched)
    by_mention = {row.mention: entity for row, entity in zip(rows.matches, matched, strict=True)}
    values = values_of(ObservationRow)
    columns = ("document_id", *column_names(ObservationRow), "indicator_id", "entity_id")
    position = columns.index("wording")

    def complete() -> Iterator[Sequence[object]]:
        for row in rows.observations:
            line = [document_id, *values(row)]
            line[position], indicator_id = wordings[row.wording]
            entity = None if row.mention is None else by_mention.get(row.mention)
            yield (*line, indicator_id, entity)

    if rows.observations:
        named = ["wording_id" if column == "wording" else column for column in columns]
        insert_rows(connection, table_of(Observation).name, named, complete())


def _matched(row: MatchRow, entities: Ids) -> int | None:
    if row.entity is None:
        return None
    try:
        return entities[row.entity]
    except KeyError:
        raise InternalError(detail=f"the archive has no copy of entity {row.entity}") from None


def _insert_matches(
    connection: Connection, document_id: int, rows: DocumentRows, entities: Sequence[int | None]
) -> None:
    columns = ("document_id", "mention", "outcome", "entity_id", "score", "margin", "reasons", "candidates", "folded")
    folded = {row.mention: row.folded for row in rows.mentions}
    insert_rows(
        connection,
        table_of(NameMatch).name,
        columns,
        (
            (document_id, row.mention, row.outcome, entity, *_doubts(row), folded[row.mention])
            for row, entity in zip(rows.matches, entities, strict=True)
        ),
    )


_doubts = attrgetter("score", "margin", "reasons", "candidates")


def _entity_ids(connection: Connection, matches: Iterable[MatchRow]) -> Ids:
    return _ids(connection, Entity, "code", sorted({row.entity for row in matches if row.entity}))


def _wording_ids(connection: Connection, rows: Sequence[WordingRow]) -> list[tuple[int, int]]:
    """(wording id, indicator id) of each wording; new wordings and indicators are added."""
    indicators = _ids(connection, Indicator, "key", sorted({row.key for row in rows}))
    fresh = {row.key: row for row in rows if row.key not in indicators}
    if fresh:
        _insert_new(
            connection,
            Indicator,
            [{"key": row.key, "name": row.name, "catalogue_id": row.catalogue_id} for row in fresh.values()],
        )
        indicators |= _ids(connection, Indicator, "key", sorted(fresh))
    known = _known_wordings(connection, [row.text for row in rows])
    new = [{"text": row.text, "indicator_id": indicators[row.key]} for row in rows if row.text not in known]
    if new:
        _insert_new(connection, Wording, new)
        known |= _known_wordings(connection, [str(row["text"]) for row in new])
    return [known[row.text] for row in rows]


def _known_wordings(connection: Connection, texts: Sequence[str]) -> dict[str, tuple[int, int]]:
    wording = table_of(Wording)
    statement = select(wording.c.text, wording.c.id, wording.c.indicator_id).where(
        wording.c.text.in_(bindparam("texts", expanding=True))
    )
    found: dict[str, tuple[int, int]] = {}
    for batch in _batches(texts):
        for text, wording_id, indicator_id in connection.execute(statement, {"texts": batch}):
            found[text] = (wording_id, indicator_id)
    return found


def _ids(connection: Connection, model: type[SQLModel], column: str, keys: Sequence[str]) -> Ids:
    table = table_of(model)
    statement = select(table.c[column].label("key"), table.c.id).where(
        table.c[column].in_(bindparam("keys", expanding=True))
    )
    found: Ids = {}
    for batch in _batches(keys):
        found |= {row.key: row.id for row in connection.execute(statement, {"keys": batch})}
    return found


def _insert_new(connection: Connection, model: type[SQLModel], values: Sequence[dict[str, object]]) -> None:
    """Insert rows that another import may be inserting too."""
    dialect = sqlite if is_sqlite(connection) else postgresql
    connection.execute(dialect.insert(table_of(model)).on_conflict_do_nothing(), list(values))


def _batches(items: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]
