"""PDFs made on the spot: pages drawn with reportlab, text in a font that every reader has."""

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
Grid = Sequence[Sequence[str]]


def draw(path: Path, *pages: Callable[[Canvas], None], **options: object) -> Path:
    """A file of pages, each drawn by a function."""
    canvas = Canvas(str(path), pagesize=A4, **options)
    for page in pages:
        canvas.setFont("Helvetica", 10)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def ruled(canvas: Canvas, grid: Grid, top: float, *, left: float = 60, widths: Sequence[float] = (60, 220, 80)) -> None:
    """A table with full rules whose first row is `top` points from the top of the page."""
    xs = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
    ys = [HEIGHT - top - 20 * index for index in range(len(grid) + 1)]
    canvas.grid(xs, ys)
    texts(canvas, grid, top, left=left, widths=widths)


def texts(canvas: Canvas, grid: Grid, top: float, *, left: float = 60, widths: Sequence[float] = (60, 220, 80)) -> None:
    """The same table without any line."""
    for row, cells in enumerate(grid):
        for column, text in enumerate(cells):
            canvas.drawString(left + sum(widths[:column]) + 4, HEIGHT - top - 20 * row - 14, text)


def lines(canvas: Canvas, top: float, *rows: str, left: float = 60, step: float = 14) -> None:
    for index, row in enumerate(rows):
        canvas.drawString(left, HEIGHT - top - step * index, row)


def body(start: int, count: int) -> list[list[str]]:
    return [[str(number), f"Name of the row {number}", str(number * 7)] for number in range(start, start + count)]
