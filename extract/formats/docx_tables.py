"""Tables of a .docx: rows and cells as written, then the cells of a rectangular grid with spans.

Each element is visited once; neither spans nor merged columns make the work more than linear."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from extract.document import Cell
from extract.formats.docx_grid import Merge, RawCell, RawRow, on_one_grid
from extract.formats.docx_plain import PLAIN_CELL
from extract.formats.docx_remarks import Remarks
from extract.formats.docx_xml import MC, VAL, W, chosen, flag, is_on, value, whole
from extract.safety import LIMITS, check_grid

TABLE = W + "tbl"
_ROWS, _CELLS = frozenset({W + "tr"}), frozenset({W + "tc", PLAIN_CELL})
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_ALTERNATE = MC + "AlternateContent"
_CELL_PROPERTIES, _SPAN, _V_MERGE, _H_MERGE = W + "tcPr", W + "gridSpan", W + "vMerge", W + "hMerge"
_ROW_PROPERTIES, _NUMBERS = W + "trPr", W + "numPr"
_CELL_MERGE, _CELL_DELETED = W + "cellMerge", W + "cellDel"


@dataclass(frozen=True, slots=True)
class Grid:
    """A rectangular grid: cells in row-major order that tile it exactly."""

    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    header_rows: int


# What a cell shows: its text and its footnote marks.
Shown = tuple[str, tuple[str, ...]]


@dataclass(slots=True)
class _Growing:
    """A cell of the grid that cells below may still continue."""

    row: int
    start: int
    end: int
    text: str
    marks: tuple[str, ...]
    rowspan: int = 1


ReadCell = Callable[[Element, int, int], Shown]


def read_grid(table: Element, read_cell: ReadCell, remarks: Remarks) -> Grid | None:
    """The grid of a ``w:tbl``; None when it has no cell.

    `read_cell` is called with each cell that is numbered or not plain, its row and its column, in the order of the document."""
    raw = [row for element in _inside(table, _ROWS) if (row := _read_row(element, remarks)) is not None]
    widths = [whole(column.get(W + "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    check_grid(len(raw), max((row.cells[-1].end + row.after for row in raw if row.cells), default=0))
    rows, n_columns = on_one_grid(raw, widths[: LIMITS.columns])
    if n_columns < 1:
        return None
    check_grid(len(rows), n_columns)
    cells = list(_cells(rows, n_columns, read_cell))
    if any(cell.merge != "none" for row in rows for cell in row.cells):
        cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(tuple(cells), len(rows), n_columns, _leading_headers(rows))


def _inside(parent: Element, tags: frozenset[str]) -> Iterator[Element]:
    """Rows of a table or cells of a row, those inside content controls included."""
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tags)
        elif child.tag == _ALTERNATE:
            yield from next((found for found in ([*_inside(branch, tags)] for branch in chosen(child)) if found), ())


def _row_left_out(properties: Element, remarks: Remarks) -> bool:
    if properties.find(W + "del") is not None:
        remarks.add("tracked_changes")
        return True
    if properties.find(W + "ins") is not None:
        remarks.add("tracked_changes")
    if flag(properties, "hidden"):
        remarks.add("hidden_text")
        return True
    return False


def _read_row(row: Element, remarks: Remarks) -> RawRow | None:
    """The row; None when it is hidden or a tracked change removed it."""
    properties = row.find(_ROW_PROPERTIES)
    column, after, header = 0, 0, False
    if properties is not None and len(properties):
        if _row_left_out(properties, remarks):
            return None
        column, after, header = _row_properties(properties)
    cells: list[RawCell] = []
    for element in _inside(row, _CELLS):
        cell = _read_cell(element, column) if len(element) else RawCell(element, column, column + 1)
        if cell is None:
            remarks.add("tracked_changes")
            continue
        column = cell.end
        if cell.joined and cells:
            cells[-1] = cells[-1]._replace(end=cell.end)
        else:
            cells.append(cell)
    return RawRow(tuple(cells), after, header)


def _row_properties(properties: Element) -> tuple[int, int, bool]:
    """Columns left free before and after the cells, and whether the row is a header."""
    before, after = (max(whole(value(properties, name)), 0) for name in ("gridBefore", "gridAfter"))
    return before, after, bool(flag(properties, "tblHeader"))


def _read_cell(element: Element, column: int) -> RawCell | None:
    """The cell at `column`; None when a tracked change removed it."""
    span, joined = 1, False
    merge: Merge = "none"
    properties = element.find(_CELL_PROPERTIES)
    for child in () if properties is None else properties:
        tag = child.tag
        if tag == _SPAN:
            span = max(whole(child.get(VAL), 1), 1)
        elif tag == _V_MERGE:
            merge = "start" if child.get(VAL) == "restart" else "continue"
        elif tag == _H_MERGE:
            joined = child.get(VAL) != "restart"
        elif tag == _CELL_MERGE:
            merge = "continue" if child.get(W + "vMerge") == "cont" else "start"
        elif tag == _CELL_DELETED and is_on(child):
            return None
    return RawCell(element, column, column + span, merge, joined)


def _cells(rows: Iterable[RawRow], n_columns: int, read_cell: ReadCell) -> Iterator[Cell]:
    open_above: dict[int, _Growing] = {}
    for number, row in enumerate(rows):
        open_here: dict[int, _Growing] = {}
        edge = 0
        for element, start, end, merge, _joined in row.cells:
            if edge < start:
                yield from _blanks(number, edge, start)
            edge = end
            above = open_above.get(start) if merge == "continue" else None
            if above is not None and above.end == end:
                above.rowspan += 1
                open_here[start] = above
                continue
            is_plain = element.tag == PLAIN_CELL and (not len(element) or element.find(_NUMBERS) is None)
            text, marks = ((element.text or "").strip(), ()) if is_plain else read_cell(element, number, start)
            if merge == "none":
                yield Cell(text, number, start, 1, end - start, marks)
            else:
                open_here[start] = _Growing(number, start, end, text, marks)
        if edge < n_columns:
            yield from _blanks(number, edge, n_columns)
        yield from (_finished(cell) for start, cell in open_above.items() if open_here.get(start) is not cell)
        open_above = open_here
    yield from map(_finished, open_above.values())


def _blanks(row: int, start: int, end: int) -> Iterator[Cell]:
    """Places that the row leaves free: a blank cell is a cell."""
    return (Cell("", row, column) for column in range(start, end))


def _finished(cell: _Growing) -> Cell:
    return Cell(cell.text, cell.row, cell.start, cell.rowspan, cell.end - cell.start, cell.marks)


def _leading_headers(rows: Iterable[RawRow]) -> int:
    count = 0
    for row in rows:
        if not row.header:
            break
        count += 1
    return count
