"""Lines of a cell or paragraph to its text: words broken over lines are made whole."""

import re
from collections.abc import Sequence

from extract.formats.pdf_lines import Line
from extract.formats.pdf_vocabulary import Vocabulary

SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010\u2011" + SOFT_HYPHEN
_ENDS_BROKEN = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_LOWER_START = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"([^\W\d_]+)$")
_NUMBER_START = re.compile(r"^[+−–-]?\d[\d\s]*(?:[.,]\d*)?$")
_NUMBER_END = re.compile(r"^(?:\d[\d\s]*)?(?:[.,]?\d+)?\s?%?$")
# A line may break after a slash or a dash that has no blank before it («п/|п», «2023-|2025»): none stood after it either.
_BREAKS_AFTER = re.compile(r"[^\W_][-‐‑–/]$")
_TIGHT_START = re.compile(r"[^\W_]")
# Dots that lead the eye from a name to its figures.
_LEADERS = re.compile(r"(?<=[^\s.])(?:\s?\.){4,}$")
_GROUPED = re.compile(r"^\d{1,3}(?: \d{3})+$")
FULL = 0.8
LONGEST = 60
# A piece that is no word by itself («Планов|ый») needs less to tell that its word was broken.
SOMEWHAT_FULL = 0.5


def join_lines(lines: Sequence[Line], width: float | None, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """Text and footnote marks of lines that belong together. `width`: room for a line, where it is known."""
    text = ""
    marks: list[str] = []
    for index, line in enumerate(lines):
        text = line.text if index == 0 else join(text, lines[index - 1], line, width, vocabulary)
        marks += [mark for _offset, mark in line.marks]
    return _LEADERS.sub("", text.replace(SOFT_HYPHEN, "")), tuple(marks)


def join(text: str, last: Line, line: Line, width: float | None, vocabulary: Vocabulary) -> str:
    """`text`, which ends with the line `last`, continued by `line`."""
    broken = _ENDS_BROKEN.search(text[-LONGEST:]) if text[-1:] in _HYPHENS else None
    if broken and _LOWER_START.match(line.text):
        return _undo_hyphen(text, broken.group(1), line.text, vocabulary)
    if _BREAKS_AFTER.search(text[-2:]) and _TIGHT_START.match(line.text):
        return text + line.text
    if _is_split_number(text, last, line):
        return _join_number(text, line.text)
    if width is not None and _is_split_word(last, line, width, vocabulary):
        return text + line.text
    return f"{text} {line.text}"


def _undo_hyphen(text: str, head: str, following: str, vocabulary: Vocabulary) -> str:
    """A word break loses its hyphen, a compound keeps it («Казачинско-Ленский», «социально-экономический»)."""
    tail = _LOWER_START.match(following)
    if text.endswith(SOFT_HYPHEN):
        return text + following
    if tail and tail.group()[0].islower() and vocabulary.prefers_whole(head, tail.group()):
        return text[:-1] + following
    return text + following


def _is_split_number(text: str, last: Line, line: Line) -> bool:
    """Both lines are pieces of one number, and the first piece fills the narrow column."""
    return bool(
        text == last.text
        and _NUMBER_START.match(text)
        and _NUMBER_END.match(line.text)
        and (text[-1] in ",." or line.text[0] in ",.%" or line.x1 - line.x0 < last.x1 - last.x0 + 0.1 * line.size)
    )


def _join_number(text: str, following: str) -> str:
    spaced = f"{text} {following}"
    return spaced if _GROUPED.match(spaced) else text + following


def _is_split_word(last: Line, line: Line, width: float, vocabulary: Vocabulary) -> bool:
    """A word too long for its column is broken without a hyphen: it fills its line, alone."""
    head, tail = _LAST_WORD.search(last.text[-LONGEST:]), _LOWER_START.match(line.text)
    if not head or not tail or not tail.group()[0].islower():
        return False
    if last.text.strip('«("') != head.group():
        return False
    if vocabulary.is_only_a_tail(head.group(), tail.group()):
        return last.x1 - last.x0 >= SOMEWHAT_FULL * width
    filled = last.x1 - last.x0 >= FULL * width - 0.6 * last.size
    return filled and vocabulary.is_broken(head.group(), tail.group())
