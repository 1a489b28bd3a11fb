"""What people decided about names: applied to all documents at once and to those that come later, undone without loss.
The log and undoing cover `indicator_decisions` too.

A decision holds for every spelling with the same key (`normalize.questions`). What the matcher had said of a mention is
kept beside it, so that undoing brings the question and its candidates back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, insert, select, update

from messages import _
from messages.errors import NothingFound
from normalize.questions import question_key
from store.entities import add_categories_within
from store.indicator_decisions import reopen_wordings, settled_wordings
from store.models import DecidedMention, Decision, Entity, Mention, NameMatch, Observation
from store.writing import now, table_of

DECISION, DECIDED, ENTITY = table_of(Decision), table_of(DecidedMention), table_of(Entity)
MENTION, MATCH, OBSERVATION = table_of(Mention), table_of(NameMatch), table_of(Observation)
# Where a name that a person decided about comes from, in the registry's `source`.
SOURCE = "decision"


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision as it is listed; `entity` is the registry's id, None: no entity. `mentions` it settles now: names in
    documents, or wordings if its `subject` is an indicator; `indicator` is that one's key, None: one of its own."""

    id: int
    text: str
    verdict: str
    entity: str | None
    author: str
    decided_at: str
    undone_at: str | None
    undone_by: str | None
    mentions: int
    entity_name: str | None = None
    subject: str = "name"
    indicator: str | None = None
    indicator_name: str | None = None


def decide(connection: Connection, text: str, entity: str | None, author: str) -> int:
    """Take `text` for an entity (None: for none) in every document; returns the decision's number.

    Raises NothingFound for an id that the archive's copy of the registry lacks."""
    entity_id = None if entity is None else _entity_id(connection, entity)
    verdict = "none" if entity is None else "entity"
    values = {"key": question_key(text), "text": text, "verdict": verdict, "entity_id": entity_id, "author": author}
    statement = insert(DECISION).values(**values, decided_at=now()).returning(DECISION.c.id)
    decision = int(connection.execute(statement).scalar_one())
    keyed = connection.execute(_open_mentions()).all()
    _settle(connection, decision, entity_id, [row for row in keyed if question_key(row.text) == values["key"]])
    return decision


def apply_decisions(connection: Connection, document_id: int) -> int:
    """Settle the open mentions of a document that was just written; returns how many."""
    active = select(DECISION).where(DECISION.c.undone_at.is_(None), DECISION.c.subject == "name")
    latest = {row.key: row for row in connection.execute(active.order_by(DECISION.c.id))}
    if not latest:
        return 0
    settled = 0
    for row in connection.execute(_open_mentions().where(MENTION.c.document_id == document_id)).all():
        if decision := latest.get(question_key(row.text)):
            settled += _settle(connection, decision.id, decision.entity_id, [row])
    return settled


def undo_decision(connection: Connection, decision: int, author: str) -> int:
    """Take a decision back; returns how many mentions or wordings are open again. Raises NothingFound."""
    taken_back = update(DECISION).where(DECISION.c.id == decision, DECISION.c.undone_at.is_(None))
    if connection.execute(taken_back.values(undone_at=now(), undone_by=author)).rowcount == 0:
        raise NothingFound(detail=_("There is no decision {number}, or it was taken back already.", number=decision))
    rows = connection.execute(select(DECIDED).where(DECIDED.c.decision_id == decision)).all()
    for row in rows:
        _set(connection, row.document_id, row.mention, row.own_outcome, None)
    connection.execute(delete(DECIDED).where(DECIDED.c.decision_id == decision))
    return len(rows) + reopen_wordings(connection, decision)


def decision_log(connection: Connection) -> list[DecisionRecord]:
    """All decisions, the latest first, those taken back too."""
    counts = select(DECIDED.c.decision_id, func.count().label("mentions")).group_by(DECIDED.c.decision_id).subquery()
    rows = connection.execute(
        select(DECISION, ENTITY.c.code, ENTITY.c.name.label("entity_name"), counts.c.mentions)
        .outerjoin(ENTITY, ENTITY.c.id == DECISION.c.entity_id)
        .outerjoin(counts, counts.c.decision_id == DECISION.c.id)
        .order_by(DECISION.c.id.desc())
    )
    wordings = settled_wordings(connection)
    return [
        DecisionRecord(
            row.id,
            row.text,
            row.verdict,
            row.code,
            row.author,
            row.decided_at,
            row.undone_at,
            row.undone_by,
            row.mentions or wordings.get(row.id, 0),
            row.entity_name,
            row.subject,
            row.indicator,
            row.indicator_name,
        )
        for row in rows
    ]


def observed_names(records: Iterable[DecisionRecord]) -> list[tuple[str, str, str]]:
    """What valid decisions teach the registry: (entity id, name as written, source)."""
    return [
        (record.entity, record.text, f"{SOURCE} {record.id}, {record.author}, {record.decided_at}")
        for record in records
        if record.entity is not None and record.undone_at is None
    ]


def _entity_id(connection: Connection, code: str) -> int:
    add_categories_within(connection, (code,))
    found = connection.execute(select(ENTITY.c.id).where(ENTITY.c.code == code)).scalar()
    if found is None:
        raise NothingFound(detail=_("The archive has no entity “{code}”.", code=code))
    return int(found)


def _open_mentions() -> Select[Any]:
    """Mentions that the matcher settled in no way."""
    same = and_(MATCH.c.document_id == MENTION.c.document_id, MATCH.c.mention == MENTION.c.mention)
    return (
        select(MENTION.c.document_id, MENTION.c.mention, MENTION.c.text, MATCH.c.outcome)
        .join(MATCH, same)
        .where(MATCH.c.outcome.in_(("ask", "unknown")))
    )


def _settle(connection: Connection, decision: int, entity_id: int | None, rows: Sequence[Any]) -> int:
    """Put the answer in the place of what the matcher had said, and keep that."""
    for row in rows:
        kept = {"document_id": row.document_id, "mention": row.mention, "own_outcome": row.outcome}
        connection.execute(insert(DECIDED).values(**kept, decision_id=decision))
        _set(connection, row.document_id, row.mention, "none" if entity_id is None else "match", entity_id)
    return len(rows)


def _set(connection: Connection, document_id: int, mention: int, outcome: str, entity_id: int | None) -> None:
    here = (MATCH.c.document_id == document_id, MATCH.c.mention == mention)
    connection.execute(update(MATCH).where(*here).values(outcome=outcome, entity_id=entity_id))
    there = (OBSERVATION.c.document_id == document_id, OBSERVATION.c.mention == mention)
    connection.execute(update(OBSERVATION).where(*there).values(entity_id=entity_id))
