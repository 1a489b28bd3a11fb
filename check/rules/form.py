"""What is wrong with the writing itself: dates that cannot be, quotes without their pair, a text that breaks off."""

import re
from collections.abc import Iterator

from check.finding import Finding
from check.rule import Rule
from check.subject import Subject
from check.wording import shorten
from extract.document import Location, Paragraph
from extract.language import CAPTION_NUMBER
from messages import N_, _
from normalize.period_grammar import find_impossible_dates
from normalize.text import squash

_BLANK_DATE = re.compile(r"[«\"“„]?\s*_{2,}\s*[»\"”]?\s*_{3,}\s*(?:20_*\d*\s*)?(?:г\.|года?)?")
_ENDED = re.compile(r"[.!?…:;»\")\]]\s*$")
_BROKEN_OFF = re.compile(r"(?:[а-яё]|[,–—-])$")
_SIGNED = re.compile(r"[А-ЯЁ]\.\s?[А-ЯЁ]\.\s?[А-ЯЁ][а-яё-]+\s*$|[А-ЯЁ][а-яё-]+\s[А-ЯЁ]\.\s?[А-ЯЁ]\.?\s*$|\s{3,}")
_YEAR = re.compile(
    r"(?<![\d.,/№-])(?:(?P<year>\d{4})(?=\s*(?:г\.|гг\.|год(?:а|у|ом|е|ы|ов|ам)?\b))"
    r"|(?P<part>[1-9])(?:-?(?:й|м|го|ом|е|ое))?\s+(?P<of>полугоди[еяию]|квартал[ае]?)\s+(?=\d{4}))",
    re.IGNORECASE,
)
# Half-years and quarters of a year.
_PARTS = {"п": 2, "к": 4}
_LAST_YEAR = 2100
# Shorter last lines are signatures.
_LONG = 60


def texts_of(subject: Subject) -> Iterator[tuple[str, Location]]:
    for paragraph in subject.document.paragraphs:
        yield paragraph.text, paragraph.location
    for table in subject.document.tables:
        for cell in table.cells:
            if cell.text:
                yield cell.text, table.locate(cell)


def within(location: Location, start: int, end: int) -> Location:
    """A span of a paragraph; a cell is shown whole."""
    if location.table is not None:
        return location
    return Location(location.block, start=start, end=end, page=location.page, box=location.box)


def _dates(subject: Subject) -> Iterator[Finding]:
    for text, location in texts_of(subject):
        for start, end in find_impossible_dates(text):
            yield Finding(
                "date",
                "error",
                _("There is no such date: «{date}».", date=squash(text[start:end])),
                within(location, start, end),
                found=squash(text[start:end]),
                anchor=squash(text[start:end]),
            )


def _years(subject: Subject) -> Iterator[Finding]:
    """Years that nobody who writes today means, third half-years and fifth quarters."""
    for text, location in texts_of(subject):
        for found in _YEAR.finditer(text):
            if (
                (int(found["year"]) > _LAST_YEAR)
                if found["year"]
                else int(found["part"]) > _PARTS[found["of"][:1].lower()]
            ):
                yield Finding(
                    "date",
                    "error",
                    _("There is no such date: «{date}».", date=squash(found[0])),
                    within(location, *found.span()),
                    found=squash(found[0]),
                    anchor=squash(found[0]),
                )


def _quotes(subject: Subject) -> Iterator[Finding]:
    texts = list(texts_of(subject))
    for place, (text, location) in enumerate(texts):
        around = [other for other, _at in texts[max(place - 2, 0) : place + 3]] if location.table is None else []
        if _quotes_are_astray(text) and not _is_part_of_quotation(text, around):
            yield Finding(
                "quotes",
                "info",
                _("A quotation mark has no pair: «{text}».", text=shorten(squash(text))),
                location,
                found=shorten(squash(text)),
                anchor=shorten(squash(text)),
            )


def _is_part_of_quotation(text: str, around: list[str]) -> bool:
    """A quotation that runs over paragraphs: it begins one of them, or a neighbour has its other half."""
    if text.lstrip().startswith("«") and "»" not in text:
        return True
    opens = text.count("«") - text.count("»")
    return any((other.count("«") - other.count("»")) * opens < 0 for other in around)


def _quotes_are_astray(text: str) -> bool:
    """«А «Б» closes both at once and is usual; a mark that closes nothing, or is never closed, is astray."""
    depth = 0
    for letter in text:
        if letter == "«":
            depth += 1
        elif letter == "»":
            depth -= 1
            if depth < 0:
                return True
    return depth > 0 and "»" not in text and '"' not in text


def _broken_off(subject: Subject) -> Iterator[Finding]:
    blocks = subject.document.blocks
    last = blocks[-1] if blocks else None
    if not isinstance(last, Paragraph) or len(last.text) < _LONG or _ENDED.search(last.text):
        return
    if CAPTION_NUMBER.match(last.text):
        return
    if _BROKEN_OFF.search(last.text.rstrip()) and not _SIGNED.search(last.text):
        yield Finding(
            "broken_off",
            "warning",
            _("The text breaks off: «{text}».", text="… " + last.text[-_LONG:].lstrip()),
            last.location,
            anchor=last.text[-_LONG:],
        )


def _blank_dates(subject: Subject) -> Iterator[Finding]:
    for text, location in texts_of(subject):
        if match := _BLANK_DATE.search(text):
            yield Finding(
                "blank_date",
                "info",
                _("The date is not filled in: «{text}».", text=squash(match[0])),
                within(location, *match.span()),
                found=squash(match[0]),
                anchor="blank date",
            )


RULES = (
    Rule(
        "date",
        1,
        "error",
        N_("Dates that cannot be"),
        N_("Every date is one that the calendar has."),
        N_("There is no such date."),
        lambda subject: [*_dates(subject), *_years(subject)],
    ),
    Rule(
        "quotes",
        1,
        "info",
        N_("Quotation marks in pairs"),
        N_("Every quotation mark that opens is closed, and none closes what was not opened."),
        N_("A quotation mark has no pair."),
        _quotes,
    ),
    Rule(
        "broken_off",
        1,
        "warning",
        N_("A text that breaks off"),
        N_("The last sentence of the document is finished."),
        N_("The text breaks off."),
        _broken_off,
    ),
    Rule(
        "blank_date",
        1,
        "info",
        N_("A date that is not filled in"),
        N_("The approval date is filled in."),
        N_("The date is not filled in."),
        _blank_dates,
    ),
)
