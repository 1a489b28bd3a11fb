"""What the archive says of the things that a document speaks of: earlier statements, brought under the same names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from extract.facts import Facts, Observation
from extract.likeness import content
from messages import _
from normalize.indicators import indicator_key
from normalize.periods import Period
from normalize.questions import question_key
from normalize.text import fold

if TYPE_CHECKING:
    from store.archive import Archive
    from store.rows import DocumentRows, ObservationRow
    from store.statements import Statement

# Documents without a named body speak of their own subject: two are of one subject if their titles nearly agree.
_SAME_TITLE = 0.5


@dataclass(frozen=True, slots=True)
class Thing:
    """What a value is of, apart from the period: indicator, body, breakdown, unit."""

    indicator: str
    entity: str | None
    breakdown: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """An observation of the document with the thing that it is of and what the archive states of it, by period."""

    observation: Observation
    thing: Thing
    statements: Mapping[str, Sequence["Statement"]]

    @property
    def period(self) -> str | None:
        return self.observation.period.code if self.observation.period else None


def recall(facts: Facts, archive: "Archive") -> tuple[Known, ...]:
    """Observations, each with what other documents of the archive state of the same thing."""
    from store.prepare import prepare
    from store.resolve import registry_resolver

    rows = prepare(facts, registry_resolver(), size=0, today=date.today())
    things = _things(rows, _decided(archive))
    stated = _stated(archive, facts, {thing.indicator for thing in things.values()})
    return tuple(
        Known(observation, thing, stated.get(thing, {}))
        for number, observation in enumerate(facts.observations)
        if (thing := things.get(number))
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """What people decided in the archive: entities by the key of a name, indicators by the key of a wording."""

    entities: Mapping[str, str | None]
    indicators: Mapping[str, str | None]


def _decided(archive: "Archive") -> _Decided:
    from store.decisions import decision_log

    with archive.reading() as connection:
        active = [one for one in reversed(decision_log(connection)) if one.undone_at is None]
    names = {question_key(one.text): one.entity for one in active if one.subject != "indicator"}
    wordings = {
        indicator_key(one.text) or fold(one.text): one.indicator for one in active if one.subject == "indicator"
    }
    return _Decided(names, wordings)


def _things(rows: "DocumentRows", decided: _Decided) -> dict[int, Thing]:
    entities = {match.mention: match.entity for match in rows.matches if match.outcome == "match"}
    asked = {match.mention for match in rows.matches if match.outcome != "match"}
    answers = {
        one.mention: decided.entities.get(question_key(one.text)) for one in rows.mentions if one.mention in asked
    }
    entities |= {mention: entity for mention, entity in answers.items() if entity}
    names = {mention.mention: mention.folded for mention in rows.mentions}
    keys = [
        None if row.catalogue_id else decided.indicators.get(indicator_key(row.text) or fold(row.text))
        for row in rows.wordings
    ]
    return {
        row.ordinal: _thing(row, keys[row.wording] or rows.wordings[row.wording].key, entities, names)
        for row in rows.observations
    }


def _thing(
    row: "ObservationRow", indicator: str, entities: Mapping[int, str | None], names: Mapping[int, str]
) -> Thing:
    entity = None if row.mention is None else entities.get(row.mention) or names.get(row.mention)
    return Thing(indicator, entity, row.breakdown, row.unit)


def _stated(archive: "Archive", facts: Facts, indicators: Iterable[str]) -> dict[Thing, dict[str, list["Statement"]]]:
    """Statements of other documents by thing and period."""
    from sqlalchemy import select

    from store.statements import DOCUMENT, INDICATOR, Wanted, load_statements

    source = facts.document.source
    stated: dict[Thing, dict[str, list[Statement]]] = {}
    with archive.reading() as connection:
        known = connection.execute(select(INDICATOR.c.id).where(INDICATOR.c.key.in_(list(indicators)))).scalars()
        numbers = tuple(known)
        titles = dict(connection.execute(select(DOCUMENT.c.id, DOCUMENT.c.title)).tuples().all())
        own = set(connection.execute(select(DOCUMENT.c.id).where(DOCUMENT.c.sha256 == source.sha256)).scalars())
        found = load_statements(connection, Wanted(indicators=numbers, measures=("level",))) if numbers else []
    title = content(facts.document.metadata.title or "")
    for one in found:
        entity = one.entity_code or (fold(one.entity) if one.entity else None)
        of_same = entity is not None or _alike(title, content(titles.get(one.document_id) or ""))
        if one.document_id not in own and one.period and one.value is not None and of_same:
            thing = Thing(one.indicator_key, entity, one.breakdown, one.unit)
            stated.setdefault(thing, {}).setdefault(one.period, []).append(one)
    return stated


def told_last_time(facts: Facts, archive: "Archive", now: Period) -> list["Statement"]:
    """What the tables of the latest earlier report state that is of the same subject and of the same kind of period."""
    from sqlalchemy import select

    from store.statements import DOCUMENT, Wanted, load_statements

    title = content(facts.document.metadata.title or "")
    columns = (DOCUMENT.c.id, DOCUMENT.c.title, DOCUMENT.c.period_start, DOCUMENT.c.period_end)
    alike = select(*columns).where(DOCUMENT.c.period_kind == now.kind, DOCUMENT.c.period_end < now.start)
    with archive.reading() as connection:
        rows = connection.execute(alike.order_by(DOCUMENT.c.period_end.desc(), DOCUMENT.c.id.desc())).all()
        last = next((row for row in rows if _alike(title, content(row.title or ""))), None)
        span = (last.period_start, last.period_end) if last else None
        found = load_statements(connection, Wanted(spans=[span], measures=("level",))) if span else []
    return [one for one in found if last and one.document_id == last.id and one.place.table is not None]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and len(one & other) >= _SAME_TITLE * len(one | other)


def where_stated(statement: "Statement") -> str:
    """«monitoring_2020h2.docx, таблица 1, строка 5»."""
    place = statement.place
    if place.table is None:
        return statement.document
    return _(
        "{document}, table {number}, row {row}",
        document=statement.document,
        number=place.number or place.table + 1,
        row=(place.row or 0) + 1,
    )
