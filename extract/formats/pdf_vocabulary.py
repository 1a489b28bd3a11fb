"""Is it a word? Asked only where a line ends inside one, so the dictionary is opened only then."""

import re

_CYRILLIC = re.compile(r"[а-яё]+", re.IGNORECASE)


def _is_known(word: str) -> bool:
    from normalize.lemmas import is_known

    return is_known(word)


def _joins_words(head: str) -> bool:
    """«Психолого-», «военно-»: the first part of a compound ends with a linking vowel."""
    return head[-1:] in "ое" and len(head) > 3


class Vocabulary:
    """Words of the document itself come first (names are in no dictionary), then the Russian dictionary."""

    def __init__(self, words: frozenset[str] = frozenset()) -> None:
        self._words = words

    def knows(self, word: str) -> bool:
        """The document or the dictionary has the word."""
        lowered = word.lower()
        return lowered in self._words or _is_known(lowered)

    def prefers_whole(self, head: str, tail: str) -> bool:
        """«инфор» + «мация» is one word; «социально» + «значимый» is a compound that keeps its hyphen."""
        whole = (head + tail).lower()
        if whole in self._words:
            return True
        if f"{head}-{tail}".lower() in self._words:
            return False
        if _is_known(whole):
            return True
        return not (_joins_words(head) or _is_known(head) or _is_known(tail))

    def is_only_a_tail(self, head: str, tail: str) -> bool:
        """`tail` is no word, but makes one with `head`."""
        return bool(_CYRILLIC.fullmatch(head + tail)) and not self.knows(tail) and self.knows(head + tail)

    def is_broken(self, head: str, tail: str) -> bool:
        """The two pieces stand for one word rather than for two."""
        if not _CYRILLIC.fullmatch(head + tail):
            return False
        return self.knows(head + tail) or not (self.knows(head) and self.knows(tail))
