"""The points of an act: paragraphs with their labels, which tell what stands under what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Location
from extract.labels import split_label
from extract.parts import Part
from extract.runs import Run, runs_of

_LETTER = re.compile(r"[а-яёa-z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A paragraph of an act, without its label («1.», «а)»). `offset` is where `text` begins in the run."""

    run: Run
    label: str
    text: str
    offset: int

    @property
    def place(self) -> Location:
        return self.run.locate(0, len(self.run.text))

    def locate(self, start: int, end: int) -> Location:
        """The place of `text[start:end]`."""
        return self.run.locate(self.offset + start, self.offset + end)

    @property
    def level(self) -> str:
        """The form of the label: points of one form stand side by side («1.», «2.»), others below or above."""
        return _LETTER.sub("a", re.sub(r"\d+", "0", self.label))

    @property
    def leads(self) -> bool:
        """Whether it ends in a colon, so that what it says holds for the points below it."""
        return self.text.rstrip().endswith(":")


def points_below_head(part: Part) -> list[Point]:
    """The points of a part's text, its head left out."""
    below = {line.block for line in part.lines[part.head.body :]}
    return list(_points(run for run in runs_of(part.blocks) if run.first.location.block in below))


def _points(runs: Iterator[Run]) -> Iterator[Point]:
    for run in runs:
        label, text = (run.first.label, run.text) if run.first.label else split_label(run.text)
        yield Point(run, label or "", text, len(run.text) - len(text))
