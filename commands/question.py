"""What `series` and `export` are asked: words for indicators and entities → the statements that they mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from messages import _
from messages.errors import NothingFound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from store.lookup import Found, FoundEntity, FoundIndicator
    from store.series import Line
    from store.statements import Wanted
    from store.succession import Succession

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: words for indicators and for entities; `successions` bring in their relatives."""

    indicators: Sequence[str]
    entities: Sequence[str]
    successions: Sequence[Succession]

    def lines(self, connection: Connection, limits: Wanted) -> list[Line]:
        """The series that the words mean. Raises NothingFound."""
        from store.series import build_lines
        from store.statements import load_statements

        lines = build_lines(load_statements(connection, self.wanted(connection, limits)))
        if not lines:
            raise NothingFound(detail=_nothing(self.indicators, self.entities))
        return lines

    def wanted(self, connection: Connection, limits: Wanted) -> Wanted:
        """`limits` narrowed to what the words mean. Raises NothingFound."""
        from store.lookup import find_each, find_indicators
        from store.resolve import registry_resolver

        resolver = registry_resolver()
        named = [
            _taken(words, find_indicators(connection, words, resolver), _offer_indicator) for words in self.indicators
        ]
        answers = zip(self.entities, find_each(connection, self.entities, resolver), strict=True)
        meant = [_taken(words, found, _offer_entity) for words, found in answers]
        subjects = [item for found in meant for item in found]
        return replace(
            limits,
            indicators=[item.id for found in named for item in found],
            entities=self._with_relatives(connection, subjects),
            mentions=[item.folded for item in subjects if item.folded is not None],
        )

    def _with_relatives(self, connection: Connection, subjects: Sequence[FoundEntity]) -> list[int]:
        from store.lookup import entity_ids
        from store.succession import relatives

        codes = {item.code for item in subjects if item.code is not None}
        return entity_ids(connection, relatives(self.successions, codes)) if codes else []


def _taken(words: str, found: Found[T], offer: Callable[[T], str]) -> Sequence[T]:
    if found.taken:
        return found.taken
    if found.offered:
        offers = "".join(f"\n  {offer(item)}" for item in found.offered)
        raise NothingFound(
            detail=_("The archive has nothing called “{words}”. Did you mean:{offers}", words=words, offers=offers)
        )
    raise NothingFound(detail=_("The archive has nothing called “{words}”.", words=words))


def _offer_indicator(item: FoundIndicator) -> str:
    return item.name


def _offer_entity(item: FoundEntity) -> str:
    return f"{item.name} ({item.code})" if item.code else item.name


def _nothing(indicators: Sequence[str], entities: Sequence[str]) -> str:
    if indicators and entities:
        return _(
            "No value of “{indicators}” for “{entities}” within these limits.",
            indicators="; ".join(indicators),
            entities="; ".join(entities),
        )
    return _("No value of “{what}” within these limits.", what="; ".join([*indicators, *entities]))
