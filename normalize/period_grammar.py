"""The grammar of Russian periods: patterns over text folded letter by letter, each with its builder. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from normalize.calendar import (
    FoundPeriod,
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
from normalize.text import DASHES

Build = Callable[[re.Match[str], Period | None], Period | None]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A way of writing a period. `only_whole`: too weak a sign inside a sentence (a bare «2021»). `signs`: a pattern
    that whatever this one matches holds; many ways share it, and it is found much quicker."""

    pattern: re.Pattern[str]
    build: Build
    only_whole: bool = False
    signs: str = ""


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
_MONTH = rf"(?:{'|'.join(_MONTH_FORMS)})(?![а-я])\.?"
_YEAR = r"(?:19|20)\d\d(?!\d)"
# «г» alone is a year only right after digits; «гг» and words in any case.
_YEAR_WORD = r"(?:год(?:ов|ах|ами|ам|ы|а|у|ом|е)?|г\.?\s?г|г)(?![а-я])\.?"
_ITS_YEAR = rf"(?:\s*(?:в\s)?(?P<year>{_YEAR})(?:\s*{_YEAR_WORD})?)"
_ITS_YEAR_OR_CONTEXT = rf"{_ITS_YEAR}?"
_ORDINAL = (
    r"(?P<n>[1-4]|iv|i{1,3}|1у|1v|і{1,3}|п|ш|перв[а-я]+|втор[а-я]+|трет[а-я]+|четв[её]рт[а-я]+)"
    r"(?:\s?-\s?(?:го|ом|ое|ый|ой|ий|ая|е|й|м|я))?"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1у": 4, "1v": 4, "п": 2, "ш": 3, "і": 1, "іі": 2, "ііі": 3}
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_DAY_MONTH = rf"{_D}(?:\s?-?\s?(?:го|е))?\s+(?:{_MONTH})"
_NUMERIC = rf"{_D}\.(?:0?[1-9]|1[0-2])\.(?:{_YEAR}|\d\d(?!\d))"
_NOT_IN_NUMBER = r"(?<![\d.,/№-])"
_LEAD = (
    r"(?:(?:по состоянию )?на|в|во|за|с|со|к|по|по итогам|итоги|в течение|период|на период|данные за|факт|план|"
    r"отчетный период)"
)
_WHOLE_LEAD = rf"(?:(?:{_LEAD})\s+){{0,3}}"


def _year_of(match: re.Match[str], context: Period | None) -> int | None:
    """The year written in the match, else that of a context within one calendar year."""
    if match["year"]:
        return int(match["year"])
    if context is None or context.start.year != context.end.year:
        return None
    return context.start.year


def _month_number(word: str) -> int:
    bare = word.strip(" .")
    return next(n for n, pattern in enumerate(_MONTHS, 1) if pattern.fullmatch(bare))


def _ordinal_number(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return _ROMAN.get(word) or ordinal_from_words(word)


def _day(text: str, year: int | None = None) -> date | None:
    """«01.01.2022», «28.04.23», «1 января 2022 года», «1 января» of `year`; None for a day that cannot be."""
    if numeric := re.match(rf"({_D})\.(\d\d?)\.(\d{{4}}|\d\d)", text):
        return _date(_full_year(numeric[3]), int(numeric[2]), int(numeric[1]))
    if iso := re.match(r"(\d{4})-(\d\d)-(\d\d)", text):
        return _date(int(iso[1]), int(iso[2]), int(iso[3]))
    worded = re.match(rf"({_D})(?:\s?-?\s?(?:го|е))?\s+({_MONTH})(?:\s*({_YEAR}))?", text)
    if worded is None:
        return None
    written = int(worded[3]) if worded[3] else year
    return None if written is None else _date(written, _month_number(worded[2]), int(worded[1]))


def _full_year(digits: str) -> int:
    number = int(digits)
    if len(digits) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def _date(year: int, number: int, day: int) -> date | None:
    try:
        return date(year, number, day)
    except ValueError:
        return None


def _build_date(match: re.Match[str], context: Period | None) -> Period | None:
    year = context.start.year if context and context.start.year == context.end.year else None
    day = _day(match["day"], year)
    return None if day is None else instant(day)


def _build_dates(match: re.Match[str], context: Period | None) -> Period | None:
    end = _day(match["to"], context.end.year if context else None)
    if end is None:
        return None
    start = _day(match["from"], end.year)
    if start is None or start > end:
        return None
    return Period(start, end, "span")


def _build_days_of_month(match: re.Match[str], context: Period | None) -> Period | None:
    end = _day(match["to"], context.end.year if context else None)
    start = None if end is None else _date(end.year, end.month, int(match["from"]))
    return None if start is None or end is None or start > end else Period(start, end, "span")


def _build_ten_days(match: re.Match[str], context: Period | None) -> Period | None:
    """«III декада марта»: the last one runs to the end of the month."""
    year, part = _year_of(match, context), _ordinal_number(match["n"])
    if year is None or part not in (1, 2, 3):
        return None
    number = _month_number(match["month"])
    end = month_end(year, number) if part == 3 else date(year, number, 10 * part)
    return Period(date(year, number, 10 * part - 9), end, "span")


def _build_months(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    first, last = _month_number(match["first"]), _month_number(match["last"])
    return None if year is None or first >= last else months(year, first, last)


def _build_first_months(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    count = int(match["count"]) if match["count"].isdecimal() else int(number_from_words(match["count"]) or 0)
    if year is None or not 1 <= count <= 12:
        return None
    return replace(months(year, 1, count), cumulative=True)


def _build_month(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    return None if year is None else month(year, _month_number(match["month"]))


def _build_numeric_month(match: re.Match[str], _context: Period | None) -> Period | None:
    return month(int(match["year"]), int(match["month"]))


def _build_quarter(match: re.Match[str], context: Period | None) -> Period | None:
    year, number = _year_of(match, context), _ordinal_number(match["n"])
    return None if year is None or number not in (1, 2, 3, 4) else quarter(year, number)


def _build_quarters(match: re.Match[str], context: Period | None) -> Period | None:
    year = _year_of(match, context)
    first, last = _ordinal_number(match["n"]), _ordinal_number(match["last"])
    if year is None or first is None or last is None or first >= last:
        return None
    return months(year, 3 * first - 2, 3 * last)


def _build_half(match: re.Match[str], context: Period | None) -> Period | None:
    year, number = _year_of(match, context), _ordinal_number(match["n"])
    return None if year is None or number not in (1, 2) else half_year(year, number)


def _build_academic(match: re.Match[str], _context: Period | None) -> Period | None:
    first = int(match["year"])
    last = match["last"]
    follows = int(last) == first + 1 if len(last) == 4 else int(last) == (first + 1) % 100
    return academic_year(first) if follows else None


def _build_years(match: re.Match[str], _context: Period | None) -> Period | None:
    first, last = int(match["year"]), int(match["last"])
    return years(first, last) if first < last else None


def _build_year(match: re.Match[str], _context: Period | None) -> Period | None:
    return calendar_year(int(match["year"]))


def _build_year_edge(match: re.Match[str], _context: Period | None) -> Period | None:
    year = int(match["year"])
    return instant(date(year, 1, 1) if match["edge"] == "начало" else date(year, 12, 31))


def _build_academic_edge(match: re.Match[str], context: Period | None) -> Period | None:
    """«на начало 2019/2020 учебного года»."""
    year = _build_academic(match, context)
    return None if year is None else instant(year.start if match["edge"] == "начало" else year.end)


def _build_this(_match: re.Match[str], context: Period | None) -> Period | None:
    return context


def _build_this_year(_match: re.Match[str], context: Period | None) -> Period | None:
    return None if context is None or context.start.year != context.end.year else calendar_year(context.start.year)


def _build_same_last_year(_match: re.Match[str], context: Period | None) -> Period | None:
    return None if context is None else year_earlier(context)


def _build_last_year(_match: re.Match[str], context: Period | None) -> Period | None:
    this_year = _build_this_year(_match, context)
    return None if this_year is None else year_earlier(this_year)


def _build_preceding(match: re.Match[str], context: Period | None) -> Period | None:
    kinds = {"полугоди": "half_year", "квартал": "quarter", "месяц": "month"}
    if context is None or kinds.get(match["unit"], context.kind) != context.kind:
        return None
    return preceding(context)


def _build_elliptic(match: re.Match[str], context: Period | None) -> Period | None:
    """«в первом … во втором» beside a half-year or a quarter."""
    number = _ordinal_number(match["n"])
    if context is None or number is None:
        return None
    if context.kind == "half_year" and number in (1, 2):
        return half_year(context.start.year, number)
    return quarter(context.start.year, number) if context.kind == "quarter" else None


def _rule(pattern: str, build: Build, signs: str = "", only_whole: bool = False) -> _Rule:
    return _Rule(re.compile(pattern), build, only_whole, signs)


_CENTURIES = "19|20"
_DIGITS = "[0-9]"
_BEFORE = "прошл|предыдущ|предшеств|прошедш"
_MONTH_SIGNS = "янв|фев|мар|апр|ма[йяею]|июн|июл|авг|сен|окт|ноя|дек"


_THIS = r"(?:эт[а-я]+|данн[а-я]+|отчетн[а-я]+|указанн[а-я]+|рассматриваем[а-я]+|исследуем[а-я]+|оцениваем[а-я]+|анализируем[а-я]+)"
_LAST = r"(?:прошл|предыдущ|предшествующ|прошедш)[а-я]+"
_SAME = r"(?:аналогичн|соответствующ)[а-я]+"
_DASH = r"\s?-\s?"

# The order is that of preference where two match at one place with one length.
_RULES = (
    _rule(
        rf"(?<![а-я])с[о]?\s+(?P<from>{_NUMERIC}|{_DAY_MONTH}(?:\s*{_YEAR})?)(?:\s*{_YEAR_WORD})?\s+(?:по|до)\s+(?P<to>{_NUMERIC}|{_DAY_MONTH}(?:\s*{_YEAR})?)(?:\s*{_YEAR_WORD})?",
        _build_dates,
        _DIGITS,
    ),
    _rule(
        rf"{_NOT_IN_NUMBER}(?P<from>{_NUMERIC}|{_DAY_MONTH}(?:\s*{_YEAR})?)(?:\s*{_YEAR_WORD})?{_DASH}(?P<to>{_NUMERIC}|{_DAY_MONTH}(?:\s*{_YEAR})?)(?:\s*{_YEAR_WORD})?",
        _build_dates,
        _DIGITS,
    ),
    _rule(
        rf"{_NOT_IN_NUMBER}(?P<from>{_D}){_DASH}(?P<to>{_DAY_MONTH}(?:\s*{_YEAR})?)(?:\s*{_YEAR_WORD})?",
        _build_days_of_month,
        _MONTH_SIGNS,
    ),
    _rule(rf"(?<![\w-]){_ORDINAL}\s?декад[а-я]+\s+(?P<month>{_MONTH}){_ITS_YEAR_OR_CONTEXT}", _build_ten_days, "декад"),
    _rule(
        rf"(?<![а-я])(?:с\s+)?(?P<first>{_MONTH})(?:{_DASH}|\s+по\s+)(?P<last>{_MONTH}){_ITS_YEAR_OR_CONTEXT}",
        _build_months,
        _MONTH_SIGNS,
    ),
    _rule(
        rf"(?<![\w,.-])(?:перв[а-я]+\s)?(?P<count>\d\d?|[а-я]+)\s?(?:месяц(?:ев|а|ам|ах)?|мес\.?)(?![а-я]){_ITS_YEAR_OR_CONTEXT}",
        _build_first_months,
        "мес",
    ),
    _rule(
        rf"(?<![\w-]){_ORDINAL}{_DASH}(?P<last>[2-4]|iv|i{{1,3}})\s?(?:квартал[а-я]*|кв\.?(?![а-я])){_ITS_YEAR_OR_CONTEXT}",
        _build_quarters,
        "кв",
    ),
    _rule(
        rf"(?<![\w-]){_ORDINAL}\s?(?:квартал[а-я]*|кв\.?(?![а-я. ]*м\b)){_ITS_YEAR_OR_CONTEXT}", _build_quarter, "кв"
    ),
    _rule(
        rf"(?<![\w-]){_ORDINAL}\s?(?:полугоди[а-я]*|полуг\.?(?![а-я])|п/г\.?|половин[а-я]+(?=\s+(?:19|20)\d\d)){_ITS_YEAR_OR_CONTEXT}",
        _build_half,
        "полуг|п/г|полов",
    ),
    _rule(
        rf"{_NOT_IN_NUMBER}(?P<year>{_YEAR})\s?[/-]\s?(?P<last>{_YEAR}|\d\d(?!\d))\s*(?:гг?\.?\s?)?(?:уч(?:ебн[а-я]+|\.)?\s?(?:год[а-я]*|г)(?![а-я])\.?)",
        _build_academic,
        _CENTURIES,
    ),
    _rule(
        rf"(?<![а-я])(?:на\s)?(?P<edge>начало|конец)\s+(?P<year>{_YEAR})\s?[/–-]\s?(?P<last>{_YEAR}|\d\d(?!\d))\s*уч[а-я]*\.?\s*(?:года?|г\.)",
        _build_academic_edge,
        _CENTURIES,
    ),
    _rule(
        rf"{_NOT_IN_NUMBER}(?P<year>{_YEAR})\s?/\s?(?P<last>{_YEAR}|\d\d(?![\d]))(?:\s*{_YEAR_WORD})?",
        _build_academic,
        _CENTURIES,
    ),
    _rule(
        rf"(?<![а-я])с\s+(?P<year>{_YEAR})(?:\s*{_YEAR_WORD})?\s+по\s+(?P<last>{_YEAR})(?:\s*{_YEAR_WORD})?",
        _build_years,
        _CENTURIES,
    ),
    _rule(
        rf"{_NOT_IN_NUMBER}(?P<year>{_YEAR})(?:\s?{_YEAR_WORD})?{_DASH}(?P<last>{_YEAR})(?![-/]\d)(?:\s*{_YEAR_WORD})?",
        _build_years,
        _CENTURIES,
    ),
    _rule(
        rf"(?<![а-я])(?:на\s)?(?P<edge>начало|конец)\s+(?P<year>{_YEAR})(?:\s*{_YEAR_WORD})?",
        _build_year_edge,
        _CENTURIES,
    ),
    _rule(rf"{_NOT_IN_NUMBER}(?P<day>{_NUMERIC}|{_DAY_MONTH}\s*{_YEAR})(?:\s*{_YEAR_WORD})?", _build_date, _DIGITS),
    _rule(rf"{_NOT_IN_NUMBER}(?P<day>{_DAY_MONTH})", _build_date, _DIGITS),
    _rule(r"(?<![\d-])(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?![\d-])", _build_date, _CENTURIES),
    _rule(rf"(?<![\w-])(?<!\d )(?P<month>{_MONTH}){_ITS_YEAR}", _build_month, _CENTURIES),
    _rule(rf"(?:(?<=\bв )|(?<=\bза ))(?P<month>{_MONTH})(?P<year>)(?![а-я])", _build_month, _MONTH_SIGNS),
    _rule(rf"(?P<month>{_MONTH})(?P<year>)", _build_month, only_whole=True),
    _rule(rf"(?P<month>0?[1-9]|1[0-2])[./](?P<year>{_YEAR})", _build_numeric_month, only_whole=True),
    _rule(rf"{_NOT_IN_NUMBER}(?P<year>{_YEAR})\s*{_YEAR_WORD}", _build_year, _CENTURIES),
    _rule(rf"(?P<year>{_YEAR})", _build_year, only_whole=True),
    _rule(
        rf"(?<![а-я]){_SAME}\s+(?:период[а-я]*|показател[а-я]+)\s+(?:за\s)?{_LAST}\s+год[а-я]*|(?<![а-я])аппг(?![а-я])",
        _build_same_last_year,
        "аналог|соответств|аппг",
    ),
    _rule(
        rf"(?<![а-я]){_LAST}\s+(?:(?:отчетн|аналогичн)[а-я]+\s)?(?P<unit>полугоди|квартал|месяц|период)[а-я]*",
        _build_preceding,
        _BEFORE,
    ),
    _rule(rf"(?<![а-я]){_LAST}\s+(?:календарн[а-я]+\s)?год[а-я]*", _build_last_year, _BEFORE),
    _rule(
        rf"(?<![а-я]){_THIS}\s+(?:период[а-я]*|полугоди[а-я]*|квартал[а-я]*)",
        _build_this,
        "период|полугоди|квартал",
    ),
    _rule(r"(?<![а-я])(?:текущ|отчетн|эт)[а-я]+\s+(?:календарн[а-я]+\s)?год[а-я]*", _build_this_year, "год"),
    _rule(rf"{_ORDINAL}", _build_elliptic, only_whole=True),
)

_WITHIN_TEXT = tuple(rule for rule in _RULES if not rule.only_whole)
_SIGNS = {rule.signs: re.compile(rule.signs) for rule in _WITHIN_TEXT}

_INTERVAL = (
    r"(?:(?:\d|дв[ае]|три|четыре|пять)\s+)?(?:года?|лет|полугоди[ея]|полгода|квартал[аы]?|месяц(?:а|ев)?|недел[юи])"
)
_CALENDAR = (
    r"(?:год|полугодие|квартал|месяц|неделю|день|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)"
    rf"(?:\s+(?:месяца|квартала|года|{_MONTH}))?"
)
_RECURRENCE = re.compile(
    r"(?:еже(?:годно|квартально|месячно|недельно|дневно)|постоянно|(?:не реже|не менее)?\s?\w+\s+раза?\s+в\s+"
    rf"{_INTERVAL}|раз\s+в\s+{_INTERVAL}|кажд(?:ый|ую|ое|ые)\s+(?:\w+\s+)?{_CALENDAR}|"
    r"по мере необходимости|по отдельному (?:плану|графику)|в течение (?:всего )?(?:года|периода)|"
    r"на постоянной основе|на протяжении (?:года|периода)|по запросу|по необходимости)"
)
_DEADLINE = re.compile(
    rf"(?:в срок\s+)?(?:до|не позднее|к)\s+(?P<day>{_NUMERIC}|{_DAY_MONTH}(?:\s*{_YEAR})?)(?:\s*{_YEAR_WORD})?"
)


def fold_in_place(text: str) -> str:
    """`text` lower-cased with one kind of dash, space and ё, offsets kept."""
    folded = text.lower().translate(_IN_PLACE)
    return folded if len(folded) == len(text) else "".join(_fold_letter(letter) for letter in text)


def _fold_letter(letter: str) -> str:
    folded = letter.lower().translate(_IN_PLACE)
    return folded if len(folded) == 1 else letter


_SPACES = "\t\n\r\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_IN_PLACE = {**{ord(dash): "-" for dash in DASHES}, **{ord(space): " " for space in _SPACES}, ord("ё"): "е"}


def parse_whole(text: str, context: Period | None) -> Period | None:
    """The period that all of `text` is, lead-in words («за», «по состоянию на») and recurrence allowed."""
    folded = " ".join(fold_in_place(text).split()).strip(" .,;:()")
    if not folded:
        return None
    period = _whole(folded, context) or _recurring(folded, context)
    return None if period is None else replace(period, text=text)


def _whole(folded: str, context: Period | None) -> Period | None:
    lead = re.match(_WHOLE_LEAD, folded)
    start = lead.end() if lead else 0
    for rule in _RULES:
        for begin in {0, start}:
            match = rule.pattern.fullmatch(folded, begin)
            if match and (period := rule.build(match, context)):
                return period
    return None


def _recurring(folded: str, context: Period | None) -> Period | None:
    """«II квартал 2022 года, далее – ежегодно», «ежегодно до 15 сентября», «до 1 марта 2022 года»."""
    recurrence = find_recurrence(folded)
    parts = [
        part.strip(" -,;:()")
        for part in re.split(r"[,;(]\s*(?:далее|затем|в последующем)?\s*-?\s*|\s*(?:далее|затем)\s*-?\s*", folded)
    ]
    for part in parts:
        if part and part != folded and (period := _whole(part, context)):
            return replace(period, recurrence=recurrence) if recurrence else None
    if deadline := _DEADLINE.fullmatch(folded):
        return _until(deadline, context)
    if recurrence and context is not None:
        return replace(context, recurrence=recurrence)
    return None


def _until(deadline: re.Match[str], context: Period | None) -> Period | None:
    end = _day(deadline["day"], context.end.year if context else None)
    if end is None:
        return None
    start = context.start if context is not None and context.start <= end else end
    return Period(start, end, "span")


def find_recurrence(text: str) -> str | None:
    """How something recurs («ежегодно», «ежегодно до 15 сентября», «2 раза в год»), as written, folded."""
    folded = " ".join(fold_in_place(text).split())
    match = _RECURRENCE.search(folded)
    if match is None:
        return None
    deadline = _DEADLINE.match(folded[match.end() :].lstrip(" ,(-"))
    return f"{match[0].strip()} {deadline[0]}" if deadline else match[0].strip()


def find_all(text: str, context: Period | None) -> list[FoundPeriod]:
    """Every period in running text; of overlapping readings the first and longest."""
    folded = fold_in_place(text)
    chosen: list[FoundPeriod] = []
    for found in sorted(_readings(folded, context), key=lambda one: (one.start, -one.end)):
        if not chosen or found.start >= chosen[-1].end:
            period = replace(found.period, text=text[found.start : found.end])
            chosen.append(FoundPeriod(found.start, found.end, period))
    return chosen


def _readings(folded: str, context: Period | None) -> Iterator[FoundPeriod]:
    present = {signs for signs, pattern in _SIGNS.items() if pattern.search(folded)}
    for rule in _WITHIN_TEXT if present else ():
        if rule.signs not in present:
            continue
        for match in rule.pattern.finditer(folded):
            if period := rule.build(match, context):
                yield FoundPeriod(match.start(), match.end(), period)


_WRITTEN_DAY = re.compile(
    rf"(?<![\d.,/№-])(?P<day>\d{{1,2}})(?:\s+(?P<month>{_MONTH})(?:\s*(?P<year>{_YEAR}))?|\.(?P<number>\d{{2}})\.(?P<full>{_YEAR}))"
    r"(?![\d.]\d)"
)


def find_impossible_dates(text: str) -> list[tuple[int, int]]:
    """Spans of dates that no calendar has («32 мая 2024», «31.06.2021», «30 февраля»)."""
    return [match.span() for match in _WRITTEN_DAY.finditer(fold_in_place(text)) if _is_impossible(match)]


def _is_impossible(match: re.Match[str]) -> bool:
    # Without its year a 29 February may be right: any leap year will do.
    year = int(match["year"] or match["full"] or 2000)
    number = _month_number(match["month"]) if match["month"] else int(match["number"])
    return _date(year, number, int(match["day"])) is None
