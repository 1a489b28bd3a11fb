"""What a text has said so far, and a sentence taken apart."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract.facts import Observation
from extract.prose.amount import Amount
from extract.prose.change import Pair
from extract.prose.rules import Cue
from extract.prose.timing import Time
from normalize.periods import Period


@dataclass(frozen=True, slots=True)
class Lead:
    """What a sentence ending in a colon lends to the list under it."""

    indicator: str = ""
    unit: str | None = None
    period: Period | None = None
    group: str = ""


@dataclass(slots=True)
class Context:
    """What has been said so far: changes from sentence to sentence. `bodies`: short names that the text defines."""

    own: Period | None
    bodies: frozenset[str] = frozenset()
    lead: Lead | None = None
    topic: Period | None = None
    compared: Period | None = None
    made: list[Observation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence taken apart."""

    text: str
    amounts: Sequence[Amount]
    times: Sequence[Time]
    cues: Sequence[Cue]
    pairs: Sequence[Pair]
