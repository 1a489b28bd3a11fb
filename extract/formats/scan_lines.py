"""The text outside ruled tables: its lines are found in the picture, cut where the white is wide, and read piece by piece.

Tesseract's own layout of a page loses columns of figures and invents words; the ink itself tells where they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.formats.scan_image import Grey, ink

# Inches: a letter's height, from a small «с» in small print to a capital of a title.
_LETTER = (0.025, 0.3)
_SPECK = 0.012
# Of the usual small letter: white that parts pieces of a line, how far a dot or a breve is from its letter.
_WHITE = 1.6
_NEAR = 0.5
# A small letter, a capital or figure, as parts of the size of their font.
_SMALL = 0.47
_CAPITAL = 0.68
# Strokes this much thicker than usual are bold; between bold and not there is a factor of 1.4.
_BOLD = 1.22
_ALIKE = 0.12
# More pieces than this are the grain of a photograph.
_MOST = 6000
Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line: its box x0, y0, x1, y1, and baseline and size of font of its line, all in pixels."""

    box: Box
    baseline: float
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class _Ink:
    """Boxes of connected ink: x0, y0, x1, y1 in columns."""

    boxes: NDArray[np.int32]

    @property
    def heights(self) -> NDArray[np.int32]:
        return self.boxes[:, 3] - self.boxes[:, 1]


def pieces_of(page: Grey, dpi: float) -> list[Piece]:
    """The pieces of all lines of a page, from top to bottom; none for a picture that is no text."""
    dark = ink(page)
    letters = _connected(dark, dpi)
    tall = letters.heights[(letters.heights >= _LETTER[0] * dpi) & (letters.heights <= _LETTER[1] * dpi)]
    if not len(tall):
        return []
    small = float(np.median(tall))
    boxes = _runs(letters, dark.shape, small)
    if len(boxes) > _MOST:
        return []
    boxes = _with_small_parts(boxes, small)
    pieces = [Piece(box, *_measured(letters, line, small)) for line in _lines(boxes) for box in line]
    return _with_weights(_in_few_sizes(pieces), dark)


def _connected(dark: Grey, dpi: float) -> _Ink:
    """Ink that may be letters, less specks and pictures."""
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    x, y, width, height = (stats[1:, index] for index in range(4))
    kept = (np.maximum(width, height) >= _SPECK * dpi) & (height <= 2 * _LETTER[1] * dpi)
    return _Ink(np.stack([x, y, x + width, y + height], axis=1)[kept].astype(np.int32))


