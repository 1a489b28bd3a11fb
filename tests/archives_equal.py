"""Whether two archives hold the same: every row, without the numbers that a database gave out and the ledger of runs."""

from sqlalchemy import Connection, Table, func, select

from store.archive import Archive
from store.models import Document, Entity, Indicator, Observation, Run, Wording
from store.verify import verify
from store.writing import table_of

# What a run writes of itself.
LEDGER = {"run", "failure"}
OWN_COLUMNS = {"run_id", "imported_at"}
# What stands for a number that the database gave out.
NAMED = {
    "document_id": (table_of(Document), "sha256"),
    "of_id": (table_of(Document), "sha256"),
    "wording_id": (table_of(Wording), "text"),
    "indicator_id": (table_of(Indicator), "key"),
    "entity_id": (table_of(Entity), "code"),
}


def contents(archive: Archive) -> dict[str, list[tuple[object, ...]]]:
    """All rows by table; and the names of the originals."""
    with archive.reading() as connection:
        names = {column: _names(connection, table, name) for column, (table, name) in NAMED.items()}
        found = {
            table.name: _rows(connection, table, names)
            for table in Run.metadata.sorted_tables
            if table.name not in LEDGER
        }
    originals = sorted((archive.folder / "originals").rglob("*.docx"))
    return found | {"originals": [(path.name,) for path in originals]}


def _names(connection: Connection, table: Table, name: str) -> dict[object, object]:
    return {row[0]: row[1] for row in connection.execute(select(table.c.id, table.c[name]))}


def _rows(connection: Connection, table: Table, names: dict[str, dict[object, object]]) -> list[tuple[object, ...]]:
    kept = [column.name for column in table.columns if column.name not in OWN_COLUMNS | {"id"}]
    rows = connection.execute(select(*(table.c[name] for name in kept)))
    return sorted(
        (tuple(names.get(name, {}).get(value, value) for name, value in zip(kept, row, strict=True)) for row in rows),
        key=repr,
    )


def defects(archive: Archive) -> list[str]:
    """What is not whole, in words; a copy of a file whose document was not written any more does no harm."""
    counts = select(Observation.document_id, func.count().label("number")).group_by(Observation.document_id).subquery()
    with archive.reading() as connection:
        found = [defect.sentence for defect in verify(connection, archive.folder) if defect.code != "original_orphaned"]
        empty = select(Document.name).outerjoin(counts, counts.c.document_id == Document.id)
        cut = connection.execute(empty.where(counts.c.number.is_(None))).scalars()
        return [*found, *(f"{name} has no values" for name in cut)]
