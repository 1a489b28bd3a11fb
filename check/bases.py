"""What shares are taken of: bases stated in the document, and bases found from the shares themselves. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from check.figures import Figure
from check.intervals import Printed, exactly, meet, ratio_of
from normalize.numbers import Interval

HUNDRED = Decimal(100)
# A base found from the shares alone must explain at least this many of them.
_LEAST_VOTES = 4
_MOST_PAIRS = Decimal("0.75")
# Bases are whole things; beyond this many no list of shares tells one from the next.
_MOST_BASE = 100_000


@dataclass(frozen=True, slots=True)
class Pair:
    """A count with the percentage that is printed for it."""

    count: Figure
    share: Figure


def fits(pair: Pair, base: Printed) -> bool:
    """Whether the count is the printed share of the base, rounded as printed."""
    estimate = ratio_of(pair.count.printed, base, HUNDRED)
    return estimate is not None and meet(pair.share.interval, estimate.likely)


def votes(pairs: Iterable[Pair], base: Printed) -> int:
    """How many pairs the base explains; a count of nought explains itself and has no vote."""
    return sum(pair.count.value != 0 and fits(pair, base) for pair in pairs)


def whole(number: int | Decimal) -> Printed:
    """A base that is a whole number of things."""
    value = Decimal(number)
    return Printed(value, exactly(value), exactly(value))


def best_base(pairs: Sequence[Pair], stated: Iterable[Figure], least: Decimal = _MOST_PAIRS) -> Figure | None:
    """Of the stated numbers the one that explains most of the pairs, the part `least` of them at the least."""
    voters = [pair for pair in pairs if pair.count.value != 0]
    scored = [(votes(voters, base.printed), base) for base in stated if base.value > 0]
    most = max((score for score, _ in scored), default=0)
    if most < 2 or most < len(voters) * least:
        return None
    return next(base for score, base in scored if score == most)


def found_base(pairs: Sequence[Pair]) -> int | None:
    """The whole number that most pairs take as their base, if they leave no doubt which."""
    ranges = [interval for pair in pairs if (interval := _allowed(pair)) is not None]
    if len(ranges) < _LEAST_VOTES:
        return None
    count: Counter[int] = Counter()
    for low, high in ranges:
        count.update(range(low, min(high, low + _MOST_BASE // len(ranges)) + 1))
    (base, score), *others = count.most_common(2) or [(0, 0)]
    alone = not others or others[0][1] < score
    return base if alone and score >= _LEAST_VOTES and score * 4 >= len(ranges) * 3 else None


def base_range(count: Figure, share: Figure) -> Interval | None:
    """Bases of which the count is the printed share; None where they cannot be told."""
    if count.value <= 0 or share.interval.low <= 0 or share.bound != "exact":
        return None
    return Interval(HUNDRED * count.value / share.interval.high, HUNDRED * count.value / share.interval.low)


def _allowed(pair: Pair) -> tuple[int, int] | None:
    """Whole bases of which the count is the printed share."""
    interval: Interval = pair.share.interval
    if pair.count.value <= 0 or interval.low <= 0:
        return None
    low = HUNDRED * pair.count.value / interval.high
    high = HUNDRED * pair.count.value / interval.low
    if high > _MOST_BASE:
        return None
    first = int(low.to_integral_value(rounding="ROUND_CEILING"))
    last = int(high.to_integral_value(rounding="ROUND_FLOOR"))
    return (first, last) if first <= last else None
