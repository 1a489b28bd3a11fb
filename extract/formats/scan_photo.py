"""A photograph of a page made flat: the sheet cut out of what it lies on and set square, its light evened, stamps faded.

A scan is left as it is but for its stamps. Pictures are rows of pixels, grey or RGB; what comes out is grey.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.formats.scan_image import Grey

Picture = NDArray[np.uint8]
_WHITE = 255
_LONG_SIDE = 11.69
# The sheet is looked for in a picture of this many pixels; it fills this part of it at least.
_SMALL = 800
_LEAST = 0.35
_WHOLE = 0.97
# What surrounds a sheet is darker than it by this much, in grey levels.
_DARKER = 45
# How uneven light may be before it is evened: levels of the paper, from its brightest part to its darkest.
_UNEVEN = 25
# Colour shows in the levels of red, green and blue being apart; black ink under a stamp is dark in all of them.
_COLOURED = 30
_PALE = 225
_INK = 130
# Inches: a ring or a signature is larger than any letter, both ways.
_STAMP = 0.45


def flattened(picture: Picture, dpi: float) -> Grey:
    """The page in the picture, grey, on white paper."""
    grey = _without_stamps(picture, dpi)
    return _evenly_lit(_cut_out(grey, dpi))


def _without_stamps(picture: Picture, dpi: float) -> Grey:
    """Grey, with coloured rings and scrawls faded into the paper, and what is written inside of them."""
    if picture.ndim == 2:
        return picture
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    brightest = picture.max(axis=2)
    tinted = np.asarray((brightest - picture.min(axis=2) > _COLOURED) & (grey < _PALE), np.uint8)
    coloured = cv2.morphologyEx(tinted, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    _count, _labels, stats, _centres = cv2.connectedComponentsWithStats(coloured, connectivity=8)
    faded = grey.copy()
    for x, y, width, height, _area in stats[1:][(stats[1:, 2:4] >= _STAMP * dpi).all(axis=1)]:
        inside = (slice(y, y + height), slice(x, x + width))
        around = cv2.dilate(coloured[inside], np.ones((5, 5), np.uint8)) > 0
        faded[inside] = np.where(around & (brightest[inside] > _INK), _WHITE, faded[inside])
    return faded


def _cut_out(grey: Grey, dpi: float) -> Grey:
    """The sheet alone, square and as long as A4, where it lies on something darker; else the picture."""
    corners = _corners(grey)
    if corners is None:
        return grey
    top_left, top_right, bottom_right, bottom_left = corners
    across = max(_distance(top_left, top_right), _distance(bottom_left, bottom_right))
    along = max(_distance(top_left, bottom_left), _distance(top_right, bottom_right))
    factor = _LONG_SIDE * dpi / max(across, along)
    width, height = round(across * factor), round(along * factor)
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(np.asarray(corners, np.float32), square)
    flat = cv2.warpPerspective(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(_WHITE,))
    return np.asarray(flat, np.uint8)


def _corners(grey: Grey) -> NDArray[np.float32] | None:
    """The four corners of a bright sheet, clockwise from the top left."""
    scale = min(1.0, _SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    _level, bright = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    outlines, _tree = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    sheet = max(outlines, key=cv2.contourArea)
    share = cv2.contourArea(sheet) / small.size
    if not _LEAST < share < _WHOLE or _contrast(np.asarray(small, np.uint8), np.asarray(bright, np.uint8)) < _DARKER:
        return None
    hull = cv2.convexHull(sheet)
    corners = cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, closed=True), closed=True).reshape(-1, 2)
    if len(corners) != 4 or cv2.contourArea(corners) < 0.9 * cv2.contourArea(hull):
        return None
    return _clockwise(corners.astype(np.float32) / scale)


def _contrast(small: Grey, bright: Grey) -> float:
    return float(np.median(small[bright > 0])) - float(np.median(small[bright == 0]))


def _clockwise(corners: NDArray[np.float32]) -> NDArray[np.float32]:
    sums, differences = corners.sum(axis=1), corners[:, 1] - corners[:, 0]
    order = [sums.argmin(), differences.argmin(), sums.argmax(), differences.argmax()]
    return np.asarray(corners[order], np.float32)


def _distance(first: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.hypot(*(first - other)))


def _evenly_lit(grey: Grey) -> Grey:
    """Paper as white in the shade as in the light."""
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21), (0, 0), 5)
    if float(np.percentile(paper, 95)) - float(np.percentile(paper, 5)) < _UNEVEN:
        return grey
    whole = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(np.clip(grey.astype(np.float32) * _WHITE / np.maximum(whole, 1), 0, _WHITE), np.uint8)
