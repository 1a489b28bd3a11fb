"""A picture of a page → the same `PdfPage` that a text layer gives: words, ruling lines; so tables and text are built alike.

Ruling lines come first; the cells that they draw are recognised apart from the text around them. Cells that look like
figures are recognised a second time, digits only: where the two readings differ, the cell is marked as read unsurely.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from extract.formats.pdf_page import ASCENT, DESCENT, PdfPage, Rule, Word
from extract.formats.pdf_rules import components, grid_of, merge_rules
from extract.formats.scan_cells import Box, read_cells
from extract.formats.scan_image import Grey, Stroke, deskewed, find_strokes, turned
from extract.formats.scan_lines import pieces_of
from extract.formats.scan_photo import Picture, flattened
from extract.formats.scan_words import ReadWord, quarters_to_turn

DPI = 300.0
_POINTS = 72.0
_INSET = 0.012
# Letters of a line, from the top of the capitals to the foot of «р», take this part of the size of their font.
_LETTERS = 0.93
_BLUR = 4


def recognise_page(picture: Picture, number: int, dpi: float = DPI) -> PdfPage:
    """The page in a picture, made flat, set upright and straight first."""
    image = flattened(picture, dpi)
    upright = deskewed(turned(image, quarters_to_turn(image, dpi)))
    strokes = find_strokes(upright, dpi)
    scale = _POINTS / dpi
    horizontal = merge_rules(_rule(stroke, scale, level=True) for stroke in strokes.horizontal)
    vertical = merge_rules(_rule(stroke, scale, level=False) for stroke in strokes.vertical)
    boxes = _cell_boxes(horizontal, vertical, dpi, upright.shape)
    cells = read_cells(strokes.bare, boxes, dpi)
    around = _read_lines(_without(strokes.bare, horizontal, vertical, dpi), dpi)
    words = (*_words((cell.words for cell in cells), scale), *around)
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
        unread=tuple(_centre(box, scale) for box, cell in zip(boxes, cells, strict=True) if cell.unread),
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


def _centre(box: Box, scale: float) -> tuple[float, float]:
    return (box[0] + box[2]) / 2 * scale, (box[1] + box[3]) / 2 * scale


def _without(page: Grey, horizontal: Sequence[Rule], vertical: Sequence[Rule], dpi: float) -> Grey:
    """The page with its ruled tables wiped out."""
    rest, dots = page.copy(), dpi / _POINTS
    for xs, ys, _spans in _grids(horizontal, vertical):
        rest[int(ys[0] * dots) : int(ys[-1] * dots) + 1, int(xs[0] * dots) : int(xs[-1] * dots) + 1] = 255
    return rest


def _words(groups: Iterable[Sequence[ReadWord]], scale: float) -> Iterable[Word]:
    """Words in points; those of one line share a baseline and a size, as they do in a text layer."""
    for group in groups:
        lines: dict[tuple[int, ...], list[ReadWord]] = {}
        for word in group:
            lines.setdefault(word.line, []).append(word)
        for line in lines.values():
            yield from _level(line, scale)


def _read_lines(page: Grey, dpi: float) -> list[Word]:
    """Words outside ruled tables, in points; the words of one line share its baseline and size."""
    pieces, scale = pieces_of(page, dpi), _POINTS / dpi
    read = read_cells(page, [_widened(piece.box) for piece in pieces], dpi)
    return [
        _word(word, piece.baseline * scale, piece.size * scale, scale, bold=piece.bold)
        for piece, found in zip(pieces, read, strict=True)
        for word in found.words
    ]


def _widened(box: Box) -> Box:
    return max(box[0] - _BLUR, 0), max(box[1] - _BLUR, 0), box[2] + _BLUR, box[3] + _BLUR


def _level(line: Sequence[ReadWord], scale: float) -> Iterable[Word]:
    """Boxes from Tesseract are as tall as their letters; here they get the height of their line."""
    baseline = float(np.median([word.y1 for word in line])) * scale
    size = (max(word.y1 for word in line) - min(word.y0 for word in line)) * scale / _LETTERS
    for word in line:
        yield _word(word, baseline, size, scale)


def _word(word: ReadWord, baseline: float, size: float, scale: float, *, bold: bool = False) -> Word:
    return Word(
        word.text,
        word.x0 * scale,
        baseline - ASCENT * size,
        word.x1 * scale,
        baseline + DESCENT * size,
        baseline,
        size,
        bold,
        spaced=True,
        confidence=word.confidence,
    )
