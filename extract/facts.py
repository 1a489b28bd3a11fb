"""Facts that a document states, each pointing at the place it stands in. Immutable."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from extract.document import Document, Genre, Location
from normalize.numbers import Bound, Status
from normalize.periods import Period

EntityKind = Literal[
    "college", "school", "ministry", "agency", "institute", "ngo", "municipality", "region", "category", "other"
]
MeasureKind = Literal["level", "difference", "ratio", "share"]
Scenario = Literal["actual", "plan", "forecast"]
ReferenceRelation = Literal["amends", "repeals", "approves", "implements", "based_on", "annex_to", "mentions"]


# A restatement with this score or more speaks of the same thing beyond doubt.
FIRM = 0.5


@dataclass(frozen=True, slots=True)
class Restatement:
    """The table's value that running text states again: its indicator and its cell. `score` in (0, 1] says how surely
    both speak of the same thing, whether or not they say the same number."""

    indicator: str
    location: Location
    score: float


@dataclass(frozen=True, slots=True)
class Observation:
    """indicator × entity × breakdown × period → value, unit, status, at a Location.

    `entity` is the mention as written (None: the document's own subject). `share` is the printed percentage
    that stands with the value. A value printed as a word («выполнен») has value None and status from the word."""

    indicator: str
    location: Location
    text: str
    value: Decimal | None = None
    decimals: int = 0
    unit: str | None = None
    status: Status = "A"
    bound: Bound = "exact"
    entity: str | None = None
    entity_kind: EntityKind | None = None
    breakdown: tuple[str, ...] = ()
    period: Period | None = None
    share: Decimal | None = None
    share_decimals: int = 0
    measure: MeasureKind = "level"
    base_period: Period | None = None
    scenario: Scenario = "actual"
    confidence: float = 1.0
    restates: Restatement | None = None


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short name that the text defines for itself, the full one as written before it, and where it is defined."""

    short: str
    full: str
    location: Location


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as written in a cell or in prose, before it is matched."""

    text: str
    location: Location
    kind: EntityKind | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """When a measure is due: dates where they can be told, and how it recurs («ежегодно до 15 сентября»)."""

    text: str
    start: date | None = None
    end: date | None = None
    recurrence: str | None = None


@dataclass(frozen=True, slots=True)
class Executor:
    """One executor of a measure as written, without «(по согласованию)»."""

    text: str
    by_agreement: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """An item of a plan."""

    number: str | None
    section: str | None
    title: str
    term: Term | None
    executors: tuple[Executor, ...]
    outcome: str | None
    location: Location


@dataclass(frozen=True, slots=True)
class LegalReference:
    """A reference to an act. `kind` is the lemma of its kind («закон», «распоряжение» …); `date` is ISO."""

    kind: str
    issuer: str | None
    date: str | None
    number: str | None
    title: str | None
    relation: ReferenceRelation
    location: Location


AmendmentKind = Literal["replace", "restate", "add", "remove", "repeal"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change that a decree makes in an act: where in it («пункт 1»), which words give way to which."""

    kind: AmendmentKind
    act: LegalReference | None
    place: str | None
    old: str | None
    new: str | None
    location: Location


@dataclass(frozen=True, slots=True)
class Charge:
    """Whom a decree tells to do what by when; `person` as named in brackets behind the body."""

    whom: str
    person: str | None
    task: str
    location: Location
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Decree:
    """What a decree rests on and orders. `control`: who watches over it, as written («оставляю за собой»)."""

    based_on: tuple[LegalReference, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    charges: tuple[Charge, ...] = ()
    control: str | None = None


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex, a part of the document with a genre of its own: blocks `first` to `last`, both included.

    `mark` is what opens it («Приложение 1 к приказу …»), `act` the act that it is an annex to, `approved_by` what its
    own stamp says."""

    mark: str
    number: str | None
    genre: Genre
    title: str | None
    act: LegalReference | None
    approved_by: str | None
    first: int
    last: int
    location: Location


@dataclass(frozen=True, slots=True)
class Participant:
    region: str | None
    organization: str
    count: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Talk:
    title: str
    speaker: str | None = None
    organization: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Moderator:
    name: str
    position: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What a conference note tells of its event. `stated_talks` is the number of talks the text claims."""

    title: str | None = None
    date: str | None = None
    format: str | None = None
    place: str | None = None
    project: str | None = None
    moderators: tuple[Moderator, ...] = ()
    participants: tuple[Participant, ...] = ()
    talks: tuple[Talk, ...] = ()
    stated_talks: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A document and everything it states. `document` has its tables understood and its metadata filled."""

    document: Document
    observations: tuple[Observation, ...] = ()
    mentions: tuple[Mention, ...] = ()
    measures: tuple[Measure, ...] = ()
    references: tuple[LegalReference, ...] = ()
    event: Event | None = None
    decree: Decree | None = None
    annexes: tuple[Annex, ...] = ()
    abbreviations: tuple[Abbreviation, ...] = ()
