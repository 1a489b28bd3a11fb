"""What people decided about names: remembered, applied to every document stored and to those still to come, undone.

A decision answers one question, a name as written (folded): it stands for an entity, for a new one, or for none. What
the matcher had said is kept beside it, so that undoing a decision brings the question back as it was.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from messages import _
from messages.errors import NothingFound
from normalize.text import fold
from store.models import Decision, DecisionEffect, Document, Entity, Mention, NameMatch, Observation
from store.statements import SHORT_HASH
from store.writing import now, table_of

DECISION, EFFECT, ENTITY = table_of(Decision), table_of(DecisionEffect), table_of(Entity)
MENTION, MATCH, OBSERVATION = table_of(Mention), table_of(NameMatch), table_of(Observation)
DOCUMENT = table_of(Document)
Answer = Literal["entity", "new", "nothing"]
_PLACES_SHOWN = 3
# Ids of entities that people added here and that the registry does not have.
OWN_PREFIX = "own-"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may stand for, as the matcher weighed it."""

    code: str
    name: str
    score: float
    reasons: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A name that needs an answer, once for all its places. `places` are some of them, as (document, block)."""

    folded: str
    text: str
    kind: str | None
    outcome: str
    documents: int
    values: int
    candidates: tuple[Candidate, ...]
    reasons: tuple[dict[str, str], ...]
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision as it is listed."""

    id: int
    made_at: str
    author: str
    text: str
    answer: Answer
    entity: str | None
    entity_code: str | None
    undone_at: str | None
    mentions: int


def open_questions(connection: Connection, *, unknown: bool = False) -> list[Question]:
    """Names that the matcher asks about (with `unknown` also those it does not know), the most frequent first."""
    outcomes = ("ask", "unknown") if unknown else ("ask",)
    rows = connection.execute(
        select(MENTION, MATCH.c.outcome, MATCH.c.candidates, MATCH.c.reasons, DOCUMENT.c.name, DOCUMENT.c.sha256)
        .join(MATCH, _same_mention(MATCH))
        .join(DOCUMENT, DOCUMENT.c.id == MENTION.c.document_id)
        .where(MATCH.c.outcome.in_(outcomes))
        .order_by(MENTION.c.document_id, MENTION.c.mention)
    ).all()
    values = _value_counts(connection, outcomes)
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.folded, []).append(row)
    questions = [_question(group, values) for group in groups.values()]
    return sorted(questions, key=lambda item: (-item.documents, -item.values, item.folded))


def _same_mention(table: Any) -> ColumnElement[bool]:
    return and_(table.c.document_id == MENTION.c.document_id, table.c.mention == MENTION.c.mention)


def _value_counts(connection: Connection, outcomes: Sequence[str]) -> dict[str, int]:
    """How many values stand under each open name."""
    rows = connection.execute(
        select(MENTION.c.folded, func.count())
        .join(MATCH, _same_mention(MATCH))
        .join(OBSERVATION, _same_mention(OBSERVATION))
        .where(MATCH.c.outcome.in_(outcomes))
        .group_by(MENTION.c.folded)
    )
    return {row[0]: row[1] for row in rows}


def _question(group: Sequence[Any], values: dict[str, int]) -> Question:
    latest = group[-1]
    return Question(
        latest.folded,
        latest.text,
        latest.kind,
        latest.outcome,
        len({row.document_id for row in group}),
        values.get(latest.folded, 0),
        tuple(
            Candidate(item["entity_id"], item["entity"], item["score"], tuple(item.get("reasons", ())))
            for item in json.loads(latest.candidates)
        ),
        tuple(json.loads(latest.reasons)),
        tuple((f"{row.name} [{row.sha256[:SHORT_HASH]}]", row.block) for row in group[:_PLACES_SHOWN]),
    )


def decide(connection: Connection, name: str, answer: Answer, *, author: str, entity: str | None = None) -> int:
    """Answer the question about `name` and apply the answer everywhere; returns the decision's number.

    `entity` is an id of the registry for «entity», a kind for «new» (college by default). Raises NothingFound for an
    id that the archive does not have."""
    folded = fold(name)
    for former in _active(connection, [folded]):
        undo_decision(connection, former.id)
    entity_id = _entity_id(connection, name, answer, entity)
    decision_id = connection.execute(
        insert(DECISION)
        .values(made_at=now(), author=author, folded=folded, text=name, answer=answer, entity_id=entity_id)
        .returning(DECISION.c.id)
    ).scalar_one()
    _apply(connection, decision_id, folded, entity_id)
    return int(decision_id)


