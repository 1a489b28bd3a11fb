"""The originals: a copy of every imported file, named by its hash, written whole or not at all."""

import hashlib
import os
import re
import shutil
from pathlib import Path

from messages.errors import FileChanged

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


def keep_original(folder: Path, path: Path, sha256: str) -> str:
    """Copy `path` into the archive unless it is there; returns its relative name.

    Raises FileChanged when its bytes are not those of `sha256` any more."""
    name = original_name(sha256, path)
    target = folder / name
    if target.exists():
        return name
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if _copy(path, partial) != sha256:
            raise FileChanged
        partial.chmod(0o444)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return name


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
