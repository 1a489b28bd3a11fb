"""Decisions of people about indicators beside those about names."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("decision", sa.Column("subject", sa.String(), nullable=False, server_default="name"))
    op.add_column("decision", sa.Column("indicator", sa.String(), nullable=True))
    op.add_column("decision", sa.Column("indicator_name", sa.String(), nullable=True))
    op.create_table(
        "decided_wording",
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("own_key", sa.String(), nullable=False),
        sa.Column("own_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["wording_id"], ["wording.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"]),
        sa.PrimaryKeyConstraint("wording_id"),
    )
    op.create_index("ix_decided_wording_decision_id", "decided_wording", ["decision_id"])
