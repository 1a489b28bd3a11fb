"""PostgreSQL keeps the words of a passage as it searches them: ranking thousands of hits need not read each text anew."""

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        return
    op.drop_index("passage_words", "passage")
    op.execute(
        "ALTER TABLE passage ADD COLUMN passage_words tsvector"
        " GENERATED ALWAYS AS (to_tsvector('russian', lemmas)) STORED"
    )
    op.execute("CREATE INDEX passage_words ON passage USING gin (passage_words)")
