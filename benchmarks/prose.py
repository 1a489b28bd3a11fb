"""What the running text of the reference corpus states against answer sheets written by hand: precision and recall by kind of fact.

`python -m benchmarks prose`. The sheets (`answers/text/*.json`) hold values, spans of a few words and marks (a hash of the
folded text) where a name is long: no sentence of a document. What was not recognised counts as missed, what is not in the
sheet as wrong. With `LETOPIS_BENCH_WRONG=1` every difference is printed.
"""

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from hashlib import sha1
from pathlib import Path
from typing import Any

from benchmarks.sheet_score import COMPARED, Stated, Tally
from extract import read
from extract.document import Metadata
from extract.facts import Event, Facts, Measure, Observation
from extract.interpret import interpret
from normalize.text import fold

ANSWERS = Path(__file__).parent / "answers" / "text"
DEFAULT_CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
KINDS_OF_FILE = ("docx", "pdf")
# A kind of fact and what the steps of the project ask of it: recall, precision.
GOALS = {
    "quantity": (0.95, 0.97),
    "period": (0.90, 0.90),
    "share": (0.90, 0.90),
    "term": (0.98, 0.98),
    "executor": (0.97, 0.97),
}


def mark(text: str | None) -> str:
    """What stands for a long name in a sheet."""
    plain = re.sub(r"\s*-\s*", "-", fold(text or ""))
    return sha1(plain.encode()).hexdigest()[:10]


def tallies(sheet: Stated, facts: Facts) -> dict[str, Tally]:
    """Tallies of one document by kind of fact."""
    found = [one for one in facts.observations if one.location.table is None]
    return {
        "metadata": _metadata(sheet["metadata"], facts.document.metadata),
        **_quantities(sheet["prose"], found),
        "reference": _bag(
            map(_reference_key, sheet["references"]), [(r.kind, r.date, r.number, r.relation) for r in facts.references]
        ),
        **_measures(sheet["measures"], facts.measures),
        **_event(sheet["event"], facts.event),
    }


def _metadata(known: Stated, found: Metadata) -> Tally:
    tally = Tally()
    for name, value in known.items():
        read_as = getattr(found, name)
        read_as = read_as.code if name == "period" and read_as is not None else read_as
        _count(tally, value == read_as, f"{name}: {read_as!r} for {value!r}")
    return tally


def _count(tally: Tally, right: bool, words: str) -> None:
    tally.known, tally.found, tally.right = tally.known + 1, tally.found + 1, tally.right + right
    if not right:
        tally.wrong.append(words)


def _quantities(known: Sequence[Stated], found: Sequence[Observation]) -> dict[str, Tally]:
    """Both in reading order: aligned by value, then compared field by field."""
    pairs = _aligned(known, found)
    whole = Tally(len(known), len(found))
    fields = {name: Tally() for name in ("period", "share", "measure", "bound", "base_period")}
    for stated, observation in pairs:
        right = COMPARED["value"](stated, observation) and COMPARED["unit"](stated, observation)
        whole.right += right
        if not right:
            whole.wrong.append(
                f"{observation.value} {observation.unit} for {stated['value']} {stated['unit']}: {observation.text!r}"
            )
        for name, tally in fields.items():
            if name in stated or name not in ("share", "base_period"):
                _count(
                    tally,
                    _agree(name, stated, observation),
                    f"{name} of {observation.text!r} ({observation.indicator[:50]})",
                )
    whole.wrong += [f"missed: {one['text']}" for one in known if not any(one is stated for stated, _ in pairs)]
    whole.wrong += [
        f"not in the sheet: {one.text!r}" for one in found if not any(one is observation for _, observation in pairs)
    ]
    return {"quantity": whole, "level or so": fields.pop("measure"), **fields}


def _agree(name: str, stated: Stated, observation: Observation) -> bool:
    if name == "bound":
        return stated.get("bound", "exact") == observation.bound
    return COMPARED[name](stated, observation)


def _aligned(known: Sequence[Stated], found: Sequence[Observation]) -> list[tuple[Stated, Observation]]:
    values = [one["value"] for one in known]
    read_as = [format(one.value, "f") if one.value is not None else "" for one in found]
    blocks = SequenceMatcher(None, values, read_as, autojunk=False).get_matching_blocks()
    return [(known[block.a + i], found[block.b + i]) for block in blocks for i in range(block.size)]


