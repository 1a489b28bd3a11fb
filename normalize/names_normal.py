"""A name as written → its parts: legal form, region, places, numbers, person honoured, and the words that remain.

Inflection, order, quotes, abbreviations and slips of the pen are taken away here, so that evidence can be weighed
on parts (`names_evidence`). Pure; what it knows of forms, regions and places comes from the registry.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from normalize.lemmas import is_adverb, is_plural, lemma
from normalize.registry import LegalForm, Registry
from normalize.text import fold

PhraseKind = Literal["form", "region", "place", "municipal"]
Correct = Callable[[str, str], str]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Kinds of institutions. Two names that say different ones speak of different institutions.
TYPE_WORDS = _words(
    "техникум колледж училище лицей школа гимназия интернат институт университет академия министерство департамент "
    "управление комитет служба агентство инспекция центр больница поликлиника диспансер фонд ассоциация союз "
    "библиотека музей театр совет комиссия палата отдел отделение район город администрация дума правительство аппарат "
    "сад дом приют бюро комиссариат банк корпорация отряд объединение партнерство уполномоченный собрание филиал"
)
# Words that say how high an institution stands, and nothing of what it is.
RANK_WORDS = _words("областной государственный региональный муниципальный городской районный федеральный")
FUNCTION_WORDS = _words("и в во на по для с со при из от к о об не без им имени иной прочий")
PLACE_MARKERS = _words("г гор с п пос поселок рп пгт д дер село деревня ст станция мкр")
HONOUR_MARKERS = frozenset(("им", "имени", "имя"))
BRANCH = "филиал"
# Municipal forms: what they are called in tables → the word that tells a district from a town.
MUNICIPAL_FORMS = {
    ("муниципальный", "район"): "район",
    ("муниципальный", "округ"): "район",
    ("мр",): "район",
    ("городской", "округ"): "город",
    ("го",): "город",
    ("муниципальный", "образование"): "",
    ("мо",): "",
}
MUNICIPAL_WORDS = _words("район город округ муниципальный городской")
STATE_INSTITUTION = "учреждение"
LONGEST_HONOUR = 4

_TOKEN = re.compile(r"№|[^\W_]+|[^\w\s]")
_NUMBER_SIGN = frozenset(("№", "n", "no"))
_MIXED = re.compile(r"(?=.*\d)(?=.*[^\W\d_])")
_TAIL_NUMBER = re.compile(r"([^\W\d_]+)(\d+)")
_DIGITS_FOR_LETTERS = str.maketrans("036841", "озбвчи")
_LIST_LABEL = re.compile(r"^\s*\(?\d{1,3}(?:\.\d{1,3})*[.)]\s*")
_LETTERS_IN_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: dictionary form (corrected), as folded in the text, and what stands around it."""

    key: str
    raw: str
    dotted: bool = False
    breaks: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class NameParts:
    """What a name says, part by part. `words` are dictionary forms in order, without places and numbers;
    `places` are names of the places file; `key` is every form but those of region, legal form and person, sorted:
    equal keys, equal names. `cut` is the last word, which may be cut off; `leads_with_place`: «Братский …»."""

    words: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    honoured: tuple[str, ...] = ()
    regions: frozenset[str] = frozenset()
    forms: tuple[LegalForm, ...] = ()
    plural: bool = False
    branch: bool = False
    corrected: frozenset[str] = frozenset()
    cut: str = ""
    dotted: frozenset[str] = frozenset()
    key: tuple[str, ...] = ()
    leads_with_place: bool = False

    @property
    def tokens(self) -> tuple[str, ...]:
        """Words, places («@Братск») and numbers («#58») as one vocabulary."""
        return (*self.words, *(f"@{place}" for place in self.places), *(f"#{number}" for number in self.numbers))

    @property
    def types(self) -> frozenset[str]:
        return TYPE_WORDS.intersection(self.words)

    @property
    def special(self) -> tuple[str, ...]:
        """The words that say what sets this institution apart."""
        return tuple(word for word in self.words if word not in TYPE_WORDS and word not in RANK_WORDS)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of dictionary forms that stands for one thing."""

    words: tuple[str, ...]
    kind: PhraseKind
    value: str
    form: LegalForm | None = None


@dataclass
class Grammar:
    """The phrases of a registry: legal forms, regions, places, municipal forms; and its abbreviations."""

    phrases: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signs: re.Pattern[str] | None = None
    sign_expansions: dict[str, str] = field(default_factory=dict)
    form_words: frozenset[str] = frozenset()

    @classmethod
    def of(cls, registry: Registry) -> "Grammar":
        grammar = cls()
        for short, full in registry.abbreviations:
            grammar._add_abbreviation(fold(short), fold(full))
        grammar.phrases = _indexed(_phrases(registry))
        grammar.form_words = frozenset(word for form in registry.forms for word in _keys(form.full)) - FUNCTION_WORDS
        return grammar

    def _add_abbreviation(self, short: str, full: str) -> None:
        if short.isalpha():
            self.abbreviations[short] = _keys(full)
            return
        self.sign_expansions[short] = full
        alternatives = "|".join(re.escape(sign) for sign in sorted(self.sign_expansions, key=len, reverse=True))
        self.signs = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")

    def expand(self, text: str) -> str:
        """Folded `text` with abbreviations that hold signs («ж/д», «мин-во») spelled out."""
        if self.signs is None or not ("/" in text or "-" in text):
            return text
        return self.signs.sub(lambda found: self.sign_expansions[found[0]], text)

    def longest(self, words: list[Word], start: int) -> Phrase | None:
        """The longest phrase that begins at `start`."""
        for phrase in self.phrases.get(words[start].key, ()):
            end = start + len(phrase.words)
            if end <= len(words) and all(words[start + i].key == key for i, key in enumerate(phrase.words)):
                return phrase
        return None


def _keys(text: str) -> tuple[str, ...]:
    return tuple(lemma(found[0]) for found in re.finditer(r"[^\W_]+", fold(text)))


def _phrases(registry: Registry) -> Iterator[Phrase]:
    for form in registry.forms:
        for spelling in (form.short, form.full, *form.variants):
            yield Phrase(_keys(spelling), "form", form.short, form)
    for entity in registry.entities:
        if entity.kind == "region":
            for name in registry.names_by_entity[entity.id]:
                yield Phrase(_keys(name.text), "region", entity.id)
    for place in registry.places:
        for spelling in (place.name, *place.variants):
            yield Phrase(_keys(spelling), "place", place.name)
    for words, municipal in MUNICIPAL_FORMS.items():
        yield Phrase(words, "municipal", municipal)


def _indexed(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, dict[tuple[str, ...], Phrase]] = {}
    for phrase in phrases:
        if phrase.words:
            found.setdefault(phrase.words[0], {}).setdefault(phrase.words, phrase)
    return {first: tuple(sorted(by.values(), key=lambda p: -len(p.words))) for first, by in found.items()}


def as_written(_raw: str, key: str) -> str:
    """The corrector that corrects nothing, for names of the registry itself."""
    return key


def split_words(text: str, grammar: Grammar, correct: Correct = as_written) -> list[Word]:
    """Words of a name with their dictionary forms; hyphened words in parts, numbers apart, signs as breaks."""
    found: list[Word] = []
    folded = grammar.expand(fold(_LIST_LABEL.sub("", text, count=1)))
    for match in _TOKEN.finditer(folded):
        token = match[0]
        if token.isalnum():
            found.extend(_words_of(token, folded[match.end() : match.end() + 1] == ".", grammar, correct))
        elif token in _NUMBER_SIGN:
            continue
        elif found and token not in ".-":
            found[-1] = Word(found[-1].key, found[-1].raw, found[-1].dotted, True, found[-1].corrected)
    return _without_number_signs(found)


def _words_of(token: str, dotted: bool, grammar: Grammar, correct: Correct) -> Iterator[Word]:
    if token.isdigit():
        yield Word(str(int(token)), token)
    elif token.isalpha():
        yield from _word(token, dotted, grammar, correct)
    elif (tail := _TAIL_NUMBER.fullmatch(token)) is not None:
        yield from _word(tail[1], False, grammar, correct)
        yield Word(str(int(tail[2])), tail[2])
    elif sum(map(str.isalpha, token)) >= _LETTERS_IN_DIGITS:
        yield from _word(token.translate(_DIGITS_FOR_LETTERS), dotted, grammar, correct)
    else:
        yield from (Word(part, part) for part in re.findall(r"\d+|[^\W\d_]+", token))


def _word(raw: str, dotted: bool, grammar: Grammar, correct: Correct) -> Iterator[Word]:
    expansion = grammar.abbreviations.get(raw)
    if expansion is not None:
        yield from (Word(key, raw) for key in expansion)
        return
    key = lemma(raw)
    right = correct(raw, key)
    yield from (Word(part, raw, dotted, corrected=right != key) for part in right.split())


def _without_number_signs(words: list[Word]) -> list[Word]:
    return [
        word
        for i, word in enumerate(words)
        if not (word.key in _NUMBER_SIGN and i + 1 < len(words) and words[i + 1].key.isdigit())
    ]


@dataclass
class _Builder:
    """Collects the parts while the words are read from left to right."""

    grammar: Grammar
    words: list[Word] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    honoured: list[str] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)
    forms: list[LegalForm] = field(default_factory=list)
    form_words: list[Word] = field(default_factory=list)
    key: list[str] = field(default_factory=list)
    branch: bool = False
    leads_with_place: bool = False

    def take_phrase(self, phrase: Phrase, words: list[Word]) -> None:
        match phrase.kind:
            case "form":
                self.forms.extend([phrase.form] if phrase.form else [])
                self.form_words.extend(words)
            case "region":
                self.regions.add(phrase.value)
            case "place":
                self.leads_with_place |= not self.key
                self.places.append(phrase.value)
                self.key.extend(phrase.words)
            case "municipal" if phrase.value:
                self.words.append(Word(phrase.value, words[0].raw))
                self.key.append(phrase.value)

    def take_word(self, word: Word) -> None:
        if word.key in FUNCTION_WORDS or word.key in PLACE_MARKERS or (len(word.key) == 1 and word.key.isalpha()):
            return
        self.key.append(word.key)
        if word.key.isdigit():
            self.numbers.append(word.key)
        elif word.key == BRANCH:
            self.branch = True
        else:
            self.words.append(word)


def parse_name(text: str, grammar: Grammar, correct: Correct = as_written) -> NameParts:
    """Take a name apart. Never fails: what is not understood stays among `words`."""
    words = split_words(text, grammar, correct)
    builder = _Builder(grammar)
    position = 0
    while position < len(words):
        position = _step(words, position, builder)
    if not (builder.words or builder.places or builder.numbers) and builder.form_words:
        builder.words, builder.forms = builder.form_words, []
        builder.key = [word.key for word in builder.words]
    return _finished(builder, words)


def _step(words: list[Word], position: int, builder: _Builder) -> int:
    """Read what stands at `position`, and say where to go on."""
    word = words[position]
    if word.key in HONOUR_MARKERS and position + 1 < len(words):
        return _read_honour(words, position + 1, builder)
    span = _state_form(words, position, builder.grammar)
    if span > position:
        builder.form_words.extend(words[position:span])
        return span
    phrase = builder.grammar.longest(words, position)
    if phrase is not None and not _is_plural_form(phrase, word):
        builder.take_phrase(phrase, words[position : position + len(phrase.words)])
        return position + len(phrase.words)
    builder.take_word(word)
    return position + 1


def _is_plural_form(phrase: Phrase, first: Word) -> bool:
    """«Некоммерческие организации» are a category, not a legal form."""
    return phrase.kind == "form" and len(phrase.words) > 1 and is_plural(first.raw)


def _read_honour(words: list[Word], position: int, builder: _Builder) -> int:
    """The person after «им.»: up to a break, a place marker or a number."""
    end = min(len(words), position + LONGEST_HONOUR)
    while position < end:
        word = words[position]
        if word.key.isdigit() or word.key in TYPE_WORDS or (word.key in PLACE_MARKERS and builder.honoured):
            break
        if len(word.key) > 1:
            builder.honoured.append(word.key)
        position += 1
        if word.breaks:
            break
    return position


def _state_form(words: list[Word], start: int, grammar: Grammar) -> int:
    """End of a spelled-out form that no table lists («… казённое … учреждение»), or `start`."""
    if words[start].key not in grammar.form_words or is_plural(words[start].raw):
        return start
    phrase = grammar.longest(words, start)
    if phrase is not None and phrase.kind == "form":
        return start
    end = start
    while end < len(words) and words[end].key in grammar.form_words and words[end].key != STATE_INSTITUTION:
        end += 1
    found = start + 1 < end < len(words) and words[end].key == STATE_INSTITUTION
    return end + 1 if found else start


def _begins_plural(words: list[Word]) -> bool:
    """«Центры …», «Специальные …», «Социально-реабилитационные …»."""
    leading = [word for word in words if word.key not in FUNCTION_WORDS][:2]
    if not leading:
        return False
    return is_plural((leading[-1] if is_adverb(leading[0].raw) else leading[0]).raw)


def _finished(builder: _Builder, words: list[Word]) -> NameParts:
    last = words[-1] if words else None
    return NameParts(
        words=tuple(word.key for word in builder.words),
        places=tuple(dict.fromkeys(builder.places)),
        numbers=tuple(builder.numbers),
        honoured=tuple(builder.honoured),
        regions=frozenset(builder.regions),
        forms=tuple(builder.forms),
        plural=_begins_plural(words),
        branch=builder.branch,
        corrected=frozenset(word.key for word in words if word.corrected),
        cut=last.key if last is not None and builder.words and last is builder.words[-1] else "",
        dotted=frozenset(word.key for word in builder.words if word.dotted),
        key=tuple(sorted(builder.key)),
        leads_with_place=builder.leads_with_place,
    )
