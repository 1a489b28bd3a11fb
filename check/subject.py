"""The document under check: its tables as sheets, its prose figures, its history."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from check.figures import SHARE, SURE, Figure, exactness
from check.sheet import Sheet, Units, read_sheets
from extract.document import Document, Location, Paragraph
from extract.facts import Facts, Observation
from normalize.units import PERCENT

_ALL = Decimal(100)


def prose_figure(observation: Observation, ocr: bool = False) -> Figure:
    """The value of an observation in running text."""
    return Figure(
        value=observation.value or Decimal(0),
        decimals=observation.decimals,
        text=observation.text,
        location=observation.location,
        name=observation.entity or observation.indicator,
        unit=observation.unit,
        exact=exactness(observation.unit, observation.decimals),
        bound=observation.bound,
        sure=not ocr and observation.confidence >= SURE,
    )


def prose_share(observation: Observation, ocr: bool = False) -> Figure:
    """The percentage that stands with the value of an observation in running text."""
    return Figure(
        value=observation.share or Decimal(0),
        decimals=observation.share_decimals,
        text=observation.text,
        location=observation.location,
        name=observation.entity or observation.indicator,
        part=SHARE,
        unit=PERCENT,
        exact=False,
        sure=not ocr and observation.confidence >= SURE,
    )


@dataclass(frozen=True)
class Subject:
    """Everything that rules look at. Sheets are read once."""

    facts: Facts

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
            prose_figure(observation, self.document.source.ocr)
            for observation in self.said
            if observation.share == _ALL and observation.value
        )

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
