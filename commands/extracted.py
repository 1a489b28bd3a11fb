"""What `letopis extract` prints besides JSON: a document for a person to read, and its values as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from commands.shared import OutputFormat, print_rows
from commands.showing import RELATIONS, print_fields, print_grid
from commands.stated import act_text, print_heads, print_list, print_lists
from commands.wording import place_of, place_text, printed_value, share_of
from messages import N_, _, n_

if TYPE_CHECKING:
    from extract.document import Document, Location, Metadata, Table
    from extract.facts import Facts, LegalReference, Observation

    Where = Callable[[Location], str]

_VALUE = {
    "value": N_("Value"),
    "indicator": N_("Indicator"),
    "entity": N_("Entity"),
    "period": N_("Period"),
    "restates": N_("The same in a table"),
    "place": N_("Place"),
}
_REFERENCE = {"relation": N_("Relation"), "act": N_("Act"), "place": N_("Place")}


def print_document(facts: Facts) -> None:
    """What it is and states, its tables as grids (but those that list measures), other values with where they stand."""
    document = facts.document
    where = _places(document)
    typer.echo(document.source.name)
    print_fields({**_fields(document.metadata), "pages": document.source.pages})
    print_heads(facts)
    for warning in document.warnings:
        typer.echo(f"! {warning.message}")
    print_lists(facts, where)
    of_measures = {measure.location.table for measure in facts.measures}
    for table in document.tables:
        if table.index not in of_measures:
            _print_table(table)
    _print_values([one for one in facts.observations if one.location.table in of_measures | {None}], where)
    _print_references(facts.references, where)
    typer.echo(n_("{count} value in all.", "{count} values in all.", len(facts.observations)))


def _fields(metadata: Metadata) -> dict[str, object]:
    names = ("title", "genre", "number", "date", "issuer", "signatory", "approved_by", "place")
    told: dict[str, object] = {name: getattr(metadata, name) for name in names}
    return {**told, "period_code": metadata.period.code if metadata.period else None}


def _places(document: Document) -> Where:
    numbers = {table.index: table.number for table in document.tables}

    return lambda location: place_text(place_of(location, numbers))


def _print_table(table: Table) -> None:
    number = _("Table {number}", number=table.number) if table.number else None
    title = ". ".join(part for part in (number, table.caption) if part)
    told = title or _("Table without a caption")
    typer.echo(f"\n{told}" + (f" ({table.unit})" if table.unit else ""))
    grid = [[""] * table.n_columns for _row in range(table.n_rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = cell.text
    print_grid(grid, table.header_rows, range(len(grid)))


def _print_values(told: Sequence[Observation], where: Where) -> None:
    rows = [
        {
            "value": _value_text(one),
            "indicator": " › ".join((one.indicator, *one.breakdown)),
            "entity": one.entity,
            "period": one.period.code if one.period else None,
            "restates": where(one.restates.location) if one.restates else None,
            "place": where(one.location),
        }
        for one in told
    ]
    in_text = all(one.location.table is None for one in told)
    print_list(_("Values in the text") if in_text else _("Other values"), _VALUE, rows)


def _value_text(one: Observation) -> str:
    value = printed_value(one.value, one.bound, one.status, one.text)
    unit = f" {one.unit}" if one.unit and one.value is not None else ""
    share = f" ({share_of(one.share)})" if one.share is not None else ""
    return f"{value}{unit}{share}"


def _print_references(references: Iterable[LegalReference], where: Where) -> None:
    rows = [
        {"relation": _(RELATIONS[one.relation]), "act": act_text(one), "place": where(one.location)}
        for one in references
    ]
    print_list(_("Acts named"), _REFERENCE, rows)


def print_values(observations: Iterable[Observation], form: OutputFormat) -> None:
    """The values one a row, by the names of the JSON contract, periods as codes."""
    print_rows(_COLUMNS, [_value_row(one) for one in observations], form)


_COLUMNS = (
    "indicator", "entity", "entity_kind", "breakdown", "period", "period_start", "period_end", "value", "unit", "status",
    "bound", "share", "measure", "base_period", "scenario", "confidence", "block", "table", "row", "column", "text",
)  # fmt: skip


def _value_row(one: Observation) -> dict[str, object]:
    place, period = one.location, one.period
    return {
        "indicator": one.indicator,
        "entity": one.entity,
        "entity_kind": one.entity_kind,
        "breakdown": " › ".join(one.breakdown),
        "period": period.code if period else None,
        "period_start": period.start.isoformat() if period else None,
        "period_end": period.end.isoformat() if period else None,
        "value": None if one.value is None else format(one.value, "f"),
        "unit": one.unit,
        "status": one.status,
        "bound": one.bound,
        "share": None if one.share is None else format(one.share, "f"),
        "measure": one.measure,
        "base_period": one.base_period.code if one.base_period else None,
        "scenario": one.scenario,
        "confidence": one.confidence,
        "block": place.block,
        "table": place.table,
        "row": place.row,
        "column": place.column,
        "text": one.text,
    }
