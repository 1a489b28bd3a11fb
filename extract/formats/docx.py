"""Reading .docx (also .docm, .dotx, strict OOXML): one walk over the XML of the body, in the order of the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extract.document import Block, Document, Location, Paragraph, ParagraphStyle, Source, Table
from extract.formats.docx_inline import Context, Inline
from extract.formats.docx_notes import Note, Notes
from extract.formats.docx_numbering import Numbering
from extract.formats.docx_plain import PLAIN_CELL, shortened
from extract.formats.docx_remarks import Remarks
from extract.formats.docx_styles import ParagraphLook, Styles, direct_numbering, is_hidden, parse_styles
from extract.formats.docx_tables import TABLE, Grid, Shown, read_grid
from extract.formats.docx_xml import MC, R, W, chosen, flag
from extract.formats.ooxml import Package
from extract.labels import split_label
from extract.marks import Marked
from extract.safety import check_grid, check_nesting
from messages import _
from messages.errors import DamagedFile

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PARAGRAPH, _ALTERNATE = W + "p", MC + "AlternateContent"
_PROPERTIES, _MARK, _REMOVED = W + "pPr", W + "rPr", frozenset({W + "del", W + "moveFrom"})
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_EMBEDDED = frozenset({W + "altChunk", W + "subDoc"})
_LONGEST_HEADING = 300
IN_MARGIN = -1


class Line(NamedTuple):
    """A paragraph read, before it has a place."""

    text: str
    style: ParagraphStyle = "body"
    label: str | None = None
    centered: bool = False
    bold: bool = False
    level: int | None = None
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def printed(self) -> str:
        """The text with its list label, as it is seen in a cell."""
        return f"{self.label} {self.text}".strip() if self.label else self.text


@dataclass(frozen=True, slots=True)
class NestedTable:
    """A table inside a cell of another, with the cell's place."""

    row: int
    column: int
    content: "TableContent"


@dataclass(frozen=True, slots=True)
class TableContent:
    """A table read, before it has a place."""

    grid: Grid
    nested: tuple[NestedTable, ...]


Content = Line | TableContent


def read_docx(path: Path, sha256: str) -> Document:
    """Read the document at `path`. Raises `DamagedFile`, `HostileFile`, `PasswordProtected`."""
    with Package(path) as package:
        return _document(package, Source(path.name, sha256, MEDIA_TYPE))


def _document(package: Package, source: Source) -> Document:
    part = package.main_part("word/document.xml")
    walker = _Walker(package, part)
    root = package.xml(part, lambda data: shortened(data, walker.styles))
    body = None if root is None else root.find(W + "body")
    if root is None or body is None:
        raise DamagedFile(detail=_("its main part has no body"))
    blocks = tuple(_placed(walker, body))
    margins = tuple(_margins(walker, package, part, root))
    return Document(source, blocks, margins, warnings=walker.remarks.warnings())


