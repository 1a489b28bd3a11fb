"""The archive keeps what documents state, whole or not at all, on both databases alike."""

from dataclasses import fields, replace

import pytest
from sqlalchemy import text

from extract.document import Paragraph
from messages.errors import ArchiveMissing, ArchiveOutdated, ArchiveUnavailable, DamagedFile, FileChanged
from store import database, models, rows
from store.archive import Archive
from store.runs import Counts, failures, runs
from tests.archives import REGISTRY, archive, opened, put, report, rows_of, server  # noqa: F401


def count(archive: Archive, table: str) -> int:
    with archive.reading() as connection:
        return int(connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one())


def contents(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the ledger."""
    tables = sorted(set(models.Run.metadata.tables) - {"run", "failure"})
    with archive.reading() as connection:
        return {
            name: sorted(map(tuple, connection.execute(text(f"SELECT * FROM {name}"))), key=repr) for name in tables
        }


ROW_MODELS = [
    (rows.DocumentRow, models.Document, {"id", "run_id", "imported_at", "original"}, {}),
    (rows.ParagraphRow, models.Paragraph, {"document_id"}, {}),
    (rows.TableRow, models.DocumentTable, {"document_id"}, {}),
    (rows.CellRow, models.Cell, {"document_id"}, {}),
    (rows.MentionRow, models.Mention, {"document_id"}, {}),
    (rows.MatchRow, models.NameMatch, {"document_id", "folded"}, {"entity": "entity_id"}),
    (rows.ObservationRow, models.Observation, {"document_id", "indicator_id", "entity_id"}, {"wording": "wording_id"}),
    (rows.MeasureRow, models.Measure, {"document_id"}, {}),
    (rows.ExecutorRow, models.Executor, {"document_id"}, {}),
    (rows.ReferenceRow, models.LegalReference, {"document_id"}, {}),
    (rows.EventRow, models.Event, {"document_id"}, {}),
    (rows.DecreeRow, models.Decree, {"document_id"}, {}),
    (rows.AnnexRow, models.Annex, {"document_id"}, {}),
    (rows.AbbreviationRow, models.Abbreviation, {"document_id"}, {}),
    (rows.WarningRow, models.ReadingWarning, {"document_id"}, {}),
    (rows.PassageRow, models.Passage, {"document_id", "id"}, {}),
]


@pytest.mark.parametrize(
    ("kind", "model", "added", "renamed"), ROW_MODELS, ids=lambda item: getattr(item, "__name__", "")
)
def test_row_classes_fill_every_column(kind, model, added, renamed):
    filled = {renamed.get(field.name, field.name) for field in fields(kind)}
    assert filled | added == set(model.__table__.columns.keys())


def test_document_with_its_values_can_be_asked_in_sql(archive):
    put(archive, report([("Северный колледж", "104"), ("Дальний техникум", "–")]))
    with archive.reading() as connection:
        found = connection.execute(
            text(
                "SELECT entity, entity_id, period, value, value_text, status, table_number, row_index FROM observations ORDER BY ordinal"
            )
        ).all()
    assert [tuple(row) for row in found] == [
        ("Северный колледж", "college-north", "2021-H2", 104.0, "104", "A", "2", 1),
        ("Дальний техникум", None, "2021-H2", None, None, "M", "2", 2),
    ]


def test_series_view_prefers_the_latest_vintage_and_tells_of_the_conflict(archive):
    put(archive, report([("Северный колледж", "104")], name="late.docx", dated="2023-02-01"))
    put(archive, report([("Северный колледж", "99")], name="early.docx", dated="2022-02-01"))
    with archive.reading() as connection:
        found = connection.execute(text("SELECT value, document, statements, conflict FROM series")).all()
    assert [(row[0], row[1], row[2], bool(row[3])) for row in found] == [(104.0, "late.docx", 2, True)]


def test_original_is_kept_by_its_hash(archive):
    put(archive, report([("Северный колледж", "1")]))
    with archive.reading() as connection:
        name, sha256 = connection.execute(text("SELECT original, sha256 FROM document")).one()
    assert name == f"originals/{sha256[:2]}/{sha256}.docx"
    assert (archive.folder / name).is_file()


def test_changed_file_is_refused_and_leaves_nothing(archive, tmp_path):
    before = contents(archive)
    run = archive.begin_run([])
    file = tmp_path / "report.docx"
    file.write_text("other bytes than those that were read")
    with pytest.raises(FileChanged):
        archive.add(rows_of(report([("Северный колледж", "1")])), file, run)
    assert contents(archive) == before
    assert not [path for path in (archive.folder / "originals").rglob("*") if path.is_file()]


def test_failure_in_the_middle_of_a_document_leaves_nothing_of_it(archive):
    before = contents(archive)
    facts = report([("Северный колледж", "1")])
    broken = replace(facts, observations=(*facts.observations, replace(facts.observations[0], text=None)))
    with pytest.raises(Exception, match=r"(?i)null"):
        put(archive, broken)
    assert contents(archive) == before


def test_undo_takes_back_what_only_that_run_brought(archive):
    put(archive, report([("Северный колледж", "1")]), run=archive.begin_run(["first"]))
    before = contents(archive)
    run = archive.begin_run(["second"])
    put(archive, report([("Южный колледж", "2")], indicator="Другой показатель"), run=run)
    archive.finish_run(run, Counts(new=1))
    undone = archive.undo()
    assert undone is not None
    assert (undone.run_id, undone.documents, len(undone.originals)) == (run, 1, 1)
    assert contents(archive) == before
    assert not (archive.folder / undone.originals[0]).exists()


def test_undo_leaves_a_document_that_a_later_run_found_again(archive):
    first, second = archive.begin_run(["first"]), archive.begin_run(["second"])
    document = put(archive, report([("Северный колледж", "1")]), run=first)
    assert archive.add_path(document, "/elsewhere/report.docx", second)
    assert not archive.add_path(document, "/elsewhere/report.docx", second)
    archive.undo(first)
    assert count(archive, "document") == 1
    assert count(archive, "document_path") == 1
    archive.undo(second)
    assert count(archive, "document") == 0
    assert archive.undo(second) is None


def test_failures_tell_their_sentence_in_either_language(archive, monkeypatch):
    run = archive.begin_run([])
    archive.record_failure(run, "/reports/a.docx", DamagedFile(detail="zip"))
    archive.record_failure(run, "/reports/a.docx", DamagedFile(detail="zip again"))
    with archive.reading() as connection:
        [english] = _in(monkeypatch, "en", failures, connection)
    assert (english.path, english.code) == ("/reports/a.docx", "damaged_file")
    assert english.sentence.startswith("The file is damaged (zip again)")


def _in(monkeypatch, language, function, *arguments):
    monkeypatch.setenv("LETOPIS_LANG", language)
    return function(*arguments)


def test_mended_failures_are_no_problems_any_more(archive):
    archive.record_failure(archive.begin_run([]), "/reports/a.docx", DamagedFile(detail="zip"))
    run = archive.begin_run([])
    document = put(archive, report([("Северный колледж", "1")]), run=run)
    archive.add_path(document, "/reports/a.docx", run)
    with archive.reading() as connection:
        assert failures(connection) == []


def test_run_of_a_process_that_is_gone_is_marked(archive):
    first = archive.begin_run(["first"])
    with archive.writing() as connection:
        connection.execute(text("UPDATE run SET process = 2147480000"))
    archive.begin_run(["second"])
    with archive.reading() as connection:
        assert {run.id: run.status for run in runs(connection)}[first] == "interrupted"


def test_characters_that_no_database_keeps_are_replaced(archive):
    facts = report([("Северный колледж", "1")])
    first = facts.document.blocks[0]
    assert isinstance(first, Paragraph)
    bad = replace(first, text="До\0после \ud800 конец")
    put(archive, replace(facts, document=replace(facts.document, blocks=(bad, *facts.document.blocks[1:]))))
    with archive.reading() as connection:
        assert connection.execute(text("SELECT text FROM paragraph")).scalar() == "До\ufffdпосле \ufffd конец"


def test_copy_of_the_registry_follows_it(archive):
    archive.copy_registry(REGISTRY)
    assert count(archive, "entity") == 2
    renamed = replace(REGISTRY.entities[0], name="Северный техникум")
    archive.copy_registry(REGISTRY.merged(type(REGISTRY)((renamed,))))
    with archive.reading() as connection:
        names = connection.execute(text("SELECT name FROM entity ORDER BY code")).scalars().all()
        folded = connection.execute(text("SELECT folded FROM entity_name ORDER BY folded")).scalars().all()
    assert names == ["Северный техникум", "Южный колледж"]
    assert folded == ["северный техникум", "южный колледж"]


def test_newest_migration_makes_the_tables_of_the_models(archive):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with archive.reading() as connection:
        options = {"include_object": lambda item, name, *_: not str(name).startswith("passage_words")}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), models.Run.metadata) == []
    assert ScriptDirectory(str(database.MIGRATIONS)).get_current_head() == database.HEAD


def test_opening_says_what_is_wrong(tmp_path, monkeypatch):
    with pytest.raises(ArchiveMissing):
        Archive.open(tmp_path / "nothing")
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveUnavailable):
        Archive.open(tmp_path / "file" / "archive", create=True)
    monkeypatch.setenv("LETOPIS_DATABASE", "postgresql://nobody@127.0.0.1:1/none")
    with pytest.raises(ArchiveUnavailable):
        Archive.open(tmp_path / "archive", create=True)
    monkeypatch.setenv("LETOPIS_DATABASE", "nonsense")
    with pytest.raises(ArchiveUnavailable):
        Archive.open(tmp_path / "archive", create=True)


def test_archive_of_another_version_is_not_touched(tmp_path):
    with opened(tmp_path) as archive, archive.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    with pytest.raises(ArchiveOutdated):
        Archive.open(tmp_path)


def test_garbage_instead_of_a_database_is_told(tmp_path):
    (tmp_path / "letopis.db").write_bytes(b"not a database" * 100)
    with pytest.raises(ArchiveUnavailable):
        Archive.open(tmp_path)


def test_a_reader_that_has_left_is_no_fault_of_the_archive() -> None:
    with pytest.raises(BrokenPipeError), database.told_apart():
        raise BrokenPipeError
