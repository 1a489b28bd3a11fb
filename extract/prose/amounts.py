"""Numbers of a sentence that count something: value, unit, share and bound, each with its span."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.nlp import analyse
from extract.organisations import is_acronym
from extract.prose.rules import DURATION_HEADS, DURATION_UNITS, MULTIPLES, ONE_IDIOMS, PER_TIME, RECURRENCE
from extract.prose.sentences import Span, inside
from normalize.numbers import Bound, bound_before, parse_number
from normalize.numerals import NUMERAL_WORDS, number_from_words
from normalize.text import fold, squash
from normalize.units import PERCENT, unit_at

COUNT_UNIT = "ед."
PEOPLE_UNIT = "чел."
TIMES_UNIT = "раз"

_DIGITS = re.compile(
    r"(?<![\w.,/№:@+])(?P<minus>[−-](?=\d))?(?P<number>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d])|\d+)(?:[.,]\d+)*"
)
_SPACED_PERCENT = re.compile(r"\((?P<number>\d{1,3}\s?[.,]\s?\d{1,3})\s?%")
_CARDINAL_ENDING = re.compile(r"\s?-\s?(?:ти|ми|ём|ем|ёх|ех|мя|х|и|м|ю)(?![\w-])", re.IGNORECASE)
_GLUED = re.compile(r"[^\W\d_]|[-–]\s?(?:[^\W\d_])|[/:@]\d|[.,/-]\d")
_GLUED_BEFORE = re.compile(r"(?:[^\W\d_][-–]|\d[-/:.])$")
_PHONE = re.compile(
    r"(?:\+7|\b8)[\s(-]*\d{3,5}[)\s-]*\d[\d\s-]{4,9}\d|\(\d{3,5}\)\s?\d[\d\s-]{4,8}\d|\b\d{2,3}-\d{2}-\d{2}\b"
)
_WEB = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
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
_AND_MORE = re.compile(r"\s*и\s+(?P<word>более|больше|выше|менее|меньше|ниже)(?!\w)", re.IGNORECASE)
_EMPTY_SHARE = re.compile(r"\s*\(\s*%\s*\)")
_PREPOSITION = re.compile(r"(?:^|[\s(])(?:по|на|в|во|у|с|со|до|от|из|к)\s+$", re.IGNORECASE)
_STATED = re.compile(r"(?:[–—:]|\s-|\b(?:составил\w*|составля\w+|равн\w+))\s*(?:в\s+среднем\s*)?$", re.IGNORECASE)
_BLOT = "\x00"
_MAX_ADJECTIVES = 5
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that counts something. `start:end` is what states it, unit and share included; `number` its digits.

    `counted` is the noun phrase that it counts («муниципальных отделов»), None when bare. `bracket` is the span of
    the round brackets it stands in."""

    start: int
    end: int
    number: Span
    value: Decimal
    decimals: int
    unit: str | None = None
    counted: str | None = None
    bound: Bound = "exact"
    share: Decimal | None = None
    share_decimals: int = 0
    bracket: Span | None = None
    confidence: float = 1.0

    @property
    def bare(self) -> bool:
        return self.unit is None


def find_amounts(text: str, spared: list[Span], brackets: list[Span]) -> list[Amount]:
    """Amounts left to right. Nothing that begins inside `spared` (periods, references, quotes) is one."""
    spared = [
        *spared,
        *(found.span() for found in _PHONE.finditer(text)),
        *(found.span() for found in _WEB.finditer(text)),
    ]
    text = _masked(text, spared)
    amounts: list[Amount] = []
    for amount in _candidates(text, spared):
        if amounts and amount.start < amounts[-1].end:
            continue
        complete = _with_bracket(_with_share(_with_unit(amount, text), text), brackets)
        if not _is_duration(complete, text):
            amounts.append(complete)
    return amounts


def _masked(text: str, spared: list[Span]) -> str:
    """`text` with what counts nothing blotted out, so that no unit is read from it; offsets are kept."""
    letters = list(text)
    for start, end in spared:
        letters[start:end] = _BLOT * (min(end, len(letters)) - start)
    return "".join(letters)


def _candidates(text: str, spared: list[Span]) -> list[Amount]:
    """Numbers in digits and in words, without what stands with them."""
    found = [*_in_digits(text, spared), *_in_words(text, spared)]
    return sorted(found, key=lambda amount: (amount.start, -amount.end))


def _in_digits(text: str, spared: list[Span]) -> Iterator[Amount]:
    for found in _DIGITS.finditer(text):
        start, end = found.span("number")[0], found.end()
        printed = text[start:end]
        spaced = _SPACED_PERCENT.match(text, start - 1) if start else None
        if spaced:
            end, printed = spaced.end("number"), re.sub(r"\s", "", spaced["number"])
        number = parse_number(printed)
        if number is None or inside(start, spared) or _is_glued(text, start, end) or _is_label(text, start, end):
            continue
        negative = bool(found["minus"]) and _minus_means_less(text, found.start())
        value = -number[0] if negative else number[0]
        if ending := _CARDINAL_ENDING.match(text, end):
            end = ending.end()
        yield Amount(found.start() if negative else start, end, (start, end), value, number[1])


