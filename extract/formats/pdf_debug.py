"""What the program saw, drawn over each page: tables and how they were found, cells and roles, joins, margins."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from extract.document import Box, Cell, Document, Table
from extract.formats.pdf_open import open_pdf

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

SCALE = 2.0
COLOURS = {"rules": "#1a7f37", "shading": "#0969da", "alignment": "#bf8700", "scan": "#8250df"}
UNSURE, MARGIN, TEXT = "#d1242f", "#8c959f", "#54aeff"
ROW_COLOURS = {"header": "#0969da", "section": "#8250df", "subtotal": "#bf8700", "total": "#bf3989", "note": "#8c959f"}


def debug_images(path: Path, document: Document, folder: Path) -> Iterator[Path]:
    """Write one PNG for each page of a PDF into `folder`, and give its path as soon as it is there."""
    from PIL import ImageDraw

    folder.mkdir(parents=True, exist_ok=True)
    with open_pdf(path) as file:
        for number in range(len(file)):
            page = file.document[number]
            picture = page.render(scale=SCALE).to_pil().convert("RGB")
            page.close()
            _draw_page(ImageDraw.Draw(picture), document, number)
            target = folder / f"{path.stem}-{number + 1:04d}.png"
            picture.save(target)
            yield target


def _draw_page(canvas: "ImageDraw", document: Document, number: int) -> None:
    for paragraph in (*document.paragraphs, *document.margins):
        where = paragraph.location
        if where.page == number and where.box is not None:
            _frame(canvas, where.box, MARGIN if paragraph in document.margins else TEXT, 1)
    for table in document.tables:
        cells = [cell for cell in table.cells if cell.page == number and cell.box is not None]
        for cell in cells:
            _draw_cell(canvas, table, cell)
        if cells:
            _draw_name(canvas, table, cells, number)


def _draw_cell(canvas: "ImageDraw", table: Table, cell: Cell) -> None:
    assert cell.box is not None
    kind = table.rows[cell.row].kind if cell.row < len(table.rows) else "body"
    colour = UNSURE if cell.confidence < 0.8 else ROW_COLOURS.get(kind, COLOURS.get(table.found_by, TEXT))
    _frame(canvas, cell.box, colour, 2)


def _draw_name(canvas: "ImageDraw", table: Table, cells: list[Cell], number: int) -> None:
    """Number, how found, how sure, the roles of the columns; an arrow where the table comes from another page."""
    boxes = [cell.box for cell in cells if cell.box is not None]
    left, top = min(box.x0 for box in boxes), min(box.top for box in boxes)
    joined = "-> " if table.location.page != number else ""
    roles = " ".join(column.role for column in table.columns)
    text = f"{joined}table {table.index + 1}: {table.found_by} {table.confidence:.2f} {roles}"
    canvas.text((left * SCALE, top * SCALE - 12), text, fill=COLOURS.get(table.found_by, TEXT))


def _frame(canvas: "ImageDraw", box: Box, colour: str, width: int) -> None:
    corners = (box.x0 * SCALE, box.top * SCALE, max(box.x1, box.x0) * SCALE, max(box.bottom, box.top) * SCALE)
    canvas.rectangle(corners, outline=colour, width=width)
