"""The archive from the command line: import, ask, follow a value to its cell, take back."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

import cli
from commands.asking import Kind
from extract.facts import EntityKind
from messages.errors import LetopisError, NothingFound, WrongUsage
from store.database import HEAD

ROOT = Path(__file__).parent.parent
COLLEGE = "Златоборский техникум транспорта и связи"
INDICATOR = "Количество обучающихся, принятых на сопровождение"
CONTRACT = "indicator,entity,entity_id,period,period_start,period_end,value,unit,status,share,document,document_date,source,vintage"


def letopis(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "cli", *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
    )


def ask(*arguments: str | Path) -> str:
    """Run a reading command in this process; its output."""
    result = CliRunner().invoke(cli.app, list(map(str, arguments)))
    if isinstance(result.exception, LetopisError):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def rows(output: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(output)))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of six of our reports."""
    os.environ["LETOPIS_REGISTRY"] = str(ROOT / "fixtures" / "registry")
    folder = tmp_path_factory.mktemp("archive")
    reports = ROOT / "fixtures" / "reports"
    names = ("2021h1.docx", "2021h2.docx", "2021h2.pdf", "2022h1.docx", "2022h2.docx", "2023h1.docx")
    done = letopis(
        "import", *(reports / f"monitoring_{name}" for name in names), "--archive", folder, "--format", "json"
    )
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["new"], summary["failed"]) == (6, 0)
    yield folder
    del os.environ["LETOPIS_REGISTRY"]


def test_second_import_reads_nothing_again(archive):
    reports = ROOT / "fixtures" / "reports"
    done = letopis(
        "import",
        reports / "monitoring_2021h1.docx",
        reports / "monitoring_2021h2.pdf",
        "--archive",
        archive,
        "--format",
        "json",
    )
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["new"], summary["known"], summary["observations"]) == (0, 0, 2, 0)


def test_series_as_csv_keeps_the_contract(archive):
    output = ask("series", "-i", INDICATOR, "-e", COLLEGE, "--archive", archive, "--format", "csv")
    assert output.splitlines()[0] == CONTRACT
    found = {row["period"]: row for row in rows(output)}
    assert list(found) == ["2021-H1", "2021-H2", "2022-H1", "2022-H2", "2023-H1"]
    assert all(row["entity_id"] == "zlt-zlat-transport" and row["unit"] == "чел." for row in found.values())
    second_half = found["2021-H2"]
    assert "monitoring_2021h2.docx" in second_half["document"]
    assert "monitoring_2021h2.pdf" not in second_half["document"]


def test_value_leads_to_the_cell_it_was_read_from(archive):
    line = json.loads(ask("series", "-i", INDICATOR, "-e", COLLEGE, "--archive", archive, "--format", "json"))[0]
    statement = line["points"][0]["statements"][0]
    shown = json.loads(ask("show", statement["id"], "--archive", archive, "--format", "json"))[0]
    assert (shown["value"], shown["table"], shown["row"], shown["column"]) == (
        statement["value"],
        statement["table"],
        statement["row"],
        statement["column"],
    )
    assert Path(shown["original"]).is_file()
    table = json.loads(ask("show", statement["document"], "--table", "2", "--archive", archive, "--format", "json"))
    assert table["rows"][statement["row"]][statement["column"]] == statement["text"]


def test_value_is_shown_with_the_row_it_stands_in(archive):
    line = json.loads(ask("series", "-i", INDICATOR, "-e", COLLEGE, "--archive", archive, "--format", "json"))[0]
    statement = line["points"][0]["statements"][0]
    output = ask("show", statement["id"], "--archive", archive)
    assert INDICATOR in output
    assert f"→ {statement['row'] + 1}" in output


def test_document_is_shown_by_name_hash_and_path(archive):
    by_name = json.loads(ask("show", "monitoring_2021h1.docx", "--archive", archive, "--format", "json"))
    by_hash = json.loads(ask("show", by_name["sha256"][:6], "--archive", archive, "--format", "json"))
    by_path = json.loads(ask("show", "reports/monitoring_2021h1.docx", "--archive", archive, "--format", "json"))
    assert by_name == by_hash == by_path
    assert by_name["period_code"] == "2021-H1"
    with pytest.raises(NothingFound):
        ask("show", "monitoring_1999.docx", "--archive", archive)


def test_colleges_that_merged_are_shown_apart_or_added_up(archive):
    """Two of our colleges became one on 1 July 2021."""
    merged = ("series", "-i", INDICATOR, "-e", "zlt-dolg-multi", "--archive", archive)
    apart = rows(ask(*merged, "--format", "csv"))
    assert {row["entity_id"] for row in apart} == {"zlt-dolg-agro", "zlt-dolg-service", "zlt-dolg-multi"}
    before = {row["entity_id"]: int(row["value"]) for row in apart if row["period"] == "2021-H1" and not row["share"]}
    assert set(before) == {"zlt-dolg-agro", "zlt-dolg-service"}
    followed = rows(ask(*merged, "--format", "csv", "--follow", "successors"))
    assert {row["entity_id"] for row in followed} == {"zlt-dolg-multi"}
    assert {int(row["value"]) for row in followed if row["period"] == "2021-H1"} == {sum(before.values())}
    shown = ask(*merged, "--follow", "successors")
    assert "2021-07-01" in shown
    assert "97-рп" in shown


def test_series_as_a_table_has_a_trend_and_notes(archive):
    output = ask("series", "-i", INDICATOR, "-e", COLLEGE, "--archive", archive)
    assert any(bar in output for bar in "▁▂▃▄▅▆▇█")
    assert "2022-H2" in output


