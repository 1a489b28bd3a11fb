"""Who must do what by when: measures of plans by executor and term."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, and_, or_, select

from normalize.lemmas import lemmas
from store.lookup import FoundEntity
from store.models import Document, Entity, Executor, Measure, NameMatch
from store.statements import SHORT_HASH
from store.writing import table_of

DOCUMENT, MEASURE, EXECUTOR = table_of(Document), table_of(Measure), table_of(Executor)
MATCH, ENTITY = table_of(NameMatch), table_of(Entity)


@dataclass(frozen=True, slots=True)
class ExecutorRecord:
    """An executor as written, and the entity it is taken for."""

    text: str
    by_agreement: bool
    entity: str | None
    entity_code: str | None


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """A measure of a plan with its executors and its place."""

    document: str
    sha256: str
    number: str | None
    section: str | None
    title: str
    term: str | None
    term_start: date | None
    term_end: date | None
    recurrence: str | None
    outcome: str | None
    table: int | None
    row: int | None
    executors: tuple[ExecutorRecord, ...]


@dataclass(frozen=True, slots=True)
class WantedMeasures:
    """`executors` are entities that the question means, `executor_words` its words; `due` is a span of days that a
    term ends in, or that a recurring measure falls into."""

    words: str = ""
    executors: tuple[FoundEntity, ...] = ()
    executor_words: str = ""
    due: tuple[date, date] | None = None


def find_measures(connection: Connection, wanted: WantedMeasures) -> list[MeasureRecord]:
    """Measures that are wanted, by document and place."""
    executors = _executors(connection)
    query = select(MEASURE, DOCUMENT.c.name.label("document"), DOCUMENT.c.sha256).join(
        DOCUMENT, DOCUMENT.c.id == MEASURE.c.document_id
    )
    if wanted.due:
        first, last = wanted.due
        started = or_(MEASURE.c.term_start.is_(None), MEASURE.c.term_start <= last)
        ends_within = and_(MEASURE.c.term_end >= first, MEASURE.c.term_end <= last)
        not_over = or_(MEASURE.c.term_end.is_(None), MEASURE.c.term_end >= first)
        recurs = and_(MEASURE.c.recurrence.is_not(None), started, not_over)
        query = query.where(or_(ends_within, recurs))
    rows = connection.execute(query.order_by(MEASURE.c.document_id, MEASURE.c.measure))
    found = [
        MeasureRecord(
            row.document,
            row.sha256[:SHORT_HASH],
            row.number,
            row.section,
            row.title,
            row.term_text,
            row.term_start,
            row.term_end,
            row.recurrence,
            row.outcome,
            row.table_index,
            row.row,
            tuple(executors.get((row.document_id, row.measure), ())),
        )
        for row in rows
    ]
    return [item for item in found if _is_wanted(item, wanted)]


def _executors(connection: Connection) -> dict[tuple[int, int], list[ExecutorRecord]]:
    query = (
        select(EXECUTOR, ENTITY.c.name.label("entity"), ENTITY.c.code)
        .outerjoin(MATCH, and_(MATCH.c.document_id == EXECUTOR.c.document_id, MATCH.c.mention == EXECUTOR.c.mention))
        .outerjoin(ENTITY, ENTITY.c.id == MATCH.c.entity_id)
        .order_by(EXECUTOR.c.document_id, EXECUTOR.c.measure, EXECUTOR.c.position)
    )
    found: dict[tuple[int, int], list[ExecutorRecord]] = {}
    for row in connection.execute(query):
        record = ExecutorRecord(row.text, row.by_agreement, row.entity, row.code)
        found.setdefault((row.document_id, row.measure), []).append(record)
    return found


def _is_wanted(item: MeasureRecord, wanted: WantedMeasures) -> bool:
    text = " ".join(filter(None, (item.title, item.outcome, item.section)))
    if not set(lemmas(wanted.words)) <= set(lemmas(text)):
        return False
    if not (wanted.executors or wanted.executor_words):
        return True
    return any(_is_wanted_executor(executor, wanted) for executor in item.executors)


def _is_wanted_executor(executor: ExecutorRecord, wanted: WantedMeasures) -> bool:
    if executor.entity_code and executor.entity_code in {item.code for item in wanted.executors}:
        return True
    return bool(wanted.executor_words) and set(lemmas(wanted.executor_words)) <= set(lemmas(executor.text))
