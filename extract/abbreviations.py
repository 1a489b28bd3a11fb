"""Abbreviations that a text defines for itself: «… организации (далее – ПОО)»."""

import re
from collections.abc import Iterable, Iterator

from extract.document import Document, Paragraph
from extract.facts import Abbreviation
from extract.nlp import analyse
from extract.organisations import BODIES, depth_at, is_acronym, names_an_organisation
from extract.prose.names import name_before
from extract.runs import LONGEST_TEXT, runs_of
from normalize.lemmas import lemma
from normalize.text import squash

DEFINITION = re.compile(
    r"\s*\((?:далее|в\s+дальнейшем)\s*(?:также|по\s+тексту|именуется|соответственно)?\s*[-–—:,]?\s*(?P<short>(?:[^()]|\([^()]*\))+?)\s*\)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_MAX_FULL = 300
_SMALL = frozenset({"PREP", "CONJ", "PRCL"})
# «Постинтернатное сопровождение» may give «ПС» or «ПИС»: so many initials may be left out.
_MOST_LEFT_OUT = 2


class Spelling:
    """How one document shortens names. Of a short name that is defined twice the first definition counts."""

    def __init__(self, abbreviations: Iterable[Abbreviation]) -> None:
        self._full = {one.short: one.full for one in reversed(list(abbreviations))}
        self._words = {short: _words_of(short, full) for short, full in self._full.items() if is_acronym(short)}
        acronyms = sorted(self._words, key=len, reverse=True)
        self._acronym = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, acronyms))})(?!\w)") if acronyms else None

    def bodies(self) -> frozenset[str]:
        """Short names that stand for one body each, not for a kind of them («ПОО») or for what is no body."""
        return frozenset(short for short, full in self._full.items() if _is_one_body(full))

    def full_name(self, name: str) -> str:
        """The full name where all of `name` is a short one («Институт»)."""
        return self._full.get(name, name)

    def spelled_out(self, text: str) -> str:
        """`text` with its acronyms replaced by the words that they stand for."""
        if self._acronym is None:
            return text
        return self._acronym.sub(lambda found: self._words[found.group()], text)


def _is_one_body(full: str) -> bool:
    """Whether a name begins with a legal form in capitals, or its head is a body in the singular."""
    for found in _WORD.finditer(full):
        word = analyse(found.group())
        if is_acronym(found.group()) or word.lemma in BODIES:
            return not word.plural
        if word.pos not in ("ADJF", "PRTF"):
            return False
    return False


def _words_of(acronym: str, full: str) -> str:
    """The words that an acronym stands for, without those that only stand behind them («… организации области»)."""
    words = list(_WORD.finditer(full))
    for count in range(1, len(words) + 1):
        initials = "".join(part[:1].upper() for found in words[:count] for part in found.group().split("-"))
        if _spells(initials, acronym.upper()):
            return full[: words[count - 1].end()]
    return full


def read_abbreviations(document: Document) -> tuple[Abbreviation, ...]:
    """Definitions in reading order; the same short name may be defined twice."""
    return tuple(_in_document(document))


def _in_document(document: Document) -> Iterator[Abbreviation]:
    for run in runs_of(document.blocks):
        for short, full, start, end in find_definitions(run.text):
            yield Abbreviation(short, full, run.locate(start, end))
    for block in document.blocks:
        if not isinstance(block, Paragraph):
            for cell in block.cells:
                for short, full, _start, _end in find_definitions(cell.text):
                    yield Abbreviation(short, full, block.locate(cell))


def find_definitions(text: str) -> Iterator[tuple[str, str, int, int]]:
    """(short, full, start, end) for every definition whose full form can be told; spans cover the bracket."""
    lowered = text.lower()
    if len(text) > LONGEST_TEXT or ("далее" not in lowered and "дальнейшем" not in lowered):
        return
    for found in DEFINITION.finditer(text):
        before = DEFINITION.sub(" ", text[max(0, found.start() - 600) : found.start()])
        for short in _shorts(found["short"]):
            if full := _full_form(short, before.rstrip()):
                yield short, full, found.start(), found.end()


def _shorts(defined: str) -> list[str]:
    """«мониторинг, Модельная программа» defines two."""
    pieces = re.split(r",\s*(?![^«]*»)", squash(defined))
    return [piece.strip(" .;") for piece in pieces if 1 < len(piece.strip(" .;")) <= 120]


def _full_form(short: str, before: str) -> str | None:
    last = before[-_MAX_FULL:]
    if is_acronym(short):
        return _by_initials(short, last) or name_before(last)
    return _by_first_word(short, last) or (name_before(last) if _names_a_body(short) else None)


def _names_a_body(short: str) -> bool:
    return names_an_organisation(short) or is_acronym(short.split()[0])


def _by_initials(short: str, before: str) -> str | None:
    """The last words whose initials spell the acronym, small words passed over."""
    words = [found for found in _WORD.finditer(before) if analyse(found.group()).pos not in _SMALL]
    letters = short.upper()
    for start in range(len(words) - 1, max(-1, len(words) - 3 * len(letters)), -1):
        initials = "".join(part[:1].upper() for found in words[start:] for part in found.group().split("-"))
        if _spells(initials, letters) and words[start].group()[:1].upper() == letters[0]:
            return squash(before[words[start].start() :])
    return None


def _spells(initials: str, letters: str) -> bool:
    """Whether the letters come in order among the initials, few of which are left out."""
    position = 0
    for letter in letters:
        position = initials.find(letter, position) + 1
        if position == 0:
            return False
    return len(initials) - len(letters) <= _MOST_LEFT_OUT


def _by_first_word(short: str, before: str) -> str | None:
    """From the last word that the short name begins with («… Региональный институт … (далее – Институт)»)."""
    first = _WORD.search(short)
    if first is None:
        return None
    wanted = lemma(first.group())
    matches = [found for found in _WORD.finditer(before) if lemma(found.group()) == wanted]
    outside = [found for found in matches if depth_at(before, found.start()) == 0]
    if not matches:
        return None
    start = (outside or matches)[-1].start()
    whole = name_before(before)
    full = whole if whole and len(whole) > len(before) - start else before[start:]
    return squash(full)
