"""Words of a question → indicators and entities of the archive; when unsure, what may have been meant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, and_, func, select

from normalize.lemmas import lemmas
from normalize.text import fold
from store.models import Entity, EntityName, Indicator, Mention, NameMatch, Observation, Wording
from store.resolve import Resolver
from store.writing import table_of

INDICATOR, WORDING, OBSERVATION = table_of(Indicator), table_of(Wording), table_of(Observation)
ENTITY, NAME, MENTION, MATCH = table_of(Entity), table_of(EntityName), table_of(Mention), table_of(NameMatch)
T = TypeVar("T")
# Below this likeness (0…100) a wording is not worth offering.
_OFFER_FROM = 55
_OFFERS = 7


@dataclass(frozen=True, slots=True)
class FoundIndicator:
    """An indicator that has values here."""

    id: int
    key: str
    name: str


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity of the registry (`id`, `code`), or a name that stands for none (`folded`)."""

    name: str
    id: int | None = None
    code: str | None = None
    folded: str | None = None


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """`taken` is what the words mean; `offered` what they may mean when nothing is taken."""

    taken: tuple[T, ...] = ()
    offered: tuple[T, ...] = ()


def find_indicators(connection: Connection, words: str, resolver: Resolver) -> Found[FoundIndicator]:
    """Indicators that `words` name: by key or wording, by the catalogue, else those whose wordings hold every word."""
    named = _named_indicators(connection)
    meant = resolver.indicator(words).key
    exact = [item for item, wordings in named if item.key in (words, meant) or fold(words) in map(fold, wordings)]
    return Found(tuple(exact)) if exact else _by_words(words, named)


def indicators_like(connection: Connection, words: str) -> tuple[FoundIndicator, ...]:
    """Indicators of the archive with wordings that hold every word of `words`, else those most like it."""
    found = _by_words(words, _named_indicators(connection))
    return (*found.taken, *found.offered)


def _named_indicators(connection: Connection) -> list[tuple[FoundIndicator, list[str]]]:
    """Indicators that have values, each with its name and wordings."""
    rows = connection.execute(
        select(INDICATOR.c.id, INDICATOR.c.key, INDICATOR.c.name, WORDING.c.text)
        .join(WORDING, WORDING.c.indicator_id == INDICATOR.c.id)
        .order_by(INDICATOR.c.id, WORDING.c.id)
    )
    found: dict[int, tuple[FoundIndicator, list[str]]] = {}
    for row in rows:
        _, wordings = found.setdefault(row.id, (FoundIndicator(row.id, row.key, row.name), [row.name]))
        wordings.append(row.text)
    return list(found.values())


def find_entities(connection: Connection, words: str, resolver: Resolver) -> Found[FoundEntity]:
    """Entities that `words` name: by id, by the matcher; else those with a name that holds every word, and names in
    documents that stand for no entity."""
    return find_each(connection, [words], resolver)[0]


def find_each(connection: Connection, asked: Sequence[str], resolver: Resolver) -> list[Found[FoundEntity]]:
    """As `find_entities`, of many names at once."""
    answers = {words: resolver.name(words, None).entity for words in asked}
    codes = {*asked, *(code for code in answers.values() if code)}
    known = {item.code: item for item in _entities(connection, sorted(codes))}
    unresolved = {item.folded: item for item in _unresolved(connection, sorted(map(fold, asked)))}

    def find(words: str) -> Found[FoundEntity]:
        if words in known:
            return Found((known[words],))
        meant = (known.get(answers[words]), unresolved.get(fold(words)))
        taken = tuple(item for item in meant if item is not None)
        return Found(taken) if taken else _entities_like(connection, words)

    return [find(words) for words in asked]


def _entities_like(connection: Connection, words: str) -> Found[FoundEntity]:
    unresolved = [(item, [item.name]) for item in _unresolved(connection)]
    return _by_words(words, [*_named_entities(connection), *unresolved])


def _entities(connection: Connection, codes: Sequence[str]) -> list[FoundEntity]:
    rows = connection.execute(select(ENTITY.c.id, ENTITY.c.code, ENTITY.c.name).where(ENTITY.c.code.in_(codes)))
    return [FoundEntity(row.name, row.id, row.code) for row in rows]


def codes_of_kind(connection: Connection, kind: str) -> set[str]:
    """The registry ids of all entities of a kind."""
    return set(connection.execute(select(ENTITY.c.code).where(ENTITY.c.kind == kind)).scalars())


def entity_ids(connection: Connection, codes: Iterable[str]) -> list[int]:
    """The archive's numbers of registry ids."""
    return sorted(item.id for item in _entities(connection, sorted(codes)) if item.id is not None)


def _named_entities(connection: Connection) -> list[tuple[FoundEntity, list[str]]]:
    """Entities that documents mention, each with all its names."""
    mentioned = select(MATCH.c.entity_id).where(MATCH.c.entity_id.is_not(None)).distinct()
    rows = connection.execute(
        select(ENTITY.c.id, ENTITY.c.code, ENTITY.c.name, NAME.c.text)
        .outerjoin(NAME, NAME.c.entity_id == ENTITY.c.id)
        .where(ENTITY.c.id.in_(mentioned))
        .order_by(ENTITY.c.id)
    )
    found: dict[int, tuple[FoundEntity, list[str]]] = {}
    for row in rows:
        _, names = found.setdefault(row.id, (FoundEntity(row.name, row.id, row.code), [row.name]))
        names.extend([row.text] if row.text else [])
    return list(found.values())


def _unresolved(connection: Connection, folded: Sequence[str] | None = None) -> list[FoundEntity]:
    """Names in documents that stand for no entity, each spelling once; only those that are `folded` so, if given."""
    query = unresolved_query()
    rows = connection.execute(query if folded is None else query.where(MATCH.c.folded.in_(folded)))
    return [FoundEntity(row.text, folded=row.folded) for row in rows]


def unresolved_query() -> Select[Any]:
    """Names that stand for no entity, each spelling once."""
    return (
        select(func.min(MENTION.c.text).label("text"), MATCH.c.folded)
        .join(MENTION, and_(MENTION.c.document_id == MATCH.c.document_id, MENTION.c.mention == MATCH.c.mention))
        .where(MATCH.c.entity_id.is_(None))
        .group_by(MATCH.c.folded)
    )


def _by_words(words: str, named: Sequence[tuple[T, list[str]]]) -> Found[T]:
    """Items with a name that holds all words, in any form; else the likest as offers."""
    wanted = set(lemmas(words))
    holding = [item for item, names in named if wanted and any(wanted <= set(lemmas(name)) for name in names)]
    return Found(tuple(holding)) if holding else Found(offered=tuple(_likest(words, named)))


def _likest(words: str, named: Iterable[tuple[T, list[str]]]) -> list[T]:
    from rapidfuzz import fuzz

    wanted = " ".join(lemmas(words))
    scored = [
        (max(fuzz.token_set_ratio(wanted, " ".join(lemmas(name))) for name in names), item) for item, names in named
    ]
    best = sorted((pair for pair in scored if pair[0] >= _OFFER_FROM), key=lambda pair: -pair[0])
    return [item for _, item in best[:_OFFERS]]
