"""All names of a registry, taken apart and found by their words; and the vocabulary that mends slips of the pen."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nlargest
from math import log

from normalize.lemmas import lemma
from normalize.names_evidence import KnownName
from normalize.names_grammar import BRANCH, FUNCTION_WORDS, HONOUR_MARKERS, MUNICIPAL_WORDS, PLACE_MARKERS, Grammar
from normalize.names_normal import NameParts, parse_name
from normalize.names_vocabulary import Vocabulary
from normalize.names_words import Word, WordReader
from normalize.registry import Entity, Name, Registry

# How many of the likest names are weighed, and from what share of the likest one's weight on.
WEIGHED = 10
WORTH_WEIGHING = 0.4
# A word in more names than this finds nothing by itself.
COMMON = 400
SHORTEST_ACRONYM = 2


class NameIndex:
    """Names of one registry by key and by word."""

    def __init__(self, registry: Registry) -> None:
        grammar = Grammar.of(registry)
        self._plain = WordReader(grammar)
        self._forms = {form.short: form for form in registry.forms}
        self._postings: dict[str, list[int]] = defaultdict(list)
        self._keys: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._acronyms: dict[str, set[str]] = defaultdict(set)
        self._weights: dict[str, float] = {}
        parsed = list(self._parsed(registry))
        self._weigh_words(parsed)
        vocabulary = Vocabulary(self._spellings(parsed))
        self.reader = WordReader(grammar, vocabulary.correct, vocabulary.is_one_word)
        self.names = [self._known(*one) for one in parsed]
        self._listed_acronyms = frozenset(
            word for _, name, parts, derived in parsed if name.type == "acronym" and not derived for word in parts.words
        )
        self._listed = frozenset(
            (*grammar.words, *grammar.form_words, *FUNCTION_WORDS, *PLACE_MARKERS, *HONOUR_MARKERS, BRANCH)
        )
        for number, known in enumerate(self.names):
            self._keys[known.parts.key].append(number)
            for token in known.tokens:
                self._postings[token].append(number)

    def _parsed(self, registry: Registry) -> Iterator[tuple[Entity, Name, NameParts, bool]]:
        for entity in registry.entities:
            listed: set[str] = set()
            for name in registry.names_by_entity[entity.id]:
                parts = parse_name(name.text, self._plain)
                yield entity, name, parts, False
                if name.type == "acronym":
                    listed.update(parts.words)
            if entity.kind == "municipality":
                yield from self._bare(entity)
            elif entity.kind not in ("region", "category"):
                yield from self._derived(entity, listed)

    def _bare(self, entity: Entity) -> Iterator[tuple[Entity, Name, NameParts, bool]]:
        """A municipality named by its adjective or its town alone («Балаганский», «Братск»)."""
        bare = " ".join(word for word in entity.name.split() if lemma(word) not in MUNICIPAL_WORDS)
        if bare != entity.name:
            yield entity, Name(entity.id, "short", bare), parse_name(bare, self._plain), False

    def _derived(self, entity: Entity, listed: set[str]) -> Iterator[tuple[Entity, Name, NameParts, bool]]:
        """Acronyms that the official name yields: known to collide, though nobody listed them."""
        for acronym in acronyms(entity.name):
            self._acronyms[lemma(acronym)].add(entity.id)
            if lemma(acronym) not in listed:
                yield entity, Name(entity.id, "acronym", acronym), parse_name(acronym, self._plain), True

    def _known(self, entity: Entity, name: Name, parts: NameParts, derived: bool) -> KnownName:
        tokens = frozenset(parts.tokens)
        form = self._forms.get(entity.form)
        return KnownName(entity, name, parts, tokens, form, derived)

    def _weigh_words(self, parsed: Iterable[tuple[Entity, Name, NameParts, bool]]) -> None:
        holders: dict[str, set[str]] = defaultdict(set)
        entities = set()
        for entity, _name, parts, _derived in parsed:
            entities.add(entity.id)
            for token in parts.tokens:
                holders[token].add(entity.id)
        self._rarest = log(1 + len(entities))
        self._weights = {token: log(1 + len(entities) / len(held)) for token, held in holders.items()}

    def _spellings(self, parsed: Iterable[tuple[Entity, Name, NameParts, bool]]) -> Iterator[tuple[str, str]]:
        """What a misspelt word is compared with: dictionary forms, and words as they stand in names."""
        grammar = self._plain.grammar
        yield from ((word, word) for word in grammar.form_words)
        for phrases in grammar.phrases.values():
            yield from ((word, word) for phrase in phrases for word in phrase.words)
        for _entity, name, parts, _derived in parsed:
            if name.type != "acronym":
                yield from ((word.raw, word.key) for word in self._plain.split(name.text))
                yield from ((word, word) for word in parts.words)

    def weight(self, token: str) -> float:
        """How much a word tells: much if few entities have it; an unknown one as much as the rarest."""
        return self._weights.get(token, self._rarest)

    def shares_acronym(self, known: KnownName, mention: NameParts) -> bool:
        """Whether an acronym could as well be made of another entity's name."""
        return any(self._acronyms.get(word, set()) - {known.entity.id} for word in mention.words)

    def is_acronym(self, word: str) -> bool:
        """Whether some entity is listed with `word` as its acronym."""
        return lemma(word) in self._listed_acronyms

    def candidates(self, parts: NameParts) -> list[KnownName]:
        """Names worth weighing: those of the same key, and those with the most telling words in common."""
        gathered: dict[int, float] = defaultdict(float)
        for token in sorted(set(parts.tokens), key=lambda token: len(self._postings.get(token, ()))):
            posting = self._postings.get(token, ())
            if len(posting) > COMMON and gathered:
                break
            weight = self.weight(token)
            for number in posting[:COMMON]:
                gathered[number] += weight
        same = self._keys.get(parts.key, ())[:COMMON]
        likest = nlargest(WEIGHED, gathered, key=gathered.__getitem__)
        floor = WORTH_WEIGHING * gathered[likest[0]] if likest else 0.0
        chosen = dict.fromkeys((*same, *(number for number in likest if gathered[number] >= floor)))
        return [self.names[number] for number in chosen]

    def foreign_words(self, text: str) -> list[str]:
        """Words of `text` that are in no name, phrase or list: none of them can be part of a name. Words that may be
        cut off are not told, nor are those beside the name of a person, who may be anybody."""
        words = self.reader.split(text)
        if any(word.key in HONOUR_MARKERS for word in words):
            return []
        return [word.key for word in words[:-1] if self._is_foreign(word)]

    def _is_foreign(self, word: Word) -> bool:
        key = word.key
        if key in self._postings or key in self._listed or word.dotted:
            return False
        return len(key) > 1 and not key.isdecimal()

    def named(self, parts: NameParts) -> list[Entity]:
        """Entities whose name has the very words of `parts`."""
        return [self.names[number].entity for number in self._keys.get(parts.key, ())] if parts.key else []


def acronyms(name: str) -> tuple[str, ...]:
    """Acronyms of a name: its initials without «и», and with it («ИТТС», «ИТТиС»)."""
    words = [part for part in _core(name).replace("-", " ").split() if part[0].isalpha()]
    short = "".join(word[0] for word in words if word not in FUNCTION_WORDS).upper()
    with_and = "".join(
        "и" if word == "и" else word[0].upper() for word in words if word == "и" or word not in FUNCTION_WORDS
    )
    return tuple(dict.fromkeys(made for made in (short, with_and) if len(short) > SHORTEST_ACRONYM))


def _core(name: str) -> str:
    for mark in (" им.", " г.", "№", "«"):
        name = name.partition(mark)[0]
    return name.replace(",", " ")
