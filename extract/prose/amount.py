"""A number that counts something, as a value object."""

from dataclasses import dataclass
from decimal import Decimal

from extract.spans import Span
from normalize.numbers import Bound

COUNT_UNIT = "ед."
PEOPLE_UNIT = "чел."
TIMES_UNIT = "раз"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that counts something. `start:end` is what states it, unit and share included; `number` its digits.

    `counted` is the noun phrase that it counts («муниципальных отделов»), None when bare. `bracket` is the span of
    the round brackets it stands in."""

    start: int
    end: int
    number: Span
    value: Decimal
    decimals: int
    unit: str | None = None
    counted: str | None = None
    bound: Bound = "exact"
    share: Decimal | None = None
    share_decimals: int = 0
    bracket: Span | None = None
    confidence: float = 1.0

    @property
    def bare(self) -> bool:
        return self.unit is None
