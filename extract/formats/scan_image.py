"""The picture of a page: set upright and straight, its ruling lines found and wiped out. Pixels, grey, 0 black."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_MAX_SKEW = 4.0
_SKEW_STEP = 0.1
_SKEW_HEIGHT = 1100
# Inches: the straight runs that lines are made of, longer than any stroke of a letter; a whole line; its thickness; breaks.
_RUN = 0.13
_LEVEL_LENGTH = 0.45
_UPRIGHT_LENGTH = 0.25
_LINE_THICKNESS = 0.05
_GAP = 0.05
_TOUCH = 0.02
_WHITE = 255


@dataclass(frozen=True, slots=True)
class Stroke:
    """A ruling line's box in pixels: x0, y0, x1, y1."""

    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class Strokes:
    """Ruling lines of a page, and the page without them."""

    horizontal: tuple[Stroke, ...]
    vertical: tuple[Stroke, ...]
    bare: Grey


def turned(image: Grey, quarters: int) -> Grey:
    """The picture turned clockwise by quarters of a circle."""
    return np.ascontiguousarray(np.rot90(image, -quarters))


def deskewed(image: Grey) -> Grey:
    """The picture with its text lines level, if they lean by up to 4 degrees."""
    angle = skew(image)
    if abs(angle) < _SKEW_STEP / 2:
        return image
    height, width = image.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return np.asarray(
        cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(_WHITE,)), np.uint8
    )


def skew(image: Grey) -> float:
    """Degrees by which to turn the picture so that its rows of ink are sharpest; coarse first, then fine."""
    scale = min(1.0, _SKEW_HEIGHT / image.shape[0])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = ink(np.asarray(small, np.uint8))
    coarse = max(np.arange(-_MAX_SKEW, _MAX_SKEW + 0.01, 0.5), key=lambda angle: _sharpness(dark, angle))
    fine = np.arange(coarse - 0.5, coarse + 0.51, _SKEW_STEP)
    return float(max(fine, key=lambda angle: _sharpness(dark, angle)))


def _sharpness(dark: Grey, angle: float) -> float:
    height, width = dark.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1.0)
    rows = cv2.warpAffine(dark, matrix, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def ink(image: Grey) -> Grey:
    """255 where there is ink, 0 elsewhere; the paper may be grey or unevenly lit."""
    size = max(15, int(min(image.shape) / 40) | 1)
    paper = cv2.medianBlur(cv2.dilate(image, np.ones((7, 7), np.uint8)), min(size, 255))
    level = 255 - cv2.absdiff(image, np.minimum(paper, 255).astype(np.uint8))
    _threshold, dark = cv2.threshold(level, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(dark, np.uint8)


def find_strokes(image: Grey, dpi: float) -> Strokes:
    """Level and upright ruling lines of a straight picture of `dpi` dots per inch."""
    dark = ink(image)
    level = _lines(dark, (1, 0), _LEVEL_LENGTH * dpi, dpi)
    upright = _lines(dark, (0, 1), _RUN * dpi, dpi)
    upright = tuple(
        stroke for stroke in upright if stroke.y1 - stroke.y0 >= _UPRIGHT_LENGTH * dpi or _between(stroke, level, dpi)
    )
    bare = image.copy()
    for stroke in (*level, *upright):
        bare[max(stroke.y0 - 1, 0) : stroke.y1 + 1, max(stroke.x0 - 1, 0) : stroke.x1 + 1] = _WHITE
    return Strokes(level, upright, bare)


def _between(stroke: Stroke, level: Sequence[Stroke], dpi: float) -> bool:
    """A short upright line counts where it joins two level ones: the side of a low row, not of a tall letter."""
    slack = _TOUCH * dpi
    crossed = [line for line in level if line.x0 - slack <= stroke.x0 <= line.x1 + slack]
    return all(any(abs((line.y0 + line.y1) / 2 - end) <= slack for line in crossed) for end in (stroke.y0, stroke.y1))


def _lines(dark: Grey, across: tuple[int, int], shortest: float, dpi: float) -> tuple[Stroke, ...]:
    """Lines in the direction `across` (1, 0) or (0, 1): straight runs of ink longer than any stroke of a letter, joined
    over breaks, no thicker than a line."""
    runs = cv2.morphologyEx(dark, cv2.MORPH_OPEN, _bar(across, _RUN * dpi))
    joined = cv2.dilate(cv2.morphologyEx(runs, cv2.MORPH_CLOSE, _bar(across, _GAP * dpi)), np.ones((3, 3), np.uint8))
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    long, thin = stats[:, 2:4].max(axis=1), stats[:, 2:4].min(axis=1)
    kept = (long >= shortest) & (thin <= _LINE_THICKNESS * dpi + 4) & (np.arange(count) > 0)
    return tuple(Stroke(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h in stats[kept, :4])


def _bar(across: tuple[int, int], length: float) -> Grey:
    shape = (max(1, int(across[0] * length)), max(1, int(across[1] * length)))
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_RECT, shape), np.uint8)


def has_ink(image: Grey, dark_pixels: int = 12) -> bool:
    """Whether anything is printed here beyond specks."""
    if image.size == 0:
        return False
    dark = np.asarray(image < _dark_level(image), np.uint8)
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(dark, connectivity=8)
    return bool(any(stats[index, 4] >= dark_pixels for index in range(1, count)))


def _dark_level(image: Grey) -> float:
    return min(150.0, float(image.max()) * 0.65)