def _is_glued(text: str, start: int, end: int) -> bool:
    """Part of a code, an ordinal, a time or a fraction: «2094-мр», «5-й», «10:00», «1/3»."""
    if _CARDINAL_ENDING.match(text, end):
        return False
    range_of_numbers = re.match(r"\s?[-–—]\s?\d", text[end:]) is not None
    if _GLUED.match(text, end) and not range_of_numbers:
        return True
    return bool(_GLUED_BEFORE.search(text[max(0, start - 2) : start])) and not _continues_range(text, start)


def _continues_range(text: str, start: int) -> bool:
    return re.search(r"(?<![\w.,/-])\d+(?:,\d+)?[-–]$", text[:start]) is not None


def _is_label(text: str, start: int, end: int) -> bool:
    """A list label inside the text: «1) …; 2) …» or «1. …» at its head."""
    closing = text[end : end + 2]
    if closing[:1] == ")" and text[:start].count("(") <= text[:start].count(")"):
        return True
    return start == 0 and re.match(r"[.)]\s", closing) is not None and len(text) > end + 2


def _minus_means_less(text: str, offset: int) -> bool:
    """A minus rather than a dash: after a verb of stating, a preposition or an opening bracket."""
    before = text[:offset].rstrip()
    return (
        before.endswith("(") or re.search(r"(?:\b(?:до|на|минус|состави\w+|составля\w+|равн\w+))$", before) is not None
    )


def _in_words(text: str, spared: list[Span]) -> Iterator[Amount]:
    spoken = list(_WORDS.finditer(text))
    index = 0
    while index < len(spoken):
        count = _numeral_length(spoken, index, text)
        word = fold(spoken[index].group())
        if count:
            amount = _from_words(text, spoken[index].start(), spoken[index + count - 1].end())
            if amount and not inside(amount.start, spared):
                yield amount
        elif word in MULTIPLES and not inside(spoken[index].start(), spared):
            span = spoken[index].span()
            yield Amount(*span, span, Decimal(MULTIPLES[word]), 0, TIMES_UNIT, "")
        index += max(count, 1)


def _numeral_length(spoken: list[re.Match[str]], index: int, text: str) -> int:
    """How many words from `index` on make one numeral; a scale alone («тысячи людей») makes none."""
    end = index
    while end < len(spoken) and fold(spoken[end].group()) in NUMERAL_WORDS and _follows(spoken, index, end, text):
        end += 1
    for stop in range(end, index, -1):
        if number_from_words(text[spoken[index].start() : spoken[stop - 1].end()]) is not None:
            return stop - index
    return 0


def _follows(spoken: list[re.Match[str]], first: int, index: int, text: str) -> bool:
    return index == first or not text[spoken[index - 1].end() : spoken[index].start()].strip()


def _from_words(text: str, start: int, end: int) -> Amount | None:
    value = number_from_words(text[start:end])
    if value is None or text[max(0, start - 1) : start] == "-" or text[end : end + 1] == "-":
        return None
    bare_scale = value >= 1000 and " " not in squash(text[start:end])
    if bare_scale or re.search(r"\d\s*$", text[:start]) or fold(text[start:end]).startswith("об"):
        return None
    if value == 1 and ONE_IDIOMS.search(text[:end] + _next_word(text, end)):
        return None
    if value == 1 and ONE_IDIOMS.search(text[:end]):
        return None
    dashed = re.search(r"[–—-]\s*$", text[:start]) and re.match(r"\s*(?:[.,;)]|$)", text[end:])
    if _noun_after(text, end) is None and not dashed and not re.match(r"\s+из\s", text[end:]):
        return None
    return Amount(start, end, (start, end), value, 1 if value % 1 else 0)


def _next_word(text: str, end: int) -> str:
    found = _WORDS.search(text, end)
    return " " + found.group() if found else ""


def _with_unit(amount: Amount, text: str) -> Amount:
    """The unit right behind, or the counted noun behind adjectives; behind the share where that comes first."""
    if amount.unit is not None:
        return amount
    amount = _with_bound(amount, text)
    if more := _AND_MORE.match(text, amount.end):
        high = more["word"].lower() in ("более", "больше", "выше")
        amount = replace(amount, end=more.end(), bound="at_least" if high else "at_most")
    direct = _unit_behind(amount, text, amount.end)
    if not direct.bare:
        return direct
    if share := _share_at(text, amount.end):
        behind = _unit_behind(replace(amount, end=share.end()), text, share.end())
        return _take_share(behind, share)
    return amount


def _with_bound(amount: Amount, text: str) -> Amount:
    before = text[: amount.start]
    stripped = _PREPOSITION.sub(" ", before)
    bound = bound_before(before) or bound_before(stripped)
    return amount if bound is None else replace(amount, start=bound[1], bound=bound[0])


