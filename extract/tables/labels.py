"""What a header, a row label, a section title or a caption says besides its words: unit, period, scenario, comparison.

The core of a label is what is left when those are taken away: «Общий охват, детей (на 28.04.23)» has the core
«Общий охват», the unit «чел.» and the period 28.04.2023.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.facts import MeasureKind, Scenario
from extract.language import (
    ACADEMIC,
    ACTUAL,
    AGAINST,
    AGAINST_PLAN,
    BULLET,
    COMPARISON_OF,
    COMPARISON_WORDS,
    DANGLING,
    DIFFERENCE,
    EMPTY_LABEL,
    ESTIMATE,
    FORECAST,
    GENERIC_LABEL,
    OF_WHICH,
    OPENS,
    ORDINAL,
    OVER_A_PERIOD,
    PAIR_OF_YEARS,
    PLAN,
    RATIO,
    SCENARIO_WORDS,
    SHARE_WORD,
    TOTAL_LABEL,
    TOTAL_OF,
    TOTAL_SUFFIX,
    YEAR_BEFORE,
)
from extract.tables.cells import SOME_YEAR, period_of, whole_unit
from normalize.periods import Period, find_periods
from normalize.text import fold, squash
from normalize.units import PERCENT, Unit, find_unit, unit_at

_CACHE = 1 << 14
_STARS = re.compile(r"(?<=[^\W\d_])\*+")
_MARKS = re.compile(r"(?:\s*\*+|\s*[¹²³⁴⁵⁶⁷⁸⁹]+\)?|(?<=[^\W\d_])\s?\d\)(?!\S))\s*$")
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[,.;:%–—-]*\s*[)\]]")
_LATIN_SIDE = re.compile(r"(?:[^а-яё]*[a-z][^а-яё]*)", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# The base of a ratio that is taken against a plan: no period.
_PLAN = "план"
_EDGES = " \t,;:–—-/"
_MEASURED = frozenset({"money", "area", "volume", "length", "mass", "energy"})
_ABSTRACT_UNIT = re.compile(r"(?:кол(?:ичеств|-)\w*|чел\w*|ед\w*|шт\w*|кол)\b")


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
        return not self.core or bool(GENERIC_LABEL.fullmatch(fold(self.core).strip(" .:,%")))

    @property
    def is_empty(self) -> bool:
        """The core adds nothing to a caption («Количество», «Значение»)."""
        return not self.core or bool(EMPTY_LABEL.fullmatch(fold(self.core).strip(" .:,%")))

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
    label = _without_frame(Label(squash(text), whole))
    for step in (_take_comparison, _take_periods, _take_unit, _take_scenario):
        label = step(label)
    return replace(label, core=_tidy(label.core))


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
    return _STARS.sub("", _MARKS.sub("", text))


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
        core=core if begins and not core.strip(_EDGES) else TOTAL_SUFFIX.sub("", core),
        of_which=fold(begins["marker"]) if begins else None,
        opens=fold(ends["marker"]) if ends and not begins else None,
    )


def _take_comparison(label: Label) -> Label:
    """«Темп роста к 2020 году, %», «2022/2021», «отклонение (+/-)», «в % к предыдущему году»."""
    pair = PAIR_OF_YEARS.search(label.core)
    head = label.core.lstrip(" (")
    measure: MeasureKind | None = "difference" if DIFFERENCE.match(head) else "ratio" if RATIO.match(head) else None
    if pair and not ACADEMIC.search(label.core) and (measure or pair["link"] != "/" or _is_percent(label.core)):
        return _with_pair(label, pair, measure or "ratio")
    against = AGAINST.search(label.core)
    if against and _is_base(against["base"]) and (measure or _is_percent(against[0]) or label.core.startswith("%")):
        core = label.core[: against.start()] + label.core[against.end() :]
        core = core if measure or _is_percent(core) else f"{core}, %"
        return replace(label, core=core, measure=measure or "ratio", base=against["base"])
    if measure and (_stands_alone(label.core) or _is_comparison_of(label.core)):
        core = _without_comparison(label.core)
        return replace(label, core=core, measure=measure, base=_PLAN if AGAINST_PLAN.match(head) else None)
    return label


def _is_comparison_of(core: str) -> bool:
    """«Темп роста численности, %», «Индекс потребительских цен, %», «Прирост населения»."""
    return bool(COMPARISON_OF.match(core)) or (bool(RATIO.match(core)) and _is_percent(core))


def _with_pair(label: Label, pair: re.Match[str], measure: MeasureKind) -> Label:
    one, two = sorted((pair["one"], pair["two"]))
    rest = label.core[: pair.start()] + label.core[pair.end() :] + (", %" if "%" in pair["link"] else "")
    return replace(label, core=rest, measure=measure, base=one, periods=(*label.periods, two))


def _is_percent(text: str) -> bool:
    return bool(re.search(r"%|процент|раз(?:ах?)?\b", text, re.IGNORECASE))


def _is_base(text: str) -> bool:
    """Whether what is compared against is a time: a year, «предыдущему году», «АППГ»."""
    return bool(
        YEAR_BEFORE.search(text)
        or find_periods(text)
        or period_of(text, SOME_YEAR)
        or re.search(r"\b(?:19|20)\d\d\b", text)
    )


def _stands_alone(core: str) -> bool:
    """A comparison word that is the whole label but for unit and brackets, not the head of an indicator's name."""
    rest = OVER_A_PERIOD.sub("", _BRACKETS.sub("", COMPARISON_WORDS.sub("", core, count=2)))
    pieces = [piece for piece in re.split(r"[,;:]", rest) if piece.strip(_EDGES + ".")]
    return all(whole_unit(piece) is not None or period_of(piece.strip()) is not None for piece in pieces)


