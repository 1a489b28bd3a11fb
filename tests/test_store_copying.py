"""An archive moves from one database to the other with every row."""

from itertools import count

import pytest
from sqlalchemy import text

from messages.errors import ArchiveUnavailable, WrongUsage
from store.archive import Archive
from store.copying import copy_database
from store.search import search
from tests.archives import empty_postgres, opened, put, report, server  # noqa: F401


@pytest.fixture
def filled(tmp_path):
    with opened(tmp_path / "archive") as archive:
        put(archive, report([("Северный колледж", "104"), ("Дальний техникум", "–")]))
        put(archive, report([("Северный колледж", "110,5")], dated="2023-02-01", name="later.docx"))
        yield archive


def test_sqlite_to_postgresql_and_back(filled, server, tmp_path, monkeypatch):
    empty_postgres(server)
    there = copy_database(filled, server.replace("+psycopg", ""))
    assert there["observation"] == 3
    monkeypatch.setenv("LETOPIS_DATABASE", server)
    with Archive.open(filled.folder) as moved:
        back = copy_database(moved, str(tmp_path / "back.db"))
        assert back == there
        with moved.reading() as connection:
            assert search(connection, "северный колледж")
        put(moved, report([("Северный колледж", "7")], name="next.docx", period="2022-H1"))
    with pytest.raises(WrongUsage):
        copy_database(filled, server)


def test_copy_that_differs_is_refused_and_nothing_stays(filled, tmp_path, monkeypatch):
    numbers = count()
    monkeypatch.setattr("store.copying._comparable", lambda value: next(numbers))
    with pytest.raises(WrongUsage):
        copy_database(filled, str(tmp_path / "copy.db"))
    from sqlalchemy import create_engine

    with create_engine(f"sqlite:///{tmp_path / 'copy.db'}").connect() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM document")).scalar() == 0


def test_nonsense_is_told(filled):
    with pytest.raises(ArchiveUnavailable):
        copy_database(filled, "postgresql://nobody@127.0.0.1:1/none")
