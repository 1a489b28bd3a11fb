"""One error at a time, put into clean reports: which errors there can be, and the document with one of them in it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from extract.document import Cell, Document, Paragraph, Table
from fixtures.builders.figures import draw
from fixtures.builders.model import Grid, Para, Report

_NUMBER = re.compile(r"\d[\d ]*(?:,\d+)?")
_SHARE = re.compile(r"\d+(?:,\d+)?\s?%")
_LONG_WORD = re.compile(r"[А-ЯЁ]?[а-яё]{7,}")
_COLLEGE = ("ГБПОУ", "ГАПОУ")
SMALLEST_SLIP = 0.3  # a share may be off by its rounding; less than this is no error


@dataclass(frozen=True, slots=True)
class Seed:
    """An error to plant: in the cell at (table, row, column), in a row as a whole, or in the paragraph with that text."""

    kind: str
    old: str
    new: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: str | None = None


def seeds(report: Report) -> Iterator[Seed]:
    """Every error of every kind that arithmetic, or the order of numbers, can show in a report."""
    for index, grid in enumerate(report.grids()):
        if _has_relations(grid):
            yield from _in_table(report.name, index, grid)
        yield from _wrong_names(index, grid, report.name)
    yield from _in_text(report)


def _has_relations(grid: Grid) -> bool:
    kinds = {line.kind for line in grid.lines}
    shares = any("%" in cell.text for line in grid.lines for cell in line.cells)
    return bool(kinds & {"total", "subtotal"}) or shares


def _in_table(name: str, index: int, grid: Grid) -> Iterator[Seed]:
    for row, column, cell in grid.placed():
        kind = grid.lines[row].kind
        salt = f"seed {name} {index} {row} {column}"
        if cell.fact is None:
            yield from _share_or_ordinal(index, grid, row, column, cell.text, salt)
        elif cell.fact.value is None or cell.fact.measure == "ratio":
            continue
        elif kind in ("total", "subtotal"):
            yield Seed("wrong total", cell.text, _other_digit(cell.text, salt), index, row, column)
        else:
            yield Seed("digit slip", cell.text, _other_digit(cell.text, salt), index, row, column)
            if (swapped := _swapped(cell.text)) != cell.text:
                yield Seed("transposition", cell.text, swapped, index, row, column)
    yield from _dropped_rows(index, grid)


def _wrong_names(index: int, grid: Grid, name: str) -> Iterator[Seed]:
    """Names of colleges with one letter missing."""
    for row, column, cell in grid.placed():
        words = [found for found in _LONG_WORD.finditer(cell.text) if cell.text.startswith(_COLLEGE)]
        if words and grid.lines[row].kind == "body":
            salt = f"seed {name} {index} {row} {column}"
            word = words[draw(f"{salt} word", 0, len(words) - 1)]
            place = word.start() + draw(f"{salt} letter", 2, len(word[0]) - 4)
            wrong = cell.text[:place] + cell.text[place + 1 :]
            yield Seed(WRONG_NAME, cell.text, wrong, index, row, column)


def _share_or_ordinal(index: int, grid: Grid, row: int, column: int, text: str, salt: str) -> Iterator[Seed]:
    if column == 0 and _counts_on(grid, row):
        yield Seed("number skipped", text, str(int(text) + 1), index, row, column)
    elif _SHARE.fullmatch(text):
        wrong = _other_digit(text, salt)
        if _share_gap(text, wrong) >= SMALLEST_SLIP:
            yield Seed("wrong share", text, wrong, index, row, column)


def _counts_on(grid: Grid, row: int) -> bool:
    """A typed whole number in a row whose neighbour below, if it is numbered, goes on by one."""
    first = grid.lines[row].cells[0]
    if grid.lines[row].kind != "body" or not first.text.isdigit() or first.automatic:
        return False
    below = [line.cells[0].text for line in grid.lines[row + 1 : row + 2] if line.kind == "body"]
    return not below or below[0].isdigit()


def _share_gap(old: str, new: str) -> float:
    first, second = (float(text.strip("%").replace(",", ".")) for text in (old, new))
    return abs(first - second)


def _dropped_rows(index: int, grid: Grid) -> Iterator[Seed]:
    """Rows that count in a total: without them it is wrong."""
    if not any(line.kind in ("total", "subtotal") for line in grid.lines):
        return
    for row, line in enumerate(grid.lines):
        values = [cell.fact for cell in line.cells if cell.fact is not None]
        counts = any(fact.value not in (None, "0") and fact.measure == "level" for fact in values)
        if line.kind == "body" and counts and not _spans_rows(grid, row):
            yield Seed("dropped row", line.cells[1].text, "", index, row)


def _spans_rows(grid: Grid, row: int) -> bool:
    return any(top <= row < top + cell.rowspan and cell.rowspan > 1 for top, _column, cell in grid.placed())


# Paragraphs whose quantities a table or another number of the same sentence can contradict, by their first words.
RESTATING = (
    "Всего за отчётный период",
    "Сняты с сопровождения",
    "На другой уровень",
    "Квалификацию повысили",
    "За год",
)
REASONING = ("Количество наставников", "Наставников-волонтёров")
# Paragraphs whose first number only the report of the half-year before can contradict.
RECALLING = ("С кадровыми центрами в предыдущем полугодии",)
MISQUOTED, WRONG_NAME = "old figure misquoted", "wrong name"


def _in_text(report: Report) -> Iterator[Seed]:
    for block in report.blocks:
        if not isinstance(block, Para):
            continue
        kind = _kind_of(block)
        for placed in block.facts[: 1 if kind == MISQUOTED else None]:
            if kind is not None:
                wrong = _other_digit(placed.fact.text, f"seed {report.name} {block.text[:30]} {placed.start}")
                text = block.text[: placed.start] + wrong + block.text[placed.end :]
                yield Seed(kind, placed.fact.text, wrong, paragraph=block.text + "\0" + text)


def _kind_of(block: Para) -> str | None:
    """What an error in a paragraph is called; None where nothing can show it."""
    if block.text.startswith(RECALLING):
        return MISQUOTED
    if block.text.startswith(REASONING):
        return "reasoning changed"
    return "text changed" if block.list_id == 2 or block.text.startswith(RESTATING) else None


def _other_digit(text: str, salt: str) -> str:
    """One digit of the first number raised or lowered by one to three; its first digit never becomes 0."""
    number = _NUMBER.search(text)
    assert number is not None, text
    places = [number.start() + i for i, letter in enumerate(number[0]) if letter.isdigit()]
    place = places[draw(f"{salt} place", 0, len(places) - 1)]
    digit = (int(text[place]) + draw(f"{salt} step", 1, 3)) % 10
    if digit == 0 and place == places[0]:
        digit = 4
    return text[:place] + str(digit) + text[place + 1 :]


def _swapped(text: str) -> str:
    """Two different neighbouring digits of the first number changed places; as it was where there are none."""
    number = _NUMBER.search(text)
    for match in re.finditer(r"(?=(\d)(\d))", number[0] if number else ""):
        if match[1] != match[2] and match[2] != "0" and number is not None:
            start = number.start() + match.start()
            return text[:start] + match[2] + match[1] + text[start + 2 :]
    return text


# --- planting in a document as read -----------------------------------------------------------------------------------


def planted(document: Document, seed: Seed) -> Document:
    """The document with one error in it."""
    if seed.paragraph is not None:
        old, new = seed.paragraph.split("\0")
        return _with_blocks(document, lambda block: _reworded(block, old, new))
    return _with_blocks(document, lambda block: _altered(block, seed))


def _with_blocks(document: Document, change: Callable[[Paragraph | Table], Paragraph | Table]) -> Document:
    return replace(document, blocks=tuple(change(block) for block in document.blocks))


def _reworded(block: Paragraph | Table, old: str, new: str) -> Paragraph | Table:
    if isinstance(block, Paragraph) and " ".join(block.text.split()) == " ".join(old.split()):
        return replace(block, text=new)
    return block


def _altered(block: Paragraph | Table, seed: Seed) -> Paragraph | Table:
    if not isinstance(block, Table) or block.index != seed.table:
        return block
    if seed.kind == "dropped row":
        kept = tuple(_moved_up(cell, seed.row or 0) for cell in block.cells if cell.row != seed.row)
        return replace(block, cells=kept, n_rows=block.n_rows - 1)
    cells = tuple(
        replace(cell, text=seed.new) if (cell.row, cell.column) == (seed.row, seed.column) else cell
        for cell in block.cells
    )
    return replace(block, cells=cells)


def _moved_up(cell: Cell, row: int) -> Cell:
    return replace(cell, row=cell.row - 1) if cell.row > row else cell
