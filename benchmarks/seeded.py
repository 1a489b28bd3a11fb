"""Errors planted one at a time in clean reports: how many the checker finds, how many of its findings are right.

`python -m benchmarks seeded [CASES [PROCESSES]]` (default 400 cases, one process). The reports are those of the fixtures with
other figures, a new world for each seed of the generator; even worlds are for tuning, odd ones are what is reported. A naive
checker (`sum != total`, `round(part / base) != share`) runs beside ours on the same facts. A misquoted earlier figure is looked
for with an archive that holds the report of the half-year before; a wrong name with the registry of the fixtures, where a remark
counts as found.
"""

import os
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import count, islice
from pathlib import Path

from benchmarks.naive import naive_check
from benchmarks.seeding import MISQUOTED, WRONG_NAME, Seed, planted, seeds
from benchmarks.sheets import FIXTURES
from check.engine import check
from check.finding import Finding
from extract import read
from extract.document import Document, Location, Paragraph
from extract.facts import Facts
from extract.interpret import interpret
from fixtures.builders.docx_writer import write_docx
from fixtures.builders.figures import Half, draw, salted
from fixtures.builders.halfyear import HALVES, half_year_report
from fixtures.builders.model import Report
from fixtures.builders.yearly import YEARS, yearly_report
from normalize.names import default_matcher
from store.archive import Archive
from store.prepare import prepare
from store.resolve import registry_resolver

CASES_IN_A_REPORT = 12
DEFAULT_CASES = 400


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean report of one world, as written and as read; `before`: the report of the half-year before it."""

    world: int
    report: Report
    document: Document
    before: Path | None = None


def clean_reports(worlds: Iterable[int] | None = None) -> Iterator[Clean]:
    """Reports of world after world, two half-yearly ones and a yearly one of each."""
    with tempfile.TemporaryDirectory() as folder:
        for world in count(1) if worlds is None else worlds:
            with salted(f"world {world} "):
                halves = [HALVES[draw(f"first {world}", 0, 4)], HALVES[draw(f"second {world}", 5, 9)]]
                chosen = [(half_year_report(half), half) for half in halves]
                yearly = yearly_report(YEARS[draw(f"year {world}", 0, 4)])
                earlier = [_before(half, Path(folder)) for half in halves]
            for (report, _half), before in zip(chosen, earlier, strict=True):
                yield Clean(world, report, _written(report, Path(folder)), before)
            yield Clean(world, yearly, _written(yearly, Path(folder)))


def _before(half: Half, folder: Path) -> Path | None:
    """The report of the half-year before, written in a folder of its own; None for the first half-year of a world."""
    if half == HALVES[0]:
        return None
    report = half_year_report(half.previous)
    target = folder / "before"
    target.mkdir(exist_ok=True)
    path = target / f"{report.name}.docx"
    write_docx(report, path)
    return path


def _written(report: Report, folder: Path) -> Document:
    path = folder / f"{report.name}.docx"
    write_docx(report, path)
    return read(path)


@contextmanager
def remembering(before: Path | None) -> Iterator[Archive | None]:
    """An archive that holds one earlier report."""
    if before is None:
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder), create=True) as archive:
        facts = interpret(read(before))
        archive.copy_registry(default_matcher().registry)
        rows = prepare(facts, registry_resolver(), size=before.stat().st_size, today=date.today())
        archive.add(rows, before, archive.begin_run(["benchmark"]))
        yield archive


def cases(clean: Clean) -> list[Seed]:
    """Some of the errors that a report can have, each kind in turn."""
    by_kind: dict[str, list[Seed]] = defaultdict(list)
    for seed in seeds(clean.report):
        if seed.kind != MISQUOTED or clean.before is not None:
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

    def add(self, other: "Outcome") -> None:
        """Take in what another process found."""
        self.cases += other.cases
        self.found += other.found
        self.missed += other.missed
        for ours, theirs in ((self.right, other.right), (self.raised, other.raised)):
            for severity, times in theirs.items():
                ours[severity] += times


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

    def add(self, other: "Result") -> None:
        """Take in what another process found."""
        for key, outcome in other.outcomes.items():
            self.outcomes.setdefault(key, Outcome()).add(outcome)
        self.clean += other.clean
        for checker, times in other.accused.items():
            self.accused[checker] += times


def run(wanted: int, jobs: int = 1) -> Result:
    """Plant `wanted` errors and more, in `jobs` processes: with two, one plants the tuning half, the other the reporting."""
    if jobs == 1:
        return _run_worlds(wanted, None)
    result = Result()
    with ProcessPoolExecutor(jobs) as pool:
        for one in pool.map(partial(_run_share, -(-wanted // jobs), jobs), range(1, jobs + 1)):
            result.add(one)
    return result


def _run_share(wanted: int, jobs: int, first: int) -> Result:
    return _run_worlds(wanted, count(first, jobs))


def _run_worlds(wanted: int, worlds: Iterable[int] | None) -> Result:
    os.environ["LETOPIS_REGISTRY"] = str(FIXTURES / "registry")
    result, planted_so_far = Result(), 0
    for clean in clean_reports(worlds):
        facts = interpret(clean.document)
        result.clean += 1
        for checker, findings in _both(facts):
            result.accused[checker] += any(finding.severity == "error" for finding in findings)
        known = {finding.fingerprint for finding in check(facts).findings}
        for seed in cases(clean):
            _try(clean, seed, known, result)
            planted_so_far += 1
        if planted_so_far >= wanted:
            return result
    raise AssertionError


def _try(clean: Clean, seed: Seed, known: set[str], result: Result) -> None:
    """One error planted, and what both checkers make of it; remarks that the clean report has too do not count."""
    half = "reporting" if clean.world % 2 else "tuning"
    wrong = interpret(planted(clean.document, seed))
    with remembering(clean.before if seed.kind == MISQUOTED else None) as archive:
        for checker, findings in _both(wrong, seed.kind, archive):
            new = [finding for finding in findings if finding.severity != "info" or finding.fingerprint not in known]
            result.outcomes.setdefault((half, checker, seed.kind), Outcome()).take(wrong, seed, new)


def _both(facts: Facts, kind: str = "", archive: Archive | None = None) -> list[tuple[str, list[Finding]]]:
    ours = [
        finding
        for finding in check(facts, archive).findings
        if finding.severity != "info" or (kind == WRONG_NAME and finding.rule == "name")
    ]
    return [("ours", ours), ("naive", naive_check(facts))]


def main() -> None:
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    wanted, jobs = (*numbers, *(DEFAULT_CASES, 1)[len(numbers) :])
    result = run(wanted, jobs)
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
