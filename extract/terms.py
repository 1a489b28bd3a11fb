"""The term of a measure: «2023-2024 годы», «ежегодно до 15 сентября», «II квартал 2022 года, далее – ежегодно»."""

import re
from datetime import date

from extract.facts import Term
from normalize.period_grammar import find_recurrence, fold_in_place
from normalize.periods import FoundPeriod, Period, find_periods, month_end, parse_period
from normalize.text import squash

_SINCE = re.compile(r"(?:^|[\s(])(?:начиная\s+)?(?:со?|после|не\s+ранее(?:\s+чем\s+с)?)\s*$")
_UNTIL = re.compile(r"(?:^|[\s(])(?:до|не\s+позднее|не\s+позже|к|по)(?:\s+конца)?\s*$")
_YEAR_PRINTED = re.compile(r"(?:19|20)\d\d|\.\d\d(?!\d)")
_DEADLINE_BEHIND = re.compile(r"\s(?:до|не позднее|к)\s.*$")
_LATER = re.compile(r"далее|затем|в последующем")
_AND = re.compile(r"\s*(?:,|и|;)\s*")
# The end of the plan's own year.
_YEARS_END = re.compile(r"(?:до|к)\s+конц[ау]\s+(?:(?:текущего|отчетного|этого)\s+)?года")
_YEAR_LISTED = re.compile(r"((?:19|20)\d\d)\s*(?:,|и|;)\s*(?=(?:19|20)\d\d|$)")
_LISTED = re.compile(r"\s*[,;]\s*|\s+и\s+")
# Different words for one recurrence.
_SAME = (
    (
        "постоянно",
        re.compile(
            r"постоянн|круглосуточ|круглогодич|непрерывн|бессрочн|в течение (?:всего )?(?:периода|срока|года)|весь период|на протяжении|по мере поступления|систематическ"
        ),
    ),
    ("по мере необходимости", re.compile(r"необходимост")),
)
_SEASON = re.compile(
    r"кварталы?|полугоди|весн|лето|летн|осен|зим|учебн\w+ год|каникул|отопительн|январ|феврал|март|апрел|\bма[йя]\b|июн|июл|август|сентябр|октябр|ноябр|декабр"
)
# «по мере завершения работ», «по мере необходимости»: whenever it happens.
_AS_IT_COMES = re.compile(r"по мере [а-я]+")
# «Полугодие» alone says how often.
_ONCE_IN_EACH = re.compile(r"(?:полугодие|квартал|месяц|неделя)")
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
    return Term(written, start, end, _recurrence(written, plan, dated=start is not None or end is not None))


def _interval(text: str, context: Period | None) -> tuple[date | None, date | None]:
    if context is not None and _YEARS_END.fullmatch(fold_in_place(text).strip(" .;")):
        return None, date(context.end.year, 12, 31)
    found = [one for one in find_periods(text, context) if context or _YEAR_PRINTED.search(one.period.text)]
    if not found:
        whole = _listed(text, context) if context or _YEAR_PRINTED.search(text) else None
        return (None, None) if whole is None else (whole.start, whole.end)
    first = found[0]
    if _UNTIL.search(text[: first.start].lower()):
        return None, first.period.end
    joined = [one for one in found[1:] if not _LATER.search(text[first.end : one.start].lower())]
    if not joined and _SINCE.search(text[: first.start].lower()):
        return first.period.start, None
    years = [date(int(year), 1, 1) for year in _YEAR_LISTED.findall(text[: first.start])]
    listed = [one.start for one in _parts_before(text[: first.start], first.period)]
    ends = [_end_of(one, first.period, text[first.end : one.start]) for one in joined]
    return min([first.period.start, *years, *listed]), max([first.period.end, *ends])


def _parts_before(lead: str, first: Period) -> list[Period]:
    """«апрель, июнь и» before «октябрь 2016 г.»: parts of its year, nothing where one of them is none."""
    pieces = [piece for piece in _LISTED.split(lead) if piece.strip()]
    if not _LISTED.search(lead) or first.kind == "year":
        return []
    parts = [parse_period(piece, first) for piece in pieces]
    known = [part for part in parts if part is not None]
    return known if len(known) == len(parts) else []


def _end_of(later: FoundPeriod, first: Period, between: str) -> date:
    """«май – сентябрь 2016 и 2017 годов»: the same months of the later year."""
    same_part = later.period.kind == "year" and first.kind != "year" and first.start.year == first.end.year
    if not same_part or not _AND.fullmatch(between):
        return later.period.end
    return month_end(later.period.end.year, first.end.month)


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
    if _ONCE_IN_EACH.fullmatch(folded.strip(" .;")):
        return f"раз в {folded.strip(' .;').replace('неделя', 'неделю')}"
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
