"""Text of a period → `Period`. Pure; no I/O."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

PeriodKind = Literal["instant", "month", "quarter", "half_year", "year", "academic_year", "span"]


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive ISO dates. `cumulative` («9 месяцев») is not a discrete period of the same length."""

    start: date
    end: date
    kind: PeriodKind
    text: str = ""
    cumulative: bool = False
    recurrence: str | None = None
