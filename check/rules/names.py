"""Names against the registry: nearly one of its names, or the name of a body that was called otherwise or was gone."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher

from check.finding import Finding
from check.rule import Rule
from check.subject import Subject
from extract.abbreviations import read_abbreviations
from extract.facts import Mention
from messages import N_, _
from normalize.lemmas import lemma
from normalize.names import GRACE, Candidate, Match, default_matcher
from normalize.names_context import context_of
from normalize.names_reasons import Code
from normalize.registry import Entity, Name
from normalize.text import fold, squash

_NAMED = frozenset({"college", "school", "ministry", "agency", "institute", "ngo"})
# A text that tells how bodies came to be names them as they were.
_HISTORY = re.compile(
    r"реорганиз|присоедин|слияни|ликвидир|упраздн|закры[тл]|переимен|прежн|бывш|ранее|преобразован|правопреемн",
    re.IGNORECASE,
)
_REACH = 200
_QUOTED = re.compile(r"[«\"“„]([^«»\"”“]+)[»\"”]")
_LONG_NAME = 12
# A word misspelt is this much like the right one, and no other name comes near.
_ALIKE, _LEAST_LETTERS, _CLEAR = 0.8, 4, 0.2


def _matches(subject: Subject) -> list[tuple[Mention, Match, date | None]]:
    """Mentions of bodies, each name once, with what the registry makes of them on the day of the document."""
    return subject.once("names", lambda: list(_matched(subject)))


def _matched(subject: Subject) -> Iterator[tuple[Mention, Match, date | None]]:
    document, matcher = subject.document, default_matcher()
    if document.source.ocr:
        return
    defined = [(found.short, found.full) for found in read_abbreviations(document)]
    context = context_of(document.text(), matcher, defined)
    day = _day(subject)
    seen: set[str] = set()
    for mention in subject.facts.mentions:
        key = fold(mention.text)
        if mention.kind in _NAMED and key not in seen:
            seen.add(key)
            yield mention, matcher.match(mention.text, on=day, context=context), day


def _day(subject: Subject) -> date | None:
    """The day that the document speaks of: the end of its period, else its own date."""
    metadata = subject.document.metadata
    if metadata.period is not None:
        return metadata.period.end
    return date.fromisoformat(metadata.date) if metadata.date else None


def _misspelt(subject: Subject) -> Iterator[Finding]:
    for mention, match, _on in _matches(subject):
        near = _near_miss(match) or _one_letter_off(mention.text)
        if near is not None:
            known, slips = near
            yield Finding(
                "name",
                "info",
                _(
                    "«{name}» is spelt otherwise than in the registry: «{known}» ({slips}).",
                    name=squash(mention.text),
                    known=known,
                    slips=slips,
                ),
                mention.location,
                found=squash(mention.text),
                expected=known,
                anchor=squash(mention.text),
            )


def _near_miss(match: Match) -> tuple[str, str] | None:
    """The name of the registry that is meant, and the word that is not as it is there."""
    slips = next((reason for reason in match.reasons if reason.code is Code.SLIPS), None)
    if match.outcome == "match" and slips is not None and match.entity:
        return match.entity, slips.detail
    if match.outcome != "ask" or not match.candidates or match.margin < _CLEAR:
        return None
    best = match.candidates[0]
    word = _misspelt_word(best)
    return (best.entity, word) if word else None


def _one_letter_off(text: str) -> tuple[str, str] | None:
    """The one name of the registry that differs from what stands in quotes in one letter, and the word that differs."""
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    quoted = _QUOTED.search(squash(text))
    name = fold(quoted[1]) if quoted else ""
    known = _names_by_fold()
    if len(name) < _LONG_NAME or name in known:
        return None
    near = process.extract(name, list(known), scorer=Levenshtein.distance, score_cutoff=1, limit=2)
    if len(near) != 1 or near[0][1] != 1:
        return None
    ours, theirs = name.split(), near[0][0].split()
    wrong = [(one, other) for one, other in zip(ours, theirs, strict=False) if one != other]
    if len(ours) != len(theirs) or len(wrong) != 1 or lemma(wrong[0][0]) == lemma(wrong[0][1]):
        return None
    word = wrong[0][0]
    return (known[near[0][0]], word) if len(word) >= _LEAST_LETTERS and word.isalpha() else None


def _names_by_fold() -> dict[str, str]:
    """Names of the registry's bodies, folded, each with how it is spelt."""
    registry = default_matcher().registry
    bodies = [entity for entity in registry.entities if entity.kind in _NAMED]
    known = {entity.id for entity in bodies}
    return {fold(name.text): name.text for name in registry.names if name.entity_id in known} | {
        fold(entity.name): entity.name for entity in bodies
    }


