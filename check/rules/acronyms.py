"""Acronyms that nobody explains: neither the text, nor the registry, nor the list of those that everybody knows."""

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

from check.finding import Finding
from check.rule import Rule
from check.rules.form import texts_of, within
from check.subject import Subject
from extract.abbreviations import DEFINITION, read_abbreviations
from messages import N_, _
from normalize.names import default_matcher
from normalize.units import find_unit

_ACRONYM = re.compile(r"(?<![\w.№/-])[А-ЯЁ](?:[А-ЯЁ]|[а-яё](?=[А-ЯЁ]))*[А-ЯЁ](?![\w/-]|\s?-?\d)")
_WORD = re.compile(r"[^\W\d_]+")
_AROUND = 3
_SHORTEST, _LONGEST = 2, 8
# «ЦЗН (центр занятости …)», «ПОО – профессиональные …»: the explanation begins with the first letter.
_EXPLAINED = re.compile(r"^[»\"]?\s*(?:\(|[-–—]\s*(?:это\s)?)\s*([а-яё])[а-яё]{2,}", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"[а-яё»]\s*\(\s*$")
_INITIALS = re.compile(r"^\s?[А-ЯЁ]\.|^\.\s?[А-ЯЁ]")


def _acronyms(subject: Subject) -> Iterator[Finding]:
    known = _known(subject)
    for text, location in texts_of(subject):
        for found in _ACRONYM.finditer(text):
            word = found.group()
            if word in known or not _SHORTEST <= len(word) <= _LONGEST or _is_no_word(text, found):
                continue
            known.add(word)
            yield Finding(
                "acronym",
                "info",
                _("The abbreviation «{short}» is explained nowhere.", short=word),
                within(location, *found.span()),
                found=word,
                anchor=word,
            )


def _known(subject: Subject) -> set[str]:
    """Acronyms defined anywhere in the document, and those of the registry and the list."""
    defined = {word for found in read_abbreviations(subject.document) for word in _WORD.findall(found.short)}
    for text, _location in texts_of(subject):
        for bracket in DEFINITION.finditer(text):
            defined.update(_WORD.findall(bracket["short"]))
        defined.update(found.group() for found in _ACRONYM.finditer(text) if _explained_here(text, found))
    return defined | _listed() | _of_registry()


def _explained_here(text: str, found: "re.Match[str]") -> bool:
    """«… организаций (ПОО)» and «ПОО – профессиональные …»."""
    before, behind = text[: found.start()], text[found.end() :]
    explained = _EXPLAINED.match(behind)
    if explained and explained[1].upper() == found.group()[0]:
        return True
    return bool(_SPELLED_OUT.search(before) and behind.lstrip().startswith(")"))


def _is_no_word(text: str, found: "re.Match[str]") -> bool:
    """Initials, a unit, the region of a legal form («ГБПОУ ИО»), a name in quotes, a word of a heading in capitals."""
    before, behind = text[: found.start()], text[found.end() :]
    if _INITIALS.match(behind) or find_unit(found.group()) is not None:
        return True
    if before.endswith("«") and behind.startswith("»"):
        return True
    last = _WORD.findall(before)[-1:]
    return bool(last and last[0] in _forms()) or _is_shouted(before, behind)


def _is_shouted(before: str, behind: str) -> bool:
    around = [word for word in (*_WORD.findall(before)[-_AROUND:], *_WORD.findall(behind)[:_AROUND]) if len(word) > 1]
    return not around or sum(word.isupper() for word in around) * 2 > len(around)


@lru_cache(maxsize=1)
def _listed() -> frozenset[str]:
    text = files("normalize").joinpath("data/acronyms.csv").read_text(encoding="utf-8")
    return frozenset(row["acronym"] for row in csv.DictReader(text.splitlines()))


def _forms() -> frozenset[str]:
    """Legal forms, short («ГБПОУ»)."""
    registry = default_matcher().registry
    return frozenset(short for form in registry.forms for short in (form.short, *form.variants))


def _of_registry() -> frozenset[str]:
    registry = default_matcher().registry
    names = (name.text for name in registry.names)
    spelt = (entity.name for entity in registry.entities)
    words = {word for text in (*names, *spelt, *_forms()) for word in _WORD.findall(text) if word[-1].isupper()}
    return frozenset(words | {short.upper() for short, _full in registry.abbreviations})


RULES = (
    Rule(
        "acronym",
        1,
        "info",
        N_("Abbreviations explained"),
        N_("An abbreviation of capitals is explained in the document, or known to the registry or to everybody."),
        N_("The abbreviation is explained nowhere."),
        _acronyms,
    ),
)
