"""Raw grids → tables that know their header, columns, rows, caption, unit and period.

`understand` reads one table, `understand_tables` every table of a document with the captions around them.
"""

from dataclasses import replace

from extract.document import Block, Column, Document, Row, RowKind, Table
from extract.tables.blocks import find_blocks
from extract.tables.captions import Caption, caption_from_texts, read_captions
from extract.tables.columns import read_columns
from extract.tables.grid import Grid
from extract.tables.headers import count_header_rows, header_paths, title_texts
from extract.tables.hierarchy import section_paths
from extract.tables.labels import read_label, resolve_period
from extract.tables.rows import body_rows, read_kinds
from normalize.periods import Period
from normalize.text import squash
from normalize.units import PERCENT, Unit

__all__ = ["Caption", "understand", "understand_tables"]


def understand_tables(document: Document) -> Document:
    """`document` with each of its tables understood."""
    captions = read_captions(document)
    blocks: list[Block] = []
    before: Table | None = None
    for place, block in enumerate(document.blocks):
        if isinstance(block, Table):
            caption = captions.get(place)
            adjacent = place > 0 and isinstance(document.blocks[place - 1], Table)
            follows = before if adjacent or (caption is not None and caption.continues) else None
            block = understand(block, caption, follows, document.metadata.period)
            before = block if block.parent is None else before
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def understand(
    table: Table, caption: Caption | None = None, before: Table | None = None, context: Period | None = None
) -> Table:
    """`table` with header rows, columns, rows, caption, number, unit, period and notes filled in.

    `before` is the table that this one may continue: a part without a header takes its columns.
    `context` is the period of the document, for periods that lack their year."""
    if not table.n_rows or not table.n_columns:
        return table
    grid = Grid(table)
    header_rows = count_header_rows(grid)
    paths = header_paths(grid, header_rows)
    columns = read_columns(grid, paths, body_rows(grid, header_rows), context)
    if before is not None and not any(paths) and _has_shape_of(before, table):
        columns, caption = before.columns, _inherited(caption, before)
    kinds = _kinds(grid, header_rows, columns)
    understood = replace(table, header_rows=header_rows, columns=columns, rows=_rows(grid, columns, kinds))
    inside = caption_from_texts(title_texts(grid, header_rows))
    notes = _note_rows(grid, kinds)
    return _with_caption(
        understood, _merged(caption or Caption(), inside), notes, context, _unit_over_names(understood)
    )


def _unit_over_names(table: Table) -> Unit | None:
    """«Источник, млн руб.» over the names of the rows, where no column of values has a unit but «%»: it is that of the values."""
    if any(column.unit not in (None, PERCENT) for column in table.columns):
        return None
    labels = (read_label(text) for column in table.columns if column.role == "key" for text in column.header)
    return next(
        (label.unit for label in labels if label.unit_is_stated and label.unit and label.unit.kind != "time"), None
    )


def _kinds(grid: Grid, header_rows: int, columns: tuple[Column, ...]) -> list[RowKind]:
    kinds = read_kinds(grid, header_rows, columns)
    for block in find_blocks(grid, columns, kinds)[1:]:
        if block.header is not None:
            kinds[block.header] = "header"
    return kinds


def _rows(grid: Grid, columns: tuple[Column, ...], kinds: list[RowKind]) -> tuple[Row, ...]:
    paths = section_paths(grid, columns, kinds)
    return tuple(
        Row(kind, path[-1] if path and kind != "section" else None) for kind, path in zip(kinds, paths, strict=True)
    )


def _has_shape_of(before: Table, table: Table) -> bool:
    return before.n_columns == table.n_columns and bool(before.columns) and table.parent is None


def _inherited(caption: Caption | None, before: Table) -> Caption:
    own = caption or Caption()
    return replace(own, number=before.number, title=before.caption, unit_text=own.unit_text or before.unit)


def _merged(around: Caption, inside: Caption) -> Caption:
    return replace(
        around,
        number=around.number or inside.number,
        title=inside.title or around.title,
        unit_text=around.unit_text or inside.unit_text,
    )


def _note_rows(grid: Grid, kinds: list[RowKind]) -> tuple[str, ...]:
    texts = (
        " ".join(squash(cell.text) for cell in grid.begun(row)) for row, kind in enumerate(kinds) if kind == "note"
    )
    return tuple(text for text in texts if text)


def _with_caption(
    table: Table, caption: Caption, notes: tuple[str, ...], context: Period | None, usual: Unit | None = None
) -> Table:
    title = read_label(caption.title or "")
    stated = read_label(caption.unit_text or "").unit or (title.unit if title.unit_is_stated else usual)
    return replace(
        table,
        number=caption.number,
        caption=caption.title,
        unit=stated.symbol if stated else None,
        period=resolve_period(title.periods, context),
        notes=(*notes, *caption.notes),
    )
