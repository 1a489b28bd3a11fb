"""What a document was found to state against its answer sheet: precision and recall by kind of fact."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from extract.document import Paragraph
from extract.facts import Facts, Observation
from normalize.text import fold

Stated = dict[str, Any]


@dataclass(slots=True)
class Tally:
    """Facts known, found and right; what was wrong, in words. Tallies add up."""

    known: int = 0
    found: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.known + other.known, self.found + other.found, self.right + other.right, [*self.wrong, *other.wrong]
        )

    @property
    def recall(self) -> float:
        return self.right / self.known if self.known else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _code(observation: Observation) -> str | None:
    return observation.period.code if observation.period else None


def _base(observation: Observation) -> str | None:
    return observation.base_period.code if observation.base_period else None


def _measured_alike(known: Stated, found: Observation) -> bool:
    """A percentage that stands alone may be read as a level or as a share."""
    if known.get("unit") == "%" and "measure" not in known:
        return found.measure in ("level", "share")
    return bool(known.get("measure", "level") == found.measure)


# What is compared of an observation, and how; a field that the sheet leaves out is not compared, except the last four.
COMPARED: dict[str, Callable[[Stated, Observation], bool]] = {
    "value": lambda known, found: decimal(known["value"]) == found.value,
    "unit": lambda known, found: "unit" not in known or known["unit"] == found.unit,
    "share": lambda known, found: "share" not in known or decimal(known["share"]) == found.share,
    "period": lambda known, found: "period" not in known or known["period"] == _code(found),
    "base_period": lambda known, found: "base_period" not in known or known["base_period"] == _base(found),
    "measure": lambda known, found: _measured_alike(known, found),
    "scenario": lambda known, found: known.get("scenario", "actual") == found.scenario,
}
ESSENTIAL = ("value", "unit")


def table_observations(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """Observations in table cells: «cell» counts values with their units, the others one field of those found."""
    known = {(each["table"], each["row"], each["column"]): each for each in sheet["observations"]}
    found = {
        (each.location.table, each.location.row, each.location.column): each
        for each in facts.observations
        if each.location.table is not None
    }
    stated = {place: each for place, each in found.items() if each.value is not None or place in known}
    pairs = [(known[place], found[place]) for place in known if place in found]
    wrong = [f"not in the sheet: {place} {each.text!r}" for place, each in stated.items() if place not in known]
    wrong += [
        f"missed: {place} {each.get('text', each['value'])!r}" for place, each in known.items() if place not in found
    ]
    tallies = _fields(pairs)
    tallies["cell"] = _cells(pairs, len(known), len(stated))
    tallies["cell"].wrong += wrong
    tallies["entity"] = _entities(pairs)
    return tallies


def _cells(pairs: Sequence[tuple[Stated, Observation]], known: int, found: int) -> Tally:
    tally = Tally(known, found)
    for stated, observation in pairs:
        bad = [name for name in ESSENTIAL if not COMPARED[name](stated, observation)]
        tally.right += not bad
        if bad:
            tally.wrong.append(_difference(stated, observation, bad))
    return tally


def _fields(pairs: Iterable[tuple[Stated, Observation]]) -> dict[str, Tally]:
    tallies: dict[str, Tally] = {}
    for stated, observation in pairs:
        for name, same in COMPARED.items():
            if name in ESSENTIAL or (name not in stated and name in ("share", "period", "base_period")):
                continue
            tally = tallies.setdefault(name, Tally())
            tally.known, tally.found = tally.known + 1, tally.found + 1
            if same(stated, observation):
                tally.right += 1
            else:
                tally.wrong.append(_difference(stated, observation, [name]))
    return tallies


def _difference(stated: Stated, observation: Observation, names: Sequence[str]) -> str:
    found = {
        "value": observation.value, "unit": observation.unit, "share": observation.share, "period": _code(observation),
        "base_period": _base(observation), "measure": observation.measure, "scenario": observation.scenario,
    }  # fmt: skip
    said = ", ".join(f"{name} {found[name]} for {stated.get(name)}" for name in names)
    return f"{said}: {observation.text!r} ({observation.indicator[:60]})"


def _entities(pairs: Iterable[tuple[Stated, Observation]]) -> Tally:
    """Mentions, where the sheet knows whose the figure is."""
    tally = Tally()
    for stated, observation in pairs:
        if "entity" not in stated:
            continue
        tally.known, tally.found = tally.known + 1, tally.found + 1
        if fold(observation.entity or "") == fold(stated["entity"]):
            tally.right += 1
        else:
            tally.wrong.append(f"entity {observation.entity!r} for {stated['entity']!r}")
    return tally


def prose_observations(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """Quantities of running text, found where the sheet places them."""
    paragraphs = {block.location.block: block for block in facts.document.blocks if isinstance(block, Paragraph)}
    found = [each for each in facts.observations if each.location.table is None]
    left, pairs, wrong = list(found), [], []
    for stated in sheet["prose"]:
        match = next((each for each in left if _same_place(stated, each, paragraphs)), None)
        if match is None:
            wrong.append(f"missed: {stated.get('text', stated['value'])!r} in {stated['paragraph'][:90]!r}")
            continue
        left.remove(match)
        pairs.append((stated, match))
    tallies = _fields(pairs)
    tallies["quantity"] = _cells(pairs, len(sheet["prose"]), len(found))
    tallies["quantity"].wrong += [
        *wrong,
        *(f"not in the sheet: {each.text!r} ({each.indicator[:60]})" for each in left),
    ]
    tallies["entity"] = _entities(pairs)
    return tallies


def _same_place(stated: Stated, observation: Observation, paragraphs: dict[int, Paragraph]) -> bool:
    """Same text, overlapping characters, same value: one place may state several quantities."""
    place = observation.location
    paragraph = paragraphs.get(place.block)
    if paragraph is None or place.start is None or place.end is None:
        return False
    offset = _offset(stated["paragraph"], paragraph.text)
    if offset is None:
        return False
    overlaps = place.start < stated["end"] + offset and stated["start"] + offset < place.end
    return overlaps and observation.value == decimal(stated["value"])


def _offset(known: str, read: str) -> int | None:
    """Where a known paragraph starts in a block read; a print may join two paragraphs or break one in two."""
    known, read = known.replace("  ", " "), read.replace("  ", " ")
    if known in read:
        return read.index(known)
    return -known.index(read) if read and read in known else None


def measures(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """Measures of a plan by number and title, their terms and executors."""
    by_number = {(each.number or "").rstrip("."): each for each in facts.measures}
    whole, terms = Tally(found=len(facts.measures)), Tally()
    executors = Tally()
    for stated in sheet.get("measures", ()):
        whole.known += 1
        match = by_number.get(stated["number"].rstrip("."))
        if match is None or fold(match.title) != fold(stated["title"]):
            whole.wrong.append(f"missed: {stated['number']} {stated['title'][:60]!r} {match and match.title!r}")
            continue
        whole.right += 1
        terms += _term(stated["term"], match.term)
        executors += _executors(stated["executors"], [(each.text, each.by_agreement) for each in match.executors])
    return {"measure": whole, "term": terms, "executor": executors}


def _term(stated: Stated, term: Any) -> Tally:
    read = (
        {}
        if term is None
        else {
            "start": term.start.isoformat() if term.start else None,
            "end": term.end.isoformat() if term.end else None,
            "recurs": bool(term.recurrence),
        }
    )
    wanted = {"start": stated.get("start"), "end": stated.get("end"), "recurs": "recurrence" in stated}
    same = read == wanted
    return Tally(1, 1, int(same), [] if same else [f"term {read} for {stated}"])


def _executors(stated: list[Stated], found: list[tuple[str, bool]]) -> Tally:
    wanted = {(fold(each["text"]), bool(each["by_agreement"])) for each in stated}
    read = {(fold(text), agreed) for text, agreed in found}
    wrong = [f"executor not in the sheet: {each}" for each in sorted(read - wanted)]
    wrong += [f"executor missed: {each}" for each in sorted(wanted - read)]
    return Tally(len(wanted), len(read), len(wanted & read), wrong)


def references(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """References to acts by kind, date, number and relation.

    More may be found than a sheet lists, unless it says that it lists all that have a date and are no heading of an annex."""
    read = {(each.kind, each.date, each.number, each.relation) for each in facts.references}
    more = [each for each in read if each[1] and each[3] != "annex_to"]
    complete = sheet.get("lists_all_references", False)
    tally = Tally(found=len(more) if complete else len(sheet.get("references", ())))
    for stated in sheet.get("references", ()):
        tally.known += 1
        if any(all(_agrees(stated, key, value) for key, value in zip(_KEYS, each, strict=True)) for each in read):
            tally.right += 1
        else:
            tally.wrong.append(f"reference missed: {stated}")
    return {"reference": tally}


_KEYS = ("kind", "date", "number", "relation")


def _agrees(stated: Stated, key: str, value: str | None) -> bool:
    return key not in stated or fold(stated[key]) == fold(value or "")


def event(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """An event's fields, participants and talks."""
    known = sheet.get("event")
    if known is None:
        return {}
    found = facts.event
    if found is None:
        return {"event field": Tally(known=5, wrong=["no event found"])}
    fields = Tally()
    for name in ("title", "date", "format", "place", "project", "stated_talks"):
        fields.known, fields.found = fields.known + 1, fields.found + 1
        same = fold(str(known[name])) == fold(str(getattr(found, name)))
        fields.right += same
        if not same:
            fields.wrong.append(f"{name}: {getattr(found, name)!r} for {known[name]!r}")
    participants = {(fold(each["region"]), fold(each["organization"]), each["count"]) for each in known["participants"]}
    read = {(fold(each.region or ""), fold(each.organization), each.count) for each in found.participants}
    talks = {tuple(fold(each[key] or "") for key in ("title", "speaker", "organization")) for each in known["talks"]}
    heard = {(fold(each.title), fold(each.speaker or ""), fold(each.organization or "")) for each in found.talks}
    moderators = {fold(name) for name in known["moderators"]}
    return {
        "event field": fields,
        "participant": _sets("participant", participants, read),
        "talk": _sets("talk", talks, heard),
        "moderator": _sets("moderator", moderators, {fold(each.name) for each in found.moderators}),
    }


