"""Reviews: checks of files against the archive that people asked to keep, with what they found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, select, update

from store.bulk import insert_rows
from store.models import Document, Finding, Review
from store.rows import column_names, storable, values_of
from store.writing import now, table_of

REVIEW, FINDING, DOCUMENT = table_of(Review), table_of(Finding), table_of(Document)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding, its message in the language of the review; `reason` is why a person had dismissed it."""

    rule: str
    rule_version: int | None
    severity: str
    message: str
    found: str | None
    expected: str | None
    arithmetic: str | None
    fingerprint: str
    block: int
    table_index: int | None
    row: int | None
    column: int | None
    start: int | None
    end: int | None
    page: int | None
    dismissed: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A check of the file with these bytes: how many numbers it has, how many took part, in which language it was told."""

    sha256: str
    name: str
    language: str
    numbers: int
    checked: int


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """A review as it is shown; dismissed findings are counted apart."""

    checked_at: str
    program_version: str
    numbers: int
    checked: int
    errors: int
    warnings: int
    remarks: int
    dismissed: int


def keep_review(connection: Connection, review: ReviewRow, findings: Sequence[FindingRow]) -> int:
    """Write a review with its findings; returns its id."""
    values = {name: storable(getattr(review, name)) for name in column_names(ReviewRow)}
    known = connection.execute(select(DOCUMENT.c.id).where(DOCUMENT.c.sha256 == review.sha256)).scalar()
    values |= {"document_id": known, "checked_at": now(), "program_version": version("letopis")}
    review_id = int(connection.execute(insert(REVIEW).returning(REVIEW.c.id), values).scalar_one())
    columns = ("review_id", "position", *column_names(FindingRow))
    insert_rows(connection, FINDING.name, columns, _numbered(review_id, findings))
    return review_id


def _numbered(review_id: int, findings: Sequence[FindingRow]) -> Iterator[Sequence[object]]:
    values = values_of(FindingRow)
    for position, finding in enumerate(findings):
        yield (review_id, position, *values(finding))


def link_reviews(connection: Connection, document_id: int, sha256: str) -> None:
    """Hand the reviews of a file over to the document that it has become."""
    connection.execute(update(REVIEW).where(REVIEW.c.sha256 == sha256).values(document_id=document_id))


def reviews_of(connection: Connection, document_id: int) -> list[ReviewRecord]:
    """The reviews of a document, newest first."""
    query = (
        select(
            REVIEW.c.checked_at,
            REVIEW.c.program_version,
            REVIEW.c.numbers,
            REVIEW.c.checked,
            _count(and_(~FINDING.c.dismissed, FINDING.c.severity == "error")),
            _count(and_(~FINDING.c.dismissed, FINDING.c.severity == "warning")),
            _count(and_(~FINDING.c.dismissed, FINDING.c.severity == "info")),
            _count(FINDING.c.dismissed),
        )
        .outerjoin(FINDING, FINDING.c.review_id == REVIEW.c.id)
        .where(REVIEW.c.document_id == document_id)
        .group_by(REVIEW.c.id)
        .order_by(REVIEW.c.id.desc())
    )
    return [ReviewRecord(*row) for row in connection.execute(query)]


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))
