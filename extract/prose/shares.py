"""The printed percentage that stands with a count, in brackets or behind a dash."""

import re
from dataclasses import replace
from itertools import pairwise

from extract.prose.amount import TIMES_UNIT, Amount
from extract.prose.nouns import noun_after, unit_behind
from extract.prose.scanning import DIGITS
from normalize.numbers import bound_before, parse_number
from normalize.units import PERCENT

_SHARE = re.compile(
    r"\s*\(\s*(?:что\s+)?(?:составля\w+|состави\w+|или|это|т\.\s?е\.|то\s+есть)?\s*(?P<bound>[а-я ]{0,24}?)\s*"
    r"(?P<number>\d{1,3}(?:\s?[.,]\s?\d{1,4})?)\s?(?:%|процент\w*)(?P<rest>[^()]*)\)",
    re.IGNORECASE,
)
_LOOSE_SHARE = re.compile(
    r"\s*(?:,?\s*(?:или|что\s+составля\w+|что\s+состави\w+)|[-–—,])\s*(?P<number>\d{1,3}(?:[.,]\d{1,4})?)\s?%(?!\s*\()",
    re.IGNORECASE,
)
_COUNT_IN_BRACKETS = re.compile(r"\s*\(\s*(?:или\s+)?(?=\d)")
# «104 % к плану», «91,8 % от плана», «98 % годового задания»: how far a plan is met, no part of the whole.
_OF_A_PLAN = re.compile(
    r"\s*(?:к\s|(?:от\s+)?(?:[^\W\d_]+(?:ого|его|ых|их|ой)\s+)?(?:план|задани|лимит|роспис|назначени|норматив)(?:а|ов|я|й|и|у)?(?![\w-])"
    r"|(?:от\s+)?(?:целев|планов|прогнозн)\w+\s+(?:показател|значени|уровн|индикатор))",
    re.IGNORECASE,
)
_TIGHT_DASH = re.compile(r"[-–—]")
_EMPTY_SHARE = re.compile(r"\s*\(\s*%\s*\)")


def share_at(text: str, offset: int) -> re.Match[str] | None:
    """A percentage in brackets at `offset`, perhaps with a bound or «что составляет» before it."""
    found = _SHARE.match(text, offset)
    if found is None or _OF_A_PLAN.match(found["rest"] or " "):
        return None
    words = found["bound"].strip()
    return found if not words or bound_before(words + " ") else None


def with_share(amount: Amount, text: str) -> Amount:
    """The printed percentage that stands with a count, in brackets or behind a dash; never beside a percentage."""
    if amount.share is not None or amount.unit == TIMES_UNIT:
        return amount
    if amount.unit == PERCENT:
        return _count_behind_percentage(amount, text)
    if share := share_at(text, amount.end):
        return take_share(replace(amount, end=share.end()), share)
    if empty := _EMPTY_SHARE.match(text, amount.end):
        return replace(amount, end=empty.end())
    loose = _LOOSE_SHARE.match(text, amount.end)
    if loose and _stands_for_share(text, loose, amount):
        return take_share(replace(amount, end=loose.end()), loose)
    return amount


def _stands_for_share(text: str, loose: re.Match[str], amount: Amount) -> bool:
    """«1182 человека – 67,4 % от …»: of the same thing, not the next item of an enumeration («5, 7 %»)."""
    between = text[amount.end : loose.start("number")]
    if amount.bare and _TIGHT_DASH.fullmatch(between):
        return False  # «6–8 %» is a range
    separator = between.strip()
    compared = _OF_A_PLAN.match(text, loose.end()) is not None
    return separator != "," and not compared and noun_after(text, loose.end()) is None


def take_share(amount: Amount, share: re.Match[str]) -> Amount:
    """`amount` with the printed percentage of a match."""
    number = parse_number(re.sub(r"\s", "", share["number"]))
    if number is None:
        return amount
    return replace(amount, share=number[0], share_decimals=number[1])


def _count_behind_percentage(amount: Amount, text: str) -> Amount:
    """«57,1 % (32 ПОО)»: the count is the value, the percentage its share."""
    opening = _COUNT_IN_BRACKETS.match(text, amount.end)
    found = DIGITS.match(text, opening.end()) if opening else None
    if opening is None or found is None or _is_change(text, amount):
        return amount
    number = parse_number(found.group())
    closing = text.find(")", found.end())
    if number is None or closing < 0:
        return amount
    count = unit_behind(Amount(found.start(), found.end(), found.span(), *number), text, found.end())
    if count.bare or count.unit == PERCENT or text[count.end : closing].strip():
        return amount
    return replace(count, start=amount.start, end=closing + 1, share=amount.value, share_decimals=amount.decimals)


def _is_change(text: str, amount: Amount) -> bool:
    return re.search(r"(?:^|\s)на\s*$", text[: amount.start]) is not None


def share_of_part(text: str, amounts: list[Amount]) -> list[Amount]:
    """«34 из 56 ПОО (60,7 %)»: the percentage is the part's, though it stands behind the whole."""
    moved = list(amounts)
    for index, (part, whole) in enumerate(pairwise(amounts)):
        of_whole = re.fullmatch(r"\s+из\s+", text[part.end : whole.start]) is not None
        if of_whole and part.share is None and whole.share is not None:
            moved[index] = replace(part, share=whole.share, share_decimals=whole.share_decimals)
            moved[index + 1] = replace(whole, share=None, share_decimals=0)
    return moved
