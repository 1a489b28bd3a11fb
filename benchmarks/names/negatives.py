"""Names that look like one of the registry and are not, or that stand for more than one. None may be accepted."""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from benchmarks.names.noise import Case, Untidy
from normalize.names_index import acronyms
from normalize.registry import Entity, Place, Registry
from normalize.text import fold

HERE = Path(__file__).parent
TYPES = "техникум|колледж|училище"
SPECIALTY = re.compile(rf"^(?P<place>\S+(?:ий|ой))\s(?P<special>.+?)\s(?P<type>{TYPES})$")
TAIL = re.compile(rf"^(?P<place>\S+(?:ий|ой))\s(?P<type>{TYPES})\s(?P<special>.+)$")


def negatives(registry: Registry, colleges: Sequence[Entity], random: Random) -> Iterator[Case]:
    """Hard negatives made from `colleges`; half of them untidy as well."""
    taken = {fold(name.text) for names in registry.names_by_entity.values() for name in names}
    yield from _colliding(registry, colleges)
    made = [*_swaps(registry, colleges, random), *_stubs(registry, colleges)]
    for case in dict.fromkeys(made):
        if fold(case.text) not in taken:
            yield case
            if random.random() < 0.5 and (spoilt := _spoilt(case, registry, random)) is not None:
                yield spoilt


def _swaps(registry: Registry, colleges: Sequence[Entity], random: Random) -> Iterator[Case]:
    places = [place for place in registry.places if place.variants and place.variants[0].endswith(("ий", "ой"))]
    specials = _specialties(registry)
    for entity in colleges:
        yield from _other_town(entity, places, specials, random)
        yield from _other_number(entity, random)
        yield from _other_specialty(entity, specials, random)
        yield from _other_type(entity)


def _specialties(registry: Registry) -> dict[str, set[str]]:
    """Which specialties each town's colleges have: a swap must not name another real one."""
    found: dict[str, set[str]] = {}
    for entity in registry.entities:
        match = SPECIALTY.match(entity.name) or TAIL.match(entity.name)
        if match and entity.kind == "college":
            found.setdefault(match["place"].lower(), set()).add(match["special"])
    return found


def _other_town(
    entity: Entity, places: Sequence[Place], specials: dict[str, set[str]], random: Random
) -> Iterator[Case]:
    match = SPECIALTY.match(entity.name) or TAIL.match(entity.name)
    if match is None:
        bare = re.sub(r" г\. .*$", "", entity.name)
        if bare != entity.name or "№" in entity.name:
            others = [place for place in places if place.name != entity.settlement]
            yield Case(f"{entity.form} «{bare}» г. {random.choice(others).name}", None, "other town")
        return
    free = [
        p for p in places if match["special"] not in specials.get(p.variants[0], set()) and p.name != entity.settlement
    ]
    for place in random.sample(free, k=4):
        town = "-".join(part.capitalize() for part in place.variants[0].split("-"))
        yield Case(f"{entity.form} «{entity.name.replace(match['place'], town, 1)}»", None, "other town")


def _other_number(entity: Entity, random: Random) -> Iterator[Case]:
    number = re.search(r"\d+", entity.name)
    if number:
        for other in random.sample([n for n in range(1, 99) if n not in (39, 48, 58, 60)], k=6):
            yield Case(f"{entity.form} ИО «{entity.name.replace(number[0], str(other))}»", None, "other number")
            yield Case(
                f"{entity.form} ИО «{entity.name.replace(number[0], str(other))}» п. {entity.settlement}",
                None,
                "other number",
            )


def _other_specialty(entity: Entity, specials: dict[str, set[str]], random: Random) -> Iterator[Case]:
    for form in (SPECIALTY, TAIL):
        match = form.match(entity.name)
        if match is None:
            continue
        town = specials.get(match["place"].lower(), set())
        pool = sorted(
            s for held in specials.values() for s in held if s not in town and _same_grammar(s, match["special"])
        )
        for special in random.sample(pool, k=min(4, len(pool))):
            yield Case(f"{entity.form} ИО «{entity.name.replace(match['special'], special)}»", None, "other specialty")


def _same_grammar(first: str, second: str) -> bool:
    return first.endswith(("ий", "ый", "ой")) == second.endswith(("ий", "ый", "ой"))


def _other_type(entity: Entity) -> Iterator[Case]:
    for ours, other in (("техникум", "колледж"), ("колледж", "техникум"), ("училище", "лицей")):
        if ours in entity.name:
            yield Case(f"{entity.form} ИО «{entity.name.replace(ours, other, 1)}»", None, "other type")
            return


def _stubs(registry: Registry, colleges: Sequence[Entity]) -> Iterator[Case]:
    """So little of a name that it stands for several, or for anything."""
    for entity in colleges:
        match = SPECIALTY.match(entity.name) or TAIL.match(entity.name)
        if match is None:
            continue
        order = (match["special"], match["type"]) if SPECIALTY.match(entity.name) else (match["type"], match["special"])
        yield Case(" ".join(order).capitalize(), None, "stub")
        if _begins_several(registry, f"{match['place']} {match['type']}"):
            yield Case(f"{match['place']} {match['type']}", None, "stub")


def _begins_several(registry: Registry, stub: str) -> bool:
    words = set(fold(stub).split())
    return sum(words <= set(fold(entity.name).split()) for entity in registry.entities) > 1


def _colliding(registry: Registry, colleges: Sequence[Entity]) -> Iterator[Case]:
    """Acronyms that two or more of the registry's colleges have."""
    holders: dict[str, set[str]] = {}
    for entity in registry.entities:
        for acronym in acronyms(entity.name) if entity.kind == "college" and not entity.branch_of else ():
            holders.setdefault(acronym, set()).add(entity.id)
    ours = {entity.id for entity in colleges}
    for acronym, held in sorted(holders.items()):
        if len(held) > 1 and held & ours:
            yield Case(acronym, None, "colliding acronym")
            yield Case(f"ГБПОУ ИО «{acronym}»", None, "colliding acronym")


def _spoilt(case: Case, registry: Registry, random: Random) -> Case | None:
    """The negative with a slip of the pen as well; not so acronyms and numbers, where a slip is another name."""
    if case.category == "stub":
        return None
    untidy = Untidy(registry, random)
    form, _, rest = case.text.partition(" ")
    entity = Entity("", "college", rest.replace("ИО ", "").strip(" «»"), form)
    return Case(untidy.typo(entity), None, f"{case.category}, misspelt")


def elsewhere() -> Iterator[Case]:
    """Colleges of other regions, and other names of no college of ours, kept by hand."""
    with (HERE / "elsewhere.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Case(row["text"], None, row["category"])
