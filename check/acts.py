"""Acts that are known: well-known ones of the Federation, and those that other documents of the archive name or are."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from extract.facts import LegalReference
from extract.likeness import content
from normalize.text import fold

if TYPE_CHECKING:
    from store.archive import Archive

# Titles that agree in so many of their words are one.
_SAME_TITLE = 0.9


@dataclass(frozen=True, slots=True)
class Act:
    """An act with all that tells it from others; `source` is the document that names it."""

    kind: str
    issuer: str | None
    number: str
    date: date
    title: str | None = None
    source: str | None = None


def act_of(reference: LegalReference) -> Act | None:
    """The act that a reference names; None when its number or its date is missing, or the date is impossible."""
    day = day_of(reference.date)
    if reference.number is None or day is None:
        return None
    return Act(reference.kind, reference.issuer, reference.number, day, reference.title)


def day_of(text: str | None) -> date | None:
    """A date from its ISO text; None where there is none, or it is impossible."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def number_key(number: str) -> str:
    """A number as far as it tells acts apart: spaces and kinds of dashes do not count."""
    return fold(number).replace(" ", "").replace("–", "-").replace("—", "-")


def same_number(one: Act, other: Act) -> bool:
    return one.kind == other.kind and number_key(one.number) == number_key(other.number)


def may_be_of_one_issuer(one: Act, other: Act) -> bool:
    """Whether nothing tells the issuers apart."""
    return one.issuer is None or other.issuer is None or content(one.issuer) == content(other.issuer)


def of_one_title(one: Act, other: Act) -> bool:
    first, second = content(one.title or ""), content(other.title or "")
    return bool(first and second) and len(first & second) >= _SAME_TITLE * len(first | second)


def of_two_titles(one: Act, other: Act) -> bool:
    return bool(one.title and other.title) and not of_one_title(one, other)


def is_slip(one: date, other: date) -> bool:
    """Numbers begin anew each year: of two dates of one number in one year one is wrong. So it is where only the year
    differs."""
    return one != other and (one.year == other.year or (one.month, one.day) == (other.month, other.day))


@lru_cache(maxsize=1)
def famous_acts() -> tuple[Act, ...]:
    """Acts that everybody refers to, with their official dates."""
    text = files("normalize").joinpath("data/acts.csv").read_text(encoding="utf-8")
    return tuple(
        Act(row["kind"], row["issuer"] or None, row["number"], date.fromisoformat(row["date"]), row["title"])
        for row in csv.DictReader(text.splitlines())
    )


def archived_acts(archive: "Archive", own: str) -> list[Act]:
    """Acts that documents of the archive name, the document with the hash `own` left out."""
    return list(_archived(archive, own))


def _archived(archive: "Archive", own: str) -> Iterator[Act]:
    from sqlalchemy import select

    from store.acts import DOCUMENT, REFERENCE

    query = (
        select(REFERENCE.c.kind, REFERENCE.c.issuer, REFERENCE.c.number, REFERENCE.c.date, REFERENCE.c.title)
        .add_columns(DOCUMENT.c.name)
        .join(DOCUMENT, DOCUMENT.c.id == REFERENCE.c.document_id)
        .where(DOCUMENT.c.sha256 != own, REFERENCE.c.number.is_not(None), REFERENCE.c.date.is_not(None))
    )
    with archive.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        if (day := day_of(str(row.date))) is not None:
            yield Act(row.kind, row.issuer, row.number, day, row.title, row.name)
