"""Whether figures are planned ones where no label says so: by the genre of the document, its period and its day."""

from dataclasses import dataclass

from extract.document import Metadata
from extract.facts import Scenario
from extract.language import ACTUAL, ALLOTTED_FOR
from normalize.periods import Period

_RULING = ("plan", "decree")


@dataclass(frozen=True, slots=True)
class Outlook:
    """`plans_from`: the first day that a plan is for. `day`: the document's own, ISO. `allots`: it rules what shall be."""

    plans_from: str | None = None
    day: str | None = None
    allots: bool = False

    @classmethod
    def of(cls, metadata: Metadata) -> "Outlook":
        planned = metadata.period.start.isoformat() if metadata.genre == "plan" and metadata.period else None
        return cls(planned, metadata.date, metadata.genre in _RULING)

    def scenario(self, period: Period | None, caption: str | None) -> Scenario | None:
        """«plan» for what lies ahead of the document, for the years of a plan, and for what a decree allots «на 2025 год»."""
        if period is None or (caption and ACTUAL.search(caption)):
            return None
        start = period.start.isoformat()
        ahead = self.day is not None and start > self.day
        planned = self.plans_from is not None and start >= self.plans_from
        allotted = self.allots and caption is not None and ALLOTTED_FOR.search(caption) is not None
        return "plan" if ahead or planned or allotted else None


UNKNOWN = Outlook()
