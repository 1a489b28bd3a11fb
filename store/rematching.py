"""Asks the matcher again about names that it left open: after the registry has grown, some are open no more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, bindparam, select, update

from normalize.names import Match, MatchContext, Matcher
from normalize.names_context import context_of
from store.models import Cell, Document, Entity, Mention, NameMatch, Observation, Paragraph
from store.resolve import candidates_json, reasons_json
from store.writing import table_of

CELL, DOCUMENT, ENTITY, PARAGRAPH = table_of(Cell), table_of(Document), table_of(Entity), table_of(Paragraph)
MENTION, MATCH, OBSERVATION = table_of(Mention), table_of(NameMatch), table_of(Observation)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the matcher says now of one mention."""

    document_id: int
    mention: int
    match: Match


def rematch_open(connection: Connection, matcher: Matcher) -> int:
    """Settle the open mentions that `matcher` is sure of now; returns how many. Nothing else changes."""
    answers = [answer for answer in _answers(connection, matcher) if answer.match.outcome == "match"]
    ids = {row.code: row.id for row in connection.execute(select(ENTITY.c.code, ENTITY.c.id))}
    known = [answer for answer in answers if answer.match.entity_id in ids]
    if known:
        _write(connection, [(answer, ids[str(answer.match.entity_id)]) for answer in known])
    return len(known)


def _answers(connection: Connection, matcher: Matcher) -> Iterator[_Answer]:
    joined = MATCH.join(
        MENTION, and_(MENTION.c.document_id == MATCH.c.document_id, MENTION.c.mention == MATCH.c.mention)
    ).join(DOCUMENT, DOCUMENT.c.id == MATCH.c.document_id)
    columns = (MENTION.c.document_id, MENTION.c.mention, MENTION.c.text, MENTION.c.kind, DOCUMENT.c.vintage)
    statement = (
        select(*columns, DOCUMENT.c.vintage_basis).select_from(joined).where(MATCH.c.outcome.in_(("ask", "unknown")))
    )
    contexts: dict[int, MatchContext] = {}
    for row in connection.execute(statement).all():
        if row.document_id not in contexts:
            contexts[row.document_id] = context_of(_texts(connection, row.document_id), matcher)
        context = replace(contexts[row.document_id], kind=row.kind)
        day: date | None = None if row.vintage_basis == "import" else row.vintage
        yield _Answer(row.document_id, row.mention, matcher.match(row.text, on=day, context=context))


def _texts(connection: Connection, document_id: int) -> Iterator[str]:
    for table in (PARAGRAPH, CELL):
        yield from connection.execute(select(table.c.text).where(table.c.document_id == document_id)).scalars()


def _write(connection: Connection, answers: Sequence[tuple[_Answer, int]]) -> None:
    rows = [
        {
            "at_document": answer.document_id,
            "at_mention": answer.mention,
            "entity": entity_id,
            "new_score": answer.match.score,
            "new_margin": answer.match.margin,
            "new_reasons": reasons_json(answer.match.reasons),
            "new_candidates": candidates_json(answer.match.candidates),
        }
        for answer, entity_id in answers
    ]
    connection.execute(
        update(MATCH)
        .where(and_(MATCH.c.document_id == bindparam("at_document"), MATCH.c.mention == bindparam("at_mention")))
        .values(
            outcome="match",
            entity_id=bindparam("entity"),
            score=bindparam("new_score"),
            margin=bindparam("new_margin"),
            reasons=bindparam("new_reasons"),
            candidates=bindparam("new_candidates"),
        ),
        rows,
    )
    here = and_(OBSERVATION.c.document_id == bindparam("at_document"), OBSERVATION.c.mention == bindparam("at_mention"))
    connection.execute(update(OBSERVATION).where(here).values(entity_id=bindparam("entity")), rows)
