"""Everything the first version keeps, and the views for people who ask in SQL.

The views are spelled out here, not imported: a released migration never changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OBSERVATIONS = """
CREATE VIEW observations AS
SELECT
    o.document_id AS document_id,
    o.ordinal AS ordinal,
    i.name AS indicator,
    i.key AS indicator_id,
    w.text AS wording,
    COALESCE(e.name, m.text) AS entity,
    e.code AS entity_id,
    COALESCE(e.kind, m.kind) AS entity_kind,
    m.text AS mention,
    n.outcome AS match,
    o.breakdown AS breakdown,
    o.period_code AS period,
    o.period_start AS period_start,
    o.period_end AS period_end,
    o.period_kind AS period_kind,
    o.cumulative AS cumulative,
    o.number AS value,
    o.value AS value_text,
    o.decimals AS decimals,
    o.unit AS unit,
    o.status AS status,
    o.bound AS bound,
    o.share AS share,
    o.measure AS measure,
    o.base_period_code AS base_period,
    o.scenario AS scenario,
    o.confidence AS confidence,
    o.text AS printed,
    d.name AS document,
    d.sha256 AS document_sha256,
    d.title AS document_title,
    d.date AS document_date,
    d.vintage AS vintage,
    t.number AS table_number,
    o.table_index AS table_index,
    o."row" AS row_index,
    o."column" AS column_index,
    o.block AS block,
    o."start" AS char_start,
    o."end" AS char_end,
    o.page AS page
