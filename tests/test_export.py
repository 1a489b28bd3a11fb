"""Exports: each kind read back, numbers as numbers, no formulas from texts, whole files or none."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from messages.errors import WrongUsage
from store.export import COLUMNS, SDMX_COLUMNS, Asked, exported, safe_text
from store.export_files import write_export, write_stream
from store.statements import Wanted
from tests.archives import archive, put, report, server  # noqa: F401

NORTH = "Северный колледж"


@pytest.fixture
def filled(archive):
    put(archive, report([(NORTH, "104"), ("=HYPERLINK(1)", "67,4")], dated="2022-02-01"))
    put(archive, report([(NORTH, "110"), ("+7 колледж", "–")], dated="2023-02-01", name="later.docx"))
    return archive


def written(archive, kind, **asked):
    stream = io.BytesIO()
    with archive.reading() as connection:
        count = write_stream(exported(connection, Asked(Wanted(), **asked)), stream, kind)
    return count, stream.getvalue()


def test_csv_holds_the_preferred_values_with_a_citation(filled):
    count, content = written(filled, "csv")
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert (count, tuple(rows[0])) == (3, COLUMNS)
    [north] = [row for row in rows if row["entity_id"] == "college-north"]
    assert (north["value"], north["document"], north["vintage"]) == ("110", "later.docx", "2023-02-01")
    assert north["citation"].startswith("later.docx (2023-02-01)")
    assert north["id"] in north["citation"]


def test_all_vintages_holds_every_statement(filled):
    assert written(filled, "csv", preferred=False)[0] == 4


def test_texts_are_no_formulas_and_numbers_stay_numbers(filled):
    _, content = written(filled, "csv")
    entities = {row["entity"] for row in csv.DictReader(io.StringIO(content.decode()))}
    assert {"'=HYPERLINK(1)", "'+7 колледж"} <= entities
    assert [safe_text(value) for value in ("-5", Decimal(-5), "@x", "a=b", None)] == [
        "'-5",
        Decimal(-5),
        "'@x",
        "a=b",
        None,
    ]


def test_json_lines_are_values_one_a_line(filled):
    count, content = written(filled, "jsonl")
    lines = [json.loads(line) for line in content.decode().splitlines()]
    assert len(lines) == count == 3
    assert {line["status"] for line in lines} == {"A", "M"}
    assert [line["value"] for line in lines if line["status"] == "M"] == [None]


def test_xlsx_keeps_decimals_dates_and_provenance(filled):
    from openpyxl import load_workbook

    _, content = written(filled, "xlsx")
    values, provenance = load_workbook(io.BytesIO(content)).worksheets
    header = [cell.value for cell in values[1]]
    cells = {row[header.index("entity")].value: row for row in values.iter_rows(min_row=2)}
    link = cells["'=HYPERLINK(1)"]
    value = link[header.index("value")]
    assert (value.value, value.number_format) == (67.4, "#,##0.0")
    assert link[header.index("entity")].data_type == "s"
    assert cells[NORTH][header.index("vintage")].value == dt.datetime(2023, 2, 1)
    assert {row[0].value for row in provenance.iter_rows(min_row=2)} == {"report.docx", "later.docx"}


def test_parquet_has_typed_columns(filled):
    parquet = pytest.importorskip(
        "pyarrow.parquet", reason="install the “parquet” extra: pip install 'letopis[parquet]'"
    )
    count, content = written(filled, "parquet")
    table = parquet.read_table(io.BytesIO(content))
    assert (table.num_rows, table.column_names) == (count, list(COLUMNS))
    assert sorted(value for value in table["value"].to_pylist() if value is not None) == [67.4, 110.0]
    assert table["period_start"].to_pylist()[0] == dt.date(2021, 7, 1)


def test_sdmx_tells_time_in_its_own_codes(filled):
    put(filled, report([(NORTH, "1")], period=None))
    count, content = written(filled, "sdmx")
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert tuple(rows[0]) == SDMX_COLUMNS
    assert count == len(rows) == 3
    assert {(row["FREQ"], row["TIME_PERIOD"]) for row in rows} == {("S", "2021-S2")}
    assert {row["OBS_STATUS"] for row in rows} == {"A", "M"}


def test_file_is_whole_or_absent(filled, tmp_path):
    file = tmp_path / "values.csv"

    def broken(statements):
        yield from statements
        raise RuntimeError("power cut")

    with filled.reading() as connection:
        statements = exported(connection, Asked(Wanted()))
        with pytest.raises(RuntimeError):
            write_export(broken(statements), file, "csv")
    assert list(tmp_path.glob("*values*")) == []
    with filled.reading() as connection:
        assert write_export(exported(connection, Asked(Wanted())), file, "csv") == 3
        with pytest.raises(WrongUsage):
            write_export(iter(()), tmp_path / "missing" / "values.csv", "csv")
    assert file.is_file()


def test_only_what_is_wanted_is_exported(filled):
    with filled.reading() as connection:
        wanted = replace(Wanted(), entities=[1])
        assert {item.entity for item in exported(connection, Asked(wanted))} == {NORTH}
