"""What each row of a table is: body, section, subtotal, total, note or a header repeated."""

from collections.abc import Sequence

from extract.document import Column, RowKind
from extract.language import LABEL_OF_ALL, NOTE_LABEL, SUBTOTAL_LABEL, TOTAL_LABEL
from extract.tables.cells import Reading
from extract.tables.grid import Grid
from extract.tables.labels import read_label, without_ordinal
from normalize.text import fold, squash

_VALUE_ROLES = ("value", "share")
# In a table of words a lone text further right is a cut line of its cell, not a title.
_FIRST_TEXT_COLUMNS = 2


def body_rows(grid: Grid, header_rows: int) -> list[int]:
    """Rows below the header by which columns are judged: those with values, or all that are no titles."""
    rows = [
        row
        for row in range(header_rows, grid.n_rows)
        if not grid.spans_all(row) and not grid.is_blank(row) and not repeats_header(grid, header_rows, row)
    ]
    valued = [row for row in rows if any(_is_valued(grid, row, column) for column in grid.numeric_columns)]
    return valued or rows


def _is_valued(grid: Grid, row: int, column: int) -> bool:
    reading = grid.read(row, column)
    return (reading.number or reading.missing) and grid.starts(row, column)


def read_kinds(grid: Grid, header_rows: int, columns: Sequence[Column]) -> list[RowKind]:
    """The kind of every row."""
    kinds = [_kind(grid, header_rows, columns, row) for row in range(grid.n_rows)]
    _settle_end(grid, columns, kinds)
    _settle_sections(grid, columns, kinds)
    _settle_totals(grid, columns, kinds)
    return kinds


def _kind(grid: Grid, header_rows: int, columns: Sequence[Column], row: int) -> RowKind:
    if row < header_rows or repeats_header(grid, header_rows, row):
        return "header"
    valued = has_values(grid, columns, row)
    if not valued and _is_note(grid, row):
        return "note"
    if valued:
        return "total" if _is_total(grid, columns, row) else "body"
    return "section" if title_of(grid, columns, row) is not None else "body"


def repeats_header(grid: Grid, header_rows: int, row: int) -> bool:
    """Whether the row below the header says the same as a row of it."""
    if row < header_rows:
        return False
    texts = grid.folded(row)
    return any(texts == grid.folded(upper) for upper in range(header_rows)) and sum(map(bool, texts)) > 1


def has_values(grid: Grid, columns: Sequence[Column], row: int) -> bool:
    """Whether a value, or a mark for a missing one, stands in a column of values."""
    return (
        any(
            column.role in _VALUE_ROLES and grid.starts(row, cell.column) and _states_value(grid.read(row, index))
            for index, column in enumerate(columns)
            if (cell := grid.cell(row, index)).row == row
        )
        or sentence_of(grid, columns, row) is not None
    )


def _states_value(reading: Reading) -> bool:
    return reading.label is None and (reading.number or reading.missing or reading.several is not None)


def sentence_of(grid: Grid, columns: Sequence[Column], row: int) -> int | None:
    """The column where a cell begins that holds a label with its value («Количество ответов: 71 (24,9%)») and
    covers a column of values, in a row that states nothing else."""
    texts = [cell for cell in grid.begun(row) if not _is_ordinal_at(columns, cell.column)]
    if len(texts) != 1 or grid.read(row, texts[0].column).label is None:
        return None
    covered = range(texts[0].column, texts[0].column + texts[0].colspan)
    valued = any(columns[index].role in _VALUE_ROLES for index in covered)
    return texts[0].column if valued or texts[0].colspan == 1 else None


def _is_ordinal_at(columns: Sequence[Column], column: int) -> bool:
    return columns[column].role == "ordinal"


def _is_note(grid: Grid, row: int) -> bool:
    begun = grid.begun(row)
    return len(begun) == 1 and bool(NOTE_LABEL.fullmatch(fold(begun[0].text)))


def label_of(grid: Grid, columns: Sequence[Column], row: int, keys: Sequence[int] | None = None) -> str:
    """The text that names the row: its key cells, else its first words (a total may stand in another column)."""
    chosen = [index for index, column in enumerate(columns) if column.role == "key"] if keys is None else keys
    texts = [squash(grid.cell(row, index).text) for index in chosen]
    found = next((text for text in texts if text), None)
    if found is not None:
        return found
    first_value = next((index for index, column in enumerate(columns) if column.role in _VALUE_ROLES), grid.n_columns)
    words = (grid.read(row, index) for index in range(first_value) if grid.starts(row, index))
    return next((reading.text for reading in words if reading.words and not reading.is_ordinal), "")


