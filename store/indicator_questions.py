"""The wordings that the catalogue of indicators leaves open, put as questions: those that stand for most values first."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, and_, func, select

from normalize.indicators import IndicatorCatalogue
from store.indicator_decisions import open_wordings, wording_key
from store.models import Document, Observation
from store.questions import CONTEXTS_SHOWN, Occurrence, Offered, Question, place_text
from store.writing import table_of

DOCUMENT, OBSERVATION = table_of(Document), table_of(Observation)


def open_indicators(connection: Connection, catalogue: IndicatorCatalogue, *, unknown: bool = False) -> list[Question]:
    """All open questions about indicators; with `unknown` also wordings that are like nothing in the catalogue.

    A wording that the catalogue has come to know since it was written is still open, for it still stands apart."""
    groups: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(open_wordings()).all():
        if unknown or catalogue.resolve(row.text).outcome != "unknown":
            groups[wording_key(row.text)].append(row)
    counts = _counts(connection)
    questions = [_question(connection, catalogue, key, rows, counts) for key, rows in groups.items()]
    return sorted((one for one in questions if one.times), key=lambda one: (-one.times, one.text))


def _counts(connection: Connection) -> dict[int, int]:
    """How many values each wording stands for."""
    counted = select(OBSERVATION.c.wording_id, func.count()).group_by(OBSERVATION.c.wording_id)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _question(
    connection: Connection, catalogue: IndicatorCatalogue, key: str, rows: list[Row[Any]], counts: dict[int, int]
) -> Question:
    ordered = sorted(rows, key=lambda row: (-counts.get(row.id, 0), row.text))
    wordings = [row.id for row in ordered]
    found = catalogue.resolve(ordered[0].text)
    documents = select(func.count(OBSERVATION.c.document_id.distinct())).where(OBSERVATION.c.wording_id.in_(wordings))
    return Question(
        key,
        ordered[0].text,
        tuple(row.text for row in ordered),
        None,
        sum(counts.get(wording, 0) for wording in wordings),
        connection.execute(documents).scalar_one(),
        found.reasons,
        tuple(
            Offered(candidate, name, score, (catalogue.difference(found.text, candidate),))
            for candidate, name, score in found.candidates
        ),
        _occurrences(connection, wordings),
        "indicator",
    )


def _occurrences(connection: Connection, wordings: list[int]) -> tuple[Occurrence, ...]:
    """The first value in each of the first documents."""
    first = (
        select(OBSERVATION.c.document_id, func.min(OBSERVATION.c.ordinal).label("ordinal"))
        .where(OBSERVATION.c.wording_id.in_(wordings))
        .group_by(OBSERVATION.c.document_id)
        .order_by(OBSERVATION.c.document_id)
        .limit(CONTEXTS_SHOWN)
        .subquery()
    )
    same = and_(OBSERVATION.c.document_id == first.c.document_id, OBSERVATION.c.ordinal == first.c.ordinal)
    rows = connection.execute(
        select(OBSERVATION, DOCUMENT.c.name)
        .join(first, same)
        .join(DOCUMENT, DOCUMENT.c.id == OBSERVATION.c.document_id)
        .order_by(OBSERVATION.c.document_id)
    )
    return tuple(Occurrence(row.name, _shown(connection, row)) for row in rows)


def _shown(connection: Connection, row: Row[Any]) -> str:
    """Place, period and value with its unit: «2 Выпускники · 2021 · 7 чел.»."""
    unit = "" if row.unit and row.unit in row.text else row.unit
    value = " ".join(filter(None, (row.text, unit)))
    return " · ".join(filter(None, (place_text(connection, row), row.period_code, value)))
