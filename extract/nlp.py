"""Words of Russian running text: a blank spaCy pipeline with pymorphy3 behind its lemmas."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from normalize.lemmas import LONGEST_WORD, readings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_COMPONENT = "letopis_lemmas"
_CACHE = 65536
_WORD_IN_PHRASE = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDING_ON_A_NUMBER = re.compile(r"\d+-?[а-яё]+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """The first (likeliest) reading of a word, and what the others allow.

    `pos` is an OpenCorpora tag (NOUN, ADJF, PRTF, VERB …) or "" for what is no Russian word.
    `person`: some reading is a noun for somebody («больных», «взрослые»). `name`: some reading is a surname or a first name. `place`: the name of a place.
    `case` is the first reading's (nomn, gent, datv, accs, ablt, loct, or ""), `cases` all of its part of speech."""

    lemma: str
    pos: str
    case: str
    cases: frozenset[str]
    animate: bool
    known: bool
    plural: bool
    name: bool = False
    place: bool = False
    person: bool = False


def _analyzer() -> object:
    from normalize.lemmas import analyzer

    return analyzer()


def lemma_table(lemmas: str) -> frozenset[str]:
    """A table of lemmas written as one string with spaces."""
    return frozenset(lemmas.split())


@lru_cache(maxsize=_CACHE)
def analyse(word: str) -> Word:
    """What `word` may be; case of letters does not matter."""
    if len(word) > LONGEST_WORD:
        return Word(word.lower(), "", "", frozenset(), animate=False, known=False, plural=False)
    found = readings(word if len(word) == 1 else word.lower())  # a lone capital may be an initial
    first = found[0]
    pos = str(first.tag.POS or "")
    if _ENDING_ON_A_NUMBER.match(word) or pos == "":
        return Word(word.lower().replace("ё", "е"), "", "", frozenset(), animate=False, known=False, plural=False)
    alike = [reading for reading in found if reading.tag.POS == first.tag.POS]
    return Word(
        lemma=first.normal_form.replace("ё", "е"),
        pos=pos,
        case=str(first.tag.case or ""),
        cases=frozenset(str(reading.tag.case) for reading in alike if reading.tag.case),
        animate="anim" in first.tag,
        known=bool(first.is_known),
        plural="plur" in first.tag,
        name=any("Surn" in reading.tag or "Name" in reading.tag for reading in found),
        place="Geox" in first.tag,
        person=any(reading.tag.POS == "NOUN" and "anim" in reading.tag for reading in found),
    )


def lemmatise(doc: "Doc") -> "Doc":
    """The pipeline component: `token.lemma_` from pymorphy3, ё → е."""
    for token in doc:
        token.lemma_ = analyse(token.text).lemma
    return doc


@lru_cache(maxsize=1)
def pipeline() -> "Language":
    """The Russian tokenizer followed by our lemmas; made once for a process."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory(_COMPONENT):
        Language.component(_COMPONENT, func=lemmatise)
    nlp = spacy.blank("ru")
    nlp.add_pipe(_COMPONENT)
    return nlp


def words(text: str) -> "Doc":
    """Tokens of `text`, lemmatised."""
    return pipeline()(text)


def nominative(phrase: str) -> str:
    """A noun phrase with its head, and the adjectives before it, in the nominative.

    «министерства труда» → «министерство труда». What is nominative already, quoted, or not in the dictionary stays."""
    words = _to_head(phrase)
    if not words or analyse(words[0].group()).case == "nomn":
        return phrase
    head = words[-1].group()
    position = 0
    pieces: list[str] = []
    for found in words:
        pieces += [phrase[position : found.start()], _inflect(found.group(), head)]
        position = found.end()
    return "".join([*pieces, phrase[position:]])


def _to_head(phrase: str) -> list[re.Match[str]]:
    """Adjectives and the noun that they belong to, from the beginning of the phrase on."""
    words: list[re.Match[str]] = []
    for found in _WORD_IN_PHRASE.finditer(phrase):
        word = analyse(found.group())
        joined = not phrase[words[-1].end() if words else 0 : found.start()].strip()
        if not joined or word.pos not in ("NOUN", "ADJF", "PRTF"):
            break
        words.append(found)
        if word.pos == "NOUN":
            break
    return words


@lru_cache(maxsize=_CACHE)
def _inflect(word: str, head: str) -> str:
    """`word` in the nominative, in the number and gender of the head; capitals kept."""
    if word.isupper():
        return word
    tag = _analyzer().parse(head)[0].tag  # type: ignore[attr-defined]
    wanted = {"nomn", str(tag.number or "sing")}
    if word != head and tag.gender and tag.number != "plur":
        wanted.add(str(tag.gender))
    changed = _analyzer().parse(word)[0].inflect(wanted)  # type: ignore[attr-defined]
    if changed is None:
        return word
    text = str(changed.word)
    return text.capitalize() if word[:1].isupper() else text
