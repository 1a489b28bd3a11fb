"""Text of a value → `Quantity`. Pure; no I/O."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["exact", "approximate", "at_least", "at_most", "less_than", "more_than"]
# SDMX CL_OBS_STATUS: A normal, M missing (cannot exist), L missing (exists, not collected), O missing, not stated,
# P provisional, E estimated, F forecast, B break in the series.
Status = Literal["A", "B", "E", "F", "L", "M", "O", "P"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed interval of the values a printed number may stand for."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed value: the string, the Decimal, the count of printed decimals, and what stands with it."""

    text: str
    value: Decimal | None
    decimals: int = 0
    unit: str | None = None
    status: Status = "A"
    bound: Bound = "exact"
    share: Decimal | None = None
    share_decimals: int = 0
