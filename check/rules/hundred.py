"""Percentages that divide a whole: those of a column or of a row that make 100, where no counts stand beside them."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from check.bases import HUNDRED
from check.figures import Figure
from check.intervals import inside
from check.relation import Relation, Verdict, judge
from check.rule import Rule, confirmed
from check.rules.shares import table_shares
from check.rules.totals import parts_of, sum_relation
from check.sheet import Sheet, figures_at
from check.subject import Subject
from messages import N_
from normalize.text import fold

_STRUCTURE = re.compile(r"\bструктур|\bв (?:%|процентах) к (?:общему )?(?:итогу|всего|общему)|\bудельный вес\b")
_LEAST = 3
# Sums farther from 100 than this are of answers of which one person may give several.
_NEAR = Decimal(15)


def _hundreds(subject: Subject) -> Iterator[Relation]:
    counted = {relation.target.key for relation in table_shares(subject)}
    for sheet in subject.sheets:
        columns = [c for c in sheet.share_columns if not any(one.key in counted for one in _all(sheet, c))]
        yield from _down(sheet, columns)
        yield from _across(sheet, columns)


def _all(sheet: Sheet, column: int) -> list[Figure]:
    return figures_at(sheet, sheet.own_rows, column)


def _down(sheet: Sheet, columns: Sequence[int]) -> Iterator[Relation]:
    """Rows against the 100 % of their total, where the header says that they divide it or most columns show it."""
    totals = [row for row in sheet.rows_of("total") if any((row, column) in sheet.values for column in columns)]
    rows = _addends(sheet)
    if len(totals) != 1 or len(rows) < _LEAST:
        return
    relations = [one for column in columns if (one := _of_column(sheet, totals[0], rows, column))]
    held = sum(judge(one) is Verdict.HOLDS for one in relations)
    divided = bool(_STRUCTURE.search(fold(f"{sheet.table.caption or ''} {' '.join(map(sheet.header, columns))}")))
    if divided or (held >= 2 and held * 2 > len(relations)):
        yield from relations


def _addends(sheet: Sheet) -> list[int]:
    """The rows of one level; none where the table is divided in some other way too."""
    if sheet.rows_of("subtotal") or parts_of(sheet):
        return []
    rows = sheet.rows_of("body")
    return rows if len({sheet.row(row).section for row in rows}) == 1 else []


def _of_column(sheet: Sheet, total: int, rows: list[int], column: int) -> Relation | None:
    whole = sheet.values.get((total, column))
    if whole is None or any((row, column) in sheet.words for row in rows):
        return None
    relation = sum_relation("hundred", whole, figures_at(sheet, rows, column), firm=False)
    if whole.value == HUNDRED:
        return _near(relation)
    divides = _STRUCTURE.search(fold(sheet.header(column))) and len(relation.operands) >= _LEAST
    return relation if divides and inside(HUNDRED, relation.estimate.likely) else None


def _near(relation: Relation) -> Relation | None:
    near = abs(relation.estimate.value - relation.target.value) <= _NEAR
    exact = all(figure.bound == "exact" for figure in relation.operands)
    return relation if near and exact and len(relation.operands) >= _LEAST else None


def _across(sheet: Sheet, columns: Sequence[int]) -> Iterator[Relation]:
    """A column of 100 % against the columns beside it that make it up in most rows."""
    rows = sheet.rows_of("body", "subtotal", "total")
    for whole in columns:
        others = [column for column in columns if column != whole]
        if _is_all_hundred(sheet, whole) and len(others) >= 2:
            yield from confirmed(rows, partial(_of_row, sheet, whole, others))


def _is_all_hundred(sheet: Sheet, column: int) -> bool:
    figures = _all(sheet, column)
    return len(figures) >= _LEAST and all(figure.value == HUNDRED for figure in figures)


def _of_row(sheet: Sheet, whole: int, others: Sequence[int], row: int) -> Relation | None:
    total = sheet.values.get((row, whole))
    parts = [sheet.values[(row, column)] for column in others if (row, column) in sheet.values]
    if total is None or len(parts) != len(others) or any(part.bound != "exact" for part in parts):
        return None
    return sum_relation("hundred", total, parts, firm=False)


RULES = (
    Rule(
        "hundred",
        1,
        "warning",
        N_("Percentages that make 100"),
        N_("Percentages that divide a whole, without counts beside them, add up to the 100 % that is printed for it."),
        N_("«{name}»: the percentages do not add up to 100."),
        _hundreds,
    ),
)
