"""A picture of a page → the same `PdfPage` that a text layer gives: words, ruling lines; so tables and text are built alike.

Ruling lines come first; the cells that they draw are recognised apart from the text around them. Cells that look like
figures are recognised a second time, digits only: where the two readings differ, the cell is marked as read unsurely.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from extract.formats.pdf_page import ASCENT, DESCENT, PdfPage, Rule, Word
from extract.formats.pdf_rules import components, grid_of, merge_rules
from extract.formats.scan_image import Grey, Stroke, deskewed, find_strokes, has_ink, turned
from extract.formats.scan_words import (
    ReadWord,
    quarters_to_turn,
    recognise,
    recognise_pieces,
)

DPI = 300.0
_POINTS = 72.0
_INSET = 0.012
_AGREED = 0.97
_DISPUTED = 0.4
# Letters of a line, from the top of the capitals to the foot of «р», take this part of the size of their font.
_LETTERS = 0.93
_FIGURE = re.compile(r"[\dOОоЗзlIБб|.,%()\-–—+\s]{1,16}")
Box = tuple[int, int, int, int]


def recognise_page(image: Grey, number: int, dpi: float = DPI) -> PdfPage:
    """The page in a grey picture, set upright and straight first."""
    upright = deskewed(turned(image, quarters_to_turn(image, dpi)))
    strokes = find_strokes(upright, dpi)
    scale = _POINTS / dpi
    horizontal = merge_rules(_rule(stroke, scale, level=True) for stroke in strokes.horizontal)
    vertical = merge_rules(_rule(stroke, scale, level=False) for stroke in strokes.vertical)
    cells = [box for box in _cell_boxes(horizontal, vertical, dpi, upright.shape) if _printed(strokes.bare, box)]
    around = recognise(_without(strokes.bare, horizontal, vertical, dpi), dpi, layout=4)
    words = tuple(_words([*_read_cells(strokes.bare, cells, dpi), around], scale))
    height, width = upright.shape
    return PdfPage(
        number,
        width * scale,
        height * scale,
        words,
        tuple(horizontal),
        tuple(vertical),
        characters=sum(len(word.text) for word in words),
        recognised=True,
    )


def _rule(stroke: Stroke, scale: float, *, level: bool) -> Rule:
    if level:
        return Rule((stroke.y0 + stroke.y1) / 2 * scale, stroke.x0 * scale, stroke.x1 * scale)
    return Rule((stroke.x0 + stroke.x1) / 2 * scale, stroke.y0 * scale, stroke.y1 * scale)


def _grids(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> Iterable[tuple[list[float], list[float], list[tuple[int, int, int, int]]]]:
    for group in components(horizontal, vertical)[0]:
        grid = grid_of(group)
        if grid is not None:
            yield grid.xs, grid.ys, grid.spans


def _cell_boxes(horizontal: Sequence[Rule], vertical: Sequence[Rule], dpi: float, shape: tuple[int, ...]) -> list[Box]:
    """Insides of the cells that the lines draw, in pixels."""
    inset, dots = int(_INSET * dpi), dpi / _POINTS
    boxes = []
    for xs, ys, spans in _grids(horizontal, vertical):
        for row, column, tall, wide in spans:
            x0, x1 = int(xs[column] * dots) + inset, int(xs[column + wide] * dots) - inset
            y0, y1 = int(ys[row] * dots) + inset, int(ys[row + tall] * dots) - inset
            boxes.append((max(x0, 0), max(y0, 0), min(x1, shape[1]), min(y1, shape[0])))
    return [box for box in boxes if box[2] - box[0] > inset and box[3] - box[1] > inset]


def _printed(page: Grey, box: Box) -> bool:
    x0, y0, x1, y1 = box
    return has_ink(page[y0:y1, x0:x1])


def _without(page: Grey, horizontal: Sequence[Rule], vertical: Sequence[Rule], dpi: float) -> Grey:
    """The page with its ruled tables wiped out."""
    rest, dots = page.copy(), dpi / _POINTS
    for xs, ys, _spans in _grids(horizontal, vertical):
        rest[int(ys[0] * dots) : int(ys[-1] * dots) + 1, int(xs[0] * dots) : int(xs[-1] * dots) + 1] = 255
    return rest


def _read_cells(page: Grey, cells: Sequence[Box], dpi: float) -> list[list[ReadWord]]:
    if not cells:
        return []
    first = recognise_pieces(page, cells, dpi)
    figures = [index for index, words in enumerate(first) if _may_be_figure(_text(words))]
    if figures:
        second = recognise_pieces(page, [cells[index] for index in figures], dpi, digits=True)
        for index, words in zip(figures, second, strict=True):
            first[index] = _weighed(first[index], words)
    return first


def _may_be_figure(text: str) -> bool:
    """Figures, what Tesseract makes of single ones («Е» for 3), and cells in which it saw nothing at all."""
    return len(text) <= 2 or _FIGURE.fullmatch(text) is not None


def _text(words: Iterable[ReadWord]) -> str:
    return " ".join(word.text for word in words)


def _weighed(first: list[ReadWord], second: list[ReadWord]) -> list[ReadWord]:
    """The two readings of a cell that may be a figure: sure where they agree, unsure where they do not."""
    if _bare(_text(first)) == _bare(_text(second)):
        return [replace(word, confidence=max(word.confidence, _AGREED)) for word in first]
    better = second if second and (not first or _sureness(second) >= _sureness(first)) else first
    return [replace(word, confidence=min(word.confidence, _DISPUTED)) for word in better]


def _bare(text: str) -> str:
    return re.sub(r"[–—−]", "-", re.sub(r"\s", "", text))


def _sureness(words: Sequence[ReadWord]) -> float:
    return float(np.mean([word.confidence for word in words]))


def _words(groups: Iterable[Sequence[ReadWord]], scale: float) -> Iterable[Word]:
    """Words in points; those of one line share a baseline and a size, as they do in a text layer."""
    for group in groups:
        lines: dict[tuple[int, ...], list[ReadWord]] = {}
        for word in group:
            lines.setdefault(word.line, []).append(word)
        for line in lines.values():
            yield from _level(line, scale)


def _level(line: Sequence[ReadWord], scale: float) -> Iterable[Word]:
    """Boxes from Tesseract are as tall as their letters; here they get the height of their line."""
    baseline = float(np.median([word.y1 for word in line])) * scale
    size = (max(word.y1 for word in line) - min(word.y0 for word in line)) * scale / _LETTERS
    for word in line:
        yield Word(
            word.text,
            word.x0 * scale,
            baseline - ASCENT * size,
            word.x1 * scale,
            baseline + DESCENT * size,
            baseline,
            size,
            spaced=True,
            confidence=word.confidence,
        )
