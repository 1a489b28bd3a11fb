"""Where a table is thought to be: a seed says it, a block holds the lines."""

from dataclasses import dataclass
from itertools import pairwise

from extract.document import Box
from extract.formats.pdf_grid import FoundBy
from extract.formats.pdf_lines import Line
from extract.formats.pdf_page import Rule
from extract.formats.pdf_text import CAPTION, LABEL

GAP = 1.0
SIDE = 12.0


@dataclass(frozen=True, slots=True)
class Seed:
    """`box`: where; `separators`: y of what divides rows; `edges`: x of column edges where they are drawn;
    `areas`: shaded cells."""

    box: Box
    separators: tuple[float, ...]
    found_by: FoundBy
    edges: tuple[float, ...] = ()
    rules: tuple[Rule, ...] = ()
    areas: tuple[Box, ...] = ()


@dataclass(slots=True)
class Block:
    """Lines thought to be a table, from top to bottom."""

    lines: list[Line]
    separators: tuple[float, ...] = ()
    found_by: FoundBy = "alignment"
    edges: tuple[float, ...] = ()
    box: Box | None = None
    rules: tuple[Rule, ...] = ()
    areas: tuple[Box, ...] = ()
    strict: bool = False
    accepted: bool = False


def is_gappy(line: Line) -> bool:
    """White of an em or more inside the line, other than after a list label."""
    for index, (left, right) in enumerate(pairwise(line.words)):
        if right.x0 - left.x1 >= GAP * line.size and not (index == 0 and LABEL.match(left.text + " x")):
            return True
    return False


def is_caption(line: Line) -> bool:
    return bool(CAPTION.match(line.text)) and not is_gappy(line)