def _misspelt_word(candidate: Candidate) -> str | None:
    """The one word that the name has for a word much like it, all else being equal."""
    evidence = candidate.evidence
    if evidence is None or len(evidence.extra) != 1 or len(evidence.missing) != 1:
        return None
    (ours,), (theirs,) = evidence.extra, evidence.missing
    whole = min(len(ours), len(theirs)) >= _LEAST_LETTERS and ours.isalpha() and theirs.isalpha()
    return ours if whole and SequenceMatcher(None, ours, theirs).ratio() >= _ALIKE else None


def _past(subject: Subject) -> Iterator[Finding]:
    for mention, match, day in _matches(subject):
        known = _best(match)
        if day is None or known is None or _HISTORY.search(_beside(subject, mention)):
            continue
        entity, name = known
        if entity.until is not None and entity.until < day:
            yield _closed(mention, entity, entity.until, day)
        elif match.outcome == "match" and name.until is not None and name.until < day:
            yield _renamed(mention, entity, name.until)


def _beside(subject: Subject, mention: Mention) -> str:
    """The words around a mention, its own left out."""
    at = mention.location
    if at.table is not None:
        return ""
    text, start, end = subject.sentence(at), at.start or 0, at.end or 0
    return f"{text[max(start - _REACH, 0) : start]} {text[end : end + _REACH]}"


def _best(match: Match) -> tuple[Entity, Name] | None:
    """The one name that the mention agrees with in every part."""
    exact = [one for one in match.candidates if _is_exact(one)]
    beyond_doubt = match.outcome == "match" or all(reason.code is Code.NOT_THEN for reason in match.reasons)
    if not beyond_doubt or len(exact) != 1 or match.entity_id not in (None, exact[0].entity_id):
        return None
    if exact[0].evidence is None:
        return None
    known = exact[0].evidence.known
    return known.entity, known.name


def _is_exact(candidate: Candidate) -> bool:
    return candidate.evidence is not None and candidate.evidence.exact and not candidate.evidence.known.derived


def _closed(mention: Mention, entity: Entity, last: date, day: date) -> Finding:
    """Reports keep on naming a body for about a year after its end: that is a remark only."""
    after = default_matcher().registry.successors(entity.id)
    heir = default_matcher().registry.get(after[0][1]) if after else None
    return Finding(
        "former_body",
        "info" if day <= last + GRACE else "warning",
        _(
            "«{name}» did not exist any more: its last day was {until}.",
            name=squash(mention.text),
            until=f"{last:%d.%m.%Y}",
        ),
        mention.location,
        found=squash(mention.text),
        expected=heir.name if heir else None,
        anchor=squash(mention.text),
    )


def _renamed(mention: Mention, entity: Entity, last: date) -> Finding:
    return Finding(
        "former_body",
        "info",
        _(
            "«{name}» was its name until {until}; after that it is «{known}».",
            name=squash(mention.text),
            until=f"{last:%d.%m.%Y}",
            known=entity.name,
        ),
        mention.location,
        found=squash(mention.text),
        expected=entity.name,
        anchor=squash(mention.text),
    )


def _forms(subject: Subject) -> Iterator[Finding]:
    """Names that agree with one of the registry in every part but the legal form."""
    for mention, match, _on in _matches(subject):
        codes = {reason.code: reason.detail for reason in match.reasons}
        entity = default_matcher().registry.get(match.entity_id) if match.entity_id else None
        if match.outcome != "match" or not {Code.FORM_DIFFERS, Code.SAME_NAME} <= codes.keys() or entity is None:
            continue
        if entity.form is not None:
            yield Finding(
                "legal_form",
                "info",
                _(
                    "«{name}»: the legal form is {found} here, {known} in the registry.",
                    name=squash(mention.text),
                    found=codes[Code.FORM_DIFFERS],
                    known=entity.form,
                ),
                mention.location,
                found=codes[Code.FORM_DIFFERS],
                expected=entity.form,
                anchor=squash(mention.text),
            )


RULES = (
    Rule(
        "name",
        1,
        "info",
        N_("Names as the registry spells them"),
        N_("A name that can be only one of the registry's is spelt as it is there."),
        N_("The name is spelt otherwise than in the registry."),
        _misspelt,
    ),
    Rule(
        "former_body",
        1,
        "warning",
        N_("Bodies renamed or closed"),
        N_("A body that the document names existed in its period, and was called so."),
        N_("The body was renamed or closed before."),
        _past,
    ),
    Rule(
        "legal_form",
        1,
        "info",
        N_("Legal forms as the registry has them"),
        N_("A body whose name agrees with the registry in every other part has its legal form of there too."),
        N_("The legal form is another one than in the registry."),
        _forms,
    ),
)
