"""The planted errors of the fixtures against what `check` finds, and what it says of the clean documents.

`python -m benchmarks planted`. An error counts as found when a finding, or an operand of one, stands in its cell or paragraph.
"""

import json
from pathlib import Path
from typing import Any

from benchmarks.sheets import FIXTURES
from check.engine import check
from check.finding import Finding
from extract import read
from extract.document import Document, Location, Paragraph
from extract.facts import Facts
from extract.interpret import interpret

Planted = dict[str, Any]


def facts_of(path: Path) -> Facts:
    return interpret(read(path))


def planted_in(path: Path) -> list[Planted]:
    """The planted errors that a document's sheet lists."""
    sheet = json.loads(path.with_name(f"{path.stem}.answers.json").read_text(encoding="utf-8"))
    listed: list[Planted] = sheet.get("planted", [])
    return listed


def finds(finding: Finding, error: Planted, document: Document) -> bool:
    """Whether a finding speaks of the place where an error was planted."""
    places = (finding.location, *(operand.location for operand in finding.operands))
    return any(_is_at(place, error, document) for place in places)


def _is_at(place: Location, error: Planted, document: Document) -> bool:
    if "table" in error:
        return (place.table, place.row, place.column) == (error["table"], error["row"], error["column"])
    if place.table is not None:
        return False
    block = next((b for b in document.blocks if isinstance(b, Paragraph) and b.location.block == place.block), None)
    return block is not None and " ".join(block.text.split()) == " ".join(error["paragraph"].split())


def clean_documents() -> list[Path]:
    """Every fixture document without planted errors, prints of them included."""
    paths = [path for suffix in ("docx", "pdf") for path in sorted(FIXTURES.glob(f"*/*.{suffix}"))]
    return [path for path in paths if not path.stem.endswith("_errors") and ".scan-" not in path.name]


def main() -> None:
    path = FIXTURES / "incoming" / "fresh_2024h1_errors.docx"
    facts = facts_of(path)
    report = check(facts)
    for error in planted_in(path):
        found = [finding for finding in report.findings if finds(finding, error, facts.document)]
        said = "; ".join(f"{finding.severity} {finding.rule}" for finding in found) or "–"
        print(f"{error['kind']:20} {error['found'][:34]:34} {error['expected'][:34]:34} {said}")
    astray = [f for f in report.findings if not any(finds(f, e, facts.document) for e in planted_in(path))]
    print(f"elsewhere: {[f'{finding.severity} {finding.rule}: {finding.message}' for finding in astray]}")
    for clean in clean_documents():
        raised = [f for f in check(facts_of(clean)).findings if f.severity != "info"]
        for finding in raised:
            print(f"{clean.name}: {finding.severity} {finding.rule}: {finding.message}")


if __name__ == "__main__":
    main()
