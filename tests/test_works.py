"""One work in several files: found by what it says, counted once, its contradictions kept."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from typer.testing import CliRunner

from cli import app
from extract.document import Paragraph
from extract.facts import Facts
from store.archive import Archive
from store.likeness import content, likeness, sketch
from store.overview import overview
from store.series import build_lines
from store.statements import Wanted, load_statements
from store.works import differences, siblings
from tests.archives import archive, opened, put, report, rows_of, server  # noqa: F401

NORTH = "Северный колледж"
PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def long_report(seed: int = 1, *, change: dict[str, str] | None = None, media: str = OFFICE, **options) -> Facts:
    """Forty rows of figures; `change` gives some of the colleges other ones."""
    chance = random.Random(seed)
    values = {f"Колледж имени {'абвгдежзик'[i % 10] * 3} {i + 10}": str(chance.randint(100, 9999)) for i in range(39)}
    values = {NORTH: str(chance.randint(100, 9999)), **values} | (change or {})
    facts = report(list(values.items()), **options)
    source = replace(facts.document.source, media_type=media)
    return replace(facts, document=replace(facts.document, source=source))


def printed(facts: Facts) -> Facts:
    """The same with running heads and page numbers, and its title cut into two blocks."""
    document = facts.document
    title, table = document.blocks
    assert isinstance(title, Paragraph)
    first, rest = title.text.split(" ", 1)
    pieces = (replace(title, text=first), replace(title, text=rest, location=replace(title.location, block=2)))
    pages = tuple(replace(title, text=f"Страница {n}", location=replace(title.location, block=2 + n)) for n in (1, 2))
    source = replace(document.source, name="report.pdf", media_type=PDF, sha256=document.source.sha256[::-1])
    return replace(facts, document=replace(document, source=source, blocks=(pieces[0], table, pieces[1], *pages)))


def copies(archive: Archive) -> set[tuple[int, int]]:
    with archive.reading() as connection:
        return {tuple(row) for row in connection.execute(text("SELECT document_id, of_id FROM document_copy"))}


def values(archive: Archive, **wanted) -> list[str]:
    with archive.reading() as connection:
        return [item.text for item in load_statements(connection, Wanted(**wanted))]


def test_print_of_a_document_is_kept_but_counts_once(archive):
    facts = long_report()
    original = put(archive, facts)
    copy = put(archive, printed(facts))
    assert copies(archive) == {(copy, original)}
    assert len(values(archive)) == 40
    with archive.reading() as connection:
        counts = overview(connection).counts
        assert (counts["documents"], counts["copies"], counts["observations"]) == (2, 1, 40)
        assert connection.execute(text("SELECT COUNT(*) FROM observations")).scalar() == 80
        assert connection.execute(text("SELECT COUNT(*), MAX(statements) FROM series")).one() == (40, 1)
        assert [(file.document_id, file.counted) for file in siblings(connection, copy)] == [(original, True)]
        assert [(file.document_id, file.counted) for file in siblings(connection, original)] == [(copy, False)]


def test_the_surer_file_counts_whichever_comes_first(archive):
    facts = long_report()
    first = put(archive, printed(facts))
    again = put(archive, printed(long_report(salt="saved again")))
    assert copies(archive) == {(again, first)}
    original = put(archive, facts)
    assert copies(archive) == {(first, original), (again, original)}


def test_what_a_copy_states_otherwise_counts_as_a_contradiction(archive):
    original = put(archive, long_report())
    copy = put(archive, printed(long_report(change={NORTH: "77777"})))
    assert copies(archive) == {(copy, original)}
    with archive.reading() as connection:
        lines = build_lines(load_statements(connection, Wanted()))
        [difference] = differences(connection, copy, original)
        conflicts = connection.execute(text("SELECT entity, statements FROM series WHERE conflict")).all()
    assert [line.entity for line in lines if line.points[0].is_conflict] == [NORTH]
    assert (difference.here.text, difference.here.entity) == ("77777", NORTH)
    assert difference.there.text != "77777"
    assert [tuple(row) for row in conflicts] == [(NORTH, 2)]
    assert len(values(archive)) == 41


def test_what_a_scan_misreads_is_shown_but_does_not_count(archive):
    original = put(archive, long_report())
    scan = printed(long_report(change={NORTH: "77777"}))
    source = replace(scan.document.source, ocr=True)
    copy = put(archive, replace(scan, document=replace(scan.document, source=source)))
    with archive.reading() as connection:
        assert len(differences(connection, copy, original)) == 1
    assert len(values(archive)) == 40


@pytest.mark.parametrize(
    "other",
    [
        long_report(seed=2),
        long_report(dated="2023-02-01"),
        long_report(period="2022-H1"),
    ],
    ids=["other figures", "another date", "another period"],
)
def test_reports_of_one_form_are_works_of_their_own(archive, other):
    put(archive, long_report())
    put(archive, other)
    assert copies(archive) == set()


def test_too_short_documents_are_never_taken_for_copies(archive):
    put(archive, report([(NORTH, "104")], name="a.docx"))
    put(archive, report([(NORTH, "104")], name="b.docx"))
    assert copies(archive) == set()


def test_copies_find_each_other_when_what_they_copy_is_taken_back(archive):
    facts = long_report()
    first, second = put(archive, printed(facts)), put(archive, printed(long_report(salt="saved again")))
    original = put(archive, facts)
    assert copies(archive) == {(first, original), (second, original)}
    archive.undo()
    assert copies(archive) == {(second, first)}
    assert len(values(archive)) == 40


def test_show_tells_of_the_other_file_and_of_what_differs(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("LETOPIS_LANG", "en")
    with opened(tmp_path / "archive") as archive:
        put(archive, long_report())
        put(archive, printed(long_report(change={NORTH: "77777"})))
    call = ["show", "report.pdf", "--archive", str(tmp_path / "archive")]
    shown = CliRunner().invoke(app, call)
    assert shown.exit_code == 0, shown.output
    assert "report.docx" in shown.output
    assert "77777" in shown.output
    exact = json.loads(CliRunner().invoke(app, [*call, "--format", "json"]).output)
    [file] = exact["same_work"]
    assert (file["name"], file["counted"], len(file["differences"])) == ("report.docx", True, 1)


texts = st.lists(st.text("абв 12,", min_size=1, max_size=30), max_size=8)


@given(texts, texts)
def test_likeness_is_a_share_and_the_same_both_ways(first, second):
    base = rows_of(report([(NORTH, "1")]))
    [paragraph] = base.paragraphs
    one, other = (
        content(replace(base, paragraphs=tuple(replace(paragraph, text=item) for item in items)))
        for items in (first, second)
    )
    both, reverse = likeness(one, other), likeness(other, one)
    assert both == reverse
    assert 0 <= both.words <= 1
    assert 0 <= both.figures <= 1
    assert likeness(one, one).words == likeness(one, one).figures == 1


def test_sketch_holds_for_both_databases_and_tells_nothing_of_little_text():
    assert sketch(rows_of(report([(NORTH, "1")]))) == ()
    hashes = sketch(rows_of(long_report()))
    assert 0 < len(hashes) <= 64
    assert all(0 <= item < 2**63 for item in hashes)
