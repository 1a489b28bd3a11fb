"""The registry: entities with stable ids, their dated names and the events between them, read from CSV files.

People edit the files (`normalize/data/README.md` documents their columns); other folders may add to them.
"""

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal, NoReturn, TypeVar, get_args

from messages.errors import RegistryDamaged

DATA = Path(__file__).parent / "data"
# More folders with files of the same layout, separated as in PATH.
FOLDERS_VARIABLE = "LETOPIS_REGISTRY"

EntityKind = Literal[
    "college", "school", "ministry", "agency", "institute", "ngo", "municipality", "region", "category", "other"
]
# The id of the country: a region of regions, which tells no namesakes apart.
FEDERATION = "ru"
# Between a category and the region that limits it, in the id of both together.
WITHIN = "@"
NameType = Literal["full", "short", "acronym", "alias", "former", "observed"]
EventKind = Literal["rename", "form", "merger", "split", "branch", "closing"]
T = TypeVar("T")
_archive_folder: list[Path] = []
ENTITY_FILES = ("organisations.csv", "territories.csv", "categories.csv")


@dataclass(frozen=True, slots=True)
class Name:
    """A name of an entity; `since` and `until` are inclusive, None where not known."""

    entity_id: str
    type: NameType
    text: str
    since: date | None = None
    until: date | None = None
    source: str = ""

    def valid_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that figures are stated of. `form` is a short legal form, `settlement` a place of `places.csv`,
    `region`, `parent` and `branch_of` are ids of entities; `since` and `until` say when it existed."""

    id: str
    kind: EntityKind
    name: str
    form: str = ""
    settlement: str = ""
    region: str = ""
    parent: str = ""
    branch_of: str = ""
    since: date | None = None
    until: date | None = None

    def exists_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def category_within(category: Entity, region: Entity) -> Entity:
    """The category in one region: never one series with the category elsewhere."""
    name = f"{category.name} ({region.name})"
    return Entity(f"{category.id}{WITHIN}{region.id}", "category", name, region=region.id, parent=category.id)


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to entities on a day, and by which act."""

    date: date
    kind: EventKind
    sources: tuple[str, ...]
    results: tuple[str, ...]
    act: str = ""


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form: short and spelled out, who owns it and how it is financed (words of `legal_forms.csv`)."""

    short: str
    full: str
    ownership: str = ""
    level: str = ""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A settlement; `variants` are its adjectives and other spellings."""

    name: str
    type: str
    variants: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True)
class Registry:
    """Everything that names can be matched with. Immutable: adding gives a new one (`with_names`, `merged`)."""

    entities: tuple[Entity, ...]
    names: tuple[Name, ...] = ()
    events: tuple[Event, ...] = ()
    forms: tuple[LegalForm, ...] = ()
    places: tuple[Place, ...] = ()
    abbreviations: tuple[tuple[str, str], ...] = ()
    _sources: tuple[Path, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def load(cls, directory: Path | Iterable[Path] | None = None) -> "Registry":
        """The project's own data, then `directory` (one or several), then the folders of `LETOPIS_REGISTRY`.

        A row of a later folder replaces the entity of the same id. Raises `RegistryDamaged`."""
        registry = cls(())
        for folder in folders(directory):
            registry = registry.merged(_read_folder(folder))
        return registry

    @classmethod
    def of_folder(cls, folder: Path) -> "Registry":
        """Only what stands in one folder. Raises `RegistryDamaged`."""
        return _read_folder(folder)

    def merged(self, other: "Registry") -> "Registry":
        """Both; where ids are the same, the entity of `other`."""
        entities = {entity.id: entity for entity in (*self.entities, *other.entities)}
        return Registry(
            tuple(entities.values()),
            _united(self.names, other.names),
            _united(self.events, other.events),
            _united(self.forms, other.forms),
            _united(self.places, other.places),
            _united(self.abbreviations, other.abbreviations),
            _united(self._sources, other._sources),
        )

    def with_names(self, names: Iterable[Name]) -> "Registry":
        """This registry and more names (decisions of people, as `observed`)."""
        return self.merged(Registry((), tuple(names)))

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}

    @cached_property
    def names_by_entity(self) -> dict[str, tuple[Name, ...]]:
        """All names of each entity, its official one first."""
        found: dict[str, list[Name]] = {
            entity.id: [Name(entity.id, "full", entity.name, entity.since, entity.until)] for entity in self.entities
        }
        for name in self.names:
            if name.entity_id in found:
                found[name.entity_id].append(name)
        return {entity_id: tuple(names) for entity_id, names in found.items()}

    def get(self, entity_id: str) -> Entity | None:
        """The entity; the id may also be of a category within a region."""
        if entity_id in self.by_id:
            return self.by_id[entity_id]
        category, _, region = entity_id.partition(WITHIN)
        if category in self.by_id and region in self.by_id:
            return category_within(self.by_id[category], self.by_id[region])
        return None

    def successors(self, entity_id: str) -> tuple[tuple[Event, str], ...]:
        """What `entity_id` became, each with the event, oldest first (one step, not the whole chain)."""
        steps = [(event, result) for event in self.events if entity_id in event.sources for result in event.results]
        return tuple(sorted((step for step in steps if step[1] != entity_id), key=lambda step: step[0].date))


