"""What an amount measures, when it holds, and what it is compared with."""

from collections.abc import Sequence

from extract.facts import MeasureKind
from extract.prose.change import Pair
from extract.prose.said import Context, Reading
from normalize.periods import Period, preceding


def measured_as(index: int, measures: Sequence[MeasureKind], pairs: Sequence[Pair]) -> MeasureKind:
    """Both ends of a change are levels (or shares), whatever verb stands before them; those of a range are one thing."""
    if any(index in (pair.base, pair.current) and pair.change for pair in pairs) and measures[index] == "difference":
        return "level"
    ranged = next((pair.base for pair in pairs if index == pair.current and not pair.change), index)
    return measures[ranged]


def period_at(
    index: int, periods: Sequence[Period | None], measures: Sequence[MeasureKind], reading: Reading, context: Context
) -> Period | None:
    """When an amount holds: its own period, else that of its list, of the paragraph so far, of the document."""
    measure, current = measures[index], periods[index]
    if measure == "difference" and _is_earlier(current, context.own) and not _holds_a_level(current, periods, measures):
        current = context.own
    if current is not None and periods[index] is not None:
        return current
    if measure in ("difference", "ratio") and (changed := _of_pair_behind(index, periods, reading)):
        return changed
    pair = next((pair for pair in reading.pairs if index == pair.base and pair.change), None)
    if pair is not None:
        return _base_of_pair(pair, periods, reading, context)
    if index in {pair.current for pair in reading.pairs}:
        return context.own
    lead = context.lead.period if context.lead is not None else None
    topic = context.topic if measure != "difference" else None
    return lead or topic or context.own


def _holds_a_level(period: Period | None, periods: Sequence[Period | None], measures: Sequence[MeasureKind]) -> bool:
    """Whether the sentence says how much something was in that period: what it grew by was then too."""
    return any(one is period and measure == "level" for one, measure in zip(periods, measures, strict=True))


def _of_pair_behind(index: int, periods: Sequence[Period | None], reading: Reading) -> Period | None:
    """«в 1,5 раза (с 120 в 2015 году до 180 в 2018 году)»: the change came about when the later value held."""
    return next((periods[pair.current] for pair in reading.pairs if pair.change and pair.base == index + 1), None)


def _is_earlier(period: Period | None, own: Period | None) -> bool:
    return period is not None and own is not None and period.end < own.start


def _base_of_pair(pair: Pair, periods: Sequence[Period | None], reading: Reading, context: Context) -> Period | None:
    """When the earlier value of an undated pair held: what is compared with, else the period before."""
    compared = [time.period for time in reading.times if time.compared]
    if compared:
        return compared[0]
    if context.compared is not None:
        return context.compared
    current = periods[pair.current] or context.own
    return preceding(current) if current is not None else None


def base_of(
    index: int,
    period: Period | None,
    measure: MeasureKind,
    reading: Reading,
    periods: Sequence[Period | None],
    context: Context,
) -> Period | None:
    """The period that a difference or ratio is taken against."""
    compared = [time.period for time in reading.times if time.compared]
    if compared:
        return compared[0]
    for pair in reading.pairs:
        if pair.change and periods[pair.base] is not None:
            return periods[pair.base]
    if periods[index] is not period and _is_earlier(periods[index], context.own) and measure == "difference":
        return periods[index]
    others = [time.period for time in reading.times if period is not None and time.period.end < period.start]
    if others:
        return others[-1]
    return context.compared or (preceding(period) if period is not None else None)