def _sets(kind: str, known: set[Any], found: set[Any]) -> Tally:
    wrong = [f"{kind} missed: {each}" for each in sorted(known - found, key=str)]
    wrong += [f"{kind} not in the sheet: {each}" for each in sorted(found - known, key=str)]
    return Tally(len(known), len(found), len(known & found), wrong)


def metadata(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """Genre, and the metadata that the sheet states."""
    stated, found = {"genre": sheet["genre"], **sheet["metadata"]}, facts.document.metadata
    tally = Tally()
    for name, value in stated.items():
        read = getattr(found, name)
        read = read.code if name == "period" and read is not None else read
        tally.known, tally.found = tally.known + 1, tally.found + 1
        same = fold(str(read or "")).startswith(fold(value)) if name == "title" else fold(str(read)) == fold(value)
        tally.right += same
        if not same:
            tally.wrong.append(f"{name}: {read!r} for {value!r}")
    return {"metadata": tally}


def all_kinds(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """Every kind of fact of one document."""
    found = {f"table {name}": tally for name, tally in table_observations(sheet, facts).items()}
    found |= {f"prose {name}": tally for name, tally in prose_observations(sheet, facts).items() if sheet["prose"]}
    return metadata(sheet, facts) | found | measures(sheet, facts) | references(sheet, facts) | event(sheet, facts)
