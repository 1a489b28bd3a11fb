"""Arithmetic on printed numbers: each stands for the interval that its decimals allow. Pure.

Bounds are closed. `likely` is narrower than `possible`: 4 standard deviations of rounding noise instead of the
worst case, which goes blind on long sums.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from normalize.numbers import Interval

_SIGMAS = 4
# Rounding noise is uniform over one unit of the last place: its variance is 1/12 of that unit squared.
_VARIANCE = 1 / 12


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a calculation allows its result to be."""

    value: Decimal
    possible: Interval
    likely: Interval


def rounded(value: Decimal, decimals: int) -> Interval:
    """Values that print as `value` when rounded."""
    half = half_unit(decimals)
    return Interval(value - half, value + half)


def truncated(value: Decimal, decimals: int) -> Interval:
    """Values that print as `value` when their further digits are cut off."""
    unit = 2 * half_unit(decimals)
    return Interval(value, value + unit) if value >= 0 else Interval(value - unit, value)


def exactly(value: Decimal) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def half_unit(decimals: int) -> Decimal:
    """Half a unit of the last printed place."""
    return Decimal(5).scaleb(-decimals - 1)


def meet(one: Interval, other: Interval) -> bool:
    """Whether the two have a value in common."""
    return one.low <= other.high and other.low <= one.high


def inside(value: Decimal, interval: Interval) -> bool:
    return interval.low <= value <= interval.high


def widened(interval: Interval, margin: Decimal) -> Interval:
    """`interval` with `margin` more on both sides."""
    return Interval(interval.low - margin, interval.high + margin)


def sum_of(addends: Iterable["Printed"]) -> Estimate:
    """The sum of printed addends; an addend that is taken away has its sign turned before."""
    listed = list(addends)
    value = sum((addend.value for addend in listed), Decimal(0))
    widths = (float(addend.likely.high - addend.likely.low) for addend in listed)
    noise = Decimal(_SIGMAS * math.sqrt(sum(_VARIANCE * width * width for width in widths)))
    worst = _total(addend.likely for addend in listed)
    return Estimate(
        value, _total(addend.possible for addend in listed), _narrower(worst, widened(exactly(value), noise))
    )


def ratio_of(part: "Printed", whole: "Printed", scale: Decimal, shift: Decimal = Decimal(0)) -> Estimate | None:
    """`scale` times part by whole, plus `shift`; None when the whole may be nought."""
    if whole.possible.low <= 0 <= whole.possible.high:
        return None
    return Estimate(
        scale * part.value / whole.value + shift,
        moved(_quotient(part.possible, whole.possible, scale), shift),
        moved(_quotient(part.likely, whole.likely, scale), shift),
    )


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed number: what it most likely stands for (an integer of unknown kind: itself) and what at worst."""

    value: Decimal
    likely: Interval
    possible: Interval

    def negated(self) -> "Printed":
        return Printed(-self.value, _mirrored(self.likely), _mirrored(self.possible))

    def times(self, factor: Decimal) -> "Printed":
        """`factor` (not negative) times the number."""
        return Printed(self.value * factor, _scaled(self.likely, factor), _scaled(self.possible, factor))


def moved(interval: Interval, shift: Decimal) -> Interval:
    """`interval` moved by `shift`."""
    return Interval(interval.low + shift, interval.high + shift)


def _total(intervals: Iterable[Interval]) -> Interval:
    listed = list(intervals)
    return Interval(sum((one.low for one in listed), Decimal(0)), sum((one.high for one in listed), Decimal(0)))


def _quotient(part: Interval, whole: Interval, scale: Decimal) -> Interval:
    corners = [scale * a / b for a in (part.low, part.high) for b in (whole.low, whole.high)]
    return Interval(min(corners), max(corners))


def _mirrored(interval: Interval) -> Interval:
    return Interval(-interval.high, -interval.low)


def _scaled(interval: Interval, factor: Decimal) -> Interval:
    return Interval(interval.low * factor, interval.high * factor)


def _narrower(one: Interval, other: Interval) -> Interval:
    return Interval(max(one.low, other.low), min(one.high, other.high))
