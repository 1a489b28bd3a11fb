"""The archive notices what was changed behind its back."""

import pytest
from sqlalchemy import text

from store.verify import verify
from tests.archives import archive, put, report, server  # noqa: F401


@pytest.fixture
def filled(archive):
    put(archive, report([("Северный колледж", "104"), ("Дальний техникум", "7")]))
    return archive


def codes(archive):
    with archive.reading() as connection:
        return [defect.code for defect in verify(connection, archive.folder)]


def original(archive):
    [file] = [path for path in (archive.folder / "originals").rglob("*") if path.is_file()]
    return file


def change(archive, statement):
    with archive.writing() as connection:
        connection.execute(text(statement))


def test_whole_archive_has_no_defects(filled):
    assert codes(filled) == []


def test_changed_lost_and_orphaned_originals_are_told(filled):
    file = original(filled)
    file.chmod(0o644)
    file.write_bytes(b"other bytes")
    assert codes(filled) == ["original_changed"]
    file.rename(file.with_name("moved.docx"))
    assert codes(filled) == ["original_missing", "original_orphaned"]


def test_value_that_is_not_at_its_place_is_told(filled):
    change(filled, "UPDATE observation SET \"row\" = 2 WHERE text = '104'")
    assert codes(filled) == ["value_misplaced"]


def test_value_under_another_entity_than_its_name_is_told(filled):
    change(filled, "UPDATE observation SET entity_id = 2 WHERE text = '104'")
    assert codes(filled) == ["entity_differs"]
    change(filled, "UPDATE observation SET entity_id = NULL WHERE text = '104'")
    assert codes(filled) == ["entity_differs"]


def test_value_under_another_indicator_than_its_wording_is_told(filled):
    change(filled, "UPDATE observation SET indicator_id = indicator_id + 1 WHERE text = '104'")
    assert codes(filled) == ["indicator_differs"]


def test_sentences_name_what_is_wrong(filled, monkeypatch):
    monkeypatch.setenv("LETOPIS_LANG", "en")
    original(filled).unlink()
    with filled.reading() as connection:
        [defect] = verify(connection, filled.folder)
    assert defect.sentence == "report.docx: the copy of the file is gone from the archive."
