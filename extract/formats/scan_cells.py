"""The cells of a ruled page, recognised one by one: each cut out, trimmed to its ink, its paper made white.

A cell that may be a figure is read again by another model that looks for digits only, and once more where those two
differ. What both models agree on is sure; all else is marked as read unsurely.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from extract.formats.scan_case import in_their_case
from extract.formats.scan_image import Grey, has_ink, trimmed
from extract.formats.scan_roman import with_roman_numerals
from extract.formats.scan_words import BLOCK, ENGLISH, LINE, ReadWord, overlap, recognise

Box = tuple[int, int, int, int]

_AGREED = 0.97
_SEEN = 0.9
_SURE_ENOUGH = 0.8
_DISPUTED = 0.6
_DOUBTED = 0.4
_SAME_PLACE = 0.5
_MARGIN = 10
# The other reading is of a smaller picture, so that the two seldom err alike.
_SMALLER = 0.75
_FIGURE = re.compile(r"[\dOОоЗзЭэlIБб|.,%()\-–—+\s]{1,16}")
_COMMA = re.compile(r"\d,\d+\s?%")
_POINT = re.compile(r"^([+\-–—]?\d{1,3})\.(\d{1,2}%)$")
_PER = re.compile(r"[Пп][/\\|лЛтТпП]{1,3}")
_LETTER = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")
# Inches: how long and how thick a dash is.
_DASH = ((0.025, 0.2), (0.004, 0.025))
_FLAT = 2.2
_FILLED = 0.6
_DARK = 160


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of one cell in pixels of the page; `unread`: there is ink in it that says nothing."""

    words: list[ReadWord]
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """The ink of a cell with a white margin; `dx`, `dy` lead from its pixels to those of the page."""

    picture: Grey
    dx: int
    dy: int


def read_cells(page: Grey, boxes: Sequence[Box], dpi: float) -> list[Cell]:
    """Each box (x0, y0, x1, y1) of the page read by itself; blank ones have no words."""
    pieces = {index: piece for index, box in enumerate(boxes) if (piece := _piece(page, box)) is not None}
    read = dict(zip(pieces, _read_pieces(list(pieces.values()), dpi), strict=True))
    return [
        Cell(_moved(read[index], pieces[index]), unread=not read[index]) if index in pieces else Cell([])
        for index in range(len(boxes))
    ]


def _piece(page: Grey, box: Box) -> Piece | None:
    x0, y0, x1, y1 = box
    inside = page[y0:y1, x0:x1]
    if not has_ink(inside):
        return None
    found = trimmed(inside, _MARGIN)
    return None if found is None else Piece(found[0], x0 + found[1], y0 + found[2])


def _moved(words: Sequence[ReadWord], piece: Piece) -> list[ReadWord]:
    dx, dy = piece.dx, piece.dy
    return [replace(word, x0=word.x0 + dx, x1=word.x1 + dx, y0=word.y0 + dy, y1=word.y1 + dy) for word in words]


def _read_pieces(pieces: Sequence[Piece], dpi: float) -> list[list[ReadWord]]:
    pictures = [piece.picture for piece in pieces]
    read = [_dash(picture, dpi) for picture in pictures]
    _read_where([not words for words in read], read, pictures, dpi, BLOCK)
    _read_where([not words for words in read], read, pictures, dpi, LINE)
    figures = [_may_be_figure(words) for words in read]
    read = _judged(read, pictures, figures, dpi)
    read = _compared(read, pictures, [not figure for figure in figures], dpi)
    read = in_their_case(with_roman_numerals(read, pictures, dpi))
    return [with_ordinal_heading(words) for words in with_one_decimal_mark(read)]


def _read_where(
    wanted: Sequence[bool], read: list[list[ReadWord]], pictures: Sequence[Grey], dpi: float, layout: int
) -> None:
    places = [index for index, want in enumerate(wanted) if want]
    found = recognise([pictures[index] for index in places], dpi, layout)
    for index, words in zip(places, found, strict=True):
        read[index] = words


def _dash(picture: Grey, dpi: float) -> list[ReadWord]:
    """A lone flat bar is a dash, which Tesseract reads as nothing or as anything."""
    dark = picture < _DARK
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return []
    x0, y0, x1, y1 = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    (shortest, longest), (thinnest, thickest) = _DASH
    flat = shortest * dpi <= x1 - x0 <= longest * dpi and thinnest * dpi <= y1 - y0 <= thickest * dpi
    if not flat or x1 - x0 < _FLAT * (y1 - y0) or dark[y0:y1, x0:x1].mean() < _FILLED:
        return []
    # As tall as a letter beside it would be, so that its line gets a size.
    around = (x1 - x0) // 2
    return [ReadWord("–", x0, y0 - around, x1, y1 + around, _AGREED, (1, 1, 1))]


def _may_be_figure(words: Sequence[ReadWord]) -> bool:
    """Figures, and what Tesseract makes of single ones («Е» for 3)."""
    text = _text(words)
    if text == "–":
        return False
    return _FIGURE.fullmatch(text) is not None or (0 < len(text) <= 2 and _least(words) < _SEEN)


