"""One work in several files: sketches to find them by, the copies, what they state otherwise; the `series` view chooses as
`letopis series` does. `store.works` fills the tables for documents that were imported before.

The views are spelled out here, not imported: a released migration never changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

# What makes a point: every window parts by the same columns, so that a question about one of them reads only its rows.
POINT = "indicator_id, entity_id, name_key, breakdown, unit, measure, scenario, period_kind, period_start, period_end, base_period"
SERIES = """
CREATE VIEW series AS
SELECT {columns}, statements, conflict, preference FROM (
    SELECT
        compared.*,
        ROW_NUMBER() OVER (
            PARTITION BY {point} ORDER BY agrees DESC, CASE WHEN agrees = 1 THEN -decimals ELSE 0 END, place
        ) AS preference,
        MIN(agrees) OVER (PARTITION BY {point}) = 0 AS conflict
    FROM (
        SELECT
            latest.*,
            CASE
                WHEN value IS NULL AND latest_value IS NULL THEN 1
                WHEN value IS NULL OR latest_value IS NULL THEN 0
                WHEN (bound = 'exact') <> (latest_bound = 'exact') THEN 1
                WHEN decimals = latest_decimals THEN CASE WHEN value = latest_value THEN 1 ELSE 0 END
                WHEN ABS(value - latest_value) <= ({half} + {latest_half}) * 1.000001 THEN 1
                ELSE 0
            END AS agrees
        FROM (
            SELECT
                stated.*,
                COUNT(*) OVER (PARTITION BY {point}) AS statements,
                ROW_NUMBER() OVER (PARTITION BY {point} ORDER BY {order}) AS place,
                FIRST_VALUE(value) OVER (PARTITION BY {point} ORDER BY {order}) AS latest_value,
                FIRST_VALUE(bound) OVER (PARTITION BY {point} ORDER BY {order}) AS latest_bound,
                FIRST_VALUE(decimals) OVER (PARTITION BY {point} ORDER BY {order}) AS latest_decimals
            FROM (
                SELECT o.*, CASE WHEN o.entity_id IS NULL THEN m.folded END AS name_key
                FROM observations o
                JOIN observation v ON v.document_id = o.document_id AND v.ordinal = o.ordinal
                LEFT JOIN mention m ON m.document_id = v.document_id AND m.mention = v.mention
                WHERE o.document_id NOT IN (SELECT document_id FROM document_copy)
                    OR EXISTS (
                        SELECT 1 FROM copy_difference f
                        WHERE f.document_id = o.document_id AND f.ordinal = o.ordinal
                    )
            ) stated
        ) latest
    ) compared
) ranked
WHERE preference = 1
"""
ORDER = "CASE WHEN value IS NULL THEN 1 ELSE 0 END, vintage DESC, decimals DESC, confidence DESC, document_id, ordinal"
COLUMNS = (
    "document_id", "ordinal", "indicator", "indicator_id", "wording", "entity", "entity_id", "entity_kind", "mention",
    "match", "breakdown", "period", "period_start", "period_end", "period_kind", "cumulative", "value", "value_text",
    "decimals", "unit", "status", "bound", "share", "measure", "base_period", "scenario", "confidence", "printed",
    "document", "document_sha256", "document_title", "document_date", "vintage", "table_number", "table_index",
    "row_index", "column_index", "block", "char_start", "char_end", "page",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "document_sketch",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "hash"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_document_sketch_hash", "document_sketch", ["hash"])
    op.create_table(
        "document_copy",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["of_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_index("ix_document_copy_of_id", "document_copy", ["of_id"])
    op.create_table(
        "copy_difference",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("of_ordinal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document_copy.document_id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "ordinal"),
    )
    op.execute("DROP VIEW series")
    op.execute(
        SERIES.format(
            columns=", ".join(COLUMNS),
            point=POINT,
            order=ORDER,
            half=_half_unit("decimals"),
            latest_half=_half_unit("latest_decimals"),
        )
    )


def _half_unit(decimals: str) -> str:
    """Half of the last printed decimal; not every SQLite has POWER."""
    steps = " ".join(f"WHEN {digits} THEN 0.5e-{digits}" for digits in range(13))
    return f"(CASE {decimals} {steps} ELSE 0.0 END)"
