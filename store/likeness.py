"""How alike two documents are, by their words and figures alone: a printed PDF beside its `.docx`, a scan, a copy saved
again. Names, layout and order of blocks count for nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise

from normalize.text import fold
from store.rows import DocumentRows

# A figure keeps its decimals; digits of its thousands stand apart as readers leave them.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+")
# So few words tell nothing: forms and title pages are all alike.
FEWEST_TOKENS = 40
# How many of the smallest hashes stand for a document, and how many two documents share when they are worth comparing.
SKETCH = 64
SHARED = 8


@dataclass(frozen=True, slots=True)
class Content:
    """The words and figures of a document, each with how often it stands there."""

    words: Counter[str]
    figures: Counter[str]

    @property
    def tells(self) -> bool:
        """Whether there is enough to tell it from others."""
        return self.words.total() + self.figures.total() >= FEWEST_TOKENS


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares of words and of figures that two documents have in common, from 0 to 1."""

    words: float
    figures: float


def content(rows: DocumentRows) -> Content:
    """What a document says in words and figures. Single digits are left out: lists number themselves or are
    numbered, as the file's kind has it."""
    words: Counter[str] = Counter()
    figures: Counter[str] = Counter()
    for text in _texts(rows):
        for token in _tokens(text):
            if not token[0].isdigit():
                words[token] += 1
            elif len(token) > 1:
                figures[token] += 1
    return Content(words, figures)


def likeness(first: Content, second: Content) -> Likeness:
    """How much two documents have in common."""
    return Likeness(_common(first.words, second.words), _common(first.figures, second.figures))


def sketch(rows: DocumentRows) -> tuple[int, ...]:
    """The smallest hashes of a document's neighbouring words; documents that are alike share most of them. Empty when
    there is too little to tell it by."""
    if not content(rows).tells:
        return ()
    hashes = {_hash(pair) for text in _texts(rows) for pair in _pairs(_tokens(text))}
    return tuple(sorted(hashes)[:SKETCH])


def _texts(rows: DocumentRows) -> Iterator[str]:
    yield from (paragraph.text for paragraph in rows.paragraphs)
    yield from (cell.text for cell in rows.cells)


def _tokens(text: str) -> list[str]:
    return [token.replace(",", ".") for token in _TOKEN.findall(fold(text))]


def _pairs(tokens: list[str]) -> Iterable[tuple[str, str]]:
    return pairwise(tokens) if len(tokens) > 1 else ((token, "") for token in tokens)


def _hash(pair: tuple[str, str]) -> int:
    """63 bits: what both databases keep as an integer."""
    return int.from_bytes(blake2b(" ".join(pair).encode(), digest_size=8).digest(), "big") >> 1


def _common(first: Counter[str], second: Counter[str]) -> float:
    union = (first | second).total()
    return (first & second).total() / union if union else 1.0
