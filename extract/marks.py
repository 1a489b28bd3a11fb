"""Footnote marks set in superscript: told apart from the text and from the number they stand on.

«2014²⁾» is the year 2014 with the mark «2)», «5 м²» is an area.
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from itertools import groupby
from typing import NamedTuple

RAISED_CHARACTERS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾"
_RAISED = re.compile(f"([{RAISED_CHARACTERS}]+)")
_LOWERED = str.maketrans(RAISED_CHARACTERS, "0123456789()")
_LIFTED = str.maketrans("0123456789()-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁻⁻")
_ONE_MARK = r"(?:\(?\d{1,2}\)?|\*{1,5}\)?|\(?[a-zа-яё]\)|[ivx]{1,4}\)|[†‡§#])"
_MARKS = re.compile(rf"{_ONE_MARK}(?:\s*[,;–-]?\s*{_ONE_MARK})*", re.IGNORECASE)
_LONGEST_MARK = 24
_LOOK_BACK = 8
_EXPONENT = re.compile(r"[-−]?\d{1,2}")
_MEASURED = re.compile(r"(?:^|[\s\d,.(/·*×])(?:[мm]|[кk][мm]|[сc][мm]|[мm]{2}|дм|[×x·*х]\s?10)$", re.IGNORECASE)


class Height(Enum):
    """How a piece of text stands: on the line, raised, or known to be the mark of a note."""

    LINE = 0
    RAISED = 1
    MARK = 2


Segment = tuple[str, Height]


class Marked(NamedTuple):
    """Text without its footnote marks, and the marks with the offset in `text` at which they stood."""

    text: str
    marks: tuple[tuple[int, str], ...] = ()


def split_marks(segments: Iterable[Segment]) -> Marked:
    """Join segments of text, taking the footnote marks out.

    Raised text that is no mark stays; an exponent stays as a Unicode superscript."""
    segments = list(segments)
    if all(height is Height.LINE and _RAISED.search(text) is None for text, height in segments):
        return Marked("".join([text for text, _height in segments]))
    parts = list(_merged(_told_apart(segments)))
    if not any(height is Height.LINE and text.strip() for text, height in parts):
        parts = [(text, Height.LINE if height is Height.RAISED else height) for text, height in parts]
    kept: list[str] = []
    marks: list[tuple[int, str]] = []
    length, tail = 0, ""
    for part, height in parts:
        piece = _kept(part, height, tail)
        if piece is None:
            marks.append((length, part.strip()))
            continue
        if marks and marks[-1][0] == length and tail.endswith(" "):
            piece = piece.lstrip(" ")  # no second space where a mark stood between two
        kept.append(piece)
        length, tail = length + len(piece), (tail + piece)[-_LOOK_BACK:]
    return Marked("".join(kept), tuple(marks))


def _kept(part: str, height: Height, before: str) -> str | None:
    """What of a part belongs to the text, `before` being the end of what stands before it; None when it is a mark."""
    stripped = part.strip()
    if height is Height.LINE or not stripped:
        return part
    if height is Height.RAISED and _EXPONENT.fullmatch(stripped) and _MEASURED.search(before):
        return stripped.translate(_LIFTED)
    return None if height is Height.MARK or _is_mark(stripped) else part


def _is_mark(text: str) -> bool:
    return len(text) <= _LONGEST_MARK and _MARKS.fullmatch(text) is not None


def _told_apart(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Segments with characters that are raised by themselves (²) made raised text."""
    for text, height in segments:
        if height is not Height.LINE or _RAISED.search(text) is None:
            yield text, height
            continue
        for piece in filter(None, _RAISED.split(text)):
            lifted = piece[0] in RAISED_CHARACTERS
            yield (piece.translate(_LOWERED), Height.RAISED) if lifted else (piece, Height.LINE)


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbours of one height joined; marks stay apart."""
    for height, group in groupby(segments, key=lambda segment: segment[1]):
        texts = [text for text, _height in group]
        if height is Height.MARK:
            yield from ((text, height) for text in texts)
        else:
            yield "".join(texts), height
