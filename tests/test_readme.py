"""The README pages promise what the program does: their examples are run, and their links lead somewhere."""

import re
from pathlib import Path

import pytest

from tools.readme import PAGES, ROOT, rewritten


@pytest.mark.parametrize("name", PAGES)
def test_the_output_of_the_examples_is_what_the_program_prints(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert rewritten(page, PAGES[name]) == page, "run: python -m tools.readme, and read the difference"


@pytest.mark.parametrize(
    "path", [*sorted(PAGES), "CONTRIBUTING.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(path: str) -> None:
    page = ROOT / path
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    missing = [target for target in targets if not (page.parent / target).exists()]
    assert missing == []


def test_both_pages_run_the_same_commands() -> None:
    commands = [re.findall(r"^\$ (.*)$", Path(ROOT / name).read_text(encoding="utf-8"), re.MULTILINE) for name in PAGES]
    assert commands[0] == commands[1]
