"""Russian words → dictionary forms (pymorphy3, most probable parse). Cached: real texts repeat their words."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer
    from pymorphy3.analyzer import Parse

CACHED_WORDS = 1 << 18
CACHED_PARSES = 1 << 14
# Shorter ones are prepositions and abbreviations, which the dictionary takes for other words («им» for «они»).
SHORTEST_WORD = 2
# No word is longer; the dictionary takes a time that grows with the square of the length.
LONGEST_WORD = 60
PARTICIPLES = ("PRTF", "PRTS")
DECLINED = ("NOUN", "ADJF", "PRTF")
# Words in other letters are left as they are (the dictionary fails on letters without a name in Unicode).
CYRILLIC = re.compile(r"[а-яё\-‐‑]+")
WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*|\d+")


@cache
def analyzer() -> "MorphAnalyzer":
    """The shared dictionary; loading it takes about 0.1 s."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=CACHED_PARSES)
def parses(word: str) -> "tuple[Parse, ...]":
    """What one word can be, the most probable first; nothing for words in other letters."""
    plain = word.casefold().replace("ё", "е")
    is_word = len(plain) <= LONGEST_WORD and CYRILLIC.fullmatch(plain)
    return readings(plain) if is_word else ()


@lru_cache(maxsize=CACHED_PARSES)
def readings(word: str) -> "tuple[Parse, ...]":
    """What the dictionary says of exactly this word; it takes the greatest part of a word's time."""
    return tuple(analyzer().parse(word))


@lru_cache(maxsize=CACHED_WORDS)
def lemma(word: str) -> str:
    """Dictionary form of one word, in lower case, «ё» as «е»: «колледжем» → «колледж»."""
    plain = word.casefold().replace("ё", "е")
    found = parses(plain) if len(plain) > SHORTEST_WORD else ()
    return _plain(found[0].normal_form) if found else plain


def _plain(form: str) -> str:
    return str(form).replace("ё", "е")


def lemmas(text: str) -> tuple[str, ...]:
    """Dictionary forms of the words and numbers of ``text``; hyphened words stay whole, other signs are dropped."""
    return tuple(lemma(word) for word in WORD.findall(text))


@lru_cache(maxsize=CACHED_WORDS)
def nominative(word: str) -> str:
    """As `lemma`, but a participle stays one: «принятых» → «принятый», where its lemma is the verb «принять»."""
    found = parses(word) if len(word) > SHORTEST_WORD else ()
    participle = next((parse for parse in found if parse.tag.POS in PARTICIPLES), None)
    if participle is None or found[0].tag.POS == "NOUN":
        return lemma(word)
    form = participle.inflect({"PRTF", "masc", "sing", "nomn"})
    return _plain(form.word if form else participle.normal_form)


@lru_cache(maxsize=CACHED_WORDS)
def is_known(word: str) -> bool:
    """Whether the dictionary holds ``word`` itself, not a guess by its ending."""
    return bool(parses(word)) and bool(analyzer().word_is_known(word.casefold()))


@lru_cache(maxsize=CACHED_WORDS)
def is_singular(word: str) -> bool:
    """Whether every noun or adjective that ``word`` can be is singular: «школа», but not «школы»."""
    named = [parse.tag for parse in parses(word) if parse.tag.POS in DECLINED]
    return bool(named) and all(tag.number == "sing" for tag in named)


@lru_cache(maxsize=CACHED_WORDS)
def is_plural(word: str) -> bool:
    """Whether every noun or adjective that ``word`` can be is plural: «центры», «иных», but not «министерства»."""
    named = [parse.tag for parse in parses(word) if parse.tag.POS in DECLINED]
    return bool(named) and all(tag.number == "plur" for tag in named)


@lru_cache(maxsize=CACHED_WORDS)
def is_adverb(word: str) -> bool:
    """Whether ``word`` may be the first half of an adjective («социально-…»), which tells no number."""
    found = parses(word)
    return bool(found) and found[0].tag.POS in ("ADVB", "ADJS")


@lru_cache(maxsize=CACHED_WORDS)
def animacy(text: str) -> bool | None:
    """Whether the first noun of ``text`` names living beings; None without a known noun or where readings differ."""
    for word in WORD.findall(text):
        readings = [parse.tag for parse in analyzer().parse(word.casefold().split("-")[0]) if parse.is_known]
        nouns = [tag for tag in readings if tag.POS == "NOUN"]
        if nouns and nouns[0] is readings[0]:
            living = {"anim" in tag for tag in nouns}
            return living.pop() if len(living) == 1 else None
        if not readings or readings[0].POS not in ("ADJF", "PRTF", "ADVB"):
            return None
    return None
