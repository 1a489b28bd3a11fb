"""White space, dashes, quotes and look-alike letters: the one place that knows their variants. Pure."""

import re
import unicodedata
from functools import lru_cache

DASHES = "-‐‑‒–—―−﹘﹣－"
QUOTES = '"«»„“”‟″〝〞＂'
APOSTROPHES = "'’‘`´ʼ"
# Characters that print nothing: soft hyphen, zero-width spaces and joiners, byte order mark, direction marks.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

_DELETE_INVISIBLE = dict.fromkeys(map(ord, INVISIBLE))
_UNIFY = str.maketrans(
    {
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(QUOTES, '"'),
        **dict.fromkeys(APOSTROPHES, "'"),
        "ё": "е",
        "…": "...",
    }
)
# Looking for a sign is several times faster than translating a text that has none.
_INVISIBLE_SIGN = re.compile(f"[{INVISIBLE}]")
_VARIANT = re.compile(f"[{re.escape(DASHES.replace('-', '') + QUOTES.replace(chr(34), '') + APOSTROPHES[1:])}ё…]")
CACHED_WORDS = 1 << 16
# Cells and labels, of no more letters than this, are asked for by many questions one after the other.
LONGEST_SHORT = 200
CACHED_TEXTS = 1 << 13
_LATIN = "ABCEHKMOPTXYaceopxykmut"
_CYRILLIC = "АВСЕНКМОРТХУасеорхукмит"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_LETTER = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN_LETTER = re.compile("[a-zA-Z\u0130\u0131\u017f\u212a]")


def squash(text: str) -> str:
    """`text` with every run of white space as one space, stripped, invisible characters gone, composed (NFC)."""
    if text.isascii():
        return " ".join(text.split())
    return _squash_short(text) if len(text) <= LONGEST_SHORT else _squash(text)


def _squash(text: str) -> str:
    if _INVISIBLE_SIGN.search(text):
        text = text.translate(_DELETE_INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", text).split())


_squash_short = lru_cache(maxsize=CACHED_TEXTS)(_squash)


def fold(text: str) -> str:
    """`text` for comparison: squashed, lower case, ё as е, one kind of dash and quote, look-alikes made Cyrillic."""
    return _fold_short(text) if len(text) <= LONGEST_SHORT else _fold(text)


def _fold(text: str) -> str:
    folded = unmix(squash(text)).casefold()
    return folded.translate(_UNIFY) if _VARIANT.search(folded) else folded


_fold_short = lru_cache(maxsize=CACHED_TEXTS)(_fold)


@lru_cache(maxsize=CACHED_WORDS)
def fold_word(word: str) -> str:
    """As `fold`, remembered: for single words, which texts repeat."""
    return fold(word)


def unmix(text: str) -> str:
    """Latin letters that look Cyrillic made Cyrillic, in words that hold a Cyrillic letter («Кoлледж»)."""
    if text.isascii() or not _LATIN_LETTER.search(text):
        return text
    return _WORD.sub(_unmix_word, text)


def _unmix_word(match: re.Match[str]) -> str:
    word = match[0]
    if not (_CYRILLIC_LETTER.search(word) and _LATIN_LETTER.search(word)):
        return word
    unmixed = word.translate(_TO_CYRILLIC)
    return word if _LATIN_LETTER.search(unmixed) else unmixed


def lookalike(word: str) -> str:
    """A word of nothing but Latin letters that look Cyrillic («HE») in Cyrillic letters; any other word as it is."""
    twin = word.translate(_TO_CYRILLIC)
    return twin if word.isascii() and not _LATIN_LETTER.search(twin) else word


def words(text: str) -> tuple[str, ...]:
    """Words of the folded text, digits included, punctuation dropped."""
    return tuple(re.findall(r"\w+", fold(text)))