def _take_periods(label: Label) -> Label:
    """Cut out the periods that the label states; a part that lacks only its year is one too."""
    core = label.core
    bare = core.strip(_EDGES + "()")
    if bare and not bare.isdecimal() and period_of(bare, SOME_YEAR):
        return replace(label, core="", periods=(*label.periods, bare))
    if period_of(bare):
        return replace(label, core="", periods=(*label.periods, bare))
    periods: list[str] = []
    for found in reversed(find_periods(core)):
        if found.period.recurrence is None and any(c.isdigit() for c in core[found.start : found.end]):
            periods.insert(0, core[found.start : found.end])
            core = _cut(core, found.start, found.end)
    core, parts = _take_parts(core)
    return replace(label, core=core, periods=(*label.periods, *periods, *parts))


def _take_parts(core: str) -> tuple[str, list[str]]:
    """Comma or bracket parts that are periods for want of a year («…, I полугодие», «… (факт 2022)»)."""
    parts = []
    for piece in [*_BRACKETS.findall(core), *re.split(r"[,;]", core)[1:]]:
        bare = SCENARIO_WORDS.sub("", piece).strip(_EDGES + "().")
        if bare and not (bare.isdecimal() and len(bare) != 4) and period_of(bare, SOME_YEAR):
            parts.append(bare)
            core = core.replace(bare, "", 1)
    bare = SCENARIO_WORDS.sub("", core).strip(_EDGES + "()")
    if bare != core and re.fullmatch(r"(?:19|20)\d\d", bare):
        parts.append(bare)
        core = core.replace(bare, "", 1)
    return core, parts


def _cut(core: str, start: int, end: int) -> str:
    """`core` without a period and the preposition before it."""
    return f"{DANGLING.sub('', core[:start])} {core[end:].lstrip()}"


def _take_unit(label: Label) -> Label:
    """The unit in brackets, after a comma, as the whole label, or in the words of a count."""
    core = _EMPTY_BRACKETS.sub(" ", label.core).strip(_EDGES)
    whole = whole_unit(core)
    if whole is not None:
        bare = _is_bare_unit(core, whole)
        return replace(label, core="" if bare else core, unit=whole, unit_is_stated=bare)
    for match in reversed(list(_BRACKETS.finditer(core))):
        unit = whole_unit(match[1])
        if SHARE_WORD.fullmatch(fold(match[1])) and core[: match.start()].strip(_EDGES):
            core = core[: match.start()] + " " + core[match.end() :]
            continue
        last = not core[match.end() :].strip(_EDGES)
        if unit is not None and (last or _is_bare_unit(match[1], unit)):
            return replace(
                label, core=core[: match.start()] + " " + core[match.end() :], unit=unit, unit_is_stated=True
            )
    return _take_tail_unit(replace(label, core=core))


def _is_bare_unit(core: str, unit: Unit) -> bool:
    """«чел.», «%», «единиц» say nothing else; «Школы» also says what is counted."""
    return not unit.counted or bool(_ABSTRACT_UNIT.match(fold(core)))


