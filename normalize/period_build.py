"""What a written period means: the fragments that its patterns share, and from a match the dates. Pure."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from normalize.calendar import (
    Period,
    academic_year,
    calendar_year,
    half_year,
    instant,
    month,
    month_end,
    months,
    preceding,
    quarter,
    year_earlier,
    years,
)
from normalize.numerals import number_from_words, ordinal_from_words

Build = Callable[[re.Match[str], Period | None], Period | None]

_MONTH_FORMS = (
    r"январ\w*|янв",
    r"феврал\w*|фев(?:р)?",
    r"март\w*|мар",
    r"апрел\w*|апр",
    r"ма[йяею]|маем",
    r"июн\w*",
    r"июл\w*",
    r"август\w*|авг",
    r"сентябр\w*|сент?",
    r"октябр\w*|окт",
    r"ноябр\w*|ноя(?:б)?",
    r"декабр\w*|дек",
)
_MONTHS = tuple(re.compile(f"(?:{forms})") for forms in _MONTH_FORMS)
MONTH = rf"(?:{'|'.join(_MONTH_FORMS)})(?![а-я])\.?"
YEAR = r"(?:19|20)\d\d(?!\d)"
# «г» alone is a year only right after digits; «гг» and words in any case.
YEAR_WORD = r"(?:год(?:ов|ах|ами|ам|ы|а|у|ом|е)?|г\.?\s?г|г)(?![а-я])\.?"
ITS_YEAR = rf"(?:\s*(?:в\s)?(?P<year>{YEAR})(?:\s*{YEAR_WORD})?)"
# «прошлого года», «текущего года»: told by the context.
_YEAR_OF_CONTEXT = (
    r"(?:\s+(?:(?P<before>прошл|предыдущ|предшествующ|прошедш)|(?:текущ|отчетн|этого|нынешн))[а-я]*"
    r"\s+(?:календарн[а-я]+\s+)?(?:года?(?![а-я])|г\.))"
)
ITS_YEAR_OR_CONTEXT = rf"(?:{ITS_YEAR}|{_YEAR_OF_CONTEXT})?"
ITS_YEAR_SAID = rf"(?:{ITS_YEAR}|{_YEAR_OF_CONTEXT})"
ORDINAL = (
    r"(?P<n>[1-4]|iv|i{1,3}|1у|1v|і{1,3}|п|ш|перв[а-я]+|втор[а-я]+|трет[а-я]+|четв[её]рт[а-я]+)"
    r"(?:\s?-\s?(?:го|ому|му|ом|ое|ый|ой|ий|ая|е|й|м|я))?"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1у": 4, "1v": 4, "п": 2, "ш": 3, "і": 1, "іі": 2, "ііі": 3}
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
DAY_MONTH = rf"{DAY}(?:\s?-?\s?(?:го|е))?\s+(?:{MONTH})"
NUMERIC = rf"{DAY}\.(?:0?[1-9]|1[0-2])\.(?:{YEAR}|\d\d(?!\d))"
NOT_IN_NUMBER = r"(?<![\d.,/№-])"
# The first months of seasons; a winter has two years and is none.
SEASON = (
    r"(?:весн(?:а|ы|ой|у)|лет(?:о|а|ом)|осен(?:ь|и|ью)|весенне(?=-)|летне(?=-)"
    r"|(?:весенн|летн|осенн)(?:ий|его|ем|ее|ие)\s+(?:период|сезон|врем|месяц)[а-я]*)"
)
_SEASONS = {"вес": 3, "лет": 6, "осе": 9}


def _year_of(match: re.Match[str], context: Period | None) -> int | None:
    """The year written in the match, else that of a context within one calendar year."""
    if match["year"]:
        return int(match["year"])
    if context is None or context.start.year != context.end.year:
        return None
    return context.start.year - bool(match.groupdict().get("before"))


def month_number(word: str) -> int:
    """1 to 12 for a month in any of its forms."""
    bare = word.strip(" .")
    return next(n for n, pattern in enumerate(_MONTHS, 1) if pattern.fullmatch(bare))


def _ordinal_number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return _ROMAN.get(word) or ordinal_from_words(word)


def read_day(text: str, year: int | None = None) -> date | None:
    """«01.01.2022», «28.04.23», «1 января 2022 года», «1 января» of `year`; None for a day that cannot be."""
    if numeric := re.match(rf"({DAY})\.(\d\d?)\.(\d{{4}}|\d\d)", text):
        return date_or_none(_full_year(numeric[3]), int(numeric[2]), int(numeric[1]))
    if iso := re.match(r"(\d{4})-(\d\d)-(\d\d)", text):
        return date_or_none(int(iso[1]), int(iso[2]), int(iso[3]))
    worded = re.match(rf"({DAY})(?:\s?-?\s?(?:го|е))?\s+({MONTH})(?:\s*({YEAR}))?", text)
    if worded is None:
        return None
    written = int(worded[3]) if worded[3] else year
    return None if written is None else date_or_none(written, month_number(worded[2]), int(worded[1]))


def _full_year(digits: str) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def date_or_none(year: int, number: int, day: int) -> date | None:
    """The day, unless no calendar has it."""
    try:
        return date(year, number, day)
    except ValueError:
        return None


def build_date(match: re.Match[str], context: Period | None) -> Period | None:
    year = context.start.year if context and context.start.year == context.end.year else None
    day = read_day(match["day"], year)
    return None if day is None else instant(day)


def build_dates(match: re.Match[str], context: Period | None) -> Period | None:
    end = read_day(match["to"], context.end.year if context else None)
    if end is None:
        return None
    start = read_day(match["from"], end.year)
    if start is None or start > end:
        return None
    return Period(start, end, "span")


def build_days_of_month(match: re.Match[str], context: Period | None) -> Period | None:
    end = read_day(match["to"], context.end.year if context else None)
    start = None if end is None else date_or_none(end.year, end.month, int(match["from"]))
    return None if start is None or end is None or start > end else Period(start, end, "span")


def build_ten_days(match: re.Match[str], context: Period | None) -> Period | None:
    """«III декада марта»: the last one runs to the end of the month."""
    year, part = _year_of(match, context), _ordinal_number(match["n"])
    if year is None or part not in (1, 2, 3):
        return None
    number = month_number(match["month"])
    end = month_end(year, number) if part == 3 else date(year, number, 10 * part)
    return Period(date(year, number, 10 * part - 9), end, "span")


def build_seasons(match: re.Match[str], context: Period | None) -> Period | None:
    """«осенью 2022 года», «весна – осень 2022 г.»: whole months."""
    year = _year_of(match, context)
    first, last = _SEASONS[match["first"][:3]], _SEASONS[(match["last"] or match["first"])[:3]]
    return None if year is None or first > last else months(year, first, last + 2)


def build_months(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    first, last = month_number(match["first"]), month_number(match["last"])
    return None if year is None or first >= last else months(year, first, last)


def build_first_months(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    count = int(match["count"]) if match["count"].isdecimal() else int(number_from_words(match["count"]) or 0)
    if year is None or not 1 <= count <= 12:
        return None
    return replace(months(year, 1, count), cumulative=True)


def build_month(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    return None if year is None else month(year, month_number(match["month"]))


def build_numeric_month(match: re.Match[str], _context: Period | None) -> Period | None:
    return month(int(match["year"]), int(match["month"]))


def build_quarter(match: re.Match[str], context: Period | None) -> Period | None:
    year, number = _year_of(match, context), _ordinal_number(match["n"])
    return None if year is None or number not in (1, 2, 3, 4) else quarter(year, number)


def build_quarters(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    first, last = _ordinal_number(match["n"]), _ordinal_number(match["last"])
    if year is None or first is None or last is None or first >= last:
        return None
    return months(year, 3 * first - 2, 3 * last)


def build_half(match: re.Match[str], context: Period | None) -> Period | None:
    year, number = _year_of(match, context), _ordinal_number(match["n"])
    return None if year is None or number not in (1, 2) else half_year(year, number)


def build_academic(match: re.Match[str], _context: Period | None) -> Period | None:
    first = int(match["year"])
    last = match["last"]
    follows = int(last) == first + 1 if len(last) == 4 else int(last) == (first + 1) % 100
    return academic_year(first) if follows else None


def build_years(match: re.Match[str], _context: Period | None) -> Period | None:
    first, last = int(match["year"]), int(match["last"])
    return years(first, last) if first < last else None


def build_year(match: re.Match[str], _context: Period | None) -> Period | None:
    return calendar_year(int(match["year"]))


def build_year_edge(match: re.Match[str], _context: Period | None) -> Period | None:
    year = int(match["year"])
    return instant(date(year, 1, 1) if match["edge"] == "начало" else date(year, 12, 31))


def build_academic_edge(match: re.Match[str], context: Period | None) -> Period | None:
    """«на начало 2019/2020 учебного года»."""
    year = build_academic(match, context)
    return None if year is None else instant(year.start if match["edge"] == "начало" else year.end)


def build_this(_match: re.Match[str], context: Period | None) -> Period | None:
    return context


def build_this_year(_match: re.Match[str], context: Period | None) -> Period | None:
    return None if context is None or context.start.year != context.end.year else calendar_year(context.start.year)


def build_same_last_year(_match: re.Match[str], context: Period | None) -> Period | None:
    return None if context is None else year_earlier(context)


def build_last_year(_match: re.Match[str], context: Period | None) -> Period | None:
    this_year = build_this_year(_match, context)
    return None if this_year is None else year_earlier(this_year)


def build_preceding(match: re.Match[str], context: Period | None) -> Period | None:
    kinds = {"полугоди": "half_year", "квартал": "quarter", "месяц": "month"}
    if context is None or kinds.get(match["unit"], context.kind) != context.kind:
        return None
    return preceding(context)


def build_elliptic(match: re.Match[str], context: Period | None) -> Period | None:
    """«в первом … во втором» beside a half-year or a quarter."""
    number = _ordinal_number(match["n"])
    if context is None or number is None:
        return None
    if context.kind == "half_year" and number in (1, 2):
        return half_year(context.start.year, number)
    return quarter(context.start.year, number) if context.kind == "quarter" else None
