"""Annexes: parts of a document with a genre, a title and an approval of their own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from extract.document import Document, Location, Metadata
from extract.facts import Annex, LegalReference
from extract.genres.evidence import recognise
from extract.head import ANNEX, annex_mark
from extract.metadata import approval_of, title_of
from extract.parts import Part, split_parts
from extract.references import find_references
from normalize.text import squash

_NUMBER = re.compile(r"приложение\s+(?:№\s*)?(?P<number>\d{1,3}(?:\.\d{1,2})?|(?-i:[А-Я])(?!\w))", re.IGNORECASE)


def read_annexes(document: Document) -> tuple[Annex, ...]:
    """The annexes in reading order. An annex that does not say to what it is one belongs to the document's own act."""
    return tuple(_annexes(document))


def _annexes(document: Document) -> Iterator[Annex]:
    main, *annexes = split_parts(document)
    own = _own_act(main, document.metadata)
    for part in annexes:
        if part.annex is not None:
            yield _annex(part, own)


def _annex(part: Part, own: LegalReference | None) -> Annex:
    approval = approval_of(part)
    mark = annex_mark(part.lines) if ANNEX.match(part.lines[0].text) else ""
    number = _NUMBER.match(mark)
    first = part.lines[0]
    place = Location(first.block, start=first.start, end=first.end)
    act = next((one.reference for one in find_references(mark)), own)
    return Annex(
        mark=mark or squash(part.lines[0].text),
        number=number["number"] if number else None,
        genre=recognise(part),
        title=title_of(part),
        act=replace(act, relation="annex_to", location=place) if act else None,
        approved_by=approval,
        first=part.blocks[0].location.block,
        last=part.blocks[-1].location.block,
        location=place,
    )


def _own_act(main: Part, metadata: Metadata) -> LegalReference | None:
    """The document itself as an act; None where it is none."""
    if main.head.act is None:
        return None
    place = main.lines[0].location
    return LegalReference(
        main.head.act, metadata.issuer, metadata.date, metadata.number, metadata.title, "annex_to", place
    )
