"""An archive of many millions of values: indexes that the commonest questions read little of and that are quick to write,
the folded names of open matches, and no foreign key on what is a copy (`indicator_id` of the wording's, `entity_id` of
the match's): PostgreSQL looks each key of each value up, and these are held where they are copied from.

SQLite drops a key by making the table anew, without the views meanwhile.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _make_anew()
    else:
        for column in ("indicator_id", "entity_id"):
            op.drop_constraint(f"observation_{column}_fkey", "observation", type_="foreignkey")
        for name in ("series", "period", "entity"):
            op.drop_index(f"ix_observation_{name}", "observation")
    op.create_index("ix_observation_series", "observation", ["indicator_id", "entity_id", "period_end"])
    op.create_index("ix_observation_period", "observation", ["indicator_id", "period_end", "period_start"])
    op.create_index("ix_observation_entity", "observation", ["entity_id"])
    op.add_column("name_match", sa.Column("folded", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE name_match SET folded = (SELECT m.folded FROM mention m "
        "WHERE m.document_id = name_match.document_id AND m.mention = name_match.mention)"
    )
    is_open = sa.text("entity_id IS NULL")
    op.create_index(
        "ix_name_match_open", "name_match", ["folded"], sqlite_where=is_open, postgresql_where=is_open
    )


def _make_anew() -> None:
    views = op.get_bind().execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'view'")).all()
    for name, _sql in views:
        op.execute(f"DROP VIEW {name}")
    op.execute("ALTER TABLE observation RENAME TO observation_before")
    for name in ("series", "period", "entity", "wording"):
        op.drop_index(f"ix_observation_{name}", "observation_before")
    op.create_table(
        "observation",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("mention", sa.Integer(), nullable=True),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("breakdown", sa.String(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("period_kind", sa.String(), nullable=True),
        sa.Column("period_code", sa.String(), nullable=True),
        sa.Column("cumulative", sa.Boolean(), nullable=False),
        sa.Column("value", sa.String(), nullable=True),
        sa.Column("number", sa.Float(), nullable=True),
        sa.Column("decimals", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("bound", sa.String(), nullable=False),
        sa.Column("share", sa.String(), nullable=True),
        sa.Column("share_decimals", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("base_period_start", sa.Date(), nullable=True),
        sa.Column("base_period_end", sa.Date(), nullable=True),
        sa.Column("base_period_code", sa.String(), nullable=True),
        sa.Column("scenario", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("box", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["wording_id"], ["wording.id"]),
        sa.PrimaryKeyConstraint("document_id", "ordinal"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO observation SELECT * FROM observation_before ORDER BY document_id, ordinal")
    op.execute("DROP TABLE observation_before")
    op.create_index("ix_observation_wording", "observation", ["wording_id"])
    for _name, sql in views:
        op.execute(sql)
