"""What people decided about names and indicators, and what each answer settled."""

from sqlalchemy import ForeignKeyConstraint
from sqlmodel import Field, SQLModel

from store.models.columns import CLUSTERED


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
