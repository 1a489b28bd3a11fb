"""Pages to blocks: tables and paragraphs that run over pages are put together, margins set aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.document import Block, Cell, Location, Paragraph, ReadingWarning, Table
from extract.formats import pdf_text
from extract.formats.pdf_cells import join_lines
from extract.formats.pdf_grid import GridCell, PageTable
from extract.formats.pdf_layout import PageLayout
from extract.formats.pdf_lines import Line
from extract.formats.pdf_margins import margin_lines
from extract.formats.pdf_overleaf import reaches_foot, rows_overleaf
from extract.formats.pdf_pages import continued
from extract.formats.pdf_seams import with_foot, with_head
from extract.formats.pdf_text import Draft, Measure
from extract.formats.pdf_vocabulary import Vocabulary
from messages import _

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
Item = Draft | PageTable
PICTURE = 0.3


@dataclass(slots=True)
class Assembly:
    """The blocks so far. `open_table`: a table that reached the end of its page and may go on."""

    pages: Sequence[PageLayout]
    vocabulary: Vocabulary
    margins: list[Paragraph] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    _items: list[Item] = field(default_factory=list)

    @staticmethod
    def of(pages: Sequence[PageLayout]) -> "Assembly":
        return Assembly(pages, Vocabulary(_words(pages)))

    def document(self) -> tuple[list[Block], list[Paragraph], list[ReadingWarning]]:
        """Blocks, margins, warnings."""
        aside = margin_lines(self.pages)
        before: Measure | None = None
        for page in self.pages:
            body = self._with_cut_row([item for item in page.items if id(item) not in aside])
            body = self._with_rows(page, body)
            self.margins += [_margin(line, page.number) for line in page.lines if id(line) in aside]
            self.margins += [_margin(line, page.number) for line in page.stamps]
            self._warn_about(page)
            if body:
                before = self._add_page(page, body, before)
        return self._blocks(), self.margins, self.warnings

    def _add_page(self, page: PageLayout, body: Sequence[Line | PageTable], before: Measure | None) -> Measure:
        margins = pdf_text.measure([item for item in body if isinstance(item, Line)], page.width)
        last: Line | None = None
        for index, item in enumerate(body):
            if isinstance(item, PageTable):
                self._add_table(item, first=index == 0)
                last = None
                continue
            if last is None:
                self._first_line(item, page, margins, before if index == 0 else None)
            elif pdf_text.starts_paragraph(last, item, margins):
                self._new_paragraph(item, page, margins)
            else:
                self._open_draft().lines.append(item)
            last = item
        return margins

    def _with_cut_row(self, body: Sequence[Line | PageTable]) -> Sequence[Line | PageTable]:
        """Lines at the head of the page that go on with the last row of the table before, given to the table below."""
        before = self._items[-1] if self._items else None
        place = next((index for index, item in enumerate(body) if isinstance(item, PageTable)), 0)
        table = body[place] if place else None
        if not isinstance(before, PageTable) or not isinstance(table, PageTable):
            return body
        longer = with_head([item for item in body[:place] if isinstance(item, Line)], table)
        return body if longer is None or continued(before, longer) is None else [longer, *body[place + 1 :]]

    def _with_rows(self, page: PageLayout, body: Sequence[Line | PageTable]) -> Sequence[Line | PageTable]:
        """Lines at the head of the page that are the last rows of the table before, made a table."""
        before = self._items[-1] if self._items else None
        place = next((index for index, item in enumerate(body) if isinstance(item, PageTable)), len(body))
        lines = [item for item in body[:place] if isinstance(item, Line)]
        if not isinstance(before, PageTable) or not lines:
            return body
        if not reaches_foot(before, page.number - 1, self.pages[page.number - 1].height):
            return body
        found = rows_overleaf(lines, before, page.number, page.separators)
        if found is None or continued(before, found[0]) is None:
            return body
        return [found[0], *body[found[1] :]]

    def _open_draft(self) -> Draft:
        draft = self._items[-1]
        assert isinstance(draft, Draft)
        return draft

    def _new_paragraph(self, line: Line, page: PageLayout, margins: Measure) -> None:
        self._items.append(Draft([line], page.number, pdf_text.is_centred(line, margins)))

    def _first_line(self, line: Line, page: PageLayout, margins: Measure, before: Measure | None) -> None:
        """The first line of a page, or after a table."""
        open_item = self._items[-1] if self._items else None
        if (
            before is not None
            and isinstance(open_item, Draft)
            and pdf_text.continues_over(open_item.lines[-1], line, margins, before)
        ):
            open_item.lines.append(line)
        else:
            self._new_paragraph(line, page, margins)

    def _add_table(self, table: PageTable, *, first: bool) -> None:
        """A table at the head of a page may go on with the one at the foot of the page before."""
        if first:
            self._take_foot(table)
        open_item = self._items[-1] if self._items else None
        joined = continued(open_item, table) if first and isinstance(open_item, PageTable) else None
        if joined is None:
            self._items.append(table)
            return
        self._items[-1] = joined.table
        if joined.cut_row:
            place = Location(block=len(self._items) - 1, page=table.page)
            message = _("A row cut by the top of page {page} was joined with the row before.", page=table.page + 1)
            self.warnings.append(ReadingWarning("joined_row", message, place))

    def _take_foot(self, table: PageTable) -> None:
        """Lines between a table and the foot of its page, where it goes on overleaf, are rows of it."""
        place = next((at for at in reversed(range(len(self._items))) if isinstance(self._items[at], PageTable)), None)
        if place is None:
            return
        before, drafts = self._items[place], [item for item in self._items[place + 1 :] if isinstance(item, Draft)]
        assert isinstance(before, PageTable)
        if any(draft.page != table.page - 1 for draft in drafts):
            return
        longer = with_foot([draft.lines for draft in drafts], before)
        if longer is not None and continued(longer, table) is not None:
            self._items[place:] = [longer]

    def _warn_about(self, page: PageLayout) -> None:
        place = Location(block=len(self._items), page=page.number)
        if page.rubbish:
            message = _(
                "The text of page {page} is not readable (its fonts do not say their letters).", page=page.number + 1
            )
            self.warnings.append(ReadingWarning("rubbish_text_layer", message, place))
        elif not page.items and page.pictures > PICTURE:
            message = _("Page {page} is a picture without text: it was not read.", page=page.number + 1)
            self.warnings.append(ReadingWarning("page_without_text", message, place))

    def _blocks(self) -> list[Block]:
        blocks: list[Block] = []
        tables = 0
        for item in self._items:
            if isinstance(item, PageTable):
                blocks.append(self._table(item, tables, len(blocks)))
                tables += 1
            else:
                blocks.append(self._paragraph(item, len(blocks)))
        return blocks

    def _paragraph(self, draft: Draft, block: int) -> Paragraph:
        text, marks = pdf_text.spell(draft.lines, self.vocabulary)
        label, rest = pdf_text.split_label(text)
        cut = len(text) - len(rest)
        bold = all(line.bold for line in draft.lines)
        return Paragraph(
            rest,
            Location(block, page=draft.page, box=pdf_text.box_of(draft.lines)),
            pdf_text.style_of(rest, label, centred=draft.centred, bold=bold, lines=len(draft.lines)),
            label,
            draft.centred,
            bold,
            marks=tuple((offset - cut, mark) for offset, mark in marks if offset >= cut),
            confidence=sureness(draft.lines),
        )

    def _table(self, table: PageTable, index: int, block: int) -> Table:
        place = Location(block, index, page=table.page, box=table.box)
        if table.found_by == "alignment":
            message = _(
                "The table on page {page} has no lines: its cells were told by how the text is aligned.",
                page=table.page + 1,
            )
            self.warnings.append(ReadingWarning("table_without_lines", message, place))
        cells = tuple(self._cell(cell) for cell in table.cells)
        return Table(
            index,
            cells,
            table.n_rows,
            table.n_columns,
            place,
            found_by=table.found_by,
            confidence=table.confidence,
        )

    def _cell(self, cell: GridCell) -> Cell:
        text, marks = join_lines(cell.lines, cell.box.x1 - cell.box.x0, self.vocabulary)
        confidence = min(cell.confidence, sureness(cell.lines))
        return Cell(text, cell.row, cell.column, cell.rowspan, cell.colspan, marks, confidence, cell.page, cell.box)


def sureness(lines: Sequence[Line]) -> float:
    """Confidence of the word that was read least surely."""
    return min((word.confidence for line in lines for word in line.words), default=1.0)


def _words(pages: Sequence[PageLayout]) -> frozenset[str]:
    """Words that stand whole inside lines."""
    found: set[str] = set()
    for page in pages:
        for item in page.items:
            lines = [item] if isinstance(item, Line) else [line for cell in item.cells for line in cell.lines]
            for line in lines:
                found.update(word.text.lower() for word in line.words[1:-1])
    return frozenset(word.strip('.,;:!?()«»"') for word in found)


def _margin(line: Line, page: int) -> Paragraph:
    return Paragraph(line.text, Location(0, page=page, box=pdf_text.box_of([line])), "body")
