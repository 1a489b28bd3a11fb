"""Tables on one page: ruled ones first, then those that only shading or alignment shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Box
from extract.formats.pdf_align import aligned_tables
from extract.formats.pdf_charts import is_chart
from extract.formats.pdf_grid import FoundBy, GridCell, PageTable, fill_cells, inside
from extract.formats.pdf_page import PdfPage, Rule, Word
from extract.formats.pdf_refine import is_plausible, refined
from extract.formats.pdf_rules import Component, RuledGrid, components, grid_of, merge_rules
from extract.formats.pdf_seeds import rule_seeds, shade_seeds, table_rules

NARROW = 5.0
UNREAD = 0.4
LOOSE = 0.9
FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Findings:
    """Tables of a page from top to bottom, the words that are in none, y of the rules outside of grids, and words that
    stand on their side beside the text."""

    tables: list[PageTable]
    words: list[Word]
    separators: tuple[float, ...] = ()
    turned: Sequence[Word] = ()


def find_tables(page: PdfPage) -> Findings:
    """All tables of a page."""
    tables, words, loose = ruled_tables(page)
    seeds = [*rule_seeds(loose, words), *shade_seeds(page.fills, tables)]
    rules = table_rules(loose, words)
    turned = [word for word in words if word.angle]
    more, words = aligned_tables(page.number, [word for word in words if not word.angle], seeds, rules)
    if page.recognised:
        more, given_back = _clear_ones(more)
        words = [*words, *given_back]
    separators = tuple(sorted(rule.at for rule in rules))
    return Findings(sorted([*tables, *more], key=lambda table: table.ys[0]), words, separators, turned)


def _clear_ones(tables: Sequence[PageTable]) -> tuple[list[PageTable], list[Word]]:
    """Of tables found in a picture those that are clear, and the words of the others. Words in a picture stand more loosely
    than in print, so that without a line only figures in every row make a table."""
    clear = [table for table in tables if table.found_by != "alignment" or _has_figures_in_rows(table)]
    other = [table for table in tables if table not in clear]
    words = [word for table in other for cell in table.cells for line in cell.lines for word in line.words]
    return [replace(table, confidence=table.confidence * LOOSE) for table in clear], words


def _has_figures_in_rows(table: PageTable) -> bool:
    figures = sum(line.text[:1].isdigit() for cell in table.cells if cell.column for line in cell.lines)
    return table.n_rows >= FEWEST_ROWS and figures >= table.n_rows / 2


def ruled_tables(page: PdfPage) -> tuple[list[PageTable], list[Word], list[Rule]]:
    """Tables drawn with lines, the words left over, and the horizontal lines that belong to none."""
    groups, loose = components(merge_rules(page.horizontal), merge_rules(page.vertical))
    words: list[Word] = list(page.words)
    tables: list[PageTable] = []
    groups, frames = _without_frames(groups)
    loose += frames
    for group in sorted(groups, key=lambda group: len(group.horizontal) * len(group.vertical)):
        grid = grid_of(group)
        if grid is None:
            continue
        box = Box(grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])
        held = [word for word in words if inside(word, box)]
        table = _ruled_table(page, grid, group, held)
        if table is not None:
            tables.append(table)
            taken = set(map(id, held))
            words = [word for word in words if id(word) not in taken]
    return tables, words, loose


def _without_frames(groups: Sequence[Component]) -> tuple[list[Component], list[Rule]]:
    """Components whose upright lines are only the sides of a frame say no more than their horizontal rules do."""
    inner: list[Component] = []
    rules: list[Rule] = []
    for group in groups:
        xs = {round(rule.at) for rule in group.vertical}
        left, right = min(rule.start for rule in group.horizontal), max(rule.end for rule in group.horizontal)
        if len(group.horizontal) > 2 and all(min(x - left, right - x) < 2 * NARROW for x in xs):
            rules += group.horizontal
        else:
            inner.append(group)
    return inner, rules


def _ruled_table(page: PdfPage, grid: RuledGrid, group: Component, words: Sequence[Word]) -> PageTable | None:
    cells = fill_cells(page.number, grid.xs, grid.ys, grid.spans, words)
    for cell in cells:
        if cell.blank and any(_is_in(point, cell.box) for point in page.unread):
            cell.confidence = UNREAD
    found_by: FoundBy = "scan" if page.recognised else "rules"
    table = without_slivers(PageTable(page.number, grid.xs, grid.ys, cells, found_by, drawn=True))
    if not page.recognised:
        table = refined(table, group.horizontal, words)
    return table if is_plausible(table) and not is_chart(table) else None


def _is_in(point: tuple[float, float], box: Box) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.top <= point[1] <= box.bottom


def without_slivers(table: PageTable) -> PageTable:
    """The table without columns and rows too narrow for text, which double lines leave behind."""
    columns = [index for index in range(table.n_columns) if not _is_sliver(table, index, upright=True)]
    rows = [index for index in range(table.n_rows) if not _is_sliver(table, index, upright=False)]
    if (len(columns) == table.n_columns and len(rows) == table.n_rows) or not columns or not rows:
        return table
    cells = [cell for cell in (_kept(cell, rows, columns) for cell in table.cells) if cell is not None]
    xs = [table.xs[index] for index in columns] + [table.xs[-1]]
    ys = [table.ys[index] for index in rows] + [table.ys[-1]]
    return PageTable(table.page, xs, ys, cells, table.found_by, table.confidence, table.drawn)


def _is_sliver(table: PageTable, index: int, *, upright: bool) -> bool:
    edges = table.xs if upright else table.ys
    if edges[index + 1] - edges[index] > NARROW:
        return False
    for cell in table.cells:
        start, size = (cell.column, cell.colspan) if upright else (cell.row, cell.rowspan)
        if start == index and size == 1 and not cell.blank:
            return False
    return True


def _kept(cell: GridCell, rows: list[int], columns: list[int]) -> GridCell | None:
    """The cell counted in the rows and columns that stay; None when none of its own does."""
    tall = [place for place, index in enumerate(rows) if cell.row <= index < cell.row + cell.rowspan]
    wide = [place for place, index in enumerate(columns) if cell.column <= index < cell.column + cell.colspan]
    if not tall or not wide:
        return None
    return GridCell(tall[0], wide[0], len(tall), len(wide), cell.box, cell.page, cell.lines, cell.confidence)
