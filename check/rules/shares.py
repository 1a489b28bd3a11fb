"""Percentages in tables against the counts beside them and what they are taken of."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial

from check.bases import HUNDRED, Pair, best_base, found_base, whole
from check.figures import Figure
from check.finding import Finding
from check.intervals import Estimate, Printed, exactly, ratio_of
from check.mistyped import is_mistyped
from check.relation import Relation, Solve
from check.rule import Rule, confirmed
from check.sheet import TOTAL_WORD, Sheet, cell_location
from check.subject import Subject
from check.wording import say, say_ratio
from extract.document import Location
from messages import N_, _
from normalize.numbers import Interval
from normalize.text import fold

_BODY = ("body",)
_SUMS = ("subtotal", "total")
_LEAST_FILLED = Decimal("0.6")
_HALF = Decimal("0.5")
_LEAST_OF_BASE = 3


def table_shares(subject: Subject) -> list[Relation]:
    """Percentages of all tables with the counts that they belong to, found once for a document."""
    return subject.once("table_shares", lambda: list(_shares(subject)))


def _shares(subject: Subject) -> Iterator[Relation]:
    for sheet in subject.sheets:
        for column in sheet.share_columns:
            yield from _share_column(subject, sheet, column)
        yield from _shares_in_cells(subject, sheet)


def _share_column(subject: Subject, sheet: Sheet, column: int) -> Iterator[Relation]:
    """A column of percentages: of another column row by row, or of one base for all rows."""
    rows = sheet.rows_of("body", "subtotal", "total")
    of_columns = (confirmed(rows, partial(_by_columns, sheet, column, *pair)) for pair in _column_pairs(sheet, column))
    held = [relations for relations in of_columns if relations]
    if held:
        yield from max(held, key=len)
        return
    for count_column in _counts_for(sheet, column):
        relations = list(_by_base(subject, sheet, count_column, _pairs(sheet, count_column, column)))
        if relations:
            yield from relations
            return


def _shares_in_cells(subject: Subject, sheet: Sheet) -> Iterator[Relation]:
    """«15 (26,8%)»: the share stands in the cell of its count."""
    for column in {place[1] for place in sheet.shares}:
        pairs = {row: Pair(sheet.values[(row, at)], share) for (row, at), share in sheet.shares.items() if at == column}
        others = (of for of in sheet.value_columns if of != column)
        of_columns = (confirmed(list(pairs), partial(_in_cell_by_column, sheet, pairs, of)) for of in others)
        held = [relations for relations in of_columns if relations]
        yield from max(held, key=len) if held else _by_base(subject, sheet, column, pairs)


def _in_cell_by_column(sheet: Sheet, pairs: dict[int, Pair], of: int, row: int) -> Relation | None:
    base = sheet.values.get((row, of))
    return None if base is None else share_relation(pairs[row], base)


def _column_pairs(sheet: Sheet, share: int) -> Iterator[tuple[int, int]]:
    """Pairs of columns of which the first may be the printed part of the second; near ones first."""
    columns = sorted(sheet.value_columns, key=lambda column: (abs(column - share), column > share))
    yield from ((part, of) for part in columns for of in columns if part != of)


def _counts_for(sheet: Sheet, share: int) -> list[int]:
    """Columns of counts that a share column may speak of: those before it, the nearest first, then those behind."""
    before = [column for column in sheet.value_columns if column < share]
    return [*reversed(before), *(column for column in sheet.value_columns if column > share)]


def _pairs(sheet: Sheet, count: int, share: int) -> dict[int, Pair]:
    rows = {row for row, column in sheet.values if column == share}
    return {
        row: Pair(sheet.values[(row, count)], sheet.values[(row, share)])
        for row in sorted(rows)
        if (row, count) in sheet.values
    }


def _by_columns(sheet: Sheet, share: int, part: int, of: int, row: int) -> Relation | None:
    pair, base = _pair_at(sheet, row, part, share), sheet.values.get((row, of))
    proves = pair is not None and (pair.count.value != 0 or pair.share.value != 0)
    return share_relation(pair, base) if pair and base and proves else None


def _pair_at(sheet: Sheet, row: int, count: int, share: int) -> Pair | None:
    one, other = sheet.values.get((row, count)), sheet.values.get((row, share))
    return Pair(one, other) if one and other else None


def _by_base(subject: Subject, sheet: Sheet, count: int, pairs: dict[int, Pair]) -> Iterator[Relation]:
    """Shares of one base: the total of the column, a number the document states, or one found from the shares."""
    for rows in _groups(sheet, pairs):
        group = {row: pairs[row] for row in rows}
        hundreds = _hundreds(group) or _hundreds(pairs)
        totals = [pair.count for row, pair in group.items() if _is_called_total(sheet, row)]
        stated = [*hundreds, *totals, *_stated(subject, sheet, count, pairs)]
        found = all(sheet.row(row).kind in _BODY for row in rows)
        relations = list(_of_one_base(list(group.values()), stated, hundreds, found))
        yield from relations
        yield from _of_the_base_itself(relations, pairs, found)
        if found and all(len(relation.operands) == 1 for relation in relations):
            yield from _of_stated_wholes(subject, list(group.values()))


def _of_the_base_itself(relations: list[Relation], pairs: dict[int, Pair], found: bool) -> Iterator[Relation]:
    """The percentage beside the base of all others is 100."""
    bases = {relation.operands[-1].key for relation in relations if len(relation.operands) > 1}
    if found and len(bases) == 1 and len(relations) >= _LEAST_OF_BASE:
        own = next((pair for pair in pairs.values() if pair.count.key in bases), None)
        relation = share_relation(own, own.count) if own else None
        if relation is not None:
            yield relation


def _of_stated_wholes(subject: Subject, pairs: list[Pair]) -> Iterator[Relation]:
    """The number that the text calls 100 %, where the base that all shares tell is that number but for a mistyped digit."""
    number = found_base(pairs)
    for whole_figure in subject.wholes if number else ():
        value = Decimal(number or 0)
        if is_mistyped(whole_figure.value, value):
            left = f"{say(pairs[0].count.value, 0)} : {say(pairs[0].share.value, pairs[0].share.decimals)}\u00a0% × 100"
            counts = tuple(pair.count for pair in pairs)
            yield Relation(
                "share", whole_figure, counts, Estimate(value, exactly(value), exactly(value)), left, firm=False
            )


def _groups(sheet: Sheet, pairs: dict[int, Pair]) -> Iterator[list[int]]:
    """Rows whose shares have one base: those of a section that has its own 100 %, the other rows, the totals."""
    body = [row for row in pairs if sheet.row(row).kind in _BODY]
    sections = list(dict.fromkeys(sheet.row(row).section for row in body))
    own = [section for section in sections if _has_own_base(sheet, _section(sheet, pairs, section))]
    if len(own) > 1:
        yield from ([row for row in body if sheet.row(row).section == section] for section in own)
        body = [row for row in body if sheet.row(row).section not in own]
    yield body
    yield [row for row in pairs if sheet.row(row).kind in _SUMS]


def _has_own_base(sheet: Sheet, pairs: dict[int, Pair]) -> bool:
    """One row of a section is printed as its 100 %, or calls itself its total."""
    body = [row for row in pairs if sheet.row(row).kind in _BODY]
    return len(_hundreds(pairs)) == 1 or sum(_is_called_total(sheet, row) for row in body) == 1


def _is_called_total(sheet: Sheet, row: int) -> bool:
    return bool(TOTAL_WORD.match(fold(sheet.labels.get(row, ""))))


def _section(sheet: Sheet, pairs: dict[int, Pair], section: str | None) -> dict[int, Pair]:
    return {row: pair for row, pair in pairs.items() if sheet.row(row).section == section}


def _stated(subject: Subject, sheet: Sheet, count: int, pairs: dict[int, Pair]) -> list[Figure]:
    """Numbers that may be the base: what is printed as 100 %, totals of the column, what the text calls 100 %."""
    totals = [sheet.values[(row, count)] for row in sheet.rows_of("total") if (row, count) in sheet.values]
    return [*_hundreds(pairs), *totals, *subject.wholes]


def _hundreds(pairs: dict[int, Pair]) -> list[Figure]:
    """Counts of the column that have 100 % beside them."""
    return [pair.count for pair in pairs.values() if pair.share.value == HUNDRED]


def _of_one_base(pairs: list[Pair], stated: list[Figure], hundreds: list[Figure], found: bool) -> Iterator[Relation]:
    # A row of the same column that says of itself that it is 100 % needs fewer witnesses.
    base = best_base(pairs, stated) or best_base(pairs, hundreds, _HALF)
    if base is not None:
        yield from _relations(pairs, lambda pair: share_relation(pair, base), base)
    elif found and (number := found_base(pairs)):
        yield from _relations(pairs, lambda pair: share_of_number(pair, whole(number)), None)


def _relations(pairs: list[Pair], relate: Callable[[Pair], Relation | None], base: Figure | None) -> Iterator[Relation]:
    for pair in pairs:
        if base is not None and pair.count.key == base.key:
            continue
        if relation := relate(pair):
            yield relation


def share_relation(pair: Pair, base: Figure, rule: str = "share", firm: bool = True) -> Relation | None:
    """The printed share is the count by the base; None where it cannot be told."""
    relation = share_of_number(pair, base.printed, rule, firm)
    if relation is None or base.bound != "exact":
        return None
    return replace(relation, operands=(pair.count, base), left=lambda: f"{say_ratio(pair.count, base)} × 100")


def share_of_number(pair: Pair, base: Printed, rule: str = "share", firm: bool = True) -> Relation | None:
    """The same with a base that is not printed anywhere, but follows from the other shares."""
    if pair.count.bound != "exact" or pair.share.bound == "approximate":
        return None
    estimate = ratio_of(pair.count.printed, base, HUNDRED)
    if estimate is None:
        return None
    return Relation(
        rule,
        pair.share,
        (pair.count,),
        estimate,
        lambda: f"{say(pair.count.value, pair.count.decimals)} : {say(base.value, 0)} × 100",
        firm,
        _solver(pair, base),
    )


def _solver(pair: Pair, base: Printed) -> Solve:
    def solve(figure: Figure) -> Interval | None:
        if figure.key == pair.share.key:
            estimate: Estimate | None = ratio_of(pair.count.printed, base, HUNDRED)
            return estimate.possible if estimate else None
        if figure.key == pair.count.key:
            share = pair.share.interval
            return Interval(share.low * base.possible.low / HUNDRED, share.high * base.possible.high / HUNDRED)
        share = pair.share.interval
        if share.low <= 0:
            return None
        count = pair.count.interval
        return Interval(HUNDRED * count.low / share.high, HUNDRED * count.high / share.low)

    return solve


def _missing(subject: Subject) -> Iterator[Finding]:
    """A count without its percentage where its neighbours have one."""
    for sheet in subject.sheets:
        for (row, column), cell in sheet.lone_percents:
            yield _missing_share(subject, sheet, row, column, sheet.table.locate(cell))
        for share in sheet.share_columns:
            yield from _blank_shares(subject, sheet, share)


def _blank_shares(subject: Subject, sheet: Sheet, share: int) -> Iterator[Finding]:
    count = next((column for column in reversed(sheet.value_columns) if column < share), None)
    if count is None:
        return
    rows = [row for row in sheet.rows_of("body") if (row, count) in sheet.values]
    filled = sum((row, share) in sheet.values for row in rows)
    if filled == len(rows) or filled < _LEAST_FILLED * len(rows):
        return
    for row in rows:
        known = _expected_share(subject, sheet, row, count)[0] is not None
        if known and sheet.missing.get((row, share)) == "O" and sheet.values[(row, count)].value != 0:
            yield _missing_share(subject, sheet, row, count, cell_location(sheet.table, row, share))


def _missing_share(subject: Subject, sheet: Sheet, row: int, count: int, location: Location) -> Finding:
    figure = sheet.values.get((row, count))
    name = figure.name if figure else sheet.labels.get(row, "")
    estimate, left = _expected_share(subject, sheet, row, count)
    return Finding(
        "share_missing",
        "warning",
        _("«{name}»: the percentage is missing beside its count.", name=name),
        location,
        expected=f"{say(estimate.value, 1)}\u00a0%" if estimate else None,
        arithmetic=f"{left} = {say(estimate.value, 1)}\u00a0%" if estimate else None,
        operands=(figure.operand(),) if figure else (),
        anchor=name,
    )


def _expected_share(subject: Subject, sheet: Sheet, row: int, count: int) -> tuple[Estimate | None, str]:
    """What the share would be of the base that the rows of the same kind have."""
    figure = sheet.values.get((row, count))
    share = next((column for column in sheet.share_columns if column > count), None)
    if figure is None or share is None:
        return None, ""
    pairs = _pairs(sheet, count, share)
    kinds = _SUMS if sheet.row(row).kind in _SUMS else _BODY
    group = [pair for other, pair in pairs.items() if sheet.row(other).kind in kinds]
    base = best_base(group, _stated(subject, sheet, count, pairs))
    if base is None:
        return None, ""
    return ratio_of(figure.printed, base.printed, HUNDRED), f"{say_ratio(figure, base)} × 100"


RULES = (
    Rule(
        "share",
        1,
        "error",
        N_("A percentage against its count and its base"),
        N_("A printed percentage is the count beside it, divided by the base that its neighbours have, times 100."),
        N_("«{name}»: the percentage does not agree with its count."),
        table_shares,
    ),
    Rule(
        "share_missing",
        1,
        "warning",
        N_("A count without its percentage"),
        N_("Where the rows around have a percentage beside the count, this one has one too."),
        N_("«{name}»: the percentage is missing beside its count."),
        _missing,
    ),
)
