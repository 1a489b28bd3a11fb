"""The grammar of Russian periods: patterns over text folded letter by letter, each with its builder. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from normalize.calendar import FoundPeriod, Period
from normalize.period_build import (
    DAY,
    DAY_MONTH,
    ITS_YEAR,
    ITS_YEAR_OR_CONTEXT,
    ITS_YEAR_SAID,
    MONTH,
    NOT_IN_NUMBER,
    NUMERIC,
    ORDINAL,
    SEASON,
    YEAR,
    YEAR_WORD,
    Build,
    build_academic,
    build_academic_edge,
    build_date,
    build_dates,
    build_days_of_month,
    build_elliptic,
    build_first_months,
    build_half,
    build_last_year,
    build_month,
    build_months,
    build_numeric_month,
    build_preceding,
    build_quarter,
    build_quarters,
    build_same_last_year,
    build_seasons,
    build_ten_days,
    build_this,
    build_this_year,
    build_year,
    build_year_edge,
    build_years,
    date_or_none,
    month_number,
    read_day,
)
from normalize.text import DASHES


@dataclass(frozen=True, slots=True)
class _Rule:
    """A way of writing a period. `only_whole`: too weak a sign inside a sentence (a bare «2021»). `signs`: a pattern
    that whatever this one matches holds; many ways share it, and it is found much quicker."""

    pattern: re.Pattern[str]
    build: Build
    only_whole: bool = False
    signs: str = ""


def _rule(pattern: str, build: Build, signs: str = "", only_whole: bool = False) -> _Rule:
    return _Rule(re.compile(pattern), build, only_whole, signs)


_LEAD = (
    r"(?:(?:по состоянию )?на|в|во|за|с|со|к|по|по итогам|итоги|в течение|период|на период|данные за|факт|план|"
    r"отчетный период)"
)
_WHOLE_LEAD = rf"(?:(?:{_LEAD})\s+){{0,3}}"
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
        rf"(?<![а-я])с[о]?\s+(?P<from>{NUMERIC}|{DAY_MONTH}(?:\s*{YEAR})?)(?:\s*{YEAR_WORD})?\s+(?:по|до)\s+(?P<to>{NUMERIC}|{DAY_MONTH}(?:\s*{YEAR})?)(?:\s*{YEAR_WORD})?",
        build_dates,
        _DIGITS,
    ),
    _rule(
        rf"{NOT_IN_NUMBER}(?P<from>{NUMERIC}|{DAY_MONTH}(?:\s*{YEAR})?)(?:\s*{YEAR_WORD})?{_DASH}(?P<to>{NUMERIC}|{DAY_MONTH}(?:\s*{YEAR})?)(?:\s*{YEAR_WORD})?",
        build_dates,
        _DIGITS,
    ),
    _rule(
        rf"{NOT_IN_NUMBER}(?P<from>{DAY}){_DASH}(?P<to>{DAY_MONTH}(?:\s*{YEAR})?)(?:\s*{YEAR_WORD})?",
        build_days_of_month,
        _MONTH_SIGNS,
    ),
    _rule(rf"(?<![\w-]){ORDINAL}\s?декад[а-я]+\s+(?P<month>{MONTH}){ITS_YEAR_OR_CONTEXT}", build_ten_days, "декад"),
    _rule(rf"(?<![а-я])(?P<first>{SEASON})(?:{_DASH}(?P<last>{SEASON}))?{ITS_YEAR}", build_seasons, "вес[ен]|лет|осен"),
    _rule(
        rf"(?<![а-я])(?P<first>{SEASON})(?:{_DASH}(?P<last>{SEASON}))?{ITS_YEAR_OR_CONTEXT}",
        build_seasons,
        only_whole=True,
    ),
    _rule(
        rf"(?<![а-я])(?:с\s+)?(?P<first>{MONTH})(?:{_DASH}|\s+по\s+)(?P<last>{MONTH}){ITS_YEAR_OR_CONTEXT}",
        build_months,
        _MONTH_SIGNS,
    ),
    _rule(
        rf"(?<![\w,.-])(?:перв[а-я]+\s)?(?P<count>\d\d?|[а-я]+)\s?(?:месяц(?:ев|а|ам|ах|ами)?|мес\.?)(?![а-я]){ITS_YEAR_OR_CONTEXT}",
        build_first_months,
        "мес",
    ),
    _rule(
        rf"(?<![\w-]){ORDINAL}{_DASH}(?P<last>[2-4]|iv|i{{1,3}})\s?(?:квартал[а-я]*|кв\.?(?![а-я])){ITS_YEAR_OR_CONTEXT}",
        build_quarters,
        "кв",
    ),
    _rule(rf"(?<![\w-]){ORDINAL}\s?(?:квартал[а-я]*|кв\.?(?![а-я. ]*м\b)){ITS_YEAR_OR_CONTEXT}", build_quarter, "кв"),
    _rule(
        rf"(?<![\w-]){ORDINAL}\s?(?:полугоди[а-я]*|полуг\.?(?![а-я])|п/г\.?|половин[а-я]+(?=\s+(?:19|20)\d\d)){ITS_YEAR_OR_CONTEXT}",
        build_half,
        "полуг|п/г|полов",
    ),
    _rule(
        rf"{NOT_IN_NUMBER}(?P<year>{YEAR})\s?[/-]\s?(?P<last>{YEAR}|\d\d(?!\d))\s*(?:гг?\.?\s?)?(?:уч(?:ебн[а-я]+|\.)?\s?(?:год[а-я]*|г)(?![а-я])\.?)",
        build_academic,
        _CENTURIES,
    ),
    _rule(
        rf"(?<![а-я])(?:на\s)?(?P<edge>начало|конец)\s+(?P<year>{YEAR})\s?[/–-]\s?(?P<last>{YEAR}|\d\d(?!\d))\s*уч[а-я]*\.?\s*(?:года?|г\.)",
        build_academic_edge,
        _CENTURIES,
    ),
    _rule(
        rf"{NOT_IN_NUMBER}(?P<year>{YEAR})\s?/\s?(?P<last>{YEAR}|\d\d(?![\d]))(?:\s*{YEAR_WORD})?",
        build_academic,
        _CENTURIES,
    ),
    _rule(
        rf"(?<![а-я])с\s+(?P<year>{YEAR})(?:\s*{YEAR_WORD})?\s+по\s+(?P<last>{YEAR})(?:\s*{YEAR_WORD})?",
        build_years,
        _CENTURIES,
    ),
    _rule(
        rf"{NOT_IN_NUMBER}(?P<year>{YEAR})(?:\s?{YEAR_WORD})?{_DASH}(?P<last>{YEAR})(?![-/]\d)(?:\s*{YEAR_WORD})?",
        build_years,
        _CENTURIES,
    ),
    _rule(
        rf"(?<![а-я])(?:на\s)?(?P<edge>начало|конец)\s+(?P<year>{YEAR})(?:\s*{YEAR_WORD})?",
        build_year_edge,
        _CENTURIES,
    ),
    _rule(rf"{NOT_IN_NUMBER}(?P<day>{NUMERIC}|{DAY_MONTH}\s*{YEAR})(?:\s*{YEAR_WORD})?", build_date, _DIGITS),
    _rule(rf"{NOT_IN_NUMBER}(?P<day>{DAY_MONTH})", build_date, _DIGITS),
    _rule(r"(?<![\d-])(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?![\d-])", build_date, _CENTURIES),
    _rule(rf"(?<![\w-])(?<!\d )(?P<month>{MONTH}){ITS_YEAR_SAID}", build_month, _MONTH_SIGNS),
    _rule(rf"(?:(?<=\bв )|(?<=\bза ))(?P<month>{MONTH})(?P<year>)(?![а-я])", build_month, _MONTH_SIGNS),
    _rule(rf"(?P<month>{MONTH})(?P<year>)", build_month, only_whole=True),
    _rule(rf"(?P<month>0?[1-9]|1[0-2])[./](?P<year>{YEAR})", build_numeric_month, only_whole=True),
    _rule(rf"{NOT_IN_NUMBER}(?P<year>{YEAR})\s*{YEAR_WORD}", build_year, _CENTURIES),
    _rule(rf"(?P<year>{YEAR})", build_year, only_whole=True),
    _rule(
        rf"(?<![а-я]){_SAME}\s+(?:период[а-я]*|показател[а-я]+)\s+(?:за\s)?{_LAST}\s+год[а-я]*|(?<![а-я])аппг(?![а-я])",
        build_same_last_year,
        "аналог|соответств|аппг",
    ),
    _rule(
        rf"(?<![а-я]){_LAST}\s+(?:(?:отчетн|аналогичн)[а-я]+\s)?(?P<unit>полугоди|квартал|месяц|период)[а-я]*",
        build_preceding,
        _BEFORE,
    ),
    _rule(rf"(?<![а-я]){_LAST}\s+(?:календарн[а-я]+\s)?год[а-я]*", build_last_year, _BEFORE),
    _rule(
        rf"(?<![а-я]){_THIS}\s+(?:период[а-я]*|полугоди[а-я]*|квартал[а-я]*)",
        build_this,
        "период|полугоди|квартал",
    ),
    _rule(r"(?<![а-я])(?:текущ|отчетн|эт)[а-я]+\s+(?:календарн[а-я]+\s)?год[а-я]*", build_this_year, "год"),
    _rule(rf"{ORDINAL}", build_elliptic, only_whole=True),
)

_WITHIN_TEXT = tuple(rule for rule in _RULES if not rule.only_whole)
_SIGNS = {rule.signs: re.compile(rule.signs) for rule in _WITHIN_TEXT}

_INTERVAL = (
    r"(?:(?:\d{1,2}|дв[ае]|три|четыре|пять|шесть|десять)\s+)?"
    r"(?:года?|лет|полугоди[еяй]|полгода|квартал(?:а|ов)?|месяц(?:а|ев)?|недел[юиь]|дн(?:я|ей)|день|сутки|суток|декаду|смену)"
)
_CALENDAR = (
    r"(?:год|полугодие|квартал|месяц|неделю|день|понедельник|вторник|среду|четверг|пятницу|субботу|воскресенье)"
    rf"(?:\s+(?:месяца|квартала|года|{MONTH}))?"
)
_BY_TURNS = (
    r"по (?:полугодиям|кварталам|месяцам|неделям|понедельникам|вторникам|средам|четвергам|пятницам|субботам|воскресеньям)"
    r"|поквартально|помесячно|понедельно"
)
_RECURRENCE = re.compile(
    r"(?<![а-я])(?:еже(?:годно|полугодно|квартально|месячно|недельно|дневно|суточно|сменно|часно)|(?:не реже|не менее)?\s?[\w-]+\s+раза?\s+в\s+"
    rf"{_INTERVAL}|раз\s+в\s+{_INTERVAL}|(?:однажды|дважды|трижды)\s+в\s+{_INTERVAL}|кажд(?:ый|ую|ое|ые)\s+(?:\w+\s+)?{_CALENDAR}(?![а-я])"
    rf"|каждые\s+{_INTERVAL}|каждого\s+(?:года|полугодия|квартала|месяца|дня)|{_BY_TURNS}|по итогам (?:полугодия|квартала|месяца|недели)|"
    r"постоянно|круглосуточно|круглогодично|непрерывно|бессрочно|регулярно|в (?:рабочие|будние|выходные|праздничные) дни|"
    r"по мере необходимости|при необходимости|в течение (?:всего )?(?:года|периода)|"
    r"на (?:постоянной|регулярной) основе|на протяжении (?:года|периода)|по запросу|по необходимости)(?![а-я])"
)
_DEADLINE = re.compile(
    rf"(?:в срок\s+)?(?:до|не позднее|к)\s+(?P<day>{NUMERIC}|{DAY_MONTH}(?:\s*{YEAR})?)(?:\s*{YEAR_WORD})?"
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
    end = read_day(deadline["day"], context.end.year if context else None)
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
    rf"(?<![\d.,/№-])(?P<day>\d{{1,2}})(?:\s+(?P<month>{MONTH})(?:\s*(?P<year>{YEAR}))?|\.(?P<number>\d{{2}})\.(?P<full>{YEAR}))"
    r"(?![\d.]\d)"
)


def find_impossible_dates(text: str) -> list[tuple[int, int]]:
    """Spans of dates that no calendar has («32 мая 2024», «31.06.2021», «30 февраля»)."""
    return [match.span() for match in _WRITTEN_DAY.finditer(fold_in_place(text)) if _is_impossible(match)]


def _is_impossible(match: re.Match[str]) -> bool:
    # Without its year a 29 February may be right: any leap year will do.
    year = int(match["year"] or match["full"] or 2000)
    number = month_number(match["month"]) if match["month"] else int(match["number"])
    return date_or_none(year, number, int(match["day"])) is None
