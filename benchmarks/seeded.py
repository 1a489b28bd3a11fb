"""Errors planted one at a time in clean reports: how many the checker finds, how many of its findings are right.

`python -m benchmarks seeded [CASES]` (default 400; the acceptance asks for 2,000 and more). The reports are those of the fixtures with
other figures, a new world for each seed of the generator; even worlds are for tuning, odd ones are what is reported. A naive
checker (`sum != total`, `round(part / base) != share`) runs beside ours on the same facts.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path

from benchmarks.naive import naive_check
from benchmarks.seeding import Seed, planted, seeds
from check.engine import check
from check.finding import Finding
from extract import read
from extract.document import Document, Location, Paragraph
from extract.facts import Facts
from extract.interpret import interpret
from fixtures.builders.docx_writer import write_docx
from fixtures.builders.figures import draw, salted
from fixtures.builders.halfyear import HALVES, half_year_report
from fixtures.builders.model import Report
from fixtures.builders.yearly import YEARS, yearly_report

CASES_IN_A_REPORT = 10
DEFAULT_CASES = 400


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean report of one world, as written and as read."""

    world: int
    report: Report
    document: Document


def clean_reports() -> Iterator[Clean]:
    """Reports of world after world, two half-yearly ones and a yearly one of each."""
    with tempfile.TemporaryDirectory() as folder:
        for world in count(1):
            with salted(f"world {world} "):
                chosen = [
                    half_year_report(HALVES[draw(f"first {world}", 0, 4)]),
                    half_year_report(HALVES[draw(f"second {world}", 5, 9)]),
                    yearly_report(YEARS[draw(f"year {world}", 0, 4)]),
                ]
            for report in chosen:
                path = Path(folder) / f"{report.name}.docx"
                write_docx(report, path)
                yield Clean(world, report, read(path))


def cases(clean: Clean) -> list[Seed]:
    """Some of the errors that a report can have, each kind in turn."""
    by_kind: dict[str, list[Seed]] = defaultdict(list)
    for seed in seeds(clean.report):
        by_kind[seed.kind].append(seed)
    ordered = [
        sorted(group, key=lambda seed: draw(f"order {clean.world} {clean.report.name} {seed}", 0, 1 << 30))
        for group in by_kind.values()
    ]
    turns = [group[turn] for turn in range(CASES_IN_A_REPORT) for group in ordered if turn < len(group)]
    return turns[:CASES_IN_A_REPORT]


@dataclass(slots=True)
class Outcome:
    """What one checker made of the cases of one kind."""

    cases: int = 0
    found: int = 0
    right: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    raised: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    missed: list[str] = field(default_factory=list)

    def take(self, facts: Facts, seed: Seed, findings: list[Finding]) -> None:
        self.cases += 1
        hits = [finding for finding in findings if concerns(finding, seed, facts.document)]
        self.found += bool(hits)
        for finding in findings:
            self.raised[finding.severity] += 1
            self.right[finding.severity] += finding in hits
        if not hits:
            self.missed.append(f"{facts.document.source.name}: {seed.kind} {seed.old!r} → {seed.new!r}")


def concerns(finding: Finding, seed: Seed, document: Document) -> bool:
    """Whether the wrong place is what a finding names, or one of its operands; of a dropped row, its table."""
    places = (finding.location, *(operand.location for operand in finding.operands))
    return any(_is_at(place, seed, document) for place in places)


def _is_at(place: Location, seed: Seed, document: Document) -> bool:
    if seed.paragraph is None:
        if seed.kind == "dropped row":
            return place.table == seed.table
        same_ordinal = seed.kind == "number skipped" and place.table == seed.table
        return same_ordinal or (place.table, place.row, place.column) == (seed.table, seed.row, seed.column)
    wrong = seed.paragraph.split("\0")[1]
    block = next((b for b in document.blocks if isinstance(b, Paragraph) and b.location.block == place.block), None)
    return place.table is None and block is not None and block.text == wrong


@dataclass(slots=True)
class Result:
    """Outcomes by half, checker and kind of error; clean reports looked at and accused, by checker."""

    outcomes: dict[tuple[str, str, str], Outcome] = field(default_factory=dict)
    clean: int = 0
    accused: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def run(wanted: int) -> Result:
    """Plant `wanted` errors and more, until each half has its share."""
    result, planted_so_far = Result(), 0
    for clean in clean_reports():
        half = "reporting" if clean.world % 2 else "tuning"
        facts = interpret(clean.document)
        result.clean += 1
        for checker, findings in _both(facts):
            result.accused[checker] += any(finding.severity == "error" for finding in findings)
        for seed in cases(clean):
            wrong = interpret(planted(clean.document, seed))
            for checker, findings in _both(wrong):
                result.outcomes.setdefault((half, checker, seed.kind), Outcome()).take(wrong, seed, findings)
            planted_so_far += 1
        if planted_so_far >= wanted:
            return result
    raise AssertionError


def _both(facts: Facts) -> list[tuple[str, list[Finding]]]:
    ours = [finding for finding in check(facts).findings if finding.severity != "info"]
    return [("ours", ours), ("naive", naive_check(facts))]


def main() -> None:
    numbers = [argument for argument in sys.argv[1:] if argument.isdigit()]
    result = run(int(numbers[0]) if numbers else DEFAULT_CASES)
    print(f"{'half':10} {'checker':8} {'kind of error':22} {'cases':>6} {'found':>6} {'recall':>7}")
    for (half, checker, kind), outcome in sorted(result.outcomes.items()):
        recall = outcome.found / outcome.cases
        print(f"{half:10} {checker:8} {kind:22} {outcome.cases:6} {outcome.found:6} {recall:7.3f}")
    for half in ("tuning", "reporting"):
        for checker in ("ours", "naive"):
            _print_whole(half, checker, [o for (h, c, _), o in result.outcomes.items() if (h, c) == (half, checker)])
    for checker, accused in result.accused.items():
        print(f"clean reports accused of an error by {checker}: {accused} of {result.clean}")
    for missed in islice((text for (_, c, _), o in result.outcomes.items() if c == "ours" for text in o.missed), 25):
        print(f"  missed {missed}")


def _print_whole(half: str, checker: str, outcomes: list[Outcome]) -> None:
    cases_seen, found = sum(o.cases for o in outcomes), sum(o.found for o in outcomes)
    said = []
    for severity in ("error", "warning"):
        raised, right = sum(o.raised[severity] for o in outcomes), sum(o.right[severity] for o in outcomes)
        if raised:
            said.append(f"precision of {severity}s {right / raised:.3f} of {raised}")
    if cases_seen:
        print(f"{half}, {checker}: recall {found / cases_seen:.3f} of {cases_seen}; {', '.join(said)}")


if __name__ == "__main__":
    main()
