"""Numbers in the reader's language: decimal comma, thousands apart, bounds in words."""

from decimal import ROUND_HALF_UP, Decimal

from messages import N_, _, language

NO_BREAK = "\u00a0"
_BOUNDS = {
    "approximate": N_("about {value}"),
    "at_least": N_("at least {value}"),
    "at_most": N_("at most {value}"),
    "less_than": N_("less than {value}"),
    "more_than": N_("more than {value}"),
}


def say_number(value: Decimal, decimals: int | None = None) -> str:
    """«1 234,5», with its own decimals or rounded half up to `decimals`."""
    if decimals is not None:
        value = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    grouped = f"{value:,f}"
    return grouped if language() == "en" else grouped.replace(",", NO_BREAK).replace(".", ",")


def say_bound(bound: str, number: str) -> str:
    """«не менее 5»; an exact number stays as it is."""
    return number if bound == "exact" else _(_BOUNDS[bound], value=number)
