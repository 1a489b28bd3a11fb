"""Checks that people asked to keep: with the document they are of, and when there is none."""

import json
from dataclasses import fields
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from check.dismissals import Dismissal
from check.finding import Coverage, Finding, Report
from check.keeping import finding_rows, review_row
from cli import app, run
from extract.document import Location, Source
from messages.errors import ExitCode
from store import models
from store.copying import copy_database
from store.reviews import FindingRow, ReviewRecord, ReviewRow, reviews_of
from store.verify import verify
from tests.archives import archive, empty_postgres, opened, put, report, server  # noqa: F401
from tests.conftest import REPOSITORY

FACTS = report([("Северный колледж", "104")])
WRONG = REPOSITORY / "fixtures" / "incoming" / "fresh_2024h1_errors.docx"
FINDINGS = (
    Finding("total", "error", "Итог\0 не сходится.", Location(1, 0, 3, 1), "105", "104", "104 = 104, в документе 105"),
    Finding("quotes", "warning", "Кавычка не закрыта.", Location(4, start=2, end=9, page=1), anchor="абзац"),
    Finding("own", "info", "Замечание.", Location(5), anchor="иное"),
)
REPORT = Report(FINDINGS, Coverage(340, 312))


def sha256(archive, document: int) -> str:
    with archive.reading() as connection:
        return connection.execute(text(f"SELECT sha256 FROM document WHERE id = {document}")).scalar_one()


def keep(archive, digits: str, found: Report = REPORT, dismissed: dict[str, Dismissal] | None = None) -> int:
    return archive.keep_review(
        review_row(Source("report.docx", digits, "x"), found), finding_rows(found, dismissed or {})
    )


def owners(archive) -> list[int | None]:
    with archive.reading() as connection:
        return list(connection.execute(text("SELECT document_id FROM review ORDER BY id")).scalars())


@pytest.mark.parametrize(
    ("kind", "model", "added"),
    [
        (ReviewRow, models.Review, {"id", "document_id", "checked_at", "program_version"}),
        (FindingRow, models.Finding, {"review_id", "position"}),
    ],
)
def test_row_classes_fill_every_column(kind, model, added):
    assert {field.name for field in fields(kind)} | added == set(model.__table__.columns.keys())


def test_review_is_kept_with_all_that_was_found(archive):
    document = put(archive, FACTS)
    refused = Dismissal(FINDINGS[1].fingerprint, "2024-07-01", "quotes", "так напечатано")
    keep(archive, sha256(archive, document), dismissed={refused.fingerprint: refused})
    with archive.reading() as connection:
        rows = connection.execute(text("SELECT * FROM finding ORDER BY position")).mappings().all()
        [shown] = reviews_of(connection, document)
    assert [(row["rule"], row["severity"], row["found"], row["expected"]) for row in rows] == [
        ("total", "error", "105", "104"),
        ("quotes", "warning", None, None),
        ("own", "info", None, None),
    ]
    assert rows[0]["message"] == "Итог\ufffd не сходится."
    assert [rows[0][name] for name in ("block", "table_index", "row", "column")] == [1, 0, 3, 1]
    assert [rows[1][name] for name in ("block", "start", "end", "page", "table_index")] == [4, 2, 9, 1, None]
    assert [row["fingerprint"] for row in rows] == [one.fingerprint for one in FINDINGS]
    assert [(bool(row["dismissed"]), row["reason"]) for row in rows] == [
        (False, None),
        (True, "так напечатано"),
        (False, None),
    ]
    assert rows[0]["rule_version"] >= 1
    assert rows[2]["rule_version"] is None
    assert (shown.numbers, shown.checked) == (340, 312)
    assert (shown.errors, shown.warnings, shown.remarks, shown.dismissed) == (1, 0, 1, 1)


