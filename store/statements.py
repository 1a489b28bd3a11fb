"""What documents state, as rows of the archive: a `Statement` is one observation with its document and place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select

from store.models import CopyDifference, Document, DocumentCopy, DocumentTable, Entity, Indicator, Mention, Observation
from store.writing import table_of

OBSERVATION, DOCUMENT, TABLE = table_of(Observation), table_of(Document), table_of(DocumentTable)
COPY, DIFFERENCE = table_of(DocumentCopy), table_of(CopyDifference)
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
    entity, in the same «or» as `entities`. Periods from `since` to `until`, or exactly `spans` (first and last day);
    vintages up to `as_of`."""

    indicators: Sequence[int] = ()
    entities: Sequence[int] = ()
    mentions: Sequence[str] = ()
    breakdown: str | None = None
    since: date | None = None
    until: date | None = None
    spans: Sequence[tuple[date, date]] = ()
    as_of: date | None = None
    scenarios: Sequence[str] = ()
    measures: Sequence[str] = ()


def load_statements(connection: Connection, wanted: Wanted) -> list[Statement]:
    """The statements asked for, in the order of documents and places."""
    rows = connection.execute(statement_query(wanted).order_by(OBSERVATION.c.document_id, OBSERVATION.c.ordinal))
    return [_statement(row) for row in rows.all()]


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
        select(*_COLUMNS)
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
    conditions = [counted()]
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
    if wanted.spans:
        conditions.append(or_(*(_exactly(first, last) for first, last in wanted.spans)))
    if wanted.as_of:
        conditions.append(DOCUMENT.c.vintage <= wanted.as_of)
    if wanted.scenarios:
        conditions.append(OBSERVATION.c.scenario.in_(wanted.scenarios))
    if wanted.measures:
        conditions.append(OBSERVATION.c.measure.in_(wanted.measures))
    return conditions


def counted() -> ColumnElement[bool]:
    """Whether a value counts: it does not stand in another file of a work, or contradicts the file that counts."""
    contradicts = select(DIFFERENCE.c.ordinal).where(
        DIFFERENCE.c.document_id == OBSERVATION.c.document_id, DIFFERENCE.c.ordinal == OBSERVATION.c.ordinal
    )
    return or_(OBSERVATION.c.document_id.not_in(select(COPY.c.document_id)), contradicts.exists())


def _exactly(first: date, last: date) -> ColumnElement[bool]:
    return and_(OBSERVATION.c.period_start == first, OBSERVATION.c.period_end == last)


def _about(wanted: Wanted) -> ColumnElement[bool]:
    of_entity = OBSERVATION.c.entity_id.in_(wanted.entities)
    if not wanted.mentions:
        return of_entity
    unresolved = and_(OBSERVATION.c.entity_id.is_(None), MENTION.c.folded.in_(wanted.mentions))
    return or_(of_entity, unresolved) if wanted.entities else unresolved


# In the order of `Statement`'s fields from `document_id` on, then of `Place`'s; hash and number lead.
_COLUMNS = (
    DOCUMENT.c.sha256,
    OBSERVATION.c.ordinal,
    OBSERVATION.c.document_id,
    DOCUMENT.c.name,
    DOCUMENT.c.date,
    DOCUMENT.c.vintage,
    DOCUMENT.c.vintage_basis,
    OBSERVATION.c.indicator_id,
    INDICATOR.c.key,
    INDICATOR.c.name,
    ENTITY.c.code,
    func.coalesce(ENTITY.c.name, MENTION.c.text),
    OBSERVATION.c.breakdown,
    OBSERVATION.c.period_code,
    OBSERVATION.c.period_start,
    OBSERVATION.c.period_end,
    OBSERVATION.c.period_kind,
    OBSERVATION.c.cumulative,
    OBSERVATION.c.value,
    OBSERVATION.c.decimals,
    OBSERVATION.c.unit,
    OBSERVATION.c.status,
    OBSERVATION.c.bound,
    OBSERVATION.c.share,
    OBSERVATION.c.measure,
    OBSERVATION.c.base_period_code,
    OBSERVATION.c.scenario,
    OBSERVATION.c.confidence,
    OBSERVATION.c.text,
    OBSERVATION.c.block,
    OBSERVATION.c.table_index,
    TABLE.c.number,
    OBSERVATION.c.row,
    OBSERVATION.c.column,
    OBSERVATION.c.start,
    OBSERVATION.c.end,
    OBSERVATION.c.page,
)
_VALUE, _SHARE, _PLACE = 18, 23, 29


def _statement(row: Row[Any]) -> Statement:
    fields: list[Any] = list(row)
    value_id = f"{fields[0][:SHORT_HASH]}:{fields[1]}"
    fields[_VALUE], fields[_SHARE] = _decimal(fields[_VALUE]), _decimal(fields[_SHARE])
    return Statement(*(value_id, *fields[2:_PLACE], Place(*fields[_PLACE:])))


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