class _Walker:
    """Walks blocks, keeping what runs through a document: list counts, notes, remarks."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        name = package.related(part, "styles")
        self.styles = parse_styles(package.data(name) or b"") if name else Styles(None)
        self.notes = Notes(package, part)
        self.remarks = Remarks()
        self._context = Context(self.styles, self.notes, self.remarks)
        self._depth = 0
        self._n_cells = 0

    @cached_property
    def numbering(self) -> Numbering:
        """The lists of the document, read when the first of them is met."""
        return Numbering(self._package.related_xml(self._part, "numbering"), self.styles)

    @cached_property
    def tells_even_pages(self) -> bool:
        """Whether even pages have headers and footers of their own."""
        return bool(flag(self._package.related_xml(self._part, "settings"), "evenAndOddHeaders"))

    def content(self, parent: Element) -> Iterator[Content]:
        """Paragraphs and tables of a body, cell, box, note or margin; blank paragraphs are dropped."""
        carried: Inline | None = None
        for element in self._blocks(parent):
            if element.tag == TABLE:
                if carried is not None:
                    yield from self._paragraph(carried, ParagraphLook(), None)
                    carried = None
                yield from self._table(element)
                continue
            properties = element.find(_PROPERTIES)
            look = self.styles.paragraph_look(properties)
            inline = carried or Inline(self._context)
            inline.read(element, look.run)
            carried = inline if self._mark_removed(properties) else None
            if carried is None:
                yield from self._paragraph(inline, look, properties)
        if carried is not None:
            yield from self._paragraph(carried, ParagraphLook(), None)

    def _blocks(self, parent: Element) -> Iterator[Element]:
        """Paragraphs and tables under `parent`, those inside content controls and accepted changes included."""
        for child in parent:
            tag = child.tag
            if tag in (_PARAGRAPH, TABLE):
                yield child
            elif tag in _WRAPPERS:
                yield from self._blocks(child)
            elif tag == _ALTERNATE:
                found = ([*self._blocks(branch)] for branch in chosen(child))
                yield from next((blocks for blocks in found if blocks), ())
            elif tag in _EMBEDDED:
                self.remarks.add("embedded_object")

    def _mark_removed(self, properties: Element | None) -> bool:
        """Whether a tracked change joined the paragraph to the next one."""
        mark = None if properties is None else properties.find(_MARK)
        if mark is None or not any(change.tag in _REMOVED for change in mark):
            return False
        self.remarks.add("tracked_changes")
        return True

    def _paragraph(self, inline: Inline, look: ParagraphLook, properties: Element | None) -> Iterator[Content]:
        marked = inline.marked()
        text = marked.text.strip()
        numbered = None
        if look.numbering is not None and not _invisible(text, inline, properties):
            numbered = self.numbering.next(look.numbering, look.style)
        label, level = numbered if numbered is not None else (None, look.outline)
        if text or (label and not inline.boxes):
            yield Line(
                text,
                look.role or ("heading" if look.outline is not None and look.outline < 9 else "body"),
                label,
                bool(look.centered),
                inline.bold,
                level,
                _shifted(marked) if marked.marks else (),
            )
        for box in inline.boxes:
            yield from self._inside(box)

    def _inside(self, parent: Element) -> Iterator[Content]:
        self._depth += 1
        check_nesting(self._depth)
        yield from self.content(parent)
        self._depth -= 1

    def _table(self, element: Element) -> Iterator[TableContent]:
        nested: list[NestedTable] = []

        def read_cell(cell: Element, row: int, column: int) -> Shown:
            if cell.tag == PLAIN_CELL:
                return self._numbered_cell(cell).printed, ()
            lines: list[Line] = []
            for item in self.content(cell):
                if isinstance(item, Line):
                    lines.append(item)
                else:
                    nested.append(NestedTable(row, column, item))
            return _shown(lines)

        self._depth += 1
        check_nesting(self._depth)
        grid = read_grid(element, read_cell, self.remarks)
        self._depth -= 1
        if grid is not None:
            check_grid(grid.n_rows, grid.n_columns, before=self._n_cells)
            self._n_cells += grid.n_rows * grid.n_columns
            yield TableContent(grid, tuple(nested))

    def _numbered_cell(self, cell: Element) -> Line:
        reference = direct_numbering(cell)
        numbered = None if reference is None else self.numbering.next(reference, None)
        return Line((cell.text or "").strip(), label=numbered.label if numbered else None)

    def note(self, note: Note) -> Iterator[Line]:
        """The paragraphs of a note, the first labelled with its mark; tables in it become lines."""
        label = note.mark
        for line in flattened(self.content(note.element)):
            first_mark = line.marks[0][1] if line.marks and line.marks[0][0] == 0 else None
            yield Line(line.text, "footnote", label or first_mark or line.label, level=line.level)
            label = None


def _shifted(marked: Marked) -> tuple[tuple[int, str], ...]:
    """The marks with their offsets in the text without the white space around it."""
    text = marked.text.strip()
    lead = len(marked.text) - len(marked.text.lstrip())
    return tuple((min(max(at - lead, 0), len(text)), mark) for at, mark in marked.marks)


def _shown(lines: list[Line]) -> Shown:
    if len(lines) == 1 and not lines[0].marks:
        return lines[0].printed, ()
    return "\n".join(line.printed for line in lines), tuple(mark for line in lines for _at, mark in line.marks)


def _invisible(text: str, inline: Inline, properties: Element | None) -> bool:
    """Whether the paragraph is hidden together with its mark: Word does not count it."""
    mark = None if properties is None else properties.find(_MARK)
    return not text and not inline.boxes and mark is not None and is_hidden(mark)


def flattened(items: Iterator[Content]) -> Iterator[Line]:
    """Lines, with the cells of tables as lines of their own."""
    for item in items:
        if isinstance(item, Line):
            yield item
        else:
            yield from (Line(cell.text) for cell in item.grid.cells if cell.text)
            yield from flattened(iter([nested.content for nested in item.nested]))


def _placed(walker: _Walker, body: Element) -> Iterator[Block]:
    """Blocks of the body with their places; notes follow the block that refers to them."""
    block = tables = 0
    for item in walker.content(body):
        if isinstance(item, Line):
            yield _paragraph(item, block)
            block += 1
        else:
            for table in _tables(item, block, tables):
                yield table
                block, tables = block + 1, tables + 1
        for note in walker.notes.drain():
            for line in walker.note(note):
                yield _paragraph(line, block)
                block += 1
        walker.remarks.here = block


def _tables(content: TableContent, block: int, index: int, parent: Location | None = None) -> Iterator[Table]:
    """A table and after it those nested in its cells, numbered from `block` and `index` on."""
    grid = content.grid
    yield Table(index, grid.cells, grid.n_rows, grid.n_columns, Location(block, index), grid.header_rows, parent=parent)
    count = 1
    for nested in content.nested:
        anchor = Location(block, index, nested.row, nested.column)
        for table in _tables(nested.content, block + count, index + count, anchor):
            yield table
            count += 1


def _paragraph(line: Line, block: int) -> Paragraph:
    label, text, marks = line.label, line.text, line.marks
    if label is None and marks and marks[0][0] == 0:
        label, marks = marks[0][1], marks[1:]
        line = line._replace(style="footnote")
    elif label is None and line.style in ("body", "heading"):
        label, text = split_label(line.text)
        cut = len(line.text) - len(text)
        marks = tuple((max(at - cut, 0), mark) for at, mark in marks)
    style = _style(line, label, text)
    return Paragraph(text, Location(block), style, label, line.centered, line.bold, line.level, marks)


def _style(line: Line, label: str | None, text: str) -> ParagraphStyle:
    if line.style != "body":
        return line.style
    if line.centered and line.bold and len(text) <= _LONGEST_HEADING:
        return "heading"
    return "list_item" if label else "body"


def _margins(walker: _Walker, package: Package, part: str, root: Element) -> Iterator[Paragraph]:
    """Paragraphs of the headers and footers that are shown, each part once."""
    relations = package.relations(part)
    seen: set[str] = set()
    for section in root.iter(W + "sectPr"):
        for kind in ("header", "footer"):
            for reference in section.iterfind(f"{W}{kind}Reference"):
                relation = relations.get(reference.get(R + "id", ""))
                if relation is None or relation.target in seen or not _is_shown(reference, section, walker):
                    continue
                seen.add(relation.target)
                margin = package.xml(relation.target)
                lines = flattened(walker.content(margin)) if margin is not None else ()
                yield from (_paragraph(line, IN_MARGIN) for line in lines)


def _is_shown(reference: Element, section: Element, walker: _Walker) -> bool:
    match reference.get(W + "type"):
        case "first":
            return bool(flag(section, "titlePg"))
        case "even":
            return walker.tells_even_pages
        case _:
            return True
