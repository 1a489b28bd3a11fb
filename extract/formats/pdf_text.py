"""Lines of running text to paragraphs, by indents, gaps, fonts and how full the line before is."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.document import Box, ParagraphStyle
from extract.formats.pdf_cells import SOFT_HYPHEN, join
from extract.formats.pdf_lines import Line
from extract.formats.pdf_vocabulary import Vocabulary

LABEL = re.compile(
    r"^(?P<label>\(?\d{1,3}(?:\.\d{1,3}){0,4}[.)]|\d{1,2}(?:\.\d{1,2}){1,4}(?=\s)|\(?[а-яёa-z]\)|[IVXLC]{1,6}[.)]|[•●▪■◦·–—-])(?P<gap>\s+)(?=\S)"
)
CAPTION = re.compile(r"^(?:Таблица|Рис(?:унок|\.)|Диаграмма|График|Table|Figure)\s*№?\s*\d", re.IGNORECASE)
_ENDED = ".;:!?"
INDENT = 6.0


@dataclass(frozen=True, slots=True)
class Measure:
    """Where the text of a page runs: its margins, the usual distance of baselines, the middle of the paper."""

    left: float
    right: float
    leading: float
    middle: float


@dataclass(slots=True)
class Draft:
    """A paragraph in the making: its lines and the page each is on."""

    lines: list[Line] = field(default_factory=list)
    page: int = 0
    centred: bool = False


def measure(lines: Sequence[Line], width: float) -> Measure:
    """Margins and leading of the lines of a page `width` points wide."""
    if not lines:
        return Measure(0.0, width, 14.0, width / 2)
    steps = Counter(round(lower.baseline - upper.baseline) for upper, lower in itertools.pairwise(lines))
    sizes = sorted(line.size for line in lines)
    size = sizes[len(sizes) // 2]
    usual = [step for step, _count in steps.most_common() if 0.9 * size <= step <= 2.2 * size]
    return Measure(_left(lines), max(line.x1 for line in lines), float(usual[0]) if usual else 1.3 * size, width / 2)


def _left(lines: Sequence[Line]) -> float:
    """The left margin: the leftmost place where several lines begin."""
    starts = Counter(round(line.x0 / 2) for line in lines)
    shared = [place for place, count in starts.items() if count >= max(2, len(lines) // 10)]
    return 2.0 * min(shared) if shared else min(line.x0 for line in lines)


def is_centred(line: Line, margins: Measure) -> bool:
    """As far from the left margin as from the right one, or in the middle of the paper, and not a full line."""
    left, right = line.x0 - margins.left, margins.right - line.x1
    if left <= 12 or right <= 12:
        return False
    on_paper = abs((line.x0 + line.x1) / 2 - margins.middle) <= 3.0
    return on_paper or abs(left - right) <= max(6.0, 0.12 * (left + right))


def starts_paragraph(last: Line, line: Line, margins: Measure) -> bool:
    """Whether `line`, right below `last`, begins a new paragraph."""
    if line.baseline - last.baseline > 1.35 * margins.leading or line.baseline < last.baseline - 2:
        return True
    if abs(line.size - last.size) > 0.08 * last.size or line.bold != last.bold:
        return True
    centred = is_centred(line, margins)
    if (
        centred != is_centred(last, margins)
        and not _runs_on(last, line, margins)
        and not _full_heading(last, line, margins)
    ):
        return True
    if not centred and line.x0 > max(last.x0, margins.left) + INDENT:
        return True
    if _is_labelled(line, last) or _heads_list(last, line, margins):
        return True
    return _would_fit(last, line, margins) and not _is_dash_between(last, line)


def _full_heading(last: Line, line: Line, margins: Measure) -> bool:
    """The rest of a bold centred heading whose first line fills the measure, so that it looks flush."""
    unfinished = last.bold and line.bold and last.text[-1] not in _ENDED
    return unfinished and is_centred(line, margins) and not _would_fit(last, line, margins)


def _heads_list(last: Line, line: Line, margins: Measure) -> bool:
    """«Республика Коми:» on a line of its own under an item that is over heads the next items."""
    own = line.text.endswith(":") and line.text[0].isupper() and line.x1 < margins.middle
    return own and last.text[-1] in _ENDED


def _is_dash_between(last: Line, line: Line) -> bool:
    """A dash that an unfinished sentence goes on with, not a bullet."""
    return line.text[0] in "–—-" and last.text[-1] not in _ENDED


def _runs_on(last: Line, line: Line, margins: Measure) -> bool:
    """A short last line of a justified paragraph can look centred; one that starts at the margin is not."""
    return abs(line.x0 - margins.left) <= INDENT or margins.right - last.x1 <= INDENT


def _is_labelled(line: Line, last: Line) -> bool:
    label = LABEL.match(line.text)
    if not label:
        return False
    words = line.words
    wide = len(words) > 1 and words[1].x0 - words[0].x1 > 0.8 * line.size
    return wide or last.text[-1] in _ENDED


def _would_fit(last: Line, line: Line, margins: Measure) -> bool:
    """The first word of `line` had room at the end of `last`: the writer, not the margin, broke the line."""
    room = margins.right - last.x1
    if is_centred(last, margins):
        room += last.x0 - margins.left
    first = line.words[0]
    return room > first.x1 - first.x0 + 0.6 * line.size


def continues_over(last: Line, line: Line, margins: Measure, before: Measure) -> bool:
    """Whether the first line of a page goes on with the last paragraph of the page before."""
    if abs(line.size - last.size) > 0.08 * last.size or line.bold != last.bold:
        return False
    if line.x0 > margins.left + INDENT or _is_labelled(line, last):
        return False
    return not _would_fit(last, line, before) and (last.text[-1] not in _ENDED or line.text[0].islower())


def spell(lines: Sequence[Line], vocabulary: Vocabulary) -> tuple[str, tuple[tuple[int, str], ...]]:
    """The text of a paragraph and its footnote marks with their offsets."""
    text = ""
    marks: list[tuple[int, str]] = []
    for index, line in enumerate(lines):
        text = line.text if index == 0 else join(text, lines[index - 1], line, None, vocabulary)
        start = len(text) - len(line.text)
        marks += [(start + offset, mark) for offset, mark in line.marks]
    if SOFT_HYPHEN in text:
        marks = [(offset - text[:offset].count(SOFT_HYPHEN), mark) for offset, mark in marks]
    return text.replace(SOFT_HYPHEN, ""), tuple(marks)


def split_label(text: str) -> tuple[str | None, str]:
    """The list number or bullet at the head of a paragraph, and the rest."""
    found = LABEL.match(text)
    return (found["label"], text[found.end() :]) if found else (None, text)


def style_of(text: str, label: str | None, *, centred: bool, bold: bool, lines: int) -> ParagraphStyle:
    """What the layout tells; the meaning is read later."""
    if CAPTION.match(text) and lines <= 3:
        return "caption"
    if (centred or bold) and lines <= 6 and len(text) < 400:
        return "heading"
    return "list_item" if label else "body"


def box_of(lines: Sequence[Line]) -> Box:
    return Box(
        min(line.x0 for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
    )
