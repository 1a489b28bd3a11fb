"""Wording of an indicator → the catalogue's indicator, or a question. Never merged when a word that qualifies differs.

Two wordings are one indicator when, after what carries no meaning is taken away (case, inflection, footnote marks,
units, dates, «из них») and synonyms are made one («число» and «количество»), the same words stand in the same order.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Literal

from messages import N_, _
from messages.errors import RegistryDamaged
from normalize.lemmas import is_known, nominative
from normalize.periods import find_periods
from normalize.registry import folders
from normalize.text import fold
from normalize.units import PERCENT, find_unit

Outcome = Literal["match", "ask", "unknown"]
# Shares of the words of a wording that must agree before it is worth a question.
ASK_FROM = 0.6
CANDIDATES_SHOWN = 5
SHORTEST_MENDED = 7

_BRACKETS = re.compile(r"\(([^()]*)\)")
_MARKS = re.compile(r"(?<=[^\W\d_])\d\)|[*†‡¹²³⁴⁵⁶⁷⁸⁹]+\)?")
_LABEL = re.compile(r"^\s*\d{1,3}(?:\.\d{1,3})*(?:[.)]\s*|\s+(?=[А-ЯЁ]))")
_PREPOSITION = re.compile(r"(?<!\w)(?:на|за|в|во|с|по|к|до)\s*$", re.IGNORECASE)
_WORD = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+|%")
_HEAD_WORDS = 2


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of the catalogue; `unit` is the symbol of its usual unit."""

    id: str
    name: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorMatch:
    """What a wording stands for; `indicator_id` and `name` are None unless the outcome is `match`.

    `candidates` are (id, name, score), best first."""

    text: str
    outcome: Outcome
    indicator_id: str | None = None
    name: str | None = None
    score: float = 0.0
    margin: float = 0.0
    reasons: tuple[str, ...] = ()
    candidates: tuple[tuple[str, str, float], ...] = ()


SAME_WORDING = N_("the wording agrees word for word")
MISSPELT = N_("the wording agrees but for misspelt words: {detail}")
OTHER_WORDS = N_("words differ: {detail}")
OTHER_ORDER = N_("the same words stand in another order")
NOTHING_ALIKE = N_("nothing in the catalogue is like it")


def indicator_key(text: str) -> str:
    """The wording without what carries no meaning, its words in order: equal keys, equal wording. A percentage stays
    apart from the count it belongs to: its key ends in « %»."""
    return " ".join(_catalogue_words().canonical(text))


@dataclass(frozen=True)
class Words:
    """Phrases that carry no meaning in a wording (standing for nothing), and synonyms."""

    phrases: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
        found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        for phrase in sorted(self.phrases, key=lambda pair: -len(pair[0])):
            found[phrase[0][0]].append(phrase)
        return found

    def canonical(self, text: str) -> tuple[str, ...]:
        """The words that make a wording this indicator and no other."""
        plain, share = _without_units(_without_periods(text))
        words = tuple(self._replaced([nominative(found[0]) for found in _WORD.finditer(plain) if found[0] != "%"]))
        words = tuple(word for word, _same in groupby(words))
        return (*words, PERCENT) if share and words else words

    def _replaced(self, words: list[str]) -> Iterator[str]:
        position = 0
        while position < len(words):
            found = next((p for p in self._by_first.get(words[position], ()) if _starts(words, position, p[0])), None)
            yield from (words[position],) if found is None else found[1]
            position += 1 if found is None else len(found[0])


def _starts(words: list[str], position: int, phrase: tuple[str, ...]) -> bool:
    return tuple(words[position : position + len(phrase)]) == phrase


def _without_periods(text: str) -> str:
    bare = _LABEL.sub("", _MARKS.sub(" ", text))
    for found in reversed(find_periods(bare)):
        bare = f"{_PREPOSITION.sub('', bare[: found.start])} {bare[found.end :]}"
    return bare


def _without_units(text: str) -> tuple[str, bool]:
    """Folded text without brackets and ends that only state a unit, and whether that unit is a percentage."""
    folded = fold(text)
    whole = find_unit(text)
    share = whole is not None and whole.symbol == PERCENT
    folded = _BRACKETS.sub(lambda found: " " if _is_unit(found[1]) else f" {found[1]} ", folded).strip(" .:;,")
    head, comma, tail = folded.rpartition(",")
    if comma and _is_unit(tail):
        return head, share
    return folded, share


@lru_cache(maxsize=1 << 14)
def _is_unit(piece: str) -> bool:
    """Whether a bracket or a piece after a comma states a unit and nothing else («чел.», «в %», «детей»)."""
    words = piece.strip(" .").removeprefix("в ").split()
    return 0 < len(words) <= _HEAD_WORDS + 1 and find_unit(" ".join(words)) is not None and not _counts(words[0])


def _counts(word: str) -> bool:
    return nominative(word) in ("количество", "число", "численность", "доля", "удельный")


