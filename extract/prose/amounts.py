"""Numbers of a sentence that count something: value, unit, share and bound, each with its span."""

import re
from dataclasses import replace

from extract.prose.amount import COUNT_UNIT, Amount
from extract.prose.nouns import noun_after, unit_behind
from extract.prose.rules import DURATION_HEADS, DURATION_UNITS, PER_TIME, RECURRENCE
from extract.prose.scanning import scan_numbers
from extract.prose.shares import share_at, share_of_part, take_share, with_share
from extract.spans import Span
from normalize.numbers import bound_before
from normalize.units import unit_by_symbol

_PHONE = re.compile(
    r"(?:\+7|\b8)[\s(-]*\d{3,5}[)\s-]*\d[\d\s-]{4,9}\d|\(\d{3,5}\)\s?\d[\d\s-]{4,8}\d|\b\d{2,3}-\d{2}-\d{2}\b"
)
_WEB = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+")
_AND_MORE = re.compile(r"\s*и\s+(?P<word>более|больше|выше|менее|меньше|ниже)(?!\w)", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:^|[\s(])(?:по|на|в|во|у|с|со|до|от|из|к)\s+$", re.IGNORECASE)
_TIMES_BEHIND = re.compile(r"\s*раза?(?!\w)", re.IGNORECASE)
_KOPECKS = re.compile(r"коп(?:еек|ейк\w+|\.)?", re.IGNORECASE)
_STATED = re.compile(r"(?:[–—:]|\s-|\b(?:составил\w*|составля\w+|равн\w+))\s*(?:в\s+среднем\s*)?$", re.IGNORECASE)
_BOUND_REACH = 60
_BLOT = "\x00"
_YEARS = range(1900, 2101)


def find_amounts(text: str, spared: list[Span], brackets: list[Span]) -> list[Amount]:
    """Amounts left to right. Nothing that begins inside `spared` (periods, references, quotes) is one."""
    spared = [
        *spared,
        *(found.span() for found in _PHONE.finditer(text)),
        *(found.span() for found in _WEB.finditer(text)),
    ]
    text = _masked(text, spared)
    amounts: list[Amount] = []
    for amount in scan_numbers(text, spared):
        if amounts and amount.start < amounts[-1].end:
            continue
        complete = _with_bracket(with_share(_with_unit(amount, text), text), brackets)
        if _is_duration(complete, text):
            continue
        if amounts and (whole := _compound(amounts[-1], complete, text)):
            amounts[-1] = whole
        else:
            amounts.append(complete)
    return share_of_part(text, _in_the_money_before(text, amounts))


def _in_the_money_before(text: str, amounts: list[Amount]) -> list[Amount]:
    """«доходы – 37,6 млрд рублей, расходы – 33,9 млрд»: the unit is printed once, the scale again."""
    told: list[Amount] = []
    for amount in amounts:
        before = told[-1].unit if told else None
        scale = (amount.unit or "").removesuffix(f" {COUNT_UNIT}")
        alone = amount.unit == f"{scale} {COUNT_UNIT}" and noun_after(text, amount.end) is None
        unit = unit_by_symbol(before) if before and alone else None
        same = unit is not None and unit.kind == "money" and unit.symbol == f"{scale} {unit.base}"
        told.append(replace(amount, unit=before) if same else amount)
    return told


def _compound(first: Amount, second: Amount, text: str) -> Amount | None:
    """«1 млрд 245 млн рублей» is one amount, in the smaller of the two units."""
    if text[first.end : second.start].strip() or first.share is not None or not first.unit or not second.unit:
        return None
    if first.unit == "руб." and _KOPECKS.match(second.counted or "") and not first.decimals:
        return replace(first, end=second.end, value=first.value + second.value / 100, decimals=2)
    large, small = unit_by_symbol(first.unit), unit_by_symbol(second.unit)
    if large is None or small is None or not first.unit.endswith(f" {COUNT_UNIT}") or large.scale <= small.scale:
        return None
    value = first.value * large.scale / small.scale + second.value
    return replace(second, start=first.start, value=value, bound=first.bound)


def _masked(text: str, spared: list[Span]) -> str:
    """`text` with what counts nothing blotted out, so that no unit is read from it; offsets are kept."""
    letters = list(text)
    for start, end in spared:
        letters[start:end] = _BLOT * (min(end, len(letters)) - start)
    return "".join(letters)


def _with_unit(amount: Amount, text: str) -> Amount:
    """The unit right behind, or the counted noun behind adjectives; behind the share where that comes first."""
    amount = _with_bound(amount, text)
    if amount.unit is not None:
        return amount
    if more := _AND_MORE.match(text, amount.end):
        high = more["word"].lower() in ("более", "больше", "выше")
        amount = replace(amount, end=more.end(), bound="at_least" if high else "at_most")
    direct = unit_behind(amount, text, amount.end)
    if not direct.bare:
        return direct
    if share := share_at(text, amount.end):
        behind = unit_behind(replace(amount, end=share.end()), text, share.end())
        return take_share(behind, share)
    return amount


def _with_bound(amount: Amount, text: str) -> Amount:
    offset = max(0, amount.start - _BOUND_REACH)
    before = text[offset : amount.start]
    times = _TIMES_BEHIND.match(text, amount.end) is not None  # «меньше в 2,5 раза» is a comparison
    bound = bound_before(before) or (None if times else bound_before(_PREPOSITION.sub(" ", before)))
    return amount if bound is None else replace(amount, start=offset + bound[1], bound=bound[0])


def _with_bracket(amount: Amount, brackets: list[Span]) -> Amount:
    around = [span for span in brackets if span[0] < amount.start and amount.number[1] <= span[1]]
    return replace(amount, bracket=max(around)) if around else amount


def _is_duration(amount: Amount, text: str) -> bool:
    """Ages, durations, recurrences and bare years count nothing."""
    behind = text[amount.number[1] :]
    if RECURRENCE.match(behind) or PER_TIME.match(behind):
        return True
    in_one_piece = text[slice(*amount.number)].isdecimal()  # «1 905» is no year
    if amount.bare and in_one_piece and amount.value in _YEARS:
        return True
    if amount.unit in DURATION_UNITS and not _STATED.search(text[: amount.start]):
        before = text[: amount.start]
        return DURATION_HEADS.search(text[: amount.number[0]]) is not None or _is_age(before, text[amount.end :])
    return False


def _is_age(before: str, behind: str) -> bool:
    """«дети 7–17 лет», «от 5 до 18 лет», «5 лет и старше»."""
    ranged = re.search(r"\d+(?:\s*лет|\s*года?)?\s*(?:[-–—]|до|по|и)\s*$", before)
    older = re.match(r"\s*(?:и|или)\s+(?:старше|младше|более|менее)|\s*включительно", behind)
    people = re.search(
        r"(?:[Дд]ет\w+|подростк\w+|граждан\w*|лиц\w*|молод[её]ж\w*|насел\w+|несовершеннолетни\w+|возраст\w*)\s+$",
        before,
    )
    return bool(ranged or older or people)
