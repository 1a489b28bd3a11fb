"""What tests share: the fixtures of this repository, the reference corpus where there is one, `--update-golden`.

Where `LETOPIS_NO_SKIP` is set, a test or a module that skips has failed: nothing may be missing there."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import TypeVar

import pytest

REPOSITORY = Path(__file__).parent.parent
CORPUS_VARIABLE = "LETOPIS_CORPUS"
DEFAULT_CORPUS = REPOSITORY.parent / "shared" / "corpus"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
NO_SKIP = bool(os.environ.get("LETOPIS_NO_SKIP"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew from what is read now")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _without_skip((yield))


def _without_skip(report: Report) -> Report:
    """The report, a failure instead of a skip (an expected failure is no skip)."""
    if NO_SKIP and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"LETOPIS_NO_SKIP is set, and this was to be skipped: {reason}"
    return report


@pytest.fixture(scope="session")
def fixtures_dir() -> Path:
    """The folder of our own documents with their answer sheets."""
    return REPOSITORY / "fixtures"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The reference corpus; a test that needs it is skipped aloud where it is absent."""
    folder = Path(os.environ.get(CORPUS_VARIABLE, DEFAULT_CORPUS))
    if not (folder / "docs").is_dir():
        pytest.skip(f"no reference corpus in {folder}: set {CORPUS_VARIABLE} to its folder")
    return folder


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))
