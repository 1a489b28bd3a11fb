"""What a document of the archive states beyond its values, as the facts that were extracted."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Table, select

from extract.document import Location
from extract.facts import (
    Abbreviation,
    Amendment,
    Annex,
    Charge,
    Decree,
    Event,
    Executor,
    LegalReference,
    Measure,
    Moderator,
    Participant,
    Talk,
    Term,
)
from store import models
from store.writing import table_of

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Stated:
    """The facts of one document, as far as they are no values and no references."""

    measures: Sequence[Measure]
    event: Event | None
    decree: Decree | None
    annexes: Sequence[Annex]
    abbreviations: Sequence[Abbreviation]


def load_stated(connection: Connection, document_id: int) -> Stated:
    """Everything that the document states, in its order."""
    events = [_event(row) for row in _rows(connection, table_of(models.Event), document_id)]
    decrees = [_decree(row) for row in _rows(connection, table_of(models.Decree), document_id)]
    return Stated(
        measures=tuple(_measures(connection, document_id)),
        event=events[0] if events else None,
        decree=decrees[0] if decrees else None,
        annexes=tuple(_annex(row) for row in _rows(connection, table_of(models.Annex), document_id)),
        abbreviations=tuple(
            Abbreviation(row.short_name, row.full_name, _place(row))
            for row in _rows(connection, table_of(models.Abbreviation), document_id)
        ),
    )


def _rows(connection: Connection, table: Table, document_id: int) -> Sequence[Row[Any]]:
    query = select(table).where(table.c.document_id == document_id).order_by(*table.primary_key.columns)
    return connection.execute(query).all()


def _measures(connection: Connection, document_id: int) -> Iterator[Measure]:
    executors: dict[int, list[Executor]] = {}
    for row in _rows(connection, table_of(models.Executor), document_id):
        executors.setdefault(row.measure, []).append(Executor(row.text, row.by_agreement))
    for row in _rows(connection, table_of(models.Measure), document_id):
        term = Term(row.term_text, row.term_start, row.term_end, row.recurrence) if row.term_text else None
        place = Location(row.block, row.table_index, row.row, row.column)
        known = tuple(executors.get(row.measure, ()))
        yield Measure(row.number, row.section, row.title, term, known, row.outcome, place)


def _event(row: Row[Any]) -> Event:
    return Event(
        title=row.title,
        date=row.date,
        format=row.format,
        place=row.place,
        project=row.project,
        moderators=tuple(Moderator(**each) for each in json.loads(row.moderators)),
        participants=tuple(Participant(**each) for each in json.loads(row.participants)),
        talks=tuple(Talk(**each) for each in json.loads(row.talks)),
        stated_talks=row.stated_talks,
    )


def _decree(row: Row[Any]) -> Decree:
    return Decree(
        based_on=tuple(_reference(each) for each in json.loads(row.based_on)),
        amendments=tuple(_amendment(each) for each in json.loads(row.amendments)),
        charges=tuple(_charge(each) for each in json.loads(row.charges)),
        control=row.control,
    )


def _amendment(told: Json) -> Amendment:
    act = _reference(told["act"]) if told["act"] else None
    return Amendment(told["kind"], act, told["place"], told["old"], told["new"], Location(**told["source"]))


def _charge(told: Json) -> Charge:
    place = Location(**told["source"])
    return Charge(told["whom"], told["person"], told["task"], place, _term(told["term"]) if told["term"] else None)


def _term(told: Json) -> Term:
    return Term(told["text"], _day(told["start"]), _day(told["end"]), told["recurrence"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _reference(told: Json) -> LegalReference:
    place = Location(**told["source"])
    return LegalReference(
        told["kind"], told["issuer"], told["date"], told["number"], told["title"], told["relation"], place
    )


def _annex(row: Row[Any]) -> Annex:
    act = json.loads(row.act)
    return Annex(
        row.mark,
        row.number,
        row.genre,
        row.title,
        _reference(act) if act else None,
        row.approved_by,
        row.first_block,
        row.last_block,
        Location(row.first_block, start=row.start, end=row.end),
    )


def _place(row: Row[Any]) -> Location:
    return Location(row.block, row.table_index, row.row, row.column, row.start, row.end)
