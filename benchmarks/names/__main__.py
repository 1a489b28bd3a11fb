"""Names, resolved or asked about: precision, recall and false acceptances, beside the named peers.

Noise is made anew from a seed; colleges are split in a half for tuning and a half for reporting. Thresholds of peers
are chosen on the tuning half (the lowest with precision ≥ 0.99 there, else the most precise one) and all figures are of the reporting half.
`python -m benchmarks.names --freeze` writes the baseline that later runs are held to.
"""

import csv
import json
import sys
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from random import Random
from time import process_time

from benchmarks.names.negatives import elsewhere, negatives
from benchmarks.names.noise import Case, Untidy
from benchmarks.names.systems import Answer, System, ours, peers
from normalize.names import MatchContext, Matcher
from normalize.registry import DATA, Entity, Registry

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
SEED = 20211213
AIM = 0.99
BINS = (0.0, 0.6, 0.8, 0.9, 0.95, 1.01)
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Score:
    """Of what was accepted, the share that is right; of what has an entity, the share found; of what has none,
    the share accepted; of what has an entity, the share with it on top."""

    precision: float
    recall: float
    false_accepts: float
    top1: float

    def __str__(self) -> str:
        return f"{self.precision:.4f}  {self.recall:.4f}  {self.false_accepts:.4f}  {self.top1:.4f}"


def colleges(registry: Registry) -> list[Entity]:
    return [entity for entity in registry.entities if entity.kind == "college" and not entity.branch_of]


def halves(entities: Iterable[Entity]) -> tuple[list[Entity], list[Entity]]:
    """Tuning and reporting: by institution, so that no name is in both."""
    split: tuple[list[Entity], list[Entity]] = ([], [])
    for entity in entities:
        split[zlib.crc32(entity.id.encode()) % 2].append(entity)
    return split


def cases_of(registry: Registry, entities: Sequence[Entity], seed: int) -> list[Case]:
    random = Random(seed)
    untidy = Untidy(registry, random)
    positives = [case for entity in entities for case in untidy.cases(entity)]
    return [*positives, *negatives(registry, entities, random)]


def score(cases: Sequence[Case], answers: Sequence[Answer], threshold: float) -> Score:
    accepted = [(c, a) for c, a in zip(cases, answers, strict=True) if _accepted(a, threshold)]
    right = sum(c.entity_id == a.entity_id for c, a in accepted)
    named = [(c, a) for c, a in zip(cases, answers, strict=True) if c.entity_id]
    nameless = len(cases) - len(named)
    wrongly = sum(c.entity_id is None for c, _ in accepted)
    top = sum(c.entity_id == a.entity_id for c, a in named)
    return Score(
        right / len(accepted) if accepted else 1.0,
        right / len(named) if named else 1.0,
        wrongly / nameless if nameless else 0.0,
        top / len(named) if named else 1.0,
    )


def _accepted(answer: Answer, threshold: float) -> bool:
    return answer.accepted if answer.accepted is not None else answer.score >= threshold


def threshold_for(cases: Sequence[Case], answers: Sequence[Answer]) -> float:
    """The lowest threshold with the precision aimed at; if there is none, the one with the highest precision."""
    thresholds = sorted({answer.score for answer in answers if answer.score > 0})
    by_precision = [(score(cases, answers, threshold).precision, threshold) for threshold in thresholds]
    return next((t for precision, t in by_precision if precision >= AIM), max(by_precision)[1])


def compare(registry: Registry, tuning: list[Case], reporting: list[Case]) -> tuple[Score, list[Answer]]:
    print(f"{len(tuning)} names for tuning, {len(reporting)} for reporting "
          f"({sum(c.entity_id is None for c in reporting)} of them negatives)")  # fmt: skip
    print(f"{'reporting half':36} P       R       FA      top-1   names/s")
    system = ours(registry)
    started = process_time()
    answers = [system.answer(case.text) for case in reporting]
    best = score(reporting, answers, 0.0)
    print(f"{system.name:36} {best}  {len(answers) / (process_time() - started):7.0f}")
    for peer in peers(_only_colleges(registry)):
        print(_peer_line(peer, tuning, reporting))
    if find_spec("nomenklatura") is None:
        print("nomenklatura: NOT RUN, it is not installed (pip install nomenklatura)")
    return best, answers


def _only_colleges(registry: Registry) -> Registry:
    return Registry(tuple(colleges(registry)))


def _peer_line(peer: System, tuning: list[Case], reporting: list[Case]) -> str:
    slow = peer.name.startswith("nomenklatura")
    first, second = (tuning[::7], reporting[::7]) if slow else (tuning, reporting)
    threshold = threshold_for(first, [peer.answer(case.text) for case in first])
    started = process_time()
    answers = [peer.answer(case.text) for case in second]
    speed = len(second) / (process_time() - started)
    note = " (every 7th name)" if slow else ""
    return f"{peer.name:36} {score(second, answers, threshold)}  {speed:7.0f}{note}"


