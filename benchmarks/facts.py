"""What documents state against answer sheets: the fixtures (seen, tried on, held out), then the tables of the reference corpus.

`python -m benchmarks facts`. The sheets of the corpus (`answers/*.json`) hold numbers only: for each cell that states a value its table,
row and column in the grid with spans filled, and the value, unit, period, share and scenario, written down by hand from what
the columns mean. A cell that was not read counts as missed. With `LETOPIS_BENCH_WRONG=1` every difference is printed.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from benchmarks import sheets as fixtures
from benchmarks.sheet_score import Stated, Tally, table_observations
from extract import read
from extract.interpret import interpret

ANSWERS = Path(__file__).parent / "answers"
DEFAULT_CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
KINDS_OF_FILE = ("docx", "pdf")


def sheets() -> Iterator[Stated]:
    """The answer sheet of each document of the corpus."""
    for path in sorted(ANSWERS.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def tallies(sheet: Stated, document: Path) -> dict[str, Tally]:
    """Tallies of one document by field: «cell» counts values with their units."""
    return table_observations(sheet, interpret(read(document)))


def main() -> None:
    sheets_of_fixtures()
    corpus_tables()


def sheets_of_fixtures() -> None:
    """Documents of our own, by group: those the rules were made on, tried on, and never tried on."""
    fixtures.report(("seen", "trial", "held out"))


def corpus_tables() -> None:
    """The tables of the reference corpus."""
    corpus = Path(os.environ.get("LETOPIS_CORPUS", DEFAULT_CORPUS))
    if not (corpus / "docs").is_dir():
        print(f"no reference corpus in {corpus}: set LETOPIS_CORPUS to its folder")
        return
    print(
        f"{'document':20} {'file':5} {'genre':18} {'field':9} {'known':>6} {'found':>6} {'precision':>9} {'recall':>7}"
    )
    for sheet in sheets():
        for kind in KINDS_OF_FILE:
            _print(sheet, kind, tallies(sheet, corpus / "docs" / f"{sheet['document']}.{kind}"))


def _print(sheet: Stated, kind: str, by_field: dict[str, Tally]) -> None:
    for name, tally in by_field.items():
        if tally.known or tally.found or name == "cell":
            numbers = f"{tally.known:6} {tally.found:6} {tally.precision:9.3f} {tally.recall:7.3f}"
            print(f"{sheet['document']:20} {kind:5} {sheet['genre']:18} {name:9} {numbers}")
        if os.environ.get("LETOPIS_BENCH_WRONG"):
            print(*(f"    {text}" for text in tally.wrong), sep="\n", end="\n" if tally.wrong else "")
