"""A relation that printed numbers should keep, and how well they keep it. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from check.figures import Figure, Key
from check.intervals import Estimate, meet, widened
from normalize.numbers import Interval

_NONE = Decimal(0)


class Verdict(Enum):
    """How a relation stands.

    `NOISE`: within what rounding could do at worst, outside what it does in practice. `CUT`: right if the last
    digits were cut off instead of rounded. `UNSURE`: it fails, but on a figure that was read with doubt."""

    HOLDS = "holds"
    NOISE = "noise"
    CUT = "cut"
    FAILS = "fails"
    UNSURE = "unsure"


Solve = Callable[[Figure], Interval | None]


@dataclass(frozen=True, slots=True)
class Relation:
    """`target` should be what `estimate` allows. `left` is the arithmetic in words («26 : 56»).

    `firm`: the relation itself is beyond doubt, so that a contradiction is an error. `solve` gives, for one of the
    figures, what it would have to be if all others are right."""

    rule: str
    target: Figure
    operands: tuple[Figure, ...]
    estimate: Estimate
    left: str | Callable[[], str]
    firm: bool = True
    solve: Solve | None = None

    def arithmetic(self) -> str:
        """The calculation in words, without its result; put together only for what is told."""
        return self.left if isinstance(self.left, str) else self.left()

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (*self.operands, self.target)


def judge(relation: Relation, tolerance: Decimal = _NONE) -> Verdict:
    """Whether the printed figures keep the relation, by intervals; `tolerance` is what a reviewer lets pass."""
    target, estimate = relation.target, relation.estimate
    if meet(widened(target.interval, tolerance), estimate.likely):
        return Verdict.HOLDS
    if meet(target.widest, estimate.possible):
        return Verdict.NOISE
    if target.exact is False and meet(target.cut, estimate.possible):
        return Verdict.CUT
    return Verdict.FAILS if all(figure.sure for figure in relation.figures) else Verdict.UNSURE


def blame(failing: Iterable[Relation], holding: Iterable[Relation]) -> dict[int, Figure]:
    """The figure at fault in each failing relation, by the relation's place in `failing`.

    A figure that would mend several failing relations with one and the same value is at fault in all of them.
    Otherwise a relation's target is, or, if another relation vouches for it, the operand that none vouches for."""
    broken = list(failing)
    vouched = {figure.key for relation in holding for figure in relation.figures}
    faults: dict[int, Figure] = {}
    for figure, numbers in _shared(broken):
        open_numbers = [number for number in numbers if number not in faults]
        if len(open_numbers) > 1 and _agree(broken[number].solve for number in open_numbers)(figure):
            faults |= dict.fromkeys(open_numbers, figure)
    for number, relation in enumerate(broken):
        faults.setdefault(number, _own_fault(relation, vouched))
    return faults


def _shared(broken: list[Relation]) -> list[tuple[Figure, list[int]]]:
    """Figures of more than one failing relation, those of the most first; not vouched for or not plays no part."""
    numbers: dict[object, list[int]] = {}
    figures: dict[object, Figure] = {}
    for number, relation in enumerate(broken):
        for figure in relation.figures:
            numbers.setdefault(figure.key, []).append(number)
            figures[figure.key] = figure
    shared = [(figures[key], found) for key, found in numbers.items() if len(found) > 1]
    return sorted(shared, key=lambda pair: -len(pair[1]))


def _agree(solvers: Iterable[Solve | None]) -> Callable[[Figure], bool]:
    known = [solve for solve in solvers if solve is not None]

    def agree(figure: Figure) -> bool:
        wanted = [interval for solve in known if (interval := solve(figure)) is not None]
        return len(wanted) > 1 and all(meet(one, other) for one in wanted for other in wanted)

    return agree


def _own_fault(relation: Relation, vouched: set[Key]) -> Figure:
    if relation.target.key not in vouched:
        return relation.target
    unproven = [figure for figure in relation.operands if figure.key not in vouched]
    return unproven[0] if len(unproven) == 1 else relation.target
