"""The tables of the archive. Rows of a document are keyed by the document and their number in it.

What a document states is never changed; what it is taken for (`entity_id`, `indicator_id`) follows the decisions
of people. Dates are ISO, moments ISO in UTC; row, column, block and table numbers count from 0 in the grid with spans filled.
"""

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
# Names that stand for no entity.
OPEN = text("entity_id IS NULL")


def _document_key() -> Any:
    return Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")


class Run(SQLModel, table=True):
    """One call of import: `status` is running, done, interrupted or undone."""

    __tablename__ = "run"
    id: int | None = Field(default=None, primary_key=True)
    started_at: str
    finished_at: str | None = None
    status: str = "running"
    host: str
    process: int
    program_version: str
    roots: str
    new: int = 0
    known: int = 0
    failed: int = 0
    skipped: int = 0


class Document(SQLModel, table=True):
    """One source file's content; `original` is its copy, relative to the archive's folder."""

    __tablename__ = "document"
    id: int | None = Field(default=None, primary_key=True)
    sha256: str = Field(unique=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    imported_at: str
    original: str
    name: str
    media_type: str
    size: int
    pages: int | None
    converted_from: str | None
    ocr: bool
    genre: str
    title: str | None
    number: str | None
    date: dt.date | None
    issuer: str | None
    signatory: str | None
    approved_by: str | None
    place: str | None
    period_start: dt.date | None
    period_end: dt.date | None
    period_kind: str | None
    period_code: str | None
    vintage: dt.date
    vintage_basis: str
    parser_version: str


class DocumentPath(SQLModel, table=True):
    """Where the document's bytes were found."""

    __tablename__ = "document_path"
    document_id: int = _document_key()
    path: str = Field(primary_key=True, index=True)
    run_id: int = Field(foreign_key="run.id", index=True)


class DocumentSketch(SQLModel, table=True):
    """Some hashes of the document's words; documents that share many may be one work."""

    __tablename__ = "document_sketch"
    __table_args__ = (CLUSTERED,)
    document_id: int = _document_key()
    hash: int = Field(primary_key=True, sa_type=BigInteger, index=True)


class DocumentCopy(SQLModel, table=True):
    """A document that is the same work as `of_id`, which is no copy itself: its values are not counted again.
    `likeness` is the share of figures that both have."""

    __tablename__ = "document_copy"
    document_id: int = _document_key()
    of_id: int = Field(foreign_key="document.id", ondelete="CASCADE", index=True)
    likeness: float


class CopyDifference(SQLModel, table=True):
    """A value of a copy that stands against value `of_ordinal` of the other file: it does count, as a contradiction."""

    __tablename__ = "copy_difference"
    document_id: int = Field(primary_key=True, foreign_key="document_copy.document_id", ondelete="CASCADE")
    ordinal: int = Field(primary_key=True)
    of_ordinal: int


class Paragraph(SQLModel, table=True):
    __tablename__ = "paragraph"
    document_id: int = _document_key()
    block: int = Field(primary_key=True)
    style: str
    label: str | None
    text: str
    page: int | None


class DocumentTable(SQLModel, table=True):
    """A table; `columns` and `rows` are JSON: role, header, unit and period; kind and section."""

    __tablename__ = "document_table"
    document_id: int = _document_key()
    table_index: int = Field(primary_key=True)
    block: int
    number: str | None
    caption: str | None
    unit: str | None
    period_code: str | None
    header_rows: int
    n_rows: int
    n_columns: int
    page: int | None
    found_by: str
    confidence: float
    columns: str
    rows: str


class Cell(SQLModel, table=True):
    """A cell, once, at its top left. `box` is JSON [x0, top, x1, bottom] in points."""

    __tablename__ = "cell"
    __table_args__ = (CLUSTERED,)
    document_id: int = _document_key()
    table_index: int = Field(primary_key=True)
    row: int = Field(primary_key=True)
    column: int = Field(primary_key=True)
    rowspan: int
    colspan: int
    text: str
    marks: str
    confidence: float
    page: int | None
    box: str | None


class Indicator(SQLModel, table=True):
    """What is measured; `key` is the catalogue's id, or made from the wording when the catalogue has none."""

    __tablename__ = "indicator"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    catalogue_id: str | None = Field(default=None, index=True)


class Wording(SQLModel, table=True):
    """An indicator as documents word it."""

    __tablename__ = "wording"
    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(unique=True)
    indicator_id: int = Field(foreign_key="indicator.id", index=True)


class Entity(SQLModel, table=True):
    """A copy of the registry's entity; `code` is its stable id there, `name` its latest full name."""

    __tablename__ = "entity"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    kind: str
    name: str
    settlement: str | None = None
    parent: str | None = None


class EntityName(SQLModel, table=True):
    """A dated name of an entity: full, short, acronym, alias, former or observed."""

    __tablename__ = "entity_name"
    entity_id: int = Field(primary_key=True, foreign_key="entity.id", ondelete="CASCADE")
    ordinal: int = Field(primary_key=True)
    text: str
    folded: str = Field(index=True)
    kind: str
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None


class EntityEvent(SQLModel, table=True):
    """A renaming, merger, split or the like, with its act: `source` turned into `target` (ids of the registry).
    An event of several bodies has a row for each pair of them, all with its number."""

    __tablename__ = "entity_event"
    id: int | None = Field(default=None, primary_key=True)
    event: int
    kind: str
    date: dt.date | None
    source: str = Field(index=True)
    target: str | None = Field(index=True)
    act: str | None


class Mention(SQLModel, table=True):
    """A name as a document writes it, at its first place there."""

    __tablename__ = "mention"
    __table_args__ = (CLUSTERED,)
    document_id: int = _document_key()
    mention: int = Field(primary_key=True)
    text: str
    folded: str = Field(index=True)
    kind: str | None
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


class NameMatch(SQLModel, table=True):
    """What a mention is taken for: match, ask or unknown, or none (a person said that it is no entity); `reasons`
    and `candidates` are JSON. `folded` is the mention's, so that open names are found by an index."""

    __tablename__ = "name_match"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "mention"], ["mention.document_id", "mention.mention"], ondelete="CASCADE"
        ),
        Index("ix_name_match_open", "folded", sqlite_where=OPEN, postgresql_where=OPEN),
        CLUSTERED,
    )
    document_id: int = Field(primary_key=True)
    mention: int = Field(primary_key=True)
    outcome: str = Field(index=True)
    entity_id: int | None = Field(default=None, foreign_key="entity.id", index=True)
    score: float | None
    margin: float | None
    reasons: str
    candidates: str
    folded: str = Field(sa_column_kwargs={"server_default": ""})


