"""The slips of two reference reports, found with a pocket calculator before the checker was written.

Each is given by its rule, its severity, its place (table and row, or the words of the figure) and the value expected."""

from functools import cache
from pathlib import Path

import pytest

from check.engine import check
from check.finding import Finding, Report
from extract.interpret import interpret
from extract.reading import read

Place = tuple[int, int] | str
# A number cut off instead of rounded is a warning; so is a percentage left out.
MONITORING: list[tuple[str, str, Place, str | None]] = [
    ("share", "error", (0, 13), "46,4"),  # 26 : 56
    ("share", "warning", (0, 17), "13,0"),  # 37 : 285, cut off
    ("share", "warning", (0, 28), "8,8"),  # 25 : 285, cut off
    ("share_missing", "warning", (0, 55), "13,3"),  # 38 : 285
    ("share_in_text", "error", "37 ПОО", "66,1"),  # 37 : 56
    ("share_in_text", "warning", "92 чел.", "7,4"),  # 92 : 1248, cut off
    ("share_in_text", "warning", "66 чел.", "5,3"),  # 66 : 1248, cut off
    ("share_in_text", "error", "1 (менее 0,01%)", "0,08"),  # 1 : 1248, twice
    ("share_in_text", "error", "1 (менее 0,01%)", "0,08"),
    ("share_in_text", "warning", "212 чел.", "95,1"),  # 212 : 223, cut off
    ("count", "warning", "37 типов", "35"),  # the table has 35 rows
    ("numbering", "warning", "2.", "3"),  # the second item of the last list is typed by hand
]
MUNICIPAL: list[tuple[str, str, Place, str | None]] = [("mixed", "error", "1182", "64,7")]


@cache
def report_on(path: Path) -> Report:
    return check(interpret(read(path)))


def matches(finding: Finding, rule: str, severity: str, place: Place, expected: str | None) -> bool:
    if (finding.rule, finding.severity) != (rule, severity) or (expected and expected not in (finding.expected or "")):
        return False
    if isinstance(place, tuple):
        return (finding.location.table, finding.location.row) == place
    return any(place in operand.text for operand in finding.operands)


@pytest.mark.parametrize("suffix", ["docx", "pdf"])
@pytest.mark.parametrize(
    ("name", "slips"),
    [("spravka_2021h2", MONITORING), ("moc_balagansk_2023", MUNICIPAL)],
    ids=["monitoring", "municipal"],
)
def test_the_true_slips_are_found_and_nothing_else(
    corpus: Path, name: str, slips: list[tuple[str, str, Place, str | None]], suffix: str
) -> None:
    raised = [one for one in report_on(corpus / "docs" / f"{name}.{suffix}").findings if one.severity != "info"]
    for slip in slips:
        found = next((one for one in raised if matches(one, *slip)), None)
        assert found is not None, slip
        raised.remove(found)
    assert [(one.rule, one.message) for one in raised] == []


@pytest.mark.parametrize(("name", "least"), [("moc_balagansk_2023", 0.95), ("spravka_2021h2", 0.6)])
def test_most_of_the_numbers_are_checked(corpus: Path, name: str, least: float) -> None:
    coverage = report_on(corpus / "docs" / f"{name}.docx").coverage
    assert coverage.checked / coverage.numbers > least
    assert coverage.numbers - coverage.checked == sum(coverage.not_checked.values())


@pytest.mark.parametrize("name", ["plan_2022_2024", "decree_78_rzp_2023", "conference_2017"])
def test_documents_without_arithmetic_are_not_accused(corpus: Path, name: str) -> None:
    report = report_on(corpus / "docs" / f"{name}.docx")
    assert report.count("error") == 0
    assert {one.rule for one in report.findings if one.severity == "warning"} <= {"numbering", "broken_off"}
