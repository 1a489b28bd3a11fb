"""The term of a measure: «2023-2024 годы», «ежегодно до 15 сентября», «II квартал 2022 года, далее – ежегодно»."""

import re
from datetime import date

from extract.facts import Term
from normalize.period_grammar import find_recurrence, fold_in_place
from normalize.periods import Period, find_periods, parse_period
from normalize.text import squash

_UNTIL = re.compile(r"(?:^|[\s(])(?:до|не\s+позднее|не\s+позже|к|по)(?:\s+конца)?\s*$")
_YEAR_PRINTED = re.compile(r"(?:19|20)\d\d|\.\d\d(?!\d)")
_DEADLINE_BEHIND = re.compile(r"\s(?:до|не позднее|к)\s.*$")
_LATER = re.compile(r"далее|затем|в последующем")
_YEAR_LISTED = re.compile(r"((?:19|20)\d\d)\s*(?:,|и|;)\s*(?=(?:19|20)\d\d|$)")
_LISTED = re.compile(r"\s*[,;]\s*|\s+и\s+")
# Different words for one recurrence.
_SAME = (
    (
        "постоянно",
        re.compile(
            r"постоянн|в течение (?:всего )?(?:периода|срока|года)|весь период|на протяжении|по мере поступления|систематическ"
        ),
    ),
    ("по мере необходимости", re.compile(r"необходимост")),
    ("по отдельному плану", re.compile(r"по отдельному")),
)
_SEASON = re.compile(
    r"кварталы?|полугоди|январ|феврал|март|апрел|\bма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
)
# «по мере завершения работ», «по мере необходимости»: whenever it happens.
_AS_IT_COMES = re.compile(r"по мере [а-я]+")
_WHOLE_PERIOD = re.compile(r"весь период|в течение (?:всего )?(?:периода|срока)|систематическ|по мере поступления")


_EVERY = r"еже(?:годно|квартально|месячно|недельно|дневно)(?!\w)"
_DAYS = r"(?:\d{1,3}(?:\s*\([^()]{3,30}\))?|[а-яё]{3,14})[\s-]+(?:(?:рабоч|календарн)\w+\s+)?"
# «не позднее 10 рабочих дней со дня подписания», «в течение 5 дней», «в месячный срок».
_ALLOWED = re.compile(
    rf"(?:не\s+позднее(?:\s+чем\s+через)?|не\s+более|в\s+течение|через)\s+{_DAYS}(?:дн\w+|недел\w+|месяц\w*)"
    r"(?:\s+(?:со?\s+дня|с\s+момента|после)\s+(?:[а-яё]+\s?){1,4})?"
    rf"|в\s+{_DAYS}срок|незамедлительно|немедленно",
    re.IGNORECASE,
)
_DUE = re.compile(
    rf"(?:{_EVERY},?\s+)?(?:в\s+срок\s+)?(?:до|не\s+позднее|не\s+позже|к|в\s+течение|срок\w*(?:\s+исполнени\w+)?\s*[:–—-](?:\s*до)?)\s+$",
    re.IGNORECASE,
)
_EVERY_BEHIND = re.compile(rf"\s*,?\s*{_EVERY}", re.IGNORECASE)
# Days without a year: «ежегодно до 15 сентября», «до 5 числа месяца, следующего за отчётным».
_DAY_OF_YEAR = re.compile(
    rf"(?:{_EVERY},?\s+)?(?:в\s+срок\s+)?(?:до|не\s+позднее|не\s+позже)\s+\d{{1,2}}(?:-?го)?\s+"
    rf"(?:[а-яё]+(?:\s*,?\s*{_EVERY})?)(?:\s+месяца,?\s+следующего\s+за\s+отч[её]тным(?:\s+[а-яё]+)?)?",
    re.IGNORECASE,
)


def find_term(text: str) -> Term | None:
    """The deadline that a sentence sets («… до 1 марта 2024 года», «… в течение 5 дней»); None where it sets none."""
    for found in find_periods(text):
        lead = _DUE.search(text[: found.start])
        if lead and _YEAR_PRINTED.search(found.period.text):
            behind = _EVERY_BEHIND.match(text, found.end)
            return read_term(text[lead.start() : behind.end() if behind else found.end])
    for day in _DAY_OF_YEAR.finditer(text):
        if _SEASON.search(day.group().lower()) or "числ" in day.group().lower():
            return read_term(day.group())
    allowed = _ALLOWED.search(text)
    return Term(squash(allowed.group())) if allowed else None


def read_term(text: str, plan: Period | None = None) -> Term | None:
    """What the cell says; None for a blank one. `plan`: the plan's period, which gives the year where only one is possible.

    Dates stand only where the text, or a plan of one year, tells the year; «до …» has no start."""
    written = squash(text)
    if not written.strip(" .,;–—-"):
        return None
    context = plan if plan is not None and plan.start.year == plan.end.year else None
    start, end = _interval(written, context)
    return Term(written, start, end, _recurrence(written, plan, dated=end is not None))


def _interval(text: str, context: Period | None) -> tuple[date | None, date | None]:
    found = [one for one in find_periods(text, context) if context or _YEAR_PRINTED.search(one.period.text)]
    if not found:
        whole = _listed(text, context) if context or _YEAR_PRINTED.search(text) else None
        return (None, None) if whole is None else (whole.start, whole.end)
    first = found[0]
    if _UNTIL.search(text[: first.start].lower()):
        return None, first.period.end
    joined = [one for one in found[1:] if not _LATER.search(text[first.end : one.start].lower())]
    years = [date(int(year), 1, 1) for year in _YEAR_LISTED.findall(text[: first.start])]
    return min([first.period.start, *years]), max([first.period.end, *(one.period.end for one in joined)])


def _listed(text: str, context: Period | None) -> Period | None:
    """The whole text as a period, or the span of those that it lists («январь, июль»)."""
    if whole := parse_period(text, context):
        return whole
    parts = [parse_period(part, context) for part in _LISTED.split(text)]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return Period(min(part.start for part in known), max(part.end for part in known), "span")


def _recurrence(text: str, plan: Period | None, dated: bool) -> str | None:
    """The recurrence in one word where there is one; a quarter or month without a year comes back every year."""
    folded = fold_in_place(text)
    if _WHOLE_PERIOD.search(folded):
        return "постоянно"
    if measured := _AS_IT_COMES.search(folded):
        return measured.group()
    if dated and re.fullmatch(r"в течение (?:всего )?года", folded):
        return None
    if found := find_recurrence(text):
        plain = _DEADLINE_BEHIND.sub("", found)
        if re.fullmatch(r"в течение (?:всего )?года", plain) and dated:
            return None
        return next((word for word, pattern in _SAME if pattern.search(plain)), plain)
    several_years = plan is None or plan.start.year != plan.end.year
    return "ежегодно" if several_years and not dated and _SEASON.search(folded) else None
