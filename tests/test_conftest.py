"""A skip is a failure where `LETOPIS_NO_SKIP` is set."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import pytest

@pytest.mark.skip(reason="the program is missing")
def test_marked():
    pass

def test_skipping():
    pytest.skip("the program is missing")

@pytest.mark.xfail
def test_known_to_fail():
    assert False
"""
CONFTEST = (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "set_to", "summary"),
    [
        (TESTS, "1", "1 failed, 1 xfailed, 1 error"),
        (TESTS, "", "2 skipped, 1 xfailed"),
        ("import pytest\npytest.importorskip('no_such_module')", "1", "1 error"),
    ],
)
def test_a_skip_fails_where_nothing_may_skip(tmp_path: Path, module: str, set_to: str, summary: str) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST, encoding="utf-8")
    (tmp_path / "test_some.py").write_text(module, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--rootdir",
        str(tmp_path),
        str(tmp_path),
    ]
    done = subprocess.run(
        command, env=os.environ | {"LETOPIS_NO_SKIP": set_to}, cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert summary in done.stdout
    assert (done.returncode == 0) == (not set_to)
