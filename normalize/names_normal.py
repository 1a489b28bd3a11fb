"""A name as written → its parts: legal form, region, places, numbers, person honoured, and the words that remain.

Inflection, order, quotes, abbreviations and slips of the pen are taken away here, so that evidence can be weighed
on parts (`names_evidence`). Pure; what it knows of forms, regions and places comes from the registry.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from normalize.lemmas import is_adverb, is_known, is_plural, is_singular
from normalize.names_grammar import (
    BRANCH,
    FUNCTION_WORDS,
    HONOUR_MARKERS,
    PLACE_MARKERS,
    RANK_WORDS,
    STATE_INSTITUTION,
    TYPE_WORDS,
    Grammar,
    Phrase,
)
from normalize.names_words import Word, WordReader
from normalize.registry import LegalForm

LONGEST_HONOUR = 4
AGAIN = "′"


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a name says, part by part. `words` are dictionary forms in order, without places and numbers;
    `places` are names of the places file; `key` is every form but those of region, legal form and person, sorted:
    equal keys, equal names. `tokens` are words, places («@Братск») and numbers («#58») in order, as one vocabulary.
    `dotted` words end in a full stop, `cut` is the last word, which may be cut off: each as (form, as written).
    `wording` is the key as text; `leads_with_place`: «Братский …»."""

    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    honoured: tuple[str, ...] = ()
    regions: frozenset[str] = frozenset()
    forms: tuple[LegalForm, ...] = ()
    plural: bool = False
    singular: bool = False
    branch: bool = False
    corrected: frozenset[str] = frozenset()
    cut: tuple[str, str] | None = None
    dotted: tuple[tuple[str, str], ...] = ()
    key: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    leads_with_place: bool = False
    types: frozenset[str] = frozenset()
    wording: str = ""
    region_names: tuple[str, ...] = ()

    @property
    def special(self) -> tuple[str, ...]:
        """The words that say what sets this institution apart."""
        return tuple(word for word in self.words if word not in TYPE_WORDS and word not in RANK_WORDS)


@dataclass
class _Builder:
    """Collects the parts while the words are read from left to right."""

    grammar: Grammar
    keys: list[str]
    words: list[Word] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    honoured: list[str] = field(default_factory=list)
    regions: dict[str, str] = field(default_factory=dict)
    forms: list[LegalForm] = field(default_factory=list)
    form_words: list[Word] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    branch: bool = False
    leads_with_place: bool = False

    def take_phrase(self, phrase: Phrase, words: Sequence[Word]) -> None:
        match phrase.kind:
            case "form":
                self.forms.extend([phrase.form] if phrase.form else [])
                self.form_words.extend(words)
            case "region":
                self.regions[phrase.value] = phrase.name
            case "place":
                self.leads_with_place |= not self.key
                if phrase.value not in self.places:
                    self.places.append(phrase.value)
                    self.tokens.append(f"@{phrase.value}")
                self.key.extend(phrase.words)
            case "municipal" if phrase.value:
                self.words.append(Word(phrase.value, words[0].raw))
                self.tokens.append(phrase.value)
                self.key.append(phrase.value)

    def take_word(self, word: Word) -> None:
        if word.key in FUNCTION_WORDS or word.key in PLACE_MARKERS or (len(word.key) == 1 and word.key.isalpha()):
            return
        self.key.append(word.key)
        if word.key.isdecimal():
            self.numbers.append(word.key)
            self.tokens.append(f"#{word.key}")
        elif word.key == BRANCH:
            self.branch = True
        else:
            self.words.append(word)
            self.tokens.append(_numbered(word.key, self.tokens))


def _numbered(key: str, tokens: list[str]) -> str:
    """A word that comes again is another token: «министерства … и министерства» are two."""
    while key in tokens:
        key += AGAIN
    return key


