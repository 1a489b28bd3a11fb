"""From a document to the acts that it names, and to the documents that name it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from normalize.text import fold
from store.documents import DocumentRecord
from store.models import Document, LegalReference
from store.statements import SHORT_HASH, Place
from store.writing import table_of

DOCUMENT, REFERENCE = table_of(Document), table_of(LegalReference)


@dataclass(frozen=True, slots=True)
class ActReference:
    """A reference: what `document` (name and first digits of its hash) says of an act. `known_as` is the document
    of this archive that the act is, where it is here."""

    document: str
    sha256: str
    relation: str
    kind: str
    issuer: str | None
    day: str | None
    number: str | None
    title: str | None
    place: Place
    known_as: str | None = None


def references_of(connection: Connection, document: DocumentRecord) -> list[ActReference]:
    """The acts that a document names, in order."""
    rows = connection.execute(
        _query().where(REFERENCE.c.document_id == document.id).order_by(REFERENCE.c.ordinal)
    ).all()
    acts = _acts(connection)
    own = _key(document["number"], document["date"])
    if own is not None:
        acts[own] = document["name"]
    return [_reference(row, acts.get(_key(row.number, row.date))) for row in rows]


def named_by(connection: Connection, document: DocumentRecord) -> list[ActReference]:
    """What other documents say of this one, told by its number and date; nothing when it has none.

    Other copies of the same act are not others."""
    own = _key(document["number"], document["date"])
    if own is None:
        return []
    rows = connection.execute(
        _query().where(REFERENCE.c.date == own[1]).order_by(REFERENCE.c.document_id, REFERENCE.c.ordinal)
    ).all()
    return [
        _reference(row)
        for row in rows
        if _key(row.number, row.date) == own and _key(row.document_number, row.document_date) != own
    ]


def _key(number: str | None, day: date | str | None) -> tuple[str, str] | None:
    """What tells an act: its number, folded, and its date."""
    return (fold(number), str(day)) if number and day else None


def _acts(connection: Connection) -> dict[tuple[str, str] | None, str]:
    """The name of the document that came first for each act that the archive has."""
    rows = connection.execute(
        select(DOCUMENT.c.number, DOCUMENT.c.date, DOCUMENT.c.name).order_by(DOCUMENT.c.id.desc())
    )
    return {key: row.name for row in rows if (key := _key(row.number, row.date))}


def _query() -> Select[Any]:
    number, day = DOCUMENT.c.number.label("document_number"), DOCUMENT.c.date.label("document_date")
    return select(REFERENCE, DOCUMENT.c.name, DOCUMENT.c.sha256, number, day).join(
        DOCUMENT, DOCUMENT.c.id == REFERENCE.c.document_id
    )


def _reference(row: Row[Any], known_as: str | None = None) -> ActReference:
    value = row._mapping
    place = Place(
        value["block"], value["table_index"], None, value["row"], value["column"], value["start"], value["end"]
    )
    told = (value["relation"], value["kind"], value["issuer"], value["date"], value["number"], value["title"])
    return ActReference(value["name"], value["sha256"][:SHORT_HASH], *told, place, known_as)
