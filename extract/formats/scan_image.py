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
# Pixels: less than this is a speck; ink is blurred this far; what is left of a wiped line is no thicker.
_SPECK = 12
_BLUR = 3
_REMAINS = 6
# From this share of the paper's level on, a pixel is paper.
_PAPER = 0.8


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
    level = _lines(dark, (1, 0), _RUN * dpi, dpi)
    upright = _lines(dark, (0, 1), _RUN * dpi, dpi)
    long_level = [stroke for stroke in level if stroke.x1 - stroke.x0 >= _LEVEL_LENGTH * dpi]
    long_upright = [stroke for stroke in upright if stroke.y1 - stroke.y0 >= _UPRIGHT_LENGTH * dpi]
    level = tuple(stroke for stroke in level if stroke in long_level or _spans(stroke, long_upright, dpi))
    upright = tuple(stroke for stroke in upright if stroke in long_upright or _between(stroke, long_level, dpi))
    bare = image.copy()
    for stroke in (*level, *upright):
        bare[max(stroke.y0 - 1, 0) : stroke.y1 + 1, max(stroke.x0 - 1, 0) : stroke.x1 + 1] = _WHITE
    return Strokes(level, upright, bare)


def _between(stroke: Stroke, level: Sequence[Stroke], dpi: float) -> bool:
    """A short upright line counts where it joins two level ones: the side of a low row, not of a tall letter."""
    slack = _TOUCH * dpi
    crossed = [line for line in level if line.x0 - slack <= stroke.x0 <= line.x1 + slack]
    return all(any(abs((line.y0 + line.y1) / 2 - end) <= slack for line in crossed) for end in (stroke.y0, stroke.y1))


def _spans(stroke: Stroke, upright: Sequence[Stroke], dpi: float) -> bool:
    """A short level line counts where it joins two upright ones: the foot of a narrow cell, not a dash."""
    slack = _TOUCH * dpi
    crossed = [line for line in upright if line.y0 - slack <= stroke.y0 <= line.y1 + slack]
    return all(any(abs((line.x0 + line.x1) / 2 - end) <= slack for line in crossed) for end in (stroke.x0, stroke.x1))


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
    return image.size > 0 and bool(_specks_left_out(image < _dark_level(image), dark_pixels).any())


def trimmed(image: Grey, margin: int) -> tuple[Grey, int, int] | None:
    """The ink of a picture on white paper, its box with a margin around it, and where the new corner is in the old
    picture (x, y); None where there is no ink but what is left of lines along the edges."""
    inked = _without_edges(_specks_left_out(image < _dark_level(image), _SPECK))
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not len(rows):
        return None
    y0, y1 = max(int(rows[0]) - _BLUR, 0), int(rows[-1]) + 1 + _BLUR
    x0, x1 = max(int(columns[0]) - _BLUR, 0), int(columns[-1]) + 1 + _BLUR
    cut = on_white(image)[y0:y1, x0:x1]
    framed = cv2.copyMakeBorder(cut, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(_WHITE,))
    return np.asarray(framed, np.uint8), x0 - margin, y0 - margin


def on_white(image: Grey) -> Grey:
    """Grey levels stretched: the darkest is black, the paper and its grain white."""
    paper, darkest = float(np.percentile(image, 90)), min(float(image.min()), 120.0)
    stretched = (image.astype(np.float32) - darkest) / max((paper - darkest) * _PAPER, 1.0)
    return np.asarray(np.clip(stretched, 0, 1) * _WHITE, np.uint8)


def _specks_left_out(dark: NDArray[np.bool_], dark_pixels: int) -> NDArray[np.bool_]:
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    kept = np.array([index > 0 and stats[index, cv2.CC_STAT_AREA] >= dark_pixels for index in range(count)])
    return np.asarray(kept[labels])


def _without_edges(dark: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Less the thin remains of ruling lines that touch an edge."""
    height, width = dark.shape
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(dark.astype(np.uint8), connectivity=8)
    kept = np.ones(count, bool)
    kept[0] = False
    for index, (x, y, w, h, _area) in enumerate(stats[1:], start=1):
        level = h <= _REMAINS and (y == 0 or y + h == height)
        upright = w <= _REMAINS and (x == 0 or x + w == width)
        kept[index] = not (level or upright)
    return np.asarray(kept[labels])


def _dark_level(image: Grey) -> float:
    return min(150.0, float(np.percentile(image, 95)) * 0.65)
