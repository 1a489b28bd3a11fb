"""The periods that a label states, the label without them, and what periods of several labels mean together."""

import re

from extract.language import DANGLING, SCENARIO_WORDS
from extract.tables.cells import SOME_YEAR, period_of
from extract.tables.label_units import BRACKETS, EDGES
from normalize.periods import Period, find_periods

_YEAR = re.compile(r"(?:19|20)\d\d")


def split_periods(core: str) -> tuple[str, tuple[str, ...]]:
    """`core` without its periods, and their texts; a part that lacks only its year is one too."""
    bare = core.strip(EDGES + "()")
    if period_of(bare) or (bare and not bare.isdecimal() and period_of(bare, SOME_YEAR)):
        return "", (bare,)
    periods: list[str] = []
    for found in reversed(find_periods(core)):
        text = core[found.start : found.end]
        if found.period.recurrence is None and any(character.isdigit() for character in text):
            periods.insert(0, text)
            core = f"{DANGLING.sub('', core[: found.start])} {core[found.end :].lstrip()}"
    core, parts = _split_parts(core)
    return core, (*periods, *parts)


def _split_parts(core: str) -> tuple[str, list[str]]:
    """Comma or bracket parts that are periods for want of a year («…, I полугодие», «… (факт 2022)»)."""
    parts = []
    for piece in [*BRACKETS.findall(core), *re.split(r"[,;]", core)[1:]]:
        bare = SCENARIO_WORDS.sub("", piece).strip(EDGES + "().")
        if bare and not (bare.isdecimal() and not _YEAR.fullmatch(bare)) and period_of(bare, SOME_YEAR):
            parts.append(bare)
            core = core.replace(bare, "", 1)
    bare = SCENARIO_WORDS.sub("", core).strip(EDGES + "()")
    if bare != core and _YEAR.fullmatch(bare):
        parts.append(bare)
        core = core.replace(bare, "", 1)
    return core, parts


def resolve_period(texts: tuple[str, ...], context: Period | None) -> Period | None:
    """The period that the texts name together, outermost first: «2021 год», «I полугодие» → 2021-H1.

    Texts with a year of their own are read first, then those that need one; None when no text is a period."""
    whole = [period for text in texts if (period := period_of(text)) is not None]
    found = _narrowest(whole)
    for text in texts:
        if period_of(text) is None and (part := period_of(text, found or context)):
            found = part
    return found


def _narrowest(periods: list[Period]) -> Period | None:
    """The last period, or an earlier one that lies inside it."""
    found: Period | None = None
    for period in periods:
        inside = found is not None and period.start <= found.start and found.end <= period.end
        found = found if inside and found is not None and not period.same_time(found) else period
    return found
