"""What documents name: indicators and their wordings, entities and their names, what a mention is taken for."""

import datetime as dt

from sqlalchemy import ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from store.models.columns import CLUSTERED, OPEN, document_key


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
    document_id: int = document_key()
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
