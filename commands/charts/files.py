"""Series into a file, its kind told by its suffix."""

from collections.abc import Sequence
from pathlib import Path

from commands.charts.layout import layout
from commands.charts.png import to_png
from commands.charts.svg import to_svg
from messages import _
from messages.errors import NothingFound, WrongUsage
from store.series import Line
from store.succession import Succession

SUFFIXES = (".svg", ".png")


def check_suffix(file: Path) -> None:
    """Raises WrongUsage for a kind of picture that is not drawn."""
    if file.suffix.lower() not in SUFFIXES:
        raise WrongUsage(detail=_("A chart is drawn as SVG or PNG: end the name in .svg or .png."))


def draw_series(lines: Sequence[Line], file: Path, successions: Sequence[Succession] = ()) -> None:
    """Draw the series into `file`, with the events that break them. Raises NothingFound without a single value, WrongUsage when it cannot be written."""
    check_suffix(file)
    scene = layout(lines, successions)
    if not scene.shapes:
        raise NothingFound(detail=_("There is nothing to draw: no value with a period."))
    content = to_svg(scene).encode() if file.suffix.lower() == ".svg" else to_png(scene)
    try:
        file.write_bytes(content)
    except OSError as error:
        raise WrongUsage(detail=_("The chart cannot be written: {detail}.", detail=error)) from error
