"""Roman numerals among Russian words: the Russian model knows no «I», «V», «X» and reads «П», «Ш», «У», «1» in their place.

Bare strokes («II», «III») are counted in the picture; numerals with «V» and «X» are taken from the English model.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from extract.formats.scan_image import Grey
from extract.formats.scan_words import ENGLISH, LINE, ReadWord, overlap, recognise

# What the Russian model makes of Roman numerals, up to XXXIX, and what may be glued to them.
_CANDIDATE = re.compile(r"([ПпШшУГТИиМХх№1|!\\/\[lIVXtТ]{1,6})([.,)]?)")
_NUMERAL = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_STROKES = re.compile(r"[ПпШшИи|!1IlНТ]+")
_FOLDED = str.maketrans({"l": "I", "1": "I", "|": "I", "!": "I", "i": "I", "v": "V", "x": "X"})
# Read surely, these are words and initials, but for «У», which «V» is often taken for.
_LETTERS = "ПпШшГТИиМХх№"
_SEEN = 0.85
_REACH = 4
_DARK = 150
_EDGE = 0.16
_WANDER = 0.07

Ink = NDArray[np.bool_]


def with_roman_numerals(read: Sequence[list[ReadWord]], pictures: Sequence[Grey], dpi: float) -> list[list[ReadWord]]:
    """The readings of the pictures, their Roman numerals put right."""
    mended = [[_counted(word, picture) for word in words] for words, picture in zip(read, pictures, strict=True)]
    places = [
        (index, at) for index, words in enumerate(mended) for at in range(len(words)) if _may_be_numeral(words, at)
    ]
    strips = [_strip(pictures[index], mended[index][at]) for index, at in places]
    english = recognise([strip for strip, _x, _y in strips], dpi, LINE, language=ENGLISH)
    for (index, at), words, (_picture, x, y) in zip(places, english, strips, strict=True):
        moved = [replace(word, x0=word.x0 + x, x1=word.x1 + x, y0=word.y0 + y, y1=word.y1 + y) for word in words]
        mended[index][at] = _in_english(mended[index][at], moved)
    return mended


def _may_be_numeral(words: Sequence[ReadWord], at: int) -> bool:
    """A lone figure is left to those who read figures."""
    word = words[at]
    found = _CANDIDATE.fullmatch(word.text)
    if found is None or _NUMERAL.fullmatch(found[1]):
        return False
    if found[1].isdigit():
        return len(words) > 1 and word.confidence < _SEEN
    return word.confidence < _SEEN or found[1] not in _LETTERS


def _counted(word: ReadWord, picture: Grey) -> ReadWord:
    """«II» and «III», told by their strokes."""
    found = _CANDIDATE.fullmatch(word.text)
    stands = found is not None and _STROKES.fullmatch(found[1]) and not found[1].isdigit()
    numeral = _strokes(word, picture) if stands else ""
    return _numbered(word, numeral) if numeral else word


def _numbered(word: ReadWord, numeral: str) -> ReadWord:
    point = word.text[-1] if word.text[-1] in ".,)" else ""
    return replace(word, text=numeral + point, confidence=max(word.confidence, _SEEN))


def _strip(picture: Grey, word: ReadWord) -> tuple[Grey, int, int]:
    """The word with its neighbours, whose size tells capitals from small letters, and where the strip begins."""
    height = max(int(word.y1 - word.y0), 1)
    x, y = max(int(word.x0) - _REACH * height, 0), max(int(word.y0) - height // 3, 0)
    strip = picture[y : int(word.y1) + height // 3 + 1, x : int(word.x1) + _REACH * height]
    return np.ascontiguousarray(strip), x, y


def _in_english(word: ReadWord, english: Sequence[ReadWord]) -> ReadWord:
    """What the English model reads in the same place, where that is a numeral and no stroke of a Russian letter."""
    same = max(english, key=lambda other: overlap(word, other), default=None)
    if same is None or overlap(word, same) < 0.5:
        return word
    plain = same.text.strip(".,)")
    numeral = plain.translate(_FOLDED)
    if not numeral or _NUMERAL.fullmatch(numeral) is None:
        return word
    if set(numeral) == {"I"}:
        # Two and three strokes are counted in the picture; «1» stays a figure unless it is clearly none.
        return _numbered(word, "I") if plain == "I" and same.confidence >= _SEEN and word.text[0] not in "Пп" else word
    return word if word.text.strip(".,)") in "ИиХх" else _numbered(word, numeral)


def _strokes(word: ReadWord, picture: Grey) -> str:
    """«II» or «III» where that many straight strokes stand alike at their head and foot; «П» and «Ш» do not."""
    dark = picture[int(word.y0) : int(word.y1) + 1, int(word.x0) : int(word.x1) + 1] < _DARK
    letter = _without_point(dark)
    height = letter.shape[0]
    if height < 8 or letter.shape[1] < 4:
        return ""
    rows = [_runs(letter[round(part * height)]) for part in (0.3, 0.5, 0.7)]
    counts = {len(row) for row in rows}
    if len(counts) != 1 or not counts <= {2, 3}:
        return ""
    if any(_wander(rows[0], row) > _WANDER * height for row in rows[1:]):
        return ""
    edge = max(1, round(_EDGE * height))
    return "I" * counts.pop() if _pieces(letter[:edge]) == _pieces(letter[-edge:]) else ""


def _without_point(dark: Ink) -> Ink:
    """The ink's own box, less a full stop at its right."""
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return dark[:0]
    inked = dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    tall = np.flatnonzero(inked[: inked.shape[0] // 2].any(axis=0))
    return inked[:, : tall[-1] + 1] if len(tall) else inked[:0]


def _runs(row: Ink) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]


def _wander(upper: Sequence[tuple[int, int]], lower: Sequence[tuple[int, int]]) -> float:
    """How far strokes move to the side on their way down."""
    return max(abs(sum(first) - sum(other)) / 2 for first, other in zip(upper, lower, strict=True))


def _pieces(band: Ink) -> int:
    """Into how many pieces the fullest row of a band falls."""
    return len(_runs(band[int(band.mean(axis=1).argmax())]))
