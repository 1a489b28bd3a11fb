"""Numbers in a sentence, in digits and in words, without what stands with them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from extract.nlp import analyse
from extract.prose.amount import TIMES_UNIT, Amount
from extract.prose.nouns import WORDS, noun_after
from extract.prose.rules import FRACTIONS, MULTIPLES, ONE_IDIOMS
from extract.prose.sentences import Span, inside
from normalize.lemmas import lemma
from normalize.numbers import Bound, parse_number
from normalize.numerals import MOST_WORDS, NUMERAL_WORDS, ROUND_WORDS, SCALE_WORDS, number_from_words
from normalize.text import fold

DIGITS = re.compile(
    r"(?<![\w.,/№:@+])(?P<sign>[−-](?=\d)|(?<=\()–(?=\d)|(?:(?<=\()|(?<=[–—-] ))\+\s?(?=\d))?(?P<number>\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?![\d])|\d+)(?:[.,]\d+)*"
)
_SPACED_PERCENT = re.compile(r"\((?P<number>\d{1,3}\s?[.,]\s?\d{1,3})\s?%")
_CARDINAL_ENDING = re.compile(r"\s?-\s?(?:ти|ми|ём|ем|ёх|ех|мя|х|и|м|ю)(?![\w-])", re.IGNORECASE)
_GLUED = re.compile(r"\s?:\s?\d|[^\W\d_]|[-–]\s?(?:[^\W\d_])|[/:@]\d|[.,/-]\d")
_ALONE = re.compile(r"\s+из\s")
_GLUED_BEFORE = re.compile(r"(?:[^\W\d_][-–]|\d[-/:.])$")


def scan_numbers(text: str, spared: list[Span]) -> list[Amount]:
    """Amounts without unit, share and bound, by place; of those that begin together the longest first."""
    found = [*_in_digits(text, spared), *_in_words(text, spared)]
    return sorted(found, key=lambda amount: (amount.start, -amount.end))


def _in_digits(text: str, spared: list[Span]) -> Iterator[Amount]:
    for found in DIGITS.finditer(text):
        start, end = found.span("number")[0], found.end()
        printed = text[start:end]
        spaced = _SPACED_PERCENT.match(text, start - 1) if start else None
        if spaced:
            end, printed = spaced.end("number"), re.sub(r"\s", "", spaced["number"])
        number = parse_number(printed)
        if number is None or inside(start, spared) or _is_glued(text, start, end) or _is_label(text, start, end):
            continue
        plus = (found["sign"] or "").startswith("+")
        negative = bool(found["sign"]) and not plus and _minus_means_less(text, found.start())
        value = -number[0] if negative else number[0]
        if ending := _CARDINAL_ENDING.match(text, end):
            end = ending.end()
        yield Amount(found.start() if negative or plus else start, end, (start, end), value, number[1])


def _is_glued(text: str, start: int, end: int) -> bool:
    """Part of a code, an ordinal, a time or a fraction: «2094-мр», «5-й», «10:00», «1/3»."""
    if _CARDINAL_ENDING.match(text, end):
        return False
    range_of_numbers = re.match(r"\s?[-–—]\s?\d", text[end:]) is not None
    if _GLUED.match(text, end) and not range_of_numbers:
        return True
    if re.search(r"\d\s?:\s?$", text[max(0, start - 4) : start]):
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
    spoken = list(WORDS.finditer(text))
    index = 0
    while index < len(spoken):
        word = _plain(spoken[index])
        count = _numeral_length(spoken, index, text) if word in NUMERAL_WORDS else 0
        if count:
            amount = _from_words(text, spoken[index].start(), spoken[index + count - 1].end())
            if amount and not inside(amount.start, spared):
                yield amount
        elif word in MULTIPLES and not inside(spoken[index].start(), spared):
            span = spoken[index].span()
            yield Amount(*span, span, Decimal(MULTIPLES[word]), 0, TIMES_UNIT, "")
        index += max(count, 1)


def _plain(found: re.Match[str]) -> str:
    return found.group().lower().replace("ё", "е")


def _numeral_length(spoken: list[re.Match[str]], index: int, text: str) -> int:
    """How many words from `index` on make one numeral; a scale alone («тысячи людей») makes none."""
    end = index
    last = min(len(spoken), index + MOST_WORDS)
    while end < last and _plain(spoken[end]) in NUMERAL_WORDS and _follows(spoken, index, end, text):
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
    bare_scale = fold(text[start:end]) in SCALE_WORDS
    if bare_scale or re.search(r"\d\s*$", text[:start]) or fold(text[start:end]).startswith("об"):
        return None
    if lemma(_next_word(text, end).strip()) in FRACTIONS:
        return None
    if value == 1 and ONE_IDIOMS.search(text[:end] + _next_word(text, end)):
        return None
    if value == 1 and ONE_IDIOMS.search(text[:end]):
        return None
    dashed = re.search(r"[–—-]\s*$", text[:start]) and re.match(r"\s*(?:[.,;)]|$)", text[end:])
    if noun_after(text, end) is None and not dashed and not _ALONE.match(text[end:]) and not _acts(text, end):
        return None
    bound: Bound = "exact" if ROUND_WORDS.isdisjoint(fold(text[start:end]).split()) else "approximate"
    return Amount(start, end, (start, end), value, 1 if value % 1 else 0, bound=bound)


def _acts(text: str, end: int) -> bool:
    """«ещё две отказались»: the numeral is the subject of a plural verb."""
    found = WORDS.search(text, end)
    if found is None or text[end : found.start()].strip():
        return False
    word = analyse(found.group())
    return word.pos in ("VERB", "PRTS") and word.plural


def _next_word(text: str, end: int) -> str:
    found = WORDS.search(text, end)
    return " " + found.group() if found else ""
