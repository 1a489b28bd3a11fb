"""Additions of people to the registry: new entities, kept in a folder of CSV files like the program's own."""

import csv
import re
from pathlib import Path

from normalize.registry import Entity, Registry
from normalize.registry_files import write_registry
from normalize.text import fold

_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)
_NO_ID = re.compile(r"[^a-z0-9]+")
LONGEST_ID = 60
PREFIX = "local"
CATALOGUE_FILES = ("indicators.csv", "indicator_aliases.csv", "indicator_words.csv")


def new_id(name: str, registry: Registry) -> str:
    """A readable id that nobody has yet: `local-severnyy-kolledzh`."""
    letters = "".join(_LATIN.get(letter, letter) for letter in fold(name))
    base = f"{PREFIX}-{_NO_ID.sub('-', letters).strip('-')}"[:LONGEST_ID].rstrip("-")
    known = registry.by_id
    return next(made for made in (base, *(f"{base}-{n}" for n in range(2, len(known) + 3))) if made not in known)


def add_entity(folder: Path, entity: Entity) -> None:
    """Add one entity to the files in `folder`, which is made if missing."""
    merge_into(folder, Registry((entity,)))


def merge_into(folder: Path, added: Registry) -> None:
    """Put the rows of `added` to those in `folder`; an entity of the same id is replaced."""
    held = Registry.of_folder(folder) if folder.is_dir() else Registry(())
    write_registry(held.merged(added), folder)


def import_folder(source: Path, target: Path) -> None:
    """Add all that `source` holds, indicators and their wordings too, to the files in `target`."""
    merge_into(target, Registry.of_folder(source))
    for name in CATALOGUE_FILES:
        if (source / name).is_file():
            _unite(source / name, target / name)


def _unite(source: Path, target: Path) -> None:
    """Rows of `target`, then those of `source` that it has not; columns are those of either."""
    held, added = _rows(target), _rows(source)
    columns = list(dict.fromkeys(column for row in (*held, *added) for column in row))
    united = {tuple(row.get(column, "") for column in columns): None for row in (*held, *added)}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(united)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file)]