def title_of(grid: Grid, columns: Sequence[Column], row: int) -> str | None:
    """The one text of a row that titles those below it: a cell over all columns, or a label with nothing beside it."""
    texts = [cell for cell in grid.begun(row) if not _is_ordinal_cell(grid, columns, row, cell.column)]
    if len(texts) != 1 or any(grid.from_above(row, index) for index in range(grid.n_columns)):
        return None
    cell = texts[0]
    if cell.colspan > 1 and cell.column + cell.colspan >= grid.n_columns:
        return squash(cell.text)
    # A title centred over a row of values without a merge stands in whichever column the middle falls.
    valued = any(column.role in _VALUE_ROLES for column in columns)
    lone = grid.n_columns > 2 and (valued or cell.column <= _FIRST_TEXT_COLUMNS)
    return squash(cell.text) if lone and grid.read(row, cell.column).words else None


def _is_ordinal_cell(grid: Grid, columns: Sequence[Column], row: int, column: int) -> bool:
    reading = grid.read(row, column)
    return _is_ordinal_at(columns, column) and reading.is_ordinal and grid.cell(row, column).colspan == 1


def _is_total(grid: Grid, columns: Sequence[Column], row: int) -> bool:
    at = sentence_of(grid, columns, row)
    if at is not None:
        return True
    core = fold(without_ordinal(label_of(grid, columns, row))).strip(" .:")
    return bool(TOTAL_LABEL.fullmatch(core) or SUBTOTAL_LABEL.fullmatch(core))


# --- what only the neighbours tell ------------------------------------------------------------------------------


def _settle_end(grid: Grid, columns: Sequence[Column], kinds: list[RowKind]) -> None:
    """Titles behind the last values have nothing below them: they are notes."""
    if not any(column.role in _VALUE_ROLES for column in columns):
        return
    for row in range(grid.n_rows - 1, -1, -1):
        if kinds[row] == "section" or (kinds[row] == "body" and grid.is_blank(row)):
            kinds[row] = "note"
        elif kinds[row] != "note":
            return


def _settle_sections(grid: Grid, columns: Sequence[Column], kinds: list[RowKind]) -> None:
    """A label with nothing beside it is a section only where it titles something: not a marker («из них:»), not one
    of a numbered list of names whose values are blank, not the rest of the name above."""
    for row, kind in enumerate(kinds):
        if kind != "section" or grid.spans_all(row):
            continue
        title = title_of(grid, columns, row) or ""
        label = read_label(title)
        listed = _is_listed(grid, columns, kinds, row) and not _spans_rest(grid, row)
        if label.of_which is not None or listed or _is_rest_of_key(kinds, row, title):
            kinds[row] = "body"


def _is_rest_of_key(kinds: Sequence[RowKind], row: int, title: str) -> bool:
    """A name cut in two by its reader goes on in lower case below the row that it names."""
    return title[:1].islower() and row > 0 and kinds[row - 1] == "body"


def _spans_rest(grid: Grid, row: int) -> bool:
    last = grid.cell(row, grid.n_columns - 1)
    return last.colspan > 1 and bool(last.text.strip())


def _is_listed(grid: Grid, columns: Sequence[Column], kinds: Sequence[RowKind], row: int) -> bool:
    """Its ordinal continues that of a body row above or is continued by one below."""
    mine = _integer(grid, columns, row)
    if mine is None:
        return False
    neighbours = [other for other in (row - 1, row + 1) if 0 <= other < len(kinds) and kinds[other] == "body"]
    return any(_integer(grid, columns, other) == mine + (other - row) for other in neighbours)


def _integer(grid: Grid, columns: Sequence[Column], row: int) -> int | None:
    for index, column in enumerate(columns):
        text = squash(grid.cell(row, index).text).rstrip(".)")
        if column.role == "ordinal" and text.isdecimal():
            return int(text)
    return None


def _settle_totals(grid: Grid, columns: Sequence[Column], kinds: list[RowKind]) -> None:
    """Inside sections a total closes its section: a subtotal, unless it says that it is of all, or follows one."""
    inside = False
    for row, kind in enumerate(kinds):
        if kind == "section":
            inside = True
        elif kind == "total" and inside and not _is_of_all(grid, columns, kinds, row):
            kinds[row] = "subtotal"


def _is_of_all(grid: Grid, columns: Sequence[Column], kinds: Sequence[RowKind], row: int) -> bool:
    at = sentence_of(grid, columns, row)
    label = grid.read(row, at).label if at is not None else label_of(grid, columns, row)
    folded = fold(without_ordinal(label or ""))
    if SUBTOTAL_LABEL.fullmatch(folded.strip(" .:")):
        return False
    after = kinds[row - 1] in ("subtotal", "total")
    last = all(kind in ("total", "note") for kind in kinds[row:])
    return (after and last) or (
        last and bool(LABEL_OF_ALL.match(folded)) and _others_differ(grid, columns, kinds, row, folded)
    )


def _others_differ(grid: Grid, columns: Sequence[Column], kinds: Sequence[RowKind], row: int, folded: str) -> bool:
    """The totals of the sections before are called otherwise."""
    before = [
        fold(grid.read(other, at).label or "")
        if (at := sentence_of(grid, columns, other)) is not None
        else fold(label_of(grid, columns, other))
        for other in range(row)
        if kinds[other] in ("subtotal", "total")
    ]
    return folded not in before
