"""The text of the reference corpus against sheets written by hand (see `benchmarks/prose.py`)."""

import os
from pathlib import Path

import pytest

from benchmarks.prose import DEFAULT_CORPUS, GOALS, sheets, tallies
from benchmarks.sheet_score import Tally
from extract import read
from extract.interpret import interpret

CORPUS = Path(os.environ.get("LETOPIS_CORPUS", DEFAULT_CORPUS))


@pytest.mark.skipif(not (CORPUS / "docs").is_dir(), reason="no reference corpus: set LETOPIS_CORPUS to its folder")
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_every_kind_of_fact_reaches_its_goal(kind: str) -> None:
    totals: dict[str, Tally] = {}
    for sheet in sheets():
        facts = interpret(read(CORPUS / "docs" / f"{sheet['document']}.{kind}"))
        for name, tally in tallies(sheet, facts).items():
            totals[name] = totals.get(name, Tally()) + tally
    for name, tally in totals.items():
        recall, precision = GOALS.get(name, (0.95, 0.95))
        assert tally.recall >= recall, (name, tally.wrong)
        assert tally.precision >= precision, (name, tally.wrong)
