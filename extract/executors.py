"""The executors of a measure: one cell, many bodies, split where another name begins."""

import re
from collections.abc import Iterator

from extract.abbreviations import DEFINITION
from extract.facts import Executor
from extract.nlp import analyse
from extract.organisations import depth_at, is_acronym, opens_organisation
from extract.people import find_people
from extract.runs import LONGEST_CELL
from normalize.text import squash

_AGREEMENT = re.compile(r"\s*\(?\s*по\s+согласованию\s*(?:с\s+[^()]*)?\)?", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"[,;]\s*|\n+|(?<=[^\s«(\"])\s+(?=[«\"]?[А-ЯЁ])|\s+и\s+(?=[А-ЯЁ]|[а-яё]+)|\s+совместно\s+с(?:о)?\s+"
)
_EDGES = " \t\n,;–—-"
_FULL_STOP = re.compile(r"(?<![ .][А-ЯЁ])\.\s*$")
_CAPITAL = re.compile(r"[«\"]?[А-ЯЁ]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LABEL = re.compile(r"^\s*(?:\d{1,2}[.)]|[-–—•·])\s+")
_DANGLING = re.compile(r"(?:\s|^)(?:и|по|для|при|на|в|с|от|за|им\.)$|-$", re.IGNORECASE)
# Behind the name of a place a name is complete: no genitive belongs to it any more.
_ENDS_IN_PLACE = re.compile(
    r"(?:област|кра|район|округ|республик|федераци|город|поселени)\w{1,3}\s*$|»\s*$", re.IGNORECASE
)
_MARK = "\x01"


def split_executors(text: str) -> tuple[Executor, ...]:
    """Executors in the order of the cell, each without «(далее – …)» and «(по согласованию)»."""
    if len(text) > LONGEST_CELL:
        return (Executor(squash(text)),)
    text = _AGREEMENT.sub(_MARK + " ", DEFINITION.sub("", text.replace("\r", "\n")))
    executors = (_executor(piece) for piece in _pieces(text))
    return tuple(executor for executor in executors if executor is not None)


def _executor(piece: str) -> Executor | None:
    name = _FULL_STOP.sub("", squash(_LABEL.sub("", piece.replace(_MARK, " ").strip(_EDGES))).strip(_EDGES))
    return Executor(name, by_agreement=_MARK in piece) if len(name) > 1 else None


def _pieces(text: str) -> Iterator[str]:
    start = 0
    for found in _SEPARATOR.finditer(text):
        if found.start() > start and _splits(text, start, found):
            yield text[start : found.start()]
            start = found.end()
    yield text[start:]


def _splits(text: str, start: int, separator: re.Match[str]) -> bool:
    """Whether a new executor begins behind the separator."""
    if depth_at(text, separator.start()) > 0:
        return False
    before, behind = text[start : separator.start()], text[separator.end() :]
    sign = separator.group().strip()
    if sign in ("", "и") and "\n" not in separator.group():
        return _begins_in_line(before, behind, sign)
    if "\n" in separator.group():
        return _begins_on_line(before, behind, blank_line=separator.group().count("\n") > 1)
    return sign.startswith("совместно") or sign == ";" or _begins_after_comma(behind)


def _begins_after_comma(behind: str) -> bool:
    if opens_organisation(behind) or _is_person_first(behind):
        return True
    return bool(_CAPITAL.match(behind)) and _first_is_nominative(behind)


def _begins_on_line(before: str, behind: str, blank_line: bool) -> bool:
    """A line of its own: another name in capitals, or any name behind a blank line."""
    if not before.strip() or _DANGLING.search(before.rstrip()):
        return False
    starts = opens_organisation(behind) or _is_person_first(behind)
    return starts and (
        blank_line or bool(_CAPITAL.match(behind)) or before.rstrip().endswith((_MARK, ".")) or _is_whole(before)
    )


def _begins_in_line(before: str, behind: str, sign: str) -> bool:
    """No sign between: a capital that opens a body, behind a name that is complete («… области Министерство …»)."""
    if sign == "и":
        return before.rstrip().endswith(_MARK) and opens_organisation(behind)
    if before.rstrip().endswith(_MARK):
        return opens_organisation(behind)
    whole = _is_whole(before) and not _DANGLING.search(before.rstrip())
    opens = bool(re.match(r"[А-ЯЁ]", behind)) and opens_organisation(behind)
    if not (whole and opens):
        return False
    return _ENDS_IN_PLACE.search(before) is not None or not (_is_inner(behind) or is_acronym(_WORD.findall(behind)[0]))


def _is_whole(before: str) -> bool:
    """More than a legal form or the adjectives of a name still to come."""
    words = _WORD.findall(before)
    return len(words) >= 2 and analyse(words[-1]).pos != "PREP" and not _only_adjectives(words)


def _only_adjectives(words: list[str]) -> bool:
    """Adjectives in the nominative with no noun yet, or a head alone."""
    nouns = [word for word in words if analyse(word).pos == "NOUN" or is_acronym(word)]
    return not nouns


def _is_inner(behind: str) -> bool:
    """A capital inside a name: the likeliest reading of its first noun is not the nominative («… и Правительства …»)."""
    for word in _WORD.findall(behind[:200]):
        known = analyse(word)
        if known.pos == "NOUN":
            return known.case not in ("nomn", "accs")
        if is_acronym(word) or known.pos not in ("ADJF", "PRTF"):
            return False
    return False


def _first_is_nominative(behind: str) -> bool:
    found = _WORD.search(behind)
    return found is not None and (analyse(found.group()).case == "nomn" or is_acronym(found.group()))


def _is_person_first(behind: str) -> bool:
    people = find_people(behind[:80])
    return bool(people) and people[0].start == 0