def _take_tail_unit(label: Label) -> Label:
    pieces = re.split(r"([,;:]\s*|\s[–—-]\s)", label.core)
    for index in range(len(pieces) - 1, 0, -2):
        if unit := whole_unit(pieces[index]):
            core = "".join(pieces[: index - 1]) + "".join(pieces[index + 1 :])
            return replace(label, core=core, unit=unit, unit_is_stated=True)
    if tail := re.search(r"\s(?:в\s+)?(\S+(?:\s\S+)?)$", label.core):
        for start in (tail.start(), label.core.rfind(" ")):
            unit = whole_unit(label.core[start:])
            if unit is not None and _is_unit_tail(label.core[start:].strip()):
                return replace(label, core=label.core[:start], unit=unit, unit_is_stated=True)
    return _take_unit_with_noun(label, pieces)


def _is_unit_tail(tail: str) -> bool:
    """«в процентах», «тыс. руб.», «%»: no comma is needed before a preposition, an abbreviation or a sign."""
    return tail.startswith("в ") or tail.endswith((".", "%", "‰"))


def _take_unit_with_noun(label: Label, pieces: list[str]) -> Label:
    """«Ввод жилья, кв. м общей площади»: a measured unit that says of what."""
    found = unit_at(fold(pieces[-1])) if len(pieces) > 1 else None
    if found and found[0].kind in _MEASURED and len(pieces[-1].split()) <= 5:
        return replace(label, core="".join(pieces[:-2]), unit=found[0], unit_is_stated=True)
    return replace(label, unit=find_unit(label.core) or _counted_noun(label.core))


def _counted_noun(core: str) -> Unit | None:
    """«Всего обучающихся», «Итого организаций», «Средний балл»."""
    folded = fold(core)
    match = TOTAL_OF.match(folded)
    found = unit_at(folded[match.end() :]) if match else None
    if found and found[0].counted:
        return found[0]
    points = (at[0] for word in folded.split() if (at := unit_at(word)) and at[0].kind == "points")
    return next(points, None)


def _take_scenario(label: Label) -> Label:
    """«план», «2023 (прогноз)», «Плановый охват»: words that stand alone are cut out, others stay in the core."""
    if label.measure is not None:
        return replace(label, core=_without_comparison(label.core))
    text = label.text
    scenario: Scenario | None = None
    if FORECAST.search(text):
        scenario = "forecast"
    elif _is_plan(label.core or text):
        scenario = "plan"
    elif ACTUAL.search(text):
        scenario = "actual"
    core = label.core
    bare = SCENARIO_WORDS.sub(" ", _EMPTY_BRACKETS.sub(" ", core))
    if not bare.strip(_EDGES + "()."):
        core = ""
    else:
        for match in reversed(list(_BRACKETS.finditer(core))):
            if not SCENARIO_WORDS.sub("", match[1]).strip(_EDGES + "."):
                core = core[: match.start()] + core[match.end() :]
        core = re.sub(r"(?:,|\s[–—-])\s*" + f"(?:{SCENARIO_WORDS.pattern})" + r"\s*$", "", core, flags=re.IGNORECASE)
    return replace(label, core=core, scenario=scenario, is_estimate=bool(ESTIMATE.search(text)))


def _is_plan(core: str) -> bool:
    """A plan word at the head or standing alone, not one inside a name («выполнение учебных планов»)."""
    match = PLAN.search(core)
    if match is None:
        return False
    return not core[: match.start()].strip(_EDGES + "(") or any(
        PLAN.fullmatch(piece.strip(_EDGES + "()")) for piece in re.split(r"[,;(]|\s[–—-]\s|\sпо\s", core)
    )


def _without_comparison(core: str) -> str:
    """«Темп роста, %» says nothing but the measure; «Темп роста численности» names what grew."""
    return OVER_A_PERIOD.sub("", COMPARISON_WORDS.sub("", core)) if _stands_alone(core) else core


def _tidy(core: str) -> str:
    core = _EMPTY_BRACKETS.sub(" ", core)
    core = re.sub(r"\s+([,;:.])", r"\1", squash(core))
    core = re.sub(r"([,;])(?:\s*[,;])+", r"\1", core)
    return (
        core.strip(_EDGES).removesuffix(".").strip(_EDGES)
        if not core.endswith(("г.", "р.", "д.", "п."))
        else core.strip(_EDGES)
    )


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
