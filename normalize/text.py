"""White space, dashes, quotes and look-alike letters: the one place that knows their variants. Pure."""

import re
import unicodedata

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
_LATIN = "ABCEHKMOPTXYaceopxykmut"
_CYRILLIC = "АВСЕНКМОРТХУасеорхукмит"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC_LETTER = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN_LETTER = re.compile(r"[a-z]", re.IGNORECASE)


def squash(text: str) -> str:
    """`text` with every run of white space as one space, stripped, invisible characters gone, composed (NFC)."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFC", text.translate(_DELETE_INVISIBLE)).split())


def fold(text: str) -> str:
    """`text` for comparison: squashed, lower case, ё as е, one kind of dash and quote, look-alikes made Cyrillic."""
    return unmix(squash(text)).casefold().translate(_UNIFY)


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


def words(text: str) -> tuple[str, ...]:
    """Words of the folded text, digits included, punctuation dropped."""
    return tuple(re.findall(r"\w+", fold(text)))
