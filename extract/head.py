"""The layout of a document's head: approval stamp, issuer, heading of an act, date and number, title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.acts import heading_kind
from extract.lines import Line
from extract.organisations import names_an_organisation
from extract.people import find_people
from normalize.text import DASHES, squash

MAX_HEAD = 60
_MAX_STAMP = 8
_MAX_ISSUER_LINES = 4
_MAX_PARTICULARS = 6
_MAX_TITLE_LINES = 10
_MAX_TITLE = 900

STAMP = re.compile(r"^[«\"(]?\s*(?:УТВЕРЖД|Утвержд|СОГЛАСОВАН|Согласован)\w*", re.UNICODE)
APPROVED = re.compile(r"^[«\"(]?\s*утвержд(?:аю|[её]н[аоы]?)(?:\s*:)?(?!\w)", re.IGNORECASE)
ANNEX = re.compile(r"^[«\"(]?\s*приложение(?:\s+№?\s*\d+)?(?=\s*$|\s+к\s|\s*[.:]|\s*\()", re.IGNORECASE)
_BLANK_DATE = re.compile(r"_{2,}.*_{2,}|«\s*»\s*_*|_{3,}")
NUMBER = re.compile(r"(?:№|\bN)\s*([\w][\w/.–-]*)")
_DATE_LINE = re.compile(
    r"^(?:от\s+)?[«\"]?\d{1,2}[»\"]?[\s./]\s?(?:\d{1,2}|[а-яё]+)[\s./]\s?\d{4}(?:\s*г(?:ода|\.)?)?\s*(?:,?\s*(?:№|N)\s*\S+)?\s*$",
    re.IGNORECASE,
)
PLACE_LINE = re.compile(
    r"^(?:(?:г\.|город|пос\.|п\.|р\.\s?п\.|с\.|село|пгт\.?)\s*)?[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁ][а-яё]+|-на-[А-ЯЁ][а-яё]+){0,2}$"
)
# A settlement with its kind told, on a line of its own or between date and number: «г. Тверь», «пос. Северный».
TYPED_PLACE = re.compile(
    r"(?<!\w)(?:г\.|город|пос\.|пгт\.?|п\.|р\.\s?п\.|с\.|село|ст\.|станица|д\.)\s?[А-ЯЁ][а-яё]+(?:[ -][А-ЯЁ][а-яё]+|-на-[А-ЯЁ][а-яё]+){0,2}(?!\w)"
)
_ACT_TITLE = re.compile(r"^[«\"]?Об?о?\s+[«\w]")
# Words that open the title of a report or plan; what is lower case may follow them in any case.
_TITLE_WORDS = (
    r"аналитическ\w+|краткая|сводн\w+|пояснительная|информационн\w+|статистическ\w+|итогов\w+|ежегодн\w+|годов\w+"
)
_TITLE_NOUNS = (
    r"справка|отч[её]т|доклад|информация|записка|план|комплекс мер|дорожная карта|сведения|итоги|результаты|мониторинг"
    r"|обзор|бюллетень|сборник|резолюция|положение|порядок|перечень|показатели|программа|анализ|основные показатели"
    r"|социально-экономическое положение|конференция|протокол|стенограмма|пресс-релиз|релиз|памятка|заключение|предложения"
)
_TITLE = re.compile(rf"^[«\"(]?\s*(?:{_TITLE_WORDS})?\s*(?:[\w-]+\s+)?(?:{_TITLE_NOUNS})(?!\w)", re.IGNORECASE)
_ENDS_SENTENCE = re.compile(r"[.;:]$")
_ABBREVIATED = re.compile(r"\b(?:г|гг|им|обл|тыс|руб|чел)\.$")
_QUOTE_MARKS = re.compile(r"[«»“”\"]")
_YEARS = re.compile(
    rf"^(?:за|на|в)?\s*\d{{4}}[\s\d{re.escape(DASHES)}/]*(?:г|уч)?\w*\.?(?:\s*г(?:од\w*|\.))?$", re.IGNORECASE
)
# The first section below a title: «I. Кадры», «Раздел 2».
_NUMBERED_SECTION = re.compile(r"(?:[IVX]{1,5}|\d{1,2})[.)]\s|раздел\s+(?:\d|[IVX])", re.IGNORECASE)
_HEADINGS = ("title", "heading")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the body. `body` is the index of the first line below it."""

    stamp: tuple[Line, ...] = ()
    issuer: tuple[Line, ...] = ()
    act: str | None = None
    heading: Line | None = None
    particulars: tuple[Line, ...] = ()
    title: tuple[Line, ...] = ()
    body: int = 0


