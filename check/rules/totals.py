"""Totals and subtotals against their rows, parts against their whole."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from check.figures import Figure
from check.finding import Finding
from check.intervals import sum_of
from check.relation import Relation, Solve, Verdict, judge
from check.rule import Rule
from check.sheet import TOTAL_WORD, Sheet, figures_at
from check.subject import Subject
from check.wording import say_figure, say_sum
from extract.language import AVERAGE_LABEL
from extract.tables.grid import Grid
from extract.tables.hierarchy import Part, find_parts
from messages import N_, _
from normalize.numbers import Interval
from normalize.text import fold

_LEAST_ADDENDS = 2
# A total that states less than this part of its rows, or more than this many times, is of something else.
_FAR = (Decimal("0.5"), Decimal(2))
_BARE_TOTAL = ("всего", "итого", "итог", "общий итог", "total")


def _totals(subject: Subject) -> Iterator[Relation]:
    for sheet in subject.sheets:
        for row in sheet.rows_of("total", "subtotal"):
            if not AVERAGE_LABEL.fullmatch(fold(sheet.labels.get(row, ""))):
                yield from _total_row(sheet, row)
        yield from _totals_of_sections(sheet)


def _totals_of_sections(sheet: Sheet) -> Iterator[Relation]:
    """Rows that call themselves the total of their section, where at least half of them are."""
    called = [row for row in sheet.rows_of("body") if TOTAL_WORD.match(fold(sheet.labels.get(row, "")))]
    parts = parts_of(sheet)
    relations = []
    for total in called:
        section = sheet.row(total).section
        rows = [row for row in sheet.rows_of("body") if sheet.row(row).section == section and row not in parts]
        if section is None or len(set(rows) & set(called)) != 1:
            continue
        addends = [row for row in rows if row != total]
        columns = [column for column in sheet.value_columns if sheet.summable(column)]
        found = (total_relation(sheet, total, addends, column) for column in columns)
        relations += [relation for relation in found if relation is not None]
    if _kept(relations) and _kept(relations) * 2 >= len(relations):
        yield from relations


def _total_row(sheet: Sheet, row: int) -> Iterator[Relation]:
    columns = [column for column in sheet.value_columns if (row, column) in sheet.values and sheet.summable(column)]
    hypotheses = [
        [relation for column in columns if (relation := total_relation(sheet, row, rows, column)) is not None]
        for rows in _addend_rows(sheet, row)
    ]
    hypotheses = [relations for relations in hypotheses if relations]
    if not hypotheses:
        return
    best = max(hypotheses, key=_kept)
    if _kept(best):
        yield from _as_others_hold(best)
    elif sheet.complete and not _has_other_totals(sheet):
        nearest = min(hypotheses, key=_deviation)
        yield from nearest if _agreed(hypotheses, nearest) else _unconfirmed(sheet, row, nearest)


def _has_other_totals(sheet: Sheet) -> bool:
    """Whether rows that count as body call themselves totals: what is added up where cannot be told then."""
    return any(TOTAL_WORD.match(fold(sheet.labels.get(row, ""))) for row in sheet.rows_of("body"))


def _agreed(hypotheses: list[list[Relation]], nearest: list[Relation]) -> bool:
    """The rows and the subtotals, added up apart, come to the same: then it is the total that is wrong."""
    same = [relations for relations in hypotheses if relations[0].estimate.value == nearest[0].estimate.value]
    return len({frozenset(figure.key for figure in relations[0].operands) for relations in same}) > 1


def _as_others_hold(relations: list[Relation]) -> Iterator[Relation]:
    """A total is beyond doubt where most columns add up, or one of the same unit does."""
    held = {relation.target.unit for relation in relations if judge(relation) is Verdict.HOLDS}
    most = _kept(relations) * 2 >= len(relations)
    for relation in relations:
        yield replace(relation, firm=relation.firm and (most or relation.target.unit in held))


def _kept(relations: list[Relation]) -> int:
    return sum(judge(relation) is Verdict.HOLDS for relation in relations)


def _deviation(relations: list[Relation]) -> Decimal:
    return abs(relations[0].estimate.value - relations[0].target.value)


def _firm(relations: list[Relation], sure: bool) -> Iterator[Relation]:
    yield from (replace(relation, firm=sure and relation.firm) for relation in relations)


def _unconfirmed(sheet: Sheet, row: int, relations: list[Relation]) -> Iterator[Relation]:
    """No column adds up: rows are missing or the total is wrong, unless it is a total of something else."""
    comparable = [
        relation
        for relation in relations
        if relation.target.value and _FAR[0] <= relation.estimate.value / relation.target.value <= _FAR[1]
    ]
    if len(comparable) == len(relations):
        bare = fold(sheet.labels.get(row, "")).strip(" .:") in _BARE_TOTAL or sheet.row(row).kind == "subtotal"
        yield from _firm(relations, sure=bare)


def _addend_rows(sheet: Sheet, row: int) -> Iterator[list[int]]:
    """Sets of rows that a total may be the sum of, the likeliest first; all tell what the total tells."""
    strand = sheet.strands.get(row)
    told = strand in {sheet.strands.get(index) for index in sheet.rows_of("body")}
    for rows in _possible_addends(sheet, row):
        yield [index for index in rows if sheet.strands.get(index) == strand] if told else rows


def _possible_addends(sheet: Sheet, row: int) -> Iterator[list[int]]:
    parts = parts_of(sheet)
    body = [index for index in sheet.rows_of("body") if index not in parts]
    if sheet.row(row).kind == "subtotal":
        yield [index for index in body if sheet.row(index).section == sheet.row(row).section]
        yield _between(sheet, row, body)
        yield [index for index in body if index < row]
        return
    yield body
    subtotals = sheet.rows_of("subtotal")
    if subtotals:
        yield subtotals
    yield _between(sheet, row, body)
    yield [index for index in body if index > row]
    yield sheet.rows_of("body")


def _between(sheet: Sheet, row: int, body: list[int]) -> list[int]:
    """Body rows above, back to the total or the section before."""
    stops = [index for index in sheet.rows_of("total", "subtotal", "section") if index < row]
    return [index for index in body if (stops[-1] if stops else -1) < index < row]


def total_relation(sheet: Sheet, row: int, rows: Iterable[int], column: int, rule: str = "total") -> Relation | None:
    """The total of a column against these rows; None when it cannot be told (words, unknown values among them)."""
    listed = list(rows)
    if any((index, column) in sheet.words or sheet.missing.get((index, column)) in ("L", "N") for index in listed):
        return None
    addends = figures_at(sheet, listed, column)
    whole = all((index, column) in sheet.values for index in listed if _states_something(sheet, index))
    target = sheet.values.get((row, column))
    least = 1 if sheet.row(row).kind == "subtotal" else _LEAST_ADDENDS
    if target is None or len(addends) < least or any(one.bound != "exact" for one in (*addends, target)):
        return None
    return sum_relation(rule, target, addends, firm=whole)


def _states_something(sheet: Sheet, row: int) -> bool:
    return any((row, column) in sheet.values for column in sheet.value_columns)


def sum_relation(rule: str, target: Figure, addends: list[Figure], firm: bool = True) -> Relation:
    """`target` is the sum of `addends`."""
    estimate = sum_of(figure.printed for figure in addends)
    return Relation(rule, target, tuple(addends), estimate, partial(say_sum, addends), firm, _solver(target, addends))


def _solver(target: Figure, addends: list[Figure]) -> Solve:
    def solve(figure: Figure) -> Interval | None:
        if figure.key == target.key:
            return sum_of(one.printed for one in addends).possible
        others = [one.printed.negated() for one in addends if one.key != figure.key]
        if len(others) == len(addends):
            return None
        return sum_of([target.printed, *others]).possible

    return solve


def parts_of(sheet: Sheet) -> dict[int, Part]:
    """Rows that state a part of another row."""
    table = sheet.table
    kinds = [sheet.row(index).kind for index in range(table.n_rows)]
    return find_parts(Grid(table), table.columns, kinds)


def _parts(subject: Subject) -> Iterator[Relation | Finding]:
    for sheet in subject.sheets:
        wholes: dict[int, list[int]] = {}
        parts = parts_of(sheet)
        for row, part in parts.items():
            wholes.setdefault(part.whole, []).append(row)
        for whole, rows in wholes.items():
            yield from _whole(sheet, whole, rows, said=all(parts[row].marker for row in rows))


def _whole(sheet: Sheet, whole: int, rows: list[int], said: bool) -> Iterator[Relation | Finding]:
    columns = [column for column in sheet.value_columns if (whole, column) in sheet.values and sheet.summable(column)]
    relations = [relation for column in columns if (relation := total_relation(sheet, whole, rows, column, "part"))]
    if relations and (_kept(relations) or _shares_make_whole(sheet, whole, rows)):
        yield from _firm(relations, sure=_kept(relations) * 2 >= len(relations) or len(relations) == 1)
        return
    # Only «из них» and the like say for certain that the rows below are parts.
    for column in columns if said else ():
        yield from _exceeding(sheet, whole, rows, column)


def _shares_make_whole(sheet: Sheet, whole: int, rows: list[int]) -> bool:
    """The parts' percentages add up to that of the whole: the parts divide it without rest."""
    for column in sheet.share_columns:
        shares, target = figures_at(sheet, rows, column), sheet.values.get((whole, column))
        if target and len(shares) == len(rows) and judge(sum_relation("part", target, shares)) is Verdict.HOLDS:
            return True
    return False


def _exceeding(sheet: Sheet, whole: int, rows: list[int], column: int) -> Iterator[Finding]:
    total = sheet.values[(whole, column)]
    for part in figures_at(sheet, rows, column):
        if part.interval.low > total.interval.high and part.sure and total.sure and part.unit == total.unit:
            yield Finding(
                "part",
                "warning",
                _("«{name}» is part of «{whole}», but is more than it.", name=part.name, whole=total.name),
                part.location,
                found=say_figure(part),
                expected=_("not more than {most}", most=say_figure(total)),
                operands=(total.operand(), part.operand()),
                anchor=part.name,
            )


RULES = (
    Rule(
        "total",
        1,
        "error",
        N_("A total against its rows"),
        N_("A total or subtotal is the sum of the rows that it closes, column by column."),
        N_("«{name}»: the total does not agree with its rows."),
        _totals,
    ),
    Rule(
        "part",
        1,
        "error",
        N_("Parts against their whole"),
        N_(
            "Rows after «of which» do not exceed the row that they divide, and add up to it where they divide it wholly."
        ),
        N_("«{name}»: the parts do not add up to the whole."),
        _parts,
    ),
)
