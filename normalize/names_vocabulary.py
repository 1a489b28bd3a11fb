"""The words of a registry, and the slips of the pen that they mend («техниум» → «техникум»)."""

from collections.abc import Iterable

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from normalize.lemmas import LONGEST_WORD, is_known
from normalize.names_grammar import FUNCTION_WORDS, form_of

# Slips are mended in words from this length on; long words may hold two.
SHORTEST_MENDED = 5
LONG_WORD = 9
NEAREST = 6
SHORTEST_HALF = 4


class Vocabulary:
    """`spellings` are pairs of a word as a name has it, or its dictionary form, and that form."""

    def __init__(self, spellings: Iterable[tuple[str, str]]) -> None:
        self._form_of = dict(spellings)
        self.forms = frozenset(self._form_of.values())
        self._targets: dict[tuple[int, int], list[str]] = {}

    def is_one_word(self, joined: str) -> bool:
        """Whether a word written with a hyphen is in the vocabulary without it."""
        return form_of(joined) in self.forms

    def correct(self, raw: str, key: str) -> str:
        """The dictionary form meant by a misspelt word; several, joined by spaces, for words run together.

        A word that the dictionary knows is never changed: «Канский» is no slip for «Саянский»."""
        if (
            not SHORTEST_MENDED <= len(raw) <= LONGEST_WORD
            or key in self.forms
            or raw in FUNCTION_WORDS
            or is_known(raw)
        ):
            return key
        return self._nearest(raw) or self._nearest(key) or self._halves(raw) or key

    def _nearest(self, word: str) -> str | None:
        """The one form with the fewest slips; of several, those with the same ending."""
        limit = 1 if len(word) < LONG_WORD else 2
        near = extract(word, self._as_long(len(word), limit), scorer=OSA.distance, score_cutoff=limit, limit=NEAREST)
        nearest = [spelling for spelling, slips, _ in near if slips == near[0][1]]
        if len(nearest) > 1:
            nearest = [spelling for spelling in nearest if spelling[-1] == word[-1]]
        forms = {self._form_of[spelling] for spelling in nearest}
        return forms.pop() if len(forms) == 1 else None

    def _as_long(self, length: int, limit: int) -> list[str]:
        """Spellings whose length is within `limit` of `length`."""
        found = self._targets.get((length, limit))
        if found is None:
            near = range(length - limit, length + limit + 1)
            found = [spelling for spelling in self._form_of if len(spelling) in near]
            self._targets[length, limit] = found = [spelling for spelling in found if len(spelling) >= SHORTEST_MENDED]
        return found

    def _halves(self, raw: str) -> str | None:
        for middle in range(SHORTEST_HALF, len(raw) - SHORTEST_HALF + 1):
            first, second = form_of(raw[:middle]), form_of(raw[middle:])
            if first in self.forms and second in self.forms:
                return f"{first} {second}"
        return None
