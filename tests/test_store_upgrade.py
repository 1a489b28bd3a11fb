"""An archive that the first migration wrote comes to the newest with every row."""

import lzma
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from messages.errors import ArchiveMissing, ArchiveOutdated
from store.archive import Archive
from store.database import HEAD
from store.reviews import ReviewRow, reviews_of
from store.search import search

OLD = Path(__file__).parent / "data" / "archive_0001.db.xz"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    (tmp_path / "letopis.db").write_bytes(lzma.decompress(OLD.read_bytes()))
    return tmp_path


Columns = dict[str, list[str]]


def columns(folder: Path) -> Columns:
    """The columns of each table."""
    with sqlite3.connect(folder / "letopis.db") as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'passage%'"
            " AND name NOT LIKE 'sqlite%' AND name <> 'alembic_version'"
        ).fetchall()
        return {
            name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})").fetchall()] for (name,) in tables
        }


def rows(folder: Path, wanted: Columns) -> dict[str, list[tuple[object, ...]]]:
    """Every row, in these columns."""
    with sqlite3.connect(folder / "letopis.db") as connection:
        listed = {name: ", ".join(f'"{column}"' for column in found) for name, found in wanted.items()}
        return {name: connection.execute(f"SELECT {told} FROM {name}").fetchall() for name, told in listed.items()}


def test_old_archive_is_not_opened_but_upgraded_with_every_row(old):
    known = columns(old)
    before = rows(old, known)
    with pytest.raises(ArchiveOutdated):
        Archive.open(old)
    assert Archive.upgrade(old) == ("0001", HEAD)
    assert rows(old, known) == before
    assert len(before["observation"]) > 50
    assert Archive.upgrade(old) == (HEAD, HEAD)


def test_upgraded_archive_knows_the_open_names_and_answers_in_sql(old):
    Archive.upgrade(old)
    with sqlite3.connect(old / "letopis.db") as connection:
        names = connection.execute(
            "SELECT n.folded = m.folded FROM name_match n JOIN mention m USING (document_id, mention)"
        ).fetchall()
        values, series = (
            connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in ("observations", "series")
        )
        kept = connection.execute("SELECT COUNT(*) FROM observation").fetchone()[0]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert set(names) == {(1,)}
    assert values == kept >= series > 0


def test_upgraded_archive_can_be_searched(old):
    Archive.upgrade(old)
    with Archive.open(old) as archive, archive.reading() as connection:
        kinds = {hit.kind for hit in search(connection, "наставник", limit=100)}
    assert {"paragraph", "row"} <= kinds


def test_upgraded_archive_keeps_checks(old):
    Archive.upgrade(old)
    with Archive.open(old) as archive:
        with archive.reading() as connection:
            digits = connection.execute(text("SELECT sha256 FROM document WHERE id = 1")).scalar_one()
        archive.keep_review(ReviewRow(digits, "report.docx", "ru", 40, 30), [])
        with archive.reading() as connection:
            assert [(one.numbers, one.errors) for one in reviews_of(connection, 1)] == [(40, 0)]


def test_upgrade_of_nothing_is_told(tmp_path):
    with pytest.raises(ArchiveMissing):
        Archive.upgrade(tmp_path)
