"""What a rule is: it looks at a document and yields relations to judge, or findings outright."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from check.finding import Finding, Severity
from check.relation import Relation
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


def confirmed(hypothesis: list[Relation], least: int = 3, share: float = 0.75) -> Iterator[Relation]:
    """The relations of a hypothesis over many rows, if it holds in most of them; else nothing.

    A relation found from the rows themselves is trusted only where at least `least` rows keep it."""
    from check.relation import Verdict, judge

    kept = sum(judge(relation) is Verdict.HOLDS for relation in hypothesis)
    if kept >= least and kept >= share * len(hypothesis):
        yield from hypothesis
