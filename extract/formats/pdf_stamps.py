"""What was printed onto a finished page: marks of an electronic signature, of copies and of the office, watermarks.

They stand over text and tables as they like, so they are taken off before tables are looked for. Told by what they
say, by running aslant, and by lying over words that were there before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np

from extract.document import Box
from extract.formats.pdf_lines import Line, line_of
from extract.formats.pdf_page import SLANTED, Fill, PdfPage, Rule, Word

_SIGNED = re.compile(
    r"^(?:настоящий\s+)?(?:документ|подлинник|оригинал|подписан).{0,40}?"
    r"(?:электронн\w+(?:\s+цифров\w+)?\s+подпис|\b(?:ЭП|ЭЦП|У?КЭП|ПЭП)\b)",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = re.compile(
    r"^(?:сертификат|серийный|владелец|кому\s+выдан|действител|срок\s+действия|идентификатор|отпечаток|подписант"
    r"|дата\s+(?:и\s+время|подпис)|издатель)",
    re.IGNORECASE,
)
_OFFICE = re.compile(r"^(?:вх(?:одящий|\.)?\s*(?:№|номер)|копия\s+верна\b)", re.IGNORECASE)
_FIELDS = 2
_RUNS = 14
_STEP = 3.0
_ASIDE = 20.0
_FRAME = 25.0
_CORNER = 8.0
_EDGE = 0.2
_SHORT = 40
_OVERLAP = 0.3
_MOST_WORDS = 60
_LETTERS = 4
# No report has more of these on a page; what has costs no more than one that has as many.
_MOST_TURNED = 400
_MOST_STAMPS = 50
_DEEPEST = 300
_OTHER_SIZE = 1.15
Run = list[Word]


def without_stamps(page: PdfPage) -> tuple[PdfPage, list[Line]]:
    """The page without what was stamped on it, and the lines of the stamps."""
    if page.recognised or not page.words:
        return page, []
    stamps = [*_aslant(page.words), *_turned_over(page)]
    runs = _runs(word for word in page.words if not word.angle)
    stamps += [*_signatures(runs), *_office_marks(runs, page), *_overprinted(runs)]
    if not stamps:
        return page, []
    boxes = [_box(stamp) for stamp in stamps[:_MOST_STAMPS]]
    taken = {id(word) for stamp in stamps for word in stamp}
    kept = replace(
        page,
        words=tuple(word for word in page.words if id(word) not in taken),
        horizontal=_unframed(page.horizontal, boxes, across=True),
        vertical=_unframed(page.vertical, boxes, across=False),
        fills=tuple(fill for fill in page.fills if not any(_backs(fill, box) for box in boxes)),
    )
    return kept, [line for stamp in stamps for line in _lines(stamp)]


def _aslant(words: Sequence[Word]) -> Iterator[Run]:
    """Words that run neither along nor across the page, as the file has them one after the other."""
    for slanted, run in groupby(words, key=lambda word: word.angle == SLANTED):
        if slanted:
            yield list(run)


def _turned_over(page: PdfPage) -> Iterator[Run]:
    """Words on their side that run over a line of the page or over upright words: no cell holds them."""
    if sum(word.angle in (90, 270) for word in page.words) > _MOST_TURNED:
        return
    for angle, group in groupby(page.words, key=lambda word: word.angle):
        if angle in (90, 270):
            run = list(group)
            if any(_crosses(word, page) for word in run):
                yield run


def _crosses(word: Word, page: PdfPage) -> bool:
    inner = 0.2 * (word.bottom - word.top)
    ruled = any(
        word.top + inner < rule.at < word.bottom - inner and rule.start < word.centre < rule.end
        for rule in page.horizontal
    )
    return ruled or any(
        not other.angle
        and word.x0 + 1 < other.x1
        and other.x0 < word.x1 - 1
        and word.top + 1 < other.baseline - 0.3 * other.size < word.bottom - 1
        for other in page.words
    )


def _runs(words: Iterator[Word]) -> list[Run]:
    """Words that the file has one after the other on one line."""
    runs: list[Run] = []
    for word in words:
        last = runs[-1][-1] if runs else None
        if (
            last is not None
            and abs(word.baseline - last.baseline) <= 1
            and 0 <= word.x0 - last.x1 + word.size <= 3 * word.size
        ):
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _text(run: Run) -> str:
    return " ".join(word.text for word in run)


def _signatures(runs: Sequence[Run]) -> Iterator[Run]:
    """«Документ подписан электронной подписью», and below it the certificate, its owner, how long it is valid."""
    place = 0
    while place < len(runs):
        end = _signature_end(runs, place)
        if end is None:
            place += 1
            continue
        yield [word for run in runs[place:end] for word in run]
        place = end


def _signature_end(runs: Sequence[Run], place: int) -> int | None:
    if runs[place][0].text[:1] not in "ДдПпОоНн" or not _SIGNED.match(" ".join(map(_text, runs[place : place + 3]))):
        return None
    end, fields = place + 1, 0
    for index in range(place + 1, min(len(runs), place + _RUNS)):
        if not _is_near(runs[index], runs[index - 1], _box([word for run in runs[place:index] for word in run])):
            break
        if _FIELD.match(_text(runs[index])):
            end, fields = index + 1, fields + 1
        elif end == index and abs(runs[index][0].baseline - runs[index - 1][0].baseline) <= 1.5 * runs[index][0].size:
            end = index + 1
    return end if fields >= _FIELDS else None


def _is_near(run: Run, last: Run, box: Box) -> bool:
    """Right below the last one or beside it, and not far out at the sides."""
    step = run[0].baseline - last[0].baseline
    room = _ASIDE * run[0].size
    return (
        -_STEP * run[0].size <= step <= _STEP * run[0].size
        and box.x0 - room <= run[0].x0
        and run[-1].x1 <= box.x1 + room
    )


def _office_marks(runs: Sequence[Run], page: PdfPage) -> Iterator[Run]:
    """«Вх. № 12 от 3 мая» and «Копия верна»: short lines near the upper or lower edge."""
    for run in runs:
        at_edge = run[0].bottom < _EDGE * page.height or run[0].top > (1 - _EDGE) * page.height
        if run[0].text[:1] in "ВвКк" and at_edge and len(text := _text(run)) <= _SHORT and _OFFICE.match(text):
            yield run


def _overprinted(runs: Sequence[Run]) -> Iterator[Run]:
    """Words over others that the file had before: parts of the page whose words mostly lie over words."""
    covered = _over_others([word for run in runs for word in run])
    if not covered:
        return
    for _key, group in groupby(_numbered(runs), key=lambda item: item[0]):
        words = [word for _number, run in group for word in run]
        over = sum(id(word) in covered for word in words)
        letters = sum(character.isalpha() for word in words for character in word.text)
        if letters >= _LETTERS and len(words) <= _MOST_WORDS and over >= max(1, _OVERLAP * len(words)):
            yield words


def _numbered(runs: Sequence[Run]) -> Iterator[tuple[int, Run]]:
    """Runs with the number of the part that they belong to: set in one size, line below line."""
    number = 0
    for index, run in enumerate(runs):
        last = runs[index - 1][0] if index else run[0]
        step = run[0].baseline - last.baseline
        if abs(run[0].size - last.size) > 0.05 * last.size or not -1 <= step <= 2 * run[0].size:
            number += 1
        yield number, run


def _over_others(words: Sequence[Word]) -> set[int]:
    """`id` of words that lie over an earlier one of another size. Text printed twice to look bold is not meant."""
    sizes = [word.size for word in words]
    if len(words) < 2 or max(sizes) <= _OTHER_SIZE * min(sizes):
        return set()
    order = sorted(range(len(words)), key=lambda index: words[index].baseline - 0.65 * words[index].size)
    placed = np.array([(w.x0, w.baseline - 0.65 * w.size, w.x1, w.baseline, w.size) for w in (words[i] for i in order)])
    left, top, right, bottom, size = placed.T
    found: set[int] = set()
    for step in range(1, min(len(words), _DEEPEST)):
        down = np.minimum(bottom[:-step], bottom[step:]) - top[step:]
        across = np.minimum(right[:-step], right[step:]) - np.maximum(left[:-step], left[step:])
        if not (down > 0).any():
            break
        width = np.minimum(right[:-step] - left[:-step], right[step:] - left[step:])
        apart = (np.abs(bottom[:-step] - bottom[step:]) > 1) & (
            np.maximum(size[:-step], size[step:]) > _OTHER_SIZE * np.minimum(size[:-step], size[step:])
        )
        over = (down > 0.2 * np.minimum(size[:-step], size[step:])) & (across > 0.3 * width) & apart
        for place in np.flatnonzero(over).tolist():
            first, second = order[place], order[place + step]
            if words[first].text != words[second].text:
                found.add(id(words[max(first, second)]))
    return found


def _box(words: Sequence[Word]) -> Box:
    return Box(
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )


def _unframed(rules: Sequence[Rule], boxes: Sequence[Box], *, across: bool) -> tuple[Rule, ...]:
    """Rules less those that frame a stamp, and less the bits that its round corners are drawn with."""
    for box in boxes:
        sides = (box.top, box.bottom, box.x0, box.x1) if across else (box.x0, box.x1, box.top, box.bottom)
        near = [rule for rule in rules if _may_frame(rule, *sides)]
        frame = [rule for rule in near if any(_are_opposite(rule, other) for other in near)]
        rules = [rule for rule in rules if rule not in frame and not _is_corner(rule, *sides)]
    return tuple(rules)


def _may_frame(rule: Rule, first: float, last: float, start: float, end: float) -> bool:
    """Along a side of the words that stand from `first` to `last` and from `start` to `end`, not far out."""
    beside = first - _FRAME <= rule.at <= first + 2 or last - 2 <= rule.at <= last + max(_FRAME, 0.6 * (last - first))
    return beside and start - _FRAME <= rule.start <= start + 2 and end - 2 <= rule.end <= end + 0.6 * (end - start)


def _are_opposite(rule: Rule, other: Rule) -> bool:
    return abs(rule.at - other.at) > 2 and abs(rule.start - other.start) + abs(rule.end - other.end) < 3


def _is_corner(rule: Rule, first: float, last: float, start: float, end: float) -> bool:
    inside = first - _FRAME <= rule.at <= last + max(_FRAME, 0.6 * (last - first))
    return rule.length < _CORNER and inside and start - _FRAME <= rule.start and rule.end <= end + 0.6 * (end - start)


def _backs(fill: Fill, box: Box) -> bool:
    """The ground that a stamp is printed on."""
    inside = box.x0 - _FRAME <= fill.x0 <= fill.x1 <= box.x1 + _FRAME
    return inside and box.top - _FRAME <= fill.top <= fill.bottom <= box.bottom + _FRAME


def _lines(stamp: Run) -> list[Line]:
    """The lines of a stamp; one aslant is spelled in the order of the file."""
    if stamp[0].angle != SLANTED:
        return [line_of(run) for run in _runs(iter(stamp))]
    text = "".join(f" {word.text}" if word.spaced else word.text for word in stamp).strip()
    box = _box(stamp)
    return [Line(tuple(stamp), text, box.x0, box.top, box.x1, box.bottom, box.bottom, stamp[0].size)]
