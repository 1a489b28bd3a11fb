"""A name as written → the entity it stands for, or a question, or nothing: `Matcher`.

Candidates are found by their rare words, weighed part by part (`names_evidence`), and accepted only when exactly
one is left that nothing speaks against. When in doubt, it asks.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from normalize.names_evidence import (
    Evidence,
    KnownName,
    form_exchanged,
    is_distinctive,
    is_sufficient_part,
    weigh,
)
from normalize.names_index import NameIndex
from normalize.names_normal import NameParts, parse_name
from normalize.names_reasons import Code, Reason
from normalize.registry import FEDERATION, WITHIN, Entity, EntityKind, Registry, folders
from normalize.text import CACHED_TEXTS, LONGEST_SHORT

Outcome = Literal["match", "ask", "unknown"]
# Grounds for a match, and doubts that make it a question.
Verdict = tuple[tuple[Reason, ...], tuple[Reason, ...]]
Judge = Callable[[Evidence], Verdict]

# Below this, the likest name is not worth a question.
ASK_FROM = 0.45
CANDIDATES_SHOWN = 5
SHOWN_FROM = 0.25
# Reports keep an old name for about as long after the change.
GRACE = timedelta(days=366)
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_EXCEPTION = re.compile(r"\s*(?:без|кроме|за исключением|не)\b", re.IGNORECASE)
CACHED_MATCHES = 1 << 17
Abbreviations = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MatchContext:
    """What the surroundings tell: the document's region and the section's ministry (entity ids), the kind that a
    column holds, and abbreviations that the text defines, as (short, long) pairs."""

    region: str = ""
    parent: str = ""
    kind: EntityKind | None = None
    abbreviations: Abbreviations = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention may stand for and its score (0…1)."""

    entity_id: str
    entity: str
    score: float
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks against it."""
        return self.evidence.reasons() if self.evidence else ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a mention stands for. `entity_id` and `entity` are None unless the outcome is `match`; `margin` is the
    distance of the best score to that of the best other entity."""

    text: str
    outcome: Outcome
    entity_id: str | None = None
    entity: str | None = None
    score: float = 0.0
    margin: float = 0.0
    reasons: tuple[Reason, ...] = ()
    candidates: tuple[Candidate, ...] = ()


NO_CONTEXT = MatchContext()


def default_matcher() -> "Matcher":
    """The matcher with the registry as it is configured; kept, for making one takes a third of a second."""
    return _matcher_of(folders())


@lru_cache(maxsize=2)
def _matcher_of(_folders: tuple[Path, ...]) -> "Matcher":
    return Matcher()


