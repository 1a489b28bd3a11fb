"""A document and its facts as the JSON that `letopis extract` prints (`docs/document.schema.json`)."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Protocol

from extract.document import Box, Cell, Column, Document, Location, Metadata, Paragraph, ReadingWarning, Table
from extract.facts import (
    Abbreviation,
    Amendment,
    Annex,
    Charge,
    Decree,
    Event,
    Facts,
    LegalReference,
    Measure,
    Observation,
    Restatement,
    Term,
)
from normalize.periods import Period

SCHEMA = "letopis/document/1"

Json = dict[str, object]


def to_json(facts: Facts) -> Json:
    """The whole contract as JSON values: dicts, lists, strings, numbers, None."""
    document = facts.document
    return {
        "schema": SCHEMA,
        "source": _record(document.source),
        "metadata": _metadata(document.metadata),
        "blocks": list(_blocks(document)),
        "margins": [paragraph.text for paragraph in document.margins],
        "tables": [_table(table) for table in document.tables],
        "observations": [_observation(observation) for observation in facts.observations],
        "references": [reference_json(reference) for reference in facts.references],
        **stated_json(facts),
        "warnings": [_warning(warning) for warning in document.warnings],
    }


class Stating(Protocol):
    """The facts of a document that are no values, as extracted or as kept in an archive."""

    @property
    def measures(self) -> Sequence[Measure]: ...
    @property
    def event(self) -> Event | None: ...
    @property
    def decree(self) -> Decree | None: ...
    @property
    def annexes(self) -> Sequence[Annex]: ...
    @property
    def abbreviations(self) -> Sequence[Abbreviation]: ...


def stated_json(facts: Stating) -> Json:
    """Measures, event, orders, annexes and short names."""
    return {
        "measures": [_measure(measure) for measure in facts.measures],
        "event": _event(facts.event) if facts.event else None,
        "decree": decree_json(facts.decree) if facts.decree else None,
        "annexes": [_annex(annex) for annex in facts.annexes],
        "abbreviations": [_placed(abbreviation) for abbreviation in facts.abbreviations],
    }


def location_json(location: Location) -> Json:
    """A location without the parts that it does not have; a box as [x0, top, x1, bottom] in points."""
    return {name: value for name, value in _record(location).items() if value is not None}


def source_json(location: Location) -> Json:
    """Where a fact stands: table, row and column, or block and character span."""
    if location.table is not None:
        return {"table": location.table, "row": location.row, "column": location.column}
    return {"block": location.block, "start": location.start, "end": location.end}


def period_json(period: Period | None) -> Json | None:
    """A period with ISO dates, or None."""
    if period is None:
        return None
    return {
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "kind": period.kind,
        "text": period.text,
        "cumulative": period.cumulative,
    }


def _blocks(document: Document) -> Iterable[Json]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield {
                "type": "paragraph",
                "text": block.text,
                "style": block.style,
                "label": block.label,
                "location": location_json(block.location),
            }
        else:
            yield {"type": "table", "table": block.index}


def _metadata(metadata: Metadata) -> Json:
    return {**_record(metadata), "period": period_json(metadata.period)}


def _table(table: Table) -> Json:
    rows = table.cells_by_row()
    return {
        "index": table.index,
        "number": table.number,
        "caption": table.caption,
        "unit": table.unit,
        "period": period_json(table.period),
        "header_rows": table.header_rows,
        "columns": [_column(column) for column in table.columns],
        "rows": [_row(table, index, cells) for index, cells in enumerate(rows)],
        "notes": list(table.notes),
        "found_by": table.found_by,
        "confidence": table.confidence,
        "parent": location_json(table.parent) if table.parent else None,
        "location": location_json(table.location),
    }


def _column(column: Column) -> Json:
    return {
        "header": list(column.header),
        "role": column.role,
        "unit": column.unit,
        "period": period_json(column.period),
    }


def _row(table: Table, index: int, cells: Iterable[Cell]) -> Json:
    row = table.rows[index] if index < len(table.rows) else None
    return {
        "index": index,
        "kind": row.kind if row else "body",
        "section": row.section if row else None,
        "cells": [_cell(cell) for cell in cells],
    }


def _cell(cell: Cell) -> Json:
    return {
        "text": cell.text,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
        "marks": list(cell.marks),
        "confidence": cell.confidence,
    }


def _observation(observation: Observation) -> Json:
    return {
        "indicator": observation.indicator,
        "entity": observation.entity,
        "entity_kind": observation.entity_kind,
        "breakdown": list(observation.breakdown),
        "period": period_json(observation.period),
        "value": _decimal(observation.value),
        "decimals": observation.decimals,
        "unit": observation.unit,
        "status": observation.status,
        "bound": observation.bound,
        "share": _decimal(observation.share),
        "measure": observation.measure,
        "base_period": period_json(observation.base_period),
        "scenario": observation.scenario,
        "confidence": observation.confidence,
        "restates": _restatement(observation.restates),
        "source": source_json(observation.location),
        "text": observation.text,
    }


def _restatement(restates: Restatement | None) -> Json | None:
    if restates is None:
        return None
    return {"indicator": restates.indicator, "score": restates.score, "source": source_json(restates.location)}


def _measure(measure: Measure) -> Json:
    return {
        "number": measure.number,
        "section": measure.section,
        "title": measure.title,
        "term": _term(measure.term),
        "executors": [_record(executor) for executor in measure.executors],
        "outcome": measure.outcome,
        "source": source_json(measure.location),
    }


def _term(term: Term | None) -> Json | None:
    return _record(term) if term else None


def _act(reference: LegalReference | None) -> Json | None:
    return reference_json(reference) if reference else None


def reference_json(reference: LegalReference) -> Json:
    """A reference with its place."""
    return _placed(reference)


def decree_json(decree: Decree) -> Json:
    """What a decree rests on and orders."""
    return {
        "based_on": [reference_json(reference) for reference in decree.based_on],
        "amendments": [_amendment(amendment) for amendment in decree.amendments],
        "charges": [_charge(charge) for charge in decree.charges],
        "control": decree.control,
    }


def _amendment(amendment: Amendment) -> Json:
    return {**_placed(amendment), "act": _act(amendment.act)}


def _charge(charge: Charge) -> Json:
    return {**_placed(charge), "term": _term(charge.term)}


def _annex(annex: Annex) -> Json:
    return {**_placed(annex), "act": _act(annex.act)}


def _event(event: Event) -> Json:
    record = _record(event)
    for name in ("moderators", "participants", "talks"):
        record[name] = [_record(item) for item in getattr(event, name)]
    return record


def _warning(warning: ReadingWarning) -> Json:
    location = location_json(warning.location) if warning.location else None
    return {"code": warning.code, "message": warning.message, "location": location}


def _placed(item: LegalReference | Amendment | Charge | Annex | Abbreviation) -> Json:
    """The fields of a fact, its place as its source."""
    record = _record(item)
    del record["location"]
    return {**record, "source": source_json(item.location)}


def _record(item: object) -> Json:
    """The fields of a flat data class as JSON values."""
    return {field.name: _plain(getattr(item, field.name)) for field in fields(item)}  # type: ignore[arg-type]


def _plain(value: object) -> object:
    match value:
        case Box():
            return [round(value.x0, 2), round(value.top, 2), round(value.x1, 2), round(value.bottom, 2)]
        case date():
            return value.isoformat()
        case Decimal():
            return _decimal(value)
        case _:
            return value


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
