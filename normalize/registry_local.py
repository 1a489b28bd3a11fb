"""Additions of people to the registry: new entities, kept in a folder of CSV files like the program's own."""

import csv
import re
from collections.abc import Container, Iterable
from itertools import chain, count
from pathlib import Path

from normalize.indicators import Indicator
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
ALIASES_FILE = "indicator_aliases.csv"
CATALOGUE_FILES = ("indicators.csv", ALIASES_FILE, "indicator_words.csv")


def new_id(name: str, known: Container[str]) -> str:
    """A readable id that nobody has yet: `local-severnyy-kolledzh`."""
    letters = "".join(_LATIN.get(letter, letter) for letter in fold(name))
    base = f"{PREFIX}-{_NO_ID.sub('-', letters).strip('-')}"[:LONGEST_ID].rstrip("-")
    return next(made for made in chain((base,), (f"{base}-{n}" for n in count(2))) if made not in known)


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
            _add_rows(target / name, _rows(source / name))


def write_catalogue(sources: Iterable[Path], target: Path, aliases: Iterable[tuple[str, str]] = ()) -> list[Path]:
    """Write the catalogue of indicators that the folders `sources` hold together, and `aliases` (id, wording) with it,
    into the folder `target`."""
    decided = [{"indicator": indicator, "alias": alias} for indicator, alias in aliases]
    folders, written = tuple(sources), [target / name for name in CATALOGUE_FILES]
    for path in written:
        rows = [row for folder in folders for row in _rows(folder / path.name)]
        path.unlink(missing_ok=True)
        _add_rows(path, (*rows, *decided) if path.name == ALIASES_FILE else rows)
    return written


def add_indicator(folder: Path, indicator: Indicator) -> None:
    """Add one indicator to the catalogue's files in `folder`, which is made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    row = {"id": indicator.id, "name": indicator.name, "unit": indicator.unit}
    _add_rows(folder / CATALOGUE_FILES[0], (row,))


def _add_rows(target: Path, added: Iterable[dict[str, str]]) -> None:
    """Rows of `target`, then those of `added` that it has not; columns are those of either."""
    rows = (*_rows(target), *added)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    united = {tuple(row.get(column, "") for column in columns): None for row in rows}
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(united)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [{key: value or "" for key, value in row.items() if key} for row in csv.DictReader(file)]
