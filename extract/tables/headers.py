"""How many rows at the top of a grid are its header, and the header path of each column."""

from dataclasses import replace
from itertools import pairwise

from extract.document import Cell
from extract.language import COLUMN_LETTER, COLUMN_NUMBER, GOES_ON, HEADER_WORD
from extract.tables.cells import Reading, whole_unit
from extract.tables.grid import Grid
from normalize.text import fold, squash
from normalize.units import PERCENT

# A header of more rows than this is a misreading.
MOST_HEADER_ROWS = 8


def count_header_rows(grid: Grid) -> int:
    """Rows at the top that name the columns: titles inside the table, header levels, the row of column numbers.

    What the reader knows (`table.header_rows`) is the least that it may be, unless values stand there."""
    if grid.n_rows < 2:
        return 0
    numbered = numbering_row(grid)
    if numbered is not None:
        return numbered + 1
    counted = _count_from_content(grid)
    known = grid.table.header_rows
    if known < grid.n_rows and not any(_holds_values(grid, row) for row in range(known)):
        return max(known, counted)
    return counted


def _count_from_content(grid: Grid) -> int:
    start = _title_rows(grid)
    if start >= grid.n_rows - 1 or not _is_first_header(grid, start):
        return 0
    row = start + 1
    while row < min(grid.n_rows - 1, MOST_HEADER_ROWS) and _continues(grid, start, row):
        row += 1
    return row


def _title_rows(grid: Grid) -> int:
    """Rows before the header that hold one text only: a title or a unit set inside the table."""
    row = 0
    while row < grid.n_rows - 1 and (grid.spans_all(row) or _lone(grid, row) or grid.is_blank(row)):
        row += 1
    return row


def _lone(grid: Grid, row: int) -> bool:
    """One text in the whole row, and a row of several below it."""
    return (
        grid.n_columns > 2
        and len(grid.begun(row)) == 1
        and len(grid.begun(row + 1)) > 1
        and grid.begun(row)[0].colspan > 1
    )


def _is_first_header(grid: Grid, row: int) -> bool:
    if _holds_values(grid, row) or _begins_with_ordinal(grid, row):
        return False
    if grid.numeric_columns:
        return _names_numeric_columns(grid, row) or _heads_group(grid, row) or _known_words(grid, row) > 1
    return _looks_like_text_header(grid, row)


def _looks_like_text_header(grid: Grid, row: int) -> bool:
    """In a table of words: short cells, one for each column, with a word that headers use or rows enough below."""
    texts = [squash(cell.text) for cell in grid.begun(row)]
    if len(texts) < 2 or any(text.endswith((".", ";")) and len(text) > 40 for text in texts):
        return False
    return _known_words(grid, row) > 0 or (grid.n_rows - row > 2 and len(texts) == len(grid.distinct(row)))


def _known_words(grid: Grid, row: int) -> int:
    """Texts of the row with a word that headers use («№ п/п», «Срок», «Наименование …»)."""
    return sum(bool(HEADER_WORD.search(fold(cell.text))) for cell in grid.begun(row))


def _continues(grid: Grid, start: int, row: int) -> bool:
    """Whether `row` is one more level of the header that began at `start`."""
    if any(grid.from_above(row, column) for column in range(grid.n_columns)) and not _holds_values(
        grid, row, key_free=True
    ):
        return True
    if grid.spans_all(row) or grid.is_blank(row) or _holds_values(grid, row) or _begins_with_ordinal(grid, row):
        return False
    if _is_lone_title(grid, row):
        return False
    if grid.numeric_columns:
        named = _names_numeric_columns(grid, row) or _subdivides(grid, row)
        return named and not _key_is_body(grid, start, row)
    return _divides(grid, row)


def _heads_group(grid: Grid, row: int) -> bool:
    """A heading of several columns that was not merged leaves blanks, which the row below names."""
    named = [column for column in sorted(grid.numeric_columns) if not grid.read(row, column).blank]
    blank = [column for column in sorted(grid.numeric_columns) if column not in named]
    below = row + 1 < grid.n_rows and _names_numeric_columns(grid, row + 1)
    return bool(named) and bool(blank) and below and not any(grid.read(row, column).missing for column in named)


def _subdivides(grid: Grid, row: int) -> bool:
    """Under a blank key at least two texts over columns of numbers, and no number: a level that was not merged."""
    readings = [grid.read(row, column) for column in grid.numeric_columns]
    texts = [reading for reading in readings if not reading.blank]
    return not grid.cell(row, 0).text.strip() and len(texts) > 1 and not any(r.figure or r.missing for r in texts)


