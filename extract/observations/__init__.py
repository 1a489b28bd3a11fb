"""Understood tables → observations, each with its name, its period and the cell it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.document import Cell, Document, ReadingWarning, Table
from extract.facts import Mention, Observation, Scenario
from extract.observations.axes import entity_kind
from extract.observations.column_names import column_names, name_of_path
from extract.observations.compose import Context, Subject, compose, scenario_of
from extract.observations.names import Name, mention_text
from extract.observations.outlook import UNKNOWN, Outlook
from extract.observations.row_names import RowNamer
from extract.observations.values import Value, value_of, values_of_two, with_share
from extract.tables.blocks import Block, find_blocks
from extract.tables.columns import halves_of
from extract.tables.grid import Grid
from extract.tables.hierarchy import find_parts, section_paths
from extract.tables.labels import read_label, resolve_period
from extract.tables.rows import has_values, label_of, sentence_of
from extract.tables.shares import shares_beside
from messages import _
from normalize.periods import Period
from normalize.text import fold, squash

__all__ = ["Observed", "observe", "observe_table"]

# A table with this many figures that yields nothing deserves a warning.
_MANY_FIGURES = 6


@dataclass(frozen=True, slots=True)
class Observed:
    """What tables state: values, the names in them, and what could not be understood."""

    observations: tuple[Observation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    warnings: tuple[ReadingWarning, ...] = ()


def observe(document: Document) -> Observed:
    """The observations of every table of a document whose tables are understood."""
    period, outlook = document.metadata.period, Outlook.of(document.metadata)
    observed = [observe_table(table, period, _over(table, document), outlook) for table in document.tables]
    return Observed(
        tuple(observation for one in observed for observation in one.observations),
        tuple(mention for one in observed for mention in one.mentions),
        tuple(warning for one in observed for warning in one.warnings),
    )


def _over(table: Table, document: Document) -> tuple[str, ...]:
    """The header over the cell that a nested table stands in."""
    place = table.parent
    outer = next((each for each in document.tables if place and each.index == place.table), None)
    if outer is None or place is None or place.column is None or place.column >= len(outer.columns):
        return ()
    return outer.columns[place.column].header


def observe_table(
    table: Table, document_period: Period | None = None, over: tuple[str, ...] = (), outlook: Outlook = UNKNOWN
) -> Observed:
    """The observations of one understood table. `over` are header texts over a table nested in another."""
    if not table.columns or not table.rows:
        return Observed()
    reader = _TableReader(table, document_period, over, outlook)
    observations = tuple(observation for block in reader.blocks for observation in reader.read_block(block))
    warnings = () if observations else tuple(_not_understood(reader.grid))
    return Observed(observations, tuple(_unique(reader.mentions)), warnings)


def _not_understood(grid: Grid) -> Iterator[ReadingWarning]:
    figures = sum(
        grid.read(cell.row, cell.column).figure and not grid.read(cell.row, cell.column).is_ordinal
        for cell in grid.table.cells
    )
    if figures >= _MANY_FIGURES and figures * 3 >= len(grid.table.cells):
        message = _("The table holds numbers, but which columns name them could not be told: look at it yourself.")
        yield ReadingWarning("table_not_understood", message, grid.table.location)


def _unique(mentions: Iterable[Mention]) -> Iterator[Mention]:
    return iter(dict.fromkeys(mentions))


class _TableReader:
    """Reads one table block by block; collects the names met on the way."""

    def __init__(self, table: Table, document_period: Period | None, over: tuple[str, ...], outlook: Outlook) -> None:
        self.table = table
        self.grid = Grid(table)
        self.kinds = [row.kind for row in table.rows]
        self.sections = section_paths(self.grid, table.columns, self.kinds)
        self.context = Context.of(table, document_period, self._names_recur())
        self.over = over
        self.outlook = outlook
        self.scenario: Scenario | None = None
        self.parts = find_parts(self.grid, table.columns, self.kinds)
        self.blocks = find_blocks(self.grid, table.columns, self.kinds)
        self.mentions: list[Mention] = []
        self.compared: dict[int, list[Period]] = {}
        self.shares: dict[int, int] = {}

    def _names_recur(self) -> bool:
        """Whether a row label stands in more than one section."""
        seen: dict[str, tuple[str, ...]] = {}
        for row, kind in enumerate(self.kinds):
            label = fold(label_of(self.grid, self.table.columns, row)) if kind == "body" else ""
            if label and seen.setdefault(label, self.sections[row]) != self.sections[row]:
                return True
        return False

    def read_block(self, block: Block) -> Iterator[Observation]:
        """Observations of the rows of one block, top to bottom."""
        parts = self.parts if block.header is None else {}
        rows = RowNamer(self.grid, block, self.table.rows, parts)
        columns = column_names(self.grid, block, rows.names_entities)
        self.scenario = scenario_of((*self.over, *block.over)) or self.context.scenario
        self.compared = {index: self._compared(columns, index) for index in columns}
        self.shares = shares_beside(block.columns)
        self._note_sections(block)
        for row in block.rows:
            if self.table.rows[row].kind in ("body", "total", "subtotal"):
                yield from self._read_row(block, rows, columns, row)

    def _note_sections(self, block: Block) -> None:
        for row in block.rows:
            if self.table.rows[row].kind == "section":
                cell = self.grid.begun(row)[-1]
                text = mention_text(cell.text)
                if kind := entity_kind(text):
                    self.mentions.append(Mention(text, self.table.locate(cell), kind))

    def _read_row(self, block: Block, rows: RowNamer, columns: dict[int, Name], row: int) -> Iterator[Observation]:
        sentence = sentence_of(self.grid, block.columns, row)
        if sentence is not None:
            yield self._read_sentence(row, sentence)
        elif has_values(self.grid, block.columns, row):
            for index in columns:
                if self._is_first_place(block, row, index):
                    yield from self._read_cell(block, rows, columns, row, index)

    def _is_first_place(self, block: Block, row: int, index: int) -> bool:
        """A cell that spans rows or columns states its value once."""
        cell = self.grid.cell(row, index)
        before = [place for place in range(cell.column, index) if block.columns[place].role == "value"]
        return not before and (cell.row == row or cell.row not in block.rows)

    def _read_sentence(self, row: int, column: int) -> Observation:
        """«Количество ответов: 71 (24,9%)»: the label in the cell is the indicator."""
        reading = self.grid.read(row, column)
        label = read_label(reading.label or "")
        sections = [read_label(title) for title in self.sections[row]]
        value = value_of(reading)
        unit = value.unit or (label.unit.symbol if label.unit else None)
        breakdown = tuple(title.core for title in sections if title.core)
        period = resolve_period(label.periods, self.context.period) or self.context.period
        subject = Subject(label.core, breakdown, unit, period, "level", None, 1.0)
        return self._observation(self.grid.cell(row, column), subject, value, Name(), Name())

    def _read_cell(
        self, block: Block, rows: RowNamer, columns: dict[int, Name], row: int, index: int
    ) -> Iterator[Observation]:
        name = rows.name(row, index)
        by_row = rows.names_indicators and bool(name.indicator)
        for column, value in self._stated(block, columns, row, index):
            sections = () if block.over else self.sections[row]
            subject = compose(name, column, sections, self.context, self.compared[index], by_row)
            yield self._observation(self.grid.cell(row, index), subject, value, name, column)

    def _stated(self, block: Block, columns: dict[int, Name], row: int, index: int) -> list[tuple[Name, Value]]:
        """The value of a cell with the name of its column; two where header and cell are parted by a slash."""
        reading = self.grid.read(row, index)
        halves = halves_of(block.columns[index].header)
        if halves and reading.several:
            return list(zip((name_of_path(half) for half in halves), values_of_two(reading), strict=True))
        return [(columns[index], self._with_share(value_of(reading), row, index))]

    def _compared(self, columns: dict[int, Name], index: int) -> list[Period]:
        """Periods of the value columns to the left, nearest first, as far as they differ."""
        found: list[Period] = []
        for left in reversed([other for other in columns if other < index and columns[other].measure is None]):
            period = resolve_period(columns[left].periods, self.context.period)
            if period is not None and not any(period.same_time(other) for other in found):
                found.append(period)
        return found[:2]

    def _with_share(self, value: Value, row: int, index: int) -> Value:
        share = self.shares.get(index)
        return value if share is None else with_share(value, self.grid.read(row, share).quantity)

    def _usual(self, subject: Subject) -> Scenario | None:
        """What the caption says of all figures, else what the document lets expect."""
        return self.scenario or self.outlook.scenario(subject.period, self.table.caption)

    def _observation(self, cell: Cell, subject: Subject, value: Value, row: Name, column: Name) -> Observation:
        entity = row.entity or column.entity
        if entity is not None:
            self.mentions.append(entity)
        unit = value.unit or subject.unit
        estimated = row.is_estimate or column.is_estimate
        return Observation(
            indicator=subject.indicator,
            location=self.table.locate(cell),
            text=squash(cell.text),
            value=value.value,
            decimals=value.decimals,
            unit=unit,
            status="E" if estimated and value.status == "A" else value.status,
            bound=value.bound,
            entity=entity.text if entity else None,
            entity_kind=entity.kind if entity else None,
            breakdown=subject.breakdown,
            period=subject.period,
            share=value.share,
            share_decimals=value.share_decimals,
            measure="share" if subject.measure == "level" and unit == "%" else subject.measure,
            base_period=subject.base_period,
            scenario=column.scenario or row.scenario or (None if estimated else self._usual(subject)) or "actual",
            confidence=round(cell.confidence * value.confidence * subject.confidence * self.table.confidence, 4),
        )
