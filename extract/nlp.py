"""Words of Russian running text: a blank spaCy pipeline with pymorphy3 behind its lemmas."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

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
    `name`: some reading is a surname or a first name. `place`: the name of a place.
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


def _analyzer() -> object:
    from normalize.lemmas import analyzer

    return analyzer()


def lemma_table(lemmas: str) -> frozenset[str]:
    """A table of lemmas written as one string with spaces."""
    return frozenset(lemmas.split())


@lru_cache(maxsize=_CACHE)
def analyse(word: str) -> Word:
    """What `word` may be; case of letters does not matter."""
    readings = _analyzer().parse(word)  # type: ignore[attr-defined]
    first = readings[0]
    pos = str(first.tag.POS or "")
    if _ENDING_ON_A_NUMBER.match(word) or pos == "":
        return Word(word.lower().replace("ё", "е"), "", "", frozenset(), animate=False, known=False, plural=False)
    alike = [reading for reading in readings if reading.tag.POS == first.tag.POS]
    return Word(
        lemma=first.normal_form.replace("ё", "е"),
        pos=pos,
        case=str(first.tag.case or ""),
        cases=frozenset(str(reading.tag.case) for reading in alike if reading.tag.case),
        animate="anim" in first.tag,
        known=bool(first.is_known),
        plural="plur" in first.tag,
        name=any("Surn" in reading.tag or "Name" in reading.tag for reading in readings),
        place="Geox" in first.tag,
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
    position = 0
    pieces: list[str] = []
    for found in _WORD_IN_PHRASE.finditer(phrase):
        word = analyse(found.group())
        nominal = word.pos in ("NOUN", "ADJF", "PRTF")
        if phrase[position : found.start()].strip() or not nominal or (not pieces and word.case == "nomn"):
            break
        pieces += [phrase[position : found.start()], _inflect(found.group(), "nomn")]
        position = found.end()
        if word.pos == "NOUN":
            break
    return "".join(pieces) + phrase[position:]


def _inflect(word: str, case: str) -> str:
    """`word` in another case of the same number; capitals kept."""
    if analyse(word).pos not in ("NOUN", "ADJF", "PRTF") or analyse(word).case == case or word.isupper():
        return word
    changed = _analyzer().parse(word)[0].inflect({case})  # type: ignore[attr-defined]
    if changed is None:
        return word
    text = str(changed.word)
    return text.capitalize() if word[:1].isupper() else text
