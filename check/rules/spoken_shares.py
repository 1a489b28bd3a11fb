"""Percentages in running text against the counts beside them and what they are taken of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from check.bases import HUNDRED, Pair, base_range, fits
from check.figures import Figure
from check.intervals import Printed
from check.mistyped import is_mistyped, mistyped_into
from check.relation import Relation, Verdict, judge
from check.rule import Rule
from check.rules.ranking import sentences
from check.rules.shares import share_of_number, share_relation
from check.rules.spoken_parts import DIVIDED
from check.subject import Subject, prose_figure, prose_share
from extract.document import Location
from extract.facts import Observation
from messages import N_
from normalize.numbers import Interval, Quantity, parse_quantity
from normalize.units import PERCENT

# A base stands in the same paragraph or a little above it; neighbours share one within a list.
_ABOVE = 4
_NEAR = 12
_OF = re.compile(r"\bиз\s+(?:общего числа\s+|всех\s+)?$", re.IGNORECASE)
# Behind these words the whole is another one.
_OTHER_WHOLE = re.compile(r"\b(?:из них|в том числе|из этого числа|от (?:них|общ))", re.IGNORECASE)
_PART_OF = re.compile(
    r"\s*\(\s*(\d[\d\s\u00a0]*)(?:[а-яё.]+\s+)?\s*из\s+(\d[\d\s\u00a0]*)(?![\d,.]*\d|\s*(?:тыс|млн|млрд))",
    re.IGNORECASE,
)
_OTHER_BASE = re.compile(r".*?%?\)?\s*(?:от|к)\s", re.IGNORECASE)
_TELLING_DIGITS, _LEAST_AGREEING = 3, 3
_AHEAD, _BEHIND = 4, 20
_OF_PLAN = re.compile(r"\bплан\w*", re.IGNORECASE)
_COMPARED = re.compile(r"\b(?:больше|меньше|выше|ниже|сверх|недовыполн\w*|перевыполн\w*|на \d)", re.IGNORECASE)
_OF_ANYTHING = re.compile(r"%\s*(?:от|из|общ|всех|всего)\b", re.IGNORECASE)


def _spoken_shares(subject: Subject) -> Iterator[Relation]:
    spoken = [one for one in subject.said if _is_pair(one)]
    known = {one.location: base for one in spoken if (base := _fitting(subject, one)) is not None}
    for one in spoken:
        pair = pair_of(one)
        base = known.get(one.location)
        if base is not None:
            yield from _one(share_relation(pair, base, "share_in_text"))
        elif named := _named_base(subject, one):
            yield from _one(share_relation(pair, named, "share_in_text"))
        elif not _is_of_plan(subject, one):
            against = list(_against_neighbours(subject, one, pair, spoken, known))
            yield from against or _against_each_other(one, pair, spoken, known) or _mistyped(subject, one, pair)
    yield from _of_plans(subject)
    yield from _in_brackets(subject)


def _is_pair(one: Observation) -> bool:
    return one.share is not None and one.value is not None and one.measure == "level" and one.share != HUNDRED


def pair_of(one: Observation) -> Pair:
    """The count and the percentage of one observation."""
    return Pair(prose_figure(one), prose_share(one))


def _named_base(subject: Subject, one: Observation) -> Figure | None:
    """The whole that the sentence names: «Из 56 организаций отчитались 52 (92,9%)», «119 (95,2%) из 125»."""
    text = subject.sentence(one.location)
    beside = in_sentence(text, one, [other for other in subject.said if other.location.block == one.location.block])
    wholes = [
        other
        for other in beside
        if other.location != one.location
        and other.bound == "exact"
        and other.value is not None
        and other.unit == one.unit
        and _OF.search(text[: other.location.start or 0])
    ]
    between = sorted((one.location.start or 0, wholes[0].location.start or 0)) if len(wholes) == 1 else [0, 0]
    return None if len(wholes) != 1 or _OTHER_WHOLE.search(text, *between) else prose_figure(wholes[0])


def in_sentence(text: str, one: Observation, among: Sequence[Observation]) -> list[Observation]:
    """Observations that stand in the same sentence of a paragraph."""
    at = one.location.start or 0
    start, end = next(((start, end) for start, end in sentences(text) if start <= at < end), (0, len(text)))
    return [other for other in among if start <= (other.location.start or 0) < end]


# --- plans and what came of them --------------------------------------------------------------------------------


def _is_of_plan(subject: Subject, one: Observation) -> bool:
    return one.scenario == "plan" or bool(_OF_PLAN.match(subject.sentence(one.location)[one.location.end or 0 :]))


def _of_plans(subject: Subject) -> Iterator[Relation]:
    """«210 км при плане 200 км (105 %)»: the one value by the other, whichever of them the percentage stands behind."""
    for one in subject.said:
        percentage = _percentage(one)
        if percentage is None:
            continue
        text = subject.sentence(one.location)
        beside = in_sentence(text, one, [other for other in subject.said if other.location.block == one.location.block])
        before = [other for other in beside if other.measure == "level" and other.value and _at(other) <= _at(one)]
        plan = [other for other in before if other.scenario == "plan"]
        done = [other for other in before if other.scenario == "actual"]
        if len(plan) == len(done) == 1 and plan[0].unit == done[0].unit and one.unit in (PERCENT, plan[0].unit):
            relation = share_relation(Pair(prose_figure(done[0]), percentage), prose_figure(plan[0]), "share_in_text")
            behind = text[_at(one) - _AHEAD : (one.location.end or 0) + _BEHIND]
            if (
                relation
                and not _COMPARED.search(behind)
                and (_OF_PLAN.search(behind) or not _OF_ANYTHING.search(behind))
            ):
                yield relation


def _percentage(one: Observation) -> Figure | None:
    """The percentage that stands with a value, or by itself."""
    if one.share is not None:
        return prose_share(one)
    return prose_figure(one) if one.unit == PERCENT and one.measure == "share" and one.bound == "exact" else None


def _at(one: Observation) -> int:
    return one.location.start or 0


def _in_brackets(subject: Subject) -> Iterator[Relation]:
    """«95,2 % (119 из 125)»."""
    for one in subject.said:
        if one.unit != PERCENT or one.measure != "share" or one.value is None:
            continue
        found = _PART_OF.match(subject.sentence(one.location)[one.location.end or 0 :])
        read = [parse_quantity(number) for number in found.groups()] if found else []
        part, whole = (
            (_counted(one, quantity, offset) for offset, quantity in enumerate(read, 1)) if found else (None, None)
        )
        if part is not None and whole is not None:
            yield from _one(share_relation(Pair(part, prose_figure(one)), whole, "share_in_text"))


def _counted(one: Observation, quantity: Quantity | None, number: int) -> Figure | None:
    """The count in brackets behind a percentage; `number` tells the two of them apart."""
    if quantity is None or quantity.value is None:
        return None
    text = f"{quantity.value:f}"
    return Figure(quantity.value, quantity.decimals, text, one.location, text, part=f"bracket {number}", exact=True)


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


def _against_each_other(
    one: Observation, pair: Pair, spoken: Sequence[Observation], known: dict[Location, Figure]
) -> list[Relation]:
    """Pairs of one list without a whole that is stated: three and more of them agree on what it is."""
    around = [
        other
        for other in spoken
        if other.location not in known
        and other.location != one.location
        and abs(other.location.block - one.location.block) <= _ABOVE
        and (other.unit, _period(other)) == (one.unit, _period(one))
    ]
    ranges = [found for other in around if (found := base_range(prose_figure(other), prose_share(other))) is not None]
    if len(ranges) < _LEAST_AGREEING:
        return []
    common = Interval(max(found.low for found in ranges), min(found.high for found in ranges))
    if common.low > common.high:
        return []
    base = Printed((common.low + common.high) / 2, common, common)
    relation = share_of_number(pair, base, "share_in_text", firm=False)
    return [relation] if relation else []


def _mistyped(subject: Subject, one: Observation, pair: Pair) -> list[Relation]:
    """The share of the number before it, if one mistyped digit explains that it is not so."""
    base = _number_before(subject, one)
    relation = share_relation(pair, base, "share_in_text", firm=False) if base else None
    if base is None or relation is None or judge(relation) is not Verdict.FAILS:
        return []
    shares = pair.share.interval
    counts = Interval(shares.low * base.value / HUNDRED, shares.high * base.value / HUNDRED)
    bases = base_range(pair.count, pair.share)
    slips = (
        is_mistyped(pair.share.value, relation.estimate.value.quantize(pair.share.value)),
        mistyped_into(pair.count.value, counts),
        bases is not None and mistyped_into(base.value, bases),
    )
    return [relation] if any(slips) else []


def _number_before(subject: Subject, one: Observation) -> Figure | None:
    """The number right before, where the text says that this one is part of it, or the percentage is told closely."""
    text = subject.sentence(one.location)
    beside = in_sentence(text, one, [other for other in subject.said if other.location.block == one.location.block])
    before = [other for other in beside if (other.location.start or 0) < (one.location.start or 0)]
    if not before or not _may_be_whole(before[-1], one):
        return None
    divided = DIVIDED.search(text[before[-1].location.end or 0 : one.location.start or 0])
    close = len(pair_digits(one)) >= _TELLING_DIGITS
    named = _OTHER_BASE.match(text[one.location.end or 0 :]) or _OTHER_BASE.search(one.text)
    return prose_figure(before[-1]) if (divided or close) and not named else None


def _may_be_whole(other: Observation, one: Observation) -> bool:
    """As `_may_be_base`, but a mistyped count may be more than the whole."""
    same = (other.unit, other.scenario, _period(other)) == (one.unit, one.scenario, _period(one))
    return same and other.bound == "exact" and other.measure == "level" and bool(other.value) and other.share is None


def pair_digits(one: Observation) -> str:
    """The digits of the percentage of an observation."""
    return "".join(letter for letter in f"{one.share:f}" if letter.isdigit()).lstrip("0")


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
