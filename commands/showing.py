"""What `letopis show` prints: a document, a table as a grid, one value with the row that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from commands.checks_output import checks_json, print_checks
from commands.shared import OutputFormat, console, print_json, print_rows
from commands.stated import GENRES, act_words, print_heads, print_list, print_lists
from commands.wording import place_of, place_text, share_text, source_text, table_text, value_text
from messages import N_, _, n_
from messages.errors import NothingFound

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from commands.stated import Where
    from store.acts import ActReference
    from store.documents import DocumentRecord, TableRecord
    from store.reviews import ReviewRecord
    from store.stated import Stated
    from store.statements import Statement
    from store.works import Difference, Sibling

FIELDS = {
    "title": N_("Title"),
    "genre": N_("Kind"),
    "number": N_("Number"),
    "date": N_("Date"),
    "issuer": N_("Issuer"),
    "signatory": N_("Signed by"),
    "approved_by": N_("Approved by"),
    "place": N_("Place"),
    "period_code": N_("Period"),
    "pages": N_("Pages"),
    "converted_from": N_("Converted from"),
}
DIRECTIONS = {"names": N_("names"), "named_by": N_("named by")}
RELATIONS = {
    "amends": N_("amends"),
    "repeals": N_("repeals"),
    "approves": N_("approves"),
    "implements": N_("implements"),
    "based_on": N_("based on"),
    "annex_to": N_("annex to"),
    "mentions": N_("mentions"),
}
# Characters of running text shown on each side of a value.
_AROUND = 160


@dataclass(frozen=True, slots=True)
class _Shown:
    """All that is shown of a document. `acts` are references with their direction, `unlike` what other files of the
    same work say otherwise."""

    document: DocumentRecord
    folder: Path
    tables: Sequence[TableRecord]
    counts: dict[int | None, int]
    warnings: Sequence[str]
    acts: Sequence[tuple[str, ActReference]]
    unlike: Sequence[tuple[Sibling, Sequence[Difference]]]
    stated: Stated
    reviews: Sequence[ReviewRecord]


def show_document(connection: Connection, document: DocumentRecord, folder: Path, form: OutputFormat) -> None:
    """What the document is and states, its tables, how many values, where its original is kept, how it was checked."""
    shown = _load(connection, document, folder)
    rows = [_table_summary(table, shown.counts) for table in shown.tables]
    headings = {"table": _("Table"), "caption": _("Caption"), "size": _("Rows × columns"), "values": _("Values")}
    if form is OutputFormat.JSON:
        print_json(_document_json(shown))
    elif form is OutputFormat.CSV:
        print_rows(tuple(headings), rows, form, headings)
    else:
        _print_head(shown)
        if rows:
            print_rows(tuple(headings), rows, form, headings)
        _print_acts(shown.acts)
        _print_differences(shown.unlike)
        print_lists(shown.stated, _where_in(shown.tables))
        _print_said(connection, document)
        print_checks(shown.reviews)


def _load(connection: Connection, document: DocumentRecord, folder: Path) -> _Shown:
    from store.acts import named_by, references_of
    from store.documents import document_tables, document_warnings, value_counts
    from store.reviews import reviews_of
    from store.stated import load_stated
    from store.works import differences, siblings

    files = siblings(connection, document.id)
    naming = [("names", item) for item in references_of(connection, document)]
    return _Shown(
        document,
        folder,
        document_tables(connection, document.id),
        value_counts(connection, document.id),
        document_warnings(connection, document.id),
        [*naming, *(("named_by", item) for item in named_by(connection, document))],
        [(file, differences(connection, document.id, file.document_id)) for file in files],
        load_stated(connection, document.id),
        reviews_of(connection, document.id),
    )


def _print_head(shown: _Shown) -> None:
    document = shown.document
    typer.echo(f"{document['name']}  {document['sha256'][:8]}")
    print_fields(document.values)
    print_heads(shown.stated)
    for line in _where_lines(document, shown.folder):
        typer.echo(line)
    for file, found in shown.unlike:
        typer.echo(_file_text(file, len(found)))
    typer.echo(n_("{count} value in running text", "{count} values in running text", shown.counts.get(None, 0)))
    for warning in shown.warnings:
        typer.echo(f"! {warning}")


def _where_in(tables: Sequence[TableRecord]) -> Where:
    """Says where a fact of the document stands."""
    numbers = {table.index: table.number for table in tables}
    return lambda location: place_text(place_of(location, numbers))


def _print_said(connection: Connection, document: DocumentRecord) -> None:
    """The values of running text, each with the name by which it can be shown."""
    from store.statements import load_document_statements

    rows = [
        {
            "id": item.id,
            "value": " ".join(
                filter(None, (value_text(item), item.unit, f"({share_text(item)})" if item.share else ""))
            ),
            "indicator": " › ".join(filter(None, (item.indicator, item.breakdown))),
            "entity": item.entity,
            "period": item.period,
            "place": place_text(item.place),
        }
        for item in load_document_statements(connection, document.id)
        if item.place.table is None
    ]
    print_list(_("Values in the text"), _SAID, rows)


_SAID = {
    "id": N_("No."),
    "value": N_("Value"),
    "indicator": N_("Indicator"),
    "entity": N_("Entity"),
    "period": N_("Period"),
    "place": N_("Place"),
}


def _file_text(file: Sibling, found: int) -> str:
    """Another file of the work, whose values count, and how many values differ."""
    if file.counted:
        one = _("  The same work as {name} ({sha256}), whose values count.", **_named(file))
    else:
        one = _("  The same work as {name} ({sha256}), whose values do not count again.", **_named(file))
    if not found:
        return one + " " + _("No value differs.")
    return f"{one} " + n_("{count} value differs.", "{count} values differ.", found)


def _named(file: Sibling) -> dict[str, str]:
    return {"name": file.name, "sha256": file.sha256}


def _file_json(file: Sibling, found: Sequence[Difference]) -> dict[str, object]:
    return {
        **_named(file),
        "counted": file.counted,
        "differences": [
            {"id": item.here.id, "value": item.here.text, "other_id": item.there.id, "other_value": item.there.text}
            for item in found
        ],
    }


def _print_differences(unlike: Sequence[tuple[Sibling, Sequence[Difference]]]) -> None:
    headings = {
        "indicator": _("Indicator"),
        "entity": _("Entity"),
        "period": _("Period"),
        "here": _("Here"),
        "there": _("There"),
        "place": _("Place"),
        "document": _("Document"),
    }
    rows = [
        {
            "indicator": item.here.indicator,
            "entity": item.here.entity,
            "period": item.here.period,
            "here": item.here.text,
            "there": item.there.text,
            "place": place_text(item.here.place),
            "document": file.name,
        }
        for file, found in unlike
        for item in found
    ]
    if rows:
        print_rows(tuple(headings), rows, OutputFormat.TABLE, headings)


def _print_acts(acts: Sequence[tuple[str, ActReference]]) -> None:
    headings = {
        "direction": _("Reference"),
        "relation": _("Relation"),
        "act": _("Act"),
        "place": _("Place"),
        "document": _("Document"),
    }
    rows = [_act_row(direction, item) for direction, item in acts]
    if rows:
        print_rows(tuple(headings), rows, OutputFormat.TABLE, headings)


def _act_row(direction: str, item: ActReference, *, exact: bool = False) -> dict[str, object]:
    """A reference in the reader's words, or `exact` in codes."""
    row: dict[str, object] = {
        "direction": direction if exact else _(DIRECTIONS[direction]),
        "relation": item.relation if exact else _(RELATIONS.get(item.relation, item.relation)),
        "act": act_words(item.kind, item.issuer, item.day, item.number, item.title),
        "place": place_text(item.place),
        "document": item.document if direction == "named_by" else item.known_as,
    }
    if exact:
        row |= {"kind": item.kind, "issuer": item.issuer, "date": item.day, "number": item.number, "title": item.title}
    return row


