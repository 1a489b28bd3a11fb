"""Exported rows into a file: CSV, JSON lines, XLSX, Parquet, SDMX-CSV. Written whole or not at all."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import IO, Any

from messages import _
from messages.errors import MissingProgram, WrongUsage
from store.export import COLUMNS, SDMX_COLUMNS, Value, Values, plain_rows, safe_text, sdmx_rows
from store.statements import Statement

Writer = Callable[[Iterable[Statement], IO[bytes]], int]
# A spreadsheet has no more rows than this.
_MOST_ROWS = 1_048_575
_BATCH = 50_000


def write_export(statements: Iterable[Statement], file: Path, kind: str) -> int:
    """Write `statements` as a file of `kind` (a key of `WRITERS`); returns how many rows it has.

    Raises WrongUsage when the file cannot be written, MissingProgram without the library that its kind needs."""
    try:
        with _whole(file) as stream:
            return WRITERS[kind](statements, stream)
    except OSError as error:
        raise WrongUsage(detail=_("The export cannot be written: {detail}.", detail=error)) from error


def write_stream(statements: Iterable[Statement], stream: IO[bytes], kind: str) -> int:
    """As `write_export`, to an open stream."""
    return WRITERS[kind](statements, stream)


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    """A stream that becomes `file` only when all of it was written."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        with partial.open("wb") as stream:
            yield stream
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _write_csv(statements: Iterable[Statement], stream: IO[bytes]) -> int:
    return _write_table(COLUMNS, plain_rows(statements), stream)


def _write_sdmx(statements: Iterable[Statement], stream: IO[bytes]) -> int:
    return _write_table(SDMX_COLUMNS, sdmx_rows(statements), stream)


def _write_table(columns: Sequence[str], rows: Iterable[Values], stream: IO[bytes]) -> int:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_csv_value(safe_text(row[column])) for column in columns])
        count += 1
    text.flush()
    text.detach()
    return count


def _csv_value(value: Value) -> str | int | float:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            return value


def _write_json_lines(statements: Iterable[Statement], stream: IO[bytes]) -> int:
    count = 0
    for row in plain_rows(statements):
        count += 1
        line = {name: _json_value(value) for name, value in row.items()}
        stream.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    return count


def _json_value(value: Value) -> str | int | float | None:
    return None if value is None else _csv_value(value)


def _write_xlsx(statements: Iterable[Statement], stream: IO[bytes]) -> int:
    """Two sheets: values with number formats by their printed decimals, and the documents that they come from."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    values = workbook.create_sheet(_("Values"))
    values.freeze_panes = "A2"
    values.append(list(COLUMNS))
    documents: dict[tuple[Value, ...], int] = {}
    count = 0
    for row in islice(plain_rows(statements), _MOST_ROWS):
        count += 1
        values.append(_xlsx_cells(values, row))
        source: tuple[Value, ...] = (row["document"], row["document_date"], row["vintage"])
        documents[source] = documents.get(source, 0) + 1
    provenance = workbook.create_sheet(_("Provenance"))
    provenance.append(["document", "document_date", "vintage", "values"])
    for told, number in documents.items():
        provenance.append([*map(safe_text, told), number])
    workbook.save(stream)
    return count


def _xlsx_cells(sheet: Any, row: Values) -> list[object]:
    from openpyxl.cell import WriteOnlyCell

    cells: list[object] = []
    for column in COLUMNS:
        value = row[column]
        if isinstance(value, Decimal):
            decimals = int(str(row["decimals"])) if column == "value" else -int(value.as_tuple().exponent)
            cell = WriteOnlyCell(sheet, float(value))
            cell.number_format = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
            cells.append(cell)
        else:
            cells.append(safe_text(value))
    return cells


def _write_parquet(statements: Iterable[Statement], stream: IO[bytes]) -> int:
    arrow, parquet = _library("pyarrow"), _library("pyarrow.parquet")
    schema = arrow.schema([(column, _arrow_type(arrow, column)) for column in COLUMNS])
    rows = plain_rows(statements)
    count = 0
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            lines = [{**row, "value": _number(row["value"]), "share": _number(row["share"])} for row in batch]
            writer.write_table(arrow.Table.from_pylist(lines, schema=schema))
            count += len(batch)
    return count


def _number(value: Value) -> float | None:
    return None if value is None else float(str(value))


def _arrow_type(arrow: Any, column: str) -> Any:
    if column in ("value", "share", "confidence"):
        return arrow.float64()
    if column in ("decimals", "table", "row", "column", "page"):
        return arrow.int32()
    if column in ("period_start", "period_end", "document_date", "vintage"):
        return arrow.date32()
    return arrow.string()


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingProgram(program=name, install="pip install 'letopis[parquet]'") from error


WRITERS: dict[str, Writer] = {
    "csv": _write_csv,
    "jsonl": _write_json_lines,
    "xlsx": _write_xlsx,
    "parquet": _write_parquet,
    "sdmx": _write_sdmx,
}