class Matcher:
    """Matches names with one registry. Remembers what it was asked before."""

    def __init__(self, registry: Registry | None = None) -> None:
        self.registry = registry if registry is not None else Registry.load()
        self.index = NameIndex(self.registry)
        self._seen: dict[tuple[str, date | None, MatchContext], Match] = {}
        self._named: dict[tuple[str, MatchContext], str] = {}
        self._parsed: dict[str, NameParts] = {}
        self._shorts = _Shorts((), {})

    def match(self, text: str, *, on: date | None = None, context: MatchContext | None = None) -> Match:
        """The entity that `text` names `on` that day (today's state of things if None), or a question."""
        key = (text, on, context or NO_CONTEXT)
        found = self._seen.get(key)
        if found is None:
            if len(self._seen) >= CACHED_MATCHES:
                self._seen.clear()
            found = self._seen[key] = self._resolve(text, on, context or NO_CONTEXT)
        return found

    def parse(self, text: str) -> NameParts:
        """`text` taken apart, its slips mended by the words of the registry."""
        found = self._parsed.get(text)
        if found is None:
            found = parse_name(text, self.index.reader)
            if len(text) <= LONGEST_SHORT:
                if len(self._parsed) >= CACHED_TEXTS:
                    self._parsed.clear()
                self._parsed[text] = found
        return found

    def entity_of(self, text: str, context: MatchContext | None = None) -> Entity | None:
        """The entity that `text` names, if that needs no question."""
        key = (text, context or NO_CONTEXT)
        found = self._named.get(key)
        if found is None:
            if len(self._named) >= CACHED_MATCHES:
                self._named.clear()
            foreign = self._is_foreign(text, context)
            found = "" if foreign else self.match(text, context=context).entity_id or ""
            self._named[key] = found
        return self.registry.get(found) if found else None

    def _is_foreign(self, text: str, context: MatchContext | None) -> bool:
        """Whether `text` surely names nothing, for it holds a word that no name has: told without weighing."""
        if "(" in text:
            return False
        foreign = self.index.foreign_words(text)
        return bool(foreign) and not (context and self._expansions(context.abbreviations).in_words(foreign))

    def regions_in(self, text: str) -> tuple[str, ...]:
        """Ids of the regions that `text` names, as often as it names them."""
        reader = self.index.reader
        keys = [word.key for word in reader.split(text)]
        if reader.grammar.region_words.isdisjoint(keys):
            return ()
        found: list[str] = []
        position = 0
        while position < len(keys):
            phrase = reader.grammar.longest(keys, position)
            if phrase is not None and phrase.kind == "region":
                found.append(phrase.value)
            position += len(phrase.words) if phrase is not None else 1
        return tuple(found)

    def _resolve(self, text: str, on: date | None, context: MatchContext) -> Match:
        parts = self.parse(text)
        expansion = self._expansion(parts, context)
        if expansion is not None:
            plain = replace(context, abbreviations=())
            found = self.match(expansion, on=on, context=plain)
            return replace(found, text=text, reasons=(Reason(Code.ABBREVIATION, expansion), *found.reasons))
        found = _Decision(self, text, parts, on, context).match()
        if found.outcome == "match" or "(" not in text:
            return found
        return self._without_brackets(text, on, context) or found

    def _without_brackets(self, text: str, on: date | None, context: MatchContext) -> Match | None:
        """The match of `text` without brackets that add nothing which tells namesakes apart."""
        inside = " ".join(_BRACKETS.findall(text))
        added = self.parse(inside)
        if added.places or added.numbers or added.branch or _EXCEPTION.match(inside):
            return None
        found = self.match(_BRACKETS.sub(" ", text), on=on, context=context)
        if found.outcome != "match" or (added.regions and self._is_category(found)):
            return None
        return replace(found, text=text, reasons=(*found.reasons, Reason(Code.BRACKETS, inside)))

    def _is_category(self, found: Match) -> bool:
        entity = self.registry.get(found.entity_id or "")
        return entity is not None and entity.kind == "category"

    def _expansion(self, parts: NameParts, context: MatchContext) -> str | None:
        if not context.abbreviations or not parts.key:
            return None
        return self._expansions(context.abbreviations).full.get((parts.key, parts.numbers))

    def _expansions(self, abbreviations: Abbreviations) -> "_Shorts":
        """The abbreviations of a document by what they say; the last document's are kept."""
        if self._shorts.abbreviations is not abbreviations:
            full: dict[tuple[tuple[str, ...], tuple[str, ...]], str] = {}
            for short, long in abbreviations:
                parts = self.parse(short)
                full.setdefault((parts.key, parts.numbers), long)
            self._shorts = _Shorts(abbreviations, full)
        return self._shorts


@dataclass(frozen=True, slots=True)
class _Shorts:
    """Abbreviations by the key and the numbers of the short name."""

    abbreviations: Abbreviations
    full: dict[tuple[tuple[str, ...], tuple[str, ...]], str]

    def in_words(self, words: Collection[str]) -> bool:
        """Whether one of the short names holds all the words."""
        return any(set(words) <= set(key) for key, _numbers in self.full)


