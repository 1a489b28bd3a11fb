"""What a rule is: it looks at a document and yields relations to judge, or findings outright."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from check.finding import Finding, Severity
from check.relation import Relation, Verdict, judge
from check.subject import Subject

Yields = Callable[[Subject], Iterable[Relation | Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `title`, `formula` and `message` are marked for translation; `message` may name `{name}`,
    `{found}` and `{expected}`. `severity` is the most that it raises."""

    id: str
    version: int
    severity: Severity
    title: str
    formula: str
    message: str
    run: Yields


Relate = Callable[[int], Relation | None]
# Rows looked at before all of them are: a relation that fails in most of these is none.
_SAMPLE = 8


def confirmed(rows: Sequence[int], relate: Relate, least: int = 3, share: float = 0.75) -> list[Relation]:
    """The relations of a hypothesis over many rows, if it holds in most of them; else nothing.

    A relation found from the rows themselves is trusted only where at least `least` rows keep it. Rows in which
    everything is nought prove nothing."""
    if len(rows) > 2 * _SAMPLE:
        step = len(rows) // _SAMPLE
        few = _informative(rows[::step], relate)
        if _kept(few) * 2 < len(few):
            return []
    hypothesis = _informative(rows, relate)
    kept = _kept(hypothesis)
    return hypothesis if kept >= least and kept >= share * len(hypothesis) else []


def _informative(rows: Sequence[int], relate: Relate) -> list[Relation]:
    relations = (relate(row) for row in rows)
    return [one for one in relations if one is not None and any(figure.value != 0 for figure in one.operands)]


def _kept(relations: Sequence[Relation]) -> int:
    return sum(judge(relation) is Verdict.HOLDS for relation in relations)
