"""The printed numbers of a document, each with its place, its interval and what it is called."""

from dataclasses import dataclass
from decimal import Decimal

from check.finding import Operand
from check.intervals import Printed, exactly, rounded, truncated
from extract.document import Location
from normalize.numbers import Bound, Interval
from normalize.units import unit_by_symbol

SURE = 0.8
_INFINITY = Decimal("Infinity")
# Where in one place several numbers stand: the value, and the percentage beside it.
Part = str
VALUE: Part = "value"
SHARE: Part = "share"

Key = tuple[Location, Part]


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number. `exact`: a count of whole things (True), a rounded measurement (False), unknown (None).

    `name` says in the document's own words what it is; `sure` is False when it was read with doubt."""

    value: Decimal
    decimals: int
    text: str
    location: Location
    name: str
    part: Part = VALUE
    unit: str | None = None
    exact: bool | None = None
    bound: Bound = "exact"
    sure: bool = True

    @property
    def key(self) -> Key:
        return self.location, self.part

    @property
    def interval(self) -> Interval:
        """What the printed number most likely stands for; an integer of unknown kind: itself."""
        if self.bound != "exact":
            return self.widest
        return rounded(self.value, self.decimals) if self.exact is False else exactly(self.value)

    @property
    def widest(self) -> Interval:
        """What it stands for at worst: an integer of unknown kind may have been rounded, a bound is open."""
        if self.bound in ("less_than", "at_most"):
            return Interval(-_INFINITY, self.value)
        if self.bound in ("more_than", "at_least"):
            return Interval(self.value, _INFINITY)
        return exactly(self.value) if self.exact else rounded(self.value, self.decimals)

    @property
    def cut(self) -> Interval:
        """What it stands for if its further digits were cut off."""
        if self.bound != "exact":
            return self.widest
        return truncated(self.value, self.decimals)

    @property
    def printed(self) -> Printed:
        return Printed(self.value, self.interval, self.widest)

    def operand(self) -> Operand:
        return Operand(self.name, self.text, self.location)


def exactness(unit: str | None, decimals: int) -> bool | None:
    """Whether a number of this unit counts whole things; None when the unit is not known."""
    if decimals:
        return False
    known = unit_by_symbol(unit) if unit else None
    return None if known is None else known.counted
