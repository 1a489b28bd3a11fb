"""A document: where it was found, its text and tables, what is alike in others, its words for searching."""

import datetime as dt

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from store.models.columns import CLUSTERED, document_key


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
    document_id: int = document_key()
    path: str = Field(primary_key=True, index=True)
    run_id: int = Field(foreign_key="run.id", index=True)


class DocumentSketch(SQLModel, table=True):
    """Some hashes of the document's words; documents that share many may be one work."""

    __tablename__ = "document_sketch"
    __table_args__ = (CLUSTERED,)
    document_id: int = document_key()
    hash: int = Field(primary_key=True, sa_type=BigInteger, index=True)


class DocumentCopy(SQLModel, table=True):
    """A document that is the same work as `of_id`, which is no copy itself: its values are not counted again.
    `likeness` is the share of figures that both have."""

    __tablename__ = "document_copy"
    document_id: int = document_key()
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
    document_id: int = document_key()
    block: int = Field(primary_key=True)
    style: str
    label: str | None
    text: str
    page: int | None


class DocumentTable(SQLModel, table=True):
    """A table; `columns` and `rows` are JSON: role, header, unit and period; kind and section."""

    __tablename__ = "document_table"
    document_id: int = document_key()
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
    document_id: int = document_key()
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


class ReadingWarning(SQLModel, table=True):
    """What could not be read surely in a document that was imported."""

    __tablename__ = "reading_warning"
    document_id: int = document_key()
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