def print_fields(values: Mapping[str, object]) -> None:
    """What a document says about itself, a line for each field that it has."""
    for column, label in FIELDS.items():
        value = values.get(column)
        if value is not None:
            typer.echo(f"  {_(label)}: {_(GENRES[str(value)]) if column == 'genre' else value}")


def _where_lines(document: DocumentRecord, folder: Path) -> Iterator[str]:
    for path in document.paths:
        yield _("  Found at: {path}", path=path)
    yield _original_line(document, folder)


def _original_line(document: DocumentRecord, folder: Path) -> str:
    return _("  Original: {path}", path=folder / document["original"])


def _table_summary(table: TableRecord, counts: dict[int | None, int]) -> dict[str, object]:
    return {
        "table": table.number or f"[{table.index + 1}]",
        "caption": table.caption,
        "size": f"{table.n_rows} × {table.n_columns}",
        "values": counts.get(table.index, 0),
    }


def _document_json(shown: _Shown) -> dict[str, Any]:
    from extract.output import stated_json

    document = shown.document
    return {
        **{name: document[name] for name in ("name", "sha256", "media_type", *FIELDS, "vintage", "vintage_basis")},
        "paths": document.paths,
        "original": str(shown.folder / document["original"]),
        "tables": [{"index": table.index, **_table_summary(table, shown.counts)} for table in shown.tables],
        "values_in_text": shown.counts.get(None, 0),
        "warnings": shown.warnings,
        "acts": [_act_row(direction, item, exact=True) for direction, item in shown.acts],
        "same_work": [_file_json(file, found) for file, found in shown.unlike],
        **stated_json(shown.stated),
        "reviews": checks_json(shown.reviews),
    }


