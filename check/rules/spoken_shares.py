"""Percentages in running text against the counts beside them and what they are taken of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from check.bases import HUNDRED, Pair, fits
from check.figures import Figure
from check.relation import Relation, Verdict, judge
from check.rule import Rule
from check.rules.shares import share_relation
from check.subject import Subject, prose_figure, prose_share
from extract.document import Location
from extract.facts import Observation
from messages import N_

# A base stands in the same paragraph or a little above it; neighbours share one within a list.
_ABOVE = 4
_NEAR = 12


def _spoken_shares(subject: Subject) -> Iterator[Relation]:
    spoken = [one for one in subject.said if _is_pair(one)]
    known = {one.location: base for one in spoken if (base := _fitting(subject, one)) is not None}
    for one in spoken:
        pair = pair_of(one)
        base = known.get(one.location)
        if base is not None:
            yield from _one(share_relation(pair, base, "share_in_text"))
        else:
            yield from _against_neighbours(subject, one, pair, spoken, known)


def _is_pair(one: Observation) -> bool:
    return one.share is not None and one.value is not None and one.measure == "level" and one.share != HUNDRED


def pair_of(one: Observation) -> Pair:
    """The count and the percentage of one observation."""
    return Pair(prose_figure(one), prose_share(one))


def _one(relation: Relation | None) -> Iterator[Relation]:
    if relation is not None:
        yield relation


def _fitting(subject: Subject, one: Observation) -> Figure | None:
    """The base that explains a pair: near it in the text, or one that the document calls the whole."""
    pair = pair_of(one)
    return next((base for base in _bases(subject, one) if fits(pair, base.printed)), None)


def _bases(subject: Subject, one: Observation) -> Iterator[Figure]:
    """Numbers that a share may be taken of, the likeliest first."""
    period = one.period.code if one.period else None
    yield from (base for base, its in subject.dated_wholes if _same_unit(base, one) and (its is None or its == period))
    for other in reversed(subject.said):
        near = 0 <= one.location.block - other.location.block <= _ABOVE
        if near and _may_be_base(other, one):
            yield prose_figure(other)
    yield from (base for base in subject.table_wholes if _same_unit(base, one))


def _may_be_base(other: Observation, one: Observation) -> bool:
    if other.value is None or one.value is None or other.location == one.location or other.bound != "exact":
        return False
    periods = (other.period.code if other.period else None, one.period.code if one.period else None)
    return other.unit == one.unit and other.value >= one.value and periods[0] == periods[1]


def _same_unit(base: Figure, one: Observation) -> bool:
    return base.unit is None or one.unit is None or base.unit == one.unit


def _against_neighbours(
    subject: Subject, one: Observation, pair: Pair, spoken: Sequence[Observation], known: dict[Location, Figure]
) -> Iterator[Relation]:
    """No base explains the pair: it is judged by the base of the pairs around it, of the same unit and period."""
    around = [
        other
        for other in spoken
        if other.location in known
        and abs(other.location.block - one.location.block) <= _NEAR
        and other.unit == one.unit
        and _period(other) == _period(one)
    ]
    if not around:
        return
    nearest = min(around, key=lambda other: _distance(other, one))
    base = known[nearest.location]
    relation = share_relation(pair, base, "share_in_text")
    if relation is None:
        return
    backed = sum(known[other.location].key == base.key for other in around)
    certain = backed > 1 or nearest.location.block == one.location.block or base.key in _hundreds(subject)
    if (
        (certain and base.value >= pair.count.value)
        or nearest.location.block == one.location.block
        or _nearly(relation)
    ):
        yield replace(relation, firm=certain)


def _nearly(relation: Relation) -> bool:
    return judge(relation) is not Verdict.FAILS


def _distance(other: Observation, one: Observation) -> tuple[int, int]:
    return abs(other.location.block - one.location.block), abs((other.location.start or 0) - (one.location.start or 0))


def _period(one: Observation) -> str | None:
    return one.period.code if one.period else None


def _hundreds(subject: Subject) -> set[object]:
    return {base.key for base in subject.wholes}


RULES = (
    Rule(
        "share_in_text",
        1,
        "error",
        N_("A percentage in the text against its count"),
        N_(
            "A percentage in running text is the count beside it by the whole that the text or the tables state, times 100."
        ),
        N_("«{name}»: the percentage does not agree with its count."),
        _spoken_shares,
    ),
)
