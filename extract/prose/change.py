"""Level, difference, ratio or share: what a number says, and pairs such as «с 18 до 1» or «15 против 12»."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.facts import MeasureKind
from extract.prose.amount import TIMES_UNIT, Amount
from extract.prose.rules import COMPARATIVES, Cue
from extract.prose.timing import Time
from normalize.lemmas import lemma
from normalize.units import PERCENT, POINTS

_CUE_REACH = 220
# A «рост» of so many per cent is told as a ratio to the base.
_WHOLE = 80
_VERBS = frozenset({"GREW", "FELL", "MOVED"})
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE_END = re.compile(r"[;]|\.\s")
_FROM = re.compile(r"(?:^|[\s(,–—-])(?:с|со|от|из)\s+(?:(?:более|менее|около|почти|примерно)\s+)?$", re.IGNORECASE)
_TO = re.compile(r"(?:^|[\s(,])(?:до|по)\s+(?:(?:более|менее|около|почти|примерно)\s+)?$", re.IGNORECASE)
_ON = re.compile(r"(?:^|[\s(])(?:на|ещ[её]\s+на|или|либо)\s+$", re.IGNORECASE)
_OR_ON = re.compile(r"^\s*(?:,\s*|\(\s*)?(?:или|либо|то\s+есть|т\.\s?е\.)\s+(?:на\s+)?\d(?:[^,();]|,\d){0,40}[,)]")
_TO_TIME = re.compile(r"\s*к\s+(?:уровню\s+)?")
# «к уровню 2013 года – 108,2 %»
_TIME_IS = re.compile(r"\s*(?:[–—-]|составил\w*|составля\w+)\s+")
# «(+118 кг)», «(–5,2 %)», «– +12,4 %»
_SIGNED = re.compile(r"(?:\(\s?\+\s?|\d[^()]{0,60}\([−–-]|[–—-]\s\+\s?)$")
_IN = re.compile(r"(?:^|\s)в\s+$", re.IGNORECASE)
_AGAINST = re.compile(r"\sпротив\s", re.IGNORECASE)
_BETWEEN_NOUN_AND_VALUE = re.compile(
    r"^(?:\s*(?:в\s+)?|[^,;:()]{0,90}\s(?:на|составил\w*|составля\w+|равн\w+|был\w*|–|—|-)\s*)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Indexes of two amounts of the same thing, the earlier first. `change`: of a change, not a range."""

    base: int
    current: int
    change: bool = True


def measure_of(text: str, amount: Amount, cues: Sequence[Cue], times: Sequence[Time]) -> MeasureKind:
    """What the number says of its indicator."""
    if amount.unit == POINTS or _is_difference(text, amount, cues):
        return "difference"
    if _is_ratio(text, amount, cues, times):
        return "ratio"
    return "share" if amount.unit == PERCENT else "level"


def is_change(text: str, amount: Amount, cues: Sequence[Cue]) -> bool:
    """Whether a verb of change governs the number («увеличилось на 58»)."""
    on = _ON.search(text[: amount.start]) is not None
    return on and (_cue_before(amount, cues, text, _VERBS) or _compares(text[amount.end :]))


def _is_difference(text: str, amount: Amount, cues: Sequence[Cue]) -> bool:
    if _SIGNED.search(text, 0, amount.number[0]):
        return True
    before, behind = text[: amount.start], text[amount.end :]
    if _ON.search(before) and (_cue_before(amount, cues, text, _VERBS | {"CHANGE_NOUN"}) or _compares(behind)):
        return True
    noun = _last_cue(amount, cues, {"CHANGE_NOUN"})
    if noun is None or _TO.search(before) or _FROM.search(before) or _is_whole_per_cent(amount):
        return False
    if _last_cue(amount, cues, {"RATIO_NOUN"}) is not None:
        return False
    return _BETWEEN_NOUN_AND_VALUE.match(text[noun.end : amount.start]) is not None


def _is_whole_per_cent(amount: Amount) -> bool:
    return amount.unit == PERCENT and amount.value >= _WHOLE


