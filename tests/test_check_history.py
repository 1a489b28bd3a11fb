"""A report against the archive: what it says of earlier periods, who is missing, what leaves its history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.planted import finds, planted_in
from check.engine import check
from check.finding import Report
from check.history import recall
from check.rules.history import _is_jump
from extract.facts import Facts
from extract.interpret import interpret
from extract.reading import read
from normalize.registry import use_archive_folder
from store.archive import Archive
from store.indicator_decisions import Choice, decide_indicator
from store.resolve import registry_resolver
from tests.archives import put
from tests.conftest import REPOSITORY
from tests.test_check_outputs import RIGHT, WRONG
from tests.test_check_rules import document

FIXTURES = REPOSITORY / "fixtures"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The report of the half-year before, imported."""
    from ingest.run import import_paths

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LETOPIS_REGISTRY", str(FIXTURES / "registry"))
        folder = tmp_path_factory.mktemp("archive")
        with Archive.open(folder, create=True) as made:
            import_paths(made, [FIXTURES / "reports" / "monitoring_2023h2.docx"])
            yield made
        use_archive_folder(folder / "none")


def report_on(path: Path, archive: Archive) -> Report:
    return check(interpret(read(path)), archive)


def test_a_misquoted_earlier_figure_is_told_with_its_source(archive: Archive) -> None:
    told = [finding for finding in report_on(WRONG, archive).findings if finding.rule == "history"]
    assert [(finding.found, finding.expected, finding.severity) for finding in told] == [("7", "4", "warning")]
    assert "monitoring_2023h2.docx" in (told[0].arithmetic or "")


def test_what_only_an_archive_can_tell_is_found_where_it_was_planted(archive: Archive) -> None:
    facts = interpret(read(WRONG))
    planted = [error for error in planted_in(WRONG) if error["kind"] == "against_history"]
    findings = check(facts, archive).findings
    assert planted
    assert all(any(finds(finding, error, facts.document) for finding in findings) for error in planted)


def test_an_earlier_figure_is_known_by_the_row_that_the_sentence_restates(tmp_path: Path) -> None:
    """The report before has the figure in a table only; its row is the one that today's figure stands in."""
    table = [("Партнёры", "Число организаций"), ("Кадровые центры", "{0}"), ("Школы", "4"), ("Больницы", "9")]
    with Archive.open(tmp_path, create=True) as kept:
        kept.copy_registry(registry_resolver().registry)
        put(kept, _report("2020", "1", table), resolver=registry_resolver())
        for before, rules in (("1", []), ("3", ["history"])):
            text = f"С кадровыми центрами в 2020 году работали {before} организаций, в отчётном году – 6 организаций."
            report = check(_report("2021", "6", table, text), kept)
            assert [one.rule for one in report.findings if one.severity != "info"] == rules


def test_an_indicator_that_is_told_no_more_is_named(tmp_path: Path) -> None:
    table = [
        ("Организация", "Число школ", "Число уволенных"),
        ("Северный район", "{0}", "5"),
        ("Южный район", "4", "7"),
    ]
    shorter = [row[:2] for row in table]
    with Archive.open(tmp_path, create=True) as kept:
        kept.copy_registry(registry_resolver().registry)
        put(kept, _report("2020", "3", table), resolver=registry_resolver())
        for rows, expected in ((table, []), (shorter, ["Число уволенных"])):
            vanished = [one for one in check(_report("2021", "3", rows), kept).findings if one.rule == "vanished"]
            assert [one.expected for one in vanished] == expected


def test_a_new_wording_is_taken_for_what_was_decided(tmp_path: Path) -> None:
    before = [("Организация", "Число школ, ед."), ("Северный район", "{0}"), ("Южный район", "4")]
    after = [("Организация", "Имеется школ в сети, ед."), *before[1:]]
    with Archive.open(tmp_path, create=True) as kept:
        kept.copy_registry(registry_resolver().registry)
        put(kept, _report("2020", "3", before), resolver=registry_resolver())
        known = [one for one in recall(_report("2021", "3", after), kept) if one.statements]
        assert not known
        with kept.writing() as connection:
            taken = registry_resolver().indicator("Число школ, ед.")
            decide_indicator(connection, "Имеется школ в сети, ед.", Choice(taken.key, taken.name, False), "tester")
        known = [one for one in recall(_report("2021", "3", after), kept) if one.statements]
        assert len(known) == 2


def _report(year: str, figure: str, table: list[tuple[str, ...]], *texts: str) -> Facts:
    rows = [tuple(cell.format(figure) for cell in row) for row in table]
    return interpret(document(f"Доклад о работе за {year} год", *texts, rows, source=f"report {year} {figure} {texts}"))


def test_a_report_that_quotes_rightly_is_left_alone(archive: Archive) -> None:
    with_archive, alone = report_on(RIGHT, archive), check(interpret(read(RIGHT)))
    assert not with_archive.count("error")
    assert not with_archive.count("warning")
    assert with_archive.coverage.checked > alone.coverage.checked


@pytest.mark.parametrize(
    ("value", "past", "jump"),
    [
        (104, [86, 80, 92, 101], False),
        (410, [86, 80, 92, 101], True),
        (3, [0, 0, 0, 1], False),
        (90, [0, 0, 0, 1], True),
    ],
)
def test_what_leaves_a_history(value: int, past: list[int], jump: bool) -> None:
    from decimal import Decimal

    assert _is_jump(Decimal(value), [Decimal(one) for one in past]) is jump


ORDER = "Доклад подготовлен на основании приказа министерства образования Иркутской области от {day} № {number}."


@pytest.mark.parametrize(
    ("day", "number", "told"),
    [
        ("12 марта 2020 года", "55-мпр", []),
        ("13 марта 2020 года", "55-мпр", [("act_date", "warning", "12.03.2020")]),
        ("14 апреля 2020 года", "78-мпр", [("unknown_act", "info", None)]),
    ],
)
def test_an_act_is_held_against_those_that_the_archive_knows(
    tmp_path: Path, day: str, number: str, told: list[tuple[str, str, str | None]]
) -> None:
    table = [("Организация", "Число школ"), ("Северный район", "{0}"), ("Южный район", "4")]
    with Archive.open(tmp_path, create=True) as kept:
        kept.copy_registry(registry_resolver().registry)
        known = _report("2020", "3", table, ORDER.format(day="12 марта 2020 года", number="55-мпр"))
        put(kept, known, resolver=registry_resolver())
        report = check(_report("2021", "3", table, ORDER.format(day=day, number=number)), kept)
        about = [one for one in report.findings if one.rule in ("act_date", "unknown_act")]
        assert (
            [(one.rule, one.severity, one.expected) for one in about if one.rule == told[0][0]] == told
            if told
            else not about
        )
