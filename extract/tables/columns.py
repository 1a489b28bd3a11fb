"""What each column of a table holds: ordinals, keys, values, shares of the values beside them, or text."""

from collections.abc import Sequence

from extract.document import Column, ColumnRole
from extract.language import (
    CATEGORY_WORD,
    CODE_LABEL,
    ENTITY_WORD,
    INDICATOR_LABEL,
    MARK_LABEL,
    ORDINAL_LABEL,
    PERIOD_COLUMN_LABEL,
    UNIT_COLUMN_LABEL,
)
from extract.tables.cells import Reading
from extract.tables.grid import SPARSE, Grid
from extract.tables.labels import Label, read_label, read_path, resolve_period
from extract.tables.shares import find_shares
from normalize.periods import Period
from normalize.text import fold

# Codes (ОКТМО, telephones) have this many digits and no separators.
_CODE_DIGITS = 8
_MOST_KEYS = 3
_ENOUGH_ROWS = 3
# A column of numbers in which one word or two stand for most of them («выполнен»).
_FEW_WORDS = 2


def read_columns(
    grid: Grid, header: Sequence[tuple[str, ...]], rows: list[int], context: Period | None = None
) -> tuple[Column, ...]:
    """Roles, units and periods of the columns; `header` is the path of each, `rows` are those below the header."""
    labels = [read_path(path) for path in header]
    roles = _roles(grid, header, rows)
    find_shares(grid, labels, roles, rows)
    if any(role == "key" and key_kind(header[index]) == "period" for index, role in enumerate(roles)):
        context = None  # the rows give the years
    return tuple(
        Column(path, role, _unit(labels[index]), resolve_period(_periods(labels[index]), context))
        if role in ("value", "share")
        else Column(path, role)
        for index, (path, role) in enumerate(zip(header, roles, strict=True))
    )


def _unit(labels: list[Label]) -> str | None:
    """The innermost unit that is stated outright, else the innermost that follows from the words."""
    units = [label for label in labels if label.unit is not None]
    stated = [label for label in units if label.unit_is_stated] or units
    return stated[-1].unit.symbol if stated and stated[-1].unit else None


def _periods(labels: list[Label]) -> tuple[str, ...]:
    return tuple(text for label in labels for text in label.periods)


# --- roles ------------------------------------------------------------------------------------------------------


def _roles(grid: Grid, header: Sequence[tuple[str, ...]], rows: list[int]) -> list[ColumnRole]:
    roles: list[ColumnRole] = ["text"] * grid.n_columns
    for column in range(grid.n_columns):
        path = header[column]
        texts = [reading for reading in grid.column(column, rows) if not reading.blank]
        if _is_ordinal(path, texts, column):
            roles[column] = "ordinal"
        elif _is_value(path, texts) and (path or len(texts) >= len(rows) * SPARSE):
            roles[column] = "value"
    _find_keys(grid, header, rows, roles)
    if roles[:1] == ["ordinal"] and "key" not in roles and not _says_ordinal(header[0]):
        roles[0] = "key"  # numbers that nothing else names are names themselves
    return roles


def _is_ordinal(path: tuple[str, ...], texts: list[Reading], column: int) -> bool:
    ordinals = sum(reading.is_ordinal for reading in texts)
    if _says_ordinal(path):
        return ordinals * 2 >= len(texts)
    if column or len(texts) < 2 or ordinals * 10 < len(texts) * 9 or not _ascend(texts):
        return False
    return not path or (len(texts) >= _ENOUGH_ROWS and not CATEGORY_WORD.search(fold(" ".join(path))))


def _says_ordinal(path: tuple[str, ...]) -> bool:
    return bool(path) and bool(ORDINAL_LABEL.fullmatch(fold(" ".join(path))))


def _ascend(texts: list[Reading]) -> bool:
    ordinals = [reading.text.rstrip(".)") for reading in texts if reading.is_ordinal]
    numbers = [int(text) for text in ordinals if text.isdecimal()]
    if len(numbers) * 2 <= len(texts) or numbers[0] > 1:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def is_unit_column(path: tuple[str, ...], texts: Sequence[Reading] = ()) -> bool:
    """«Ед. изм.», or a column in which every cell is a unit."""
    if path and UNIT_COLUMN_LABEL.fullmatch(fold(path[-1])):
        return True
    return len(texts) > 1 and all(reading.unit is not None for reading in texts)


def _is_value(path: tuple[str, ...], texts: list[Reading]) -> bool:
    folded = fold(" ".join(path))
    coded = path and (CODE_LABEL.fullmatch(folded) or MARK_LABEL.fullmatch(folded))
    if is_unit_column(path) or coded or _are_codes(texts):
        return False
    figures = [reading for reading in texts if reading.number]
    if all(reading.is_year or reading.is_period for reading in figures) and not _names_count(path):
        return False
    values = len(figures) + sum(reading.missing for reading in texts)
    values += sum(reading.several is not None for reading in texts) if halves_of(path) else 0
    if not values:
        return False
    words = {reading.folded for reading in texts if reading.words and reading.label is None}
    return values * 2 >= len(texts) or (len(words) <= _FEW_WORDS and _states_unit(path))


