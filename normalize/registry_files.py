"""The registry written as the CSV files that it is read from."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from normalize.registry import Entity, Registry

ENTITY_COLUMNS = ("id", "kind", "name", "form", "settlement", "region", "parent", "branch_of", "since", "until")
TERRITORIES = ("municipality", "region")


def write_registry(registry: Registry, folder: Path) -> list[Path]:
    """Write all files into `folder` (made if missing); what `Registry.load` reads from there is the same again."""
    folder.mkdir(parents=True, exist_ok=True)
    entities = {"organisations.csv": [], "territories.csv": [], "categories.csv": []}  # type: dict[str, list[Entity]]
    for entity in registry.entities:
        entities[_file_of(entity)].append(entity)
    tables: dict[str, tuple[Sequence[str], Iterable[Sequence[object]]]] = {
        name: (ENTITY_COLUMNS, [[getattr(one, column) for column in ENTITY_COLUMNS] for one in listed])
        for name, listed in entities.items()
    }
    tables["names.csv"] = (
        ("entity", "type", "name", "since", "until", "source"),
        [(n.entity_id, n.type, n.text, n.since, n.until, n.source) for n in registry.names],
    )
    tables["events.csv"] = (
        ("date", "kind", "from", "to", "act"),
        [(e.date, e.kind, ";".join(e.sources), ";".join(e.results), e.act) for e in registry.events],
    )
    tables["legal_forms.csv"] = (
        ("short", "full", "ownership", "level", "variants"),
        [(f.short, f.full, f.ownership, f.level, ";".join(f.variants)) for f in registry.forms],
    )
    tables["places.csv"] = (
        ("place", "type", "variants", "region"),
        [(p.name, p.type, ";".join(p.variants), p.region) for p in registry.places],
    )
    tables["abbreviations.csv"] = (("abbreviation", "expansion"), registry.abbreviations)
    return [_write(folder / name, columns, rows) for name, (columns, rows) in tables.items()]


def _file_of(entity: Entity) -> str:
    if entity.kind in TERRITORIES:
        return "territories.csv"
    return "categories.csv" if entity.kind == "category" else "organisations.csv"


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)
    return path


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