def _reference_key(stated: Stated) -> tuple[str | None, ...]:
    return tuple(stated[name] for name in ("kind", "date", "number", "relation"))


def _bag(known: Iterable[Any], found: Iterable[Any]) -> Tally:
    """Equal items counted as often as both have them."""
    wanted, read_as = Counter(known), Counter(found)
    right = wanted & read_as
    wrong = [f"missed: {one}" for one in (wanted - right)] + [f"not in the sheet: {one}" for one in (read_as - right)]
    return Tally(sum(wanted.values()), sum(read_as.values()), sum(right.values()), wrong)


def _measures(known: Sequence[Stated], found: Sequence[Measure]) -> dict[str, Tally]:
    terms = [(one["number"], one["start"], one["end"], one["recurrence"]) for one in known]
    executors = [(one["number"], name, agreed) for one in known for name, agreed in one["executors"]]
    return {
        "measure": _bag(
            [(one["number"], one["title"]) for one in known], [(one.number, mark(one.title)) for one in found]
        ),
        "term": _bag(terms, map(_term_key, found)),
        "executor": _bag(
            executors, [(one.number, mark(who.text), who.by_agreement) for one in found for who in one.executors]
        ),
    }


def _term_key(measure: Measure) -> tuple[str | None, ...]:
    term = measure.term
    if term is None:
        return measure.number, None, None, None
    days = (day.isoformat() if day else None for day in (term.start, term.end))
    return (measure.number, *days, term.recurrence)


def _event(known: Stated | None, found: Event | None) -> dict[str, Tally]:
    if known is None or found is None:
        return {} if known is found else {"event": Tally(1, 0, 0, ["one of the two has no event"])}
    fields = Tally()
    said: dict[str, Callable[[Event], object]] = {
        "title": lambda event: mark(event.title),
        "date": lambda event: event.date,
        "format": lambda event: mark(event.format),
        "place": lambda event: mark(event.place),
        "project": lambda event: event.project,
        "stated_talks": lambda event: event.stated_talks,
    }
    for name, value in said.items():
        _count(fields, known[name] == value(found), f"{name}: {value(found)!r}")
    return {
        "event": fields,
        "moderator": _bag(
            map(tuple, known["moderators"]),
            [(m.name, mark(m.position), mark(m.organization)) for m in found.moderators],
        ),
        "participant": _bag(
            map(tuple, known["participants"]),
            [(p.region, mark(p.organization), p.count, p.unit) for p in found.participants],
        ),
        "talk": _bag(
            map(tuple, known["talks"]),
            [(mark(t.title), t.speaker, mark(t.organization), t.region) for t in found.talks],
        ),
    }


def sheets() -> Iterator[Stated]:
    """The answer sheet of each document of the corpus."""
    for path in sorted(ANSWERS.glob("*.json")):
        yield json.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    corpus = Path(os.environ.get("LETOPIS_CORPUS", DEFAULT_CORPUS))
    if not (corpus / "docs").is_dir():
        print(f"no reference corpus in {corpus}: set LETOPIS_CORPUS to its folder")
        return
    totals: dict[tuple[str, str], Tally] = {}
    print(f"{'document':20} {'file':5} {'fact':12} {'known':>6} {'found':>6} {'precision':>9} {'recall':>7}")
    for sheet in sheets():
        for kind in KINDS_OF_FILE:
            facts = interpret(read(corpus / "docs" / f"{sheet['document']}.{kind}"))
            for name, tally in tallies(sheet, facts).items():
                totals[kind, name] = totals.get((kind, name), Tally()) + tally
                _print(f"{sheet['document']:20} {kind:5} {name:12}", tally)
    for (kind, name), tally in totals.items():
        recall, precision = GOALS.get(name, (0.95, 0.95))
        verdict = "" if tally.recall >= recall and tally.precision >= precision else f"  below {precision} / {recall}"
        _print(f"{'all':20} {kind:5} {name:12}", tally, verdict)


def _print(label: str, tally: Tally, verdict: str = "") -> None:
    if tally.known or tally.found:
        print(f"{label} {tally.known:6} {tally.found:6} {tally.precision:9.3f} {tally.recall:7.3f}{verdict}")
    if os.environ.get("LETOPIS_BENCH_WRONG") and not label.startswith("all"):
        print(*(f"    {text}" for text in tally.wrong), sep="\n", end="\n" if tally.wrong else "")