def halves_of(path: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """«Количество школ/классов» heads two values in a cell: the header path of each, or None."""
    if not path or path[-1].count("/") != 1:
        return None
    left, right = (half.strip() for half in path[-1].split("/"))
    shared = left.split()[: -len(right.split())]
    return (*path[:-1], left), (*path[:-1], " ".join([*shared, right]))


def _names_count(path: tuple[str, ...]) -> bool:
    return any(read_label(text).unit is not None for text in path)


def _states_unit(path: tuple[str, ...]) -> bool:
    return any(read_label(text).unit_is_stated for text in path)


def _are_codes(texts: list[Reading]) -> bool:
    """Long digit strings without separators, or with leading noughts."""
    digits = [reading.text for reading in texts if reading.text.isdecimal()]
    coded = [text for text in digits if len(text) >= _CODE_DIGITS or (text.startswith("0") and len(text) > 1)]
    return bool(coded) and len(coded) * 2 >= len(texts)


# --- keys -------------------------------------------------------------------------------------------------------


def _find_keys(grid: Grid, header: Sequence[tuple[str, ...]], rows: list[int], roles: list[ColumnRole]) -> None:
    """Text columns before the values name the rows; as many of them as tell the rows apart."""
    first_value = roles.index("value") if "value" in roles else grid.n_columns
    candidates = [
        column
        for column in range(first_value)
        if roles[column] == "text" and _may_name(grid, header[column], column, rows)
    ]
    if not candidates:
        candidates = _key_among_values(grid, header, rows, roles)
    seen: list[tuple[str, ...]] = [() for _ in rows]
    texts = {column: _carried(grid, column, rows) for column in candidates}
    for column in candidates[: _MOST_KEYS if "value" in roles else 1]:
        if len(set(seen)) == len(rows) and rows and seen[0]:
            break
        wider = [(*key, text) for key, text in zip(seen, texts[column], strict=True)]
        if seen and seen[0] and len(set(wider)) == len(set(seen)):
            continue
        roles[column], seen = "key", wider
    _find_repeated_keys(header, roles)


def _carried(grid: Grid, column: int, rows: list[int]) -> list[str]:
    """Texts of a column, a blank standing for the one above."""
    texts: list[str] = []
    for row in rows:
        texts.append(grid.read(row, column).folded or (texts[-1] if texts else ""))
    return texts


def _may_name(grid: Grid, path: tuple[str, ...], column: int, rows: list[int]) -> bool:
    texts = [reading for reading in grid.column(column, rows) if not reading.blank]
    if not texts or is_unit_column(path, texts):
        return False
    if column == 0 and len(texts) > 1 and all(reading.is_period for reading in texts):
        return True  # «Дата введения» before the values: each row has a day of its own
    return not (
        path and CODE_LABEL.fullmatch(fold(" ".join(path))) and not PERIOD_COLUMN_LABEL.fullmatch(fold(path[-1]))
    )


def _key_among_values(
    grid: Grid, header: Sequence[tuple[str, ...]], rows: list[int], roles: list[ColumnRole]
) -> list[int]:
    """A first column of numbers that are names: years, ages, class numbers."""
    first = next((column for column, role in enumerate(roles) if role == "value"), None)
    if first is None or roles.count("value") < 2:
        return []
    texts = [reading.folded for reading in grid.column(first, rows)]
    label = fold(" ".join(header[first]))
    named = bool(CATEGORY_WORD.search(label) or PERIOD_COLUMN_LABEL.fullmatch(label))
    return [first] if named and len(set(texts)) == len(texts) else []


def _find_repeated_keys(header: Sequence[tuple[str, ...]], roles: list[ColumnRole]) -> None:
    """A table folded in two («Муниципалитет | Охват | Муниципалитет | Охват») has its keys twice."""
    keys = {fold(" ".join(header[column])) for column, role in enumerate(roles) if role == "key" and header[column]}
    for column, role in enumerate(roles):
        if role == "text" and header[column] and fold(" ".join(header[column])) in keys:
            roles[column] = "key"


def keys_of(columns: Sequence[Column], value: int) -> list[int]:
    """The key columns that name the values of column `value`: those of its own half in a folded table."""
    keys = [index for index, column in enumerate(columns) if column.role == "key"]
    headers = [columns[index].header for index in keys]
    if len(set(headers)) == len(headers):
        return keys
    before = [index for index in keys if index < value]
    last_header = columns[before[-1]].header if before else ()
    size = len(set(headers))
    return before[-size:] if last_header else keys


def key_kind(path: tuple[str, ...]) -> str | None:
    """What the header of a key column says of its rows: indicator, entity, category, period; None if nothing."""
    folded = fold(" ".join(path))
    if not folded:
        return None
    if PERIOD_COLUMN_LABEL.fullmatch(folded):
        return "period"
    if INDICATOR_LABEL.fullmatch(folded):
        return "indicator"
    entity, category = ENTITY_WORD.search(folded), CATEGORY_WORD.search(folded)
    if entity and (not category or entity.start() < category.start()):
        return "entity"
    return "category" if category else None
