"""The checker that one writes first: every total is the sum above it, every share is part over the largest number."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from check.finding import Finding
from extract.document import Location, Table
from extract.facts import Facts, Observation


def naive_check(facts: Facts) -> list[Finding]:
    """`sum != total` down each column, `round(part / base) != share` beside each count."""
    tables = {table.index: table for table in facts.document.tables}
    columns: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for each in facts.observations:
        place = each.location
        if place.table is not None and place.column is not None and each.value is not None:
            columns[place.table, place.column].append(each)
    return [finding for (table, _), found in columns.items() for finding in _column(tables[table], found)]


def _column(table: Table, found: list[Observation]) -> Iterator[Finding]:
    kinds = {id(each): table.rows[each.location.row or 0].kind for each in found}
    rows = [each.value for each in found if each.value is not None and kinds[id(each)] == "body"]
    for each in found:
        if kinds[id(each)] == "total" and sum(rows) != each.value:
            yield _finding("sum", each.location, str(each.value), str(sum(rows)))
    base = max((each.value for each in found if each.value is not None), default=Decimal(0))
    for each in found:
        if each.share is not None and each.value is not None and base:
            expected = (each.value * 100 / base).quantize(Decimal("0.1"), ROUND_HALF_UP)
            if expected != each.share:
                yield _finding("share", each.location, str(each.share), str(expected))


def _finding(rule: str, place: Location, found: str, expected: str) -> Finding:
    return Finding(rule, "error", f"{found} ≠ {expected}", place, found, expected)
