"""Labels of values that compare two times: growth, change, «в % к 2018 году», fulfilment of a plan."""

import re
from dataclasses import dataclass

from extract.facts import MeasureKind
from extract.language import (
    ACADEMIC,
    AGAINST,
    AGAINST_PLAN,
    COMPARISON_OF,
    COMPARISON_WORDS,
    DIFFERENCE,
    OVER_A_PERIOD,
    PAIR_OF_YEARS,
    RATIO,
    SCENARIO_WORDS,
    START_OF_YEAR,
    TO_THE_PLAN,
    YEAR_BEFORE,
)
from extract.tables.cells import SOME_YEAR, period_of, whole_unit
from extract.tables.label_units import BRACKETS, EDGES
from normalize.periods import find_periods

# The base of a ratio that is taken against a plan: no period.
PLAN_BASE = "план"
_PERCENT = re.compile(r"%|процент|раз(?:ах?)?\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Comparison:
    """`core` is the label without the comparison; `base` the text of what is compared against, `period` of what is."""

    core: str
    measure: MeasureKind
    base: str | None = None
    period: str | None = None


def find_comparison(core: str) -> Comparison | None:
    """«Темп роста к 2020 году, %», «2022/2021, %», «отклонение (+/-)», «в % к предыдущему году»; None if it is none."""
    core = _behind_scenario(core)
    head = core.lstrip(" (")
    measure: MeasureKind | None = "difference" if DIFFERENCE.match(head) else "ratio" if RATIO.match(head) else None
    return _of_two_years(core, measure) or _against(core, measure) or _by_its_word(core, head, measure)


def _behind_scenario(core: str) -> str:
    """«Факт в % к плану»: the word before says only what is compared with the plan."""
    word = SCENARIO_WORDS.match(core)
    rest = core[word.end() :].lstrip() if word else core
    return rest if AGAINST_PLAN.match(rest) else core


def _of_two_years(core: str, measure: MeasureKind | None) -> Comparison | None:
    pair = PAIR_OF_YEARS.search(core)
    if pair is None or ACADEMIC.search(core):
        return None
    if measure is None and pair["link"] == "/" and not _PERCENT.search(core):
        return None
    earlier, later = sorted((pair["one"], pair["two"]))
    rest = core[: pair.start()] + core[pair.end() :] + (", %" if "%" in pair["link"] else "")
    return Comparison(rest, measure or "ratio", earlier, later)


def _against(core: str, measure: MeasureKind | None) -> Comparison | None:
    """«… к 2018 году», «к предыдущему месяцу»: with a percent sign, a comparing word, or nothing but a period before."""
    against = AGAINST.search(core)
    if against is None or not _is_time(against["base"]):
        return None
    before = core[: against.start()].strip(EDGES)
    in_percent = bool(_PERCENT.search(against[0]) or core.startswith("%"))
    if not (measure or in_percent or not before or period_of(before, SOME_YEAR)):
        return None
    rest = core[: against.start()] + core[against.end() :]
    if in_percent and not _PERCENT.search(rest):
        rest = f"{rest}, %"
    return Comparison(rest, measure or "ratio", against["base"])


def _is_time(text: str) -> bool:
    """Whether what is compared against is a time: a year, «предыдущему году», «АППГ»."""
    return bool(
        YEAR_BEFORE.search(text)
        or START_OF_YEAR.search(text)
        or find_periods(text)
        or period_of(text, SOME_YEAR)
        or _YEAR.search(text)
    )


def _by_its_word(core: str, head: str, measure: MeasureKind | None) -> Comparison | None:
    if measure is None:
        return None
    base = PLAN_BASE if AGAINST_PLAN.match(head) or TO_THE_PLAN.search(core) else None
    if _stands_alone(core):
        return Comparison(_without_comparison(core), measure, base)
    named = COMPARISON_OF.match(core) or (RATIO.match(core) and _PERCENT.search(core))
    return Comparison(core, measure, base) if named else None


def _stands_alone(core: str) -> bool:
    """A comparing word that is the whole label but for unit and brackets, not the head of an indicator's name."""
    rest = BRACKETS.sub("", _without_comparison(core))
    pieces = [piece for piece in re.split(r"[,;:]", rest) if piece.strip(EDGES + ".")]
    return all(whole_unit(piece) is not None or period_of(piece.strip()) is not None for piece in pieces)


def _without_comparison(core: str) -> str:
    return OVER_A_PERIOD.sub("", TO_THE_PLAN.sub("", COMPARISON_WORDS.sub("", core)))
