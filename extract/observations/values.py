"""The value that one cell states."""

from dataclasses import dataclass
from decimal import Decimal

from extract.language import NOTHING_TO_STATE_LABEL
from extract.tables.cells import Reading
from normalize.numbers import Bound, Quantity, Status


@dataclass(frozen=True, slots=True)
class Value:
    """A value as printed; `value` None with the status that says why."""

    value: Decimal | None
    decimals: int = 0
    unit: str | None = None
    status: Status = "A"
    bound: Bound = "exact"
    share: Decimal | None = None
    share_decimals: int = 0
    confidence: float = 1.0


def value_of(reading: Reading) -> Value:
    """What a cell in a column of values states: a number, a mark, a blank, or a word that stands for none."""
    if reading.blank:
        return Value(None, status="O")
    if reading.quantity is None:
        return Value(None, status="N" if NOTHING_TO_STATE_LABEL.fullmatch(reading.folded) else "O")
    return _from_quantity(reading.quantity)


def values_of_two(reading: Reading) -> tuple[Value, ...]:
    """Both values of a cell that states two («5/20»); none of another."""
    return tuple(_from_quantity(quantity) for quantity in reading.several or ())


def with_share(value: Value, share: Quantity | None) -> Value:
    """`value` with the percentage that stands beside it, unless it already has one."""
    if share is None or share.value is None or value.share is not None:
        return value
    return Value(
        value.value,
        value.decimals,
        value.unit,
        value.status,
        value.bound,
        share.value,
        share.decimals,
        value.confidence * share.confidence,
    )


def _from_quantity(quantity: Quantity) -> Value:
    return Value(
        quantity.value,
        quantity.decimals,
        quantity.unit,
        quantity.status,
        quantity.bound,
        quantity.share,
        quantity.share_decimals,
        quantity.confidence,
    )
