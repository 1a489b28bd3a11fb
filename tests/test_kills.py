"""An import killed (SIGKILL) in the middle of anything it does to the archive leaves whole documents only, and begun again
makes the archive that an undisturbed import makes; `python -m benchmarks kills` does it to the whole import at random."""

import hashlib
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store import archive as archive_module
from store import bulk, originals, writing
from store.archive import Archive
from store.runs import Counts
from tests.archives import REGISTRY, empty_postgres, report, rows_of, server  # noqa: F401
from tests.archives_equal import contents, defects

# What the archive does step by step, and at which of its calls the process is killed.
STEPS = [
    (bulk, "_driver", (3, 9)),
    (originals, "_copy", (3,)),
    (writing, "_wording_ids", (2,)),
    (archive_module, "link_document", (1, 3)),
]
POINTS = [(module, name, call) for module, name, calls in STEPS for call in calls]
DOCUMENTS = 3


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request, monkeypatch) -> Callable[[], None]:
    """Empties the database that archives are made in."""
    if request.param == "sqlite":
        return lambda: None
    address = request.getfixturevalue("server")
    monkeypatch.setenv("LETOPIS_DATABASE", address)
    return lambda: empty_postgres(address)


def write_reports(folder: Path) -> None:
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"{number}.docx").write_text(f"Северный колледж;{100 + number}\nЮжный колледж;{number}")


def import_reports(folder: Path, reports: Path) -> None:
    """What an import does to the archive, without its child processes."""
    with Archive.open(folder, create=True) as archive:
        archive.copy_registry(REGISTRY)
        run = archive.begin_run([str(reports)])
        for number, file in enumerate(sorted(reports.iterdir())):
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            if archive.known(sha256) is None:
                values = [tuple(line.split(";")) for line in file.read_text().splitlines()]
                rows = rows_of(report(values, name=file.name, dated=f"2022-02-0{number + 1}"))
                archive.add(replace(rows, document=replace(rows.document, sha256=sha256)), file, run)
        archive.finish_run(run, Counts(new=DOCUMENTS))


def killed_import(folder: Path, reports: Path, module: object, name: str, call: int) -> bool:
    """Import in a child that is killed when `name` is called for the `call`-th time; whether that came to pass."""
    child = os.fork()
    if not child:
        _die_at(module, name, call)
        import_reports(folder, reports)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def _die_at(module: object, name: str, call: int) -> None:
    real, calls = getattr(module, name), iter(range(1, call + 1))

    def dying(*args: object, **options: object) -> object:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **options)

    setattr(module, name, dying)


def test_an_import_killed_anywhere_can_be_finished(fresh, tmp_path):
    reports = tmp_path / "reports"
    write_reports(reports)
    fresh()
    import_reports(tmp_path / "clean", reports)
    with Archive.open(tmp_path / "clean") as archive:
        wanted = contents(archive)
    assert len(wanted["observation"]) == 2 * DOCUMENTS
    for number, (module, name, call) in enumerate(POINTS):
        fresh()
        folder = tmp_path / f"killed-{number}"
        with Archive.open(folder, create=True):
            pass
        assert killed_import(folder, reports, module, name, call), (name, call)
        with Archive.open(folder) as archive:
            assert defects(archive) == [], (name, call)
        import_reports(folder, reports)
        with Archive.open(folder) as archive:
            assert contents(archive) == wanted, (name, call)
