"""Series into a file, its kind told by its suffix."""

from collections.abc import Sequence
from pathlib import Path

from commands.charts.layout import layout
from commands.charts.png import to_png
from commands.charts.scene import Scene
from commands.charts.svg import to_html, to_svg
from messages import _
from messages.errors import NothingFound, WrongUsage
from store.series import Line
from store.succession import Succession

SUFFIXES = (".svg", ".png", ".html")


def check_suffix(file: Path) -> None:
    """Raises WrongUsage for a kind of picture that is not drawn."""
    if file.suffix.lower() not in SUFFIXES:
        raise WrongUsage(detail=_("A chart is drawn as SVG, PNG or HTML: end the name in .svg, .png or .html."))


def draw_series(lines: Sequence[Line], file: Path, successions: Sequence[Succession] = ()) -> None:
    """Draw the series into `file`, with the events that break them. Raises NothingFound without a single value, WrongUsage when it cannot be written."""
    check_suffix(file)
    scene = layout(lines, successions)
    if not scene.shapes:
        raise NothingFound(detail=_("There is nothing to draw: no value with a period."))
    try:
        file.write_bytes(_content(scene, lines, file.suffix.lower()))
    except OSError as error:
        raise WrongUsage(detail=_("The chart cannot be written: {detail}.", detail=error)) from error


def _content(scene: Scene, lines: Sequence[Line], suffix: str) -> bytes:
    match suffix:
        case ".svg":
            return to_svg(scene).encode()
        case ".html":
            return to_html(scene, "; ".join(dict.fromkeys(line.indicator for line in lines))).encode()
        case _:
            return to_png(scene)
