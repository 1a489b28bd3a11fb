"""What `letopis extract` prints of the fixtures stays what it is, until somebody looks at the difference and agrees.

`pytest tests/test_golden.py --update-golden` writes the files anew; read the difference before you commit it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from extract import read
from extract.interpret import interpret
from extract.output import to_json

REPOSITORY = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
# One document for each layout of tables and each genre.
DOCUMENTS = (
    "reports/monitoring_2019h1.docx",
    "reports/monitoring_2019h2.pdf",
    "reports/monitoring_2021h2.docx",
    "reports/monitoring_2022h2.docx",
    "reports/monitoring_2023h1.docx",
    "reports/monitoring_2022.docx",
    "reports/plan_2022_2024.docx",
    "reports/decree_41_2023.docx",
    "reports/conference_2023.docx",
    "reports/municipalities_2023.docx",
    "reports/economy_2022.docx",
    "prints/economy_2022.chromium-horizontal.pdf",
)
Json = dict[str, Any]


def compact(printed: Json) -> Json:
    """The whole answer, without what repeats itself: cells as text, observations as lines."""
    return {
        "source": {key: value for key, value in printed["source"].items() if key != "sha256"},
        "metadata": {key: value for key, value in printed["metadata"].items() if value is not None},
        "blocks": [_block(block) for block in printed["blocks"]],
        "tables": [_table(table) for table in printed["tables"]],
        "observations": [_observation(each) for each in printed["observations"]],
        "measures": [_without_nothing(each) for each in printed["measures"]],
        "references": [_without_nothing(each) for each in printed["references"]],
        "event": printed["event"],
        "decree": printed["decree"],
        "annexes": [_without_nothing(each) for each in printed["annexes"]],
        "abbreviations": [f"{each['short']} = {each['full']}" for each in printed["abbreviations"]],
        "warnings": [f"{each['code']}: {each['message']}" for each in printed["warnings"]],
    }


def _block(block: Json) -> str:
    if block["type"] == "table":
        return f"table {block['table']}"
    return f"{block['style']}: {block['label'] + ' ' if block['label'] else ''}{block['text']}"


def _table(table: Json) -> Json:
    rows = [
        f"{row['kind']}: " + " | ".join(_cell(cell) for cell in row["cells"]) + _in_section(row)
        for row in table["rows"]
    ]
    columns = [_column(column) for column in table["columns"]]
    told = {key: table[key] for key in ("number", "caption", "unit", "header_rows")}
    return told | {"columns": columns, "rows": rows}


def _cell(cell: Json) -> str:
    spans = "".join(f"{{{name[0]}{cell[name]}}}" for name in ("rowspan", "colspan") if cell[name] != 1)
    return cell["text"] + "".join(f"^{mark}" for mark in cell["marks"]) + spans


def _in_section(row: Json) -> str:
    return f"  [{row['section']}]" if row["section"] else ""


def _column(column: Json) -> str:
    period = f", {_period(column['period'])}" if column["period"] else ""
    return f"{column['role']}: {' / '.join(column['header'])} ({column['unit'] or '–'}{period})"


def _period(period: Json | None) -> str:
    return f"{period['start']}…{period['end']} {period['kind']}" if period else "–"


def _observation(each: Json) -> str:
    source = "/".join(str(part) for part in each["source"].values())
    share = f" ({each['share']}%)" if each["share"] is not None else ""
    base = f" against {_period(each['base_period'])}" if each["base_period"] else ""
    usual = ("A", "exact", "level", "actual")
    unusual = [each[key] for key in ("status", "bound", "measure", "scenario") if each[key] not in usual]
    about = " · ".join(str(part) for part in (each["indicator"], each["entity"], *each["breakdown"]) if part)
    value = f"{each['value']} {each['unit'] or ''}{share}{base} {' '.join(unusual)}".strip()
    return f"{source}: {about} · {_period(each['period'])} = {value}{_restated(each['restates'])}"


def _restated(restates: Json | None) -> str:
    if restates is None:
        return ""
    source = "/".join(str(part) for part in restates["source"].values())
    return f" ↔ {source}: {restates['indicator']} ({restates['score']})"


def _without_nothing(each: Json) -> Json:
    return {key: value for key, value in each.items() if value not in (None, [], ())}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_extracted_is_what_was_agreed(document: str, update_golden: bool) -> None:
    printed = json.loads(json.dumps(to_json(interpret(read(REPOSITORY / "fixtures" / document)))))
    text = json.dumps(compact(printed), ensure_ascii=False, indent=1) + "\n"
    path = GOLDEN / f"{Path(document).name}.json"
    if update_golden:
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no golden file for {document}: run with --update-golden"
    assert text == path.read_text(encoding="utf-8")


def test_every_golden_file_has_its_document() -> None:
    expected = {f"{Path(document).name}.json" for document in DOCUMENTS}
    assert {path.name for path in GOLDEN.glob("*.json")} == expected