class IndicatorCatalogue:
    """The indicators that people keep, with all their wordings."""

    def __init__(self, indicators: Iterable[Indicator], aliases: Iterable[tuple[str, str]], words: Words) -> None:
        self.words = words
        self.indicators = {indicator.id: indicator for indicator in indicators}
        self._keys: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._postings: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        wordings = [(indicator.id, indicator.name) for indicator in self.indicators.values()]
        for indicator_id, wording in (*wordings, *aliases):
            key = words.canonical(wording)
            self._keys[key].add(indicator_id)
            for word in key:
                self._postings[word].add(key)
        self._seen: dict[str, IndicatorMatch] = {}

    @classmethod
    def load(cls, directory: Path | Iterable[Path] | None = None) -> "IndicatorCatalogue":
        """The project's catalogue with what other folders add (as `Registry.load`). Raises `RegistryDamaged`."""
        indicators: dict[str, Indicator] = {}
        aliases: list[tuple[str, str]] = []
        phrases: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        for folder in folders(directory):
            for row in _rows(folder / "indicators.csv", ("id", "name")):
                indicators[row["id"]] = Indicator(row["id"], row["name"], row.get("unit", ""))
            aliases += _aliases(folder / "indicator_aliases.csv", indicators)
            phrases += [
                (_forms(row["phrase"]), _forms(row["stands_for"]))
                for row in _rows(folder / "indicator_words.csv", ("phrase",))
            ]
        return cls(indicators.values(), aliases, Words(tuple(phrases)))

    def resolve(self, text: str) -> IndicatorMatch:
        """The indicator that `text` words, or a question, or nothing."""
        if text not in self._seen:
            self._seen[text] = self._resolve(text)
        return self._seen[text]

    def _resolve(self, text: str) -> IndicatorMatch:
        key = self.words.canonical(text)
        if not key:
            return IndicatorMatch(text, "unknown", reasons=(_(NOTHING_ALIKE),))
        if len(self._keys.get(key, ())) == 1:
            indicator = self.indicators[next(iter(self._keys[key]))]
            return self._matched(text, indicator, 1.0, _(SAME_WORDING))
        ranked = self._ranked(key)
        if ranked and (slips := _slips(key, ranked[0][1])) is not None and len(self._keys[ranked[0][1]]) == 1:
            indicator = self.indicators[next(iter(self._keys[ranked[0][1]]))]
            return self._matched(text, indicator, ranked[0][0], _(MISSPELT, detail=", ".join(slips)))
        return self._asked(text, key, ranked)

    def difference(self, text: str, indicator_id: str) -> str:
        """What `text` has more or less than the likest wording of the indicator, in words."""
        key = self.words.canonical(text)
        wordings = [other for other, ids in self._keys.items() if indicator_id in ids]
        return _difference(key, max(wordings, key=lambda other: _likeness(key, other)))

    def _matched(self, text: str, indicator: Indicator, score: float, reason: str) -> IndicatorMatch:
        shown = ((indicator.id, indicator.name, score),)
        return IndicatorMatch(text, "match", indicator.id, indicator.name, score, score, (reason,), shown)

    def _ranked(self, key: tuple[str, ...]) -> list[tuple[float, tuple[str, ...]]]:
        """Known wordings with words in common, the likest first."""
        shared: set[tuple[str, ...]] = set()
        for word in key:
            if len(word) > 2:
                shared |= self._postings.get(word, set())
        return sorted(((_likeness(key, other), other) for other in shared), reverse=True)[: 4 * CANDIDATES_SHOWN]

    def _asked(self, text: str, key: tuple[str, ...], ranked: list[tuple[float, tuple[str, ...]]]) -> IndicatorMatch:
        best: dict[str, float] = {}
        for score, other in ranked:
            for indicator_id in sorted(self._keys[other]):
                best.setdefault(indicator_id, round(score, 3))
        shown = tuple((i, self.indicators[i].name, score) for i, score in list(best.items())[:CANDIDATES_SHOWN])
        if not ranked or ranked[0][0] < ASK_FROM:
            return IndicatorMatch(text, "unknown", reasons=(_(NOTHING_ALIKE),), candidates=shown)
        reason = _difference(key, ranked[0][1])
        margin = shown[0][2] - (shown[1][2] if len(shown) > 1 else 0.0)
        return IndicatorMatch(text, "ask", None, None, shown[0][2], round(margin, 3), (reason,), shown)


def _difference(ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """What keeps two wordings apart, in words."""
    if ours == theirs:
        return _(SAME_WORDING)
    differing = set(ours) ^ set(theirs)
    return _(OTHER_WORDS, detail=", ".join(sorted(differing))) if differing else _(OTHER_ORDER)


def _likeness(ours: tuple[str, ...], theirs: tuple[str, ...]) -> float:
    from rapidfuzz.fuzz import ratio

    common = len(set(ours) & set(theirs))
    words = 2 * common / (len(set(ours)) + len(set(theirs)))
    return (words + ratio(" ".join(ours), " ".join(theirs)) / 100) / 2


def _slips(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...] | None:
    """The misspelt words, if word for word nothing else differs; None if anything does."""
    from rapidfuzz.distance import OSA

    if len(ours) != len(theirs):
        return None
    slips = []
    for word, right in zip(ours, theirs, strict=True):
        if word == right:
            continue
        if len(word) < SHORTEST_MENDED or is_known(word) or OSA.distance(word, right) > 2:
            return None
        slips.append(word)
    return tuple(slips)


def _forms(text: str) -> tuple[str, ...]:
    return tuple(nominative(found[0]) for found in _WORD.finditer(fold(text)))


def _aliases(path: Path, indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(_rows(path, ("indicator", "alias")), start=2):
        if row["indicator"] not in indicators:
            raise RegistryDamaged(path=path, line=number, detail=row["indicator"])
        yield row["indicator"], row["alias"]


def _rows(path: Path, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    if not path.is_file():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if any(not row.get(column) for column in needed):
                    raise RegistryDamaged(path=path, line=number, detail=", ".join(needed))
                yield {column: value or "" for column, value in row.items() if column}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RegistryDamaged(path=path, line=0, detail=str(error)) from error


@lru_cache(maxsize=1)
def _catalogue_words() -> Words:
    return IndicatorCatalogue.load().words
