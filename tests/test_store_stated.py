"""What a document states beyond values comes back from the archive as it was extracted, and is shown to a person."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from commands.shared import OutputFormat
from commands.showing import show_document
from extract import read
from extract.facts import Facts
from extract.interpret import interpret
from extract.output import stated_json, to_json
from store.archive import Archive
from store.documents import find_document
from store.stated import load_stated
from tests.archives import archive, put, server  # noqa: F401

REPORTS = Path(__file__).parent.parent / "fixtures" / "reports"


@pytest.fixture(scope="module")
def known() -> dict[str, Facts]:
    names = ("decree_41_2023", "conference_2023", "plan_2022_2024", "monitoring_2021h2")
    return {name: interpret(read(REPORTS / f"{name}.docx")) for name in names}


def test_facts_come_back_as_they_were_extracted(archive: Archive, known: dict[str, Facts]) -> None:
    for name, facts in known.items():
        put(archive, facts)
        with archive.reading() as connection:
            found = load_stated(connection, find_document(connection, f"{name}.docx").id)
        assert found.event == facts.event
        assert found.decree == facts.decree
        assert tuple(found.annexes) == facts.annexes
        assert tuple(found.measures) == facts.measures
        assert tuple(found.abbreviations) == facts.abbreviations


def test_they_can_be_asked_in_sql_and_go_with_their_document(archive: Archive, known: dict[str, Facts]) -> None:
    put(archive, known["decree_41_2023"])
    tables = ("decree", "annex", "abbreviation")
    with archive.reading() as connection:
        counts = [connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one() for table in tables]
        (title,) = connection.execute(text("SELECT title FROM annex WHERE genre = 'plan'")).scalars()
    assert counts == [1, 1, 1]
    assert title.startswith("ПЛАН МЕРОПРИЯТИЙ")
    with archive.writing() as connection:
        connection.execute(text("DELETE FROM document"))
        left = [connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one() for table in tables]
    assert left == [0, 0, 0]


def test_a_document_is_shown_with_what_it_states(
    archive: Archive,
    known: dict[str, Facts],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LETOPIS_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    expected = {
        "decree_41_2023": (
            "Rests on: закон of 2011-07-05 № 58-ЗО",
            "Control: оставляю за собой",
            "Changes in acts",
            "Orders",
            "Annexes",
        ),
        "conference_2023": (
            "Held on: 2023-04-18",
            "Talks announced: 5",
            "Moderators",
            "Participants",
            "Values in the text",
        ),
        "plan_2022_2024": ("Measures", "Short names"),
        "monitoring_2021h2": ("Short names", "Values in the text", "Table"),
    }
    for name, words in expected.items():
        put(archive, known[name])
        with archive.reading() as connection:
            show_document(connection, find_document(connection, f"{name}.docx"), Path("kept"), OutputFormat.TABLE)
        shown = capsys.readouterr().out
        assert [word for word in words if word not in shown] == []


def test_json_of_a_document_holds_the_same_facts(
    archive: Archive,
    known: dict[str, Facts],
    capsys: pytest.CaptureFixture[str],
) -> None:
    put(archive, known["decree_41_2023"])
    with archive.reading() as connection:
        show_document(connection, find_document(connection, "decree_41_2023.docx"), Path("kept"), OutputFormat.JSON)
    shown = json.loads(capsys.readouterr().out)
    extracted = json.loads(json.dumps(to_json(known["decree_41_2023"])))
    assert {name: shown[name] for name in stated_json(known["decree_41_2023"])} == {
        name: extracted[name] for name in stated_json(known["decree_41_2023"])
    }
