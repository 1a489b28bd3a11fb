"""Which value of a table a figure in running text states again, and how surely. The values themselves may differ: that
is for a check to judge."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from extract.abbreviations import Spelling
from extract.document import Document, Row, Table
from extract.facts import FIRM, Observation, Restatement
from extract.likeness import content, same_name
from extract.tables.completeness import is_complete

# Two words of an indicator may be in a text by chance; with a third they are no chance.
_STRONG = 2
# When and in what a value is told: only such values are compared.
_Key = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value of a table with the words of its row and column, and those that the table is about anyway."""

    observation: Observation
    words: frozenset[str]
    context: frozenset[str]
    complete: bool


@dataclass(frozen=True)
class _Cells:
    """What tables state of one moment in one unit: by entity, or by indicator where the rows are indicators."""

    cells: tuple[_Cell, ...]

    @cached_property
    def of_entities(self) -> dict[str, list[_Cell]]:
        """Values of entities by their indicator."""
        found: dict[str, list[_Cell]] = {}
        for cell in self.cells:
            if cell.observation.entity:
                found.setdefault(cell.observation.indicator, []).append(cell)
        return found

    @cached_property
    def of_indicators(self) -> tuple[_Cell, ...]:
        return tuple(cell for cell in self.cells if not cell.observation.entity)


def with_restatements(
    document: Document, stated: Iterable[Observation], said: Iterable[Observation], spelling: Spelling
) -> Iterator[Observation]:
    """What is `said` in running text, each with the value among those `stated` in tables that it restates."""
    tables = _Tables(document, stated, spelling)
    for one in said:
        level = one.value is not None and one.measure == "level" and one.bound == "exact"
        cells = tables.cells(_key(one)) if level else None
        yield one if cells is None else replace(one, restates=_restated(one, cells, spelling))


def _key(one: Observation) -> _Key:
    return (one.period.code if one.period else None), one.unit


class _Tables:
    """The values of all tables, made ready for comparison when a sentence first asks for such."""

    def __init__(self, document: Document, stated: Iterable[Observation], spelling: Spelling) -> None:
        self._spelling = spelling
        self._tables = {table.index: table for table in document.tables}
        self._title = self._words(document.metadata.title or "")
        self._about: dict[int, tuple[frozenset[str], bool]] = {}
        self._ready: dict[_Key, _Cells] = {}
        self._stated: dict[_Key, list[Observation]] = {}
        for one in stated:
            if one.location.table is not None and one.value is not None and one.measure == "level":
                self._stated.setdefault(_key(one), []).append(one)

    def cells(self, key: _Key) -> _Cells | None:
        """Values of one moment in one unit; None where there are none."""
        if key not in self._stated:
            return None
        if key not in self._ready:
            self._ready[key] = _Cells(tuple(self._cell(one) for one in self._stated[key]))
        return self._ready[key]

    def _cell(self, one: Observation) -> _Cell:
        context, complete = self._about_table(one.location.table or 0)
        return _Cell(one, self._words(" ".join((one.indicator, *one.breakdown))), context, complete)

    def _about_table(self, index: int) -> tuple[frozenset[str], bool]:
        if index not in self._about:
            table = self._tables[index]
            self._about[index] = (self._title | self._words(table.caption or ""), _is_whole(table))
        return self._about[index]

    def _words(self, text: str) -> frozenset[str]:
        return content(self._spelling.spelled_out(text))


def _is_whole(table: Table) -> bool:
    return bool(table.columns) and is_complete(table, table.columns, table.rows[-1] if table.rows else Row())


def _restated(one: Observation, cells: _Cells, spelling: Spelling) -> Restatement | None:
    said = content(spelling.spelled_out(one.indicator))
    found = _entity_cell(one, said, cells, spelling) if one.entity else _indicator_cell(one, said, cells)
    if found is None:
        return None
    cell, firm = found
    score = round(FIRM + (1 - FIRM) * _alike(said, cell) if firm else FIRM * _alike(said, cell) * 0.99, 2)
    return Restatement(cell.observation.indicator, cell.observation.location, max(score, 0.01))


def _alike(said: frozenset[str], cell: _Cell) -> float:
    """The share of common words among those that both use; words that the table is about anyway may be left out."""
    own = len(said | cell.words) - len((said ^ cell.words) & cell.context)
    return len(said & cell.words) / own if own else 0.0


def _entity_cell(
    one: Observation, said: frozenset[str], cells: _Cells, spelling: Spelling
) -> tuple[_Cell, bool] | None:
    """The cell of the same entity whose indicator the sentence speaks of, if there is just one."""
    groups = [
        group for indicator, group in cells.of_entities.items() if said & content(spelling.spelled_out(indicator))
    ]
    near = [cell for group in groups for cell in group]
    names = {place: spelling.full_name(cell.observation.entity or "") for place, cell in enumerate(near)}
    chosen = same_name(spelling.full_name(one.entity or ""), names)
    if chosen is None:
        return None
    entity = near[chosen].observation.entity
    indicators = {cell.observation.indicator for cell in near if cell.observation.entity == entity}
    return near[chosen], len(indicators) == 1


def _indicator_cell(one: Observation, said: frozenset[str], cells: _Cells) -> tuple[_Cell, bool] | None:
    """The one row that says what the sentence says; words of the table's title may be added, no others."""
    near = [cell for cell in cells.of_indicators if said & cell.words and said - cell.words <= cell.context]
    best = max((_closeness(said, cell) for cell in near), default=None)
    closest = [cell for cell in near if _closeness(said, cell) == best]
    if len(closest) != 1:
        return None
    cell, common = closest[0], said & closest[0].words
    told = len(common) * 2 >= len(cell.words) and (len(common) >= _STRONG or bool(common & content(one.text)))
    if told or cell.observation.value == one.value:
        return cell, True
    alone = len(near) == 1 and said <= cell.words
    return (cell, False) if cell.complete and (len(common) >= _STRONG or alone) else None


def _closeness(said: frozenset[str], cell: _Cell) -> tuple[int, int]:
    """More words in common first, then fewer of the row's own."""
    return len(said & cell.words), -len(cell.words)
