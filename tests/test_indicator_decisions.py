"""Doubtful indicators: asked about with their places and candidates, decided for all documents, undone without loss."""

import json

import pytest
from sqlalchemy import func, select

import cli
from normalize.indicators import Indicator, IndicatorCatalogue
from normalize.registry import DATA, Registry
from normalize.registry_local import add_indicator
from store.archive import Archive
from store.decisions import decision_log, undo_decision
from store.indicator_decisions import Choice, decide_indicator, rematch_wordings
from store.indicator_questions import open_indicators
from store.models import Indicator as IndicatorTable
from store.models import Observation, Wording
from store.resolve import RegistryResolver
from store.writing import table_of
from tests.archives import opened, put, report
from tests.test_review import Terminal, review

INDICATOR, OBSERVATION, WORDING = table_of(IndicatorTable), table_of(Observation), table_of(Wording)
KNOWN = "Количество человек, принятых на постинтернатное сопровождение"
DOUBTFUL = "Число принятых на постинтернатное сопровождение (включая филиалы)"
SAME = "Количество принятых на постинтернатное сопровождение (включая филиалы), чел."
ADMITTED = Choice("postcare-admitted", KNOWN)


@pytest.fixture(scope="module")
def resolver():
    return RegistryResolver(Registry.load(DATA))


@pytest.fixture(scope="module")
def catalogue():
    return IndicatorCatalogue.load(DATA)


@pytest.fixture
def archive(tmp_path, resolver):
    with opened(tmp_path / "archive") as archive:
        archive.copy_registry(resolver.registry)
        add(archive, resolver, KNOWN, "1")
        add(archive, resolver, DOUBTFUL, "2", [("Ангарский техникум", "7"), ("Боханский техникум", "5")])
        add(archive, resolver, SAME, "3")
        yield archive


def add(archive, resolver, wording, salt, values=(("Ангарский техникум", "9"),)):
    return put(archive, report(list(values), name=f"{salt}.docx", indicator=wording, salt=salt), resolver=resolver)


def states(archive):
    """Keys of the indicators that values stand under, in order; those of their wordings must be the same."""
    statement = (
        select(INDICATOR.c.key, WORDING.c.indicator_id, OBSERVATION.c.indicator_id.label("own"))
        .join(OBSERVATION, OBSERVATION.c.indicator_id == INDICATOR.c.id)
        .join(WORDING, WORDING.c.id == OBSERVATION.c.wording_id)
        .order_by(OBSERVATION.c.document_id, OBSERVATION.c.ordinal)
    )
    with archive.reading() as connection:
        rows = connection.execute(statement).all()
    assert all(row.indicator_id == row.own for row in rows)
    return [row.key for row in rows]


def questions(archive, catalogue, **options):
    with archive.reading() as connection:
        return open_indicators(connection, catalogue, **options)


def decided(archive, text, choice, author="Иванова"):
    with archive.writing() as connection:
        return decide_indicator(connection, text, choice, author)


def test_a_doubtful_wording_is_one_question_with_places_and_candidates(archive, catalogue):
    (question,) = questions(archive, catalogue)
    assert (question.subject, question.times, question.documents) == ("indicator", 3, 2)
    assert set(question.spellings) == {DOUBTFUL, SAME}
    assert question.offered[0].entity == "postcare-admitted"
    assert len(question.offered) <= 5
    assert all(offered.reasons for offered in question.offered)
    assert "филиал" in question.reasons[0]
    first = question.occurrences[0]
    assert first.document == "2.docx"
    assert all(part in first.text for part in ("Выпускники", "2021-H2", "7 чел."))


def test_the_most_frequent_question_goes_first(archive, catalogue, resolver):
    other = "Количество человек, снятых с постинтернатного сопровождения, в том числе инвалидов"
    add(archive, resolver, other, "4", [(f"Техникум № {number}", "1") for number in range(5)])
    assert [question.text for question in questions(archive, catalogue)] == [other, DOUBTFUL]


def test_what_nothing_is_like_is_asked_only_on_demand(archive, catalogue, resolver):
    add(archive, resolver, "Поголовье оленей", "4")
    assert len(questions(archive, catalogue)) == 1
    assert {question.text for question in questions(archive, catalogue, unknown=True)} == {DOUBTFUL, "Поголовье оленей"}


def test_a_decision_holds_for_all_documents_and_can_be_undone(archive, catalogue):
    before = states(archive)
    number = decided(archive, DOUBTFUL, ADMITTED)
    assert set(states(archive)) == {"postcare-admitted"}
    assert questions(archive, catalogue) == []
    with archive.reading() as connection:
        (record,) = decision_log(connection)
    assert (record.subject, record.indicator, record.author, record.mentions) == (
        "indicator",
        "postcare-admitted",
        "Иванова",
        2,
    )
    with archive.writing() as connection:
        assert undo_decision(connection, number, "Петров") == 2
    assert states(archive) == before
    assert len(questions(archive, catalogue)) == 1


