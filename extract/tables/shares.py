"""Which columns of percentages are shares of the counts beside them, and of which."""

from collections.abc import Sequence
from decimal import Decimal

from extract.document import Column, ColumnRole
from extract.language import OF_WHOLE, SHARE_WORD
from extract.tables.grid import Grid
from extract.tables.labels import Label, read_path
from normalize.lemmas import lemmas
from normalize.numbers import Quantity
from normalize.units import PERCENT

_ENOUGH_ROWS = 3


def find_shares(grid: Grid, labels: list[list[Label]], roles: list[ColumnRole], rows: list[int]) -> None:
    """Give the role `share` to percentages of a count on their left. `labels` are the header paths of the columns."""
    percentages = [
        role == "value" and _is_percentage(grid, labels[column], column, rows) for column, role in enumerate(roles)
    ]
    compares = [any(label.measure is not None for label in path) for path in labels]
    counts = [role == "value" and not percentages[c] and not compares[c] for c, role in enumerate(roles)]
    times = [_times(path) for path in labels]
    taken: set[int] = set()
    for column, percentage in enumerate(percentages):
        count = _count_of(column, roles, counts, times, taken) if percentage else None
        if count is not None and _is_share_of(grid, labels, roles, count, column, rows):
            roles[column] = "share"
            taken.add(count)


def shares_beside(columns: Sequence[Column]) -> dict[int, int]:
    """For each column of values that has one, the column of its shares."""
    roles: list[ColumnRole] = [column.role for column in columns]
    labels = [read_path(column.header) for column in columns]
    counts = [
        role == "value" and columns[c].unit != PERCENT and not any(label.measure for label in labels[c])
        for c, role in enumerate(roles)
    ]
    times = [_times(path) for path in labels]
    found: dict[int, int] = {}
    for column, role in enumerate(roles):
        count = _count_of(column, roles, counts, times, set(found)) if role == "share" else None
        if count is not None:
            found[count] = column
    return found


def _times(labels: Sequence[Label]) -> tuple[str, ...]:
    return tuple(text for label in labels for text in label.periods)


def _count_of(
    column: int,
    roles: Sequence[ColumnRole],
    counts: Sequence[bool],
    times: Sequence[tuple[str, ...]],
    taken: set[int],
) -> int | None:
    """The count right on the left, or the nearest further left that is of the same time («2020 2021 | % 2020 % 2021»)."""
    for count in range(column - 1, -1, -1):
        if roles[count] not in ("value", "share"):
            return None
        if not counts[count] or count in taken:
            continue
        if count == column - 1 and (times[count] == times[column] or not times[count] or not times[column]):
            return count
        if times[count] and times[count] == times[column]:
            return count
    return None


def _is_percentage(grid: Grid, labels: list[Label], column: int, rows: list[int]) -> bool:
    if any(label.measure in ("ratio", "difference") for label in labels):
        return False
    printed = [reading.quantity.unit for reading in grid.column(column, rows) if reading.quantity and reading.number]
    if any(printed):
        return printed.count(PERCENT) * 2 > len(printed)
    return any(label.is_share for label in labels)


def _is_share_of(
    grid: Grid, labels: list[list[Label]], roles: list[ColumnRole], count: int, share: int, rows: list[int]
) -> bool:
    """Whether the header says so (same words, or none of its own), or the arithmetic does."""
    if _compares_two(labels, roles, count, share):
        return False
    own, its = _own_words(labels[share], labels[count]), _own_words(labels[count], labels[share])
    if own == its or not own or own <= its or _shares_noun(own, its):
        return True
    return _divides_to_share(grid, roles, count, share, rows)


def _own_words(labels: list[Label], other: list[Label]) -> frozenset[str]:
    """Lemmas of a header path that the other does not share and that say more than «доля», «количество»."""
    theirs = {label.text for label in other}
    cores = [SHARE_WORD.sub("", label.core) for label in labels if label.text not in theirs and not label.is_empty]
    return frozenset(
        word for core in cores for word in lemmas(core) if len(word) > 2 and word not in ("доля", "кол-во")
    )


def _shares_noun(own: frozenset[str], its: frozenset[str]) -> bool:
    """«Доля ПОО» beside «Кол-во ПОО, указавших организации»: most of its words are the other's."""
    return len(own & its) * 2 > len(own)


def _compares_two(labels: list[list[Label]], roles: list[ColumnRole], count: int, share: int) -> bool:
    """A bare «%» behind two columns of different periods or scenarios compares them: no share of the second."""
    before = count - 1
    if before < 0 or roles[before] != "value":
        return False
    one, two = labels[before], labels[count]
    shared = {label.text for label in one} & {label.text for label in two}
    own = [label for label in labels[share] if label.text not in shared]
    if any(not label.is_empty or OF_WHOLE.search(label.text) for label in own):
        return False
    mine = _times(own)
    differ = _times(one) != _times(two) or [x.scenario for x in one] != [x.scenario for x in two]
    return differ and not mine and [x.core for x in one] == [x.core for x in two]


def _divides_to_share(grid: Grid, roles: list[ColumnRole], count: int, share: int, rows: list[int]) -> bool:
    """Whether share = count : base · 100 holds in most rows for one base column, or for the column's own total."""
    known = [
        (row, top, part)
        for row in rows
        if (top := _value(grid, row, count)) is not None and (part := grid.read(row, share).quantity) is not None
    ]
    if len(known) < _ENOUGH_ROWS:
        return False
    bases = [column for column, role in enumerate(roles) if role == "value" and column not in (count, share)]
    largest = max(top for _, top, _ in known)
    tests = [[_value(grid, row, base) for row, _, _ in known] for base in bases] + [[largest] * len(known)]
    return any(_fits([(top, part) for _, top, part in known], base) for base in tests)


def _value(grid: Grid, row: int, column: int) -> Decimal | None:
    quantity = grid.read(row, column).quantity
    return None if quantity is None else quantity.value


def _fits(known: Sequence[tuple[Decimal, Quantity]], bases: Sequence[Decimal | None]) -> bool:
    good = 0
    for (top, part), base in zip(known, bases, strict=True):
        if base and part.value is not None:
            unit = Decimal(1).scaleb(-part.decimals)
            good += abs(100 * top / base - part.value) <= unit
    return good * 5 >= 4 * len(known)
