"""What a decree changes in other acts: where, which words give way to which, what is no longer in force."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from extract.facts import Amendment, AmendmentKind, LegalReference
from extract.genres.points import Point
from extract.nlp import nominative
from extract.organisations import depth_at, enclosures
from extract.references import find_references
from extract.spans import Spans
from normalize.text import squash

_CHANGES: tuple[tuple[AmendmentKind, re.Pattern[str]], ...] = (
    ("replace", re.compile(r"замени(?:ть|в)\b", re.IGNORECASE)),
    (
        "restate",
        re.compile(
            r"изложи(?:ть|в)\s+(?P<what>[^«»:;]{0,120}?)\s*\bв\s+(?:(?:новой|следующей|прилагаемой)\s+)?редакции",
            re.IGNORECASE,
        ),
    ),
    ("add", re.compile(r"дополни(?:ть|в)\b", re.IGNORECASE)),
    ("remove", re.compile(r"исключи(?:ть|в)\b", re.IGNORECASE)),
    (
        "repeal",
        re.compile(
            r"(?:признать|признав|считать)\s+(?:не\s+действующ\w+|утратившим\w*\s+силу)|отменить", re.IGNORECASE
        ),
    ),
)
_AMENDS = re.compile(r"внес\w+\s+(?:следующи\w+\s+)?(?:изменени\w*|дополнени\w*)?.*?\bво?\b", re.IGNORECASE | re.DOTALL)
_WORDS_IN_PLACE = re.compile(r"\s*,?\s*(?:слов[ао]м?\w*|цифр\w*|числ\w+|после\s+(?:слов|цифр)\w*)\s*$", re.IGNORECASE)
_IN_PLACE = re.compile(r"^(?:в|во)\s+", re.IGNORECASE)
# What is added as a whole: «(дополнить) пунктом 4.1 следующего содержания», not «словами «…»».
_ADDED = re.compile(
    r"\s*(?:нов\w+\s+)?(?P<what>(?!слов)[а-яё]+(?:\s+[а-яё]+ым)?(?:\s+(?:№\s*)?[\d.«»IVXа-я)]{1,8})?)"
    r"(?=\s+следующего\s+содержания|\s*[:(;,.]|\s+согласно|\s*$)",
    re.IGNORECASE,
)
# «…, слова «А» заменить словами «Б», пункт 4 исключить»: where the next change of one sentence may begin.
_NEXT_CHANGE = re.compile(
    r"[,;]\s+(?=(?:а\s+)?(?:во?\s+)?(?:слов|цифр|числ|после\s|дополни|замени|исключи|изложи|пункт|подпункт|част|абзац|строк|позици|раздел|приложени|графу))",
    re.IGNORECASE,
)
_QUOTE_EDGES = "«».; \n"


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a point that makes one change."""

    text: str
    kind: AmendmentKind
    verb: re.Match[str]


def read_amendments(points: Sequence[Point]) -> Iterator[Amendment]:
    """Changes in reading order. The act is that of the point, or of the point above that opens the list."""
    act: LegalReference | None = None
    repealing: str | None = None
    for point, following in zip_longest(points, points[1:]):
        named = list(_changed_acts(point))
        if named and named[0].relation == "amends":
            act = named[0]
        if repealing is not None and point.level != repealing:
            yield from _repealed(point, 0)
            continue
        repealing = None
        for piece in _pieces(point.text):
            if piece.kind == "repeal" and point.leads and not named:
                repealing = point.level
            elif piece.kind == "repeal" and (acts := list(_repealed(point, piece.verb.end()))):
                yield from acts
            else:
                yield _with_quoted(_amendment(piece, act, point), point, following)


def _changed_acts(point: Point) -> Iterator[LegalReference]:
    """The acts that a point amends or repeals, each with its place."""
    for one in find_references(point.text):
        if one.reference.relation in ("amends", "repeals"):
            yield replace(one.reference, location=point.locate(one.start, one.end))


def _repealed(point: Point, start: int) -> Iterator[Amendment]:
    """Every act named behind `start`; what stands before one says which part of it («пункт 2 приказа …»)."""
    for one in find_references(point.text):
        if one.start >= start:
            act = replace(one.reference, relation="repeals", location=point.locate(one.start, one.end))
            before = squash(point.text[start : one.start]).strip(" ,;:")
            part = before if re.fullmatch(r"[^.;:]{0,80}\d[^.;:]{0,20}|[^.;:\d]{0,40}", before) else ""
            yield Amendment("repeal", act, part or None, None, None, point.place)
            start = one.end