def test_review_waits_for_its_document_and_outlives_it(archive):
    document = put(archive, FACTS)
    digits = sha256(archive, document)
    archive.undo()
    keep(archive, digits)
    keep(archive, "0" * 64)
    assert owners(archive) == [None, None]
    again = put(archive, FACTS)
    assert owners(archive) == [again, None]
    archive.undo()
    assert owners(archive) == [None, None]
    with archive.reading() as connection:
        assert connection.execute(text("SELECT COUNT(*) FROM finding")).scalar() == 2 * len(FINDINGS)


def test_reviews_of_a_document_come_newest_first_and_of_no_other(archive):
    first = put(archive, FACTS)
    other = put(archive, report([("Южный колледж", "7")], name="other.docx"))
    keep(archive, sha256(archive, first))
    keep(archive, sha256(archive, first), Report((), Coverage(340, 340)))
    with archive.reading() as connection:
        assert [(one.errors, one.checked) for one in reviews_of(connection, first)] == [(0, 340), (1, 312)]
        assert reviews_of(connection, other) == []


def test_review_under_another_document_is_told(archive):
    document = put(archive, FACTS)
    keep(archive, sha256(archive, document))
    keep(archive, "0" * 64)
    with archive.reading() as connection:
        assert list(verify(connection, archive.folder)) == []
    with archive.writing() as connection:
        connection.execute(text("UPDATE review SET document_id = NULL"))
    with archive.reading() as connection:
        assert [defect.code for defect in verify(connection, archive.folder)] == ["review_misplaced"]
    with archive.writing() as connection:
        connection.execute(text(f"UPDATE review SET document_id = {document}"))
    with archive.reading() as connection:
        assert [defect.code for defect in verify(connection, archive.folder)] == ["review_misplaced"]


def test_reviews_are_copied_to_another_database(server, tmp_path):
    empty_postgres(server)
    with opened(tmp_path / "archive") as archive:
        keep(archive, sha256(archive, put(archive, FACTS)))
        counts = copy_database(archive, server)
    assert (counts["review"], counts["finding"]) == (1, len(FINDINGS))


def test_show_ends_with_the_checks(tmp_path, monkeypatch):
    monkeypatch.setenv("LETOPIS_LANG", "en")
    with opened(tmp_path) as archive:
        digits = sha256(archive, put(archive, FACTS))
        call = ["show", "report.docx", "--archive", str(tmp_path)]
        assert "Checks" not in CliRunner().invoke(app, call).output
        keep(archive, digits)
    shown = CliRunner().invoke(app, call).output
    assert shown.index("Checks") > shown.index("Original")
    assert shown.endswith("  1 error, 1 warning, 1 remark; checked 312 of 340 numbers\n")
    [review] = json.loads(CliRunner().invoke(app, [*call, "--format", "json"]).output)["reviews"]
    assert set(review) == {field.name for field in fields(ReviewRecord)}
    assert (review["errors"], review["warnings"], review["remarks"], review["checked"]) == (1, 1, 1, 312)


def test_check_keeps_its_outcome_only_when_asked(tmp_path: Path, capsys):
    place = ["--archive", str(tmp_path), "--format", "json"]
    assert run(["check", str(WRONG), "--keep", *place]) == ExitCode.ARCHIVE_UNAVAILABLE
    with opened(tmp_path) as archive:
        run(["check", str(WRONG), *place])
        assert owners(archive) == []
        capsys.readouterr()
        assert run(["check", str(WRONG), "--keep", *place]) == ExitCode.NEEDS_A_PERSON
        printed = json.loads(capsys.readouterr().out)
        with archive.reading() as connection:
            kept = connection.execute(text("SELECT fingerprint FROM finding ORDER BY position")).scalars().all()
            [review] = connection.execute(text("SELECT name, numbers, checked, document_id FROM review")).all()
    assert kept == [one["fingerprint"] for one in printed["findings"]] != []
    coverage = printed["coverage"]
    assert tuple(review) == (WRONG.name, coverage["numbers"], coverage["checked"], None)
