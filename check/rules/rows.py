"""Rows that are not what they should be: one stands twice, two have each other's names, two cells each other's numbers."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from check.figures import Figure
from check.finding import Finding, Operand
from check.rule import Rule
from check.rules.totals import parts_of
from check.sheet import TOTAL_WORD, Place, Sheet, cell_location
from check.subject import Subject
from check.wording import say_figure
from messages import N_, _
from normalize.names_kinds import looks_like_name
from normalize.text import fold

_LEAST_OTHERS, _LEAST_ORDERED, _TIMES = 4, 8, 4
_TELLING = 12


def _repeated(subject: Subject) -> Iterator[Finding]:
    """Rows of which every cell but the number stands in another row of the section too."""
    for sheet in subject.sheets:
        known: dict[tuple[str | None, tuple[str, ...]], int] = {}
        parts = parts_of(sheet)
        texts = _texts(sheet)
        for row in sheet.rows_of("body"):
            key = (sheet.row(row).section, texts.get(row, ()))
            if row in parts or not _tells(sheet, row, key[1]):
                continue
            if (first := known.setdefault(key, row)) != row and sheet.table.confidence >= 1:
                yield _twice(sheet, first, row)


def _texts(sheet: Sheet) -> dict[int, tuple[str, ...]]:
    """The cells of each row without the column of numbers; a cell over several rows belongs to each of them."""
    ordinals = {index for index, column in enumerate(sheet.columns) if column.role == "ordinal"}
    found: dict[int, list[str]] = {}
    for cell in sheet.table.cells:
        if cell.column not in ordinals:
            for row in range(cell.row, cell.row + cell.rowspan):
                found.setdefault(row, []).append(fold(cell.text))
    return {row: tuple(texts) for row, texts in found.items()}


def _tells(sheet: Sheet, row: int, texts: Sequence[str]) -> bool:
    """Whether a row says so much that another one like it is no chance: a name and a number, or two texts."""
    label = sheet.labels.get(row, "")
    filled = sum(bool(text.strip(" –—-")) for text in texts)
    # A blank first cell goes on with the name above.
    if not texts or not texts[0].strip():
        return False
    numbers = any(
        (row, column) in sheet.values and sheet.values[(row, column)].value for column in range(len(sheet.columns))
    )
    named = len(label) >= _TELLING or looks_like_name(label) is not None
    return filled >= 2 and named and (numbers or sum(len(text) >= _TELLING for text in texts) >= 2)


def _twice(sheet: Sheet, first: int, second: int) -> Finding:
    name = sheet.labels.get(second, "")
    places = [cell_location(sheet.table, row, 0) for row in (first, second)]
    return Finding(
        "repeated_row",
        "warning",
        _("«{name}» stands in the table twice, with the same numbers.", name=name),
        places[1],
        found=name,
        operands=tuple(Operand(name, name, place) for place in places),
        anchor=name,
    )


# --- names ------------------------------------------------------------------------------------------------------


def _exchanged_names(subject: Subject) -> Iterator[Finding]:
    """Names in alphabetical order, but for two that stand in each other's place: a remark, for lists have other orders."""
    for sheet in subject.sheets:
        rows = [row for row in sheet.rows_of("body") if row in sheet.labels]
        if len({sheet.row(row).section for row in rows}) != 1 or len(rows) < _LEAST_ORDERED:
            continue
        names = [fold(sheet.labels[row]) for row in rows]
        found = exchanged(names)
        if found is not None and sheet.complete and not any(TOTAL_WORD.match(name) for name in names):
            yield _names_finding(sheet, rows[found[0]], rows[found[1]])


def exchanged(names: Sequence[str]) -> tuple[int, int] | None:
    """The places of the two names whose exchange puts all in order; None where they are neighbours, or in order."""
    ordered = sorted(names)
    wrong = [place for place, (one, other) in enumerate(zip(names, ordered, strict=True)) if one != other]
    return (wrong[0], wrong[1]) if len(wrong) == 2 and wrong[1] - wrong[0] > 1 else None


def _names_finding(sheet: Sheet, one: int, other: int) -> Finding:
    names = (sheet.labels[one], sheet.labels[other])
    key = next(index for index, column in enumerate(sheet.columns) if column.role in ("key", "text"))
    places = [cell_location(sheet.table, row, key) for row in (one, other)]
    return Finding(
        "exchanged",
        "info",
        _(
            "All names are in alphabetical order, but «{one}» and «{other}» stand in each other's place.",
            one=names[0],
            other=names[1],
        ),
        places[1],
        found=names[1],
        expected=names[0],
        operands=tuple(Operand(name, name, place) for name, place in zip(names, places, strict=True)),
        anchor=f"{names[0]} {names[1]}",
    )


# --- numbers ----------------------------------------------------------------------------------------------------


def _exchanged_numbers(subject: Subject) -> Iterator[Finding]:
    """Two numbers of a row that fit into each other's column, but not into their own."""
    for sheet in subject.sheets:
        rows = sheet.rows_of("body")
        columns = {
            column: {row: sheet.values[(row, column)] for row in rows if (row, column) in sheet.values}
            for column in (*sheet.value_columns, *sheet.share_columns)
        }
        for one, other in combinations(columns, 2):
            for row in rows:
                if _are_exchanged(columns[one], columns[other], row):
                    yield _numbers_finding(sheet, (row, one), (row, other))


def _are_exchanged(one: Mapping[int, Figure], other: Mapping[int, Figure], row: int) -> bool:
    if row not in one or row not in other or not (one[row].sure and other[row].sure):
        return False
    first = [figure.value for at, figure in one.items() if at != row]
    second = [figure.value for at, figure in other.items() if at != row]
    if min(len(first), len(second)) < _LEAST_OTHERS or not _apart(first, second):
        return False
    return _among(one[row].value, second) and _among(other[row].value, first)


def _apart(one: Sequence[Decimal], other: Sequence[Decimal]) -> bool:
    """Whether two columns are of different sizes: small numbers of two columns are near each other by chance."""
    return max(one) * _TIMES < min(other) or max(other) * _TIMES < min(one)


def _among(value: Decimal, values: Sequence[Decimal]) -> bool:
    return min(values) <= value <= max(values)


def _numbers_finding(sheet: Sheet, one: Place, other: Place) -> Finding:
    first, second = sheet.values[one], sheet.values[other]
    return Finding(
        "exchanged",
        "warning",
        _(
            "«{one}» and «{other}»: the two numbers seem to stand in each other's column.",
            one=first.name,
            other=second.name,
        ),
        first.location,
        found=say_figure(first),
        expected=say_figure(second),
        operands=(first.operand(), second.operand()),
        anchor=first.name,
    )


RULES = (
    Rule(
        "repeated_row",
        1,
        "warning",
        N_("Rows that stand twice"),
        N_("No row of a table is there twice with the same name and the same numbers."),
        N_("«{name}» stands in the table twice."),
        _repeated,
    ),
    Rule(
        "exchanged",
        1,
        "warning",
        N_("Names and numbers in each other's place"),
        N_(
            "Two names that alone break the alphabetical order, or two numbers of a row that fit only each other's column, are exchanged."
        ),
        N_("«{name}»: two cells seem to be exchanged."),
        lambda subject: [*_exchanged_names(subject), *_exchanged_numbers(subject)],
    ),
)
