"""The phrases that names are made of: legal forms, regions, places, municipal forms; and their word lists."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from normalize.lemmas import is_adverb, lemma
from normalize.names_heads import HEADS
from normalize.registry import LegalForm, Registry
from normalize.text import fold

PhraseKind = Literal["form", "region", "place", "municipal"]


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
RANK_WORDS = _words(
    "организация учреждение орган областной государственный региональный муниципальный городской районный федеральный"
)
FUNCTION_WORDS = _words(
    "и в во на по для с со при из от к о об не без им имени иной прочий другой "
    "заинтересованный соответствующий указанный данный"
)
PLACE_MARKERS = _words("г гор с п пос поселок рп пгт д дер село деревня ст станция мкр")
HONOUR_MARKERS = frozenset(("им", "имени", "имя"))
# Adjectives in «-ский» that are not of a place, besides those in «-ческий».
_NO_PLACE = _words("медицинский детский женский сельский морской городской русский российский гражданский армейский")
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


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sequence of dictionary forms that stands for one thing."""

    words: tuple[str, ...]
    kind: PhraseKind
    value: str
    form: LegalForm | None = None
    name: str = ""


@dataclass
class Grammar:
    """The phrases of a registry: legal forms, regions, places, municipal forms; and its abbreviations."""

    phrases: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    abbreviations: dict[str, tuple[str, ...]] = field(default_factory=dict)
    signs: re.Pattern[str] | None = None
    sign_expansions: dict[str, str] = field(default_factory=dict)
    form_words: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    region_words: frozenset[str] = frozenset()
    first_form_words: frozenset[str] = frozenset()
    shortened_heads: frozenset[str] = frozenset()

    @classmethod
    def of(cls, registry: Registry) -> "Grammar":
        grammar = cls()
        for short, full in registry.abbreviations:
            grammar._add_abbreviation(fold(short), fold(full))
        grammar.phrases = _indexed(_phrases(registry))
        found = [phrase for phrases in grammar.phrases.values() for phrase in phrases]
        grammar.words = frozenset(word for phrase in found for word in phrase.words)
        grammar.region_words = frozenset(phrase.words[0] for phrase in found if phrase.kind == "region")
        grammar.first_form_words = frozenset(phrase.words[0] for phrase in found if phrase.kind == "form")
        grammar.shortened_heads = frozenset(
            short for short, words in grammar.abbreviations.items() if not HEADS.isdisjoint(words)
        )
        grammar.form_words = frozenset(word for form in registry.forms for word in keys_of(form.full)) - FUNCTION_WORDS
        return grammar

    def _add_abbreviation(self, short: str, full: str) -> None:
        if short.isalpha():
            self.abbreviations[short] = keys_of(full)
            return
        self.sign_expansions[short] = full
        alternatives = "|".join(re.escape(sign) for sign in sorted(self.sign_expansions, key=len, reverse=True))
        self.signs = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")

    def expand(self, text: str) -> str:
        """Folded `text` with abbreviations that hold signs («ж/д», «мин-во») spelled out."""
        if self.signs is None or not ("/" in text or "-" in text):
            return text
        return self.signs.sub(lambda found: self.sign_expansions[found[0]], text)

    def longest(self, keys: Sequence[str], start: int) -> Phrase | None:
        """The longest phrase of dictionary forms that begins at `start`."""
        for phrase in self.phrases.get(keys[start], ()):
            if tuple(keys[start : start + len(phrase.words)]) == phrase.words:
                return phrase
        return None


def is_of_place(word: str) -> bool:
    """Whether an adjective is made of the name of a place, listed or not («Окский», but not «политехнический»)."""
    return word.endswith(("ский", "цкий")) and not word.endswith("ческий") and word not in _NO_PLACE


def form_of(raw: str) -> str:
    """Dictionary form, but the first half of a compound stays: «аграрно-» is not «аграрный»."""
    return raw if raw.endswith("о") and is_adverb(raw) else lemma(raw)


def keys_of(text: str) -> tuple[str, ...]:
    """Dictionary forms of the words and numbers of `text`."""
    return tuple(form_of(found[0]) for found in re.finditer(r"[^\W_]+", fold(text)))


def _phrases(registry: Registry) -> Iterator[Phrase]:
    for form in registry.forms:
        for spelling in (form.short, form.full, *form.variants):
            yield Phrase(keys_of(spelling), "form", form.short, form)
    for entity in registry.entities:
        if entity.kind == "region":
            for name in registry.names_by_entity[entity.id]:
                yield Phrase(keys_of(name.text), "region", entity.id, name=entity.name)
    for place in registry.places:
        for spelling in (place.name, *place.variants):
            yield Phrase(keys_of(spelling), "place", place.name)
    for words, municipal in MUNICIPAL_FORMS.items():
        yield Phrase(words, "municipal", municipal)


def _indexed(phrases: Iterable[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, dict[tuple[str, ...], Phrase]] = {}
    for phrase in phrases:
        if phrase.words:
            found.setdefault(phrase.words[0], {}).setdefault(phrase.words, phrase)
    return {first: tuple(sorted(by.values(), key=lambda p: -len(p.words))) for first, by in found.items()}
