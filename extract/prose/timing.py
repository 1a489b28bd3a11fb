"""When each amount of a sentence holds: periods with their role, and which amount each belongs to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.nlp import analyse
from extract.prose.amount import Amount
from extract.spans import Span
from normalize.numerals import ordinal_from_words
from normalize.periods import (
    Period,
    calendar_year,
    find_periods,
    half_year,
    instant,
    months,
    preceding,
    quarter,
    year_earlier,
)

# A period behind these words is what is compared with, not when the amount holds.
_COMPARED = re.compile(
    r"(?:(?:по\s+)?(?:сравнени\w+|сопоставлени\w+|отношени\w+)\s+(?:со?|к)|аналогично|относительно|против|к\s+(?:соответствующ|аналогичн)\w+|к\s+уровню|уровн\w+|чем"
    r"|по\s+отношению\s+к|в\s+отличие\s+от|в\s+%\s+к|процентах\s+к|%\s+к|показател\w+|идентичн\w+)"
    r"(?:\s+(?:со?|в|во|за|к|от|на|данны\w+|показател\w+|значени\w+|аналогичн\w+|соответствующ\w+|уровн\w+|тем\s+же|т(?:ого|ому)\s+же|такой\s+же|период\w*|прошл\w+)){0,5}\s*$",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:^|\s)ко?\s*$", re.IGNORECASE)
_MEASURED_AGAINST = re.compile(
    r"(?:индекс|темп|рост|прирост|снижени|сокращени|увеличени|отношени)\w*\s(?:[^,;:–—()]{0,80}\s)?к\s*$", re.IGNORECASE
)
_SAME_PERIOD = re.compile(r"(?<=\sк\s)(?:\w+\s+){0,2}(?:период|уровн|показател|значени)\w*\s*$", re.IGNORECASE)
_CORRESPONDING = re.compile(
    r"(?:соответствующ\w+|аналогичн\w+|т(?:от|ого|ому|ем|ом)\s+же|так(?:ой|ого|ому|им|ом)\s+же)\s+(?:период|срок|отрез)\w*\s*(?:времени\s*)?$",
    re.IGNORECASE,
)
# «выпуск к I кварталу 2020 года составил 104,2 %»; «к 2025 году составит 80 %» is a goal.
_CAME_TO = re.compile(r"\s*(?:г\.|года?)?\s*составил\w*\s+\d{1,4}(?:,\d{1,2})?\s?(?:%|процент)")
_PARTS_OF_YEAR = ("month", "quarter", "half_year", "span")
_ORDINAL_ALONE = re.compile(
    r"(?<![\w-])(?:во?|за|к|со?|до|на)\s+(?P<word>перв\w+|втор\w+|трет\w+|четв[её]рт\w+)(?![\w-])", re.IGNORECASE
)
_THIS_ALONE = re.compile(
    r"(?<![\w-])(?:во?|за|к|до)\s+(?P<word>отч[её]тном|отч[её]тный|отч[её]тному|текущем|этом|нынешнем)(?![\w-])",
    re.IGNORECASE,
)
_LAST_ALONE = re.compile(
    r"(?<![\w-])(?:во?|за|к|со?|до|чем\s+в)\s+(?P<word>предыдущ\w+|прошл\w+|предшествующ\w+)(?![\w-])", re.IGNORECASE
)
_EARLIER = re.compile(
    r"(?<![\w-])(?P<unit>год|полугоди|квартал|месяц)\w*\s+(?:ранее|назад|раньше)(?![\w-])", re.IGNORECASE
)
_SINCE_NEW_YEAR = re.compile(
    r"(?<![\w-])с\s+начала\s+(?:текущего\s+|отч[её]тного\s+|этого\s+)?года(?![\w-])", re.IGNORECASE
)
# «на начало года» is a day; a figure «на конец года» is the year's, as tables have it.
_START_OF_YEAR = re.compile(
    r"(?<![\w-])на\s+начало\s+(?:текущего\s+|отч[её]тного\s+|этого\s+)?года(?![\w-])", re.IGNORECASE
)
_YEAR_ALONE = re.compile(
    r"(?<![\w-])(?:во?|за|к|со?|до|чем\s+в|на)\s+(?P<year>(?:19|20)\d\d)(?:-(?:м|го|й|му|ом))?(?![\w\d,.-]?\d|\s*[^\W\d_]|\s*%)"
)
_YEAR_BEFORE_WORD = re.compile(
    r"(?<![\w-])(?:во?|за|к|со?|до|чем\s+в)\s+(?P<year>(?:19|20)\d\d)(?:-(?:м|го|й|му|ом))?(?=\s+(?:до|против|и|а|по|было|стало)\s|-м|-го)"
)
_YEAR_LIST = re.compile(r"(?P<years>(?:(?:19|20)\d\d(?:\s*,\s*|\s+и\s+))+)$")
_RESPECTIVELY = re.compile(r"соответственно", re.IGNORECASE)
# Between an amount and a period behind its neighbours, these say that the period is not its own.
_PARTED = re.compile(r":|\bс\s+\d|\bпротив\b|\bдо\b|\bчем\b|;|\bсостав\w+|\s[–—]\s", re.IGNORECASE)
_DELIMITER = re.compile(r"[,;:]|\.\s|\s(?:а|но|и)\s|\sпротив\s")
_STATED_NEXT = re.compile(
    r"^\s*(?:г\.|года?|году)?\s*(?:[-–—:]|(?:было|стало|составил\w*|составля\w+|насчитывал\w+|показател\w+\s+составил\w*)\s)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A period in a sentence. `compared`: what something is compared with."""

    start: int
    end: int
    period: Period
    compared: bool = False


