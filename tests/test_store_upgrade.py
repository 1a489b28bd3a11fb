"""An archive that the first migration wrote comes to the newest with every row."""

import lzma
import sqlite3
from pathlib import Path

import pytest

from messages.errors import ArchiveMissing, ArchiveOutdated
from store.archive import Archive
from store.database import HEAD
from store.search import search

OLD = Path(__file__).parent / "data" / "archive_0001.db.xz"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "letopis.db").write_bytes(lzma.decompress(OLD.read_bytes()))
    return tmp_path


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(folder / "letopis.db") as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'passage%' AND name <> 'alembic_version'"
        )
        return {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in tables.fetchall()}


def test_old_archive_is_not_opened_but_upgraded_with_every_row(old):
    before = rows(old)
    with pytest.raises(ArchiveOutdated):
        Archive.open(old)
    assert Archive.upgrade(old) == ("0001", HEAD)
    after = rows(old)
    assert {name: after[name] for name in before} == before
    assert len(before["observation"]) > 50
    assert Archive.upgrade(old) == (HEAD, HEAD)


def test_upgraded_archive_can_be_searched(old):
    Archive.upgrade(old)
    with Archive.open(old) as archive, archive.reading() as connection:
        kinds = {hit.kind for hit in search(connection, "наставник", limit=100)}
    assert {"paragraph", "row"} <= kinds


def test_upgrade_of_nothing_is_told(tmp_path):
    with pytest.raises(ArchiveMissing):
        Archive.upgrade(tmp_path)
