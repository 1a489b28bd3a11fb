"""One work in several files: a `.docx` and its printed PDF, a scan, a copy saved again. All are kept; the values of one of
them count, and of the others only what contradicts it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select

from normalize.text import fold
from store.bulk import insert_rows
from store.likeness import SHARED, Content, content, likeness, sketch
from store.models import CopyDifference, Document, DocumentCopy, DocumentSketch, Observation
from store.series import agree
from store.statements import SHORT_HASH, Statement, load_document_statements
from store.stored import stored_text
from store.writing import table_of

DOCUMENT, OBSERVATION = table_of(Document), table_of(Observation)
COPY, DIFFERENCE, SKETCH = table_of(DocumentCopy), table_of(CopyDifference), table_of(DocumentSketch)
# Measured on prints and scans beside their originals, and on reports of one form about neighbouring periods: copies
# share 0.97 of their words and all figures, scans 0.92 and 0.78, other reports at most 0.87 and 0.48.
_WORDS, _FIGURES = 0.88, 0.9
_SCANNED_WORDS, _SCANNED_FIGURES = 0.8, 0.65
# So many of the likest documents are compared in full.
_COMPARED = 12
_BASES = {"date": 0, "period": 1, "import": 2}


@dataclass(frozen=True, slots=True)
class Sibling:
    """Another file of the same work. `counted`: its values are the ones that count."""

    document_id: int
    sha256: str
    name: str
    counted: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that two files of a work state differently."""

    here: Statement
    there: Statement


def link_document(connection: Connection, document_id: int) -> int | None:
    """See whether a document is a file of a work that is here already; returns the document whose values count then."""
    own = _head(connection, document_id)
    for candidate in _candidates(connection, own):
        share = _same_work(own, candidate, connection)
        if share is not None:
            others = [row for row in _members(connection, candidate.id) if row.id != own.id]
            return _count_one(connection, [*others, own], share)
    return None


def fill_sketches(connection: Connection) -> int:
    """Find works among documents that were imported before there were sketches; returns how many documents."""
    without = select(DOCUMENT.c.id).where(~DOCUMENT.c.id.in_(select(SKETCH.c.document_id)))
    documents = list(connection.execute(without.order_by(DOCUMENT.c.id)).scalars())
    for document_id in documents:
        hashes = sketch(stored_text(connection, document_id))
        insert_rows(connection, SKETCH.name, ("document_id", "hash"), [(document_id, item) for item in hashes])
        if hashes:
            link_document(connection, document_id)
    return len(documents)


def left_alone(connection: Connection, run_id: int) -> list[int]:
    """Copies that lose the file they are copies of when the documents of a run go."""
    going = select(DOCUMENT.c.id).where(DOCUMENT.c.run_id == run_id)
    rows = connection.execute(select(COPY.c.document_id).where(COPY.c.of_id.in_(going), ~COPY.c.document_id.in_(going)))
    return sorted(rows.scalars())


def siblings(connection: Connection, document_id: int) -> list[Sibling]:
    """The other files of a document's work, the one that counts first."""
    members = _members(connection, document_id)
    first = members[0].id
    return [
        Sibling(row.id, row.sha256[:SHORT_HASH], row.name, row.id == first) for row in members if row.id != document_id
    ]


def differences(connection: Connection, here: int, there: int) -> list[Difference]:
    """Values that two files state differently for the same indicator, entity and period, in the order of `here`."""
    stated: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for item in load_document_statements(connection, there):
        stated[_point(item)].append(item)
    return [
        Difference(item, others[0])
        for item in load_document_statements(connection, here)
        if (others := stated.get(_point(item))) and not any(agree(item, other) for other in others)
    ]


def _point(item: Statement) -> tuple[object, ...]:
    subject = item.entity_code or fold(item.entity or "")
    what = (item.indicator_id, subject, fold(item.breakdown), item.unit, item.measure, item.scenario)
    return (*what, item.period_start, item.period_end, item.base_period)


def _head(connection: Connection, document_id: int) -> Row[Any]:
    return connection.execute(select(DOCUMENT).where(DOCUMENT.c.id == document_id)).one()