def find_times(text: str, context: Period | None) -> list[Time]:
    """Periods left to right: named, elliptic («во втором»), relative («годом ранее»)."""
    named = [Time(found.start, found.end, found.period) for found in find_periods(text, context)]
    times = sorted([*named, *_listed_years(text, named)], key=lambda time: time.start)
    for time in [*_elliptic(text, times, context), *_relative(text, context)]:
        if not any(time.start < other.end and other.start < time.end for other in times):
            times = sorted([*times, time], key=lambda one: one.start)
    times = [_same_part_of_year(text, time, _partial_before(times, time) or context) for time in times]
    return [replace(time, compared=_is_compared(text, time)) for time in times]


def _partial_before(times: Sequence[Time], time: Time) -> Period | None:
    """The last part of a year named before («за 6 месяцев 2019 года … за аналогичный период 2018 года»)."""
    parts = [one.period for one in times if one.end <= time.start and one.period.kind in _PARTS_OF_YEAR]
    return parts[-1] if parts else None


def _same_part_of_year(text: str, time: Time, context: Period | None) -> Time:
    """«к соответствующему периоду 2011 года» in a report on nine months: the nine months of that year."""
    if time.period.kind != "year" or context is None or context.start.year != context.end.year:
        return time
    if not _CORRESPONDING.search(text[: time.start]):
        return time
    moved = context
    while moved.start.year > time.period.start.year:
        moved = year_earlier(moved)
    return replace(time, period=replace(moved, text=time.period.text))


def _is_compared(text: str, time: Time) -> bool:
    before = text[: time.start]
    if _COMPARED.search(before):
        return True
    if _MEASURED_AGAINST.search(before):
        return True
    if time.period.kind in _PARTS_OF_YEAR and _TO.search(before) and _CAME_TO.match(text, time.end):
        return True
    before = _SAME_PERIOD.sub("", before)
    changed = re.search(r"\d\s*(?:%|п\.\s?п\.|раза?|процент\w*|процентн\w+\s+пункт\w*)?\s*$", _TO.sub("", before))
    return bool(_TO.search(before) and changed)


def _listed_years(text: str, times: Sequence[Time]) -> Iterator[Time]:
    """The bare years of «в 2019, 2020 и 2021 годах»."""
    for time in times:
        if time.period.kind == "year" and (listed := _YEAR_LIST.search(text, 0, time.start)):
            for year in re.finditer(r"\d{4}", listed["years"]):
                start = listed.start() + year.start()
                yield Time(start, start + 4, calendar_year(int(year.group()), year.group()))


def _elliptic(text: str, times: Sequence[Time], context: Period | None) -> Iterator[Time]:
    for found in _ORDINAL_ALONE.finditer(text):
        if _is_alone(text, found.end()):
            around = _spoken_of(times, found.start(), context)
            if period := _numbered(ordinal_from_words(found["word"]), around):
                yield Time(*found.span("word"), replace(period, text=found["word"]))
    for found in (*_YEAR_ALONE.finditer(text), *_YEAR_BEFORE_WORD.finditer(text)):
        yield Time(*found.span("year"), calendar_year(int(found["year"]), found["year"]))
    for found in _THIS_ALONE.finditer(text):
        if context is not None and _is_alone(text, found.end()):
            yield Time(*found.span("word"), replace(context, text=found["word"]))
    for found in _LAST_ALONE.finditer(text):
        last = preceding(context) if context and _is_alone(text, found.end()) else None
        if last is not None:
            yield Time(*found.span("word"), replace(last, text=found["word"]))


def _is_alone(text: str, end: int) -> bool:
    """Whether no noun follows that the adjective would belong to."""
    found = re.match(r"\s*([^\W\d_]+)", text[end:])
    return found is None or analyse(found[1]).pos not in ("NOUN", "ADJF", "PRTF", "")


def _spoken_of(times: Sequence[Time], offset: int, context: Period | None) -> Period | None:
    """The half-year or quarter last named before `offset`, else the first named behind it, else the context."""
    numbered = [time for time in times if time.period.kind in ("half_year", "quarter")]
    before = [time.period for time in numbered if time.end <= offset]
    behind = [time.period for time in numbered if time.start > offset]
    return before[-1] if before else behind[0] if behind else context


