"""Asks the matcher again about names that it left open: after the registry has grown, some are open no more."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, bindparam, select, update

from extract.document import Location
from extract.document import Paragraph as Text
from extract.runs import runs_of
from normalize.names import Match, MatchContext, Matcher
from normalize.names_context import context_of
from store.entities import add_categories_within
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
    add_categories_within(connection, (answer.match.entity_id for answer in answers))
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
            texts = tuple(_texts(connection, row.document_id))
            contexts[row.document_id] = context_of(texts, matcher, _abbreviations(texts))
        context = replace(contexts[row.document_id], kind=row.kind)
        day: date | None = None if row.vintage_basis == "import" else row.vintage
        yield _Answer(row.document_id, row.mention, matcher.match(row.text, on=day, context=context))


def _texts(connection: Connection, document_id: int) -> Iterator[str]:
    """Paragraphs, those that one sentence was broken over in one, then cells."""
    columns = (PARAGRAPH.c.text, PARAGRAPH.c.block, PARAGRAPH.c.style, PARAGRAPH.c.label)
    here = select(*columns).where(PARAGRAPH.c.document_id == document_id).order_by(PARAGRAPH.c.block)
    rows = connection.execute(here).all()
    yield from (run.text for run in runs_of(Text(row.text, Location(row.block), row.style, row.label) for row in rows))
    yield from connection.execute(select(CELL.c.text).where(CELL.c.document_id == document_id)).scalars()


def _abbreviations(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What the texts define, as (short, full)."""
    from extract.abbreviations import find_definitions

    return ((short, full) for text in texts for short, full, _start, _end in find_definitions(text))


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
