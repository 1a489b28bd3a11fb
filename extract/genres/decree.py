"""Decrees: what they change in which act, whom they charge with what, who controls."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from extract.document import Document, Location
from extract.facts import Amendment, AmendmentKind, Charge, Decree, LegalReference
from extract.nlp import analyse, nominative
from extract.organisations import BODIES, POSTS, depth_at, enclosures
from extract.parts import split_parts
from extract.people import find_people
from extract.references import find_references
from extract.runs import Run, runs_of
from extract.terms import find_term
from normalize.text import squash

_AMENDS = re.compile(r"внес\w+\s+(?:следующи\w+\s+)?(?:изменени\w*|дополнени\w*)?.*?\bво?\b", re.IGNORECASE | re.DOTALL)
_CHANGES = (
    ("replace", re.compile(r"замени(?:ть|в)\b", re.IGNORECASE)),
    (
        "restate",
        re.compile(
            r"изложи(?:ть|в)\s+(?P<what>[^«»:;]{0,120}?)\s*\bв\s+(?:новой|следующей|прилагаемой)\s+редакции",
            re.IGNORECASE,
        ),
    ),
    ("add", re.compile(r"дополни(?:ть|в)\b", re.IGNORECASE)),
    ("remove", re.compile(r"исключи(?:ть|в)\b", re.IGNORECASE)),
    ("repeal", re.compile(r"(?:признать|признав)\s+утратившим\w*\s+силу|отменить", re.IGNORECASE)),
)
_WORDS_IN_PLACE = re.compile(r"\s*,?\s*(?:слов[ао]м?\w*|цифр\w+|числ\w+|после\s+слов\w*)\s*$", re.IGNORECASE)
_IN_PLACE = re.compile(r"^(?:в|во)\s+", re.IGNORECASE)
_CONTROL = re.compile(
    r"контрол\w*\s+(?:за\s+)?(?:исполнени\w+|выполнени\w+|реализаци\w+)[^.]*?\b(?P<who>(?:оставля\w+|оставить)\s+за\s+собой|(?:возложить|возлага\w+)\s+на\s+.+|осуществля\w+\s+.+)",
    re.IGNORECASE | re.DOTALL,
)
_ORDERS_TO = re.compile(r"^(?:рекомендовать|поручить|предложить|обязать)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s")
# How an act is named that a decree rests on.
_GROUNDS = ("based_on", "implements")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PERSON = re.compile(r"\(([^()]+)\)\s*:?\s*$")
_FULL_STOP = re.compile(r"(?<![ .][А-ЯЁ])\.\s*$")
_INFINITIVE_ENDING = re.compile(r"(?:ть|ти|чь|ться|тись)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Point:
    """A point of a decree with the act that the point above it speaks of."""

    run: Run
    text: str


def read_decree(document: Document, references: Iterable[LegalReference] = ()) -> Decree | None:
    """What the main text of a decree orders, and which of the document's `references` it rests on; None in every other
    genre."""
    part = split_parts(document)[0]
    if part.head.act is None or document.metadata.genre not in ("decree", "other"):
        return None
    below = {line.block for line in part.lines[part.head.body :]}
    points = [_Point(run, squash(run.text)) for run in runs_of(part.blocks) if run.first.location.block in below]
    preamble = _preamble(points)
    based_on = (one for one in references if one.relation in _GROUNDS and one.location.block in preamble)
    return Decree(tuple(based_on), tuple(_amendments(points)), tuple(_charges(points)), _control(points))


def _preamble(points: Sequence[_Point]) -> set[int]:
    """The blocks above the first numbered point; where none is numbered, down to the first line that ends in a colon."""
    numbered = next((index for index, point in enumerate(points) if _is_numbered(point)), None)
    leading = next((index for index, point in enumerate(points) if point.text.endswith(":")), len(points) - 1)
    above = points[: leading + 1 if numbered is None else numbered]
    return {piece.paragraph.location.block for point in above for piece in point.run.pieces}


def _is_numbered(point: _Point) -> bool:
    return point.run.first.label is not None or _NUMBERED.match(point.text) is not None


def _amendments(points: Sequence[_Point]) -> Iterator[Amendment]:
    act: LegalReference | None = None
    for point, following in zip_longest(points, points[1:]):
        named = list(_changed_acts(point.run))
        if named and named[0].relation == "amends":
            act = named[0]
        found = _change(point.text)
        if found is None:
            continue
        kind, verb = found
        if kind == "repeal" and named:
            yield from (
                Amendment("repeal", one, None, None, None, _place(point)) for one in named if one.relation == "repeals"
            )
        else:
            amendment = _amendment(point, kind, verb, act)
            quoted = following.text if following and point.text.endswith(":") and following.text[:1] == "«" else None
            yield replace(amendment, new=quoted.strip("«».; ")) if quoted and amendment.new is None else amendment


def _changed_acts(run: Run) -> Iterator[LegalReference]:
    """The acts that a point amends or repeals, each with its place."""
    for one in find_references(run.text):
        if one.reference.relation in ("amends", "repeals"):
            yield replace(one.reference, location=run.locate(one.start, one.end))


def _change(text: str) -> tuple[AmendmentKind, re.Match[str]] | None:
    """The verb of change outside quotes, the first one."""
    verbs = [
        (kind, found)
        for kind, pattern in _CHANGES
        for found in pattern.finditer(text)
        if depth_at(text, found.start()) == 0
    ]
    return min(verbs, key=lambda one: one[1].start(), default=None)  # type: ignore[return-value]


def _amendment(point: _Point, kind: AmendmentKind, verb: re.Match[str], act: LegalReference | None) -> Amendment:
    """«в пункте 1 цифры «2022» заменить цифрами «2023»» taken apart."""
    text = point.text
    references = [(one.start, one.end) for one in find_references(text)]
    quotes = [
        (start, end)
        for start, end in sorted(enclosures(text))
        if text[start] in '«"' and depth_at(text, start) == 0 and not any(a <= start < b for a, b in references)
    ]
    before = [text[start + 1 : end] for start, end in quotes if end < verb.start() and _is_worded(text, start)]
    behind = [text[start + 1 : end] for start, end in quotes if start > verb.end()]
    old: str | None = before[-1] if before else None
    new: str | None = behind[-1] if behind else None
    if kind == "replace" and old is None and len(behind) > 1:
        old = behind[0]
    if kind == "remove":
        old, new = old or (behind[0] if behind else None), None
    return Amendment(kind, act, _where(text, verb, old), old, new, _place(point))


def _is_worded(text: str, start: int) -> bool:
    """Whether a quote holds the words to be changed («слова «…»»), not the name of what is changed."""
    return _WORDS_IN_PLACE.search(text[:start]) is not None


def _where(text: str, verb: re.Match[str], old: str | None) -> str | None:
    """The part of the act: «пункте 1», «индивидуализированном заголовке», or what is restated."""
    end = verb.start()
    if old is not None and 0 < (position := text.find(old)) < end:
        end = position - 1
    if "what" in verb.groupdict() and verb["what"]:
        return verb["what"].strip()
    where = _WORDS_IN_PLACE.sub("", text[:end]).strip(" ,;:")
    if cut := _AMENDS.match(where):
        references = find_references(where)
        where = where[max([cut.end(), *(one.end for one in references)]) :].strip(" ,;:")
    return _IN_PLACE.sub("", where) or None


def _charges(points: Sequence[_Point]) -> Iterator[Charge]:
    """Charges of one point each, or of a heading «Руководителям учреждений:» for each point under it."""
    whom: tuple[str, str | None] | None = None
    style = ""
    for point in points:
        label = point.run.first.label or ""
        whom = None if label[-1:] == style else whom
        if found := _charge(point.text):
            whom = None
            yield replace(found, location=_place(point))
        elif point.text.endswith(":") and (named := _charged(point.text.rstrip(": "))):
            whom, style = named, label[-1:]
        elif whom is not None and _infinitive(point.text, 0) == 0:
            task = point.text.strip(" ;.:")
            yield Charge(*whom, task, _place(point), find_term(task))


def _charged(text: str) -> tuple[str, str | None] | None:
    """The body, or the post, in the dative that is all of the text, and the person in brackets behind it."""
    order = _ORDERS_TO.match(text)
    start = order.end() if order else 0
    if _dative_head(text, start) is None:
        return None
    whom = text[start:].strip(" ,:")
    person = next((one.text for one in find_people(whom)), None)
    return nominative(squash(_PERSON.sub("", whom)) if person else whom), person


def _charge(text: str) -> Charge | None:
    """«Министерству … (Иванов И.И.) до 1 мая довести …»: the body in the dative, then what it is to do; no place yet."""
    order = _ORDERS_TO.match(text)
    start = order.end() if order else 0
    head = _dative_head(text, start)
    verb = _infinitive(text, head) if head is not None else None
    if verb is None:
        return None
    told, task = text[:verb], text[verb:].strip(" ;.:")
    term = find_term(told)
    named = _charged(told.split(term.text)[0] if term else told)
    return None if named is None else Charge(*named, task, Location(0), term or find_term(task))


def _dative_head(text: str, start: int) -> int | None:
    """Behind the head of the phrase at `start`, if it is a body or a post in the dative."""
    for found in _WORD.finditer(text, start):
        word = analyse(found.group())
        if word.pos == "NOUN" or word.lemma in BODIES:
            return found.end() if "datv" in word.cases and word.lemma in BODIES | POSTS else None
        if word.pos not in ("ADJF", "PRTF") or "datv" not in word.cases:
            return None
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


def _control(points: Sequence[_Point]) -> str | None:
    for point in points:
        if found := _CONTROL.search(point.text):
            return _FULL_STOP.sub("", found["who"].strip(" ;"))
    return None


def _place(point: _Point) -> Location:
    return point.run.locate(0, len(point.run.text))
