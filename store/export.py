"""Values for other programs: every one with its place and a citation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from messages import _
from store.series import build_lines
from store.statements import Statement, Wanted, load_statements, stream_statements

COLUMNS = (
    "id",
    "indicator",
    "indicator_id",
    "entity",
    "entity_id",
    "breakdown",
    "period",
    "period_start",
    "period_end",
    "value",
    "unit",
    "decimals",
    "status",
    "bound",
    "share",
    "measure",
    "base_period",
    "scenario",
    "confidence",
    "printed",
    "document",
    "document_date",
    "vintage",
    "table",
    "row",
    "column",
    "page",
    "citation",
)
# SDMX: a letter for the frequency; half-years are S, a day and a free span have none of their own.
_FREQUENCIES = {"year": "A", "half_year": "S", "quarter": "Q", "month": "M", "instant": "D", "academic_year": "A"}
SDMX_COLUMNS = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    "FREQ",
    "INDICATOR",
    "REF_AREA",
    "BREAKDOWN",
    "MEASURE",
    "SCENARIO",
    "TIME_PERIOD",
    "OBS_VALUE",
    "UNIT_MEASURE",
    "DECIMALS",
    "OBS_STATUS",
    "VINTAGE",
    "OBS_COMMENT",
)
STRUCTURE_ID = "LETOPIS:SERIES(1.0)"

Value = str | int | float | Decimal | date | None
Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to export: every statement, or with `preferred` the one for each period of each series."""

    wanted: Wanted
    preferred: bool = True


def exported(connection: Connection, asked: Asked) -> Iterator[Statement]:
    """The statements to export; every statement is streamed, the preferred ones are chosen in memory."""
    if not asked.preferred:
        yield from stream_statements(connection, asked.wanted)
        return
    for line in build_lines(load_statements(connection, asked.wanted)):
        for point in line.points:
            yield point.preferred


def plain_rows(statements: Iterable[Statement]) -> Iterator[Values]:
    """Rows with `COLUMNS`; numbers and dates keep their kind. Table, row and column count from 0."""
    for item in statements:
        yield {
            "id": item.id,
            "indicator": item.indicator,
            "indicator_id": item.indicator_key,
            "entity": item.entity,
            "entity_id": item.entity_code,
            "breakdown": item.breakdown or None,
            "period": item.period,
            "period_start": item.period_start,
            "period_end": item.period_end,
            "value": item.value,
            "unit": item.unit,
            "decimals": item.decimals,
            "status": item.status,
            "bound": item.bound,
            "share": item.share,
            "measure": item.measure,
            "base_period": item.base_period,
            "scenario": item.scenario,
            "confidence": item.confidence,
            "printed": item.text,
            "document": item.document,
            "document_date": item.document_date,
            "vintage": item.vintage,
            "table": item.place.table,
            "row": item.place.row,
            "column": item.place.column,
            "page": item.place.page,
            "citation": citation(item),
        }


def citation(item: Statement) -> str:
    """Where a value comes from, in one line that can stand under a table in a paper."""
    place = item.place
    if place.table is None:
        where = _("paragraph {number}", number=place.block + 1)
    else:
        number = place.number or f"[{place.table + 1}]"
        where = _(
            "table {number}, row {row}, column {column}",
            number=number,
            row=(place.row or 0) + 1,
            column=(place.column or 0) + 1,
        )
    dated = f" ({item.document_date.isoformat()})" if item.document_date else ""
    return f"{item.document}{dated}, {where} [{item.id}]"


def sdmx_rows(statements: Iterable[Statement]) -> Iterator[Values]:
    """Rows with `SDMX_COLUMNS`, after SDMX-CSV 2.0; statements without a period cannot be told and are left out."""
    for item in statements:
        if item.period_start is None:
            continue
        yield {
            "STRUCTURE": "dataflow",
            "STRUCTURE_ID": STRUCTURE_ID,
            "ACTION": "I",
            "FREQ": _FREQUENCIES.get(item.period_kind or "", "_Z"),
            "INDICATOR": item.indicator_key,
            "REF_AREA": item.entity_code or item.entity or "_T",
            "BREAKDOWN": item.breakdown or "_T",
            "MEASURE": item.measure,
            "SCENARIO": item.scenario,
            "TIME_PERIOD": _time_period(item),
            "OBS_VALUE": item.value,
            "UNIT_MEASURE": item.unit,
            "DECIMALS": item.decimals,
            "OBS_STATUS": item.status,
            "VINTAGE": item.vintage,
            "OBS_COMMENT": citation(item),
        }


def _time_period(item: Statement) -> str:
    """«2021», «2021-S2», «2021-Q3», «2021-05», «2022-01-01»; other spans as start and length in days or months."""
    start, end = item.period_start, item.period_end
    assert start is not None
    assert end is not None
    match item.period_kind:
        case "half_year":
            return f"{start.year}-S{1 if start.month < 7 else 2}"
        case "academic_year":
            return f"{start.isoformat()}/P1Y"
        case "span" | None:
            return f"{start.isoformat()}/P{(end - start).days + 1}D"
        case _:
            return item.period or start.isoformat()


def safe_text(value: Value) -> Value:
    """Text that a spreadsheet would take for a formula is led by an apostrophe; numbers and dates stay."""
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{value}"
    return value
