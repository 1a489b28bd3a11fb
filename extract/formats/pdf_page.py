"""What one PDF page holds, whoever parsed it: words, ruling lines, filled areas. Points from the top left corner."""

from dataclasses import dataclass

ASCENT = 0.8
DESCENT = 0.22
EDGE = 20.0
# The angle given to text that runs neither along nor across the page.
SLANTED = 45


@dataclass(slots=True)
class Word:
    """Characters set without a gap. `spaced`: a blank character stands before it in the file.

    `angle` is 0 for upright text, 90 / 180 / 270 clockwise or `SLANTED` otherwise. `size` is the font's, in points.
    Not frozen: a page makes thousands, and a frozen one costs three times as much; nobody changes one."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    baseline: float
    size: float
    bold: bool = False
    spaced: bool = False
    angle: int = 0
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    def is_on(self, width: float, height: float) -> bool:
        """On a page of that size, and of a size that fits on it."""
        return (
            -EDGE <= self.x0 <= self.x1 <= width + EDGE
            and -EDGE <= self.top <= self.bottom <= height + EDGE
            and 0 < self.size < height
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """An upright ruling line: `at` is its y (horizontal) or x (vertical), running from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Fill:
    """An area filled with a colour that can be seen (`shade`: 0 black … 1 white)."""

    x0: float
    top: float
    x1: float
    bottom: float
    shade: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page; `horizontal` and `vertical` are ruling lines, `pictures` the share of the page under images.

    `unmapped` counts characters whose font does not say what letters they are; `recognised`: read from a picture;
    `unread`: points (x, y) where a picture shows ink that says nothing; `hidden`: a picture over text that is not shown,
    which a scanner's program recognised."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    horizontal: tuple[Rule, ...] = ()
    vertical: tuple[Rule, ...] = ()
    fills: tuple[Fill, ...] = ()
    pictures: float = 0.0
    characters: int = 0
    unmapped: int = 0
    skipped: str | None = None
    recognised: bool = False
    unread: tuple[tuple[float, float], ...] = ()
    hidden: bool = False
