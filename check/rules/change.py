"""Changes told in running text against the two values that they lie between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from check.figures import Figure
from check.intervals import ratio_of
from check.relation import Relation, Verdict, judge
from check.rule import Rule
from check.rules.columns import difference_relation
from check.subject import Subject, prose_figure
from check.wording import say_ratio
from extract.facts import Observation
from extract.likeness import content
from messages import N_
from normalize.units import PERCENT, POINTS, unit_by_symbol

_HUNDRED = Decimal(100)
_TIMES = "раз"
_FROM = re.compile(r"\bсо?\s*$", re.IGNORECASE)
_TO = re.compile(r"\bдо\s*$", re.IGNORECASE)
_AGAINST = re.compile(r"\bпротив\s*$", re.IGNORECASE)
# Words that say which way a change goes.
UP = re.compile(r"\b(?:увелич|вырос|возрос|прирост|рост\b|роста\b|ростом\b|повы[сш]|больше|выше|превыс)", re.IGNORECASE)
DOWN = re.compile(r"\b(?:сокра[тщ]|сни[зж]|уменьш|упал|падени|спад|меньше|ниже)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?;]\s+[А-ЯЁ«]")
_BETWEEN = 80
# Words of a change that do not say what changed.
_CHANGE_WORDS = content(
    "рост прирост увеличение увеличиться увеличить возрасти вырасти сокращение сократиться снижение снизиться уменьшение"
    " уменьшиться повышение повыситься превышение превысить падение упасть спад выше ниже темп уровень показатель"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A change that the text tells, and the two levels of the same thing that it lies between.

    `figure` is the change without its sign."""

    told: Observation
    figure: Figure
    now: Figure
    before: Figure

    @property
    def higher(self) -> Figure:
        return self.now if self.now.value >= self.before.value else self.before

    @property
    def lower(self) -> Figure:
        return self.before if self.higher is self.now else self.now

    @property
    def between_percentages(self) -> bool:
        return self.now.unit == self.before.unit == PERCENT


def changes_between(subject: Subject) -> Iterator[Change]:
    """Changes that the text tells beside the two values that they lie between, all printed as exact."""
    for told in subject.said:
        if told.measure in ("difference", "ratio") and told.value is not None and told.bound == "exact":
            levels = _levels(subject, told)
            if levels is None:
                continue
            figure, now, before = (prose_figure(one, subject.document.source.ocr) for one in (told, *levels))
            if now.bound == before.bound == "exact":
                yield Change(told, replace(figure, value=abs(figure.value)), now, before)


def _changes(subject: Subject) -> Iterator[Relation]:
    for change in changes_between(subject):
        yield from _relation(change)


def _levels(subject: Subject, change: Observation) -> tuple[Observation, Observation] | None:
    """The value now and the one before, of the same indicator, in the same paragraph: told so, or of these periods."""
    beside = [
        one
        for one in subject.said
        if one.location.block == change.location.block
        and one.measure in ("level", "share")
        and one.value is not None
        and _of_same(one, change)
    ]
    told = [pair for pair in from_to(subject.sentence(change.location), beside) if _is_beside(change, pair, beside)]
    if len(told) == 1:
        return told[0]
    before = [one for one in beside if change.base_period and one.period and one.period.same_time(change.base_period)]
    now = [one for one in beside if one not in before and (change.period is None or _code(one) == _code(change))]
    return (now[0], before[0]) if len(now) == len(before) == 1 and now[0].unit == before[0].unit else None


def from_to(text: str, said: Sequence[Observation]) -> Iterator[tuple[Observation, Observation]]:
    """Pairs of now and before: «с 120 … до 145», «145 против 120»."""
    for one, two in pairwise(said):
        between = text[one.location.end or 0 : two.location.start or 0]
        if len(between) > _BETWEEN or _SENTENCE_END.search(between):
            continue
        before = text[: one.location.start or 0]
        if _TO.search(between) and _FROM.search(before) and _is_change(before, two):
            yield two, one
        elif _AGAINST.search(between):
            yield one, two


def _is_change(before: str, last: Observation) -> bool:
    """Whether «с … до …» tells a change and no range: not ages or hours, and the sentence has spoken of a change."""
    sentence = _SENTENCE_END.split(before)[-1]
    unit = unit_by_symbol(last.unit or "")
    return bool(UP.search(sentence) or DOWN.search(sentence)) and (unit is None or unit.kind != "time")


def _is_beside(change: Observation, pair: tuple[Observation, Observation], said: Sequence[Observation]) -> bool:
    """Whether nothing else of the same kind stands between a change and two values."""
    places = sorted(one.location.start or 0 for one in (change, *pair))
    others = [one.location.start or 0 for one in said if one not in pair]
    return not any(places[0] < other < places[2] for other in others)


def _of_same(one: Observation, change: Observation) -> bool:
    """Of the same thing; «рост» alone speaks of what the sentence is about."""
    if (one.entity, one.breakdown) != (change.entity, change.breakdown):
        return False
    return one.indicator == change.indicator or content(change.indicator) <= _CHANGE_WORDS


def _code(one: Observation) -> str | None:
    return one.period.code if one.period else None


def _relation(change: Change) -> Iterator[Relation]:
    if change.told.unit == _TIMES:
        yield from _ratio(change.figure, change.higher, change.lower, Decimal(1), Decimal(0))
    elif change.told.measure == "ratio" and change.told.unit == PERCENT:
        yield from _ratio(change.figure, change.now, change.before, _HUNDRED, Decimal(0))
    elif change.told.measure == "difference" and change.told.unit == PERCENT:
        relative = list(told_in_per_cent(change))
        if not change.between_percentages or any(judge(one) is Verdict.HOLDS for one in relative):
            yield from relative
        else:
            yield difference_relation("change", change.figure, change.higher, change.lower)
    elif _is_of_one_unit(change):
        yield difference_relation("change", change.figure, change.higher, change.lower)


def _is_of_one_unit(change: Change) -> bool:
    """Whether values and change are of one unit; whole things are counted in many words («16 единиц», «379 коек»)."""
    if change.told.measure != "difference" or change.now.unit != change.before.unit:
        return False
    counted = change.now.exact is True and change.figure.exact is True
    return counted or change.told.unit in (change.now.unit, POINTS)


def told_in_per_cent(change: Change) -> Iterator[Relation]:
    """The change as a part of the value before, times 100."""
    grew = change.now is change.higher
    shift = -_HUNDRED if grew else _HUNDRED
    yield from _ratio(change.figure, change.now, change.before, _HUNDRED if grew else -_HUNDRED, shift)


def _ratio(target: Figure, part: Figure, whole: Figure, scale: Decimal, shift: Decimal) -> Iterator[Relation]:
    estimate = ratio_of(part.printed, whole.printed, scale, shift)
    if estimate is None:
        return
    left = say_ratio(part, whole)
    if shift:
        left = f"{left} × 100 − 100" if scale > 0 else f"100 − {left} × 100"
    elif scale == _HUNDRED:
        left = f"{left} × 100"
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
