"""Which files to import: what is named, and every document in the folders named."""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from extract.detect import SUFFIXES
from messages.errors import DamagedFile, FileMissing, LetopisError, PermissionRefused


@dataclass(frozen=True, slots=True)
class Discovered:
    """Files to read in a stable order, what could not be looked into, and how many files of each suffix in
    folders are no documents."""

    files: tuple[Path, ...]
    failures: tuple[tuple[Path, LetopisError], ...]
    skipped: dict[str, int]


def discover(paths: Iterable[Path], *, apart: Path | None = None) -> Discovered:
    """Look into `paths`. A file named by itself is always taken; in folders hidden files, lock files of office
    programs and suffixes that no document has are passed over, and so is the folder `apart` (the archive itself)."""
    spared = apart.resolve() if apart else None
    files: dict[Path, None] = {}
    failures: dict[Path, LetopisError] = {}
    skipped: Counter[str] = Counter()
    for path in paths:
        root = Path(os.path.abspath(path))  # noqa: PTH100 - «..» goes, symbolic links stay
        for file, error in _walk(root, spared) if _is_folder(root) else [_named(root)]:
            if error is not None:
                failures.setdefault(file, error)
            elif file == root or is_document_name(file.name):
                files.setdefault(file)
            elif not _is_hidden(file.name):
                skipped[file.suffix.lower()] += 1
    return Discovered(tuple(files), tuple(failures.items()), dict(skipped))


def is_document_name(name: str) -> bool:
    """Whether a file of this name in a folder is worth reading."""
    return not _is_hidden(name) and Path(name).suffix.lower() in SUFFIXES


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _named(path: Path) -> tuple[Path, LetopisError | None]:
    try:
        path.stat()
    except OSError as error:
        return path, failure_of(error)
    return path, None


def _walk(root: Path, spared: Path | None) -> Iterator[tuple[Path, LetopisError | None]]:
    refused: list[tuple[Path, LetopisError]] = []

    def refuse(error: OSError) -> None:
        refused.append((Path(error.filename), failure_of(error)))

    for folder, folders, names in os.walk(root, onerror=refuse):
        folders[:] = sorted(
            name
            for name in folders
            if not _is_hidden(name) and (spared is None or Path(folder, name).resolve() != spared)
        )
        for name in sorted(names):
            yield Path(folder, name), None
    yield from refused


def failure_of(error: OSError) -> LetopisError:
    """The documented failure that an error of the file system is."""
    match error:
        case PermissionError():
            return PermissionRefused()
        case FileNotFoundError():
            return FileMissing()
        case _:
            return DamagedFile(detail=error.strerror or str(error))
