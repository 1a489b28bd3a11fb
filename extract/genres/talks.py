"""Talks of an event: listed, set by the clock in a programme, or in a table; and how many the text says there were."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.document import Document, Table
from extract.facts import Talk
from extract.genres.posts import around, position_and_organisation
from extract.organisations import enclosures
from extract.people import find_people
from extract.prose.amounts import find_amounts
from extract.prose.sentences import closed_spans, split_sentences
from extract.runs import TIME_SLOT, Run
from normalize.text import fold, squash

_HEARD = re.compile(r"заслуш\w+|прозвуч\w+|выступ\w+|доклад\w*|сообщени\w+|спикер\w*", re.IGNORECASE)
_SPOKEN = re.compile(
    r"выступ|доклад|сообщени|спикер|участник|человек|чел|эксперт|специалист|презентаци|тем", re.IGNORECASE
)
_ON_THEME = re.compile(
    r"(?:с\s+(?:докладом|сообщением|презентацией)|на\s+тему|по\s+теме|тема\s*(?:доклада|выступления)?\s*:?|доклад)\s*$",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s[-–—]\s|\s*:\s+")
# What a programme sets a time for besides talks.
_NO_TALK = re.compile(
    r"регистраци|перерыв|обед|кофе|открыти|закрыти|приветств|подведени|экскурси|дискусси|отъезд|заезд|фуршет|свободн",
    re.IGNORECASE,
)
_SPEAKER_LABEL = re.compile(r"(?:докладчик|спикер|выступающ\w+|ведущ\w+|автор)\w*\s*[:–—-]\s*", re.IGNORECASE)
_TALK_COLUMNS = (
    ("title", re.compile(r"тема|название|доклад(?!чик)|выступлени")),
    ("speaker", re.compile(r"докладчик|спикер|выступающ|ф\.?\s?и\.?\s?о|автор")),
)
_ORGANISATION_COLUMN = re.compile(r"организаци|учреждени|место работы|должность")
_REGION_COLUMN = re.compile(r"регион|территори|субъект|муниципал")


def read_talk(text: str, region: str | None) -> Iterator[Talk]:
    """A line on a talk, in any order of theme and speaker."""
    yield from _talks(_SPEAKER_LABEL.sub("", text), region)


def talk_by_the_clock(text: str) -> Talk | None:
    """A line of a programme that begins with its time, if it is a talk."""
    slot = TIME_SLOT.match(text)
    what = text[slot.end() :].strip(" .–—-") if slot else ""
    if not what or _NO_TALK.search(what.split("«")[0]) or not find_people(what):
        return None
    return next(read_talk(what, None), None) or _without_quotes(_SPEAKER_LABEL.sub("", what))


def _without_quotes(text: str) -> Talk | None:
    """«Семейное чтение: опыт и находки. Лаптева Н.Н., заведующая …»."""
    person = find_people(text)[0]
    title = squash(text[: person.start]).strip(" .,–—-")
    return _talk(title, text[person.start :], None) if title else None


def _talks(text: str, region: str | None) -> Iterator[Talk]:
    """«Название» – докладчик, организация; or докладчик … с докладом «Название»."""
    people = find_people(text)
    quoted = [(start, end) for start, end in sorted(enclosures(text)) if text[start] in '«"']
    if text[:1] in '«"' and quoted and quoted[0][0] == 0:
        behind = text[quoted[0][1] + 1 :]
        yield _talk(text[1 : quoted[0][1]], behind, region)
    elif people and (themed := [span for span in quoted if _ON_THEME.search(text[: span[0]]) or span == quoted[-1]]):
        start, end = themed[0]
        about = text[:start] if people[0].start < start else text[end + 1 :]
        yield _talk(text[start + 1 : end], _ON_THEME.sub("", about), region)
    elif people and (dash := _DASH.search(text, people[0].end)):
        yield _talk(text[dash.end() :].strip(" .;"), text[: dash.start()], region)


def _talk(title: str, about: str, region: str | None) -> Talk:
    people = find_people(about)
    if not people:
        rest = about.strip(" ,;.–—-")
        return Talk(squash(title), None, rest or None, region)
    _position, organisation = position_and_organisation(around(about, people[0]))
    said = organisation or _position
    return Talk(squash(title), people[0].text, said, region)


def talks_in_tables(document: Document) -> Iterator[Talk]:
    for table in document.tables:
        yield from _talks_in(table)


def _talks_in(table: Table) -> Iterator[Talk]:
    """A table with a column of themes and one of speakers."""
    grid = table.grid()
    headers = [fold(cell.text) for cell in grid[0]] if grid else []
    columns = {
        name: index for name, words in _TALK_COLUMNS for index, header in enumerate(headers) if words.search(header)
    }
    if len(columns) < 2:
        return
    body = next(
        (
            index
            for index, header in enumerate(headers)
            if _ORGANISATION_COLUMN.search(header) and index not in columns.values()
        ),
        None,
    )
    region = next((index for index, header in enumerate(headers) if _REGION_COLUMN.search(header)), None)
    for cells in grid[max(1, table.header_rows) :]:
        title, speaker = squash(cells[columns["title"]].text), squash(cells[columns["speaker"]].text)
        if title and speaker:
            talk = _talk(
                title.strip('«»"'), speaker, cells[region].text.strip() or None if region is not None else None
            )
            yield replace(talk, organization=squash(cells[body].text) or None) if body is not None else talk


def stated_talks(runs: Sequence[Run]) -> int | None:
    """«заслушаны выступления 12 участников», «прозвучало 5 докладов»."""
    for run in runs:
        for sentence in split_sentences(run.text):
            if run.first.label is None and _HEARD.search(sentence.text) and (count := _talks_counted(sentence.text)):
                return count
    return None


def _talks_counted(text: str) -> int | None:
    for amount in find_amounts(text, closed_spans(text), closed_spans(text, quotes=False)):
        if amount.counted and _SPOKEN.search(amount.counted) and not amount.decimals:
            near = _HEARD.search(text[max(0, amount.start - 40) : amount.end + 25])
            if near:
                return int(amount.value)
    return None
