"""The views for people who ask in SQL: documented columns, documented questions; plans that use an index."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import bindparam, text

from store.database import learn_spread
from store.decisions import decide
from store.lookup import MATCH, unresolved_query
from store.models import DecidedMention, DecidedWording, Decision, Finding, Review
from store.reviews import FindingRow, ReviewRow
from store.search import search_statement
from store.series import build_lines
from store.statements import Wanted, load_statements, statement_query
from tests.archives import HALF_YEARS, archive, put, report, server  # noqa: F401

DOCUMENT = (Path(__file__).parent.parent / "docs" / "sql.md").read_text()


def documented(heading: str = "column") -> list[str]:
    """The columns in the table of this heading."""
    [table] = re.findall(rf"^\| {heading} \|.*\n\|---\|---\|\n((?:\|.*\n)+)", DOCUMENT, re.MULTILINE)
    return [name for line in table.splitlines() for name in re.findall(r"`(\w+)`", line.split("|")[1])]


def columns(archive, view: str) -> set[str]:
    with archive.reading() as connection:
        return set(connection.execute(text(f"SELECT * FROM {view}")).keys())


def test_every_column_of_the_views_is_documented_and_only_those(archive):
    assert sorted(columns(archive, "series")) == sorted(documented())
    assert columns(archive, "series") - columns(archive, "observations") == {"statements", "conflict", "preference"}


@pytest.mark.parametrize("model", [Decision, DecidedMention, DecidedWording, Review, Finding])
def test_every_column_of_what_people_keep_is_documented_and_only_those(model):
    name = model.__table__.name
    assert sorted(documented(f"column of `{name}`")) == sorted(model.__table__.columns.keys())


def test_documented_questions_run(archive):
    put(archive, report([("Северный колледж", "104"), ("Дальний техникум", "5")], name="a.docx"))
    put(archive, report([("Северный колледж", "140")], name="b.docx"))
    questions = re.findall(r"```sql\n(.+?)```", DOCUMENT, re.DOTALL)
    assert len(questions) == 5
    with archive.writing() as connection:
        decide(connection, "Дальний техникум", "college-south", "Иванова")
    slip = FindingRow("total", 1, "error", "!", "1", "2", None, "f" * 16, 1, 0, 1, 1, None, None, None, False, None)
    refused = replace(slip, dismissed=True, reason="так и есть")
    for findings in ([slip, slip], [slip, refused]):
        archive.keep_review(ReviewRow("0" * 64, "c.docx", "ru", 2, 2), findings)
    with archive.reading() as connection:
        answers = [connection.execute(text(question)).all() for question in questions]
    assert [row[3] for row in answers[1]] == [104, 140]
    assert [(row[0], row[1], row[2], row[4]) for row in answers[3]] == [
        ("Дальний техникум", "Южный колледж", "Иванова", 1)
    ]
    assert [tuple(row) for row in answers[4]] == [("total", 2, 1)]


def test_series_view_prefers_what_letopis_series_prefers(archive):
    chance = Random(11)
    entities = ["Северный колледж", "Южный колледж", "Дальний техникум"]
    for number in range(60):
        values = [
            (entity, chance.choice(["–", "67", "67,4", "67,36", "67,36", "66,9", "70"]))
            for entity in entities
            for _ in range(2)
        ]
        period, dated = chance.choice(["2020-H1", "2020-H2"]), chance.choice([None, "2021-02-01", "2022-02-01"])
        put(archive, report(values, name=f"{number}.docx", period=period, dated=dated, unit=chance.choice(["%", None])))
    with archive.reading() as connection:
        lines = build_lines(load_statements(connection, Wanted()))
        found = connection.execute(text("SELECT document_sha256, ordinal, statements FROM series")).all()
    points = [point for line in lines for point in line.points]
    assert {(point.preferred.id, len(point.versions)) for point in points} == {
        (f"{row[0][:8]}:{row[1]}", row[2]) for row in found
    }
    assert len(points) == len(found) == 12


def test_values_that_agree_when_rounded_are_no_conflict_in_sql(archive):
    put(archive, report([("Северный колледж", "67,36"), ("Южный колледж", "1")], dated="2022-02-01", unit="%"))
    put(archive, report([("Северный колледж", "67,4"), ("Южный колледж", "2")], dated="2023-02-01", unit="%"))
    with archive.reading() as connection:
        found = connection.execute(text("SELECT entity, value_text, conflict FROM series ORDER BY ordinal")).all()
    assert [(row[0], row[1], bool(row[2])) for row in found] == [
        ("Северный колледж", "67.36", False),
        ("Южный колледж", "2", True),
    ]


def test_a_question_about_one_indicator_reads_only_its_rows_of_the_view(archive):
    put(archive, report([("Северный колледж", "104")]))
    query = "SELECT * FROM series WHERE indicator_id = 'x'"
    with archive.reading() as connection:
        if archive.engine.dialect.name == "sqlite":
            explain = "EXPLAIN QUERY PLAN"
        else:
            explain = "EXPLAIN"
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # it would read so small a table whole
        plan = "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(f"{explain} {query}"))
    assert "ix_observation" in plan, plan
    assert "SCAN o" not in plan, plan


def test_views_are_read_only(archive):
    put(archive, report([("Северный колледж", "104")]))
    with pytest.raises(Exception, match=r"(?i)view"), archive.writing() as connection:
        connection.execute(text("UPDATE observations SET value = 1"))


QUESTIONS = {
    "one series": Wanted(indicators=[1], entities=[1]),
    "an indicator over periods": Wanted(indicators=[1], since=date(2019, 1, 1), until=date(2021, 12, 31)),
    "two periods": Wanted(
        indicators=[1], spans=[(HALF_YEARS[code].start, HALF_YEARS[code].end) for code in ("2020-H1", "2021-H1")]
    ),
    "everything about an entity": Wanted(entities=[1]),
    "an indicator of many entities": Wanted(indicators=[1], entities=list(range(1, 57)), since=date(2020, 1, 1)),
    "the latest period, for the top": Wanted(indicators=[1], since=HALF_YEARS["2021-H2"].start),
}


def explained(archive, query) -> str:
    """The plan; PostgreSQL would read tables as small as these whole."""
    words = str(query.compile(archive.engine, compile_kwargs={"literal_binds": True}))
    with archive.reading() as connection:
        if archive.engine.dialect.name == "sqlite":
            explain = "EXPLAIN QUERY PLAN "
        else:
            explain = "EXPLAIN "
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(explain + words))


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_are_answered_from_an_index(archive, name):
    for period in list(HALF_YEARS)[6:14]:
        values = [(f"Колледж {number}", str(number)) for number in range(40)]
        put(archive, report([("Северный колледж", "1"), *values], period=period, indicator=f"Показатель {period[:4]}"))
    learn_spread(archive.engine)
    plan = explained(archive, statement_query(QUESTIONS[name]))
    assert "ix_observation" in plan, plan
    assert "SCAN observation" not in plan
    assert "Seq Scan on observation" not in plan


def test_open_names_are_found_by_their_own_index(archive):
    put(archive, report([("Северный колледж", "1"), *((f"Колледж {number}", "2") for number in range(40))]))
    learn_spread(archive.engine)
    plan = explained(archive, unresolved_query().where(MATCH.c.folded.in_(["колледж 7"])))
    assert "ix_name_match_open" in plan, plan


@pytest.mark.parametrize("of_kinds", [False, True])
def test_words_are_searched_in_their_index(archive, of_kinds):
    put(archive, report([("Северный колледж", "1"), *((f"Колледж {number}", "2") for number in range(40))]))
    learn_spread(archive.engine)
    sqlite = archive.engine.dialect.name == "sqlite"
    words = {"query": "'колледж'", "limit": 20} | ({"kinds": ["row"]} if of_kinds else {})
    query = text(search_statement(sqlite=sqlite, of_kinds=of_kinds))
    values = [bindparam(name, value, expanding=isinstance(value, list)) for name, value in words.items()]
    plan = explained(archive, query.bindparams(*values))
    assert ("SCAN w VIRTUAL TABLE INDEX" if sqlite else "passage_words") in plan, plan
    assert "SCAN k" not in plan
    assert "SCAN p" not in plan
