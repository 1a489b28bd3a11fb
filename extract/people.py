"""Names of persons in running text: «Иванова А.Б.», «А.Б. Иванова», «Иванова Анна Борисовна»."""

import re
from dataclasses import dataclass

from extract.nlp import analyse

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_INITIALS = r"[А-ЯЁ]\.\s{0,2}[А-ЯЁ]\."
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:вич|вича|вичу|вичем|виче|вна|вны|вне|вной|вну|ична|ичны|ичне|ичной|ичну)"
_NAME = re.compile(
    rf"(?<![\w-])(?:(?P<before>{_SURNAME}\s{{1,2}})?(?P<initials>{_INITIALS})(?P<after>\s{{0,2}}{_SURNAME})?"
    rf"|[А-ЯЁ]\.\s{{0,2}}{_SURNAME}"
    rf"|(?:{_SURNAME}\s+)?[А-ЯЁ][а-яё]+\s+{_PATRONYMIC}(?:\s+{_SURNAME})?)(?![\w-])"
)
_SURNAME_ENDING = re.compile(
    r"(?:[оеё]в|[иы]н|[сц]к(?:ий|ой|ого|ому|им)|[оеё]в[аыеу]|[оеё]в(?:ым|ой)|[иы]н(?:а|ой|у|ым)|[сц]к(?:ая|ой|ую)|ко|[ую]к|ич|ян|швили|дзе)$"
)
# «им. А.И. Иванова», «имени …»: part of the name of an institution, not somebody who acts.
_LOOK_BACK = 40
_NAMESAKE = re.compile(r"\b(?:им\.|имени)\s*$", re.IGNORECASE)
# «г. Иркутск, П. Осипенко» and the like: initials that are short forms of settlements.
_SETTLEMENT = re.compile(r"^[гГсСпПдД]\.\s{0,2}[А-ЯЁ][а-яё]+$")


@dataclass(frozen=True, slots=True)
class Person:
    """A person as written, with the span in the text."""

    text: str
    start: int
    end: int


def find_people(text: str) -> list[Person]:
    """Persons named in `text`, left to right; namesakes of institutions left out."""
    spans = (_span(found) for found in _NAME.finditer(text))
    return [
        Person(text[start:end], start, end)
        for start, end in spans
        if end > start
        and not _NAMESAKE.search(text, max(0, start - _LOOK_BACK), start)
        and not _SETTLEMENT.match(text[start:end])
    ]


def _span(found: re.Match[str]) -> tuple[int, int]:
    """Where the name itself stands: initials have one surname, and «Директор А.Б. Петрова» has it behind them."""
    if found["initials"] is None:
        return found.span()
    before, after = found["before"], found["after"]
    if before and after and (_is_surname(before.strip()) or not _is_surname(after.strip())):
        return found.start(), found.end("initials")
    if after:
        return found.start("initials"), found.end()
    return found.span() if before else (found.start(), found.start())


def _is_surname(word: str) -> bool:
    known = analyse(word)
    return known.name or not known.known or _SURNAME_ENDING.search(word) is not None


def is_person(text: str) -> bool:
    """Whether the whole text is a person's name."""
    people = find_people(text.strip().rstrip(".,;:"))
    return len(people) == 1 and len(people[0].text) >= len(text.strip().rstrip(",;:")) - 1