class _Decision:
    """One mention on its way from candidates to an outcome."""

    def __init__(self, matcher: Matcher, text: str, parts: NameParts, on: date | None, context: MatchContext) -> None:
        self.matcher, self.text, self.parts, self.on, self.context = matcher, text, parts, on, context
        self.ranked = _best_by_entity(self._evidence())

    def _evidence(self) -> Iterable[Evidence]:
        index = self.matcher.index
        tokens = frozenset(self.parts.tokens)
        for known in index.candidates(self.parts):
            yield weigh(self.parts, tokens, known, index.weight)

    def match(self) -> Match:
        region = self._region()
        if region is not None:
            return self._accepted(region, (Reason(Code.SAME_NAME),), 1.0)
        exact = [evidence for evidence in self.ranked if evidence.exact]
        if exact:
            return self._choose(self._with_all_regions(exact), self._judge_exact)
        if not (self.parts.special or self.parts.places or self.parts.numbers or self.parts.regions):
            return self._unknown(Reason(Code.NOT_DISTINCTIVE))
        parts = _without_branches([evidence for evidence in self.ranked if evidence.part])
        if parts:
            return self._choose(parts, self._judge_part)
        return self._doubtful(())

    def _with_all_regions(self, exact: list[Evidence]) -> list[Evidence]:
        """Names that state the very region of the mention go first, then those that need none."""
        agreeing = [evidence for evidence in exact if evidence.known.parts.regions & self.parts.regions]
        needless = [evidence for evidence in exact if self.parts.regions or not evidence.known.parts.regions]
        return agreeing or needless or exact

    def _region(self) -> Entity | None:
        """The region that the whole text names («Муниципальные образования» of a region are a category)."""
        if self.parts.plural or self.parts.key or self.parts.forms or len(self.parts.regions) != 1:
            return None
        return self.matcher.registry.get(next(iter(self.parts.regions)))

    def _choose(self, fitting: list[Evidence], judge: Judge) -> Match:
        """The only fitting one, if it passes `judge`; several are told apart by time and surroundings, or asked."""
        told: tuple[Reason, ...] = ()
        if len(fitting) > 1:
            fitting, told = self._told_apart(fitting)
        if len(fitting) > 1:
            names = "; ".join(evidence.known.entity.name for evidence in fitting[:CANDIDATES_SHOWN])
            return self._doubtful((Reason(Code.SEVERAL, names),))
        best = fitting[0]
        grounds, doubts = judge(best)
        if told:
            grounds, doubts = (*grounds, *told), tuple(d for d in doubts if d.code is not Code.NOT_DISTINCTIVE)
        doubts += self._doubts_of_time(best)
        if doubts:
            return self._doubtful(doubts, best)
        notes = tuple(reason for reason in best.reasons() if reason.code is not Code.MISSING)
        accepted = self._accepted(best.known.entity, (*grounds, *notes), best.score)
        return self._within_region(accepted, best) if best.known.entity.kind == "category" else accepted

    def _within_region(self, found: Match, best: Evidence) -> Match:
        """A category with a stated region is another one than everywhere."""
        stated = sorted(self.parts.regions - best.known.parts.regions)
        if not stated:
            return found
        limited = self.matcher.registry.get(f"{found.entity_id}{WITHIN}{stated[0]}")
        if len(stated) > 1 or limited is None:
            return self._doubtful((Reason(Code.SEVERAL, ", ".join(self.parts.region_names)),), best)
        return replace(found, entity_id=limited.id, entity=limited.name)

    def _told_apart(self, fitting: list[Evidence]) -> tuple[list[Evidence], tuple[Reason, ...]]:
        then = [evidence for evidence in fitting if self._in_time(evidence)]
        if len(then) == 1:
            return then, (Reason(Code.BY_DATE),)
        for wanted, side in (
            (self.context.parent, "parent"),
            (self.context.region, "region"),
            (self.context.kind, "kind"),
        ):
            there = [evidence for evidence in then or fitting if getattr(evidence.known.entity, side) == wanted]
            if wanted and len(there) == 1:
                return there, (Reason(Code.BY_CONTEXT, self._named(str(wanted))),)
        return then or fitting, ()

    def _named(self, entity_id: str) -> str:
        entity = self.matcher.registry.get(entity_id)
        return entity.name if entity else entity_id

    def _in_time(self, evidence: Evidence) -> bool:
        if self.on is None:
            return evidence.known.entity.until is None and evidence.known.name.until is None
        return evidence.known.entity.exists_on(self.on) and evidence.known.name.valid_on(self.on)

    def _judge_exact(self, best: Evidence) -> Verdict:
        known, doubts = best.known, []
        if known.derived:
            doubts.append(Reason(Code.NOT_DISTINCTIVE))
        if known.name.type == "acronym" and self.matcher.index.shares_acronym(known, self.parts):
            doubts.append(Reason(Code.SEVERAL, " ".join(self.parts.words).upper()))
        if self._form_in_doubt(best):
            doubts += [reason for reason in best.reasons() if reason.code is Code.FORM_DIFFERS]
        ground = Reason(Code.ACRONYM if known.name.type == "acronym" else Code.SAME_NAME)
        grounds = (ground, *self._former(best))
        if is_distinctive(self.parts, best):
            return grounds, tuple(doubts)
        surroundings = self._surroundings(known)
        if surroundings is not None:
            return (*grounds, surroundings), tuple(doubts)
        code = Code.REGION_MISSING if known.parts.regions else Code.NOT_DISTINCTIVE
        return grounds, (*doubts, Reason(code))

    def _judge_part(self, best: Evidence) -> Verdict:
        doubts = [] if is_sufficient_part(best) else [r for r in best.reasons() if r.code is Code.MISSING]
        if best.known.name.type == "acronym" or best.known.entity.kind in ("category", "municipality"):
            doubts.append(Reason(Code.NOT_DISTINCTIVE))
        if best.known.parts.regions and not self.parts.regions and self._surroundings(best.known) is None:
            doubts.append(Reason(Code.REGION_MISSING))
        if self._form_in_doubt(best):
            doubts += [reason for reason in best.reasons() if reason.code is Code.FORM_DIFFERS]
        return (Reason(Code.PART_OF_NAME), *self._former(best)), tuple(doubts)

    def _form_in_doubt(self, best: Evidence) -> bool:
        return best.form_differs and not (best.located and form_exchanged(self.parts, best.known))

    def _surroundings(self, known: KnownName) -> Reason | None:
        """The ministry or the region around that tells a plain name from its namesakes elsewhere."""
        if known.entity.parent and known.entity.parent == self.context.parent:
            return Reason(Code.BY_CONTEXT, self._named(known.entity.parent))
        if known.entity.region and known.entity.region in (self.context.region, self._region_of_parent()):
            return Reason(Code.BY_CONTEXT, self._named(known.entity.region))
        return None

    def _region_of_parent(self) -> str:
        parent = self.matcher.registry.get(self.context.parent)
        return parent.region if parent and parent.region != FEDERATION else ""

    def _former(self, best: Evidence) -> tuple[Reason, ...]:
        name = best.known.name
        if name.type == "former" or (name.until is not None and not (self.on and self.on <= name.until)):
            return (Reason(Code.FORMER_NAME),)
        if self.on is not None and name.since is not None and self.on < name.since:
            return (Reason(Code.LATER_NAME),)
        return ()

    def _doubts_of_time(self, best: Evidence) -> tuple[Reason, ...]:
        entity = best.known.entity
        if self.on is None or entity.exists_on(self.on):
            return ()
        lately = entity.until is not None and entity.until < self.on <= entity.until + GRACE
        return () if lately else (Reason(Code.NOT_THEN),)

    def _accepted(self, entity: Entity, reasons: tuple[Reason, ...], score: float) -> Match:
        others = [evidence.score for evidence in self.ranked if evidence.known.entity.id != entity.id]
        margin = score - max(others, default=0.0)
        return Match(
            self.text,
            "match",
            entity.id,
            entity.name,
            round(score, 3),
            round(margin, 3),
            reasons,
            _shown(self.ranked),
        )

    def _unknown(self, reason: Reason) -> Match:
        return Match(self.text, "unknown", reasons=(reason,), candidates=_shown(self.ranked))

    def _doubtful(self, doubts: tuple[Reason, ...], best: Evidence | None = None) -> Match:
        """A question, if anything is like enough; else unknown."""
        likest = best or (self.ranked[0] if self.ranked else None)
        if likest is None or (not doubts and likest.score < ASK_FROM):
            return self._unknown(Reason(Code.NOTHING_ALIKE))
        runner_up = next((e.score for e in self.ranked if e.known.entity.id != likest.known.entity.id), 0.0)
        reasons = doubts or tuple(reason for reason in likest.reasons() if reason.code is not Code.SLIPS)
        return Match(
            self.text,
            "ask",
            None,
            None,
            round(likest.score, 3),
            round(likest.score - runner_up, 3),
            reasons or (Reason(Code.NOT_DISTINCTIVE),),
            _shown(self.ranked),
        )


def _best_by_entity(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The best name of each entity, best first; a name that fits goes before one that is only like."""
    best: dict[str, Evidence] = {}
    for one in evidence:
        held = best.get(one.known.entity.id)
        if held is None or _order(one) > _order(held):
            best[one.known.entity.id] = one
    return sorted(best.values(), key=_order, reverse=True)


def _order(evidence: Evidence) -> tuple[int, float]:
    fit = 2 if evidence.exact and not evidence.known.derived else 1 if evidence.exact or evidence.part else 0
    return fit, evidence.score


def _without_branches(fitting: list[Evidence]) -> list[Evidence]:
    """A shortened name that fits a branch and its parent means the parent."""
    parents = {evidence.known.entity.id for evidence in fitting}
    return [evidence for evidence in fitting if evidence.known.entity.branch_of not in parents]


def _shown(ranked: Sequence[Evidence]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(one.known.entity.id, one.known.entity.name, round(one.score, 3), one)
        for one in ranked[:CANDIDATES_SHOWN]
        if one.score >= SHOWN_FROM
    )
