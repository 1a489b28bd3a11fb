"""Ruling lines and shaded areas among the paths of a page."""

import ctypes
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from extract.formats.pdf_page import Fill, Rule
from extract.formats.pdf_sheet import Sheet

THIN = 3.0
MIN_LENGTH = 2.0
WHITE = 0.985
MAX_SEGMENTS = 20_000
MAX_DEPTH = 8
MAX_DOTTED = 2_000
DOT_GAP = 3.0
FEWEST_DOTS = 5
Matrix = tuple[float, float, float, float, float, float]
Area = tuple[float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Paths:
    """`pictures`: the part of the page that images cover."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    pictures: float


@dataclass(slots=True)
class _Drawing:
    """Areas as shown, gathered while walking over the objects of a page."""

    lines: list[Area] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)
    dots: list[Area] = field(default_factory=list)


def read_paths(page: pypdfium2.PdfPage, sheet: Sheet) -> Paths:
    """Straight upright lines (thin rectangles count), filled areas, and how much of the page is pictures."""
    drawing = _Drawing()
    raw = page.raw
    count = pdfium.FPDFPage_CountObjects(raw)
    for item, kind, matrix in _objects(partial(pdfium.FPDFPage_GetObject, raw), count, IDENTITY, 0):
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(item, matrix, sheet, drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _read_picture(item, matrix, sheet, drawing)
    drawing.lines += dotted_lines(drawing.dots)
    area = max(sheet.width * sheet.height, 1.0)
    covered = sum((right - left) * (bottom - top) for left, top, right, bottom in drawing.pictures)
    return Paths(
        tuple(_rule(line, horizontal=True) for line in drawing.lines if _is_horizontal(line)),
        tuple(_rule(line, horizontal=False) for line in drawing.lines if not _is_horizontal(line)),
        tuple(drawing.fills),
        min(1.0, covered / area),
    )


def _objects(get: Callable[[int], Any], count: int, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    """Every object that is no text, forms opened, with the matrix of the form it is in."""
    for index in range(count):
        item = get(index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        if kind != pdfium.FPDF_PAGEOBJ_FORM:
            yield item, kind, matrix
        elif depth < MAX_DEPTH:
            inner = _times(_matrix(item), matrix)
            members = pdfium.FPDFFormObj_CountObjects(item)
            yield from _objects(partial(pdfium.FPDFFormObj_GetObject, item), members, inner, depth + 1)


def _matrix(item: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _shown(matrix: Matrix, sheet: Sheet, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    x, y = a * x + c * y + e, b * x + d * y + f
    return sheet.ax * x + sheet.bx * y + sheet.cx, sheet.ay * x + sheet.by * y + sheet.cy


def _bounds(item: Any, matrix: Matrix, sheet: Sheet) -> Area:
    left, bottom, right, top = (ctypes.c_float() for _side in range(4))
    pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return _area(_shown(matrix, sheet, left.value, bottom.value), _shown(matrix, sheet, right.value, top.value))


def _area(first: tuple[float, float], second: tuple[float, float]) -> Area:
    x0, x1 = sorted((first[0], second[0]))
    y0, y1 = sorted((first[1], second[1]))
    return x0, y0, x1, y1


def _read_picture(item: Any, matrix: Matrix, sheet: Sheet, drawing: _Drawing) -> None:
    """A picture one or two points thin is a ruling line."""
    area = _bounds(item, matrix, sheet)
    (drawing.lines if _is_thin(area) else drawing.pictures).append(area)


def _read_path(item: Any, matrix: Matrix, sheet: Sheet, drawing: _Drawing) -> None:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, filled, stroked)
    shade = _shade(item, stroked=bool(stroked.value), filled=bool(filled.value))
    if shade is None:
        return
    segments = pdfium.FPDFPath_CountSegments(item)
    bounds = _bounds(item, matrix, sheet)
    if segments <= 6 and _is_thin(bounds):
        if shade < WHITE:
            drawing.lines.append(bounds)
        return
    if segments == 2:
        return
    if _is_dot(bounds):
        if shade < WHITE:
            drawing.dots.append(bounds)
        return
    pieces = [bounds] if segments <= 6 and not stroked.value else list(_pieces(item, matrix, sheet, segments))
    for area in pieces:
        _add_piece(area, shade, filled=bool(filled.value), stroked=bool(stroked.value), drawing=drawing)


def _add_piece(area: Area, shade: float, *, filled: bool, stroked: bool, drawing: _Drawing) -> None:
    if _is_thin(area):
        if shade < WHITE:
            drawing.lines.append(area)
        return
    if _is_dot(area):
        if shade < WHITE:
            drawing.dots.append(area)
        return
    left, top, right, bottom = area
    if filled and shade < WHITE:
        drawing.fills.append(Fill(left, top, right, bottom, shade))
    if stroked:
        drawing.lines += [
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ]


def _pieces(item: Any, matrix: Matrix, sheet: Sheet, count: int) -> Iterator[Area]:
    """The bounding area of each subpath; an open one gives its straight upright segments."""
    matrix = _times(_matrix(item), matrix)
    points: list[tuple[float, float]] = []
    for index in range(min(count, MAX_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            yield from _subpath(points)
            points = []
        points.append(_shown(matrix, sheet, x.value, y.value))
    yield from _subpath(points)


def _subpath(points: list[tuple[float, float]]) -> Iterator[Area]:
    if len(points) < 2:
        return
    around = _area(
        (min(x for x, _y in points), min(y for _x, y in points)),
        (max(x for x, _y in points), max(y for _x, y in points)),
    )
    if (4 <= len(points) <= 5 and _is_rectangle(points)) or (len(points) > 3 and _is_dot(around)):
        yield around
        return
    for first, second in itertools.pairwise(points):
        area = _area(first, second)
        if _is_thin(area):
            yield area


def _is_rectangle(points: list[tuple[float, float]]) -> bool:
    return all(
        abs(first[0] - second[0]) < 0.5 or abs(first[1] - second[1]) < 0.5
        for first, second in itertools.pairwise(points)
    )


def _shade(item: Any, *, stroked: bool, filled: bool) -> float | None:
    """How light the path is, 0 black … 1 white on paper; None for one that leaves no trace."""
    if not (stroked or filled):
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _part in range(4))
    if filled:
        pdfium.FPDFPageObj_GetFillColor(item, red, green, blue, alpha)
    else:
        pdfium.FPDFPageObj_GetStrokeColor(item, red, green, blue, alpha)
    light = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    return 1 - (1 - light) * alpha.value / 255


def _is_horizontal(area: Area) -> bool:
    return area[2] - area[0] >= area[3] - area[1]


def _is_thin(area: Area) -> bool:
    """A line: thin, and longer than it is thick."""
    short, long = sorted((area[2] - area[0], area[3] - area[1]))
    return short <= THIN and long >= MIN_LENGTH and long > 1.5 * short


def _is_dot(area: Area) -> bool:
    return area[2] - area[0] <= THIN and area[3] - area[1] <= THIN


def dotted_lines(dots: list[Area]) -> list[Area]:
    """Lines drawn dot by dot: several dots of one size at even distances, side by side or one above the other."""
    turned = [(top, left, bottom, right) for left, top, right, bottom in dots]
    upright = [(left, top, right, bottom) for top, left, bottom, right in _dot_runs(turned)]
    found = [*_dot_runs(dots), *upright]
    return found if len(found) <= MAX_DOTTED else []


def _dot_runs(dots: list[Area]) -> list[Area]:
    """Runs of dots at one height, as the areas that they cover. Dots drawn over one another count once."""
    runs: list[list[Area]] = []
    for dot in sorted(dots, key=lambda dot: (round(dot[1] * 2), dot[0])):
        last = runs[-1][-1] if runs else None
        if last is None or abs(dot[1] - last[1]) > 0.5 or not _follows(last, dot):
            runs.append([dot])
        elif dot[0] >= last[2] - 0.1:
            runs[-1].append(dot)
    return [(run[0][0], run[0][1], run[-1][2], run[-1][3]) for run in runs if len(run) >= FEWEST_DOTS]


def _follows(last: Area, dot: Area) -> bool:
    """Begins on the last dot or up to three dots after it."""
    return last[0] <= dot[0] <= last[2] + max(DOT_GAP, 3 * (dot[2] - dot[0]))


def _rule(area: Area, *, horizontal: bool) -> Rule:
    left, top, right, bottom = area
    return Rule((top + bottom) / 2, left, right) if horizontal else Rule((left + right) / 2, top, bottom)