def _is_lone_title(grid: Grid, row: int) -> bool:
    """One text in an otherwise blank row, not a unit and not a word that goes on: the title of a section."""
    begun = grid.begun(row)
    if len(begun) != 1 or grid.n_columns < 3:
        return False
    reading = grid.read(row, begun[0].column)
    return reading.unit is None and not reading.is_period and not reading.text[:1].islower()


def _names_numeric_columns(grid: Grid, row: int) -> bool:
    """Whether words, years or units stand over columns of numbers."""
    readings = [grid.read(row, column) for column in sorted(grid.numeric_columns)]
    texts = [reading for reading in readings if not reading.blank]
    return len(texts) * 2 >= len(readings) and not any(_figure(reading, row) or reading.missing for reading in texts)


def _key_is_body(grid: Grid, start: int, row: int) -> bool:
    """A row with a key of its own over which a whole header stands is a body row that states words only.

    Header texts broken over several grid rows have no columns that are complete in the row above."""
    key = grid.cell(row, 0).text.strip()
    if not key or key[0].islower() or fold(key) == fold(grid.cell(row - 1, 0).text):
        return False
    above = [grid.read(row - 1, column) for column in range(grid.n_columns)]
    words = sum(reading.words for reading in above)
    return words == grid.n_columns and row - start >= 1 and not _are_units(grid, row)


def _are_units(grid: Grid, row: int) -> bool:
    readings = [grid.read(row, column) for column in range(1, grid.n_columns)]
    texts = [reading for reading in readings if not reading.blank]
    return bool(texts) and all(reading.unit is not None or reading.is_period for reading in texts)


def _divides(grid: Grid, row: int) -> bool:
    """Cells of the row subdivide a wider cell of the row above, under a blank key."""
    begun = grid.begun(row)
    if not begun or grid.cell(row, 0).text.strip():
        return False
    return any(grid.cell(row - 1, cell.column).colspan > cell.colspan for cell in begun)


def _holds_values(grid: Grid, row: int, *, key_free: bool = False) -> bool:
    """Figures stand in the row. `key_free`: those under a header cell that comes from above are levels
    of the header (ages, class numbers), unless a key begins in the row."""
    if key_free and grid.from_above(row, 0):
        return False
    return any(
        _figure(grid.read(row, cell.column), row) and (grid.read(row, cell.column).label is None or cell.colspan > 1)
        for cell in grid.begun(row)
        if cell.colspan < grid.n_columns
    )


def _figure(reading: Reading, row: int) -> bool:
    """A figure, unless it is a band that heads a column in the first row («до 5 лет», «свыше 100 мест»)."""
    quantity = reading.quantity
    if row > 0 or quantity is None or quantity.bound in ("exact", "approximate"):
        return reading.figure
    return quantity.unit in (None, PERCENT) and reading.figure


def _begins_with_ordinal(grid: Grid, row: int) -> bool:
    first = grid.read(row, 0)
    return (
        first.is_ordinal
        and (first.number or first.text.rstrip(".)").isalnum())
        and not first.is_year
        and grid.starts(row, 0)
    )


def numbering_row(grid: Grid) -> int | None:
    """The row of column numbers («1 2 3 4», «А Б 1 2»), which closes the header."""
    for row in range(min(grid.n_rows - 1, MOST_HEADER_ROWS)):
        if _is_numbering(grid, row):
            return row
        if row > 0 and _begins_with_ordinal(grid, row) and any(grid.read(row, c).words for c in range(grid.n_columns)):
            return None
    return None


def _is_numbering(grid: Grid, row: int) -> bool:
    texts = [squash(cell.text) for cell in grid.distinct(row)]
    while texts and COLUMN_LETTER.fullmatch(texts[0]):
        texts = texts[1:]
    matches = [COLUMN_NUMBER.fullmatch(text) for text in texts]
    numbers = [int(match[1]) for match in matches if match]
    if len(numbers) != len(matches) or len(numbers) < 2 or numbers[0] not in (1, 2):
        return False
    consecutive = all(later == earlier + 1 for earlier, later in pairwise(numbers))
    below = COLUMN_NUMBER.fullmatch(squash(grid.cell(row + 1, 0).text))
    return consecutive and not (below and int(below[1]) == numbers[0] + 1)


