"""Facts read of the fixtures against their answer sheets: the goals by kind of fact, on documents of every hand."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from benchmarks.sheet_score import Tally
from benchmarks.sheets import measure
from extract import read
from extract.interpret import interpret
from normalize.names import Matcher
from normalize.registry import Registry

# Recall and precision aimed at, by kind of fact.
GOALS = {
    "table cell": (0.99, 0.995),
    "table period": (0.99, 0.99),
    "table share": (0.99, 0.99),
    "table entity": (0.99, 0.99),
    "table measure": (0.99, 0.99),
    "table base_period": (0.99, 0.99),
    "prose quantity": (0.95, 0.97),
    "prose period": (0.90, 0.90),
    "prose share": (0.90, 0.90),
    "measure": (1.0, 1.0),
    "term": (0.98, 0.98),
    "executor": (0.97, 0.97),
    "reference": (0.95, 0.0),
    "event field": (1.0, 1.0),
    "participant": (0.95, 0.95),
    "talk": (0.95, 0.95),
    "moderator": (1.0, 1.0),
    "metadata": (0.95, 0.95),
}


# Where the documents tried on fall short of a goal: «Браков» counted in a column of people, «Форма участия – очный».
SHORT_OF_GOALS = {
    ("trial", "table cell"): (0.99, 0.99),
    ("trial", "event field"): (0.95, 0.95),
}


# What was reached at the first scoring of the documents held out, rounded down: a floor, so that nothing is lost. The goals
# above are not all met there; no rule may be made for these documents.
FLOORS = {
    "table cell": (0.89, 0.89),
    "table period": (0.94, 0.94),
    "table share": (1.0, 1.0),
    "table entity": (1.0, 1.0),
    "table measure": (0.99, 0.99),
    "table base_period": (1.0, 1.0),
    "prose quantity": (0.94, 0.95),
    "prose period": (0.91, 0.91),
    "prose share": (1.0, 1.0),
    "measure": (1.0, 0.93),
    "term": (0.86, 0.86),
    "executor": (0.96, 0.98),
    "reference": (1.0, 1.0),
    "event field": (0.83, 0.83),
    "participant": (1.0, 0.88),
    "talk": (1.0, 1.0),
    "moderator": (1.0, 1.0),
    "metadata": (1.0, 1.0),
}


@cache
def tallies() -> dict[tuple[str, str], Tally]:
    """Tallies by (group, kind of fact), all genres together."""
    sums: dict[tuple[str, str], Tally] = {}
    for (folder, _genre), kinds in measure(("seen", "trial", "held out")).items():
        for kind, tally in kinds.items():
            sums[folder, kind] = sums.get((folder, kind), Tally()) + tally
    return sums


@pytest.mark.parametrize("folder", ["seen", "trial"])
@pytest.mark.parametrize("kind", sorted(GOALS))
def test_facts_are_read_as_well_as_aimed_at(folder: str, kind: str) -> None:
    tally = tallies().get((folder, kind), Tally())
    if not tally.known:
        pytest.fail(f"no document states a {kind}")
    recall, precision = SHORT_OF_GOALS.get((folder, kind), GOALS[kind])
    assert tally.recall >= recall, "\n".join(tally.wrong[:20])
    assert tally.precision >= precision, "\n".join(tally.wrong[:20])


@pytest.mark.parametrize("kind", sorted(FLOORS))
def test_documents_held_out_are_read_no_worse_than_at_first(kind: str) -> None:
    tally = tallies()["held out", kind]
    recall, precision = FLOORS[kind]
    assert tally.recall >= recall, "\n".join(tally.wrong[:20])
    assert tally.precision >= precision, "\n".join(tally.wrong[:20])


def test_colleges_are_matched_as_of_the_documents_day(fixtures_dir: Path) -> None:
    matcher = Matcher(Registry.load(fixtures_dir / "registry"))
    mentions = {mention for sheet in fixtures_dir.glob("*/*.answers.json") for mention in _mentions(sheet)}
    wrong = [
        (text, day.isoformat(), found.outcome, found.entity_id)
        for text, day, entity in sorted(mentions)
        if (found := matcher.match(text, on=day)).outcome != "match" or found.entity_id != entity
    ]
    assert len(mentions) > 300
    assert not wrong


def _mentions(path: Path) -> Iterator[tuple[str, date, str]]:
    """Mentions with the last day of the document's period and the entity they stand for."""
    sheet = json.loads(path.read_text(encoding="utf-8"))
    period = sheet["metadata"].get("period", "")
    day = date(int(period[:4] or 1), 6 if period.endswith("H1") else 12, 30)
    for fact in (*sheet["observations"], *sheet["prose"]):
        if "entity_id" in fact:
            yield fact["entity"], day, fact["entity_id"]


def test_a_section_that_says_whose_a_college_is_does_not_split_its_series(fixtures_dir: Path) -> None:
    observations = interpret(read(fixtures_dir / "reports" / "monitoring_2022h2.docx")).observations
    by_town = [each for each in observations if each.location.table == 1]
    colleges = {each.breakdown for each in by_town if each.entity_kind == "college"}
    subtotals = {each.breakdown for each in by_town if each.entity is None}
    assert colleges == {()}
    assert ("г. Златоборск",) in subtotals
