"""Periods as people type them on the command line."""

import re
from datetime import date

from messages import _
from messages.errors import WrongUsage
from normalize.periods import Period, half_year, month, parse_period, quarter

_CODE = re.compile(r"(\d{4})-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2]))")


def asked_period(text: str) -> Period:
    """«2021», «2021-H2», «2021-Q3», «2021-05», «2021-07-01», or a period in Russian. Raises WrongUsage."""
    found = _coded(text.strip().upper()) or parse_period(text)
    if found is None:
        raise WrongUsage(
            detail=_("“{text}” is no period: write 2021, 2021-H2, 2021-Q3, 2021-05 or 2021-07-01.", text=text)
        )
    return found


def _coded(text: str) -> Period | None:
    match = _CODE.fullmatch(text)
    if not match:
        return None
    year, half, quarter_number, month_number = match.groups()
    if half:
        return half_year(int(year), int(half))
    if quarter_number:
        return quarter(int(year), int(quarter_number))
    return month(int(year), int(month_number))


def first_day(text: str | None) -> date | None:
    """The first day of a period as people write it, if one is written. Raises WrongUsage."""
    return asked_period(text).start if text else None


def last_day(text: str | None) -> date | None:
    """The last day of a period (or the day itself) as people write it, if one is written. Raises WrongUsage."""
    return asked_period(text).end if text else None
