"""Russian words → dictionary forms (pymorphy3, most probable parse). Cached: real texts repeat their words."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

CACHED_WORDS = 1 << 18
# Shorter ones are prepositions and abbreviations, which the dictionary takes for other words («им» for «они»).
SHORTEST_WORD = 2
PARTICIPLES = ("PRTF", "PRTS")
DECLINED = ("NOUN", "ADJF", "PRTF")
WORD = re.compile(r"[^\W\d_]+(?:[-‐‑][^\W\d_]+)*|\d+")


@cache
def analyzer() -> "MorphAnalyzer":
    """The shared dictionary; loading it takes about 0.1 s."""
    from pymorphy3 import MorphAnalyzer

    return MorphAnalyzer()


@lru_cache(maxsize=CACHED_WORDS)
def lemma(word: str) -> str:
    """Dictionary form of one word, in lower case, «ё» as «е»: «колледжем» → «колледж»."""
    plain = word.casefold().replace("ё", "е")
    if len(plain) > SHORTEST_WORD and not plain.isascii():
        return str(analyzer().parse(plain)[0].normal_form).replace("ё", "е")
    return plain


def lemmas(text: str) -> tuple[str, ...]:
    """Dictionary forms of the words and numbers of ``text``; hyphened words stay whole, other signs are dropped."""
    return tuple(lemma(word) for word in WORD.findall(text))


@lru_cache(maxsize=CACHED_WORDS)
def nominative(word: str) -> str:
    """As `lemma`, but a participle stays one: «принятых» → «принятый», where its lemma is the verb «принять»."""
    plain = word.casefold().replace("ё", "е")
    if len(plain) <= SHORTEST_WORD or plain.isascii():
        return plain
    parses = analyzer().parse(plain)
    best = next((parse for parse in parses if parse.tag.POS in PARTICIPLES), parses[0])
    if best.tag.POS not in PARTICIPLES or parses[0].tag.POS == "NOUN":
        best = parses[0]
        return str(best.normal_form).replace("ё", "е")
    form = best.inflect({"PRTF", "masc", "sing", "nomn"})
    return str(form.word if form else best.normal_form).replace("ё", "е")


@lru_cache(maxsize=CACHED_WORDS)
def is_known(word: str) -> bool:
    """Whether the dictionary holds ``word`` itself, not a guess by its ending."""
    return bool(analyzer().word_is_known(word.casefold()))


@lru_cache(maxsize=CACHED_WORDS)
def is_plural(word: str) -> bool:
    """Whether every noun or adjective that ``word`` can be is plural: «центры», «иных», but not «министерства»."""
    tags = [parse.tag for parse in analyzer().parse(word.casefold())]
    named = [tag for tag in tags if tag.POS in DECLINED]
    return bool(named) and all(tag.number == "plur" for tag in named)


@lru_cache(maxsize=CACHED_WORDS)
def is_adverb(word: str) -> bool:
    """Whether ``word`` may be the first half of an adjective («социально-…»), which tells no number."""
    return analyzer().parse(word.casefold())[0].tag.POS in ("ADVB", "ADJS")
