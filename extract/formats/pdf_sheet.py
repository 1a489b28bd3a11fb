"""From page space, whose origin is at the bottom left, to the page as it is shown: points from its top left corner."""

from dataclasses import dataclass

import numpy as np
import pypdfium2
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sheet:
    """How page space maps to the page as shown: x' = ax·x + bx·y + cx, y' = ay·x + by·y + cy."""

    width: float
    height: float
    ax: float
    bx: float
    cx: float
    ay: float
    by: float
    cy: float

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        return self.ax * x + self.bx * y + self.cx, self.ay * x + self.by * y + self.cy

    def boxes(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """Rows of x0, top, x1, bottom."""
        first = self.points(left, bottom)
        second = self.points(right, top)
        x, y = np.sort(np.stack([first[0], second[0]]), axis=0), np.sort(np.stack([first[1], second[1]]), axis=0)
        return np.stack([x[0], y[0], x[1], y[1]], axis=1)

    def turned(self, angle: int) -> "Sheet":
        """The page turned back by `angle` (90, 180 or 270 clockwise), so that its text is upright."""
        a, b, c = (self.ax, self.bx, self.cx), (self.ay, self.by, self.cy), (self.width, self.height)
        match angle:
            case 90:
                return Sheet(c[1], c[0], *b, -a[0], -a[1], c[0] - a[2])
            case 270:
                return Sheet(c[1], c[0], -b[0], -b[1], c[1] - b[2], *a)
            case _:
                return Sheet(c[0], c[1], -a[0], -a[1], c[0] - a[2], -b[0], -b[1], c[1] - b[2])

    def direction(self, x: float, y: float) -> int:
        """Which way a vector of page space points as shown: 0 right, 90 down, 180 left, 270 up."""
        dx, dy = self.ax * x + self.bx * y, self.ay * x + self.by * y
        if abs(dx) >= abs(dy):
            return 0 if dx >= 0 else 180
        return 90 if dy > 0 else 270


def sheet_of(page: pypdfium2.PdfPage) -> Sheet:
    """The sheet of a page, turned as the file asks."""
    left, bottom, right, top = _shown_box(page)
    width, height = right - left, top - bottom
    match page.get_rotation():
        case 90:
            return Sheet(height, width, 0, 1, -bottom, 1, 0, -left)
        case 180:
            return Sheet(width, height, -1, 0, right, 0, 1, -bottom)
        case 270:
            return Sheet(height, width, 0, -1, top, -1, 0, right)
        case _:
            return Sheet(width, height, 1, 0, -left, 0, -1, top)


def _shown_box(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of what is shown, before the page is turned."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else tuple(media)
