"""References to acts in running text and in cells: kind, issuer, date, number, title, and the relation to this document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.acts import ACT, act_kind, may_name_act
from extract.document import Document, Location, Paragraph
from extract.facts import LegalReference, ReferenceRelation
from extract.head import APPROVED
from extract.lines import Line
from extract.nlp import analyse, nominative
from extract.organisations import enclosures
from extract.parts import split_parts
from extract.runs import Run, runs_of
from extract.spans import Spans
from normalize.periods import parse_period
from normalize.text import squash

_WINDOW = 420
_LEAD = 600
_POINTING = 60
_MAX_ISSUER = 160
_ENUMERATED = 8

_DAY = r"[«\"]?\d{1,2}[»\"]?\s?[\s.]\s?(?:\d{1,2}\s?[\s.]|[а-яё]+\s)\s?(?:\d{4}|\d{2}(?!\d))"
_DATE = rf"от\s+(?P<date>{_DAY})(?:\s*(?:года|год|г\b\.?))?"
# Some regions print two numbers («1389-З № 307-V»): the law's own and that of the resolution that passed it.
_NUMBER = r"(?:(?P<series>\d+-[А-ЯЁ]{1,3})\s+)?(?:№|\bN)\s*(?P<number>[\w][\w/.]*(?:\s?[-–]\s?[\w/.]+)*)"
_DATED = re.compile(rf"\s*,?\s*{_DATE}(?:\s*,?\s*{_NUMBER})?", re.IGNORECASE)
_NUMBERED = re.compile(rf"\s*,?\s*{_NUMBER}(?:\s*,?\s*{_DATE})?", re.IGNORECASE)
_NEXT = re.compile(r"\s*(?:,|и|;)\s*(?=от\s+[«\"]?\d|№)", re.IGNORECASE)
_QUOTED = re.compile(r"\s*[«\"“]")
_NAMED = re.compile(r"\s+(?P<title>Об?о?\s[^«»;]{5,200}?)(?=\s+от\s+\d|\s*№)")
_END = re.compile(r";|\n\s*\n|[.:]\s+[А-ЯЁ]|\)")
_ISSUER_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# «Положения о министерстве, утверждённого постановлением …»: the cue stands before what was approved.
_APPROVED_BY = re.compile(r",?\s*утвержд[её]нн?\w*\s*$", re.IGNORECASE)
_TITLE_BEGINS = re.compile(r"Об?о?\s|[А-ЯЁ][\w-]+\s+кодекс", re.IGNORECASE)
_ANY_NUMBER = re.compile(r"№\s*[\w/.–-]+")
_SELF = re.compile(r"(?:настоящ|данн|указанн|вышеуказанн|названн|нижеследующ)\w+\s+$", re.IGNORECASE)

# What stands before an act says how this document relates to it; of several the nearest counts.
_RELATIONS: tuple[tuple[ReferenceRelation, str], ...] = (
    (
        "amends",
        r"внес\w+\s+(?:следующи\w+\s+)?(?:(?:изменени|дополнени)\w+(?:\s+и\s+(?:изменени|дополнени)\w+)?\s+)?во?|измен\w+\s+во?",
    ),
    ("repeals", r"утратившим\w*\s+силу|отмен(?:ить|ен\w*|ой|е)|призна\w+\s+недейств\w+"),
    ("annex_to", r"приложени\w+(?:\s*№?\s*\d+)?\s+к"),
    (
        "implements",
        r"во\s+исполнени\w+|(?:в\s+целях|для)\s+(?:реализации|исполнения|выполнения)|в\s+реализацию|исполнени\w+|реализаци\w+",
    ),
    ("based_on", r"в\s+соответствии\s+со?|на\s+основании|согласно|руководств\w+|исходя\s+из|в\s+рамках|во\s+след|по"),
)
_CUES = tuple(
    (relation, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", re.IGNORECASE)) for relation, words in _RELATIONS
)
# Between a cue and its act may stand parts of acts, adjectives and other references, nothing else.
_BETWEEN = re.compile(
    r"(?:\s|,|и|а\s+также|пункт\w*|подпункт\w*|част\w+|стат\w+|п\.|ч\.|ст\.|абзац\w*|положени\w+|требовани\w+|норм\w*|с|\d+(?:[.,-]\d+)*"
    r"|[а-яё-]+(?:ого|ому|ым|ом|ой|ую|ых|ыми|его|ему|ими)|\x00)*",
    re.IGNORECASE,
)
# Kinds that a text names without date and number («на основании приказа управления»).
_STRONG = frozenset({"закон", "указ", "постановление", "распоряжение", "приказ", "кодекс", "конституция", "поручение"})
_ALWAYS = frozenset({"кодекс", "конституция"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A reference in a text: its fields and span."""

    reference: LegalReference
    start: int
    end: int


