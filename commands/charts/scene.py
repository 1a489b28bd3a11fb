"""The few shapes that a chart is made of; coordinates in pixels from the top left corner."""

from dataclasses import dataclass
from typing import Literal

XY = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Stroke:
    """A broken line; `dash` is the length of its dashes, 0: solid."""

    points: tuple[XY, ...]
    color: str
    width: float = 1.0
    dash: float = 0.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A disk, or a ring when `hollow`; `tip` is shown when the pointer rests on it."""

    center: XY
    radius: float
    color: str
    hollow: bool = False
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text, its baseline at `at`."""

    at: XY
    text: str
    size: float = 12.0
    color: str = "#333333"
    anchor: Literal["start", "middle", "end"] = "start"


Shape = Stroke | Dot | Label


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture: its size and its shapes, from back to front."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
