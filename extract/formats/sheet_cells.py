"""Values of spreadsheet cells as they are printed: numbers, shares, dates, in Russian form."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite

Value = str | float | int | bool | date | time | datetime | timedelta | None
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_PLACES = re.compile(r"[.,]([0#?]+)")
_MAX_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a cell prints its number: as a percentage, with how many decimals (None: as many as it has)."""

    percent: bool = False
    decimals: int | None = None


GENERAL = NumberFormat()
_BUILT_IN = {
    1: NumberFormat(decimals=0),
    2: NumberFormat(decimals=2),
    3: NumberFormat(decimals=0),
    4: NumberFormat(decimals=2),
    9: NumberFormat(percent=True, decimals=0),
    10: NumberFormat(percent=True, decimals=2),
    37: NumberFormat(decimals=0),
    38: NumberFormat(decimals=0),
    39: NumberFormat(decimals=2),
    40: NumberFormat(decimals=2),
}


def built_in_format(number: int) -> NumberFormat:
    """A format that workbooks name by number without writing it down."""
    return _BUILT_IN.get(number, GENERAL)


def parse_format(code: str) -> NumberFormat:
    """The format that a code like ``0.0%`` or ``# ##0.00;[Red]-# ##0.00`` stands for."""
    plain = _QUOTED.sub("", code).split(";")[0]
    if not any(mark in plain for mark in "0#?"):
        return GENERAL
    if "E" in plain or "/" in plain:
        return GENERAL
    places = _PLACES.search(plain.replace("#,##0", "##0").replace(" ", ""))
    decimals = len(places.group(1)) if places else 0
    return NumberFormat("%" in plain, min(decimals, _MAX_DECIMALS))


def printed(value: Value, form: NumberFormat = GENERAL) -> str:
    """`value` as the sheet shows it: decimal comma, dd.mm.yyyy, a share in percent; white space around text removed."""
    match value:
        case None:
            return ""
        case str():
            return value.strip().replace("\r\n", "\n")
        case bool():
            return "ИСТИНА" if value else "ЛОЖЬ"
        case int() | float():
            return _printed_number(value, form)
        case datetime():
            return f"{value:%d.%m.%Y}" if value.time() == time() else f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case time():
            return f"{value:%H:%M}"
        case _:
            return str(value)


def _printed_number(number: float, form: NumberFormat) -> str:
    if form.decimals is not None and abs(number) < 1e15:
        exact = Decimal(repr(number)) * (100 if form.percent else 1)
        text = f"{exact.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP):f}"
    elif isfinite(number) and number == int(number) and abs(number) < 1e15:
        text = f"{number:.0f}"
    else:
        text = f"{number:.11g}" if 1e-4 <= abs(number) < 1e11 else f"{number:.15g}"
    return text.replace(".", ",") + ("%" if form.percent else "")