def read_references(document: Document) -> tuple[LegalReference, ...]:
    """Every act that the document names, at each place it names it, in reading order."""
    return tuple(_in_document(document))


def _in_document(document: Document) -> Iterator[LegalReference]:
    head = {line.block for line in _own_head(document)}
    places = {run.first.location.block: run for run in runs_of(document.blocks) if run.first.location.block not in head}
    lead: ReferenceRelation = "mentions"
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if run := places.get(block.location.block):
                yield from _in_run(run, lead)
                lead = _lead_after(run, lead)
        else:
            for cell in block.cells:
                for one in find_references(cell.text):
                    yield replace(one.reference, location=block.locate(cell))


def _own_head(document: Document) -> tuple[Line, ...]:
    """The lines that name the document itself: issuer, kind, date and number."""
    head = split_parts(document)[0].head
    return (*head.issuer, *((head.heading,) if head.heading else ()), *head.particulars) if head.act else ()


def _in_run(run: Run, lead: ReferenceRelation) -> Iterator[LegalReference]:
    """References of a paragraph; an item that begins with an act takes the relation of the line above the list."""
    for one in find_references(run.text):
        own = one.reference.relation != "mentions"
        leads = lead != "mentions" and not own and _BETWEEN.fullmatch(run.text[: one.start]) is not None
        relation = lead if leads else one.reference.relation
        yield replace(one.reference, location=run.locate(one.start, one.end), relation=relation)


def _lead_after(run: Run, lead: ReferenceRelation) -> ReferenceRelation:
    """«Признать утратившими силу:» holds for the items of its list."""
    text = run.text.rstrip()
    if text.endswith(":"):
        return "approves" if _is_stamp(text) and not ACT.search(text) else _relation(text, len(text) - 1, [])
    return lead if run.first.label is not None or run.first.style == "list_item" else "mentions"


def find_references(text: str) -> list[_Found]:
    """References in one text, left to right; locations are for the caller to fill."""
    found: list[_Found] = []
    for index, act in enumerate(ACT.finditer(text) if may_name_act(text) else ()):
        if (found and act.start() < found[-1].end) or _points_at_itself(text, act):
            continue
        found.extend(_read(text, act, found, index == 0))
    return found


def _points_at_itself(text: str, act: re.Match[str]) -> bool:
    """«настоящий приказ», «указанное постановление»."""
    return _SELF.search(text, max(0, act.start() - _POINTING), act.start()) is not None


def reference_spans(text: str) -> list[tuple[int, int]]:
    """Spans of references and of all that follows «№»: their numbers and dates count nothing."""
    return [(one.start, one.end) for one in find_references(text)] + [one.span() for one in _ANY_NUMBER.finditer(text)]


def _read(text: str, act: re.Match[str], before: list[_Found], is_first: bool) -> Iterator[_Found]:
    kind = act_kind(act)
    limit = _limit(text, act.end())
    anchor, issuer, title = _anchor(text, act.end(), limit)
    relation = "approves" if is_first and _is_stamp(text) else _relation(text, act.start(), before)
    if anchor is None:
        if named := _without_particulars(text, act, kind, relation, limit):
            yield named
        return
    title_behind, end = _title_at(text, anchor.end())
    yield _make(kind, issuer, anchor, title or title_behind, relation, act.start(), end)
    while (joint := _NEXT.match(text, end)) and (
        another := _DATED.match(text, joint.end()) or _NUMBERED.match(text, joint.end())
    ):
        title, stop = _title_at(text, another.end())
        yield _make(kind, issuer, another, title, relation, end, stop)
        end = stop