def _unit_behind(amount: Amount, text: str, offset: int) -> Amount:
    rest = text[offset:]
    lead = len(rest) - len(rest.lstrip())
    if found := unit_at(rest.lstrip()):
        unit, length = found
        end = _without_full_stop(text, offset + lead + length)
        return replace(amount, unit=unit.symbol, counted=text[offset + lead : end], end=end)
    noun = _noun_after(text, offset)
    if noun is None:
        return amount
    (start, end), symbol = noun
    return replace(amount, unit=symbol, counted=text[start:end], end=end)


def _without_full_stop(text: str, end: int) -> int:
    """A full stop behind a whole word or a sign ends the sentence; behind «чел» it belongs to it."""
    if text[end - 1] != ".":
        return end
    word = re.search(r"[^\W\d_]+(?=\.$)", text[:end])
    whole = word is None or word.group().isupper() or (len(word.group()) > 4 and analyse(word.group()).known)
    return end - 1 if whole else end


def _noun_after(text: str, offset: int) -> tuple[Span, str] | None:
    """The counted noun behind up to five adjectives, and the unit that its kind has: people or things."""
    first = None
    position = offset
    for _ in range(_MAX_ADJECTIVES + 1):
        found = _WORDS.search(text, position)
        if found is None or text[position : found.start()].strip(" \u00a0\n"):
            return None
        first = found.start() if first is None else first
        if unit := unit_at(text[found.start() :]):
            return (first, _without_full_stop(text, found.start() + unit[1])), unit[0].symbol
        if is_acronym(found.group()):
            return (first, found.end()), COUNT_UNIT
        word = analyse(found.group())
        if word.pos == "NOUN" and not (word.name and found.group()[:1].isupper()):
            return (first, found.end()), PEOPLE_UNIT if word.animate else COUNT_UNIT
        if word.pos not in ("ADJF", "PRTF"):
            return None
        position = found.end()
    return None


def _share_at(text: str, offset: int) -> re.Match[str] | None:
    found = _SHARE.match(text, offset)
    if found is None:
        return None
    words = found["bound"].strip()
    return found if not words or bound_before(words + " ") else None


def _with_share(amount: Amount, text: str) -> Amount:
    """The printed percentage that stands with a count, in brackets or behind a dash; never beside a percentage."""
    if amount.share is not None or amount.unit == TIMES_UNIT:
        return amount
    if amount.unit == PERCENT:
        return _count_behind_percentage(amount, text)
    if share := _share_at(text, amount.end):
        return _take_share(replace(amount, end=share.end()), share)
    if empty := _EMPTY_SHARE.match(text, amount.end):
        return replace(amount, end=empty.end())
    loose = _LOOSE_SHARE.match(text, amount.end)
    if loose and _stands_for_share(text, loose, amount):
        return _take_share(replace(amount, end=loose.end()), loose)
    return amount


def _stands_for_share(text: str, loose: re.Match[str], amount: Amount) -> bool:
    """«1182 человека – 67,4 % от …»: of the same thing, not the next item of an enumeration («5, 7 %»)."""
    separator = text[amount.end : loose.start("number")].strip()
    return separator != "," and _noun_after(text, loose.end()) is None


def _take_share(amount: Amount, share: re.Match[str]) -> Amount:
    number = parse_number(re.sub(r"\s", "", share["number"]))
    if number is None:
        return amount
    return replace(amount, share=number[0], share_decimals=number[1])


def _count_behind_percentage(amount: Amount, text: str) -> Amount:
    """«57,1 % (32 ПОО)»: the count is the value, the percentage its share."""
    opening = _COUNT_IN_BRACKETS.match(text, amount.end)
    found = _DIGITS.match(text, opening.end()) if opening else None
    if opening is None or found is None or _is_change(text, amount):
        return amount
    number = parse_number(found.group())
    closing = text.find(")", found.end())
    if number is None or closing < 0:
        return amount
    count = _unit_behind(Amount(found.start(), found.end(), found.span(), *number), text, found.end())
    if count.bare or count.unit == PERCENT or text[count.end : closing].strip():
        return amount
    return replace(count, start=amount.start, end=closing + 1, share=amount.value, share_decimals=amount.decimals)


def _is_change(text: str, amount: Amount) -> bool:
    return re.search(r"(?:^|\s)на\s*$", text[: amount.start]) is not None


def _with_bracket(amount: Amount, brackets: list[Span]) -> Amount:
    around = [span for span in brackets if span[0] < amount.start and amount.number[1] <= span[1]]
    return replace(amount, bracket=max(around)) if around else amount


def _is_duration(amount: Amount, text: str) -> bool:
    """Ages, durations, recurrences and bare years count nothing."""
    behind = text[amount.number[1] :]
    if RECURRENCE.match(behind) or PER_TIME.match(behind):
        return True
    if amount.bare and amount.decimals == 0 and amount.value in _YEARS:
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