def parse_name(text: str, reader: WordReader) -> NameParts:
    """Take a name apart. Never fails: what is not understood stays among `words`."""
    words = reader.split(text)
    builder = _Builder(reader.grammar, [word.key for word in words])
    position = 0
    while position < len(words):
        position = _step(words, position, builder)
    if not (builder.words or builder.places or builder.numbers) and builder.form_words:
        builder.words, builder.forms = builder.form_words, []
        builder.key = builder.tokens = [word.key for word in builder.words]
    return _finished(builder, words)


def _step(words: Sequence[Word], position: int, builder: _Builder) -> int:
    """Read what stands at `position`, and say where to go on."""
    word = words[position]
    if word.key in HONOUR_MARKERS:
        return _read_honour(words, position + 1, builder)
    span = _state_form(words, position, builder)
    if span > position:
        builder.form_words.extend(words[position:span])
        return span
    phrase = builder.grammar.longest(builder.keys, position)
    if phrase is not None and not _is_plural_form(phrase, word):
        builder.take_phrase(phrase, words[position : position + len(phrase.words)])
        return position + len(phrase.words)
    builder.take_word(word)
    return position + 1


def _is_plural_form(phrase: Phrase, first: Word) -> bool:
    """«Некоммерческие организации» are a category, not a legal form."""
    return phrase.kind == "form" and len(phrase.words) > 1 and is_plural(first.raw)


def _read_honour(words: Sequence[Word], position: int, builder: _Builder) -> int:
    """The person after «им.»: up to a break, a place marker or a number."""
    end = min(len(words), position + LONGEST_HONOUR)
    while position < end:
        word = words[position]
        if word.key.isdecimal() or word.key in TYPE_WORDS or (word.key in PLACE_MARKERS and builder.honoured):
            break
        if len(word.key) > 1:
            builder.honoured.append(word.key)
        position += 1
        if word.breaks and builder.honoured:
            break
    return position


def _state_form(words: Sequence[Word], start: int, builder: _Builder) -> int:
    """End of a spelled-out form that no table lists («… казённое … учреждение»), or `start`."""
    form_words = builder.grammar.form_words
    if words[start].key not in form_words or is_plural(words[start].raw):
        return start
    phrase = builder.grammar.longest(builder.keys, start)
    if phrase is not None and phrase.kind == "form":
        return start
    end = start
    while end < len(words) and words[end].key in form_words and words[end].key != STATE_INSTITUTION:
        end += 1
    found = start + 1 < end < len(words) and words[end].key == STATE_INSTITUTION
    return end + 1 if found else start


def _begins_plural(words: Sequence[Word]) -> bool:
    """«Центры …», «Специальные …», «Социально-реабилитационные …»."""
    leading = [word for word in words if word.key not in FUNCTION_WORDS][:2]
    if not leading:
        return False
    first = leading[-1] if is_adverb(leading[0].raw) else leading[0]
    return is_known(first.raw) and is_plural(first.raw)


def _begins_singular(words: Sequence[Word]) -> bool:
    """«Школа …», «Управление …», for certain."""
    return bool(words) and is_known(words[0].raw) and is_singular(words[0].raw)


def _finished(builder: _Builder, words: Sequence[Word]) -> NameParts:
    last = words[-1] if words else None
    return NameParts(
        words=tuple(word.key for word in builder.words),
        places=tuple(builder.places),
        numbers=tuple(builder.numbers),
        honoured=tuple(builder.honoured),
        regions=frozenset(builder.regions),
        forms=tuple(builder.forms),
        plural=_begins_plural(words),
        singular=_begins_singular(words),
        branch=builder.branch,
        corrected=frozenset(word.key for word in words if word.corrected),
        cut=(last.key, last.raw) if last is not None and builder.words and last is builder.words[-1] else None,
        dotted=tuple((word.key, word.raw) for word in builder.words if word.dotted),
        key=tuple(sorted(builder.key)),
        tokens=tuple(builder.tokens),
        types=TYPE_WORDS.intersection(builder.tokens),
        wording=" ".join(sorted(builder.key)),
        region_names=tuple(builder.regions.values()),
        leads_with_place=builder.leads_with_place,
    )
