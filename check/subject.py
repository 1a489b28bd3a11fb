"""The document under check: its tables as sheets, its prose figures, its history."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from check.figures import SHARE, SURE, Figure, exactness
from check.sheet import Sheet, Units, read_sheets
from check.wording import shorten
from extract.document import Document, Location, Paragraph
from extract.facts import Facts, Observation
from normalize.numbers import parse_quantity
from normalize.periods import Period
from normalize.units import PERCENT

if TYPE_CHECKING:
    from store.archive import Archive

_ALL = Decimal(100)
Kept = TypeVar("Kept")


def prose_figure(observation: Observation, ocr: bool = False) -> Figure:
    """The value of an observation in running text."""
    return Figure(
        value=observation.value or Decimal(0),
        decimals=observation.decimals,
        text=observation.text,
        location=observation.location,
        name=_called(observation),
        unit=observation.unit,
        exact=exactness(observation.unit, observation.decimals),
        bound=observation.bound,
        sure=not ocr and observation.confidence >= SURE,
    )


def _called(observation: Observation) -> str:
    """The words around a number in running text that say which it is."""
    words = observation.entity if observation.entity and observation.entity[0].isupper() else None
    return f"{shorten(words)} – {observation.text}" if words else shorten(observation.text)


def prose_share(observation: Observation, ocr: bool = False) -> Figure:
    """The percentage that stands with the value of an observation in running text."""
    read = parse_quantity(observation.text)
    return Figure(
        value=observation.share or Decimal(0),
        decimals=observation.share_decimals,
        text=observation.text,
        location=observation.location,
        name=_called(observation),
        part=SHARE,
        unit=PERCENT,
        exact=False,
        bound=read.share_bound if read else "exact",
        sure=not ocr and observation.confidence >= SURE,
    )


def _is_whole(observation: Observation) -> bool:
    return observation.share == _ALL and bool(observation.value)


def _discrete(period: Period | None) -> str | None:
    """The code of a period shorter than a year; a year's whole serves all of its parts."""
    return None if period is None or period.kind in ("year", "academic_year", "span") else period.code


def wholes_of(sheet: Sheet) -> Iterator[Figure]:
    """Figures of a sheet that shares may be taken of."""
    for row in sheet.rows_of("total"):
        yield from (figure for (at, column), figure in sheet.values.items() if at == row and not sheet.is_share(column))
    for (row, column), figure in sheet.values.items():
        if figure.unit == PERCENT and figure.value == _ALL:
            before = [count for count in sheet.value_columns if count < column and (row, count) in sheet.values]
            yield from (sheet.values[(row, count)] for count in before[-1:])
    yield from (sheet.values[at] for at, share in sheet.shares.items() if share.value == _ALL)


@dataclass(frozen=True)
class Subject:
    """Everything that rules look at. Sheets are read once."""

    facts: Facts
    archive: "Archive | None" = None
    _kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` gives, made on the first call under this name and kept for rules that share it."""
        if name not in self._kept:
            self._kept[name] = make()
        return cast(Kept, self._kept[name])

    @property
    def document(self) -> Document:
        return self.facts.document

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Understood tables, in reading order."""
        units = self._units
        ocr = self.document.source.ocr
        return tuple(
            sheet for table in self.document.tables if table.columns for sheet in read_sheets(table, ocr, units)
        )

    @cached_property
    def _units(self) -> Units:
        """Units that the interpreter gave to cells (a unit may stand in the row)."""
        return {
            (at.table, at.row, at.column): observation.unit
            for observation in self.facts.observations
            if (at := observation.location).table is not None
            and at.row is not None
            and at.column is not None
            and observation.unit
        }

    @cached_property
    def wholes(self) -> tuple[Figure, ...]:
        """Counts of which the text says that they are all («56 (100%) ПОО», «1248 человек (100 %)»)."""
        return tuple(
            prose_figure(observation, self.document.source.ocr) for observation in self.said if _is_whole(observation)
        )

    @cached_property
    def dated_wholes(self) -> tuple[tuple[Figure, str | None], ...]:
        """The same with the code of the period that each speaks of. A year stands for its parts too."""
        return tuple(
            (prose_figure(one, self.document.source.ocr), _discrete(one.period)) for one in self.said if _is_whole(one)
        )

    @cached_property
    def table_wholes(self) -> tuple[Figure, ...]:
        """Totals of tables, and counts with 100 % beside them."""
        return tuple(figure for sheet in self.sheets for figure in wholes_of(sheet))

    @cached_property
    def said(self) -> tuple[Observation, ...]:
        """Observations in running text, in reading order."""
        spoken = [
            one for one in self.facts.observations if one.location.table is None and one.location.start is not None
        ]
        return tuple(sorted(spoken, key=lambda one: (one.location.block, one.location.start or 0)))

    @cached_property
    def paragraphs(self) -> Mapping[int, Paragraph]:
        """Paragraphs by their block."""
        return {block.location.block: block for block in self.document.blocks if isinstance(block, Paragraph)}

    def sentence(self, location: Location) -> str:
        """The text around a place in a paragraph."""
        paragraph = self.paragraphs.get(location.block)
        return paragraph.text if paragraph else ""
