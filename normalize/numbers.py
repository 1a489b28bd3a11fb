"""Text of a value → `Quantity`. Pure; no I/O but the table of units.

Five things that look like «nothing» stay apart, by SDMX CL_OBS_STATUS: «–» is M (the phenomenon does not exist),
«…» and «н/д» are L (it exists, the figure was not collected), «х» is N (the cell is not to be filled),
a blank is O (nothing stated), «0» is the number nought with status A.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from normalize.numerals import MOST_WORDS, begins_number, number_from_words
from normalize.text import DASHES, squash
from normalize.units import PERCENT, is_singular, unit_at

Bound = Literal["exact", "approximate", "at_least", "at_most", "less_than", "more_than"]
# SDMX CL_OBS_STATUS: A normal, M missing (cannot exist), L missing (exists, not collected), N not applicable here,
# O missing, not stated, P provisional, E estimated, F forecast, B break in the series.
Status = Literal["A", "B", "E", "F", "L", "M", "N", "O", "P"]

_INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """Closed interval of the values a printed number may stand for."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A printed value: the string, the Decimal, the count of printed decimals, and what stands with it.

    `confidence` < 1: the string can be read in another way (a dot for thousands, a letter for a digit)."""

    text: str
    value: Decimal | None
    decimals: int = 0
    unit: str | None = None
    status: Status = "A"
    bound: Bound = "exact"
    share: Decimal | None = None
    share_decimals: int = 0
    confidence: float = 1.0
    share_bound: Bound = "exact"

    def interval(self) -> Interval | None:
        """Values that the printed decimals allow if it was rounded; None without a value or when approximate."""
        if self.value is None or self.bound == "approximate":
            return None
        half = Decimal(5).scaleb(-self.decimals - 1)
        if self.bound in ("at_least", "more_than"):
            return Interval(self.value - half, _INFINITY)
        if self.bound in ("at_most", "less_than"):
            return Interval(-_INFINITY, self.value + half)
        return Interval(self.value - half, self.value + half)


# Spaces between thousands may be any kind of space: squash has made them plain ones.
# Nobody reports more than 18 digits: a longer string is no number, and costs no time.
_GROUPED = r"\d{1,3}(?:[ '’]\d{3}){1,5}"
_WHOLE = rf"(?:{_GROUPED}|\d{{1,18}})(?!\d)"
NUMBER = rf"{_WHOLE}(?:[.,]\d{{1,12}}(?!\d))?"
_SIGN = rf"[+{re.escape(DASHES)}]"
_PLAIN = re.compile(rf"({_SIGN}\s?)?({_WHOLE})(?:\s?([.,])\s?(\d{{1,12}}(?!\d)))?")
_DOTTED_THOUSANDS = re.compile(rf"({_SIGN}\s?)?(\d{{1,3}}(?:\.\d{{3}}){{1,5}}),(\d{{1,12}}(?!\d))")
_MANY_DOTS = re.compile(rf"({_SIGN}\s?)?(\d{{1,3}}(?:\.\d{{3}}){{2,5}}(?!\d))")
_MANY_COMMAS = re.compile(
    rf"({_SIGN}\s?)?(\d{{1,3}}(?:,\d{{3}}){{2,5}}(?!\d)|\d{{1,3}}(?:,\d{{3}}){{1,5}}(?=\.\d))(?:\.(\d{{1,12}}(?!\d)))?"
)
_THREE_AFTER_DOT = re.compile(rf"(?:{_SIGN}\s?)?[1-9]\d{{0,2}}\.\d{{3}}")
_SPACED_COMMA = re.compile(r"\d(?: [.,]|[.,] )\d")

_DASH_ONLY = re.compile(rf"[{re.escape(DASHES)}]{{1,3}}")
_NOT_COLLECTED = re.compile(
    r"…|\.{2,4}|н\s?/\s?д\.?|н\.\s?д\.|нет данных|нет сведений|данные отсутствуют|n/?a", re.IGNORECASE
)
_NOT_APPLICABLE = re.compile(r"[xх×✕]", re.IGNORECASE)

_BOUND_WORDS: tuple[tuple[str, Bound], ...] = (
    (r"не\s+менее(?:\s+чем)?|не\s+ниже|как\s+минимум|минимум|от|≥|>=", "at_least"),
    (
        r"не\s+более(?:\s+чем)?|не\s+свыше|не\s+выше|не\s+больше|не\s+превыша\w+|не\s+превыси\w+|максимум|до|≤|<=",
        "at_most",
    ),
    (r"менее(?:\s+чем)?|меньше(?:\s+чем)?|ниже|<", "less_than"),
    (r"более(?:\s+чем)?|больше(?:\s+чем)?|свыше|выше|превыша\w+|превыси\w+|>", "more_than"),
    (r"около|примерно|приблизительно|порядка|почти|ориентировочно|в\s+среднем|~|≈", "approximate"),
)
_BOUNDS = tuple(
    (re.compile(rf"(?:{words})\s*(?=[\d+{re.escape(DASHES)}а-яё])", re.IGNORECASE), bound)
    for words, bound in _BOUND_WORDS
)
_ANY_BOUND = "|".join(words for words, _ in _BOUND_WORDS)
_BOUNDS_AT_END = tuple((re.compile(rf"(?<!\w)(?:{words})\s*$", re.IGNORECASE), bound) for words, bound in _BOUND_WORDS)
_SHARE = re.compile(rf"\(\s*((?:{_ANY_BOUND})?)\s*({NUMBER.replace('[.,]', '[ ]?[.,][ ]?')})\s?%\s*\)", re.IGNORECASE)
_SHARE_OF_TOTAL_TAIL = re.compile(r"\(\s*%\s*\)")
_LETTERS_FOR_DIGITS = str.maketrans("OОoоЗзlIІ|", "0000331111")
_DIGITS_WITH_LETTERS = re.compile(r"(?=.*\d)(?=.*[OОoоЗзlIІ|])[\dOОoоЗзlIІ|]{2,}(?:[.,][\dOОoоЗзlIІ|]+)?")
_NUMERAL_ENDING = re.compile(r"-(?:ти|ми|ём|ем|ёх|ех|мя|х|и|м)(?=\s|$)", re.IGNORECASE)


def parse_number(text: str) -> tuple[Decimal, int] | None:
    """The number that the whole text is, with its count of printed decimals; None when it is none or ambiguous.

    «1 859», «24,9», «1.859,5», «+5,2», «−3»; «1.859» may be either of two numbers and is None."""
    squashed = squash(text)
    if _is_plain_integer(squashed):
        return Decimal(squashed), 0
    if _SPACED_COMMA.search(squashed) or _THREE_AFTER_DOT.fullmatch(squashed):
        return None
    return _read_number(squashed)


def parse_quantity(text: str) -> Quantity | None:
    """The value that the whole text is: a number with what may stand with it, or a mark for a missing one.

    Words that are no value («выполнен»), ranges and dates are None. Text that begins with a bound
    («менее 0,01%», «не более 5») carries it; «15 (26,8%)» has its share beside the value."""
    squashed = squash(text)
    if _is_plain_integer(squashed):
        return Quantity(text, Decimal(squashed))
    if missing := _missing(squashed):
        return Quantity(text, None, status=missing)
    bound, rest = _split_bound(squashed.rstrip(";").rstrip())
    found = _value_and_tail(rest)
    return None if found is None else replace(found, text=text, bound=bound)


def _is_plain_integer(squashed: str) -> bool:
    return squashed.isdecimal() and squashed.isascii() and len(squashed) <= 18


def _missing(squashed: str) -> Status | None:
    if not squashed:
        return "O"
    if _DASH_ONLY.fullmatch(squashed):
        return "M"
    if _NOT_COLLECTED.fullmatch(squashed):
        return "L"
    return "N" if _NOT_APPLICABLE.fullmatch(squashed) else None


def bound_before(text: str) -> tuple[Bound, int] | None:
    """The bound that the end of `text` states for a number right behind it, and where its words begin.

    «от» and «до» alone are not taken: in a sentence they also open ranges and changes («с 18 до 1»)."""
    tail = text[-40:]
    for pattern, bound in _BOUNDS_AT_END:
        if (match := pattern.search(tail)) and match[0].strip().lower() not in ("от", "до"):
            return bound, len(text) - len(tail) + match.start()
    return None


def _split_bound(squashed: str) -> tuple[Bound, str]:
    for pattern, bound in _BOUNDS:
        if match := pattern.match(squashed):
            return bound, squashed[match.end() :]
    return "exact", squashed


def _value_and_tail(text: str) -> Quantity | None:
    """A number at the head of `text`, then a unit and a share in either order, then nothing."""
    if text.startswith("(") and (lone := _SHARE.fullmatch(text)):
        return _percentage(lone)
    if letters := _letters_for_digits(text):
        return letters
    head = _number_head(text)
    if head is None:
        return _number_in_words(text)
    quantity, end = head
    return _with_tail(quantity, text[end:].lstrip())


def _number_head(text: str) -> tuple[Quantity, int] | None:
    match = _DOTTED_THOUSANDS.match(text) or _MANY_DOTS.match(text) or _MANY_COMMAS.match(text) or _PLAIN.match(text)
    if match is None:
        return None
    number = _read_number(match[0])
    if number is None:
        return None
    end = match.end()
    loose = bool(_SPACED_COMMA.search(match[0]))
    if loose and not text[end:].lstrip().startswith("%"):
        return None
    if ending := _NUMERAL_ENDING.match(text, end):
        end = ending.end()
    elif end < len(text) and not re.match(r"[\s%(‰]|[^\W\d_]", text[end:]):
        return None
    unsure = 0.5 if _THREE_AFTER_DOT.fullmatch(match[0]) else 0.9 if _minus_apart(match[0]) else 1.0
    return Quantity(text, number[0], number[1], confidence=unsure), end


def _minus_apart(printed: str) -> bool:
    """«- 5» may be a minus or a list dash."""
    return printed[0] in DASHES and printed[1:2] == " "


def _with_tail(quantity: Quantity, tail: str) -> Quantity | None:
    """`quantity` with the unit and the share that `tail` states; None if `tail` says anything else."""
    tail = re.sub(_SHARE_OF_TOTAL_TAIL, "", tail).strip()
    if share := _SHARE.match(tail):
        quantity = _with_share(quantity, share)
        tail = tail[share.end() :].lstrip()
    if not tail or (tail == "." and quantity.share is not None):
        return quantity
    found = unit_at(tail)
    if found is None or not _agrees(quantity, tail[: found[1]]):
        return None
    unit, end = found
    return _after_unit(replace(quantity, unit=unit.symbol), tail[end:].lstrip())


def _agrees(quantity: Quantity, noun: str) -> bool:
    """Russian counts «21 школа» but «5 школ»: «5 школа», «9 класс» and «2021 год» are labels."""
    value = quantity.value or Decimal(0)
    if not is_singular(noun):
        return True
    return quantity.decimals == 0 and value % 10 == 1 and value % 100 != 11 and not (noun == "год" and value > 1900)


def _after_unit(quantity: Quantity, tail: str) -> Quantity | None:
    if tail in ("", ".", ";"):
        return quantity
    if quantity.unit == PERCENT:
        return _count_after_percentage(quantity, tail)
    if quantity.share is None and (share := _SHARE.match(tail)) and tail[share.end() :].strip(" .;") == "":
        return _with_share(quantity, share)
    return None


def _with_share(quantity: Quantity, share: re.Match[str]) -> Quantity:
    read = _percentage(share)
    return replace(quantity, share=read.value, share_decimals=read.decimals, share_bound=read.bound)


def _count_after_percentage(share: Quantity, tail: str) -> Quantity | None:
    """«57,1 % (32 чел.)»: the count is the value, the percentage its share, in whichever order they stand."""
    if not (tail.startswith("(") and tail.endswith(")")):
        return None
    count = parse_quantity(tail[1:-1])
    if count is None or count.value is None or count.unit == PERCENT or count.share is not None:
        return None
    return replace(count, share=share.value, share_decimals=share.decimals)


def _percentage(share: re.Match[str]) -> Quantity:
    """The percentage in brackets, its bound («менее 0,01%») included."""
    bound, printed = _split_bound(f"{share[1]} {share[2]}".strip())
    whole, point, decimals = re.sub(r"[ '’]", "", printed).replace(",", ".").partition(".")
    value = Decimal(f"{whole}{point}{decimals}")
    return Quantity(share[0], value, len(decimals), unit=PERCENT, bound=bound)


def _letters_for_digits(text: str) -> Quantity | None:
    """«1О4» with letters that a recogniser took for digits: a number read unsurely, never a sure one."""
    if not _DIGITS_WITH_LETTERS.fullmatch(text):
        return None
    number = _read_number(text.translate(_LETTERS_FOR_DIGITS))
    return None if number is None else Quantity(text, number[0], number[1], confidence=0.5)


def _number_in_words(text: str) -> Quantity | None:
    """«двадцать три», «два филиала»: numerals in words, then perhaps a unit."""
    spoken = text.split(" ")
    if not begins_number(spoken[0]):
        return None
    for count in range(min(len(spoken), MOST_WORDS), 0, -1):
        value = number_from_words(" ".join(spoken[:count]))
        if value is not None:
            return _with_tail(Quantity(text, value, 1 if value % 1 else 0), " ".join(spoken[count:]))
    return None


def _read_number(printed: str) -> tuple[Decimal, int] | None:
    """Decimal and decimals of one printed number, sign and separators of any kind."""
    if dotted := _DOTTED_THOUSANDS.fullmatch(printed):
        return _assemble(dotted[1], dotted[2].replace(".", ""), dotted[3])
    if dots := _MANY_DOTS.fullmatch(printed):
        return _assemble(dots[1], dots[2].replace(".", ""), None)
    if commas := _MANY_COMMAS.fullmatch(printed):
        return _assemble(commas[1], commas[2].replace(",", ""), commas[3])
    if plain := _PLAIN.fullmatch(printed):
        return _assemble(plain[1], re.sub(r"[ '’]", "", plain[2]), plain[4])
    return None


def _assemble(sign: str | None, whole: str, decimals: str | None) -> tuple[Decimal, int]:
    printed = f"{whole}.{decimals}" if decimals else whole
    return _signed(sign, Decimal(printed)), len(decimals or "")


def _signed(sign: str | None, value: Decimal) -> Decimal:
    return -value if sign and sign.strip() != "+" else value