def _entity_id(connection: Connection, name: str, answer: Answer, entity: str | None) -> int | None:
    if answer == "nothing":
        return None
    if answer == "new":
        values = {"code": _own_code(name), "kind": entity or "college", "name": name}
        known = connection.execute(select(ENTITY.c.id).where(ENTITY.c.code == values["code"])).scalar()
        return known or int(connection.execute(insert(ENTITY).values(values).returning(ENTITY.c.id)).scalar_one())
    found = connection.execute(select(ENTITY.c.id).where(ENTITY.c.code == entity)).scalar()
    if found is None:
        raise NothingFound(detail=_("The archive has no entity “{code}”.", code=entity))
    return int(found)


def _own_code(name: str) -> str:
    return OWN_PREFIX + re.sub(r"\W+", "-", fold(name)).strip("-")


def apply_decisions(connection: Connection, document_id: int) -> None:
    """Apply what was decided before to a document that was just written."""
    names = connection.execute(select(MENTION.c.folded).where(MENTION.c.document_id == document_id)).scalars()
    for decision in _active(connection, set(names)):
        _apply(connection, decision.id, decision.folded, decision.entity_id, document_id)


def _active(connection: Connection, names: Iterable[str]) -> Sequence[Any]:
    wanted = set(names)
    rows = connection.execute(select(DECISION).where(DECISION.c.undone_at.is_(None)).order_by(DECISION.c.id)).all()
    return [row for row in rows if row.folded in wanted]


def _apply(
    connection: Connection, decision_id: int, folded: str, entity_id: int | None, document_id: int | None = None
) -> None:
    """Keep what the matcher said about each mention, then put the answer in its place."""
    mentions = (
        select(MENTION.c.document_id, MENTION.c.mention, MATCH.c.outcome, MATCH.c.entity_id)
        .join(MATCH, _same_mention(MATCH))
        .where(MENTION.c.folded == folded)
    )
    if document_id is not None:
        mentions = mentions.where(MENTION.c.document_id == document_id)
    rows = connection.execute(mentions).all()
    if rows:
        connection.execute(insert(EFFECT), [{"decision_id": decision_id, **row._asdict()} for row in rows])
    for row in rows:
        _set_match(connection, row.document_id, row.mention, "match" if entity_id else "nothing", entity_id)


def _set_match(connection: Connection, document_id: int, mention: int, outcome: str, entity_id: int | None) -> None:
    for table, values in (
        (MATCH, {"outcome": outcome, "entity_id": entity_id}),
        (OBSERVATION, {"entity_id": entity_id}),
    ):
        here = and_(table.c.document_id == document_id, table.c.mention == mention)
        connection.execute(update(table).where(here).values(values))


def undo_decision(connection: Connection, decision_id: int) -> bool:
    """Take a decision back: the matcher's own answers return. False when there is none to take back."""
    found = connection.execute(
        select(DECISION.c.id).where(DECISION.c.id == decision_id, DECISION.c.undone_at.is_(None))
    ).scalar()
    if found is None:
        return False
    for row in connection.execute(select(EFFECT).where(EFFECT.c.decision_id == decision_id)).all():
        _set_match(connection, row.document_id, row.mention, row.outcome, row.entity_id)
    connection.execute(delete(EFFECT).where(EFFECT.c.decision_id == decision_id))
    connection.execute(update(DECISION).where(DECISION.c.id == decision_id).values(undone_at=now()))
    return True


def decisions(connection: Connection) -> list[DecisionRecord]:
    """All decisions, the latest first, the undone ones too."""
    counts = select(EFFECT.c.decision_id, func.count().label("mentions")).group_by(EFFECT.c.decision_id).subquery()
    rows = connection.execute(
        select(DECISION, ENTITY.c.name.label("entity"), ENTITY.c.code, counts.c.mentions)
        .outerjoin(ENTITY, ENTITY.c.id == DECISION.c.entity_id)
        .outerjoin(counts, counts.c.decision_id == DECISION.c.id)
        .order_by(DECISION.c.id.desc())
    )
    return [
        DecisionRecord(
            row.id,
            row.made_at,
            row.author,
            row.text,
            row.answer,
            row.entity,
            row.code,
            row.undone_at,
            row.mentions or 0,
        )
        for row in rows
    ]
