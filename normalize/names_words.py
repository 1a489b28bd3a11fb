"""A name as written → its words in dictionary form, slips of the pen mended, numbers apart."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from normalize.lemmas import is_known
from normalize.names_grammar import Grammar, form_of
from normalize.text import CACHED_TEXTS, LONGEST_SHORT, fold

# (as written, dictionary form) → the form meant; several, joined by spaces, for words run together.
Correct = Callable[[str, str], str]

# A word or number and the full stop behind it, or another sign.
_TOKEN = re.compile(r"([^\W_]+)(?=(\.?))|([^\w\s])")
_NUMBER_SIGN = frozenset(("№", "n", "no"))
_SIGNS_WITHIN = "№.-"
_TAIL_NUMBER = re.compile(r"([^\W\d_]+)(\d+)")
_PARTS = re.compile(r"\d+|[^\W\d_]+")
_BROKEN_WORD = re.compile(r"([^\W\d_]{3,}) ?- ?([^\W\d_]{3,})")
_DIGITS_FOR_LETTERS = str.maketrans("036841", "озбвчи")
_LIST_LABEL = re.compile(r"^\s*\(?\d{1,3}(?:\.\d{1,3})*[.)]\s*")
_LETTERS_IN_DIGITS = 3
CACHED_TOKENS = 1 << 16


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: dictionary form, as folded in the text, whether a full stop or another sign follows,
    and whether the form is not that of the word as written."""

    key: str
    raw: str
    dotted: bool = False
    breaks: bool = False
    corrected: bool = False


class WordReader:
    """Reads words with one grammar, and a corrector of slips if there is one. Remembers the words it has read."""

    def __init__(self, grammar: Grammar, correct: Correct | None = None, joins: Callable[[str], bool] | None = None):
        self.grammar = grammar
        self._correct = correct
        self._joins = joins
        self._read: dict[tuple[str, str], tuple[Word, ...]] = {}
        self._texts: dict[str, tuple[Word, ...]] = {}

    def split(self, text: str) -> tuple[Word, ...]:
        """Words of `text`; hyphened ones in parts, numbers apart, signs as breaks."""
        if len(text) > LONGEST_SHORT:
            return self._split(text)
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= CACHED_TEXTS:
                self._texts.clear()
            found = self._texts[text] = self._split(text)
        return found

    def _split(self, text: str) -> tuple[Word, ...]:
        found: list[Word] = []
        folded = self.grammar.expand(fold(_LIST_LABEL.sub("", text, count=1)))
        if self._joins is not None and "-" in folded:
            folded = _BROKEN_WORD.sub(self._joined, folded)
        for token, stop, sign in _TOKEN.findall(folded):
            if token:
                found += self._read.get((token, stop)) or self._token(token, stop)
            elif found and sign not in _SIGNS_WITHIN:
                found[-1] = _broken_off(found[-1])
        return _without_number_signs(found)

    def _joined(self, broken: re.Match[str]) -> str:
        """«материало-обработка» is one word, «аграрно-промышленный» two."""
        whole = broken[1] + broken[2]
        return whole if self._joins is not None and self._joins(whole) else broken[0]

    def _token(self, token: str, stop: str) -> tuple[Word, ...]:
        if len(self._read) >= CACHED_TOKENS:
            self._read.clear()
        read = self._read[token, stop] = tuple(self._words_of(token, stop == "."))
        return read

    def _words_of(self, token: str, dotted: bool) -> Iterator[Word]:
        if token.isdecimal():
            yield _number(token)
        elif token.isalpha():
            yield from self._word(token, dotted)
        elif (tail := _TAIL_NUMBER.fullmatch(token)) is not None and _is_whole(tail[1]):
            yield from self._word(tail[1], False)
            yield _number(tail[2])
        elif sum(map(str.isalpha, token)) >= _LETTERS_IN_DIGITS:
            yield from self._word(token.translate(_DIGITS_FOR_LETTERS), dotted)
        else:
            yield from (Word(part, part) for part in _PARTS.findall(token))

    def _word(self, raw: str, dotted: bool) -> Iterator[Word]:
        expansion = self.grammar.abbreviations.get(raw)
        if expansion is not None:
            yield from (Word(key, raw) for key in expansion)
            return
        key = form_of(raw)
        right = self._correct(raw, key) if self._correct else key
        yield from (Word(part, raw, dotted, corrected=right != key) for part in right.split())


@lru_cache(maxsize=CACHED_TOKENS)
def _broken_off(word: Word) -> Word:
    """The word with a sign behind it."""
    return replace(word, breaks=True)


def _number(digits: str) -> Word:
    return Word(digits.lstrip("0") or "0", digits)


def _is_whole(letters: str) -> bool:
    """«ПУ58» and «училище58» are a word and a number, «железнодорожног0» is a word."""
    return len(letters) <= _LETTERS_IN_DIGITS or is_known(letters)


def _without_number_signs(words: list[Word]) -> tuple[Word, ...]:
    return tuple(
        word
        for i, word in enumerate(words)
        if not (word.key in _NUMBER_SIGN and i + 1 < len(words) and words[i + 1].key.isdecimal())
    )
