"""What a file says and where: every reader yields a `Document`, whatever the format.

Rows, columns, blocks and pages count from 0 (a page is shown to people from 1). All values are immutable.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from normalize.periods import Period

ParagraphStyle = Literal["title", "heading", "list_item", "caption", "body", "footnote"]
RowKind = Literal["header", "body", "section", "subtotal", "total", "note"]
ColumnRole = Literal["ordinal", "key", "value", "share", "text"]
Genre = Literal["analytic_report", "plan", "decree", "conference", "statistical_report", "other"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Location:
    """Enough to show the source: block; for a cell its table, row and column (in the grid with spans
    filled, header included); for prose the character span in the block's text; for PDF page and box."""

    block: int
    table: int | None = None
    row: int | None = None
    column: int | None = None
    start: int | None = None
    end: int | None = None
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file a document was read from."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None
    converted_from: str | None = None
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text. `label` is its list number as printed («1.», «а)»), never part of `text`.

    `centered` and `bold` (all of it) are layout hints for recognising titles. `marks` are footnote marks with
    their offset in `text`. `confidence` < 1 was read unsurely."""

    text: str
    location: Location
    style: ParagraphStyle = "body"
    label: str | None = None
    centered: bool = False
    bold: bool = False
    level: int | None = None
    marks: tuple[tuple[int, str], ...] = ()
    confidence: float = 1.0


@dataclass(slots=True, unsafe_hash=True)
class Cell:
    """A cell given once, at its top left; a blank cell is a cell. Lines inside are joined by ``\\n``.

    `marks` are footnote marks printed in superscript («1)»), not in `text`. `confidence` < 1 was read unsurely.
    An automatic list number is at the head of `text` («1.»), as it is printed. Not frozen, though nobody changes one: a
    document has thousands, and making a frozen one takes three times as long."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    marks: tuple[str, ...] = ()
    confidence: float = 1.0
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: its header path from top to bottom, its role, and what its header states."""

    header: tuple[str, ...] = ()
    role: ColumnRole = "text"
    unit: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What a row is; `section` is the title of the section it stands in."""

    kind: RowKind = "body"
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A rectangular grid with spans. Readers fill the grid, `extract.tables` fills the rest.

    `cells` are in row-major order and tile the grid exactly. `found_by` says how the grid was found
    («docx», «rules», «shading», «alignment», «scan» …)."""

    index: int
    cells: tuple[Cell, ...]
    n_rows: int
    n_columns: int
    location: Location
    header_rows: int = 0
    number: str | None = None
    caption: str | None = None
    unit: str | None = None
    period: Period | None = None
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    parent: Location | None = None
    found_by: str = "docx"
    confidence: float = 1.0

    def grid(self) -> list[list[Cell]]:
        """`n_rows` × `n_columns`, a spanning cell repeated in every place that it covers."""
        blank = Cell("", 0, 0)
        filled = [[blank] * self.n_columns for _ in range(self.n_rows)]
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rowspan):
                for column in range(cell.column, cell.column + cell.colspan):
                    filled[row][column] = cell
        return filled

    def cells_by_row(self) -> list[list[Cell]]:
        """Cells that start in each row, left to right."""
        rows: list[list[Cell]] = [[] for _ in range(self.n_rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows

    def locate(self, cell: Cell) -> Location:
        """Where `cell` of this table stands."""
        return Location(self.location.block, self.index, cell.row, cell.column, page=cell.page, box=cell.box)


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """What could not be read surely. `code` is one of the documented list, `message` is for people."""

    code: str
    message: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself."""

    genre: Genre = "other"
    title: str | None = None
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    signatory: str | None = None
    approved_by: str | None = None
    period: Period | None = None
    place: str | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """One source file's content: blocks in reading order, each knowing its place."""

    source: Source
    blocks: tuple[Block, ...]
    margins: tuple[Paragraph, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    warnings: tuple[ReadingWarning, ...] = ()

    @property
    def tables(self) -> list[Table]:
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def paragraphs(self) -> list[Paragraph]:
        return [block for block in self.blocks if isinstance(block, Paragraph)]

    def text(self) -> Iterator[str]:
        """Text of every block in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            else:
                yield from (cell.text for cell in block.cells)