def _limit(text: str, start: int) -> int:
    """Where the particulars of an act must have come: the next act, the end of the sentence or a closing bracket."""
    stop = min(len(text), start + _WINDOW)
    quotes = _quotes(text)
    following = ACT.search(text, start)
    while following and following.start() < stop and quotes.cover(following.start()):
        following = ACT.search(text, following.end())
    if following:
        stop = min(stop, following.start())
    opened = _openings(text)
    ends = (found.start() for found in _END.finditer(text, start, stop) if not quotes.cover(found.start()))
    return next((end for end in ends if text[end] != ")" or opened.get(end, 0) < start), stop)


@lru_cache(maxsize=8)
def _quotes(text: str) -> Spans:
    return Spans(span for span in enclosures(text) if text[span[0]] in '«"')


@lru_cache(maxsize=8)
def _closings(text: str) -> dict[int, int]:
    """Where each quote or bracket that opens is closed."""
    return dict(enclosures(text))


@lru_cache(maxsize=8)
def _openings(text: str) -> dict[int, int]:
    """Where each quote or bracket that closes was opened."""
    return {end: start for start, end in _closings(text).items()}


def _anchor(text: str, start: int, limit: int) -> tuple[re.Match[str] | None, str | None, str | None]:
    """The date and number of an act, with its issuer and a title set before them."""
    position, title = start, None
    for offset in range(start, min(limit, start + _MAX_ISSUER + 300)):
        if text[offset] in '«"' and title is None and _TITLE_BEGINS.match(text, offset + 1):
            title, position = _title_at(text, offset)
            issuer = text[start:offset]
            found = _DATED.match(text, position) or _NUMBERED.match(text, position)
            return (found, _issuer(issuer), title) if found and _is_anchor(found) else (None, _issuer(issuer), title)
        if text[offset].isspace() or offset == start:
            found = _DATED.match(text, offset) or _NUMBERED.match(text, offset)
            if found and _is_anchor(found) and (offset == start or _could_be_issuer(text[start:offset])):
                return found, *_issuer_and_title(text[start:offset])
    return None, None, None


def _is_anchor(found: re.Match[str]) -> bool:
    return found["number"] is not None or found["date"] is not None


def _issuer_and_title(between: str) -> tuple[str | None, str | None]:
    """«министерства … Об утверждении …»: the title of an act may stand unquoted before its date."""
    named = re.search(r"(?:^|\s)(Об?о?\s.+)$", between)
    if named and not between[: named.start()].strip().endswith(("закон", "акт")):
        return _issuer(between[: named.start()]), squash(named[1]).strip(" ,")
    return _issuer(between), None


def _could_be_issuer(between: str) -> bool:
    """A genitive phrase (who issued the act) or a title «О …»."""
    stripped = between.strip()
    if not stripped:
        return True
    if len(stripped) > _MAX_ISSUER and not re.search(r"(?:^|\s)Об?о?\s", stripped):
        return False
    first = _ISSUER_WORD.match(stripped)
    if first is None:
        return False
    word = analyse(first.group())
    return "gent" in word.cases or word.pos == "" or first.group() in ("О", "Об", "Обо")


def _issuer(between: str) -> str | None:
    issuer = squash(re.sub(r"\([^)]*\)", " ", between)).strip(" ,–—-")
    return nominative(issuer) if issuer else None


def _title_at(text: str, offset: int) -> tuple[str | None, int]:
    """A quoted title right behind `offset` (nested quotes included), and where it ends."""
    opening = _QUOTED.match(text, offset)
    if opening is None:
        return None, offset
    start = opening.end() - 1
    end = _closings(text).get(start)
    if end is None:
        return None, offset
    return squash(text[start + 1 : end]), end + 1


