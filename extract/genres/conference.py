"""Notes on events: when, where, how, who led it, who took part, who spoke on what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.document import Document
from extract.facts import Event, Moderator, Participant
from extract.genres.evidence import MEETING, recognise
from extract.genres.posts import WORD, around, position_and_organisation
from extract.genres.talks import read_talk, stated_talks, talk_by_the_clock, talks_in_tables
from extract.metadata import title_of
from extract.nlp import analyse, nominative
from extract.organisations import depth_at, enclosures
from extract.parts import Part, split_parts
from extract.people import find_people
from extract.prose.amount import Amount
from extract.prose.amounts import find_amounts
from extract.prose.sentences import closed_spans, split_sentences
from extract.prose.wording import MAX_INDICATOR
from extract.reporting import event_day
from extract.runs import TIME_SLOT, Run, runs_of
from normalize.text import fold, squash

Section = Literal["participants", "moderators", "talks"]

_SECTIONS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    ("moderators", re.compile(r"модератор|ведущи[йехм]|модерирова")),
    ("talks", re.compile(r"выступлени|доклад|спикер|выступил[аи]?|слушал|сообщени[яй]\b")),
    (
        "participants",
        re.compile(r"участник|участвовал|принял[аи]? участие|участие принял|зарегистрирован|состав участников"),
    ),
)
_LABELLED = re.compile(r"^(?P<label>[А-ЯЁ][^:]{2,60}?)\s*:\s*(?P<value>\S.*)$", re.DOTALL)
_LED_BY = re.compile(r"(?:Модератор\w*|Ведущ\w+)(?:\s[а-яё]+){0,3}\s*[:–—-]\s*(?P<value>.+)$", re.DOTALL)
# The parts of an event in which people speak: «Секция 2. Школа», «Пленарное заседание».
_SITTING = re.compile(r"(?:секци[яи]|пленарн\w+|подсекци\w+|дискуссионн\w+\s+площадк\w+)(?!\w)", re.IGNORECASE)
_MAX_HEADING = 120
_FORMAT = re.compile(r"форма(?:т)?\s*(?:проведения|участия|мероприятия|работы)?", re.IGNORECASE)
_PLACE = re.compile(r"место\s+(?:и\s+\w+\s+)?проведения|площадка", re.IGNORECASE)
_FORMAT_IN_TEXT = re.compile(
    r"\bв\s+(?P<format>(?:очн|заочн|онлайн|дистанционн|смешанн|гибридн|комбинированн|очно-заочн|удал[её]нн)[\w-]*)\s*-?\s*(?:формат|форм|режим)\w*",
    re.IGNORECASE,
)
_THEME = re.compile(r"тема|название", re.IGNORECASE)
_PLACE_IN_TEXT = re.compile(
    r"(?:состоял\w+|прош[её]?л\w*|провод\w+|проведен\w*)\s[^.]{0,80}?\bв\s+(?P<place>г(?:\.|ороде)\s?[А-ЯЁ][\w-]+)"
    r"|\bв\s+(?P<before>г(?:\.|ороде)\s?[А-ЯЁ][\w-]+)[^.]{0,120}?(?:состоял\w+|прош[её]?л\w*)"
)
_PROJECT = re.compile(
    r"(?:в\s+рамках|по)\s+(?:реализации\s+)?(?:[\w-]+\s+){0,3}(?:проект|программ|грант|марафон|фестивал)\w*\s*(?=[«\"])",
    re.IGNORECASE,
)
_MEETING = re.compile(MEETING, re.IGNORECASE)
_REGION = re.compile(
    r"^(?:г\.\s?|город\s+)[А-ЯЁ][\w-]+(?:[ -][А-ЯЁ][\w-]+)?$|^[А-ЯЁ][\w-]+(?:\s*[–—-]\s*[А-ЯЁ][\w-]+)?\s+(?:[Оо]бласть|[Кк]рай|[Рр]еспублика"
    r"|автономн\w+\s+(?:округ|область)|район|округ)(?:\s*[–—-]\s*[А-ЯЁ]\w+)?$|^(?:Республика|Чувашия|Область)\s+[А-ЯЁ][\w-]+(?:\s*\([^)]+\))?(?:\s*[–—-]\s*[А-ЯЁ]\w+)?$"
)
_DASH = re.compile(r"\s[-–—]\s|\s*:\s+")


@dataclass(frozen=True, slots=True)
class _Item:
    """A line of a section, with the region whose heading it stands under."""

    section: Section
    text: str
    region: str | None


def read_event(document: Document) -> Event | None:
    """The event that a conference note tells of; None in every other genre."""
    part = split_parts(document)[0]
    if document.metadata.genre not in ("conference", "other") or recognise(part) != "conference":
        return None
    runs = list(runs_of(part.blocks))
    items = list(_items(runs))
    day = event_day(part)
    return Event(
        title=_title(part, runs),
        date=day.start.isoformat() if day else None,
        format=_labelled(runs, _FORMAT) or _format_in_text(runs),
        place=_labelled(runs, _PLACE) or _place_in_text(runs),
        project=_project(runs),
        moderators=tuple(_moderators(items)),
        participants=tuple(one for item in items if item.section == "participants" for one in _participants(item)),
        talks=(
            *(talk for item in items if item.section == "talks" for talk in read_talk(item.text, item.region)),
            *(talk for run in runs if (talk := talk_by_the_clock(squash(run.text)))),
            *talks_in_tables(document),
        ),
        stated_talks=stated_talks(runs),
    )


def _title(part: Part, runs: Sequence[Run]) -> str | None:
    """The quoted name behind the kind of event, in the title or in the text; a theme; else the whole title."""
    title = title_of(part) or ""
    for text in (title, *(run.text for run in runs[:6])):
        if name := _quoted_name(text):
            return name
    theme = _labelled(runs, _THEME)
    return (theme.strip('«»"') if theme else title) or None


def _quoted_name(text: str) -> str | None:
    for start, end in sorted(enclosures(text)):
        if text[start] in '«"' and (kind := list(_MEETING.finditer(text, 0, start))) and start - kind[-1].end() < 60:
            return text[start + 1 : end]
    opened = _MEETING.search(text)
    quote = text.find("«", opened.end()) if opened else -1
    return (
        text[quote + 1 :].strip(" »")
        if 0 <= quote < (opened.end() if opened else 0) + 60 and text.count("»") < text.count("«")
        else None
    )


def _labelled(runs: Sequence[Run], label: re.Pattern[str]) -> str | None:
    """The value behind a label («Формат проведения: …»)."""
    for run in runs:
        found = _LABELLED.match(squash(run.text))
        if found and label.match(found["label"]):
            return found["value"].rstrip(" .;")
    return None


def _searched(runs: Sequence[Run], pattern: re.Pattern[str]) -> str | None:
    """The first group that is found in the first run that matches."""
    found = (pattern.search(run.text) for run in runs)
    return next((squash(next(group for group in one.groups() if group)) for one in found if one), None)


def _format_in_text(runs: Sequence[Run]) -> str | None:
    """«в очном формате» → «очный»."""
    found = _searched(runs, _FORMAT_IN_TEXT)
    return analyse(found.rstrip("-")).lemma if found else None


def _place_in_text(runs: Sequence[Run]) -> str | None:
    """«в городе Норске состоялся …» → «город Норск»."""
    found = _searched(runs, _PLACE_IN_TEXT)
    return " ".join(nominative(word) for word in found.split()) if found else None


def _project(runs: Sequence[Run]) -> str | None:
    for run in runs:
        if found := _PROJECT.search(run.text):
            span = next((span for span in enclosures(run.text) if span[0] == found.end()), None)
            if span:
                return run.text[span[0] + 1 : span[1]]
    return None


def _items(runs: Sequence[Run]) -> Iterator[_Item]:
    """Lines of the sections; a heading opens one, another heading without a section closes it."""
    section: Section | None = None
    region: str | None = None
    for run in runs:
        text = squash(run.text)
        if TIME_SLOT.match(text):
            continue
        if _SITTING.match(text) and len(text) < _MAX_HEADING:
            section, region = "talks", None
        elif text.endswith(":") or _is_closing_heading(run):
            named = _section_of(text) if text.endswith(":") else None
            group = _region_heading(text)
            section = named or (section if group is not None else None)
            region = None if named else group or None
        elif section is None or _is_labelled(text) or _LED_BY.match(text):
            yield from _inline(text)
        elif _is_item(run) or _states_something(section, text):
            yield _Item(section, text, region)


def _is_labelled(text: str) -> bool:
    """«Место проведения: …»; not a theme with a colon in it, not what is said of a person."""
    found = _LABELLED.match(text)
    return found is not None and depth_at(text, found.end("label")) == 0 and not find_people(found["label"])


def _section_of(text: str) -> Section | None:
    folded = fold(text)
    return next((section for section, words in _SECTIONS if words.search(folded)), None)


def _region_heading(text: str) -> str | None:
    """«Псковская область:» → its name; «Другие регионы:» → ""; None for a heading of another kind."""
    bare = text.rstrip(": ")
    if _REGION.match(bare):
        return bare
    words = [analyse(found.group()) for found in WORD.finditer(bare)]
    about = any(word.lemma in ("регион", "субъект", "область", "территория", "район") for word in words)
    return "" if about and len(words) <= 5 else None


def _is_closing_heading(run: Run) -> bool:
    """A heading without a colon: the sections are over («Итоги», «ОБЩИЕ ВЫВОДЫ»)."""
    return len(run.text) < 60 and run.first.label is None and (run.first.style == "heading" or run.first.bold)


def _is_item(run: Run) -> bool:
    return (
        run.first.label is not None
        or run.first.style == "list_item"
        or run.text.rstrip().endswith(";")
        or run.text.lstrip()[:1] in "«-–"
    )


def _states_something(section: Section, text: str) -> bool:
    """A line that no mark shows to be an item, but that holds what the section lists."""
    if len(text) > 400:
        return False
    return (
        _count(text) is not None
        if section == "participants"
        else bool(find_people(text)) and len(split_sentences(text)) == 1
    )


def _inline(text: str) -> Iterator[_Item]:
    """«Модератор: Иванова А.Б., директор …», on a line or as a sentence of its own."""
    for sentence in split_sentences(text):
        if found := _LED_BY.match(sentence.text):
            yield from (_Item("moderators", piece, None) for piece in _split(found["value"], ";"))


def _moderators(items: Sequence[_Item]) -> Iterator[Moderator]:
    for item in items:
        people = find_people(item.text) if item.section == "moderators" else []
        if people:
            position, organisation = position_and_organisation(around(item.text, people[0]))
            yield Moderator(people[0].text, position, organisation)


def _participants(item: _Item) -> Iterator[Participant]:
    """«регион – организация – 2 человека; организация – 1 человек» and simpler lines."""
    region = item.region
    for piece in _split(item.text, ";"):
        amount = _count(piece)
        label = piece[: amount.start] if amount else piece
        names = [name for name in _cut_at_dashes(label) if name]
        if len(names) > 2 and _REGION.match(f"{names[0]} – {names[1]}"):
            names[:2] = [f"{names[0]} – {names[1]}"]  # «Кемеровская область – Кузбасс»
        if names and _REGION.match(names[0]):
            region = names.pop(0)
        organisation = names[-1] if names else ""
        if not organisation and amount is None:
            continue
        yield Participant(region, organisation, int(amount.value) if amount else None, _noun(amount))


def _count(piece: str) -> Amount | None:
    spared = [span for span in closed_spans(piece) if span[1] - span[0] < MAX_INDICATOR]
    amounts = [one for one in find_amounts(piece, spared, closed_spans(piece, quotes=False)) if one.counted]
    outside = [one for one in amounts if one.bracket is None]
    return (outside or amounts or [None])[-1]  # type: ignore[list-item]


def _noun(amount: Amount | None) -> str | None:
    """The lemma of what was counted: «муниципальных отделов» → «отдел»."""
    if amount is None or not amount.counted:
        return None
    last = amount.counted.split()[-1].rstrip(".")
    return "человек" if last.lower() == "чел" else analyse(last).lemma


def _cut_at_dashes(label: str) -> list[str]:
    cuts = [found.span() for found in _DASH.finditer(label + " ") if depth_at(label, found.start()) == 0]
    pieces, position = [], 0
    for start, end in cuts:
        pieces.append(label[position:start])
        position = end
    return [piece.strip(" -–—,.;:(") for piece in [*pieces, label[position:]]]


def _split(text: str, sign: str) -> list[str]:
    """Pieces between signs that stand outside quotes and brackets."""
    pieces, start = [], 0
    for found in re.finditer(re.escape(sign), text):
        if depth_at(text, found.start()) == 0:
            pieces.append(text[start : found.start()])
            start = found.end()
    return [piece.strip() for piece in [*pieces, text[start:]] if piece.strip()]