def _is_ratio(text: str, amount: Amount, cues: Sequence[Cue], times: Sequence[Time]) -> bool:
    if amount.unit == TIMES_UNIT:
        return amount.counted == "" or bool(_IN.search(text[: amount.start]))
    if amount.unit != PERCENT:
        return False
    rate = _last_cue(amount, cues, {"RATIO_NOUN"}) or (
        _grown(text, amount, cues) if _is_whole_per_cent(amount) else None
    )
    if rate is not None and not _CLAUSE_END.search(text[rate.end : amount.start]):
        return True
    return any(
        time.compared
        and (_TO_TIME.fullmatch(text, amount.end, time.start) or _TIME_IS.fullmatch(text, time.end, amount.start))
        for time in times
        if amount.end <= time.start or time.end <= amount.start
    )


def _grown(text: str, amount: Amount, cues: Sequence[Cue]) -> Cue | None:
    """«рост – 106,4 %»: so many per cent of the base, not above it."""
    noun = _last_cue(amount, cues, {"CHANGE_NOUN"})
    return noun if noun and _BETWEEN_NOUN_AND_VALUE.match(text[noun.end : amount.start]) else None


def _cue_before(amount: Amount, cues: Sequence[Cue], text: str, names: frozenset[str]) -> bool:
    cue = _last_cue(amount, cues, names)
    return cue is not None and not _CLAUSE_END.search(text[cue.end : amount.start])


def _last_cue(amount: Amount, cues: Sequence[Cue], names: frozenset[str] | set[str]) -> Cue | None:
    near = [cue for cue in cues if cue.name in names and 0 <= amount.start - cue.end <= _CUE_REACH]
    return near[-1] if near else None


def _compares(behind: str) -> bool:
    """«на 53,9 % больше, чем …», «на 2 тонны, или на 4 %, больше …»."""
    behind = _OR_ON.sub("", behind, count=1)
    found = _WORD.search(behind[:30])
    return found is not None and lemma(found.group()) in COMPARATIVES and not behind[: found.start()].strip(" ,")


def find_pairs(text: str, amounts: Sequence[Amount], cues: Sequence[Cue], times: Sequence[Time]) -> list[Pair]:
    """Neighbouring amounts that are one thing at two times, or the two ends of a range."""
    pairs = (_pair(text, amounts, index, cues, times) for index in range(len(amounts) - 1))
    return [pair for pair in pairs if pair is not None]


def _pair(text: str, amounts: Sequence[Amount], index: int, cues: Sequence[Cue], times: Sequence[Time]) -> Pair | None:
    first, second = amounts[index], amounts[index + 1]
    between = text[first.end : second.start]
    if _CLAUSE_END.search(between) or first.bracket != second.bracket:
        return None
    if _AGAINST.search(f" {between} "):
        return Pair(index, index + 1) if _named_first_is_earlier(first, second, times) else Pair(index + 1, index)
    if re.fullmatch(r"\s?[-–—]\s?", text[first.number[1] : second.number[0]]) and first.bare:
        return Pair(index, index + 1, change=False)
    if not (_FROM.search(text[: first.start]) and _TO.search(text[: second.start])):
        return None
    return Pair(index, index + 1, change=_speaks_of_change(first, cues, times))


def _speaks_of_change(first: Amount, cues: Sequence[Cue], times: Sequence[Time]) -> bool:
    moved = any(cue.name in _VERBS or cue.name == "CHANGE_NOUN" for cue in cues)
    return moved or len([time for time in times if time.start >= first.start]) >= 2


def _named_first_is_earlier(first: Amount, second: Amount, times: Sequence[Time]) -> bool:
    """«24 в первом против 41 во втором»: both dated; «41 против 24 годом ранее»: the second is the earlier."""
    own = [time for time in times if first.end <= time.start < second.start]
    other = [time for time in times if time.start >= second.end]
    return bool(own and other and own[0].period.start <= other[0].period.start)


def with_ranges(amounts: Sequence[Amount], pairs: Sequence[Pair]) -> list[Amount]:
    """The ends of ranges as bounds; both share the unit that is printed once."""
    ranged = list(amounts)
    for pair in pairs:
        low, high = ranged[pair.base], ranged[pair.current]
        unit, counted = (low.unit, low.counted) if high.bare else (high.unit, high.counted)
        low, high = (replace(one, unit=unit, counted=counted) if one.bare else one for one in (low, high))
        if not pair.change:
            low, high = replace(low, bound="at_least"), replace(high, bound="at_most")
        ranged[pair.base], ranged[pair.current] = low, high
    return ranged