def test_limits_of_time_narrow_the_series(archive):
    output = ask(
        "series",
        "-i",
        INDICATOR,
        "-e",
        COLLEGE,
        "--from",
        "2021-H2",
        "--to",
        "2022-06-30",
        "--archive",
        archive,
        "--format",
        "csv",
    )
    assert [row["period"] for row in rows(output)] == ["2021-H2", "2022-H1"]
    with pytest.raises(WrongUsage):
        ask("series", "-i", INDICATOR, "--from", "вчера", "--archive", archive)


def test_series_by_kind_of_entity(archive):
    everything = rows(ask("series", "-i", INDICATOR, "--archive", archive, "--format", "csv"))
    colleges = rows(ask("series", "-i", INDICATOR, "--by", "college", "--archive", archive, "--format", "csv"))
    assert 0 < len(colleges) < len(everything)
    assert all(row["entity_id"] for row in colleges)
    with pytest.raises(NothingFound):
        ask("series", "-i", INDICATOR, "--by", "ngo", "--archive", archive)
    assert {kind.value for kind in Kind} == set(get_args(EntityKind))


def test_print_of_a_report_is_told_with_it(archive):
    assert json.loads(ask("status", "--archive", archive, "--format", "json"))["copies"] == 1
    shown = json.loads(ask("show", "monitoring_2021h2.pdf", "--archive", archive, "--format", "json"))
    [file] = shown["same_work"]
    assert (file["name"], file["counted"]) == ("monitoring_2021h2.docx", True)


def test_unknown_words_are_answered_with_offers(archive):
    with pytest.raises(NothingFound) as found:
        ask("series", "-i", "количество обучающихся принятых на воспитание", "--archive", archive)
    assert INDICATOR in str(found.value)
    with pytest.raises(NothingFound):
        ask("series", "-e", "Тьмутараканский колледж", "--archive", archive)
    with pytest.raises(WrongUsage):
        ask("series", "--archive", archive)


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_series_is_drawn(archive, tmp_path, suffix):
    file = tmp_path / f"series.{suffix}"
    ask("series", "-i", INDICATOR, "-e", COLLEGE, "--plot", file, "--archive", archive)
    assert file.stat().st_size > 1000


def test_status_counts_and_lists_imports(archive):
    status = json.loads(ask("status", "--archive", archive, "--format", "json"))
    assert status["documents"] == 6
    assert status["failures"] == 0
    assert {run["new"] for run in status["runs"]} >= {6}
    assert "6" in ask("status", "--archive", archive)


def test_bad_files_fail_alone_and_end_with_one(tmp_path):
    good = ROOT / "fixtures" / "reports" / "monitoring_2019h1.docx"
    batch = tmp_path / "batch"
    batch.mkdir()
    shutil.copy(good, batch / "good.docx")
    (batch / "cut.docx").write_bytes(good.read_bytes()[:2000])
    (batch / "empty.pdf").touch()
    (batch / "picture.docx").write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 100)
    done = letopis("import", batch, tmp_path / "missing.docx", "--archive", tmp_path / "archive", "--format", "json")
    assert done.returncode == 1
    summary = json.loads(done.stdout)
    assert summary["new"] == 1
    codes = {Path(failure["path"]).name: failure["code"] for failure in summary["failures"]}
    assert codes == {
        "cut.docx": "damaged_file",
        "empty.pdf": "empty_file",
        "picture.docx": "wrong_content",
        "missing.docx": "file_missing",
    }
    assert "Traceback" not in done.stderr
    listed = rows(ask("problems", "--archive", tmp_path / "archive", "--format", "csv"))
    assert {row["code"] for row in listed} == set(codes.values())
    ask("undo", "--archive", tmp_path / "archive")
    status = json.loads(ask("status", "--archive", tmp_path / "archive", "--format", "json"))
    assert (status["documents"], status["observations"], status["failures"]) == (0, 0, 0)
    with pytest.raises(WrongUsage):
        ask("undo", "--archive", tmp_path / "archive")


def test_archive_that_is_not_there_ends_with_four(tmp_path):
    done = letopis("status", "--archive", tmp_path / "nothing")
    assert (done.returncode, done.stdout) == (4, "")
    assert "archive_missing" in done.stderr


def test_upgrade_of_a_new_archive_has_nothing_to_do(archive):
    assert HEAD in ask("upgrade", "--archive", archive)


def test_reference_corpus_is_imported_whole_and_found_again(corpus, tmp_path):
    folder = tmp_path / "archive"
    first = json.loads(letopis("import", corpus / "docs", "--archive", folder, "--format", "json").stdout)
    again = letopis("import", corpus / "docs", "--archive", folder, "--format", "json")
    assert (first["new"], first["failed"]) == (10, 0)
    assert (json.loads(again.stdout)["new"], json.loads(again.stdout)["known"], again.returncode) == (0, 10, 0)
    college = rows(
        ask(
            "series",
            "-i",
            "принятых на постинтернатное сопровождение",
            "-e",
            "Усольский индустриальный техникум",
            "--archive",
            folder,
            "--format",
            "csv",
        )
    )
    of_table = [row for row in college if "spravka_2021h2.docx" in row["document"] and "2, " in row["source"]]
    assert (of_table[0]["period"], of_table[0]["value"]) == ("2021-H2", "104")
    district = rows(ask("series", "-i", "общий охват", "-e", "МР Балаганский", "--archive", folder, "--format", "csv"))
    assert ("1231", "67.4") in [(row["value"], row["share"]) for row in district]
