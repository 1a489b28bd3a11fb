"""The originals: a copy of every imported file, named by its hash, written whole or not at all."""

import hashlib
import os
import re
import shutil
from pathlib import Path

from messages.errors import ArchiveUnavailable, FileChanged

FOLDER = "originals"
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_CHUNK = 1 << 20


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def original_name(sha256: str, path: Path) -> str:
    """Where the copy of `path` goes, relative to the archive's folder."""
    suffix = path.suffix.lower()
    return f"{FOLDER}/{sha256[:2]}/{sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def display_path(path: Path) -> str:
    """A path as text that can be stored, whatever bytes its name holds."""
    return str(path).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def keep_original(folder: Path, path: Path, sha256: str) -> str:
    """Copy `path` into the archive unless it is there; returns its relative name.

    Raises FileChanged when its bytes are not those of `sha256` any more, OSError when it cannot be read,
    ArchiveUnavailable when the copy cannot be written."""
    name = original_name(sha256, path)
    try:
        _keep(path, folder / name, sha256)
    except OSError as error:
        if error.filename == str(path):
            raise
        raise ArchiveUnavailable(detail=str(error)) from error
    return name


def _keep(path: Path, target: Path, sha256: str) -> None:
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if _copy(path, partial) != sha256:
            raise FileChanged
        partial.chmod(0o444)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> str:
    """Copy and bring to disk; returns the hash of what was copied."""
    digest = hashlib.sha256()
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(_CHUNK):
            digest.update(chunk)
            writer.write(chunk)
        writer.flush()
        os.fsync(writer.fileno())
    shutil.copystat(source, target)
    return digest.hexdigest()


def drop_original(folder: Path, name: str) -> None:
    """Remove a copy that no document needs."""
    (folder / name).unlink(missing_ok=True)