def read_head(lines: Sequence[Line]) -> Head:
    """The head of a document or of an annex, from its lines in reading order."""
    lines = lines[:MAX_HEAD]
    stamp, rest = _take_stamp(lines)
    start = next((i for i in rest[:25] if heading_kind(lines[i].text)), None)
    if start is None:
        return _report_head(lines, stamp, rest)
    return _act_head(lines, stamp, [i for i in rest if i < start], start)


def _act_head(lines: Sequence[Line], stamp: tuple[Line, ...], above: list[int], heading: int) -> Head:
    particulars, under, body = _below_heading(lines, heading + 1)
    above_particulars = [lines[i] for i in above if _is_particular(lines[i].text) and not lines[i].upper]
    issuer = tuple(lines[i] for i in above if lines[i] not in above_particulars)
    title, end = _take_act_title(lines, body)
    if not title:
        particulars, under, end = _below_heading(lines, heading + 1, issuers=0)
    act = heading_kind(lines[heading].text)
    return Head(stamp, (*issuer, *under), act, lines[heading], (*above_particulars, *particulars), title, end)


def _below_heading(
    lines: Sequence[Line], start: int, issuers: int = _MAX_ISSUER_LINES
) -> tuple[list[Line], list[Line], int]:
    """Particulars under a heading, lines in capitals that name the issuer, and the line behind both."""
    particulars: list[Line] = []
    under: list[Line] = []
    end = start
    while end < len(lines) and end - start < _MAX_PARTICULARS and not _ACT_TITLE.match(lines[end].text):
        if _is_particular(lines[end].text):
            particulars.append(lines[end])
        elif _names_issuer(lines[end]) and len(under) < issuers:
            under.append(lines[end])
        else:
            break
        end += 1
    return particulars, under, end


def _names_issuer(line: Line) -> bool:
    """A line in capitals under the heading («ЗАКОН / ЗАОЗЁРСКОЙ ОБЛАСТИ»), above the title."""
    return line.upper and not heading_kind(line.text)


def _is_particular(text: str) -> bool:
    """Date, number or place of an act: short, no sentence."""
    if len(text) > 90 or _ENDS_SENTENCE.search(text.removesuffix("г.")):
        return False
    return bool(
        _DATE_LINE.match(without_quotes(text))
        or NUMBER.search(text)
        or _BLANK_DATE.search(text)
        or PLACE_LINE.match(text)
    )


def is_day_or_number(text: str) -> bool:
    """A date («от «5» мая 2020 г.») or a number («№ 45-п») and nothing else."""
    return bool(_DATE_LINE.match(without_quotes(text)) or re.fullmatch(rf"{NUMBER.pattern}\s*", text))


def _take_act_title(lines: Sequence[Line], start: int) -> tuple[tuple[Line, ...], int]:
    if start < len(lines) and _ACT_TITLE.match(lines[start].text):
        return _take_title(lines, start)
    return (), start


def _report_head(lines: Sequence[Line], stamp: tuple[Line, ...], rest: list[int]) -> Head:
    start = next((i for i in rest[:25] if is_title_start(lines[i])), None)
    if start is None:
        start = next((i for i in rest[:5] if _is_set_as_title(lines[i])), None)
    if start is None:
        return Head(stamp, body=rest[0] if rest else len(lines))
    if any(_is_body(lines[i]) for i in rest if i < start):
        return Head(stamp, body=rest[0])
    title, body = _take_title(lines, start)
    above = tuple(lines[i] for i in rest if i < start)
    particulars = tuple(line for line in above if _is_particular(line.text) and not line.upper)
    issuer = tuple(line for line in above if line not in particulars)
    return Head(stamp, issuer, None, None, particulars, title, body)


def is_title_start(line: Line) -> bool:
    """Whether a line opens a title: set as one, or in capitals, or by the noun of a kind of document."""
    text = line.text
    if (_ENDS_SENTENCE.search(text) and not _ABBREVIATED.search(text)) or len(text) > _MAX_TITLE:
        return False
    if ANNEX.match(text) or find_people(text) or (_is_particular(text) and not line.upper):
        return False
    named = bool(_TITLE.match(text)) and text[:1].isupper()
    return (
        (named and (len(text) <= 400))
        or line.style == "title"
        or (_ACT_TITLE.match(text) is not None and line.centered)
    )


def _is_set_as_title(line: Line) -> bool:
    """In capitals, centred or a heading, though no word tells a kind of document; no name of a body."""
    set_apart = line.upper or line.centered or line.style in _HEADINGS
    named = names_an_organisation(line.text) or ANNEX.match(line.text) or find_people(line.text)
    return (
        set_apart
        and not named
        and len(line.text) > 5
        and not line.text[:1].isdigit()
        and not _ENDS_SENTENCE.search(line.text)
    )