def _numbered(number: int | None, around: Period | None) -> Period | None:
    if number is None or around is None:
        return None
    if around.kind == "half_year" and number <= 2:
        return half_year(around.start.year, number)
    return quarter(around.start.year, number) if around.kind == "quarter" and number <= 4 else None


def _relative(text: str, context: Period | None) -> Iterator[Time]:
    """«годом ранее», «полугодием ранее», «с начала года»."""
    if context is None:
        return
    for found in _START_OF_YEAR.finditer(text):
        yield Time(*found.span(), instant(calendar_year(context.end.year).start, found.group()))
    for found in _SINCE_NEW_YEAR.finditer(text):
        if context.start.year == context.end.year:
            yield Time(*found.span(), replace(months(context.end.year, 1, context.end.month), text=found.group()))
    for found in _EARLIER.finditer(text):
        earlier = year_earlier(context) if found["unit"].lower() == "год" else preceding(context)
        if earlier is not None:
            yield Time(*found.span(), replace(earlier, text=found.group()))


def assign(text: str, amounts: Sequence[Amount], times: Sequence[Time]) -> list[Period | None]:
    """For each amount the period that the sentence gives it, or None."""
    stated = [time for time in times if not time.compared]
    if paired := _respectively(text, amounts, stated):
        return paired
    return [_period_of(text, amount, amounts, stated, times) for amount in amounts]


def _respectively(text: str, amounts: Sequence[Amount], times: Sequence[Time]) -> list[Period | None] | None:
    """«в 2019, 2020 и 2021 годах – 10, 12 и 15 соответственно»."""
    if _RESPECTIVELY.search(text) and len(times) == len(amounts) > 1:
        return [time.period for time in times]
    return None


def _period_of(
    text: str, amount: Amount, amounts: Sequence[Amount], times: Sequence[Time], every: Sequence[Time]
) -> Period | None:
    """The period in the amount's own brackets or right before them, else in the sentence around them."""
    if amount.bracket is not None:
        peers, own = _within(amount.bracket, amounts), _times_within(amount.bracket, times)
        if found := _nearest(text, amount, peers, own):
            return found
        led = [
            time.period
            for time in every
            if time.end <= amount.bracket[0] and not text[time.end : amount.bracket[0]].strip()
        ]
        if led:
            return led[-1]
    outside = [time for time in times if not _in_foreign_brackets(text, time, amount)]
    peers = [one for one in amounts if one.bracket is None or one is amount]
    return _nearest(text, amount, peers, outside)


def _within(span: Span, amounts: Sequence[Amount]) -> list[Amount]:
    return [amount for amount in amounts if amount.bracket == span]


def _times_within(span: Span, times: Sequence[Time]) -> list[Time]:
    return [time for time in times if span[0] <= time.start < span[1]]


def _in_foreign_brackets(text: str, time: Time, amount: Amount) -> bool:
    """Whether the period stands in brackets that do not hold the amount."""
    opening = text.rfind("(", 0, time.start)
    closing = text.find(")", opening) if opening >= 0 else -1
    return opening >= 0 and closing >= time.end and not opening <= amount.start <= closing


def _nearest(text: str, amount: Amount, amounts: Sequence[Amount], times: Sequence[Time]) -> Period | None:
    """A period right behind the amount, else the last one before it that is not another amount's."""
    next_end = min((one.end for one in amounts if one.end > amount.end), default=len(text))
    for time in times:
        if amount.end <= time.start < next_end and _owner_before(text, time, amounts) is amount:
            return time.period
    for time in reversed(times):
        if time.end <= amount.start and _owner_before(text, time, amounts) is None:
            return time.period
    behind = [time for time in times if time.start >= amount.end]
    if not behind or _is_led(behind[0], amounts, text) or _PARTED.search(text[amount.end : behind[0].start]):
        return None
    return behind[0].period


def _is_led(time: Time, amounts: Sequence[Amount], text: str) -> bool:
    """Whether the period leads an amount of its own («…, в 2020 году – 15»)."""
    following = [amount for amount in amounts if amount.start >= time.end]
    if not following:
        return False
    return _owner_before(text, time, amounts) is None


def _owner_before(text: str, time: Time, amounts: Sequence[Amount]) -> Amount | None:
    """The amount that a period right behind it belongs to («с 203 в первом полугодии до 229 во втором»)."""
    before = [amount for amount in amounts if amount.end <= time.start]
    if not before:
        return None
    last = before[-1]
    following = [amount for amount in amounts if amount.start >= time.end]
    between = text[last.end : time.start]
    if following and _STATED_NEXT.match(text[time.end : following[0].start]):
        return None
    if following and _DELIMITER.search(between):
        return None
    return last