def _united(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def folders(directory: Path | Iterable[Path] | None = None) -> tuple[Path, ...]:
    """Where data are read from: the project's own, `directory` (one or several), the folders of `LETOPIS_REGISTRY`,
    the open archive's."""
    return (DATA, *_as_paths(directory), *_configured(), *_archive_folder)


def use_archive_folder(folder: Path) -> None:
    """From now on this process also reads the registry of the archive that it opened, if that has one."""
    _archive_folder[:] = [folder] if folder.is_dir() else []


def _as_paths(directory: Path | Iterable[Path] | None) -> tuple[Path, ...]:
    if directory is None:
        return ()
    return (directory,) if isinstance(directory, Path) else tuple(directory)


def _configured() -> Iterator[Path]:
    return (Path(folder) for folder in os.environ.get(FOLDERS_VARIABLE, "").split(os.pathsep) if folder)


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of a file, which knows where it stands, so that a mistake can be found."""

    path: Path
    number: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return (self.values.get(column) or "").strip()

    def needed(self, column: str) -> str:
        return self[column] or self.reject(f"{column}: ∅")

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        return self[column] if self[column] in allowed else self.reject(f"{column}: «{self[column]}»")

    def several(self, column: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self[column].split(";") if part.strip())

    def day(self, column: str) -> date | None:
        try:
            return date.fromisoformat(self[column]) if self[column] else None
        except ValueError:
            self.reject(f"{column}: «{self[column]}»")

    def reject(self, detail: str) -> NoReturn:
        raise RegistryDamaged(path=self.path, line=self.number, detail=detail)


def _lines(path: Path) -> Iterator[_Line]:
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, values in enumerate(csv.DictReader(file), start=2):
                yield _Line(path, number, values)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegistryDamaged(path=path, line=0, detail=str(error)) from error


def _read_folder(folder: Path) -> Registry:
    if not folder.is_dir():
        raise RegistryDamaged(path=folder, line=0, detail="∅")
    return Registry(
        tuple(_entity(line) for name in ENTITY_FILES for line in _lines(folder / name)),
        tuple(_name(line) for line in _lines(folder / "names.csv")),
        tuple(_event(line) for line in _lines(folder / "events.csv")),
        tuple(_form(line) for line in _lines(folder / "legal_forms.csv")),
        tuple(_place(line) for line in _lines(folder / "places.csv")),
        tuple((line.needed("abbreviation"), line.needed("expansion")) for line in _lines(folder / "abbreviations.csv")),
        (folder,),
    )


def _entity(line: _Line) -> Entity:
    return Entity(
        line.needed("id"),
        line.one_of("kind", get_args(EntityKind)),  # type: ignore[arg-type]
        line.needed("name"),
        line["form"],
        line["settlement"],
        line["region"],
        line["parent"],
        line["branch_of"],
        line.day("since"),
        line.day("until"),
    )


def _name(line: _Line) -> Name:
    kind = line.one_of("type", get_args(NameType))
    return Name(
        line.needed("entity"),
        kind,  # type: ignore[arg-type]
        line.needed("name"),
        line.day("since"),
        line.day("until"),
        line["source"],
    )


def _event(line: _Line) -> Event:
    day = line.day("date") or line.reject("date: ∅")
    kind = line.one_of("kind", get_args(EventKind))
    return Event(day, kind, line.several("from"), line.several("to"), line["act"])  # type: ignore[arg-type]


def _form(line: _Line) -> LegalForm:
    return LegalForm(
        line.needed("short"), line.needed("full"), line["ownership"], line["level"], line.several("variants")
    )


def _place(line: _Line) -> Place:
    return Place(line.needed("place"), line["type"], line.several("variants"), line["region"])
