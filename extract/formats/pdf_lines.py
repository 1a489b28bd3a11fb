"""Words to lines of text, whatever order the file gives them in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from extract.formats.pdf_page import Word

GLUE = 0.13
MARK = re.compile(r"(?:\d{1,2}|\*{1,3})\)?")
SQUARED = {"2": "²", "3": "³"}
_UNIT = re.compile(r"(?:^|\W)(?:[кдсм]?м|га|куб|кв)$", re.IGNORECASE)
_start = attrgetter("x0")
_baseline = attrgetter("baseline")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right. `marks`: footnote marks with their offset in `text`."""

    words: tuple[Word, ...]
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def bold(self) -> bool:
        return all(word.bold for word in self.words)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def lines_of(words: Iterable[Word]) -> list[Line]:
    """Lines from top to bottom. Raised small figures join the line that they stand on."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=_baseline):
        if rows and word.baseline - rows[-1][0].baseline <= 0.25 * max(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    sizes = [word.size for row in rows for word in row]
    mixed = bool(sizes) and min(sizes) <= 0.85 * max(sizes)
    return [line_of(row) for row in (_with_raised(rows) if mixed else rows)]


def _with_raised(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows that hold nothing but raised (or lowered) small words are dissolved into their neighbours."""
    kept: list[list[Word]] = []
    for index, row in enumerate(rows):
        neighbours = [kept[-1]] if kept else []
        if index + 1 < len(rows):
            neighbours.insert(0, rows[index + 1])
        host = next((other for other in neighbours if all(_stands_on(word, other) for word in row)), None)
        if host is None:
            kept.append(row)
        else:
            host.extend(row)
    return kept


def _stands_on(small: Word, row: Sequence[Word]) -> bool:
    for word in row:
        if (
            small.size <= 0.85 * word.size
            and abs(small.baseline - word.baseline) <= 0.65 * word.size
            and -0.3 * word.size <= small.x0 - word.x1 <= 0.35 * word.size
        ):
            return True
    return False


def line_of(words: Iterable[Word]) -> Line:
    """One line of words that share a baseline, give or take raised figures."""
    ordered = sorted(words, key=_start)
    sizes = [word.size for word in ordered]
    size = max(sizes)
    main = ordered[sizes.index(size)]
    text, marks = _spell(_unspaced(ordered), main, mixed=min(sizes) < 0.9 * size)
    return Line(
        tuple(ordered),
        text,
        ordered[0].x0,
        min([word.top for word in ordered]),
        max([word.x1 for word in ordered]),
        max([word.bottom for word in ordered]),
        main.baseline,
        size,
        marks,
    )


def _spell(words: Sequence[Word], main: Word, *, mixed: bool) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text of a line, and its footnote marks with their offsets; `mixed`: words of several sizes."""
    text, marks = words[0].text, []
    for last, word in pairwise(words):
        if mixed and _is_raised(word, main) and word.x0 - last.x1 < 0.35 * main.size and MARK.fullmatch(word.text):
            if word.text in SQUARED and _UNIT.search(text):
                text += SQUARED[word.text]
            else:
                marks.append((len(text), word.text))
        elif _touches(last, word):
            text += word.text
        else:
            text += " " + word.text
    return text, tuple(marks)


def _is_raised(word: Word, main: Word) -> bool:
    return word.size <= 0.85 * main.size and main.baseline - word.baseline >= 0.12 * main.size


def _touches(left: Word, right: Word) -> bool:
    return not right.spaced and right.x0 - left.x1 < GLUE * max(left.size, right.size)


def _unspaced(words: Sequence[Word]) -> Sequence[Word]:
    """Words set wide, letter by letter («П Р И К А З»), made whole; a wider gap stays a gap."""
    if len(words) < 4 or sum([len(word.text) == 1 for word in words]) < 4:
        return words
    result: list[Word] = []
    run: list[Word] = []
    for word in words:
        if len(word.text) == 1 and _LETTER.match(word.text):
            run.append(word)
            continue
        result += _close(run)
        run = []
        result.append(word)
    return result + _close(run)


def _close(run: list[Word]) -> list[Word]:
    if len(run) < 4:
        return run
    gaps = sorted(right.x0 - left.x1 for left, right in pairwise(run))
    usual = gaps[len(gaps) // 2]
    whole: list[Word] = []
    group = [run[0]]
    for left, right in pairwise(run):
        if right.x0 - left.x1 > max(1.7 * usual, usual + 0.15 * right.size):
            whole.append(_whole(group))
            group = []
        group.append(right)
    return [*whole, _whole(group)]


def _whole(group: list[Word]) -> Word:
    first, last = group[0], group[-1]
    text = "".join(word.text for word in group)
    return Word(
        text,
        first.x0,
        first.top,
        last.x1,
        last.bottom,
        first.baseline,
        first.size,
        first.bold,
        first.spaced,
        first.angle,
    )
