"""What tests share: the fixtures of this repository, the reference corpus where there is one, `--update-golden`."""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
CORPUS_VARIABLE = "LETOPIS_CORPUS"
DEFAULT_CORPUS = REPOSITORY.parent / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew from what is read now")


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
