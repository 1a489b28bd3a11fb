"""`fixtures/demo.sh` goes the whole way: import, status, a series with its plot, a value's source, two checks."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

DEMO = Path(__file__).parent.parent / "fixtures" / "demo.sh"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    archive = tmp_path_factory.mktemp("demo") / "archive"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "LETOPIS_LANG": "en", "COLUMNS": "200"}
    command = ["sh", str(DEMO), str(archive)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False), archive


def test_it_ends_well(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    assert demo[0].returncode == 0, demo[0].stdout + demo[0].stderr


def test_each_command_is_printed_before_it_runs(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    printed = [line.split()[2] for line in demo[0].stdout.splitlines() if line.startswith("$ letopis ")]
    assert printed == ["import", "status", "series", "show", "check", "check"]


def test_it_shows_a_long_series_with_a_plot(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    run, archive = demo
    periods = [f"{year}-H{half}" for year in range(2019, 2024) for half in (1, 2)]
    assert all(period in run.stdout for period in periods)
    assert "<svg" in (archive / "series.svg").read_text(encoding="utf-8")


def test_it_shows_where_a_value_comes_from(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    shown = demo[0].stdout.partition("$ letopis show")[2].partition("$ letopis check")[0]
    assert "monitoring_2021h2" in shown
    assert "zlt-zlat-build" in shown
    assert "53" in shown


def test_it_leaves_the_report_with_comments(demo: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    with zipfile.ZipFile(demo[1] / "with-comments.docx") as commented:
        assert b"w:comment " in commented.read("word/comments.xml")
