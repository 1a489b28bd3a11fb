"""What a header, a row label, a section title or a caption says besides its words: unit, period, scenario, comparison.

The core of a label is what is left when those are taken away: «Общий охват, детей (на 28.04.23)» has the core
«Общий охват», the unit «чел.» and the period 28.04.2023.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.facts import MeasureKind, Scenario
from extract.language import (
    ACTUAL,
    BULLET,
    EMPTY_LABEL,
    ESTIMATE,
    FORECAST,
    GENERIC_LABEL,
    KIND_OF_PLAN,
    OF_WHICH,
    OPENS,
    ORDINAL,
    PLAN,
    REFERENCE,
    SCENARIO_WORDS,
    SHARE_WORD,
    TOTAL_LABEL,
    TOTAL_SUFFIX,
)
from extract.tables.comparisons import PLAN_BASE, find_comparison
from extract.tables.label_periods import resolve_period, split_periods
from extract.tables.label_units import BRACKETS, EDGES, EMPTY_BRACKETS, split_unit
from normalize.text import fold, squash
from normalize.units import PERCENT, Unit

__all__ = ["Label", "one_language", "read_label", "read_path", "resolve_period", "without_marks", "without_ordinal"]

_CACHE = 1 << 14
# Longer texts are sentences: nothing is taken out of them (and patterns would be slow on hostile ones).
_LONGEST = 600
_STARS = re.compile(r"(?<=[^\W\d_])\*+")
_MARKS = re.compile(r"(?:\s*\*+|\s*[¹²³⁴⁵⁶⁷⁸⁹]+\)?|(?<=[^\W\d_])\s?\d\)(?!\S))\s*$")
_LATIN_SIDE = re.compile(r"(?:[^а-яё]*[a-z][^а-яё]*)", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# The dot of an abbreviation or an initial belongs to it, that of a sentence does not.
_LAST_DOT = re.compile(r"(?<=[^\W\d_]{4})\.$")


@dataclass(frozen=True, slots=True)
class Label:
    """A label taken apart. `periods` are texts, outermost first, to be resolved where their year is known.

    `of_which`: the marker it begins with; `opens`: the marker it ends with, that makes what follows its parts."""

    text: str
    core: str
    unit: Unit | None = None
    unit_is_stated: bool = False
    periods: tuple[str, ...] = ()
    measure: MeasureKind | None = None
    base: str | None = None
    scenario: Scenario | None = None
    is_estimate: bool = False
    of_which: str | None = None
    opens: str | None = None

    @property
    def is_generic(self) -> bool:
        """The core names no indicator («Количество», «Всего», «Охват») or is blank."""
        return not self.core or bool(GENERIC_LABEL.fullmatch(fold(self.core).strip(" .:,%()/")))

    @property
    def is_empty(self) -> bool:
        """The core adds nothing to a caption («Количество», «Значение»)."""
        return not self.core or bool(EMPTY_LABEL.fullmatch(fold(self.core).strip(" .:,%()/")))

    @property
    def is_total(self) -> bool:
        return bool(TOTAL_LABEL.fullmatch(fold(self.core)))

    @property
    def is_share(self) -> bool:
        """Says that values are shares of something («Доля ПОО», «%»)."""
        return self.measure is None and (
            (self.unit is not None and self.unit.symbol == PERCENT) or bool(SHARE_WORD.match(self.core))
        )


@lru_cache(maxsize=_CACHE)
def read_label(text: str) -> Label:
    """Take a label apart: ordinal, «из них», comparison, periods, scenario, unit, and the core that is left."""
    whole = one_language(text)
    if len(whole) > _LONGEST:
        return Label(squash(text), whole)
    label = _without_frame(Label(squash(text), REFERENCE.sub("", whole)))
    for step in (_take_comparison, _take_periods, _take_unit, _take_scenario):
        label = step(label)
    return replace(label, core=_tidy(label.core))


def read_path(path: Sequence[str]) -> list[Label]:
    """The labels of a header path. «Исполнение» over «сумма» and «%» heads actual values; by itself it is a ratio."""
    labels = [read_label(text) for text in path]
    return [_as_heading(label) if index < len(labels) - 1 else label for index, label in enumerate(labels)]


def _as_heading(label: Label) -> Label:
    if label.measure != "ratio" or label.base != PLAN_BASE or label.unit is not None:
        return label
    return replace(label, measure=None, base=None, scenario="actual")


def one_language(text: str) -> str:
    """The Russian half of a bilingual label («Население / Population»), squashed; other texts as they are."""
    for separator in ("\n", " / ", "/", " | "):
        halves = [half for half in text.split(separator) if half.strip()]
        cyrillic = [half for half in halves if _CYRILLIC.search(half)]
        latin = [half for half in halves if _LATIN_SIDE.fullmatch(half.strip()) and len(half.strip()) > 2]
        if cyrillic and latin and len(cyrillic) + len(latin) == len(halves):
            return squash(separator.join(cyrillic))
    return squash(text)


def without_ordinal(text: str) -> str:
    """A label without the number that it is listed under («1.2. Охват» → «Охват»)."""
    match = ORDINAL.match(text)
    return text[match.end() :].lstrip() if match else text


def without_marks(text: str) -> str:
    """A text without the footnote marks at its end («Охват*», «Население 1)»)."""
    mark = _MARKS.search(text)
    if mark and ")" in mark[0] and text.count("(") >= text.count(")"):
        mark = None  # it closes a bracket: «(баллы от 1 до 5)»
    return _STARS.sub("", text[: mark.start()] if mark else text)


def _without_frame(label: Label) -> Label:
    """Without footnote marks, list number, bullet, and what opens or continues a list of parts."""
    core = BULLET.sub("", without_ordinal(without_marks(label.core)))
    begins, ends = OF_WHICH.match(core), OPENS.search(core)
    if begins:
        core = core[begins.end() :]
    elif ends and ends.start() > 0:
        core = core[: ends.start()]
    return replace(
        label,
        core=core if begins and not core.strip(EDGES) else TOTAL_SUFFIX.sub("", core),
        of_which=fold(begins["marker"]) if begins else None,
        opens=fold(ends["marker"]) if ends and not begins else None,
    )


def _take_comparison(label: Label) -> Label:
    found = find_comparison(label.core)
    if found is None:
        return label
    periods = (found.period,) if found.period else ()
    return replace(label, core=found.core, measure=found.measure, base=found.base, periods=periods)


def _take_periods(label: Label) -> Label:
    core, periods = split_periods(label.core)
    return replace(label, core=core, periods=(*label.periods, *periods))


def _take_unit(label: Label) -> Label:
    split = split_unit(label.core)
    return replace(label, core=split.core, unit=split.unit, unit_is_stated=split.stated)


def _take_scenario(label: Label) -> Label:
    """«план», «2023 (прогноз)», «Плановый охват»: words that stand alone are cut out, others stay in the core."""
    if label.measure is not None:
        return label
    text = label.text
    scenario: Scenario | None = None
    if FORECAST.search(text):
        scenario = "forecast"
    elif _is_plan(label.core or text):
        scenario = "plan"
    elif ACTUAL.search(text):
        scenario = "actual"
    core = label.core
    bare = SCENARIO_WORDS.sub(" ", EMPTY_BRACKETS.sub(" ", core))
    if not bare.strip(EDGES + "()."):
        core = ""
    else:
        for match in reversed(list(BRACKETS.finditer(core))):
            if not SCENARIO_WORDS.sub("", match[1]).strip(EDGES + "."):
                core = core[: match.start()] + core[match.end() :]
        core = re.sub(r"(?:,|\s[–—-])\s*" + f"(?:{SCENARIO_WORDS.pattern})" + r"\s*$", "", core, flags=re.IGNORECASE)
    return replace(label, core=core, scenario=scenario, is_estimate=bool(ESTIMATE.search(text)))


def _is_plan(core: str) -> bool:
    """A plan word at the head or standing alone, not one inside a name («выполнение учебных планов»)."""
    match = PLAN.search(core)
    if match is None:
        return False
    before = core[: match.start()].strip(EDGES + "(")
    return (
        not before
        or re.fullmatch(KIND_OF_PLAN, before, re.IGNORECASE) is not None
        or any(PLAN.fullmatch(piece.strip(EDGES + "()")) for piece in re.split(r"[,;(]|\s[–—-]\s|\sпо\s", core))
    )


def _tidy(core: str) -> str:
    core = squash(EMPTY_BRACKETS.sub(" ", core))
    core = re.sub(r"\s+([,;:.)])", r"\1", core)
    core = re.sub(r"([,;])(?:\s*[,;])+", r"\1", core)
    return _LAST_DOT.sub("", core.strip(EDGES)).strip(EDGES)
