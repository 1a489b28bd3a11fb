"""Columns that are the sum, the difference, the ratio or a stated part of others: found from the rows themselves."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import combinations

from check.figures import Figure
from check.intervals import ratio_of, sum_of
from check.relation import Relation, Solve, Verdict, judge
from check.rule import Rule, confirmed
from check.rules.totals import sum_relation
from check.sheet import Sheet
from check.subject import Subject
from check.wording import say, say_difference, say_ratio
from messages import N_
from normalize.numbers import Interval

_HUNDRED = Decimal(100)
# Wider tables are searched among neighbours only: the number of triples grows with the cube.
_MOST_COLUMNS = 14
_LEAST_ROWS = 3
_STATED_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,3})?)\s?%")
_ROWS = ("body", "subtotal", "total")


def _columns(subject: Subject) -> Iterator[Relation]:
    for sheet in subject.sheets:
        columns = [column for column in sheet.value_columns if sheet.summable(column)][:_MOST_COLUMNS]
        rows = sheet.rows_of(*_ROWS)
        if len(rows) >= _LEAST_ROWS:
            yield from _sums_of_ranges(sheet, columns, rows)
            yield from _triples(sheet, columns, rows)
            # A total of rounded parts is not the rounded part of the total.
            yield from _stated_parts(sheet, columns, sheet.rows_of("body"))
        yield from _growth(sheet, rows)


# --- sums of several columns ------------------------------------------------------------------------------------


def _sums_of_ranges(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Iterator[Relation]:
    """A column that is the sum of three or more that stand side by side, before or behind it."""
    for total in columns:
        place = columns.index(total)
        for part in _ranges(columns[:place], ends=True) + _ranges(columns[place + 1 :], ends=False):
            held = confirmed(rows, partial(_sum_in_row, sheet, total, part))
            if held:
                yield from held
                break


def _ranges(columns: Sequence[int], ends: bool) -> list[Sequence[int]]:
    """Runs of at least three columns that touch the total, the longest first."""
    lengths = range(len(columns), 2, -1)
    return [columns[-length:] if ends else columns[:length] for length in lengths]


def _sum_in_row(sheet: Sheet, total: int, parts: Sequence[int], row: int) -> Relation | None:
    target = sheet.values.get((row, total))
    addends = [_or_nought(sheet, row, column) for column in parts]
    known = [addend for addend in addends if addend is not None]
    if target is None or len(known) < len(parts) or not _plain(target, *known):
        return None
    present = [addend for addend in known if addend.value != 0]
    return sum_relation("columns", target, present) if len(present) > 1 else None


def _or_nought(sheet: Sheet, row: int, column: int) -> Figure | None:
    """The figure of a cell; a blank or a dash counts as nought, a word or an unknown value as nothing."""
    figure = sheet.values.get((row, column))
    if figure is not None:
        return figure
    if sheet.missing.get((row, column)) in ("O", "M"):
        return Figure(Decimal(0), 0, "", sheet.table.location, "", exact=True)
    return None


def _plain(*figures: Figure) -> bool:
    return all(figure.bound == "exact" for figure in figures)


# --- sums and differences of two --------------------------------------------------------------------------------


def _triples(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Iterator[Relation]:
    """C = A + B or C = A − B, C the column furthest to the right that the relation can be read for."""
    for one, two, three in combinations(columns, 3):
        for whole, parts in ((three, (one, two)), (two, (one, three)), (one, (two, three))):
            if not _may_hold(sheet, rows, whole, parts):
                continue
            yield from confirmed(rows, partial(_two_in_row, sheet, whole, parts))


def _is_sum_of_needs(sheet: Sheet, relation: Relation) -> bool:
    """A total of a column in which some rows need nothing more («выполнен», «–», 0): it may be the difference of
    the totals or the sum of the needs, and neither is an error."""
    at = relation.target.location
    if at.row is None or at.column is None or sheet.row(at.row).kind == "body" or judge(relation) is Verdict.HOLDS:
        return False
    body = sheet.rows_of("body")
    return any(
        (row, at.column) in sheet.words
        or (row, at.column) in sheet.missing
        or sheet.values[(row, at.column)].value == 0
        for row in body
    )


def _may_hold(sheet: Sheet, rows: Sequence[int], whole: int, parts: tuple[int, int]) -> bool:
    """A quick look, so that few triples are judged row by row: does half of the rows add up nearly?"""
    near = asked = 0
    for row in rows:
        total, one, two = (sheet.values.get((row, column)) for column in (whole, *parts))
        if total is None or one is None or two is None or not (one.value and two.value):
            continue
        asked += 1
        near += abs(total.value - one.value - two.value) <= Decimal("1.5").scaleb(-min(one.decimals, two.decimals))
    return asked >= _LEAST_ROWS and near * 2 >= asked


def _two_in_row(sheet: Sheet, whole: int, parts: tuple[int, int], row: int) -> Relation | None:
    relation = _of_two(sheet, row, whole, parts)
    return None if relation is None or _is_sum_of_needs(sheet, relation) else relation


def _of_two(sheet: Sheet, row: int, whole: int, parts: tuple[int, int]) -> Relation | None:
    total = sheet.values.get((row, whole))
    one, two = (_or_nought(sheet, row, column) for column in parts)
    if total is None or one is None or two is None or not _plain(total, one, two):
        return None
    if max(parts) < whole:
        present = [figure for figure in (one, two) if figure.text]
        return sum_relation("columns", total, present) if present else None
    result, subtrahend = (one, two) if parts[0] > parts[1] else (two, one)
    if not result.text or not subtrahend.text or _nothing_left(result, total, subtrahend):
        return None
    return difference_relation("columns", result, total, subtrahend)


def _nothing_left(result: Figure, minuend: Figure, subtrahend: Figure) -> bool:
    """«Осталось охватить 0» where more was done than planned."""
    return result.value == 0 and minuend.value < subtrahend.value


def difference_relation(rule: str, target: Figure, minuend: Figure, subtrahend: Figure) -> Relation:
    """`target` is `minuend` less `subtrahend`."""
    estimate = sum_of((minuend.printed, subtrahend.printed.negated()))
    solve = _difference_solver(target, minuend, subtrahend)
    return Relation(
        rule, target, (minuend, subtrahend), estimate, partial(say_difference, minuend, subtrahend), solve=solve
    )


def _difference_solver(target: Figure, minuend: Figure, subtrahend: Figure) -> Solve:
    def solve(figure: Figure) -> Interval | None:
        if figure.key == target.key:
            return sum_of((minuend.printed, subtrahend.printed.negated())).possible
        if figure.key == minuend.key:
            return sum_of((target.printed, subtrahend.printed)).possible
        return sum_of((minuend.printed, target.printed.negated())).possible

    return solve


# --- a stated part of another -----------------------------------------------------------------------------------


def _stated_parts(sheet: Sheet, columns: Sequence[int], rows: Sequence[int]) -> Iterator[Relation]:
    """«Плановый охват в 67,4 %»: the column is that part of another."""
    for target in columns:
        percent = _STATED_PERCENT.search(sheet.header(target))
        if percent is None:
            continue
        factor = Decimal(percent[1].replace(",", ".")) / _HUNDRED
        for whole in columns:
            if whole != target:
                yield from confirmed(rows, partial(_part_in_row, sheet, target, whole, factor))


def _part_in_row(sheet: Sheet, target: int, whole: int, factor: Decimal, row: int) -> Relation | None:
    figure, base = sheet.values.get((row, target)), sheet.values.get((row, whole))
    if figure is None or base is None or not _plain(figure, base):
        return None
    # A planned number of people is rounded, though people are counted.
    planned = Figure(figure.value, figure.decimals, figure.text, figure.location, figure.name, exact=False)
    scaled = base.printed.times(factor)
    estimate = sum_of((scaled,))
    left = f"{say(base.value, base.decimals)} × {say(factor * _HUNDRED, 1)}\u00a0%"
    return Relation("columns", planned, (base,), estimate, left)


# --- growth -----------------------------------------------------------------------------------------------------


def _growth(sheet: Sheet, rows: Sequence[int]) -> Iterator[Relation]:
    """«темп роста, %» and «прирост, %»: 100 × A / B, and the same less 100."""
    for share in sheet.share_columns:
        for one, two in combinations(sheet.value_columns, 2):
            for part, whole in ((one, two), (two, one)):
                yield from confirmed(rows, partial(_growth_in_row, sheet, (share, part, whole), -_HUNDRED))


def _growth_in_row(sheet: Sheet, places: tuple[int, int, int], shift: Decimal, row: int) -> Relation | None:
    share, part, whole = (sheet.values.get((row, column)) for column in places)
    if share is None or part is None or whole is None or not _plain(share, part, whole):
        return None
    estimate = ratio_of(part.printed, whole.printed, _HUNDRED, shift)
    if estimate is None:
        return None
    return Relation("columns", share, (part, whole), estimate, lambda: f"{say_ratio(part, whole)} × 100 − 100")


RULES = (
    Rule(
        "columns",
        1,
        "error",
        N_("A column against the columns that it follows from"),
        N_("Where a column is the sum, the difference or a stated part of others in most rows, it is so in every row."),
        N_("«{name}»: the number does not agree with the other columns of its row."),
        _columns,
    ),
)
