"""What the answers of `letopis review` do: about names in the registry, about indicators in the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, get_args

import typer

from messages import _
from normalize.indicators import Indicator, IndicatorCatalogue
from normalize.names import Matcher
from normalize.names_kinds import looks_like_name
from normalize.registry import Entity, EntityKind, Registry
from normalize.registry_local import add_entity, add_indicator, new_id
from store.archive import Archive
from store.decisions import decide
from store.indicator_decisions import Choice, decide_indicator
from store.lookup import indicators_like
from store.questions import Question

ReadLine = Callable[[str], str]


class Answers(Protocol):
    """What can be answered to one sort of question. Ids are the registry's, or keys of indicators."""

    def keep(self, question: Question, chosen: str | None, author: str) -> tuple[int, str]:
        """Write the decision; its number, and what was decided in words."""

    def found(self, words: str) -> list[tuple[str, str]]:
        """(id, name) of what `words` may mean."""

    def new(self, question: Question, read_line: ReadLine) -> str | None:
        """Ask for something that is not there yet and add it; its id, or None if it was not added."""


@dataclass
class NameAnswers:
    """Answers about names."""

    archive: Archive
    _matcher: Matcher | None = None

    def keep(self, question: Question, chosen: str | None, author: str) -> tuple[int, str]:
        self._matching()
        with self.archive.writing() as connection:
            decision = decide(connection, question.text, chosen, author)
        entity = self._registry().get(chosen) if chosen else None
        return decision, (entity.name if entity else chosen) or _("no entity")

    def found(self, words: str) -> list[tuple[str, str]]:
        known = self._registry().get(words)
        if known:
            return [(known.id, known.name)]
        found = self._matching().match(words)
        named = dict([(found.entity_id, found.entity)] if found.entity_id and found.entity else [])
        return list((named | {one.entity_id: one.entity for one in found.candidates}).items())

    def new(self, question: Question, read_line: ReadLine) -> str | None:
        """The same name as written if the line is left empty."""
        name = read_line(_("Name (Enter: as written)")) or question.text.strip("«» ")
        guess = question.kind or looks_like_name(name) or "other"
        kind = read_line(_("Kind: {kinds} (Enter: {guess})", kinds=", ".join(get_args(EntityKind)), guess=guess))
        if kind and kind not in get_args(EntityKind):
            typer.echo(_("There is no such kind."))
            return None
        entity = Entity(new_id(name, self._registry().by_id), kind or guess, name)  # type: ignore[arg-type]
        add_entity(self.archive.registry_folder, entity)
        self._matcher = Matcher(self._registry().merged(Registry((entity,))))
        self.archive.copy_registry(self._matcher.registry)
        return entity.id

    def _registry(self) -> Registry:
        return self._matching().registry

    def _matching(self) -> Matcher:
        if self._matcher is None:
            self._matcher = Matcher(Registry.load())
            self.archive.copy_registry(self._matcher.registry)
        return self._matcher


@dataclass
class IndicatorAnswers:
    """Answers about indicators: those of the catalogue, and those that the archive has without it."""

    archive: Archive
    _known: dict[str, Choice] = field(default_factory=dict)

    def keep(self, question: Question, chosen: str | None, author: str) -> tuple[int, str]:
        choice = None if chosen is None else self._choice(chosen)
        with self.archive.writing() as connection:
            decision = decide_indicator(connection, question.text, choice, author)
        return decision, choice.name if choice else _("an indicator of its own")

    def found(self, words: str) -> list[tuple[str, str]]:
        catalogue = self._catalogue()
        if words in catalogue.indicators:
            return [(words, catalogue.indicators[words].name)]
        offered = [(key, name) for key, name, _score in catalogue.resolve(words).candidates]
        with self.archive.reading() as connection:
            like = indicators_like(connection, words)
        self._known |= {one.key: Choice(one.key, one.name, catalogued=False) for one in like}
        return list(dict((*offered, *((one.key, one.name) for one in like))).items())

    def new(self, question: Question, read_line: ReadLine) -> str | None:
        """The same wording as written if the line is left empty."""
        name = read_line(_("Name (Enter: as written)")) or question.text
        unit = read_line(_("Unit (Enter: none)"))
        indicator = Indicator(new_id(name, self._catalogue().indicators), name, unit)
        add_indicator(self.archive.registry_folder, indicator)
        return indicator.id

    def _choice(self, key: str) -> Choice:
        indicator = self._catalogue().indicators.get(key)
        return Choice(indicator.id, indicator.name) if indicator else self._known[key]

    def _catalogue(self) -> IndicatorCatalogue:
        return IndicatorCatalogue.load(self.archive.registry_folder)
