"""What the key columns and the headers of a table name: indicators, entities, categories or periods."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

from extract.document import Column
from extract.facts import EntityKind
from extract.language import INDICATOR_START
from extract.tables.cells import SOME_YEAR, period_of
from extract.tables.columns import key_kind
from extract.tables.grid import Grid
from extract.tables.labels import Label, read_label, without_ordinal
from normalize.text import fold, squash

Axis = Literal["entity", "indicator", "category", "period"]
Test = Callable[[str], bool]


@lru_cache(maxsize=1 << 14)
def entity_kind(text: str) -> EntityKind | None:
    """What kind of entity a cell names, if it names one."""
    from normalize.names_kinds import looks_like_name

    return looks_like_name(text)


def axis_of(grid: Grid, columns: Sequence[Column], key: int, rows: Sequence[int]) -> Axis:
    """What the texts of key column `key` name in `rows`: by its header, else by what the texts are."""
    hint = key_kind(columns[key].header)
    texts = [without_ordinal(text) for row in rows if (text := squash(grid.cell(row, key).text))]
    if _most(texts, lambda text: period_of(text, SOME_YEAR) is not None):
        return "period"
    if hint == "indicator" or _some(texts, lambda text: bool(INDICATOR_START.match(fold(text)))):
        return "indicator"
    if hint == "entity" or _most(texts, lambda text: entity_kind(text) is not None):
        return "entity"
    if hint == "category":
        return "category"
    return "indicator" if _values_are_unnamed(columns) else "category"


def _most(texts: Sequence[str], test: Test) -> bool:
    return bool(texts) and sum(map(test, texts)) * 5 >= 3 * len(texts)


def _some(texts: Sequence[str], test: Test) -> bool:
    return bool(texts) and sum(map(test, texts)) * 3 >= len(texts)


def _values_are_unnamed(columns: Sequence[Column]) -> bool:
    """No column of values is headed by more than a period, a unit, a scenario or «Количество»."""
    return all(is_unnamed([read_label(text) for text in column.header]) for column in columns if column.role == "value")


def is_unnamed(path: Sequence[Label]) -> bool:
    """Whether a header path names no indicator of its own."""
    return all(label.is_generic or label.of_which is not None for label in path)
