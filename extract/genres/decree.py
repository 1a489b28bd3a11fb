"""Decrees: what they rest on and change, whom they charge with what by when, who controls."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import Document, Location
from extract.facts import Charge, Decree, LegalReference
from extract.genres.amendments import read_amendments
from extract.genres.points import Point, points_below_head
from extract.nlp import analyse, lemma_table, nominative
from extract.organisations import BODIES, POSTS, depth_at, is_acronym
from extract.parts import split_parts
from extract.people import find_people
from extract.terms import find_term
from normalize.text import squash

_CONTROL = re.compile(
    r"контрол\w*\s+(?:за\s+)?(?:исполнени\w+|выполнени\w+|реализаци\w+)[^.]*?\b"
    r"(?P<who>(?:оставля\w+|оставить)\s+за\s+собой|(?:возложить|возлага\w+)\s+на\s+.+|осуществля\w+\s+.+)",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL_BEHIND = re.compile(
    r"(?P<verb>возложить|возлага\w+|оставить|оставля\w+)\s+контрол\w*\s[^.]*?\b(?P<whom>за\s+собой|на\s+.+)",
    re.IGNORECASE | re.DOTALL,
)
_ORDERS_TO = re.compile(r"^(?:рекомендовать|поручить|предложить|обязать)\s+", re.IGNORECASE)
# How an act is named that a decree rests on.
_GROUNDS = ("based_on", "implements")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FULL_STOP = re.compile(r"(?<![ .][А-ЯЁ])\.\s*$")
_INFINITIVE_ENDING = re.compile(r"(?:ть|ти|чь|ться|тись)$", re.IGNORECASE)
_EDGES = " ;.:\n"
# Participles that name a post («управляющему делами», «исполняющему обязанности»).
_ACTING = lemma_table("управлять заведовать исполнять")


@dataclass(frozen=True, slots=True)
class _Heading:
    """Whom the points below are for («Руководителям учреждений:»)."""

    whom: str
    person: str | None
    level: str


def read_decree(document: Document, references: Iterable[LegalReference] = ()) -> Decree | None:
    """What the main text of a decree orders, and which of the document's `references` it rests on; None in every other
    genre."""
    part = split_parts(document)[0]
    if part.head.act is None or document.metadata.genre not in ("decree", "other"):
        return None
    points = points_below_head(part)
    preamble = _preamble(points)
    based_on = (one for one in references if one.relation in _GROUNDS and one.location.block in preamble)
    return Decree(tuple(based_on), tuple(read_amendments(points)), tuple(_charges(points)), _control(points))


def _preamble(points: Sequence[Point]) -> set[int]:
    """The blocks above the first numbered point; where none is numbered, down to the first line that ends in a colon."""
    numbered = next((index for index, point in enumerate(points) if point.label), None)
    leading = next((index for index, point in enumerate(points) if point.leads), len(points) - 1)
    above = points[: leading + 1 if numbered is None else numbered]
    return {piece.paragraph.location.block for point in above for piece in point.run.pieces}


def _charges(points: Sequence[Point]) -> Iterator[Charge]:
    """Charges of one point each, or of a heading «Руководителям учреждений:» for each point under it."""
    heading: _Heading | None = None
    for point in points:
        if heading is not None and point.level == heading.level:
            heading = None
        if found := _charge(point.text):
            yield replace(found, location=point.place)
        elif point.leads and (named := _charged(point.text.rstrip(": \n"))):
            heading = _Heading(*named, point.level)
        elif heading is not None and (task := _task(point.text)):
            yield replace(task, whom=heading.whom, person=heading.person, location=point.place)


def _charge(text: str) -> Charge | None:
    """«Министерству … (Иванов И.И.) до 1 мая довести …»: the body in the dative, then what it is to do; no place yet."""
    order = _ORDERS_TO.match(text)
    start = order.end() if order else 0
    head = _dative_head(text, start)
    verb = _infinitive(text, head) if head is not None else None
    if verb is None:
        return None
    told, task = text[:verb], squash(text[verb:].strip(_EDGES))
    term = find_term(told)
    named = _charged(squash(told).split(term.text)[0] if term else told)
    return None if named is None else Charge(*named, task, Location(0), term or find_term(task))


def _task(text: str) -> Charge | None:
    """«до 1 августа заключить соглашения»: an infinitive, with nothing but its term before it; nobody charged yet."""
    verb = _infinitive(text, 0)
    if verb is None:
        return None
    term = find_term(text[:verb]) if verb else None
    if verb and (term is None or len(squash(text[:verb]).strip(" ,")) > len(term.text)):
        return None
    task = squash(text[verb:].strip(_EDGES))
    return Charge("", None, task, Location(0), term or find_term(task))


def _charged(text: str) -> tuple[str, str | None] | None:
    """The body, or the post, in the dative that is all of the text, and the person named behind it."""
    order = _ORDERS_TO.match(text)
    start = order.end() if order else 0
    if _dative_head(text, start) is None:
        return None
    whom = text[start:].strip(" ,:\n")
    people = find_people(whom)
    if not people:
        return _named(squash(whom)), None
    alone = squash(f"{whom[: people[0].start]} {whom[people[0].end :]}".replace("()", " ").replace("( )", " "))
    named = alone.strip(" ,–—-()") or people[0].text
    return _named(named), people[0].text


def _named(whom: str) -> str:
    """The nominative; of «управляющему делами» the participle alone changes."""
    first, space, rest = whom.partition(" ")
    return f"{nominative(first)}{space}{rest}" if analyse(first).lemma in _ACTING else nominative(whom)


def _dative_head(text: str, start: int) -> int | None:
    """Behind the head of the phrase at `start`, if it is a body or a post in the dative, or a legal form in capitals."""
    for found in _WORD.finditer(text, start):
        word = analyse(found.group())
        if is_acronym(found.group()):
            return found.end()
        if word.pos == "NOUN" or word.lemma in BODIES | POSTS:
            return found.end() if "datv" in word.cases and word.lemma in BODIES | POSTS else None
        if word.pos not in ("ADJF", "PRTF") or "datv" not in word.cases:
            return None
        if word.lemma in _ACTING:
            return found.end()
    return None


def _infinitive(text: str, start: int) -> int | None:
    """Where the task begins: the first infinitive outside brackets and quotes."""
    for found in _WORD.finditer(text, start):
        if (
            _INFINITIVE_ENDING.search(found.group())
            and depth_at(text, found.start()) == 0
            and analyse(found.group()).pos == "INFN"
        ):
            return found.start()
    return None


def _control(points: Sequence[Point]) -> str | None:
    for point in points:
        if found := _CONTROL.search(point.text):
            return squash(_FULL_STOP.sub("", found["who"].strip(" ;\n")))
        if found := _CONTROL_BEHIND.search(point.text):
            return squash(f"{found['verb'].lower()} {_FULL_STOP.sub('', found['whom'].strip(' ;'))}")
    return None
