"""Names of bodies and territories in a sentence, by their heads."""

import re
from collections.abc import Sequence

from extract.nlp import analyse, lemma_table
from extract.organisations import BODIES, depth_at, is_acronym
from extract.prose.head_units import WORD
from normalize.text import squash

PREDICATES = frozenset({"VERB", "PRTS", "INFN", "GRND"})
_TERRITORIES = lemma_table("район область край округ республика город муниципалитет поселение")
_TERRITORY_SIGNS = re.compile(
    r"(?:(?:МР|ГО|МО|МО ГО|СП|ГП|Республика)\s+«?[А-ЯЁ][\w-]+»?(?:\s\([А-ЯЁ]\w+\))?|г\.\s?[А-ЯЁ][\w-]+(?:\s[А-ЯЁ][\w-]+)?)\s*$"
)
_IN = re.compile(r"(?:^|\s)(?:во?|по|от|из|у)\s+$", re.IGNORECASE)
_IN_TERRITORY = re.compile(
    r"(?:^|\s)(?:в|во|по|от|из)\s+(?P<name>(?:[А-ЯЁ][\w-]*(?:ом|ем|ой|ей|ого|его)\s+(?:(?:муниципальн|городск)\w+\s+)?"
    r"(?:район|област|кра|округ|республик)\w*|Республик\w+\s+[А-ЯЁ][\w-]+|г(?:\.|ород\w*)\s?[А-ЯЁ][\w-]+))"
)


def name_before(text: str) -> str | None:
    """The name that ends the text: an organisation or a territory with all that belongs to it."""
    text = text.rstrip(" :–—-\u00a0")
    if found := _TERRITORY_SIGNS.search(text):
        return found.group().strip()
    start = _name_start(text)
    return None if start is None else squash(text[start:])


def is_name(text: str) -> bool:
    """Whether a whole label is the name of a body or a territory: its head comes first, or it is quoted."""
    words = list(WORD.finditer(text))[:8]
    for index, found in enumerate(words):
        word = analyse(found.group())
        if _is_legal_form(text, found) or word.lemma in BODIES or word.lemma in _TERRITORIES:
            return True
        if index > 6 or not (word.pos in ("ADJF", "PRTF", "") or is_acronym(found.group())):
            break
    return bool(_TERRITORY_SIGNS.search(text) or re.match(r"[^«]{0,60}«[^»]+»", text))


def short_before(text: str, bodies: frozenset[str]) -> str | None:
    """The short name of a body, as the text defined it, that ends `text`."""
    bare = text.rstrip(" :–—-\u00a0")
    ends = (short for short in bodies if bare.endswith(short) and not bare[: -len(short)][-1:].isalnum())
    return max(ends, key=len, default=None)


def short_inside(text: str, bodies: frozenset[str]) -> str | None:
    """The one body that a sentence speaks of by its short name («в ЦОПП обучены»); None for none or several."""
    named = {
        short
        for short in bodies
        for found in re.finditer(rf"(?<!\w){re.escape(short)}(?!\w)", text)
        if _IN.search(text, 0, found.start())
    }
    return named.pop() if len(named) == 1 else None


def _name_start(text: str) -> int | None:
    """The last head of a name; one in the genitive belongs to a head further left."""
    start = None
    words = list(WORD.finditer(text))
    for index in range(len(words) - 1, -1, -1):
        word = analyse(words[index].group())
        if depth_at(text, words[index].start()) > 0:
            continue
        if word.pos in PREDICATES or (
            start is not None and re.search(r"[,;:–—]\s", text[words[index].start() : start])
        ):
            break
        if word.lemma in BODIES or word.lemma in _TERRITORIES or _is_legal_form(text, words[index]):
            start = _with_adjectives(text, words, index)
            if "gent" not in word.cases:
                break
    return start


def _is_legal_form(text: str, found: re.Match[str]) -> bool:
    """«ГБПОУ ИО «…», «МКУ «…»»: capitals that a quoted name follows."""
    follows = re.match(r"\s+(?:[А-ЯЁ]{2,}\s+){0,3}[«\"]", text[found.end() :])
    return found.group().isupper() and len(found.group()) >= 2 and follows is not None


def _with_adjectives(text: str, words: Sequence[re.Match[str]], index: int) -> int:
    while index > 0 and not text[words[index - 1].end() : words[index].start()].strip(' «"'):
        previous = analyse(words[index - 1].group())
        if previous.pos not in ("ADJF", "PRTF") and not is_acronym(words[index - 1].group()):
            break
        index -= 1
    joined = index > 1 and words[index - 1].group() == "и" and analyse(words[index - 2].group()).lemma in BODIES
    return _with_adjectives(text, words, index - 2) if joined else words[index].start()


def territory_in(text: str) -> str | None:
    """The one territory that the sentence speaks of («в Заозёрном районе»), None for none or several."""
    names = {squash(found["name"]) for found in _IN_TERRITORY.finditer(text)}
    return names.pop() if len(names) == 1 else None
