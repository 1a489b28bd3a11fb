"""Posts and bodies of people at an event: «директор, Институт кадров», «начальник отдела … Департамента …»."""

import re

from extract.nlp import analyse, nominative
from extract.organisations import BODIES, depth_at, is_acronym, opens_organisation
from extract.people import Person
from normalize.text import squash

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DEGREE = re.compile(
    r",\s*(?:кандидат|доктор|доцент|профессор|заслуженн\w+|почетн\w+|к\.\s?\w+\.\s?н|д\.\s?\w+\.\s?н).*$",
    re.IGNORECASE | re.DOTALL,
)
# What follows the common name of a body that is meant alone: «школы № 7», «фонда «Опора»».
_OWN_NAME = re.compile(r"\s+(?:№\s*\d|[«\"])")


def around(text: str, person: Person) -> str:
    """What is said of a person: behind the name, else before it."""
    behind = text[person.end :].strip(" ,;.–—-()")
    return behind or text[: person.start].strip(" ,;.–—-«»*")


def position_and_organisation(text: str) -> tuple[str | None, str | None]:
    """«директор, Институт кадров», «начальник отдела … Департамента …» → post and body; either may be missing."""
    text = _DEGREE.sub("", squash(text)).strip(" ,;.")
    start = _organisation_start(text)
    if start is None:
        return (None, text or None) if opens_organisation(text) and not _is_post(text) else (text or None, None)
    position = text[:start].strip(" ,;–—-(") or None
    return position, nominative(text[start:].strip(" ,;.)"))


def _is_post(text: str) -> bool:
    first = WORD.search(text)
    return first is not None and analyse(first.group()).animate and not text[:1].isupper()


def _organisation_start(text: str) -> int | None:
    """Where a body is named: a legal form in capitals, a body in capitals, or a quoted name."""
    for index, found in enumerate(WORD.finditer(text)):
        if depth_at(text, found.start()) > 0:
            continue
        word = found.group()
        legal = is_acronym(word) and re.match(r"\s+(?:[А-ЯЁ]{2,}\s+){0,3}[«\"А-ЯЁ]", text[found.end() :])
        named = word[:1].isupper() or _OWN_NAME.match(text, found.end()) is not None
        body = named and analyse(word).lemma in BODIES
        if legal or body:
            return found.start() if index or legal else 0
        if word[:1].isupper() and opens_organisation(nominative(text[found.start() :])):
            return found.start()
    return None