def _judged(
    read: Sequence[list[ReadWord]], pictures: Sequence[Grey], wanted: Sequence[bool], dpi: float
) -> list[list[ReadWord]]:
    """Figures weighed against two more readings of them."""
    places = [index for index, want in enumerate(wanted) if want]
    smaller = [_resized(pictures[index]) for index in places]
    second = dict(zip(places, recognise(smaller, dpi * _SMALLER, BLOCK, language=ENGLISH, figures=True), strict=True))
    disputed = [index for index in places if _bare(read[index]) != _bare(second[index])]
    again = recognise([pictures[index] for index in disputed], dpi, LINE, language=ENGLISH, figures=True)
    third = dict(zip(disputed, again, strict=True))
    judged = list(read)
    for index in places:
        if index in third:
            judged[index] = _weighed(read[index], second[index], third[index])
        else:
            judged[index] = _with_confidence(read[index], _AGREED)
    return judged


def _weighed(first: list[ReadWord], second: list[ReadWord], third: list[ReadWord]) -> list[ReadWord]:
    """The first two readings differ. Sure is only what both models read alike: two readings of one model err alike."""
    if _bare(third) == _bare(first):
        return _with_confidence(first, _AGREED)
    plain = [words for words in (first, third, second) if words and not _LETTER.search(_text(words))]
    return _with_confidence(max(plain or [first], key=_least), _DOUBTED)


def _compared(
    read: Sequence[list[ReadWord]], pictures: Sequence[Grey], wanted: Sequence[bool], dpi: float
) -> list[list[ReadWord]]:
    """Text with figures or doubtful words in it, compared with what is read in a smaller picture of it."""
    places = [index for index, want in enumerate(wanted) if want and any(map(_is_doubtful, read[index]))]
    again = recognise([_resized(pictures[index]) for index in places], dpi * _SMALLER, BLOCK)
    compared = list(read)
    for index, words in zip(places, again, strict=True):
        other = [_enlarged(word) for word in words]
        compared[index] = [_compared_word(word, other) if _is_doubtful(word) else word for word in read[index]]
    return compared


def _is_doubtful(word: ReadWord) -> bool:
    return word.confidence < _DISPUTED or _DIGITS.search(word.text) is not None


def _compared_word(word: ReadWord, others: Sequence[ReadWord]) -> ReadWord:
    """Figures must come out alike to be sure; of two readings of a word the surer one holds."""
    other = max(others, key=lambda each: overlap(word, each), default=None)
    same = other if other is not None and overlap(word, other) > _SAME_PLACE else None
    figures = _DIGITS.findall(word.text)
    if figures:
        agreed = figures == _DIGITS.findall(same.text if same else "")
        return word if agreed else replace(word, confidence=min(word.confidence, _DOUBTED))
    if same is None or same.confidence <= word.confidence or _DIGITS.search(same.text):
        return word
    return replace(word, text=same.text, confidence=min(same.confidence, _DISPUTED))


def _enlarged(word: ReadWord) -> ReadWord:
    """The word in pixels of the picture that was made smaller."""
    x0, y0, x1, y1 = ((edge - _MARGIN) / _SMALLER for edge in (word.x0, word.y0, word.x1, word.y1))
    return replace(word, x0=x0, y0=y0, x1=x1, y1=y1)


def with_one_decimal_mark(cells: Sequence[list[ReadWord]]) -> list[list[ReadWord]]:
    """A page that sets its shares with a comma sets none with a point, which a small comma is often taken for."""
    texts = [word.text for words in cells for word in words]
    commas, points = sum(bool(_COMMA.search(text)) for text in texts), sum(bool(_POINT.match(text)) for text in texts)
    if commas <= points:
        return list(cells)
    return [[replace(word, text=_POINT.sub(r"\1,\2", word.text)) for word in words] for words in cells]


def with_ordinal_heading(words: Sequence[ReadWord]) -> list[ReadWord]:
    """«№ п/п» over the first column, whose stroke between two letters is read as «л», «т» or nothing."""
    if len(words) != 2 or words[0].text != "№" or not _PER.fullmatch(words[1].text) or words[1].confidence >= _SEEN:
        return list(words)
    return [words[0], replace(words[1], text="п/п", confidence=max(words[1].confidence, _SURE_ENOUGH))]


def _resized(picture: Grey) -> Grey:
    small = cv2.resize(picture, None, fx=_SMALLER, fy=_SMALLER, interpolation=cv2.INTER_AREA)
    return np.asarray(
        cv2.copyMakeBorder(small, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=(255,)), np.uint8
    )


def _with_confidence(words: Sequence[ReadWord], confidence: float) -> list[ReadWord]:
    return [replace(word, confidence=confidence) for word in words]


def _text(words: Sequence[ReadWord]) -> str:
    return " ".join(word.text for word in words)


def _bare(words: Sequence[ReadWord]) -> str:
    return re.sub(r"[–—−]", "-", re.sub(r"\s", "", _text(words)))


def _least(words: Sequence[ReadWord]) -> float:
    return min((word.confidence for word in words), default=0.0)
