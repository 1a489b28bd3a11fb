"""A run of import: known from new, twins, failures, what a killed run leaves behind."""

import hashlib
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from ingest.discover import discover
from ingest.pool import Limits
from ingest.run import import_paths
from messages.errors import DamagedFile
from normalize.registry import Registry
from store.archive import Archive
from store.rows import DocumentRows
from tests.archives import ExactResolver, report, rows_of

ROOT = Path(__file__).parent.parent


def read_invented(path: Path, _converted: Path | None = None) -> DocumentRows:
    """Runs in the child: a file of lines «entity;value» as a report."""
    content = path.read_bytes()
    if content.startswith(b"damaged"):
        raise DamagedFile(detail="test")
    if content.startswith(b"hang"):
        time.sleep(600)
    lines = [line.split(";") for line in content.decode().splitlines()]
    rows = rows_of(report([(entity, value) for entity, value in lines], name=path.name), ExactResolver(Registry(())))
    return replace(rows, document=replace(rows.document, sha256=hashlib.sha256(content).hexdigest()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    (folder / "older").mkdir(parents=True)
    (folder / "a.docx").write_text("Северный колледж;104\nЮжный колледж;7")
    (folder / "b.docx").write_text("Северный колледж;99")
    (folder / "older" / "copy of a.docx").write_text("Северный колледж;104\nЮжный колледж;7")
    (folder / "~$a.docx").write_text("lock")
    (folder / ".hidden.docx").write_text("hidden")
    (folder / "notes.txt").write_text("no document")
    return folder


def run(archive, *paths, **options):
    return import_paths(archive, paths, reader=read_invented, workers=2, **options)


def contents(folder):
    """Every row that the archive in `folder` keeps, but for the ledger's own."""
    tables = (
        "document",
        "document_path",
        "paragraph",
        "document_table",
        "cell",
        "indicator",
        "wording",
        "mention",
        "name_match",
        "observation",
    )
    columns = {"document": "id, sha256, original, name", "document_path": "document_id, path"}
    with Archive.open(folder) as archive, archive.reading() as connection:
        return {
            table: sorted(
                map(tuple, connection.execute(text(f"SELECT {columns.get(table, '*')} FROM {table}"))), key=repr
            )
            for table in tables
        }


def test_new_known_and_twins(folder, tmp_path):
    with Archive.open(tmp_path / "archive", create=True) as archive:
        first = run(archive, folder)
        assert (first.counts.new, first.counts.known, first.counts.failed, first.counts.skipped) == (2, 1, 0, 1)
        assert (first.observations, first.tables) == (3, 2)
        again = run(archive, folder)
        assert (again.counts.new, again.counts.known, again.counts.failed) == (0, 3, 0)
    assert [row[1] for row in contents(tmp_path / "archive")["document_path"]] == [
        str(folder / "a.docx"),
        str(folder / "older" / "copy of a.docx"),
        str(folder / "b.docx"),
    ]


def test_one_failure_does_not_stop_the_rest(folder, tmp_path):
    (folder / "bad.docx").write_text("damaged")
    (folder / "bad twin.docx").write_text("damaged")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        report = run(archive, folder, tmp_path / "missing.docx")
    assert report.counts.new == 2
    assert {Path(failure.path).name: failure.error.code for failure in report.failures} == {
        "bad.docx": "damaged_file",
        "bad twin.docx": "damaged_file",
        "missing.docx": "file_missing",
    }


def test_a_file_that_takes_too_long_is_given_up(tmp_path):
    (tmp_path / "slow.docx").write_text("hang")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        report = run(archive, tmp_path / "slow.docx", limits=Limits(seconds=1))
    assert [failure.error.code for failure in report.failures] == ["time_limit"]


def test_archive_inside_the_folder_is_not_imported_into_itself(folder, tmp_path):
    for _ in range(2):
        with Archive.open(folder / "archive", create=True) as archive:
            report = run(archive, folder / "older" / "..")
            assert (report.counts.new + report.counts.known, report.counts.failed) == (3, 0)
    paths = [row[1] for row in contents(folder / "archive")["document_path"]]
    assert not [path for path in paths if "originals" in path or ".." in path]


def test_progress_tells_of_every_file(folder, tmp_path):
    seen = []
    with Archive.open(tmp_path / "archive", create=True) as archive:
        run(archive, folder, progress=lambda done, total, path: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_names_that_are_no_text_are_kept_readable(tmp_path):
    file = os.fsencode(tmp_path / "reports") + b"/\xff\xfe.docx"
    (tmp_path / "reports").mkdir()
    Path(os.fsdecode(file)).write_text("Северный колледж;1")
    with Archive.open(tmp_path / "archive", create=True) as archive:
        assert run(archive, tmp_path / "reports").counts.new == 1


@contextmanager
def without_rights(*folders: Path) -> Iterator[None]:
    """Root may read everything: be nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    for folder in folders:
        folder.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_refused_folder_is_a_failure_of_its_own(tmp_path):
    (tmp_path / "open" / "closed").mkdir(parents=True)
    (tmp_path / "open" / "closed" / "a.docx").write_text("x")
    (tmp_path / "open" / "b.docx").write_text("x")
    (tmp_path / "open" / "closed").chmod(0o000)
    with without_rights(tmp_path, *tmp_path.parents[:-2]):
        found = discover([tmp_path / "open", tmp_path / "open" / "closed" / "a.docx"])
    assert [path.name for path in found.files] == ["b.docx"]
    assert {path.name: error.code for path, error in found.failures} == {
        "closed": "permission_denied",
        "a.docx": "permission_denied",
    }


def test_folders_are_passed_once_and_in_order(folder):
    found = discover([folder / "b.docx", folder, folder / "notes.txt"])
    assert [path.name for path in found.files] == ["b.docx", "a.docx", "copy of a.docx", "notes.txt"]
    assert found.skipped == {".txt": 1}


KILLED_RUN = """
import sys
from pathlib import Path
from ingest.run import import_paths
from store.archive import Archive
from tests.test_ingest_run import read_invented

if __name__ == "__main__":
    with Archive.open(Path(sys.argv[1]), create=True) as archive:
        import_paths(archive, [Path(sys.argv[2])], reader=read_invented, workers=2)
"""


def test_killed_at_any_point_then_repeated_equals_a_clean_run(tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    for number in range(30):
        (reports / f"{number:02}.docx").write_text("\n".join(f"Колледж {line};{number}" for line in range(200)))
    script = tmp_path / "import.py"
    script.write_text(textwrap.dedent(KILLED_RUN))
    chance = random.Random(5)
    killed = 0
    for _ in range(4):
        killed += _run_killed(script, tmp_path / "broken", reports, after=chance.uniform(0.5, 2.0))
    assert killed
    for name in ("broken", "clean"):
        _run_killed(script, tmp_path / name, reports, after=60)
    assert contents(tmp_path / "broken") == contents(tmp_path / "clean")
    assert _originals(tmp_path / "broken") == _originals(tmp_path / "clean")


def _run_killed(script: Path, archive: Path, reports: Path, after: float) -> bool:
    """Run the import and kill it after a time; whether it was still running."""
    with subprocess.Popen(
        [sys.executable, str(script), str(archive), str(reports)], env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as process:
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return True
        assert process.returncode == 0
        return False


def _originals(folder: Path) -> set[str]:
    return {path.name for path in (folder / "originals").rglob("*.docx") if not path.name.startswith(".")}
