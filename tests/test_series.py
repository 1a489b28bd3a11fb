"""Series: what is one line, which statement is preferred and why, what is missing."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commands.comparison_output import print_comparison
from commands.series_output import print_series
from commands.shared import OutputFormat
from store.archive import Archive
from store.comparison import compare
from store.lookup import find_entities, find_indicators
from store.series import Line, build_lines
from store.statements import Wanted, load_statement, load_statements
from tests.archives import HALF_YEARS, ExactResolver, opened, put, report

NORTH = "Северный колледж"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with opened(tmp_path / "archive") as archive:
        yield archive


def lines(archive: Archive, **wanted) -> list[Line]:
    with archive.reading() as connection:
        return build_lines(load_statements(connection, Wanted(**wanted)))


def one_line(archive: Archive, **wanted) -> Line:
    [line] = lines(archive, **wanted)
    return line


def test_points_stand_in_the_order_of_time(archive):
    for period, value in (("2021-H2", "3"), ("2019-H1", "1"), ("2020-H1", "2")):
        put(archive, report([(NORTH, value)], period=period))
    line = one_line(archive)
    assert [(point.preferred.period, point.preferred.value) for point in line.points] == [
        ("2019-H1", 1),
        ("2020-H1", 2),
        ("2021-H2", 3),
    ]
    assert [gap.code for gap in line.gaps] == ["2019-H2", "2020-H2", "2021-H1"]


def test_same_value_from_two_files_is_one_point_with_two_sources(archive):
    put(archive, report([(NORTH, "104")], name="report.docx"))
    put(archive, report([(NORTH, "104")], name="report.pdf"))
    [point] = one_line(archive).points
    assert [item.document for item in point.sources] == ["report.docx", "report.pdf"]
    assert not point.is_conflict
    assert not point.is_restated


def test_later_document_restates_and_both_values_stay(archive):
    put(archive, report([(NORTH, "110")], name="later.docx", dated="2023-02-01"))
    put(archive, report([(NORTH, "104")], name="first.docx", dated="2022-02-01"))
    [point] = one_line(archive).points
    assert [(v.relation, v.statement.value, v.statement.document) for v in point.versions] == [
        ("preferred", 110, "later.docx"),
        ("restated", 104, "first.docx"),
    ]
    assert point.is_restated
    assert not point.is_conflict


def test_point_tells_why_a_statement_is_preferred(archive):
    put(archive, report([(NORTH, "67,4")], dated="2023-02-01", unit="%"))
    [point] = one_line(archive).points
    assert point.reason == "only"
    put(archive, report([(NORTH, "67,36")], dated="2022-02-01", unit="%"))
    [point] = one_line(archive).points
    assert (point.preferred.text, point.reason) == ("67,36", "precise")
    put(archive, report([(NORTH, "70")], dated="2024-02-01", unit="%"))
    [point] = one_line(archive).points
    assert (point.preferred.text, point.reason) == ("70", "latest")


def test_every_vintage_is_shown_with_its_relation_and_the_reason_of_the_preferred(archive, monkeypatch, capsys):
    put(archive, report([(NORTH, "104")], dated="2022-02-01"))
    put(archive, report([(NORTH, "110")], dated="2023-02-01"))
    monkeypatch.setenv("LETOPIS_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    line = one_line(archive)
    print_series([line], OutputFormat.TABLE, all_vintages=True)
    told = [row for row in capsys.readouterr().out.splitlines() if "2021-H2" in row]
    assert ["preferred: the latest vintage, 2023-02-01" in row for row in told] == [True, False]
    assert ["restated later; 2022-02-01" in row for row in told] == [False, True]
    print_series([line], OutputFormat.TABLE, all_vintages=False)
    [told] = [row for row in capsys.readouterr().out.splitlines() if "2021-H2" in row]
    assert "restated, before: 104" in told


def test_comparison_is_a_table_for_each_indicator_with_whole_words(archive, monkeypatch, capsys):
    for period, values in (("2020-H1", ("5", "7")), ("2021-H1", ("9", "6"))):
        put(archive, report(list(zip((NORTH, "Южный колледж"), values, strict=True)), period=period))
    monkeypatch.setenv("COLUMNS", "100")
    before, after = HALF_YEARS["2020-H1"], HALF_YEARS["2021-H1"]
    print_comparison(compare(lines(archive), before, after), before, after, OutputFormat.TABLE)
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].startswith("Число выпускников, чел.")
    assert [row.split()[:5] for row in shown if "колледж" in row] == [
        ["Северный", "колледж", "5", "9", "+4"],
        ["Южный", "колледж", "7", "6", "-1"],
    ]


def test_as_of_a_day_between_shows_what_was_known_then(archive):
    put(archive, report([(NORTH, "104")], dated="2022-02-01"))
    put(archive, report([(NORTH, "110")], dated="2023-02-01"))
    [point] = one_line(archive, as_of=date(2022, 6, 1)).points
    assert point.preferred.value == 104
    assert len(point.versions) == 1


def test_documents_of_one_day_contradict_each_other(archive):
    put(archive, report([(NORTH, "104")], name="a.docx"))
    put(archive, report([(NORTH, "140")], name="b.docx"))
    [point] = one_line(archive).points
    assert point.is_conflict
    assert {version.statement.value for version in point.versions} == {104, 140}


def test_documents_without_a_date_contradict_and_never_restate(archive):
    put(archive, report([(NORTH, "104")], name="a.docx", dated=None, period=None))
    put(archive, report([(NORTH, "140")], name="b.docx", dated="2022-02-01", period=None))
    [point] = one_line(archive).points
    assert [version.relation for version in point.versions] == ["preferred", "contradicts"]


@pytest.mark.parametrize(
    ("later", "earlier", "preferred", "relation"),
    [
        ("67,4", "67,36", "67.36", "same_rounded"),
        ("67,36", "67,4", "67.36", "same_rounded"),
        ("67,4", "67,3", "67.4", "restated"),
        ("67", "66,4", "67", "restated"),
        ("67", "66,6", "66.6", "same_rounded"),
    ],
)
def test_values_that_agree_when_rounded_are_no_contradiction(archive, later, earlier, preferred, relation):
    put(archive, report([(NORTH, later)], dated="2023-02-01", unit="%"))
    put(archive, report([(NORTH, earlier)], dated="2022-02-01", unit="%"))
    [point] = one_line(archive).points
    assert point.preferred.value == Decimal(preferred)
    assert point.versions[1].relation == relation


def test_a_value_is_preferred_to_none(archive):
    put(archive, report([(NORTH, "–")], dated="2023-02-01"))
    put(archive, report([(NORTH, "104")], dated="2022-02-01"))
    [point] = one_line(archive).points
    assert point.preferred.value == 104
    assert point.is_restated is False
    assert point.is_conflict is True


def test_units_and_kinds_of_period_are_lines_of_their_own(archive):
    put(archive, report([(NORTH, "1")], unit="чел."))
    put(archive, report([(NORTH, "1")], unit="тыс. чел."))
    put(archive, report([(NORTH, "1")], period=None))
    assert [(line.unit, line.period_kind) for line in lines(archive)] == [
        ("тыс. чел.", "half_year"),
        ("чел.", None),
        ("чел.", "half_year"),
    ]


def test_names_without_an_entity_keep_their_own_line(archive):
    put(archive, report([(NORTH, "1"), ("Дальний  техникум", "2")], period="2021-H1"))
    put(archive, report([("ДАЛЬНИЙ ТЕХНИКУМ", "3")], period="2021-H2"))
    by_entity = {line.entity_code: line for line in lines(archive)}
    assert len(by_entity[None].points) == 2
    assert [line.entity_code for line in lines(archive, mentions=["дальний техникум"])] == [None]


def test_value_is_found_again_by_its_id(archive):
    document = put(archive, report([(NORTH, "104"), ("Южный колледж", "9")]))
    item = one_line(archive, entities=[2]).points[0].preferred
    hash_digits, ordinal = item.id.split(":")
    with archive.reading() as connection:
        assert load_statement(connection, document, int(ordinal)) == item
        assert load_statement(connection, document, 99) is None
    assert len(hash_digits) == 8
    assert (item.place.number, item.place.row, item.place.column) == ("2", 2, 1)


def test_indicator_is_found_by_some_of_its_words_in_any_form(archive):
    put(archive, report([(NORTH, "1")], indicator="Количество выпускников, принятых на работу"))
    put(archive, report([(NORTH, "1")], indicator="Количество выпускников, снятых с учёта"))
    with archive.reading() as connection:
        taken = find_indicators(connection, "принятые выпускники", ExactResolver()).taken
        both = find_indicators(connection, "выпускник", ExactResolver()).taken
        typo = find_indicators(connection, "выпусников снятых с учета", ExactResolver())
        nothing = find_indicators(connection, "надои молока", ExactResolver())
    assert [item.name for item in taken] == ["Количество выпускников, принятых на работу"]
    assert len(both) == 2
    assert (typo.taken, typo.offered[0].name) == ((), "Количество выпускников, снятых с учёта")
    assert (nothing.taken, nothing.offered) == ((), ())


def test_entity_is_found_by_id_name_words_or_as_written(archive):
    put(archive, report([(NORTH, "1"), ("Дальний техникум", "2")]))
    with archive.reading() as connection:
        for words in ("college-north", NORTH, "северного"):
            [found] = find_entities(connection, words, ExactResolver()).taken
            assert found.code == "college-north"
        [unresolved] = find_entities(connection, "дальний техникум", ExactResolver()).taken
        offered = find_entities(connection, "севернный колледж", ExactResolver()).offered
    assert (unresolved.id, unresolved.folded) == (None, "дальний техникум")
    assert "college-north" in [item.code for item in offered]
