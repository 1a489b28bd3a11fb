"""Years that head rows or columns and go on by one step: one of them is out of step."""

import re
from collections.abc import Iterator, Sequence

from check.finding import Finding
from check.rule import Rule
from check.sheet import Sheet, cell_location
from check.subject import Subject
from extract.document import Cell
from messages import N_, _
from normalize.text import squash

_YEAR = re.compile(r"(?:за |на |в )?(\d{4})(?:\s?(?:г\.?|год[ау]?))?(?:\s?\([^)]*\))?", re.IGNORECASE)
_LEAST = 4


def _out_of_step(subject: Subject) -> Iterator[Finding]:
    for sheet in subject.sheets:
        for cells in (*_heads_of_rows(sheet), *_heads_of_columns(sheet)):
            wrong = odd_one([_year(cell) or 0 for cell in cells])
            if wrong is not None and sheet.complete:
                place, expected = wrong
                yield _finding(sheet, cells[place], expected)


def _year(cell: Cell) -> int | None:
    """The year that is all that a cell says."""
    found = _YEAR.fullmatch(squash(cell.text))
    return int(found[1]) if found else None


def _heads_of_rows(sheet: Sheet) -> Iterator[list[Cell]]:
    """Cells of a key column that all are years, by section."""
    keys = [index for index, column in enumerate(sheet.columns) if column.role == "key"]
    sections: dict[str | None, list[Cell]] = {}
    for cell in sheet.table.cells:
        if cell.column in keys[:1] and cell.row in sheet.own_rows and sheet.row(cell.row).kind == "body":
            sections.setdefault(sheet.row(cell.row).section, []).append(cell)
    yield from (cells for cells in sections.values() if all(map(_year, cells)))


def _heads_of_columns(sheet: Sheet) -> Iterator[list[Cell]]:
    """Header cells of one line that are years, one beside the other."""
    for row in range(sheet.table.header_rows):
        run: list[Cell] = []
        for cell in sorted((one for one in sheet.table.cells if one.row == row), key=lambda one: one.column):
            beside = not run or run[-1].column + run[-1].colspan == cell.column
            if _year(cell) is None or not beside:
                yield run
                run = []
            if _year(cell) is not None:
                run.append(cell)
        yield run


def odd_one(years: Sequence[int]) -> tuple[int, int] | None:
    """The place of the one year that breaks the order and the even steps of all others, and the year that belongs
    there. Years that are left out («2022, 2023, 2024, 2030») break no order."""
    if len(years) < _LEAST or list(years) in (sorted(set(years)), sorted(set(years), reverse=True)):
        return None
    for place in range(len(years)):
        starts = _starts([*years[:place], None, *years[place + 1 :]])
        if len(starts) == 1:
            start, step = next(iter(starts))
            return place, start + step * place
    return None


def _starts(years: Sequence[int | None]) -> set[tuple[int, int]]:
    """The start and the step of a row of years, if one start and one step are that of all; unknown years fit any."""
    known = [(place, year) for place, year in enumerate(years) if year is not None]
    (first, year), (second, other) = known[0], known[1]
    step, rest = divmod(other - year, second - first)
    start = year - step * first
    even = not rest and step != 0 and all(one == start + step * place for place, one in known)
    return {(start, step)} if even else set()


def _finding(sheet: Sheet, cell: Cell, expected: int) -> Finding:
    text = squash(cell.text)
    return Finding(
        "years",
        "warning",
        _("«{year}» is out of step with the years beside it.", year=text),
        cell_location(sheet.table, cell.row, cell.column),
        found=text,
        expected=str(expected),
        anchor=text,
    )


RULES = (
    Rule(
        "years",
        1,
        "warning",
        N_("Years in even steps"),
        N_("Where four years and more head rows or columns, all but one in even steps, none breaks their order."),
        N_("The year is out of step."),
        _out_of_step,
    ),
)
