"""Capitals or small letters: most Cyrillic ones differ in nothing but their height, which a word alone does not tell.

A word of such letters only is held against the height of capitals and figures in its cell, or on its page.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from extract.formats.scan_words import ReadWord

_SAME_SHAPE = re.compile(r"[вгжзиклмнопстхчшъыьэюя]+\.?", re.IGNORECASE)
# Words as tall as a capital: nothing in them reaches above it or below the line.
_TALL = re.compile(r"[АБВГЕЖЗИКЛМНОПРСТУХЧШЪЫЬЭЮЯ][абвгежзийклмнопстхчшъыьэюя]+\.?|\d+\.?")
# Small letters are about 0.7 of a capital.
_SMALL = 0.84
# The box of a word this short often holds a piece of its neighbour.
_SHORT = 2


def in_their_case(cells: Sequence[list[ReadWord]]) -> list[list[ReadWord]]:
    """The words of all cells of a page, capitals told from small letters."""
    everywhere = _capital([word for words in cells for word in words])
    return [[_told(word, _capital(words) or everywhere) for word in words] for words in cells]


def _capital(words: Sequence[ReadWord]) -> float | None:
    """Height of a capital in pixels."""
    heights = [word.y1 - word.y0 for word in words if _TALL.fullmatch(word.text)]
    return median(heights) if heights else None


def _told(word: ReadWord, capital: float | None) -> ReadWord:
    if capital is None or _SAME_SHAPE.fullmatch(word.text) is None or _is_name(word.text):
        return word
    if word.y1 - word.y0 < _SMALL * capital:
        return replace(word, text=word.text.lower())
    return replace(word, text=word.text.upper()) if len(word.text) > _SHORT else word


def _is_name(text: str) -> bool:
    """A capital before small letters: as tall as its capital, so that its height says nothing."""
    return len(text.rstrip(".")) > 1 and text.istitle()
