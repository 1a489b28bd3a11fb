"""A report against the archive: what it says of earlier periods, who is missing, what leaves its history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from check.engine import check
from check.finding import Report
from check.rules.history import _is_jump
from extract.interpret import interpret
from extract.reading import read
from normalize.registry import use_archive_folder
from store.archive import Archive
from tests.conftest import REPOSITORY
from tests.test_check_outputs import RIGHT, WRONG

FIXTURES = REPOSITORY / "fixtures"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The report of the half-year before, imported."""
    from ingest.run import import_paths

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LETOPIS_REGISTRY", str(FIXTURES / "registry"))
        folder = tmp_path_factory.mktemp("archive")
        with Archive.open(folder, create=True) as made:
            import_paths(made, [FIXTURES / "reports" / "monitoring_2023h2.docx"])
            yield made
        use_archive_folder(folder / "none")


def report_on(path: Path, archive: Archive) -> Report:
    return check(interpret(read(path)), archive)


def test_a_misquoted_earlier_figure_is_told_with_its_source(archive: Archive) -> None:
    told = [finding for finding in report_on(WRONG, archive).findings if finding.rule == "history"]
    assert [(finding.found, finding.expected, finding.severity) for finding in told] == [("7", "4", "warning")]
    assert "monitoring_2023h2.docx" in (told[0].arithmetic or "")


def test_a_report_that_quotes_rightly_is_left_alone(archive: Archive) -> None:
    with_archive, alone = report_on(RIGHT, archive), check(interpret(read(RIGHT)))
    assert not with_archive.count("error")
    assert not with_archive.count("warning")
    assert with_archive.coverage.checked > alone.coverage.checked


@pytest.mark.parametrize(
    ("value", "past", "jump"),
    [
        (104, [86, 80, 92, 101], False),
        (410, [86, 80, 92, 101], True),
        (3, [0, 0, 0, 1], False),
        (90, [0, 0, 0, 1], True),
    ],
)
def test_what_leaves_a_history(value: int, past: list[int], jump: bool) -> None:
    from decimal import Decimal

    assert _is_jump(Decimal(value), [Decimal(one) for one in past]) is jump
