"""What a wording and a name are taken for when a document is written: the catalogue's and the matcher's answers."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from normalize.text import squash


@dataclass(frozen=True, slots=True)
class ResolvedIndicator:
    """`key` makes wordings one indicator: the catalogue's id, or made from the wording."""

    key: str
    name: str
    catalogue_id: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedName:
    """The matcher's answer; `entity` is the registry's id, `reasons` and `candidates` are JSON."""

    outcome: str
    entity: str | None = None
    score: float | None = None
    margin: float | None = None
    reasons: str = "[]"
    candidates: str = "[]"


class Resolver(Protocol):
    """Tells what wordings and names are taken for."""

    def indicator(self, text: str) -> ResolvedIndicator:
        """The indicator that a wording names."""

    def name(self, text: str, on: date | None) -> ResolvedName:
        """The entity that a name means on a day."""


class RegistryResolver:
    """Resolves by the registry and the catalogue of indicators, loaded once."""

    def __init__(self) -> None:
        from normalize.indicators import IndicatorCatalogue
        from normalize.names import Matcher

        from normalize.registry import Registry

        self._matcher = Matcher(Registry.load())
        self._catalogue = IndicatorCatalogue.load()

    def indicator(self, text: str) -> ResolvedIndicator:
        from normalize.indicators import indicator_key

        found = self._catalogue.resolve(text)
        if found.outcome == "match" and found.indicator_id and found.name:
            return ResolvedIndicator(found.indicator_id, found.name, found.indicator_id)
        return ResolvedIndicator(indicator_key(text), squash(text))

    def name(self, text: str, on: date | None) -> ResolvedName:
        found = self._matcher.match(text, on=on)
        matched = found.outcome == "match"
        return ResolvedName(
            found.outcome,
            found.entity_id if matched else None,
            found.score,
            found.margin,
            json.dumps([str(reason) for reason in found.reasons], ensure_ascii=False),
            json.dumps([_candidate(item) for item in found.candidates], ensure_ascii=False),
        )


def _candidate(item: object) -> object:
    """A candidate as JSON: its public fields, or its text."""
    names = getattr(item, "__dataclass_fields__", None)
    if names is None:
        return str(item)
    return {name: value for name in names if isinstance(value := getattr(item, name), str | int | float)}


@lru_cache(maxsize=1)
def registry_resolver() -> RegistryResolver:
    """The resolver of this process."""
    return RegistryResolver()
