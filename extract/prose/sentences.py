"""Sentences of a paragraph with their offsets, and the spans in them that are closed off: quotes, brackets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.organisations import enclosures
from extract.spans import Span as Span
from extract.spans import Spans

# Nobody writes a longer sentence: it is a list set in a line, or a text whose full stops were lost.
MAX_SENTENCE = 4000

# A full stop behind these ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«\"])(?:г|гг|в|вв|им|ул|пр|просп|пер|пл|д|стр|корп|кв|оф|обл|р-н|с|п|пос|дер|ст|ч|пп|см|табл|рис|прил|тел|"
    r"чел|тыс|млн|млрд|руб|коп|ед|шт|экз|кв|куб|га|т|т\.\s?ч|т\.\s?д|т\.\s?п|т\.\s?е|др|пр|и\.\s?о|уч|ак|час|мин|мес|дн|"
    r"проц|мл|ст|зам|гл|нач|рук|отв|исп|долл|сокр|кол|акад|проф|доц|канд|[А-ЯЁA-Z])$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…]+[»\")]*(?=\s+(?:[–—-]\s?)?[«\"(]?[А-ЯЁA-Z]|\s+[«\"(]?\d)|\n+(?=\s*[А-ЯЁA-Z«\d])|;\s*\n")
# Abbreviations of units and years do end a sentence before a capital letter that opens no name.
_MAY_END = re.compile(r"(?:чел|руб|тыс|млн|млрд|ед|шт|экз|коп|га|г|гг|мес|дн|др|пр|т\.\s?д|т\.\s?п)$", re.IGNORECASE)
_CAPITALISED_WORD = re.compile(r"\s+[«\"(]?([А-ЯЁ][а-яё]*)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Text of one sentence and the offset of its first character in the paragraph."""

    text: str
    offset: int


def split_sentences(text: str) -> list[Sentence]:
    """Sentences in order; offsets are kept, nothing but white space is lost between them."""
    closed = Spans(span for span in enclosures(text) if span[1] - span[0] < 400)
    cuts = [end for end in _ends(text) if not closed.cover(end - 1)]
    bounds = [0, *cuts, len(text)]
    pieces = (piece for start, end in pairwise(bounds) for piece in _in_measure(text, start, end))
    return [sentence for start, end in pieces if (sentence := _trimmed(text, start, end))]


def _in_measure(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch, cut behind a semicolon, a comma or a word where it is longer than any sentence."""
    while end - start > MAX_SENTENCE:
        stop = start + MAX_SENTENCE
        found = (text.rfind(sign, start, stop) for sign in (";", ",", " "))
        cut = next((place + 1 for place in found if place > start), stop)
        yield start, cut
        start = cut
    yield start, end


def _ends(text: str) -> Iterator[int]:
    for found in _STOP.finditer(text):
        if found.group()[0] != "." or _ends_here(text, found):
            yield found.end()


def _ends_here(text: str, stop: re.Match[str]) -> bool:
    before = text[max(0, stop.start() - 12) : stop.start()]
    if not _ABBREVIATION.search(before):
        return True
    following = _CAPITALISED_WORD.match(text, stop.end())
    return bool(_MAY_END.search(before) and following and (len(following[1]) == 1 or _opens_sentence(following[1])))


def _opens_sentence(word: str) -> bool:
    """Whether a capitalised word is an ordinary one, not a name («… 2021 г. Количество …», «г. Иркутск»)."""
    from extract.nlp import analyse

    known = analyse(word)
    return known.known and not known.name and not known.place


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    return Sentence(stripped, start + piece.index(stripped[0]))


def closed_spans(text: str, quotes: bool = True) -> list[Span]:
    """Spans of closed quotes (or of closed round brackets), marks included."""
    return [(start, end) for start, end in enclosures(text) if (text[start] != "(") == quotes]


def inside(offset: int, spans: list[Span]) -> bool:
    """Whether `offset` lies within one of `spans`."""
    return any(start <= offset < end for start, end in spans)
