"""`letopis extract` as its users meet it: JSON for programs, a page for a person, values as CSV."""

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

import cli

ROOT = Path(__file__).parent.parent
REPORTS = ROOT / "fixtures" / "reports"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETOPIS_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")


def printed(capsys: pytest.CaptureFixture[str], name: str, form: str | None = None) -> str:
    arguments = ["extract", str(REPORTS / name), *(["--format", form] if form else [])]
    assert cli.run(arguments) == 0
    return capsys.readouterr().out


def lines_of(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one."""
    _before, _heading, behind = text.partition(f"\n{heading}\n")
    return behind.split("\n\n", 1)[0]


def test_json_is_the_default_and_keeps_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((ROOT / "docs" / "document.schema.json").read_text(encoding="utf-8"))
    document = json.loads(printed(capsys, "decree_41_2023.docx"))
    jsonschema.validate(document, schema)
    assert document["annexes"][0]["genre"] == "plan"


def test_a_decree_is_read_as_what_it_changes_and_orders(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "decree_41_2023.docx", "table")
    changes, orders = lines_of(text, "Changes in acts"), lines_of(text, "Orders")
    assert "Rests on: закон of 2011-07-05 № 58-ЗО" in text
    assert "Control: оставляю за собой" in text
    for words in ("96-рзг", "заголовке", "words replaced", "отделу опеки и попечительства", "no longer in force"):
        assert words in changes
    assert "Министерство социальной защиты населения Златоборской области (Ладожин П.Е.)" in orders
    assert "довести распоряжение до исполнителей" in orders
    assert "ПЛАН МЕРОПРИЯТИЙ" in lines_of(text, "Annexes")
    assert "1. Помощь семьям до кризиса" in lines_of(text, "Measures")
    assert "unnumbered table, 1 in order, row 11, column 5" in lines_of(text, "Other values")


def test_a_note_is_read_as_an_event(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "conference_2023.docx", "table")
    assert "Project: Ключи от дома" in text
    assert "Ткачёва М.Ю." in lines_of(text, "Moderators")
    assert "Республика Карелия" in lines_of(text, "Participants")
    assert "Дом на полпути" in lines_of(text, "Talks")
    assert "paragraph 10" in lines_of(text, "Values in the text")


def test_a_report_shows_its_tables_and_what_the_text_restates(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "monitoring_2021h2.docx", "table")
    assert "\nTable 2. Движение обучающихся, принятых на сопровождение\n" in text
    assert "Институт кадрового развития" in lines_of(text, "Short names")
    row = next(line for line in lines_of(text, "Values in the text").splitlines() if "166" in line)
    assert "table 3, row 2, column 3" in row


def test_values_are_rows_of_csv(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "monitoring_2021h2.docx", "csv"))))
    document = json.loads(printed(capsys, "monitoring_2021h2.docx"))
    assert [row["value"] for row in rows] == [each["value"] or "" for each in document["observations"]]
    assert {row["period"] for row in rows} >= {"2021-H2"}
