"""docs/formats.md tells the truth: each test that it names exists, and so does each warning of the DOCX reader."""

import re
from pathlib import Path

from extract.formats.docx_remarks import SENTENCES
from extract.safety import LIMITS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")


def test_each_test_that_is_named_exists() -> None:
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)
    assert len(named) > 30
    missing = [
        f"{module}::{name}"
        for module, name in named
        if f"def {name}(" not in (ROOT / "tests" / module).read_text(encoding="utf-8")
    ]
    assert missing == []


def test_each_warning_is_explained() -> None:
    told = set(re.findall(r"`(\w+)`", PAGE))
    assert set(SENTENCES) - {"unknown_symbol"} <= told


def test_limits_are_those_of_the_code() -> None:
    for number in (LIMITS.members, LIMITS.xml_tags, LIMITS.cells):
        assert f"{number:,}" in PAGE
    for number in (LIMITS.columns, LIMITS.nesting, LIMITS.ratio):
        assert re.search(rf"\b{number}\b", PAGE)