def show_table(connection: Connection, document: DocumentRecord, name: str, form: OutputFormat) -> None:
    """A table as a grid, spans filled, its header ruled off."""
    from store.documents import find_table, table_grid

    table = find_table(connection, document.id, name)
    grid = table_grid(connection, document.id, table)
    match form:
        case OutputFormat.JSON:
            print_json(
                {"table": table.number, "caption": table.caption, "header_rows": table.header_rows, "rows": grid}
            )
        case OutputFormat.CSV:
            columns = [str(column + 1) for column in range(table.n_columns)]
            print_rows(columns, [dict(zip(columns, row, strict=True)) for row in grid], form)
        case OutputFormat.TABLE:
            typer.echo(f"{document['name']}: {table.caption or table.number or name}")
            print_grid(grid, table.header_rows, range(len(grid)))


def print_grid(grid: Sequence[Sequence[str]], header_rows: int, rows: Sequence[int], marked: int | None = None) -> None:
    """Some rows of a table, its header ruled off, one of them marked."""
    from rich.box import SQUARE
    from rich.table import Table

    table = Table(box=SQUARE, show_header=False)
    table.add_column("", justify="right", style="dim")
    for _column in grid[0] if grid else ():
        table.add_column(overflow="fold")
    for number in rows:
        label = f"→ {number + 1}" if number == marked else str(number + 1)
        table.add_row(label, *grid[number], end_section=number == header_rows - 1)
    console().print(table, markup=False)


def show_value(
    connection: Connection, document: DocumentRecord, ordinal: int, folder: Path, form: OutputFormat
) -> None:
    """A value, what it is a value of, and where it stands: the header and its row, or the words around it."""
    from store.statements import load_statement

    item = load_statement(connection, document.id, ordinal)
    if item is None:
        raise NothingFound(detail=_("The document has no value number {number}.", number=ordinal))
    if form is not OutputFormat.TABLE:
        print_rows(tuple(_value_row(item, document, folder)), [_value_row(item, document, folder)], form)
        return
    for line in _value_lines(item, document, folder):
        typer.echo(line)
    if item.place.table is None:
        _print_text(connection, item)
    else:
        _print_row(connection, document, item)


def _value_row(item: Statement, document: DocumentRecord, folder: Path) -> dict[str, object]:
    return {
        "id": item.id,
        "indicator": item.indicator,
        "entity": item.entity,
        "entity_id": item.entity_code,
        "breakdown": item.breakdown,
        "period": item.period,
        "value": None if item.value is None else format(item.value, "f"),
        "unit": item.unit,
        "status": item.status,
        "share": None if item.share is None else format(item.share, "f"),
        "text": item.text,
        "source": source_text(item),
        "table": item.place.table,
        "row": item.place.row,
        "column": item.place.column,
        "original": str(folder / document["original"]),
    }


def _value_lines(item: Statement, document: DocumentRecord, folder: Path) -> Iterator[str]:
    unit = f" {item.unit}" if item.unit else ""
    share = f" ({share_text(item)})" if item.share is not None else ""
    yield f"{item.id}  {value_text(item)}{unit}{share}"
    yield _("  Indicator: {indicator}", indicator=item.indicator)
    if item.breakdown:
        yield _("  Breakdown: {breakdown}", breakdown=item.breakdown)
    if item.entity:
        code = f" ({item.entity_code})" if item.entity_code else ""
        yield _("  Entity: {entity}", entity=item.entity + code)
    yield _("  Period: {period}", period=item.period or _("not stated"))
    yield _("  Printed as: «{text}»", text=item.text)
    yield _("  Place: {place}", place=source_text(item))
    yield _original_line(document, folder)


def _print_row(connection: Connection, document: DocumentRecord, item: Statement) -> None:
    from store.documents import document_tables, table_grid

    table = document_tables(connection, document.id)[item.place.table or 0]
    grid = table_grid(connection, document.id, table)
    row = item.place.row or 0
    typer.echo(table.caption or table_text(item.place))
    print_grid(grid, table.header_rows, [*range(min(table.header_rows, row)), row], marked=row)


def _print_text(connection: Connection, item: Statement) -> None:
    from store.documents import paragraph_text

    text = paragraph_text(connection, item.document_id, item.place.block) or ""
    start, end = item.place.start or 0, item.place.end or 0
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    typer.echo(f"  …{before}⟦{text[start:end]}⟧{after}…")