def print_categories(cases: Sequence[Case], answers: Sequence[Answer]) -> None:
    """Per category: how many were rightly accepted, wrongly accepted, left to a person."""
    table: dict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for case, answer in zip(cases, answers, strict=True):
        table[case.entity_id is None, case.category][_verdict(case, answer)] += 1
    print(f"\n{'category':28} right  wrong  left to a person")
    for (negative, category), counts in sorted(table.items()):
        sign = "−" if negative else "+"
        print(f"{sign} {category:26} {counts['right']:5}  {counts['wrong']:5}  {counts['asked']:5}")


def _verdict(case: Case, answer: Answer) -> str:
    if not answer.accepted:
        return "right" if case.entity_id is None else "asked"
    return "right" if answer.entity_id == case.entity_id else "wrong"


def print_calibration(cases: Sequence[Case], answers: Sequence[Answer]) -> None:
    """How often the likest entity is right, by score: a score must mean something."""
    print("\nscore        names  likest is right")
    for low, high in pairwise(BINS):
        inside = [(c, a) for c, a in zip(cases, answers, strict=True) if low <= a.score < high]
        right = sum(c.entity_id is not None and c.entity_id == a.entity_id for c, a in inside)
        print(f"{low:.2f}–{min(high, 1.0):.2f} {len(inside):7}  {right / len(inside) if inside else 0:.3f}")


def hand_cases(registry: Registry) -> list[str]:
    """What goes wrong among the cases kept by hand."""
    matcher, wrong = Matcher(registry), []
    with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"]) if row["date"] else None
            found = matcher.match(row["text"], on=day, context=MatchContext(region=row["region"]))
            right = {
                "match": found.entity_id == row["entity"],
                "ask": found.outcome == "ask",
                "no": found.outcome != "match",
            }[row["outcome"]]
            if not right:
                wrong.append(f"{row['strength']}: «{row['text']}» → {found.outcome} {found.entity_id or ''}")
    return wrong


def speeds(registry: Registry, cases: Sequence[Case]) -> dict[str, float]:
    """Names a second: cold, against many entities, and seen before."""
    texts = list(dict.fromkeys(case.text for case in cases))
    few, many = Matcher(Registry(tuple(colleges(registry)), registry.names, (), registry.forms, registry.places,
                                 registry.abbreviations)), Matcher(_many(registry))  # fmt: skip
    return {
        "cold, 56 entities": _per_second(few, texts),
        f"cold, {MANY} entities": _per_second(many, texts),
        "seen before": _per_second(few, texts * 20),
    }


def _per_second(matcher: Matcher, texts: Sequence[str]) -> float:
    started = process_time()
    for text in texts:
        matcher.match(text)
    return len(texts) / (process_time() - started)


def _many(registry: Registry) -> Registry:
    """`MANY` institutions: ours, and made-up ones of every town and specialty in numbered variants."""
    random = Random(SEED)
    tails = sorted({name for entity in colleges(registry) if (name := entity.name.partition(" ")[2])})
    towns = sorted({variant for place in registry.places for variant in place.variants if variant.endswith("ий")})
    made, extra = [], registry.entities
    while len(made) + len(extra) < MANY:
        first, second = random.choice(towns), random.choice(tails)
        made.append(
            Entity(f"made-{len(made)}", "college", f"{first.capitalize()} {second} № {len(made) + 100}", "ГБПОУ")
        )
    return Registry((*extra, *made), registry.names, (), registry.forms, registry.places, registry.abbreviations)


def held_to_baseline(figures: dict[str, float]) -> list[str]:
    """Where this run is worse than the frozen baseline."""
    if not BASELINE.exists():
        return ["there is no baseline: run with --freeze"]
    frozen = json.loads(BASELINE.read_text(encoding="utf-8"))
    worse = {"precision": 1, "recall": 1, "false_accepts": -1}
    return [
        f"{name}: {figures[name]:.4f}, frozen {frozen[name]:.4f}"
        for name, sign in worse.items()
        if sign * (frozen[name] - figures[name]) > 1e-9
    ]


def main() -> None:
    registry = Registry.load(DATA)
    first, second = halves(colleges(registry))
    tuning = cases_of(registry, first, SEED)
    reporting = [*cases_of(registry, second, SEED + 1), *elsewhere()]
    best, answers = compare(registry, tuning, reporting)
    print_categories(reporting, answers)
    print_calibration(reporting, answers)
    for name, speed in speeds(registry, reporting).items():
        print(f"{name:28} {speed:9.0f} names/s")
    for line in hand_cases(registry):
        print("by hand,", line)
    figures = {"precision": best.precision, "recall": best.recall, "false_accepts": best.false_accepts}
    if "--freeze" in sys.argv:
        BASELINE.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for line in held_to_baseline(figures):
        print("WORSE THAN THE BASELINE:", line)


if __name__ == "__main__":
    main()