FROM observation o
JOIN document d ON d.id = o.document_id
JOIN indicator i ON i.id = o.indicator_id
JOIN wording w ON w.id = o.wording_id
LEFT JOIN entity e ON e.id = o.entity_id
LEFT JOIN mention m ON m.document_id = o.document_id AND m.mention = o.mention
LEFT JOIN name_match n ON n.document_id = o.document_id AND n.mention = o.mention
LEFT JOIN document_table t ON t.document_id = o.document_id AND t.table_index = o.table_index
"""

SERIES = """
CREATE VIEW series AS
SELECT * FROM (
    SELECT
        s.*,
        COUNT(*) OVER (PARTITION BY indicator_id, entity_id, entity, breakdown, unit, measure, scenario, period_start, period_end, cumulative, base_period) AS statements,
        MIN(value) OVER (PARTITION BY indicator_id, entity_id, entity, breakdown, unit, measure, scenario, period_start, period_end, cumulative, base_period) <> MAX(value) OVER (PARTITION BY indicator_id, entity_id, entity, breakdown, unit, measure, scenario, period_start, period_end, cumulative, base_period) AS conflict,
        ROW_NUMBER() OVER (
            PARTITION BY indicator_id, entity_id, entity, breakdown, unit, measure, scenario, period_start, period_end, cumulative, base_period
            ORDER BY CASE WHEN value IS NULL THEN 1 ELSE 0 END, vintage DESC, decimals DESC, document_id, ordinal
        ) AS preference
    FROM observations s
) ranked
WHERE preference = 1
"""


def upgrade() -> None:
    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("settlement", sa.String(), nullable=True),
        sa.Column("parent", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "entity_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_entity_event_source"), "entity_event", ["source"], unique=False)
    op.create_index(op.f("ix_entity_event_target"), "entity_event", ["target"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("catalogue_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index(op.f("ix_indicator_catalogue_id"), "indicator", ["catalogue_id"], unique=False)
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.String(), nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("process", sa.Integer(), nullable=False),
        sa.Column("program_version", sa.String(), nullable=False),
        sa.Column("roots", sa.String(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.String(), nullable=False),
        sa.Column("original", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("converted_from", sa.String(), nullable=True),
        sa.Column("ocr", sa.Boolean(), nullable=False),
        sa.Column("genre", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("signatory", sa.String(), nullable=True),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("period_kind", sa.String(), nullable=True),
        sa.Column("period_code", sa.String(), nullable=True),
        sa.Column("vintage", sa.Date(), nullable=False),
        sa.Column("vintage_basis", sa.String(), nullable=False),
        sa.Column("parser_version", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_index(op.f("ix_document_run_id"), "document", ["run_id"], unique=False)
    op.create_table(
        "entity_name",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "ordinal"),
    )
    op.create_index(op.f("ix_entity_name_folded"), "entity_name", ["folded"], unique=False)
    op.create_table(
        "failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("trace", sa.String(), nullable=True),
        sa.Column("failed_at", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_failure_path"), "failure", ["path"], unique=False)
    op.create_index(op.f("ix_failure_run_id"), "failure", ["run_id"], unique=False)
    op.create_table(
        "wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("text"),
    )
    op.create_index(op.f("ix_wording_indicator_id"), "wording", ["indicator_id"], unique=False)
    op.create_table(
        "cell",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.Integer(), nullable=False),
        sa.Column("rowspan", sa.Integer(), nullable=False),
        sa.Column("colspan", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("marks", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("box", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "table_index", "row", "column"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "document_path",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["run.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "path"),
    )
    op.create_index(op.f("ix_document_path_path"), "document_path", ["path"], unique=False)
    op.create_index(op.f("ix_document_path_run_id"), "document_path", ["run_id"], unique=False)
    op.create_table(
        "document_table",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("caption", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("period_code", sa.String(), nullable=True),
        sa.Column("header_rows", sa.Integer(), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_columns", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("found_by", sa.String(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("columns", sa.String(), nullable=False),
        sa.Column("rows", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "table_index"),
    )
    op.create_table(
        "event",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("format", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=True),
        sa.Column("project", sa.String(), nullable=True),
        sa.Column("stated_talks", sa.Integer(), nullable=True),
        sa.Column("participants", sa.String(), nullable=False),
        sa.Column("talks", sa.String(), nullable=False),
        sa.Column("moderators", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id"),
    )
    op.create_table(
        "legal_reference",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=True),
        sa.Column("date", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "ordinal"),
    )
    op.create_index(op.f("ix_legal_reference_number"), "legal_reference", ["number"], unique=False)
    op.create_table(
        "measure",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("term_text", sa.String(), nullable=True),
        sa.Column("term_start", sa.Date(), nullable=True),
        sa.Column("term_end", sa.Date(), nullable=True),
        sa.Column("recurrence", sa.String(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "measure"),
    )
    op.create_index(op.f("ix_measure_term_end"), "measure", ["term_end"], unique=False)
    op.create_table(
        "mention",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("mention", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("table_index", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "mention"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_mention_folded"), "mention", ["folded"], unique=False)
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
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
        ),
        sa.ForeignKeyConstraint(
            ["indicator_id"],
            ["indicator.id"],
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"],
            ["wording.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "ordinal"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_observation_entity", "observation", ["entity_id", "indicator_id"], unique=False)
    op.create_index(
        "ix_observation_period",
        "observation",
        ["indicator_id", "period_start", "period_end", "entity_id", "number"],
        unique=False,
    )
    op.create_index(
        "ix_observation_series",
        "observation",
        ["indicator_id", "entity_id", "period_start", "period_end"],
        unique=False,
    )
    op.create_index("ix_observation_wording", "observation", ["wording_id"], unique=False)
    op.create_table(
        "paragraph",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "block"),
    )
    op.create_table(
        "reading_warning",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=True),
        sa.Column("table_index", sa.Integer(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document_id", "ordinal"),
    )
    op.create_table(
        "executor",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("by_agreement", sa.Boolean(), nullable=False),
        sa.Column("mention", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id", "measure"], ["measure.document_id", "measure.measure"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "measure", "position"),
    )
    op.create_table(
        "name_match",
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column("mention", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=True),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("margin", sa.Float(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("candidates", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id", "mention"], ["mention.document_id", "mention.mention"], ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entity_id"],
            ["entity.id"],
        ),
        sa.PrimaryKeyConstraint("document_id", "mention"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_name_match_entity_id"), "name_match", ["entity_id"], unique=False)
    op.create_index(op.f("ix_name_match_outcome"), "name_match", ["outcome"], unique=False)
    op.execute(OBSERVATIONS)
    op.execute(SERIES)
