"""docs/archive.ipynb runs on both databases, reads nothing but the documented views, and draws what `letopis series` tells."""

import json
import math
import re
from pathlib import Path

import pytest

from store.series import build_lines
from store.statements import Wanted, load_statements
from tests.archives import archive, put, report, server  # noqa: F401

NOTEBOOK = json.loads((Path(__file__).parent.parent / "docs" / "archive.ipynb").read_text())
CODE = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
NORTH, SOUTH = "Северный колледж", "Южный колледж"


@pytest.fixture
def told(archive, monkeypatch):
    """What the notebook leaves behind after all of its cells ran on an archive with a gap and a restated value."""
    put(archive, report([(NORTH, "90"), (SOUTH, "10")], name="a.docx", period="2020-H1", dated="2020-08-01"))
    put(archive, report([(NORTH, "104"), (SOUTH, "20")], name="b.docx", period="2021-H1", dated="2021-08-01"))
    put(archive, report([(NORTH, "110")], name="c.docx", period="2021-H1", dated="2022-02-01"))
    put(archive, report([(NORTH, "120")], name="d.docx", period="2021-H2", dated="2022-02-01"))
    put(archive, report([(NORTH, "1")], name="e.docx", indicator="Другой показатель"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    monkeypatch.setenv("LETOPIS_ARCHIVE", str(archive.folder))
    names: dict[str, object] = {}
    for cell in CODE:
        exec(compile(cell, "archive.ipynb", "exec"), names)
    return names


def test_notebook_tells_and_draws_what_letopis_series_tells(archive, told):
    with archive.reading() as connection:
        lines = build_lines(load_statements(connection, Wanted()))
    expected = {
        (line.entity, point.preferred.period): float(point.preferred.value)
        for line in lines
        if line.indicator == "Число выпускников"
        for point in line.points
    }
    found = told["table"].stack().to_dict()
    assert {key: value for key, value in found.items() if not math.isnan(value)} == expected
    assert len(expected) == 5
    _draws_gaps_and_marks_conflicts(told)
    _lists_every_statement_of_a_conflict(told)


def _draws_gaps_and_marks_conflicts(told):
    drawn = {line.get_label(): list(line.get_ydata()) for line in told["axes"].get_lines()}
    assert drawn[NORTH] == [90, 110, 120]
    south = drawn[SOUTH]
    assert south[:2] == [10, 20]
    assert math.isnan(south[2])
    [circle] = [line for line in told["axes"].get_lines() if line.get_marker() == "o" and len(line.get_ydata())]
    assert list(circle.get_ydata()) == [110]


def _lists_every_statement_of_a_conflict(told):
    rows = told["statements"]
    assert list(zip(rows.entity, rows.value, rows.document, strict=True)) == [
        (NORTH, 110, "c.docx"),
        (NORTH, 104, "b.docx"),
    ]


def test_notebook_reads_the_views_alone_and_keeps_no_outputs():
    read = {name for cell in CODE for name in re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", cell)}
    assert read == {"series", "observations"}
    assert "import store" not in "".join(CODE)
    assert "from store" not in "".join(CODE)
    for cell in NOTEBOOK["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