def test_documents_that_come_later_follow_the_decision(archive, catalogue, resolver):
    number = decided(archive, DOUBTFUL, ADMITTED)
    add(archive, resolver, "Кол-во принятых на постинтернатное сопровождение (включая филиалы)", "5")
    assert states(archive)[-1] == "postcare-admitted"
    with archive.writing() as connection:
        undo_decision(connection, number, "Иванова")
    assert states(archive)[-1] == states(archive)[1] != "postcare-admitted"


def test_an_indicator_of_its_own_is_not_asked_about_again(archive, catalogue, resolver):
    before = states(archive)
    decided(archive, DOUBTFUL, None)
    assert states(archive) == before
    assert questions(archive, catalogue) == []
    add(archive, resolver, SAME, "5")
    assert questions(archive, catalogue) == []


def test_undoing_brings_an_indicator_back_that_was_cleared_away(archive, resolver):
    before = states(archive)
    number = decided(archive, DOUBTFUL, ADMITTED)
    run = archive.begin_run(["later"])
    put(archive, report([("Ангарский техникум", "1")], name="later.docx", salt="later"), run=run, resolver=resolver)
    archive.undo(run)
    with archive.reading() as connection:
        assert connection.execute(select(func.count()).select_from(INDICATOR)).scalar_one() == 1
    with archive.writing() as connection:
        undo_decision(connection, number, "Иванова")
    assert states(archive) == before


def test_what_the_catalogue_has_come_to_know_is_settled_without_asking(archive, catalogue, tmp_path):
    add_indicator(tmp_path / "more", Indicator("admitted-all", DOUBTFUL, "чел."))
    grown = IndicatorCatalogue.load(tmp_path / "more")
    with archive.writing() as connection:
        assert rematch_wordings(connection, grown) == 2
    assert states(archive) == ["postcare-admitted", "admitted-all", "admitted-all", "admitted-all"]
    assert questions(archive, grown) == []


def log_of(archive):
    with Archive.open(archive.folder) as again, again.reading() as connection:
        return decision_log(connection)


def test_indicators_are_answered_in_a_terminal(archive, catalogue):
    terminal = Terminal("review", "--about", "indicators", "--archive", str(archive.folder), "--author", "Иванова")
    try:
        terminal.wait_for("Question 1 of 1")
        terminal.wait_for("2.docx")
        terminal.press("s")
        terminal.wait_for("0 decisions kept")
    finally:
        terminal.close()
    assert log_of(archive) == []
    terminal = Terminal("review", "--about", "indicators", "--archive", str(archive.folder), "--author", "Иванова")
    try:
        terminal.wait_for("u undo")
        terminal.press("1")
        terminal.wait_for("1 decision kept")
    finally:
        terminal.close()
    (record,) = log_of(archive)
    assert (record.indicator, record.author) == ("postcare-admitted", "Иванова")


def test_keys_take_another_indicator_or_a_new_one(archive, catalogue, monkeypatch, capsys):
    review(archive.folder, "opostcare-removed\n", monkeypatch, "--about", "indicators")
    (record,) = log_of(archive)
    assert record.indicator == "postcare-removed"
    assert cli.run(["registry", "log", "--archive", str(archive.folder), "--undo", str(record.id)]) == 0
    review(archive.folder, "nПринято с филиалами\nчел.\n", monkeypatch, "--about", "indicators")
    made = log_of(archive)[0].indicator
    assert made.startswith("local-")
    assert states(archive)[1:] == [made] * 3
    assert IndicatorCatalogue.load(archive.folder / "registry").indicators[made].unit == "чел."
    capsys.readouterr()
    assert cli.run(["registry", "log", "--archive", str(archive.folder), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(row["entity_id"], row["undone_at"] is None) for row in rows] == [(made, True), ("postcare-removed", False)]


def test_another_indicator_is_found_among_those_of_the_archive(archive, resolver, monkeypatch):
    add(archive, resolver, "Поголовье северных оленей", "4")
    own = states(archive)[-1]
    review(archive.folder, "oПоголовье оленей\n1", monkeypatch, "--about", "indicators")
    (record,) = log_of(archive)
    assert (record.indicator, record.verdict) == (own, "wording")
    assert set(states(archive)) == {"postcare-admitted", own}


def test_exporting_gives_the_catalogue_with_decided_wordings(archive, tmp_path):
    undone = decided(archive, DOUBTFUL, Choice("postcare-removed", "Снято"))
    with archive.writing() as connection:
        undo_decision(connection, undone, "Иванова")
    decided(archive, DOUBTFUL, ADMITTED)
    assert cli.run(["registry", "export", str(tmp_path / "out"), "--archive", str(archive.folder)]) == 0
    exported = IndicatorCatalogue.load(tmp_path / "out")
    assert exported.resolve(SAME).indicator_id == "postcare-admitted"
    assert "postcare-removed" in exported.indicators
    assert (tmp_path / "out" / "indicator_words.csv").is_file()
