"""The unit that the words of a sentence give to a bare number."""

import re
from collections.abc import Sequence

from extract.nlp import analyse
from extract.organisations import is_acronym
from extract.prose.amount import COUNT_UNIT, PEOPLE_UNIT
from extract.prose.nouns import unit_of_noun
from normalize.units import unit_at

WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_HOW_MANY = frozenset({"всего", "больше", "меньше", "много", "мало", "столько", "сколько", "большинство"})


def unit_of_head(phrase: str) -> str | None:
    """The unit of what «число …», «количество …» counts; None for other heads («объём», «доля» give theirs in print)."""
    found = list(WORD.finditer(phrase))
    for index, word in enumerate(found[:4]):
        if analyse(word.group()).lemma in ("число", "количество", "численность"):
            return _first_noun_unit(phrase, found[index + 1 :])
    return None


def unit_of_genitive(text: str) -> str | None:
    """The unit of «наставников было …», «обращений – …», «больше всего обращений …»: a plural genitive that is counted."""
    words = list(WORD.finditer(text))
    for index in range(len(words) - 1, max(-1, len(words) - 12), -1):
        word = analyse(words[index].group())
        near = len(words) - index <= 4 and not re.search(r"[,;()]", text[words[index].end() :])
        asked = index > 0 and words[index - 1].group().lower() in _HOW_MANY
        if (
            word.pos == "NOUN"
            and word.plural
            and "gent" in word.cases
            and (asked or (near and _opens_clause(text, words, index)))
        ):
            return unit_of_noun(word)
    return None


def _opens_clause(text: str, words: Sequence[re.Match[str]], index: int) -> bool:
    """Whether nothing but adjectives stands between the noun and the beginning of its clause."""
    while index > 0 and not re.search(r"[,;:.(]", text[words[index - 1].end() : words[index].start()]):
        if analyse(words[index - 1].group()).pos not in ("ADJF", "PRTF"):
            return words[index - 1].group().lower() in ("них", "числе", "всего", "и")
        index -= 1
    return True


def _first_noun_unit(phrase: str, rest: Sequence[re.Match[str]]) -> str | None:
    """The unit of the first noun; of a participle without one («принятых на …»), people."""
    people = False
    for index, found in enumerate(rest[:6]):
        if index and phrase[rest[index - 1].end() : found.start()].strip():
            break
        if unit := unit_at(phrase[found.start() :]):
            return unit[0].symbol
        word = analyse(found.group())
        if is_acronym(found.group()):
            return COUNT_UNIT
        if word.pos == "NOUN":
            return unit_of_noun(word)
        if word.pos not in ("ADJF", "PRTF"):
            break
        people = people or word.pos == "PRTF"
    return PEOPLE_UNIT if people else None
