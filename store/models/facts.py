"""What documents state: values, measures of plans, references, events, orders, annexes, short names."""

import datetime as dt

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from store.models.columns import CLUSTERED, document_key


class Observation(SQLModel, table=True):
    """A stated value. `value` is the exact decimal, `number` the same for sorting; `text` as printed. `indicator_id` is
    a copy of the wording's, `entity_id` of the match's: they have no foreign key here but there."""

    __tablename__ = "observation"
    __table_args__ = (
        Index("ix_observation_series", "indicator_id", "entity_id", "period_end"),
        Index("ix_observation_period", "indicator_id", "period_end", "period_start"),
        Index("ix_observation_entity", "entity_id"),
        Index("ix_observation_wording", "wording_id"),
        CLUSTERED,
    )
    document_id: int = document_key()
    ordinal: int = Field(primary_key=True)
    wording_id: int = Field(foreign_key="wording.id")
    indicator_id: int
    mention: int | None
    entity_id: int | None = None
    breakdown: str
    period_start: dt.date | None
    period_end: dt.date | None
    period_kind: str | None
    period_code: str | None
    cumulative: bool
    value: str | None
    number: float | None
    decimals: int
    unit: str | None
    status: str
    bound: str
    share: str | None
    share_decimals: int
    measure: str
    base_period_start: dt.date | None
    base_period_end: dt.date | None
    base_period_code: str | None
    scenario: str
    confidence: float
    text: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None
    page: int | None
    box: str | None


class Measure(SQLModel, table=True):
    """An item of a plan."""

    __tablename__ = "measure"
    document_id: int = document_key()
    measure: int = Field(primary_key=True)
    number: str | None
    section: str | None
    title: str
    term_text: str | None
    term_start: dt.date | None
    term_end: dt.date | None = Field(index=True)
    recurrence: str | None
    outcome: str | None
    block: int
    table_index: int | None
    row: int | None
    column: int | None


class Executor(SQLModel, table=True):
    """Who carries a measure out; `mention` leads to what the name is taken for."""

    __tablename__ = "executor"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "measure"], ["measure.document_id", "measure.measure"], ondelete="CASCADE"
        ),
    )
    document_id: int = Field(primary_key=True)
    measure: int = Field(primary_key=True)
    position: int = Field(primary_key=True)
    text: str
    by_agreement: bool
    mention: int | None


class LegalReference(SQLModel, table=True):
    """A reference to an act; `date` is ISO."""

    __tablename__ = "legal_reference"
    document_id: int = document_key()
    ordinal: int = Field(primary_key=True)
    kind: str
    issuer: str | None
    date: str | None
    number: str | None = Field(index=True)
    title: str | None
    relation: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


class Event(SQLModel, table=True):
    """What a conference note tells of; `participants`, `talks` and `moderators` are JSON lists."""

    __tablename__ = "event"
    document_id: int = document_key()
    title: str | None
    date: str | None
    format: str | None
    place: str | None
    project: str | None
    stated_talks: int | None
    participants: str
    talks: str
    moderators: str


class Decree(SQLModel, table=True):
    """What a decree orders; `based_on`, `amendments` and `charges` are JSON lists as `letopis extract` prints them."""

    __tablename__ = "decree"
    document_id: int = document_key()
    control: str | None
    based_on: str
    amendments: str
    charges: str


class Annex(SQLModel, table=True):
    """An annex: its blocks, and the act that it is an annex to as JSON."""

    __tablename__ = "annex"
    document_id: int = document_key()
    ordinal: int = Field(primary_key=True)
    mark: str
    number: str | None
    genre: str
    title: str | None
    act: str
    approved_by: str | None
    first_block: int
    last_block: int
    start: int | None
    end: int | None


class Abbreviation(SQLModel, table=True):
    """A short name that a document defines for itself."""

    __tablename__ = "abbreviation"
    document_id: int = document_key()
    ordinal: int = Field(primary_key=True)
    short_name: str
    full_name: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None
