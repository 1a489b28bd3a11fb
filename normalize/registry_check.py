"""What is wrong with a registry: duplicates, cycles, dates that overlap, acronyms that collide, ids that nobody has."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from messages import N_, _
from normalize.registry import Entity, Event, Name, Registry
from normalize.text import fold

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault, and the entities that it concerns."""

    code: str
    severity: Severity
    message: str
    entities: tuple[str, ...]


UNKNOWN_ID = N_("{entity} refers to {id} ({column}), which is not in the registry.")
UNKNOWN_NAMED = N_("A name («{name}») belongs to {id}, which is not in the registry.")
CYCLE = N_("{chain}: the chain ({column}) comes back to where it began.")
DUPLICATE = N_("«{name}» is the full name of several entities at the same time: {entities}.")
SHARED = N_("«{name}» is a name of several entities at the same time: {entities}; it will always be asked about.")
BACKWARD = N_("{entity}: what ends on {until} begins only on {since}.")
OVERLAP = N_("{entity} is called «{first}» and «{second}» officially at the same time.")
EVENT_ENDS = N_("{entity} goes on after the event of {date} ({kind}) that ended it.")
EVENT_STARTS = N_("{entity} exists before the event of {date} ({kind}) that made it.")
ENDING_EVENTS = ("merger", "closing")


def check_registry(registry: Registry) -> list[Fault]:
    """Every fault, errors first."""
    checks: tuple[Callable[[Registry], Iterable[Fault]], ...] = (
        _unknown_ids, _cycles, _backward_dates, _shared_names, _overlapping_names, _events_against_dates,
    )  # fmt: skip
    faults = [fault for check in checks for fault in check(registry)]
    return sorted(faults, key=lambda fault: (fault.severity != "error", fault.code, fault.entities))


def _unknown_ids(registry: Registry) -> Iterator[Fault]:
    known = registry.by_id
    for entity in registry.entities:
        for column in ("region", "parent", "branch_of"):
            wanted = getattr(entity, column)
            if wanted and wanted not in known:
                message = _(UNKNOWN_ID, entity=entity.id, id=wanted, column=column)
                yield Fault("unknown_id", "error", message, (entity.id,))
    for name in registry.names:
        if name.entity_id not in known:
            yield Fault("unknown_id", "error", _(UNKNOWN_NAMED, name=name.text, id=name.entity_id), (name.entity_id,))
    for event in registry.events:
        for entity_id in (*event.sources, *event.results):
            if entity_id not in known:
                message = _(UNKNOWN_ID, entity=event.date.isoformat(), id=entity_id, column="events")
                yield Fault("unknown_id", "error", message, (entity_id,))


def _cycles(registry: Registry) -> Iterator[Fault]:
    seen: set[frozenset[str]] = set()
    for column in ("parent", "branch_of"):
        for entity in registry.entities:
            chain = _chain(registry, entity, column)
            if len(chain) != len(set(chain)) and frozenset(chain) not in seen:
                seen.add(frozenset(chain))
                message = _(CYCLE, chain=" → ".join(chain), column=column)
                yield Fault("cycle", "error", message, tuple(dict.fromkeys(chain)))


def _chain(registry: Registry, entity: Entity, column: str) -> list[str]:
    """Ids from `entity` upwards, ending at the top or at the first that repeats."""
    chain: list[str] = [entity.id]
    above: Entity | None = entity
    while above is not None and (wanted := getattr(above, column)):
        chain.append(wanted)
        if chain.count(wanted) > 1:
            break
        above = registry.get(wanted)
    return chain


def _backward_dates(registry: Registry) -> Iterator[Fault]:
    dated = [(entity.id, entity.since, entity.until) for entity in registry.entities]
    dated += [(name.entity_id, name.since, name.until) for name in registry.names]
    for entity_id, since, until in dated:
        if since and until and until < since:
            message = _(BACKWARD, entity=entity_id, since=since, until=until)
            yield Fault("backward_dates", "error", message, (entity_id,))


def _shared_names(registry: Registry) -> Iterator[Fault]:
    holders: dict[str, list[Name]] = defaultdict(list)
    for names in registry.names_by_entity.values():
        for name in names:
            holders[fold(name.text)].append(_with_life(registry, name))
    for held in holders.values():
        entities = tuple(sorted({name.entity_id for pair in _together(held) for name in pair}))
        if len(entities) < 2:
            continue
        full = all(name.type == "full" for name in held)
        told_apart = full and len({registry.by_id[entity].region for entity in entities}) == len(entities)
        severe = full and not told_apart
        message = _(DUPLICATE if severe else SHARED, name=held[0].text, entities=", ".join(entities))
        code = "duplicate" if severe else "colliding_acronym" if held[0].type == "acronym" else "shared_name"
        yield Fault(code, "error" if severe else "warning", message, entities)


def _with_life(registry: Registry, name: Name) -> Name:
    """The name with the dates of its entity where it has none of its own."""
    entity = registry.by_id[name.entity_id]
    return Name(name.entity_id, name.type, name.text, name.since or entity.since, name.until or entity.until)


def _together(names: Iterable[Name]) -> Iterator[tuple[Name, Name]]:
    """Pairs of names of different entities that are valid at the same time."""
    return (
        (first, second)
        for first, second in combinations(names, 2)
        if first.entity_id != second.entity_id and _overlap(first, second)
    )


def _overlap(first: Name, second: Name) -> bool:
    latest_start = max(first.since or date.min, second.since or date.min)
    return latest_start <= min(first.until or date.max, second.until or date.max)


def _overlapping_names(registry: Registry) -> Iterator[Fault]:
    """Two official names at once; names without dates say nothing about when they were valid."""
    for entity_id, names in registry.names_by_entity.items():
        official = [name for name in names if name.type in ("full", "former") and (name.since or name.until)]
        for first, second in combinations(official, 2):
            if _overlap(first, second) and fold(first.text) != fold(second.text):
                message = _(OVERLAP, entity=entity_id, first=first.text, second=second.text)
                yield Fault("overlapping_names", "error", message, (entity_id,))


def _events_against_dates(registry: Registry) -> Iterator[Fault]:
    for event in registry.events:
        if event.kind in ENDING_EVENTS:
            yield from (_contradicted(event, EVENT_ENDS, entity) for entity in _outliving(registry, event))
        if event.kind in ("merger", "split"):
            made = [registry.by_id[i] for i in event.results if i in registry.by_id and i not in event.sources]
            early = [entity for entity in made if entity.since is not None and entity.since < event.date]
            yield from (_contradicted(event, EVENT_STARTS, entity) for entity in early)


def _outliving(registry: Registry, event: Event) -> list[Entity]:
    ended = [registry.by_id[i] for i in event.sources if i in registry.by_id and i not in event.results]
    return [entity for entity in ended if entity.until is None or entity.until > event.date]


def _contradicted(event: Event, sentence: str, entity: Entity) -> Fault:
    message = _(sentence, entity=entity.id, date=event.date, kind=event.kind)
    return Fault("event_against_dates", "error", message, (entity.id,))
