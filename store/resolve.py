"""What a wording and a name are taken for when a document is written: the catalogue's and the matcher's answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from extract.document import Document
from normalize.indicators import IndicatorCatalogue, indicator_key
from normalize.names import NO_CONTEXT, Candidate, MatchContext, Matcher, default_matcher
from normalize.names_context import context_of
from normalize.names_reasons import Reason
from normalize.registry import Registry, folders
from normalize.text import fold, squash


@dataclass(frozen=True, slots=True)
class ResolvedIndicator:
    """`key` makes wordings one indicator: the catalogue's id, or made from the wording."""

    key: str
    name: str
    catalogue_id: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedName:
    """The matcher's answer; `entity` is the registry's id. `reasons` is JSON: [{code, detail}], `candidates` JSON:
    [{entity_id, entity, score, reasons}]."""

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

    def name(self, text: str, on: date | None, context: MatchContext = NO_CONTEXT) -> ResolvedName:
        """The entity that a name means on a day, in its surroundings."""

    def context(self, document: Document) -> MatchContext:
        """What a document tells about all names in it."""


class RegistryResolver:
    """Resolves by a registry and the catalogue of indicators."""

    def __init__(self, registry: Registry | None = None) -> None:
        self._matcher = Matcher(registry) if registry else default_matcher()
        self.registry = self._matcher.registry
        self._catalogue = IndicatorCatalogue.load()

    def indicator(self, text: str) -> ResolvedIndicator:
        found = self._catalogue.resolve(text)
        if found.outcome == "match" and found.indicator_id and found.name:
            return ResolvedIndicator(found.indicator_id, found.name, found.indicator_id)
        return ResolvedIndicator(indicator_key(text) or fold(text), squash(text))

    def context(self, document: Document) -> MatchContext:
        from extract.abbreviations import read_abbreviations

        abbreviations = ((found.short, found.full) for found in read_abbreviations(document))
        return context_of(document.text(), self._matcher, abbreviations)

    def name(self, text: str, on: date | None, context: MatchContext = NO_CONTEXT) -> ResolvedName:
        found = self._matcher.match(text, on=on, context=context)
        matched = found.outcome == "match"
        return ResolvedName(
            found.outcome,
            found.entity_id if matched else None,
            found.score,
            found.margin,
            reasons_json(found.reasons),
            candidates_json(found.candidates),
        )


def reasons_json(reasons: Sequence[Reason]) -> str:
    """Reasons as they are stored: [{code, detail}]."""
    return _json([{"code": reason.code, "detail": reason.detail} for reason in reasons])


def candidates_json(candidates: Sequence[Candidate]) -> str:
    """Candidates as they are stored: [{entity_id, entity, score, reasons}]."""
    return _json([_candidate(item) for item in candidates])


def _candidate(item: Candidate) -> dict[str, object]:
    return {
        "entity_id": item.entity_id,
        "entity": item.entity,
        "score": item.score,
        "reasons": [{"code": reason.code, "detail": reason.detail} for reason in item.reasons],
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def registry_resolver() -> RegistryResolver:
    """The resolver with the registry as it is configured."""
    return _resolver_of(folders())


@lru_cache(maxsize=2)
def _resolver_of(_folders: tuple[Path, ...]) -> RegistryResolver:
    return RegistryResolver()
