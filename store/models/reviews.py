"""Checks of files that were kept, and what they found."""

from sqlmodel import Field, SQLModel


class Review(SQLModel, table=True):
    """One check of one file against the archive. `document_id` is the document with these bytes, empty while the archive
    has none; of `numbers` printed ones, `checked` took part in a check. `language` is that of its findings."""

    __tablename__ = "review"
    id: int | None = Field(default=None, primary_key=True)
    document_id: int | None = Field(default=None, foreign_key="document.id", ondelete="SET NULL", index=True)
    sha256: str = Field(index=True)
    name: str
    checked_at: str
    program_version: str
    language: str
    numbers: int
    checked: int


class Finding(SQLModel, table=True):
    """Something that a review found, in the order of the document; `reason` is why a person had dismissed it by then."""

    __tablename__ = "finding"
    review_id: int = Field(primary_key=True, foreign_key="review.id", ondelete="CASCADE")
    position: int = Field(primary_key=True)
    rule: str
    rule_version: int | None
    severity: str
    message: str
    found: str | None
    expected: str | None
    arithmetic: str | None
    fingerprint: str = Field(index=True)
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None
    page: int | None
    dismissed: bool
    reason: str | None
