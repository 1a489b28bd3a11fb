"""Changes told in running text against the two values that they lie between."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from check.figures import Figure
from check.intervals import ratio_of
from check.relation import Relation
from check.rule import Rule
from check.rules.columns import difference_relation
from check.subject import Subject, prose_figure
from check.wording import say_ratio
from extract.facts import Observation
from messages import N_
from normalize.units import PERCENT, POINTS

_HUNDRED = Decimal(100)
_TIMES = "раз"


def _changes(subject: Subject) -> Iterator[Relation]:
    for change in subject.said:
        if change.measure in ("difference", "ratio") and change.value is not None and change.bound == "exact":
            levels = _levels(subject, change)
            if levels is not None:
                yield from _relation(change, *levels)


def _levels(subject: Subject, change: Observation) -> tuple[Observation, Observation] | None:
    """The one value now and the one before, of the same indicator, in the same paragraph."""
    beside = [
        one
        for one in subject.said
        if one.location.block == change.location.block and one.measure in ("level", "share") and _of_same(one, change)
    ]
    before = [one for one in beside if change.base_period and one.period and one.period.same_time(change.base_period)]
    now = [one for one in beside if one not in before and (change.period is None or _code(one) == _code(change))]
    return (now[0], before[0]) if len(now) == len(before) == 1 else None


def _of_same(one: Observation, change: Observation) -> bool:
    return one.indicator == change.indicator and one.entity == change.entity and one.breakdown == change.breakdown


def _code(one: Observation) -> str | None:
    return one.period.code if one.period else None


def _relation(change: Observation, now: Observation, before: Observation) -> Iterator[Relation]:
    figure, new, old = (prose_figure(one) for one in (change, now, before))
    if not (new.bound == old.bound == "exact"):
        return
    higher, lower = (new, old) if new.value >= old.value else (old, new)
    target = replace(figure, value=abs(figure.value))
    if change.unit == _TIMES:
        yield from _ratio(target, higher, lower, Decimal(1), Decimal(0))
    elif change.measure == "difference" and change.unit == PERCENT and now.unit != PERCENT:
        shift = _HUNDRED if new is lower else -_HUNDRED
        yield from _ratio(target, new, old, _HUNDRED if new is higher else -_HUNDRED, shift)
    elif change.measure == "difference" and now.unit == before.unit and change.unit in (now.unit, POINTS):
        yield difference_relation("change", target, higher, lower)


def _ratio(target: Figure, part: Figure, whole: Figure, scale: Decimal, shift: Decimal) -> Iterator[Relation]:
    estimate = ratio_of(part.printed, whole.printed, scale, shift)
    if estimate is None:
        return
    left = say_ratio(part, whole)
    if shift:
        left = f"{left} × 100 − 100" if scale > 0 else f"100 − {left} × 100"
    yield Relation("change", target, (part, whole), estimate, left)


RULES = (
    Rule(
        "change",
        1,
        "error",
        N_("A change against the values that it lies between"),
        N_("«Grew by N» is the value now less the value before; «grew N times» is the one by the other."),
        N_("«{name}»: the change does not agree with the two values."),
        _changes,
    ),
)