def _candidates(connection: Connection, own: Row[Any]) -> list[Row[Any]]:
    """The documents that share most of the sketch, the likest first."""
    hashes = list(connection.execute(select(SKETCH.c.hash).where(SKETCH.c.document_id == own.id)).scalars())
    if not hashes:
        return []
    shared = func.count()
    likest = (
        select(SKETCH.c.document_id)
        .where(SKETCH.c.hash.in_(hashes), SKETCH.c.document_id != own.id)
        .group_by(SKETCH.c.document_id)
        .having(shared >= min(SHARED, len(hashes)))
        .order_by(shared.desc(), SKETCH.c.document_id)
        .limit(_COMPARED)
    )
    return [_head(connection, document_id) for document_id in connection.execute(likest).scalars().all()]


def _same_work(own: Row[Any], other: Row[Any], connection: Connection) -> float | None:
    """The share of figures in common when both are one work."""
    scanned = own.ocr or other.ocr
    if not scanned and _told_apart(own, other):
        return None
    contents = [_content(connection, row.id) for row in (own, other)]
    alike = likeness(*contents)
    words, figures = (_SCANNED_WORDS, _SCANNED_FIGURES) if scanned else (_WORDS, _FIGURES)
    return alike.figures if alike.words >= words and alike.figures >= figures else None


def _content(connection: Connection, document_id: int) -> Content:
    return content(stored_text(connection, document_id))


def _told_apart(first: Row[Any], second: Row[Any]) -> bool:
    """Whether both state a date, a number or a period, and not the same: a report restated is another work."""
    stated = ((getattr(first, name), getattr(second, name)) for name in ("date", "number", "period_code"))
    return any(one and other and one != other for one, other in stated)


def _members(connection: Connection, document_id: int) -> list[Row[Any]]:
    """All files of a work, the one that counts first."""
    first = connection.execute(select(COPY.c.of_id).where(COPY.c.document_id == document_id)).scalar() or document_id
    copies = select(COPY.c.document_id).where(COPY.c.of_id == first)
    rows = connection.execute(select(DOCUMENT).where(or_(DOCUMENT.c.id == first, DOCUMENT.c.id.in_(copies)))).all()
    return sorted(rows, key=lambda row: (row.id != first, row.id))


def _count_one(connection: Connection, members: Sequence[Row[Any]], share: float) -> int:
    """Let the values of the surest file count; returns its id."""
    first = min(members, key=lambda row: _reliability(connection, row))
    ids = [row.id for row in members]
    known = {
        row.document_id: row.likeness for row in connection.execute(select(COPY).where(COPY.c.document_id.in_(ids)))
    }
    connection.execute(delete(DIFFERENCE).where(DIFFERENCE.c.document_id.in_(ids)))
    connection.execute(delete(COPY).where(COPY.c.document_id.in_(ids)))
    for row in members:
        if row.id != first.id:
            values = {"document_id": row.id, "of_id": first.id, "likeness": known.get(row.id, share)}
            connection.execute(insert(COPY).values(values))
            _keep_differences(connection, row, first)
    return int(first.id)


def _keep_differences(connection: Connection, copy: Row[Any], first: Row[Any]) -> None:
    """A value that only a scan shows otherwise is a misreading sooner than a contradiction."""
    found: Iterable[Difference] = () if copy.ocr else differences(connection, copy.id, first.id)
    rows = [(copy.id, _ordinal(item.here), _ordinal(item.there)) for item in found]
    insert_rows(connection, DIFFERENCE.name, ("document_id", "ordinal", "of_ordinal"), rows)


def _ordinal(item: Statement) -> int:
    return int(item.id.rpartition(":")[2])


def _reliability(connection: Connection, row: Row[Any]) -> tuple[object, ...]:
    """Sorts the surest file first: not read by sight, not printed, dated by itself, with most values, the oldest here."""
    values = connection.execute(select(func.count()).where(OBSERVATION.c.document_id == row.id)).scalar_one()
    printed = row.media_type == "application/pdf"
    return (row.ocr, printed, _BASES.get(row.vintage_basis, 2), -values, row.id)
