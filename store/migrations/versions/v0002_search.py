"""Full-text search: passages with the lemmas of their words. `store.archive` fills them for documents that were
imported before."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    "CREATE VIRTUAL TABLE passage_words USING fts5("
    "lemmas, content='passage', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER passage_words_added AFTER INSERT ON passage BEGIN "
    "INSERT INTO passage_words (rowid, lemmas) VALUES (new.id, new.lemmas); END",
    "CREATE TRIGGER passage_words_gone AFTER DELETE ON passage BEGIN "
    "INSERT INTO passage_words (passage_words, rowid, lemmas) VALUES ('delete', old.id, old.lemmas); END",
)
POSTGRESQL = ("CREATE INDEX passage_words ON passage USING gin (to_tsvector('russian', lemmas))",)


def upgrade() -> None:
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("passage", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("lemmas", sa.String(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("document_id", "passage"),
    )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