def header_paths(grid: Grid, header_rows: int) -> tuple[tuple[str, ...], ...]:
    """For each column the texts over it from top to bottom: titles over the whole table and column numbers left out."""
    rows = [row for row in range(header_rows) if not _is_numbering_at(grid, row) and not grid.spans_all(row)]
    return tuple(_path(grid, rows, column) for column in range(grid.n_columns))


def _path(grid: Grid, rows: list[int], column: int) -> tuple[str, ...]:
    path: list[str] = []
    upper: Cell | None = None
    for position in range(len(rows)):
        cell = _over(grid, rows, position, column)
        if cell is None or cell is upper:
            continue
        text = squash(cell.text)
        if upper is not None and path and (_is_broken_line(upper, cell, text) or GOES_ON.search(path[-1])):
            path[-1] = f"{path[-1]} {text}"
        elif path[-1:] != [text]:
            path.append(text)
        upper = cell
    return tuple(path)


def _over(grid: Grid, rows: list[int], position: int, column: int) -> Cell | None:
    """The header cell over `column` in one row. Where nothing was merged, a heading divided below covers the blanks
    beside it, and the pieces of its text that fell into the next columns («Число детей,» | «чел.») are one."""
    row = rows[position]
    cell = grid.cell(row, column)
    if position + 1 < len(rows) and cell.colspan == 1 and _is_named_below(grid, rows[position + 1], column):
        headings = _headings(grid, row, _divided_run(grid, rows[position + 1], column))
        return _nearest(headings, column) if headings else None
    return cell if cell.text.strip() else None


def _is_named_below(grid: Grid, below: int, column: int) -> bool:
    """A column of values (of anything but a key, where there are none) has a text of its own in the row below."""
    grouped = column in grid.numeric_columns if grid.numeric_columns else column > 0
    return grouped and bool(grid.cell(below, column).text.strip()) and grid.starts(below, column)


def _divided_run(grid: Grid, below: int, column: int) -> range:
    """Columns side by side, `column` among them, that the row below names each."""
    start = end = column
    while start > 0 and _is_named_below(grid, below, start - 1):
        start -= 1
    while end + 1 < grid.n_columns and _is_named_below(grid, below, end + 1):
        end += 1
    return range(start, end + 1)


def _headings(grid: Grid, row: int, run: range) -> list[Cell]:
    """The headings that stand in a run of columns, pieces joined. A run that begins with a heading has its headings
    at the left of what they cover, and they are made as wide; one that begins blank has them centred."""
    found: list[Cell] = []
    for column in run:
        cell = grid.cell(row, column)
        if not cell.text.strip():
            continue
        if found and _is_spilled(grid, row, column):
            found[-1] = replace(found[-1], text=squash(f"{found[-1].text} {cell.text}"))
        elif not found or found[-1] is not cell:
            found.append(cell)
    if found and found[0].column == run.start:
        ends = [other.column for other in found[1:]] + [run.stop]
        return [replace(cell, colspan=end - cell.column) for cell, end in zip(found, ends, strict=True)]
    return found


def _nearest(headings: list[Cell], column: int) -> Cell:
    """The heading that covers the column, else the nearest."""
    return min(headings, key=lambda cell: max(cell.column - column, column - cell.column - cell.colspan + 1, 0))


def _is_spilled(grid: Grid, row: int, column: int) -> bool:
    """Whether the text here goes on from the column before: that ends in a comma or a preposition, this begins low."""
    text, before = squash(grid.cell(row, column).text), squash(grid.cell(row, column - 1).text)
    if not text or not before or grid.cell(row, column) is grid.cell(row, column - 1):
        return False
    return text[0].islower() and (before.endswith(",") or bool(GOES_ON.search(before)))


def _is_broken_line(upper: Cell, cell: Cell, text: str) -> bool:
    """A header text whose lines became rows of the grid: under a cell of its own width, in lower case."""
    same_place = upper.column == cell.column and upper.colspan == cell.colspan
    return same_place and text[:1].islower() and whole_unit(text) is None


def _is_numbering_at(grid: Grid, row: int) -> bool:
    return row < grid.n_rows - 1 and _is_numbering(grid, row)


def title_texts(grid: Grid, header_rows: int) -> tuple[str, ...]:
    """Texts that stand over the whole table inside its grid."""
    return tuple(squash(cell.text) for row in range(header_rows) if (cell := grid.spans_all(row)))
