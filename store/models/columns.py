"""What tables have in common."""

from typing import Any

from sqlalchemy import text
from sqlmodel import Field

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
# Names that stand for no entity.
OPEN = text("entity_id IS NULL")


def document_key() -> Any:
    """The first column of a key: rows of a document go with it."""
    return Field(primary_key=True, foreign_key="document.id", ondelete="CASCADE")
