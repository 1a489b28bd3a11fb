"""What documents state, as rows of the archive: a `Statement` is one observation with its document and place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, or_, select

from store.models import Document, DocumentTable, Entity, Indicator, Mention, Observation
from store.writing import table_of

OBSERVATION, DOCUMENT, TABLE = table_of(Observation), table_of(Document), table_of(DocumentTable)
INDICATOR, ENTITY, MENTION = table_of(Indicator), table_of(Entity), table_of(Mention)
# Hexadecimal digits of a document's hash that name it to people.
SHORT_HASH = 8


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands. Rows, columns and tables count from 0; `number` is the table's printed number."""

    block: int
    table: int | None = None
    number: str | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One value as one document states it. `id` is stable: it names the document's hash and the value's number."""

    id: str
    document_id: int
    document: str
    document_date: date | None
    vintage: date
    vintage_basis: str
    indicator_id: int
    indicator_key: str
    indicator: str
    entity_code: str | None
    entity: str | None
    breakdown: str
    period: str | None
    period_start: date | None
    period_end: date | None
    period_kind: str | None
    cumulative: bool
    value: Decimal | None
    decimals: int
    unit: str | None
    status: str
    bound: str
    share: Decimal | None
    measure: str
    base_period: str | None
    scenario: str
    confidence: float
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements to load; an empty part does not narrow. `mentions` are folded names that stand for no
    entity, in the same «or» as `entities`. Periods from `since` to `until`; vintages up to `as_of`."""

    indicators: Sequence[int] = ()
    entities: Sequence[int] = ()
    mentions: Sequence[str] = ()
    breakdown: str | None = None
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    scenarios: Sequence[str] = ()
    measures: Sequence[str] = ()


def load_statements(connection: Connection, wanted: Wanted) -> list[Statement]:
    """The statements asked for, in the order of documents and places."""
    rows = connection.execute(statement_query(wanted).order_by(OBSERVATION.c.document_id, OBSERVATION.c.ordinal))
    return [_statement(row) for row in rows]


def stream_statements(connection: Connection, wanted: Wanted) -> Iterator[Statement]:
    """As `load_statements`, without holding them all."""
    query = statement_query(wanted).order_by(OBSERVATION.c.document_id, OBSERVATION.c.ordinal)
    streaming = connection.execution_options(yield_per=10_000)
    return map(_statement, streaming.execute(query))


def load_statement(connection: Connection, document_id: int, ordinal: int) -> Statement | None:
    """One value of a document."""
    row = connection.execute(
        _select().where(OBSERVATION.c.document_id == document_id, OBSERVATION.c.ordinal == ordinal)
    ).first()
    return _statement(row) if row else None


def load_document_statements(connection: Connection, document_id: int) -> list[Statement]:
    """All values of a document, in order."""
    rows = connection.execute(_select().where(OBSERVATION.c.document_id == document_id).order_by(OBSERVATION.c.ordinal))
    return [_statement(row) for row in rows]


def statement_query(wanted: Wanted) -> Select[Any]:
    """The query behind `load_statements`."""
    return _select().where(*_conditions(wanted))


def _select() -> Select[Any]:
    return (
        select(
            OBSERVATION,
            DOCUMENT.c.sha256,
            DOCUMENT.c.name.label("document"),
            DOCUMENT.c.date.label("document_date"),
            DOCUMENT.c.vintage,
            DOCUMENT.c.vintage_basis,
            INDICATOR.c.key.label("indicator_key"),
            INDICATOR.c.name.label("indicator"),
            ENTITY.c.code.label("entity_code"),
            ENTITY.c.name.label("entity_name"),
            MENTION.c.text.label("mention_text"),
            TABLE.c.number.label("table_number"),
        )
        .join(DOCUMENT, DOCUMENT.c.id == OBSERVATION.c.document_id)
        .join(INDICATOR, INDICATOR.c.id == OBSERVATION.c.indicator_id)
        .outerjoin(ENTITY, ENTITY.c.id == OBSERVATION.c.entity_id)
        .outerjoin(
            MENTION,
            and_(MENTION.c.document_id == OBSERVATION.c.document_id, MENTION.c.mention == OBSERVATION.c.mention),
        )
        .outerjoin(
            TABLE,
            and_(TABLE.c.document_id == OBSERVATION.c.document_id, TABLE.c.table_index == OBSERVATION.c.table_index),
        )
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.indicators:
        conditions.append(OBSERVATION.c.indicator_id.in_(wanted.indicators))
    if wanted.entities or wanted.mentions:
        conditions.append(_about(wanted))
    if wanted.breakdown is not None:
        conditions.append(OBSERVATION.c.breakdown.contains(wanted.breakdown, autoescape=True))
    if wanted.since:
        conditions.append(OBSERVATION.c.period_end >= wanted.since)
    if wanted.until:
        conditions.append(OBSERVATION.c.period_start <= wanted.until)
    if wanted.as_of:
        conditions.append(DOCUMENT.c.vintage <= wanted.as_of)
    if wanted.scenarios:
        conditions.append(OBSERVATION.c.scenario.in_(wanted.scenarios))
    if wanted.measures:
        conditions.append(OBSERVATION.c.measure.in_(wanted.measures))
    return conditions


def _about(wanted: Wanted) -> ColumnElement[bool]:
    of_entity = OBSERVATION.c.entity_id.in_(wanted.entities)
    if not wanted.mentions:
        return of_entity
    unresolved = and_(OBSERVATION.c.entity_id.is_(None), MENTION.c.folded.in_(wanted.mentions))
    return or_(of_entity, unresolved) if wanted.entities else unresolved


def _statement(row: Row[Any]) -> Statement:
    value = row._mapping
    place = Place(
        value["block"],
        value["table_index"],
        value["table_number"],
        value["row"],
        value["column"],
        value["start"],
        value["end"],
        value["page"],
    )
    return Statement(
        id=f"{value['sha256'][:SHORT_HASH]}:{value['ordinal']}",
        entity=value["entity_name"] or value["mention_text"],
        period=value["period_code"],
        value=_decimal(value["value"]),
        share=_decimal(value["share"]),
        base_period=value["base_period_code"],
        place=place,
        **{name: value[name] for name in _AS_STORED},
    )


_AS_STORED = (
    "document_id",
    "document",
    "document_date",
    "vintage",
    "vintage_basis",
    "indicator_id",
    "indicator_key",
    "indicator",
    "entity_code",
    "breakdown",
    "period_start",
    "period_end",
    "period_kind",
    "cumulative",
    "decimals",
    "unit",
    "status",
    "bound",
    "measure",
    "scenario",
    "confidence",
    "text",
)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
