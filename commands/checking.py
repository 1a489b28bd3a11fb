"""`letopis check`: does this report add up?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import FormatOption, OutputFormat, print_json, print_rows
from messages import _, n_
from messages.errors import ExitCode

if TYPE_CHECKING:
    from check.finding import Report
    from extract.document import Document


def register(app: typer.Typer) -> None:
    """Add this family's commands to the command line."""
    app.command(
        "check",
        help=_(
            "Check one report: totals, percentages, text against tables, numbering.\n\n"
            "Example: letopis check report.docx --format json"
        ),
    )(check_file)


def check_file(
    file: Annotated[Path, typer.Argument(help=_("The report to check."))],
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    from check.engine import check
    from check.output import report_json
    from extract.interpret import interpret
    from extract.reading import read

    facts = interpret(read(file))
    report = check(facts)
    match form:
        case OutputFormat.JSON:
            print_json(report_json(report))
        case OutputFormat.CSV:
            _print_rows(report, facts.document)
        case OutputFormat.TABLE:
            _print_findings(report, facts.document)
    typer.echo(summary(report), err=True)
    if report.count("error"):
        raise typer.Exit(ExitCode.NEEDS_A_PERSON)


_COLUMNS = ("severity", "place", "message", "found", "expected", "arithmetic", "rule", "fingerprint")


def _print_findings(report: "Report", document: "Document") -> None:
    """One finding after another: its kind and place, what is wrong, the arithmetic."""
    from check.wording import place, severity_name

    for finding in report.findings:
        typer.echo(f"[{severity_name(finding.severity)}] {place(finding.location, document)}")
        typer.echo(f"    {finding.message}")
        if finding.arithmetic:
            typer.echo(f"    {finding.arithmetic}")
        elif finding.found and finding.expected:
            typer.echo("    " + _("found {found}, expected {expected}", found=finding.found, expected=finding.expected))


def _print_rows(report: "Report", document: "Document") -> None:
    from check.wording import place

    rows = [
        {name: getattr(finding, name) for name in _COLUMNS if name != "place"}
        | {"place": place(finding.location, document)}
        for finding in report.findings
    ]
    print_rows(_COLUMNS, rows, OutputFormat.CSV)


def summary(report: "Report") -> str:
    """«2 errors, 1 warning, 0 remarks; 312 of 340 numbers checked»."""
    counts = ", ".join(
        (
            n_("{count} error", "{count} errors", report.count("error")),
            n_("{count} warning", "{count} warnings", report.count("warning")),
            n_("{count} remark", "{count} remarks", report.count("info")),
        )
    )
    coverage = report.coverage
    return _(
        "{counts}; checked {checked} of {numbers} numbers",
        counts=counts,
        checked=coverage.checked,
        numbers=coverage.numbers,
    )