def _runs(letters: _Ink, shape: tuple[int, ...], small: float) -> list[Box]:
    """Letters side by side with no wide white between them."""
    filled = np.zeros(shape[:2], np.uint8)
    for x0, y0, x1, y1 in letters.boxes.tolist():
        # The heads and feet of letters reach into the lines above and below: their middle tells the line.
        inset = (y1 - y0) // 6 if y1 - y0 > small else 0
        filled[y0 + inset : y1 - inset, x0 : x1 + int(_WHITE * small)] = 255
    _count, labels, _stats, _centres = cv2.connectedComponentsWithStats(filled, connectivity=4)
    runs: dict[int, Box] = {}
    for x0, y0, x1, y1 in letters.boxes.tolist():
        home = int(labels[(y0 + y1) // 2, x0])
        old = runs.get(home, (x0, y0, x1, y1))
        runs[home] = (min(old[0], x0), min(old[1], y0), max(old[2], x1), max(old[3], y1))
    return list(runs.values())


def _with_small_parts(boxes: Sequence[Box], small: float) -> list[Box]:
    """Dots, breves and accents joined to the piece that they stand over or under."""
    large = [box for box in boxes if box[3] - box[1] >= _NEAR * small]
    for part in (box for box in boxes if box[3] - box[1] < _NEAR * small):
        at = next((index for index, box in enumerate(large) if _is_part(part, box, small)), None)
        if at is None:
            large.append(part)
        else:
            box = large[at]
            large[at] = (min(box[0], part[0]), min(box[1], part[1]), max(box[2], part[2]), max(box[3], part[3]))
    return large


def _is_part(part: Box, box: Box, small: float) -> bool:
    beside = box[0] - _NEAR * small <= part[0] and part[2] <= box[2] + _NEAR * small
    return beside and box[1] - _NEAR * small <= part[1] and part[3] <= box[3] + _NEAR * small


def _lines(boxes: Sequence[Box]) -> list[list[Box]]:
    """Pieces at one height are one line."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box[1] + box[3]) / 2):
        home = next((line for line in reversed(lines[-6:]) if _is_level(line[-1], box)), None)
        if home is None:
            lines.append([box])
        else:
            home.append(box)
    return [sorted(line) for line in lines]


def _is_level(first: Box, other: Box) -> bool:
    common = min(first[3], other[3]) - max(first[1], other[1])
    return common > 0.6 * min(first[3] - first[1], other[3] - other[1])


def _measured(letters: _Ink, line: Sequence[Box], small: float) -> tuple[float, float]:
    """Baseline and size of font of a line, from the feet and heights of most of its letters."""
    boxes = letters.boxes
    inside = np.zeros(len(boxes), bool)
    for x0, y0, x1, y1 in line:
        inside |= (boxes[:, 0] >= x0) & (boxes[:, 2] <= x1) & (boxes[:, 1] >= y0) & (boxes[:, 3] <= y1)
    heights = letters.heights[inside]
    tall = heights >= _NEAR * small
    if not tall.any():
        return float(np.mean([box[3] for box in line])) + small / 3, small / _SMALL
    height = float(np.median(heights[tall]))
    usual = small / _SMALL
    size = min((height / _SMALL, height / _CAPITAL), key=lambda size: abs(size - usual))
    return float(np.median(boxes[inside][tall, 3])), size


def _in_few_sizes(pieces: Sequence[Piece]) -> list[Piece]:
    """A page is set in few sizes: what is measured close to a frequent one is that one."""
    left, told = list(enumerate(pieces)), dict[int, Piece]()
    while left:
        widths = {
            size: sum(_width(p) for _at, p in left if _alike(p.size, size)) for size in {p.size for _at, p in left}
        }
        size = max(widths, key=lambda size: widths[size])
        near = [(at, piece) for at, piece in left if _alike(piece.size, size)]
        told.update((at, replace(piece, size=size)) for at, piece in near)
        left = [(at, piece) for at, piece in left if at not in told]
    return [told[at] for at in range(len(pieces))]


def _alike(size: float, other: float) -> bool:
    return abs(size - other) <= _ALIKE * other


def _width(piece: Piece) -> int:
    return piece.box[2] - piece.box[0]


def _with_weights(pieces: Sequence[Piece], dark: Grey) -> list[Piece]:
    """Bold is what has thicker strokes than most of the page that is set in its size."""
    depth = np.asarray(cv2.distanceTransform(dark, cv2.DIST_L2, 3), np.float32)
    ridge = (depth > 0) & (depth >= cv2.dilate(depth, np.ones((3, 3), np.uint8)))
    weights = [_weight(depth, ridge, piece) for piece in pieces]
    usual = {size: _usual(pieces, weights, size) for size in {piece.size for piece in pieces}}
    return [
        replace(piece, bold=weight > _BOLD * usual[piece.size]) for piece, weight in zip(pieces, weights, strict=True)
    ]


def _weight(depth: NDArray[np.float32], ridge: NDArray[np.bool_], piece: Piece) -> float:
    """Half the thickness of the strokes, as a part of the size of the font."""
    x0, y0, x1, y1 = piece.box
    return float(depth[y0:y1, x0:x1][ridge[y0:y1, x0:x1]].mean()) / piece.size if ridge[y0:y1, x0:x1].any() else 0.0


def _usual(pieces: Sequence[Piece], weights: Sequence[float], size: float) -> float:
    """The median weight, by width, of all pieces of that size."""
    alike = [(weight, _width(piece)) for piece, weight in zip(pieces, weights, strict=True) if piece.size == size]
    passed, total = 0, sum(width for _weight, width in alike)
    for weight, width in sorted(alike):
        passed += width
        if 2 * passed >= total:
            return weight
    return 0.0
