"""The words of running text around the name of an institution: where it can begin, and where it can end."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from normalize.lemmas import parses
from normalize.names_grammar import (
    BRANCH,
    FUNCTION_WORDS,
    HONOUR_MARKERS,
    PLACE_MARKERS,
    Grammar,
    Phrase,
    form_of,
    is_of_place,
)
from normalize.names_heads import HEADS
from normalize.text import CACHED_WORDS, DASHES, fold_word

# After these a name goes on with a word in one of the cases: «министерство по …», «центр для …», «совет при …».
LINKS = {"по": ("datv", "loct"), "для": ("gent",), "при": ("loct",)}
OWNERS = frozenset(("его", "ее", "их", "он", "она", "они", "свой"))
# Adjectives that point at something, and so do not belong to its name.
POINTING = frozenset(
    [
        "данный",
        "этот",
        "тот",
        "наш",
        "ваш",
        "весь",
        "каждый",
        "другой",
        "иной",
        "один",
        "свой",
        "такой",
        "сам",
        "любой",
        "некоторый",
    ]
)
MOST_ADJECTIVES = 6
MOST_WORDS = 40
LONGEST_INITIAL = 2

_WORD = re.compile(r"[^\W_]+")
_OPENING, _CLOSING = frozenset("«“„"), frozenset("»”")
_PLAIN_QUOTE = '"'
_SENTENCE_END = re.compile(r"[.!?;:()…\t]|\n\s*\n")
_CLOSING_QUOTES = re.compile(r"[!?]?[»”\"]+")
_QUOTE_END = re.compile(r"\t|\n\s*\n")


class TextWord(NamedTuple):
    """A word of the text: its span, its dictionary form, and the signs between it and the word before."""

    text: str
    start: int
    end: int
    key: str
    before: str

    @property
    def is_upper(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()

    @property
    def is_acronym(self) -> bool:
        """«РИКП», «ЦППМиСП»."""
        return not self.text.islower() and _has_capitals(self.text)

    def can_be(self, cases: tuple[str, ...]) -> bool:
        """Whether it can be a noun or an adjective in one of the cases; an acronym is in all of them."""
        return self.is_upper or _can_be(self.text, cases)

    @property
    def is_adjective(self) -> bool:
        return self.key not in POINTING and self.key not in HEADS and _can_be_adjective(self.text)


@lru_cache(maxsize=CACHED_WORDS)
def _has_capitals(word: str) -> bool:
    return sum(map(str.isupper, word)) > 1


@lru_cache(maxsize=CACHED_WORDS)
def _can_be(word: str, cases: tuple[str, ...]) -> bool:
    return any(p.tag.POS in ("NOUN", "ADJF", "PRTF") and p.tag.case in cases for p in parses(word))


@lru_cache(maxsize=CACHED_WORDS)
def _can_be_adjective(word: str) -> bool:
    return any(p.tag.POS in ("ADJF", "ADVB", "ADJS") for p in parses(word)[:2])


@dataclass(frozen=True, slots=True)
class Span:
    """A possible name: words `first` … `last`, its head, the offsets where it may end (farthest first), and whether a
    form, quotes, a place, a region or a number mark it as the name of one institution."""

    start: int
    ends: tuple[int, ...]
    first: int
    head: int
    last: int
    marked: bool


@dataclass
class _Reach:
    """How far a name goes while its words are read one by one."""

    position: int
    depth: int = 0
    plain_quote: bool = False
    marked: bool = False
    ends: list[int] = field(default_factory=list)

    @property
    def quoted(self) -> bool:
        return self.depth > 0 or self.plain_quote

    def pass_signs(self, signs: str) -> None:
        if signs == " ":
            return
        for sign in signs:
            if sign in _OPENING:
                self.depth += 1
            elif sign in _CLOSING:
                self.depth = max(0, self.depth - 1)
            elif sign == _PLAIN_QUOTE:
                self.plain_quote = not self.plain_quote
        self.marked |= any(sign in _OPENING or sign == _PLAIN_QUOTE for sign in signs)


def may_hold_name(text: str, grammar: Grammar, is_acronym: Callable[[str], bool]) -> bool:
    """Whether a word of the text is one at which the name of an institution begins or which heads it."""
    return any(
        (key := _key_of(word)) in HEADS
        or key in grammar.first_form_words
        or fold_word(word) in grammar.shortened_heads
        or (_has_capitals(word) and is_acronym(word))
        for word in _WORD.findall(text)
    )


class Phrasing:
    """One text as words, and the grammar of names over them."""

    def __init__(self, text: str, grammar: Grammar, is_acronym: Callable[[str], bool]) -> None:
        self.text, self.grammar, self._is_acronym = text, grammar, is_acronym
        self.words = _words_of(text)
        self.keys = [word.key for word in self.words]
        self._starts = [word.start for word in self.words]
        self._heads = [position for position, word in enumerate(self.words) if self._is_head(word)]

    def beginnings(self) -> Iterator[int]:
        """The words, in order, at which a name may begin: forms, acronyms, heads and what can stand before a head."""
        forms, heads = self.grammar.first_form_words, iter(self._heads)
        head = next(heads, None)
        for position, word in enumerate(self.words):
            if head is not None and head < position:
                head = next(heads, None)
            near = head is not None and head - position <= MOST_ADJECTIVES
            if near or word.key in forms or word.is_acronym:
                yield position

    def index_after(self, offset: int) -> int:
        """The first word that begins at `offset` or behind it."""
        return bisect_left(self._starts, offset)

    def span_from(self, first: int) -> Span | None:
        """The possible name that begins with the word `first`."""
        form = self._phrase(first, "form")
        if form is not None:
            return self._extended(first, first + len(form.words) - 1, marked=True)
        head = self._head(first)
        if head is not None:
            return self._extended(first, head, marked=False)
        if self.words[first].is_acronym and self._is_acronym(self.words[first].text):
            return self._extended(first, first, marked=True)
        return None

    def _phrase(self, position: int, kind: str) -> Phrase | None:
        if position >= len(self.words):
            return None
        found = self.grammar.longest(self.keys, position)
        return found if found is not None and found.kind == kind else None

    def _head(self, first: int) -> int | None:
        """The noun that the words from `first` on lead to: itself, or after adjectives."""
        following = bisect_left(self._heads, first)
        if following == len(self._heads) or self._heads[following] - first > MOST_ADJECTIVES:
            return None
        head = self._heads[following]
        for position in range(first, head):
            word = self.words[position]
            if not (word.is_adjective or (word.key == "и" and position > first)) or not self._goes_on(position + 1):
                return None
        return head

    def _is_head(self, word: TextWord) -> bool:
        return word.key in HEADS or fold_word(word.text) in self.grammar.shortened_heads

    def _goes_on(self, position: int) -> bool:
        """Whether adjectives may be parted by the signs before this word: none, a hyphen, a comma."""
        return self.words[position].before.strip(" \n\u00a0") in ("", "-", ",", "«", '"')

    def _extended(self, first: int, head: int, *, marked: bool) -> Span:
        opening = self.words[first].before
        reach = _Reach(head, marked=marked or self._is_marked(first, head))
        if opening and (opening[-1] in _OPENING or opening[-1] == _PLAIN_QUOTE):
            reach.pass_signs(opening[-1])
        for position in range(first + 1, head + 1):
            reach.pass_signs(self.words[position].before)
        reach.ends.append(self._end(head))
        while len(reach.ends) < MOST_WORDS and self._step(reach):
            reach.ends.append(self._end(reach.position))
        return Span(self.words[first].start, tuple(reversed(reach.ends)), first, head, reach.position, reach.marked)

    def _is_marked(self, first: int, head: int) -> bool:
        return any(self._phrase(i, "place") is not None or is_of_place(self.keys[i]) for i in range(first, head))

    def _end(self, position: int) -> int:
        """The end of a word with the quotes that close behind it."""
        closing = _CLOSING_QUOTES.match(self.text, self.words[position].end, self.words[position].end + 3)
        return closing.end() if closing else self.words[position].end

    def _step(self, reach: _Reach) -> bool:
        """Take the next words into the name, if they can belong to it."""
        position = reach.position + 1
        if position >= len(self.words):
            return False
        word = self.words[position]
        was_quoted = reach.quoted
        reach.pass_signs(word.before)
        if was_quoted and reach.quoted:
            reach.position = position
            return not _QUOTE_END.search(word.before)
        if not self._signs_allow(position):
            return False
        taken = 1 if reach.quoted else self._taken(position, reach)
        reach.position += taken
        return taken > 0

    def _signs_allow(self, position: int) -> bool:
        signs = self.words[position].before
        if signs == " ":
            return True
        if any(dash in signs for dash in DASHES) and signs.strip() not in DASHES:
            return False
        if " -" in signs or "– " in signs or "— " in signs:
            return False
        if "." in signs:
            return len(self.words[position - 1].text) <= LONGEST_INITIAL or self._is_abbreviation(position - 1)
        return not _SENTENCE_END.search(signs)

    def _is_abbreviation(self, position: int) -> bool:
        raw = fold_word(self.words[position].text)
        return raw in self.grammar.abbreviations or raw in PLACE_MARKERS or raw in HONOUR_MARKERS

    def _taken(self, position: int, reach: _Reach) -> int:
        """How many words from `position` on belong to the name; 0 ends it."""
        word = self.words[position]
        found = self.grammar.longest(self.keys, position)
        if found is not None and found.kind in ("region", "place"):
            reach.marked = True
            return len(found.words)
        if word.text.isdecimal():
            reach.marked |= "№" in word.before
            return 1 if "№" in word.before else 0
        if word.key in HONOUR_MARKERS or word.text == "им":
            return self._person(position)
        if word.key in PLACE_MARKERS and self._phrase(position + 1, "place"):
            reach.marked = True
            return 1 + len(self._phrase(position + 1, "place").words)  # type: ignore[union-attr]
        return self._linked(position) if word.key in FUNCTION_WORDS or word.key == "при" else self._continuing(position)

    def _person(self, position: int) -> int:
        """«им. М.И. Щадова»: the marker, initials, and words with a capital."""
        end = position + 1
        while end < len(self.words) and end - position <= 4 and self.words[end].text[0].isupper():
            end += 1
            if len(self.words[end - 1].text) > LONGEST_INITIAL:
                break
        return end - position

    def _linked(self, position: int) -> int:
        """«и спорта», «по молодёжной политике», «для детей», «в Иркутской области»."""
        key, follower = self.words[position].key, position + 1
        if follower >= len(self.words) or self.words[follower].before.strip():
            return 0
        if key == "в":
            region = self._phrase(follower, "region")
            return 1 + len(region.words) if region else 0
        if key == "и":
            return 1 + self._continuing(follower) if self._continuing(follower) else 0
        return 2 if key in LINKS and self.words[follower].can_be(LINKS[key]) else 0

    def _continuing(self, position: int) -> int:
        """A word in the genitive goes on; behind a comma it must not head a name of its own. So does the second
        half of a compound, and what agrees with a word after «по»."""
        word = self.words[position]
        if word.key in HEADS and "," in word.before:
            return 0
        if word.before == "-" or word.can_be(("gent",)) or word.is_upper:
            return 1
        first_half = position + 1 < len(self.words) and self.words[position + 1].before == "-"
        after_link = self.keys[position - 1] in LINKS or self.words[position - 1].can_be(("datv",))
        return 1 if first_half or (after_link and word.can_be(("datv",))) else 0

    def sharing(self, span: Span) -> Iterator[tuple[int, int, str]]:
        """Names that share words: «Ангарский и Братский педагогические колледжи», «министерства образования,
        здравоохранения и спорта … области»; each as (start, end, meaning)."""
        yield from self._sharing_head(span) or self._sharing_object(span)

    def _sharing_head(self, span: Span) -> list[tuple[int, int, str]]:
        places = [i for i in range(span.first, span.head) if self._phrase(i, "place") or is_of_place(self.keys[i])]
        if len(places) < 2 or "и" not in self.keys[span.first : span.head]:
            return []
        common = " ".join(self.keys[places[-1] + 1 : span.head + 1])
        rest = self.text[self.words[span.head].end : span.ends[0]]
        return [
            (
                self.words[i].start,
                self.words[i].end if i != places[-1] else span.ends[0],
                f"{self.keys[i]} {common}{rest}",
            )
            for i in places
        ]

    def _sharing_object(self, span: Span) -> list[tuple[int, int, str]]:
        region = next((i for i in range(span.head + 1, span.last + 1) if self._phrase(i, "region")), span.last + 1)
        pieces = [piece for piece in self._pieces(span.head + 1, region) if piece]
        if len(pieces) < 2:
            return []
        where = self.text[self.words[region].start : span.ends[0]] if region <= span.last else ""
        lead = " ".join(self.keys[span.first : span.head + 1])
        return [
            (
                span.start if number == 0 else self.words[piece[0]].start,
                self.words[piece[-1]].end if number < len(pieces) - 1 else span.ends[0],
                f"{lead} {self.text[self.words[piece[0]].start : self.words[piece[-1]].end]} {where}".strip(),
            )
            for number, piece in enumerate(pieces)
        ]

    def _pieces(self, start: int, end: int) -> list[list[int]]:
        """Runs of words between commas and «и»."""
        pieces: list[list[int]] = [[]]
        for position in range(start, end):
            if self.keys[position] == "и" or ("," in self.words[position].before and pieces[-1]):
                pieces.append([])
            if self.keys[position] != "и":
                pieces[-1].append(position)
        return pieces

    def branch_from(self, first: int) -> tuple[int, int, str] | None:
        """«и его филиал в г. Тулун» from the word `first` on, as (start, end, place)."""
        window = self.keys[first : first + 3]
        if BRANCH not in window or not OWNERS.intersection(
            fold_word(word.text) for word in self.words[first : first + 3]
        ):
            return None
        branch = first + window.index(BRANCH)
        for position in range(branch + 1, min(branch + 4, len(self.words))):
            place = self._phrase(position, "place")
            if place is not None:
                end = self.words[position + len(place.words) - 1].end
                return self.words[branch].start, end, f"г. {place.value}"
        return None


def _words_of(text: str) -> list[TextWord]:
    words: list[TextWord] = []
    end = 0
    for match in _WORD.finditer(text):
        start, before = match.start(), end
        end = match.end()
        words.append(TextWord(match[0], start, end, _key_of(match[0]), text[before:start]))
    return words


@lru_cache(maxsize=CACHED_WORDS)
def _key_of(word: str) -> str:
    return form_of(fold_word(word))
