"""A scene as a PNG picture, drawn at twice its size."""

import io
import math
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from commands.charts.scene import XY, Dot, Label, Scene, Shape, Stroke

SCALE = 2
FONT = Path(__file__).with_name("roboto.ttf")
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def to_png(scene: Scene) -> bytes:
    """The picture's bytes."""
    image = Image.new("RGB", (round(scene.width * SCALE), round(scene.height * SCALE)), "#ffffff")
    brush = ImageDraw.Draw(image)
    for shape in scene.shapes:
        _draw(brush, shape)
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(96 * SCALE, 96 * SCALE))
    return file.getvalue()


def _draw(brush: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Stroke():
            _draw_stroke(brush, shape)
        case Dot():
            _draw_dot(brush, shape)
        case Label():
            x, y = _scaled(shape.at)
            brush.text((x, y), shape.text, fill=shape.color, font=_font(shape.size), anchor=_ANCHORS[shape.anchor])


def _draw_stroke(brush: ImageDraw.ImageDraw, stroke: Stroke) -> None:
    points = [_scaled(point) for point in stroke.points]
    width = max(1, round(stroke.width * SCALE))
    if not stroke.dash:
        brush.line(points, fill=stroke.color, width=width, joint="curve")
        return
    for start, end in pairwise(points):
        for piece in _dashes(start, end, stroke.dash * SCALE):
            brush.line(piece, fill=stroke.color, width=width)


def _dashes(start: XY, end: XY, length: float) -> list[tuple[XY, XY]]:
    """Every other piece of `length` between two points."""
    whole = math.dist(start, end)

    def at(distance: float) -> XY:
        part = min(distance, whole) / whole
        return (start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)

    return [(at(step * 2 * length), at((step * 2 + 1) * length)) for step in range(math.ceil(whole / length / 2))]


def _draw_dot(brush: ImageDraw.ImageDraw, dot: Dot) -> None:
    x, y = _scaled(dot.center)
    radius = dot.radius * SCALE
    box = (x - radius, y - radius, x + radius, y + radius)
    if dot.hollow:
        brush.ellipse(box, fill="#ffffff", outline=dot.color, width=2 * SCALE)
    else:
        brush.ellipse(box, fill=dot.color)


def _scaled(point: XY) -> XY:
    return (point[0] * SCALE, point[1] * SCALE)


@lru_cache
def _font(size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), round(size * SCALE))
