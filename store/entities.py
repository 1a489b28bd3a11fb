"""A copy of the registry in the archive, so that its rows explain themselves without our files."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection, Table, delete, insert, select, update

from normalize.registry import WITHIN, Registry, category_within
from normalize.registry import Entity as RegistryEntity
from normalize.text import fold
from store.models import Entity, EntityEvent, EntityName
from store.writing import table_of

ENTITY, NAME, EVENT = table_of(Entity), table_of(EntityName), table_of(EntityEvent)
Values = dict[str, object]


def copy_registry(connection: Connection, registry: Registry) -> None:
    """Bring the copy up to date. Entities that the registry has lost stay, for the values that stand under them."""
    _copy_entities(connection, registry)
    ids = {row.code: row.id for row in connection.execute(select(ENTITY.c.code, ENTITY.c.id))}
    _replace(connection, NAME, list(_names(registry, ids)), set(NAME.c.keys()))
    _replace(connection, EVENT, list(_events(registry)), set(EVENT.c.keys()) - {"id"})


def add_categories_within(connection: Connection, codes: Iterable[str | None]) -> None:
    """Add the categories within a region that are among `codes` and not yet in the archive."""
    wanted = {code for code in codes if code and WITHIN in code}
    if not wanted:
        return
    parts = {part for code in wanted for part in code.split(WITHIN)}
    columns = (ENTITY.c.code, ENTITY.c.kind, ENTITY.c.name)
    rows = connection.execute(select(*columns).where(ENTITY.c.code.in_(wanted | parts)))
    known = {row.code: RegistryEntity(row.code, row.kind, row.name) for row in rows}
    for code in sorted(wanted - known.keys()):
        category, _, region = code.partition(WITHIN)
        if category in known and region in known:
            made = category_within(known[category], known[region])
            values = {"code": made.id, "kind": made.kind, "name": made.name, "parent": made.parent}
            connection.execute(insert(ENTITY).values(values))


def _copy_entities(connection: Connection, registry: Registry) -> None:
    columns = ("code", "kind", "name", "settlement", "parent")
    known = {row.code: row._asdict() for row in connection.execute(select(*(ENTITY.c[column] for column in columns)))}
    wanted = [
        {
            "code": entity.id,
            "kind": entity.kind,
            "name": entity.name,
            "settlement": entity.settlement or None,
            "parent": entity.parent or None,
        }
        for entity in registry.entities
    ]
    if new := [values for values in wanted if values["code"] not in known]:
        connection.execute(insert(ENTITY), new)
    for values in wanted:
        if known.get(str(values["code"]), values) != values:
            connection.execute(update(ENTITY).where(ENTITY.c.code == values["code"]).values(values))


def _names(registry: Registry, ids: dict[str, int]) -> Iterator[Values]:
    for code, names in registry.names_by_entity.items():
        for ordinal, name in enumerate(names):
            yield {
                "entity_id": ids[code],
                "ordinal": ordinal,
                "text": name.text,
                "folded": fold(name.text),
                "kind": name.type,
                "valid_from": name.since,
                "valid_to": name.until,
            }


def _events(registry: Registry) -> Iterator[Values]:
    for number, event in enumerate(registry.events):
        for source in event.sources:
            for target in event.results or (None,):
                yield {
                    "event": number,
                    "kind": event.kind,
                    "date": event.date,
                    "source": source,
                    "target": target,
                    "act": event.act or None,
                }


def _replace(connection: Connection, table: Table, wanted: list[Values], columns: set[str]) -> None:
    """Make `table` hold `wanted`; touch nothing when it does."""
    kept = [column for column in table.c if column.name in columns]
    held = [row._asdict() for row in connection.execute(select(*kept))]
    if sorted(map(_sortable, held)) == sorted(map(_sortable, wanted)):
        return
    connection.execute(delete(table))
    if wanted:
        connection.execute(insert(table), wanted)


def _sortable(values: Values) -> list[tuple[str, str]]:
    return sorted(
        (name, value.isoformat() if isinstance(value, date) else str(value)) for name, value in values.items()
    )
