"""Whether one number can be another mistyped: a wrong digit, or two neighbours that changed places. Pure."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from normalize.numbers import Interval


def is_mistyped(number: Decimal, right: Decimal) -> bool:
    """Whether two printed numbers differ in one digit, or in two neighbours that changed places."""
    one, other = f"{number:f}", f"{right:f}"
    if len(one) != len(other) or one.find(".") != other.find(".") or number < 0 or right < 0:
        return False
    one, other = one.replace(".", ""), other.replace(".", "")
    places = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 2 and places[1] - places[0] == 1:
        return one[places[0]] == other[places[1]] and one[places[1]] == other[places[0]]
    return len(places) == 1


def mistyped_into(number: Decimal, interval: Interval) -> bool:
    """Whether a number that is one mistyping away lies in an interval."""
    return any(interval.low <= other <= interval.high for other in _variants(number))


def _variants(number: Decimal) -> Iterator[Decimal]:
    """Numbers of as many digits that differ as `is_mistyped` says."""
    text = f"{number:f}"
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    for place in places:
        yield from (Decimal(text[:place] + digit + text[place + 1 :]) for digit in "0123456789" if digit != text[place])
    for one, two in pairwise(places):
        if text[one] != text[two]:
            yield Decimal(text[:one] + text[two] + text[one + 1 : two] + text[one] + text[two + 1 :])
