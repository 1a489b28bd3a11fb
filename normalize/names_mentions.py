"""Where running text and crowded cells name institutions: spans, inflected, in lists, with their branches.

A mention begins at a legal form, at the noun that heads it («колледж», «министерство») with the adjectives before it,
or at an acronym, and goes on while the words can belong to it. Of all the places where it could end, the farthest is
taken at which the registry knows the name; an unknown name counts only if a form, quotes, a place or a number mark it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from normalize.names import Match, MatchContext, Matcher, default_matcher
from normalize.names_evidence import TERRITORIES
from normalize.names_heads import PLURAL_HEADS
from normalize.names_kinds import LONGEST_NAME, looks_like_name
from normalize.names_phrases import Phrasing, Span, may_hold_name
from normalize.registry import EntityKind

# Kinds that are named in passing everywhere; only the registry's own wording counts as a mention of them.
BY_REGISTRY_ONLY = ("category", "region", "municipality", None)


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A name at `text[start:end]`; `meaning` is what to match where the words alone do not say it («его филиал»)."""

    start: int
    end: int
    text: str
    kind: EntityKind | None
    meaning: str

    def matched(self, matcher: Matcher, context: MatchContext | None = None) -> Match:
        return matcher.match(self.meaning, context=context)


def find_mentions(text: str, matcher: Matcher | None = None, context: MatchContext | None = None) -> list[FoundMention]:
    """Mentions of institutions in reading order; they do not overlap. Persons and settlements are none."""
    return list(_Finder(text, matcher or default_matcher(), context).find())


class _Finder:
    """One text, from left to right."""

    def __init__(self, text: str, matcher: Matcher, context: MatchContext | None) -> None:
        self.text, self.matcher, self.context = text, matcher, context
        self.grammar, self.is_acronym = matcher.index.reader.grammar, matcher.index.is_acronym

    @cached_property
    def phrasing(self) -> Phrasing:
        return Phrasing(self.text, self.grammar, self.is_acronym)

    def find(self) -> Iterator[FoundMention]:
        whole = self._whole()
        if whole is not None:
            yield whole
        elif may_hold_name(self.text, self.grammar, self.is_acronym):
            yield from self._inside()

    def _inside(self) -> Iterator[FoundMention]:
        position = 0
        for first in self.phrasing.beginnings():
            span = self.phrasing.span_from(first) if first >= position else None
            found = self._mentions(span) if span else []
            if not found:
                continue
            yield from found
            position = max(first + 1, *(self.phrasing.index_after(mention.end) for mention in found))
            branch = self._branch(found[-1], position)
            if branch is not None:
                yield branch
                position = self.phrasing.index_after(branch.end)

    def _whole(self) -> FoundMention | None:
        """The text itself, but for a full stop, if it is one name."""
        text = self.text.strip().rstrip(".;,")
        if not text or len(text) > LONGEST_NAME or not self._is_known(text):
            return None
        found = self._mention(self.text.index(text), self.text.index(text) + len(text), text)
        return None if found.kind in TERRITORIES else found

    def _mentions(self, span: Span) -> list[FoundMention]:
        """The longest known name in `span`; else several that share a head; else the whole, if it is marked."""
        if self._is_known(self.text[span.start : span.ends[0]]):
            return [self._mention(span.start, span.ends[0], self.text[span.start : span.ends[0]])]
        shared = [self._mention(start, end, meaning) for start, end, meaning in self.phrasing.sharing(span)]
        if len(shared) > 1 and all(self._is_known(mention.meaning) for mention in shared):
            return shared
        for end in span.ends[1:]:
            if self._is_known(self.text[span.start : end]):
                return [self._mention(span.start, end, self.text[span.start : end])]
        text = self.text[span.start : span.ends[0]]
        return [self._mention(span.start, span.ends[0], text)] if span.marked and self._is_likely(text, span) else []

    def _is_likely(self, text: str, span: Span) -> bool:
        """Whether a name that the registry does not know is one: by its form, place or number, or by its likeness."""
        if looks_like_name(text) in BY_REGISTRY_ONLY:
            return False
        if span.first == span.head and self.phrasing.keys[span.head] in PLURAL_HEADS:
            return False
        parts = self.matcher.parse(text)
        told = bool(parts.forms or parts.places or parts.numbers)
        return told or self.matcher.match(text, context=self.context).outcome == "ask"

    def _is_known(self, text: str) -> bool:
        entity = self.matcher.entity_of(text, self.context)
        return entity is not None and entity.kind not in TERRITORIES

    def _mention(self, start: int, end: int, meaning: str) -> FoundMention:
        entity = self.matcher.entity_of(meaning, self.context)
        kind = entity.kind if entity else looks_like_name(meaning)
        return FoundMention(start, end, self.text[start:end], kind, meaning)

    def _branch(self, owner: FoundMention, position: int) -> FoundMention | None:
        """«… и его филиал в г. Тулун» after its owner."""
        found = self.phrasing.branch_from(position)
        if found is None:
            return None
        start, end, place = found
        return self._mention(start, end, f"филиал {owner.meaning}, {place}")