def _is_body(line: Line) -> bool:
    """A full sentence of running text."""
    return len(line.text) > 120 and line.text.endswith(".") and not line.upper and not line.centered


def _take_title(lines: Sequence[Line], start: int) -> tuple[tuple[Line, ...], int]:
    end = start + 1
    while end < len(lines) and end - start < _MAX_TITLE_LINES and _continues(lines[start], lines[end - 1], lines[end]):
        end += 1
    return tuple(lines[start:end]), end


def _continues(first: Line, previous: Line, line: Line) -> bool:
    """Whether `line` goes on with the title that `first` opened."""
    if line.label or STAMP.match(line.text) or ANNEX.match(line.text) or len(line.text) > 500:
        return False
    if TYPED_PLACE.fullmatch(line.text) or _NUMBERED_SECTION.match(line.text):
        return False
    if _ENDS_SENTENCE.search(previous.text) and not _ABBREVIATED.search(previous.text):
        return False
    if first.upper and line.upper:
        return True
    if _YEARS.match(line.text) or line.text[:1].islower():
        return True
    alike = first.block == line.block or (first.centered and line.centered) or _same_heading(first, previous, line)
    named = _ACT_TITLE.match(first.text) is not None and not line.text.endswith(".")
    quoted = line.text[:1] in '«"(' and (previous.centered or previous.style in _HEADINGS or named)
    return bool(alike or quoted or _unfinished(previous, line))


def _same_heading(first: Line, previous: Line, line: Line) -> bool:
    """Lines of one heading style one after the other; a numbered heading opens the text."""
    return first.style in _HEADINGS and first.style == previous.style == line.style and not line.text[:1].isdigit()


def _unfinished(previous: Line, line: Line) -> bool:
    """An open quotation or a line that broke after a preposition, conjunction or hyphen."""
    text = previous.text
    open_quotes = text.count("«") > text.count("»")
    return (open_quotes and len(line.text) < 200) or bool(
        re.search(r"(?:\s(?:и|в|во|на|по|с|со|о|об|для|за|от|из|к|при)|,|-)$", text)
    )


def _take_stamp(lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[int]]:
    """The approval stamp among the first lines, and the indexes of the lines outside stamps and annex marks."""
    approved: tuple[Line, ...] = ()
    rest: list[int] = []
    index = 0
    while index < len(lines):
        if index < 30 and STAMP.match(lines[index].text):
            end = _stamp_end(lines, index)
            approved = approved or (tuple(lines[index:end]) if APPROVED.match(lines[index].text) else ())
            index = end
        elif index < 10 and ANNEX.match(lines[index].text):
            index = _annex_end(lines, index)
        else:
            rest.append(index)
            index += 1
    return approved, rest


def _stamp_end(lines: Sequence[Line], start: int) -> int:
    """The line behind a stamp: it closes with a date (also blank), a number, or a name without a date below."""
    for end in range(start + 1, min(start + _MAX_STAMP, len(lines)) + 1):
        last = lines[end - 1].text
        following = lines[end].text if end < len(lines) else ""
        if _closes(last) and not (_is_date(following) and not _is_date(last)):
            return end
        if not following or STAMP.match(following) or (is_title_start(lines[end]) and _TITLE.match(following)):
            return end
    return min(start + 1, len(lines))


def _is_date(text: str) -> bool:
    return bool(is_blank_date(text) or _DATE_LINE.match(without_quotes(text)) or re.search(r"\d{4}\s*г", text))


def is_blank_date(text: str) -> bool:
    """A date left to be filled in by hand, not the line to sign on («______ И.И. Иванова»)."""
    return _BLANK_DATE.search(text) is not None and not find_people(text)


def without_quotes(text: str) -> str:
    """«5» февраля → 5 февраля."""
    return squash(_QUOTE_MARKS.sub(" ", text))


def _closes(text: str) -> bool:
    return bool(_is_date(text) or NUMBER.search(text) or find_people(text))


def annex_mark(lines: Sequence[Line]) -> str:
    """What opens an annex, as one line («Приложение 1 к приказу … от … № …»); `lines` are those of its part."""
    return squash(" ".join(line.text for line in lines[: _annex_end(lines, 0)])).strip('«"(') if lines else ""


def _annex_end(lines: Sequence[Line], start: int) -> int:
    """The line behind an annex mark: up to its date and number, if they stand within the next lines."""
    for end in range(start, min(start + 6, len(lines))):
        if STAMP.match(lines[end].text) and end > start:
            return end
        if NUMBER.search(ANNEX.sub("", lines[end].text)):
            return end + 1
        if end > start and is_title_start(lines[end]):
            return end
    return start + 1
