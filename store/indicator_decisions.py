"""What people decided about indicators: which one a wording stands for, in all documents at once and in later ones.

A decision holds for every wording with the same key (`wording_key`). What a wording was by itself is kept beside it, so
that undoing parts the series again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, func, insert, select, update

from normalize.indicators import IndicatorCatalogue, indicator_key
from normalize.text import fold
from store.models import DecidedWording, Decision, Indicator, Observation, Wording
from store.writing import now, table_of

DECISION, DECIDED = table_of(Decision), table_of(DecidedWording)
INDICATOR, WORDING, OBSERVATION = table_of(Indicator), table_of(Wording), table_of(Observation)
SUBJECT = "indicator"


@dataclass(frozen=True, slots=True)
class Choice:
    """An indicator that a wording may be taken for; `catalogued`: its key is the catalogue's id."""

    key: str
    name: str
    catalogued: bool = True


def wording_key(text: str) -> str:
    """Equal keys, one question: the words of an indicator without what carries no meaning."""
    return indicator_key(text) or fold(text)


def decide_indicator(connection: Connection, text: str, choice: Choice | None, author: str) -> int:
    """Take `text` for an indicator (None: for one of its own) in every document; returns the decision's number."""
    values = {"key": wording_key(text), "text": text, "author": author}
    if choice:
        values |= {"indicator": choice.key, "indicator_name": choice.name}
    verdict = ("indicator" if choice.catalogued else "wording") if choice else "none"
    statement = insert(DECISION).values(**values, subject=SUBJECT, verdict=verdict, decided_at=now())
    decision = int(connection.execute(statement.returning(DECISION.c.id)).scalar_one())
    rows = connection.execute(open_wordings()).all()
    _settle(connection, decision, choice, [row for row in rows if wording_key(row.text) == values["key"]])
    return decision


def apply_indicator_decisions(connection: Connection, document_id: int) -> int:
    """Settle the open wordings of a document that was just written; returns how many."""
    active = select(DECISION).where(DECISION.c.undone_at.is_(None), DECISION.c.subject == SUBJECT)
    latest = {row.key: row for row in connection.execute(active.order_by(DECISION.c.id))}
    if not latest:
        return 0
    here = exists().where(OBSERVATION.c.document_id == document_id, OBSERVATION.c.wording_id == WORDING.c.id)
    settled = 0
    for row in connection.execute(open_wordings().where(here)).all():
        if decision := latest.get(wording_key(row.text)):
            settled += _settle(connection, decision.id, _choice(decision), [row])
    return settled


def _choice(decision: Any) -> Choice | None:
    if decision.indicator is None:
        return None
    return Choice(decision.indicator, decision.indicator_name, decision.verdict == "indicator")


def open_wordings() -> Select[Any]:
    """Wordings that neither the catalogue nor a person took for an indicator: id, text, key and name by themselves."""
    return (
        select(WORDING.c.id, WORDING.c.text, INDICATOR.c.key, INDICATOR.c.name)
        .join(INDICATOR, INDICATOR.c.id == WORDING.c.indicator_id)
        .where(INDICATOR.c.catalogue_id.is_(None), ~exists().where(DECIDED.c.wording_id == WORDING.c.id))
        .order_by(WORDING.c.id)
    )


def reopen_wordings(connection: Connection, decision: int) -> int:
    """Give the wordings that a decision settled back to the indicators that they were; returns how many."""
    rows = connection.execute(select(DECIDED).where(DECIDED.c.decision_id == decision)).all()
    for row in rows:
        own = _indicator_id(connection, Choice(row.own_key, row.own_name, catalogued=False))
        _assign(connection, row.wording_id, own)
    connection.execute(delete(DECIDED).where(DECIDED.c.decision_id == decision))
    return len(rows)


def settled_wordings(connection: Connection) -> dict[int, int]:
    """How many wordings each decision settles."""
    counted = select(DECIDED.c.decision_id, func.count()).group_by(DECIDED.c.decision_id)
    return {row[0]: row[1] for row in connection.execute(counted)}


def rematch_wordings(connection: Connection, catalogue: IndicatorCatalogue) -> int:
    """Settle the open wordings that `catalogue` is sure of by now; returns how many."""
    settled = 0
    for row in connection.execute(open_wordings()).all():
        found = catalogue.resolve(row.text)
        if found.outcome == "match" and found.indicator_id and found.name:
            known = _indicator_id(connection, Choice(found.indicator_id, found.name))
            _assign(connection, row.id, known)
            settled += 1
    return settled


def _indicator_id(connection: Connection, choice: Choice) -> int:
    """The archive's row of the indicator, made if missing."""
    found = connection.execute(select(INDICATOR.c.id).where(INDICATOR.c.key == choice.key)).scalar()
    if found is not None:
        return int(found)
    values = {"key": choice.key, "name": choice.name, "catalogue_id": choice.key if choice.catalogued else None}
    return int(connection.execute(insert(INDICATOR).values(values).returning(INDICATOR.c.id)).scalar_one())


def _settle(connection: Connection, decision: int, choice: Choice | None, rows: Sequence[Any]) -> int:
    """Put the answer in the place of what each wording was by itself, and keep that."""
    for row in rows:
        kept = {"wording_id": row.id, "own_key": row.key, "own_name": row.name}
        connection.execute(insert(DECIDED).values(**kept, decision_id=decision))
        if choice:
            _assign(connection, row.id, _indicator_id(connection, choice))
    return len(rows)


def _assign(connection: Connection, wording: int, indicator: int) -> None:
    values = {"wording": wording, "indicator": indicator}
    own = update(WORDING).where(WORDING.c.id == bindparam("wording"))
    connection.execute(own.values(indicator_id=bindparam("indicator")), values)
    stated = update(OBSERVATION).where(OBSERVATION.c.wording_id == bindparam("wording"))
    connection.execute(stated.values(indicator_id=bindparam("indicator")), values)
