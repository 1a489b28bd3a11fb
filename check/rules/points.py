"""Per cent and percentage points: a change between two percentages that is told in per cent, but is their difference."""

from collections.abc import Iterator

from check.finding import Finding
from check.relation import Verdict, judge
from check.rule import Rule
from check.rules.change import changes_between, told_in_per_cent
from check.rules.columns import difference_relation
from check.subject import Subject
from check.wording import say_difference, say_figure
from messages import N_, _
from normalize.units import PERCENT, POINTS


def _points(subject: Subject) -> Iterator[Finding]:
    """Where the change is right in per cent of the earlier value too, nothing is said."""
    for change in changes_between(subject):
        if change.told.unit != PERCENT or not change.between_percentages:
            continue
        relative = list(told_in_per_cent(change))
        difference = difference_relation("points", change.figure, change.higher, change.lower)
        if change.figure.value == 0 or not relative or judge(relative[0]) is Verdict.HOLDS:
            continue
        if judge(difference) is Verdict.HOLDS and change.figure.sure:
            yield Finding(
                "points",
                "warning",
                _("«{name}»: this is a difference in percentage points, not in per cent.", name=change.figure.name),
                change.figure.location,
                found=say_figure(change.figure),
                expected=say_figure(change.figure).replace(PERCENT, POINTS),
                arithmetic=_(
                    "{left} = {difference} percentage points",
                    left=say_difference(change.higher, change.lower),
                    difference=say_figure(change.figure).rstrip(f"{PERCENT}\u00a0"),
                ),
                operands=tuple(figure.operand() for figure in (change.higher, change.lower, change.figure)),
                anchor=change.figure.name,
            )


RULES = (
    Rule(
        "points",
        1,
        "warning",
        N_("Per cent and percentage points"),
        N_("A change between two percentages that is their difference is told in percentage points, not in per cent."),
        N_("«{name}»: this is a difference in percentage points, not in per cent."),
        _points,
    ),
)
