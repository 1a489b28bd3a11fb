"""What is written for one document: plain rows, free of the database, cheap to send between processes.

Field names are column names of `store.models`; a test holds the two together. Within a document mentions,
wordings and observations are numbered from 0 in reading order; those numbers are part of their keys, so that
the same file read by the same version has the same rows in every archive.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from extract.facts import EntityKind

IsoDate = str
# What neither database can keep: the null character and halves of surrogate pairs, as damaged PDFs yield.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """`vintage` is the day from which the document's statements count; `vintage_basis` says what it rests on."""

    sha256: str
    name: str
    media_type: str
    size: int
    pages: int | None
    converted_from: str | None
    ocr: bool
    genre: str
    title: str | None
    number: str | None
    date: IsoDate | None
    issuer: str | None
    signatory: str | None
    approved_by: str | None
    place: str | None
    period_start: IsoDate | None
    period_end: IsoDate | None
    period_kind: str | None
    period_code: str | None
    vintage: IsoDate
    vintage_basis: str
    parser_version: str


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    block: int
    style: str
    label: str | None
    text: str
    page: int | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """`columns` and `rows` are JSON: what each column and row is."""

    table_index: int
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


@dataclass(frozen=True, slots=True)
class CellRow:
    table_index: int
    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    marks: str
    confidence: float
    page: int | None
    box: str | None


@dataclass(frozen=True, slots=True)
class WordingRow:
    """An indicator as worded here and the indicator it is taken for."""

    text: str
    key: str
    name: str
    catalogue_id: str | None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """A name as written, once for each document; the place is its first."""

    mention: int
    text: str
    folded: str
    kind: EntityKind | None
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """`entity` is the registry's id; `reasons` and `candidates` are JSON."""

    mention: int
    outcome: str
    entity: str | None
    score: float | None
    margin: float | None
    reasons: str
    candidates: str


@dataclass(frozen=True, slots=True)
class ObservationRow:
    """`wording` counts in the document's wordings, `mention` in its mentions. `number` is `value` for sorting."""

    ordinal: int
    wording: int
    mention: int | None
    breakdown: str
    period_start: IsoDate | None
    period_end: IsoDate | None
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
    base_period_start: IsoDate | None
    base_period_end: IsoDate | None
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


@dataclass(frozen=True, slots=True)
class MeasureRow:
    measure: int
    number: str | None
    section: str | None
    title: str
    term_text: str | None
    term_start: IsoDate | None
    term_end: IsoDate | None
    recurrence: str | None
    outcome: str | None
    block: int
    table_index: int | None
    row: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class ExecutorRow:
    measure: int
    position: int
    text: str
    by_agreement: bool
    mention: int | None


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    ordinal: int
    kind: str
    issuer: str | None
    date: str | None
    number: str | None
    title: str | None
    relation: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """`participants`, `talks` and `moderators` are JSON lists."""

    title: str | None
    date: str | None
    format: str | None
    place: str | None
    project: str | None
    stated_talks: int | None
    participants: str
    talks: str
    moderators: str


@dataclass(frozen=True, slots=True)
class DecreeRow:
    """`based_on`, `amendments` and `charges` are JSON lists."""

    control: str | None
    based_on: str
    amendments: str
    charges: str


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """`act` is JSON."""

    ordinal: int
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


@dataclass(frozen=True, slots=True)
class AbbreviationRow:
    ordinal: int
    short_name: str
    full_name: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class WarningRow:
    ordinal: int
    code: str
    message: str
    block: int | None
    table_index: int | None
    row: int | None
    column: int | None


@dataclass(frozen=True, slots=True)
class PassageRow:
    """Words to be searched: `kind` is paragraph, caption, row, measure or reference; `item` numbers the latter two.
    `lemmas` are the dictionary forms of its words, parted by spaces."""

    passage: int
    kind: str
    text: str
    lemmas: str
    block: int
    table_index: int | None
    row: int | None
    item: int | None


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Everything written for one document, in one transaction."""

    document: DocumentRow
    paragraphs: tuple[ParagraphRow, ...] = ()
    tables: tuple[TableRow, ...] = ()
    cells: tuple[CellRow, ...] = ()
    wordings: tuple[WordingRow, ...] = ()
    mentions: tuple[MentionRow, ...] = ()
    matches: tuple[MatchRow, ...] = ()
    observations: tuple[ObservationRow, ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    executors: tuple[ExecutorRow, ...] = ()
    references: tuple[ReferenceRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    decrees: tuple[DecreeRow, ...] = ()
    annexes: tuple[AnnexRow, ...] = ()
    abbreviations: tuple[AbbreviationRow, ...] = ()
    warnings: tuple[WarningRow, ...] = ()
    passages: tuple[PassageRow, ...] = ()
    sketch: tuple[int, ...] = ()


def column_names(kind: type[Any]) -> tuple[str, ...]:
    """Columns that a row class fills, in order."""
    return tuple(field.name for field in fields(kind))


def values_of(kind: type[Any]) -> Callable[[object], Sequence[object]]:
    """A fast getter of a row's values in column order; `kind` has at least two fields."""
    return attrgetter(*column_names(kind))


def is_storable(text: str) -> bool:
    """Whether the databases keep `text` as it is."""
    return not _UNSTORABLE.search(text)


def storable(value: object) -> object:
    """`value`, without the characters that no database keeps."""
    return _UNSTORABLE.sub("\ufffd", value) if isinstance(value, str) else value