class Decision(SQLModel, table=True):
    """What a person decided about a name or an indicator (`subject`): `verdict` is entity, indicator (of the
    catalogue), wording (an indicator that it lacks) or none (no entity; an indicator of its own). Never changed but to
    be undone; `key` tells which spellings it holds for, also in documents that come later. `indicator` is the key of
    the indicator that the wording is taken for."""

    __tablename__ = "decision"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    text: str
    verdict: str
    entity_id: int | None = Field(default=None, foreign_key="entity.id")
    author: str
    decided_at: str
    undone_at: str | None = None
    undone_by: str | None = None
    subject: str = Field(default="name", sa_column_kwargs={"server_default": "name"})
    indicator: str | None = None
    indicator_name: str | None = None


class DecidedMention(SQLModel, table=True):
    """A mention that a decision settled; `own_outcome` is what the matcher had said."""

    __tablename__ = "decided_mention"
    __table_args__ = (
        ForeignKeyConstraint(
            ["document_id", "mention"], ["mention.document_id", "mention.mention"], ondelete="CASCADE"
        ),
        CLUSTERED,
    )
    document_id: int = Field(primary_key=True)
    mention: int = Field(primary_key=True)
    decision_id: int = Field(foreign_key="decision.id", index=True)
    own_outcome: str


class DecidedWording(SQLModel, table=True):
    """A wording that a decision settled; `own_key` and `own_name` are the indicator that it was by itself."""

    __tablename__ = "decided_wording"
    wording_id: int = Field(primary_key=True, foreign_key="wording.id", ondelete="CASCADE")
    decision_id: int = Field(foreign_key="decision.id", index=True)
    own_key: str
    own_name: str


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
    document_id: int = _document_key()
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
    document_id: int = _document_key()
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
    document_id: int = _document_key()
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
    document_id: int = _document_key()
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
    document_id: int = _document_key()
    control: str | None
    based_on: str
    amendments: str
    charges: str


class Annex(SQLModel, table=True):
    """An annex: its blocks, and the act that it is an annex to as JSON."""

    __tablename__ = "annex"
    document_id: int = _document_key()
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
    document_id: int = _document_key()
    ordinal: int = Field(primary_key=True)
    short_name: str
    full_name: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


class ReadingWarning(SQLModel, table=True):
    """What could not be read surely in a document that was imported."""

    __tablename__ = "reading_warning"
    document_id: int = _document_key()
    ordinal: int = Field(primary_key=True)
    code: str
    message: str
    block: int | None
    table_index: int | None
    row: int | None
    column: int | None


class Passage(SQLModel, table=True):
    """Words to be searched: a paragraph, a caption, a table row, a measure or a reference (`item` numbers these).
    SQLite indexes `lemmas` in the FTS5 table `passage_words`, PostgreSQL in the column of that name."""

    __tablename__ = "passage"
    __table_args__ = (UniqueConstraint("document_id", "passage"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id", ondelete="CASCADE")
    passage: int
    kind: str
    text: str
    lemmas: str
    block: int
    table_index: int | None
    row: int | None
    item: int | None


class Failure(SQLModel, table=True):
    """A file that a run could not import: code and values of its sentence, shown in either language."""

    __tablename__ = "failure"
    id: int | None = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="run.id", index=True)
    path: str = Field(index=True)
    code: str
    details: str
    trace: str | None = None
    failed_at: str