def _with_quoted(amendment: Amendment, point: Point, following: Point | None) -> Amendment:
    """The new words may stand in the next paragraph («… в следующей редакции:»)."""
    if amendment.new is not None or following is None or not point.leads:
        return amendment
    text = f"{following.label} {following.text}".strip()
    return replace(amendment, new=squash(text.strip(_QUOTE_EDGES))) if text[:1] == "«" else amendment


def _pieces(text: str) -> Iterator[_Piece]:
    """The point cut where another change begins; a cut without a verb before it, or behind it, is none."""
    verbs = [found.start() for _kind, found in _changes(text)]
    quotes = Spans(enclosures(text))
    start = 0
    for cut in _NEXT_CHANGE.finditer(text):
        here = bisect_left(verbs, cut.start()) > bisect_left(verbs, start)
        if here and verbs[-1] > cut.end() and not quotes.cover(cut.start()):
            yield from _piece(text[start : cut.start()])
            start = cut.end()
    yield from _piece(text[start:])


def _piece(text: str) -> Iterator[_Piece]:
    for kind, verb in _changes(text)[:1]:
        yield _Piece(text, kind, verb)


def _changes(text: str) -> list[tuple[AmendmentKind, re.Match[str]]]:
    """The verbs of change outside quotes, in order."""
    quotes = Spans(enclosures(text))
    verbs = [
        (kind, found)
        for kind, pattern in _CHANGES
        for found in pattern.finditer(text)
        if not quotes.cover(found.start())
    ]
    return sorted(verbs, key=lambda one: one[1].start())


def _amendment(piece: _Piece, act: LegalReference | None, point: Point) -> Amendment:
    """«в пункте 1 цифры «2022» заменить цифрами «2023»» taken apart."""
    old, new = _words(piece)
    where = _where(piece, old)
    return Amendment(piece.kind, act, where and squash(where), old and squash(old), new and squash(new), point.place)


def _words(piece: _Piece) -> tuple[str | None, str | None]:
    """The old words and the new ones, as quoted; a title or the name of what is changed is neither."""
    if piece.kind == "repeal":
        return None, None
    text, verb = piece.text, piece.verb
    quotes = _quotes(text)
    before = [text[start + 1 : end] for start, end in quotes if end < verb.start() and _is_worded(text, start)]
    behind = [text[start + 1 : end] for start, end in quotes if start > verb.end()]
    old = before[-1] if before else None
    new = behind[-1] if behind else None
    if piece.kind == "replace" and old is None and len(behind) > 1:
        old = behind[0]
    if piece.kind == "remove":
        return old or (behind[0] if behind else None), None
    return old, new


def _quotes(text: str) -> list[tuple[int, int]]:
    """Outermost quotes that are no part of a reference."""
    references = [(one.start, one.end) for one in find_references(text)]
    return [
        (start, end)
        for start, end in sorted(enclosures(text))
        if text[start] in '«"' and depth_at(text, start) == 0 and not any(a <= start < b for a, b in references)
    ]


def _is_worded(text: str, start: int) -> bool:
    """Whether a quote holds the words to be changed («слова «…»»), not the name of what is changed."""
    return _WORDS_IN_PLACE.search(text[:start]) is not None


def _where(piece: _Piece, old: str | None) -> str | None:
    """The part of the act: «пункте 1», «индивидуализированном заголовке», what is restated, what is added."""
    if piece.kind == "restate" and piece.verb["what"]:
        return str(piece.verb["what"]).strip()
    end = piece.verb.start()
    if old is not None and 0 < (position := piece.text.find(old)) < end:
        end = position - 1
    where = _WORDS_IN_PLACE.sub("", piece.text[:end]).strip(" ,;:")
    if cut := _AMENDS.match(where):
        references = find_references(where)
        where = where[max([cut.end(), *(one.end for one in references)]) :].strip(" ,;:")
    where = _IN_PLACE.sub("", where)
    added = _ADDED.match(piece.text, piece.verb.end()) if piece.kind == "add" else None
    return ", ".join(filter(None, (where, nominative(added["what"]) if added else ""))) or None