def _without_particulars(
    text: str, act: re.Match[str], kind: str, relation: ReferenceRelation, limit: int
) -> _Found | None:
    """An act named by its title, or by its issuer where the text rests on it; a code always."""
    if kind in _ALWAYS:
        return _code(text, act, kind, relation)
    title, end = _title_at(text, act.end())
    if title is None and relation in ("based_on", "implements") and kind in _STRONG:
        issuer, end = _issuer_ahead(text, act.end(), limit)
        if issuer is None:
            return None
        return _Found(_reference(kind, issuer, None, None, None, relation), act.start(), end)
    if title is None:
        issuer, behind = _issuer_ahead(text, act.end(), limit)
        title, end = _title_at(text, behind)
        if title is None or kind not in _STRONG:
            return None
        return _Found(_reference(kind, issuer, None, None, title, relation), act.start(), end)
    return _Found(_reference(kind, None, None, None, title, relation), act.start(), end)


def _code(text: str, act: re.Match[str], kind: str, relation: ReferenceRelation) -> _Found | None:
    """«Семейный кодекс Российской Федерации»: its name is its title."""
    issuer, end = _issuer_ahead(text, act.end(), min(len(text), act.end() + 40))
    name = nominative(squash(act.group()))
    if " " not in name and issuer is None:
        return None
    title = squash(f"{name[:1].upper()}{name[1:]} {text[act.end() : end]}")
    return _Found(_reference(kind, issuer, None, None, title, relation), act.start(), end)


def _issuer_ahead(text: str, start: int, limit: int) -> tuple[str | None, int]:
    """The genitive phrase right behind an act: nouns, adjectives and capitals up to anything else."""
    end, seen = start, False
    for found in _ISSUER_WORD.finditer(text, start, limit):
        if text[end : found.start()].strip():
            break
        word = analyse(found.group())
        genitive = "gent" in word.cases and word.pos in ("NOUN", "ADJF", "PRTF")
        if not (genitive or (word.pos == "" and found.group()[:1].isupper())):
            break
        end, seen = found.end(), True
    return (_issuer(text[start:end]) if seen else None), end


def _relation(text: str, start: int, before: list[_Found]) -> ReferenceRelation:
    """The relation of the nearest cue that leads up to the act, with nothing but parts of acts between."""
    lead = _lead(text, start, before)
    if approved := _APPROVED_BY.search(lead):
        return _last_cue(lead[: approved.start()])
    cues = [(cue.start(), cue.end(), relation) for relation, pattern in _CUES for cue in pattern.finditer(lead)]
    for _start, end, relation in sorted(cues, reverse=True):
        if _BETWEEN.fullmatch(lead[end:]):
            return relation
    return "mentions"


def _is_stamp(text: str) -> bool:
    """«УТВЕРЖДЁН приказом …»."""
    return APPROVED.match(text.lstrip()) is not None


def _lead(text: str, start: int, before: list[_Found]) -> str:
    """What stands before an act, the references in it blotted out."""
    begin = max(0, start - _LEAD)
    lead = text[begin:start]
    for one in reversed(before):
        if one.end <= begin:
            break
        left, right = max(0, one.start - begin), one.end - begin
        lead = lead[:left] + "\x00" * (right - left) + lead[right:]
    return lead


def _last_cue(lead: str) -> ReferenceRelation:
    """The relation of the last cue in the clause that ends `lead`, not too far before."""
    clause = re.split(r"[.;:]\s", lead)[-1][-150:]
    cues = [(found.end(), relation) for relation, cue in _CUES for found in cue.finditer(clause)]
    return max(cues, default=(0, "mentions"), key=lambda cue: cue[0])[1]


def _make(
    kind: str,
    issuer: str | None,
    anchor: re.Match[str],
    title: str | None,
    relation: ReferenceRelation,
    start: int,
    end: int,
) -> _Found:
    number = re.sub(r"\s", "", anchor["number"]).rstrip(".") if anchor["number"] else None
    number = f"{anchor['series']} № {number}" if anchor["series"] else number
    day = _day(anchor["date"]) if anchor["date"] else None
    return _Found(_reference(kind, issuer, day, number, title, relation), start, max(end, anchor.end()))


def _day(printed: str) -> str | None:
    period = parse_period(squash(re.sub(r"[«»\"]", " ", printed)))
    return period.start.isoformat() if period is not None and period.kind == "instant" else None


def _reference(
    kind: str, issuer: str | None, day: str | None, number: str | None, title: str | None, relation: ReferenceRelation
) -> LegalReference:
    return LegalReference(kind, issuer, day, number, title, relation, Location(0))
