"""`letopis check`: does this report add up?"""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.checks_output import outcome_text
from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, OutputFormat, example, print_json, print_rows
from messages import _, n_
from messages.errors import ExitCode, WrongUsage

if TYPE_CHECKING:
    from check.baseline import Comparison
    from check.finding import Finding, Report
    from check.profile import Profile
    from extract.document import Document
    from extract.facts import Facts
    from store.archive import Archive

_COLUMNS = ("severity", "place", "message", "found", "expected", "arithmetic", "rule", "fingerprint")


class CheckFormat(StrEnum):
    """How `check` prints its findings."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"


def register(app: typer.Typer) -> None:
    """Add this family's commands to the command line."""
    app.command(
        "check",
        help=_("Check one report: totals, percentages, text against tables, numbering."),
        epilog=example("letopis check report.docx --comments report-with-comments.docx"),
    )(check_file)


def check_file(
    file: Annotated[Path, typer.Argument(help=_("The report to check."))],
    form: Annotated[CheckFormat, typer.Option("--format", help=_("How to print the answer."))] = CheckFormat.TABLE,
    comments: Annotated[
        Path | None, typer.Option(help=_("Write a copy with a comment (.docx) or a highlight (.pdf) at each finding."))
    ] = None,
    remarks: Annotated[Path | None, typer.Option(help=_("Write the remarks as a .docx to send back."))] = None,
    html: Annotated[Path | None, typer.Option(help=_("Write the report with its findings as one HTML file."))] = None,
    baseline: Annotated[
        Path | None, typer.Option(help=_("The report as it was submitted before: show what was fixed."))
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(help=_("A TOML file with severities and tolerances of rules."))
    ] = None,
    fail_on: Annotated[FailOn, typer.Option(help=_("The least severity that makes the exit code 1."))] = FailOn.ERROR,
    dismiss: Annotated[
        str | None, typer.Option(metavar="FINGERPRINT", help=_("Dismiss a finding for good; give the reason too."))
    ] = None,
    reason: Annotated[str | None, typer.Option(help=_("Why the finding is dismissed."))] = None,
    dismissed: Annotated[
        Path | None, typer.Option(help=_("The file of dismissed findings (by default in the archive folder)."))
    ] = None,
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    keep: Annotated[bool, typer.Option("--keep", help=_("Keep the outcome of the check in the archive."))] = False,
    everything: Annotated[
        bool, typer.Option("--all", help=_("Print remarks for information too, one by one."))
    ] = False,
) -> None:
    if keep:
        _must_exist(archive)
    decisions = dismissed or archive / "dismissed.csv"
    facts = _read(file)
    whole = _checked(facts, archive, profile)
    if dismiss is not None:
        _dismiss(whole, dismiss, reason, decisions)
    report, hidden = _without_dismissed(whole, decisions)
    _write_copies(file, facts.document, report, comments, remarks, html)
    _print(report, facts.document, form, everything)
    if baseline is not None:
        _print_comparison(_against(baseline, report, archive, profile), facts.document)
    typer.echo(summary(report, hidden), err=True)
    if keep:
        _keep(facts.document, whole, decisions, archive)
    if report.count("error") or (fail_on is FailOn.WARNING and report.count("warning")):
        raise typer.Exit(ExitCode.NEEDS_A_PERSON)


def _read(file: Path) -> "Facts":
    from extract.interpret import interpret
    from extract.reading import read

    return interpret(read(file))


def _checked(facts: "Facts", archive: Path, profile: Path | None) -> "Report":
    from check.engine import check

    kept = _open(archive)
    try:
        return check(facts, kept, _profile(profile, facts))
    finally:
        if kept is not None:
            kept.close()


def _open(folder: Path) -> "Archive | None":
    """The archive, if there is one: a report can be checked without any."""
    from messages.errors import ArchiveMissing
    from store.archive import Archive

    try:
        return Archive.open(folder)
    except ArchiveMissing:
        return None


def _must_exist(folder: Path) -> None:
    """See that the outcome can be kept before a long document is read."""
    from store.archive import Archive

    Archive.open(folder).close()


def _keep(document: "Document", whole: "Report", decisions: Path, folder: Path) -> None:
    from check.dismissals import read_dismissals
    from check.keeping import finding_rows, review_row
    from store.archive import Archive

    with Archive.open(folder) as archive:
        archive.keep_review(review_row(document.source, whole), finding_rows(whole, read_dismissals(decisions)))
    typer.echo(_("The check is kept in the archive."), err=True)


def _profile(path: Path | None, facts: "Facts") -> "Profile | None":
    from check.profile import read_profile

    return None if path is None else read_profile(path, facts.document.metadata.genre)


def _dismiss(report: "Report", fingerprint: str, reason: str | None, file: Path) -> None:
    from datetime import date

    from check.dismissals import dismiss

    if not reason:
        raise WrongUsage(detail=_("Say why the finding is dismissed: --reason."))
    found = [finding for finding in report.findings if finding.fingerprint == fingerprint]
    if not found:
        raise WrongUsage(
            detail=_("The report has no finding with the fingerprint {fingerprint}.", fingerprint=fingerprint)
        )
    dismiss(file, found[0], reason, date.today())


def _without_dismissed(report: "Report", file: Path) -> "tuple[Report, int]":
    from check.dismissals import read_dismissals, without_dismissed

    return without_dismissed(report, read_dismissals(file))


def _against(before: Path, report: "Report", archive: Path, profile: Path | None) -> "Comparison":
    from check.baseline import compare

    return compare(_checked(_read(before), archive, profile), report)


def _write_copies(
    file: Path, document: "Document", report: "Report", comments: Path | None, remarks: Path | None, html: Path | None
) -> None:
    if comments is not None:
        _write_comments(file, comments, document, report)
    if remarks is not None:
        from check.remarks import write_remarks

        write_remarks(remarks, document, report)
    if html is not None:
        from check.page import write_page

        write_page(html, document, report)


def _write_comments(file: Path, target: Path, document: "Document", report: "Report") -> None:
    from datetime import UTC, datetime

    from check.comments import write_commented
    from check.highlights import write_highlighted
    from extract.formats import docx, pdf

    if target.resolve() == file.resolve():
        raise WrongUsage(detail=_("The commented copy must have another name than the report."))
    kind = None if document.source.converted_from else document.source.media_type
    if kind == docx.MEDIA_TYPE:
        write_commented(file, target, document, report.findings, datetime.now(UTC))
    elif kind == pdf.MEDIA_TYPE:
        write_highlighted(file, target, document, report.findings)
    else:
        raise WrongUsage(detail=_("Comments can be written into .docx and .pdf files only: use --html or --remarks."))


def _print(report: "Report", document: "Document", form: CheckFormat, everything: bool) -> None:
    match form:
        case CheckFormat.JSON:
            from check.output import report_json

            print_json(report_json(report))
        case CheckFormat.SARIF:
            from check.sarif import sarif

            print_json(sarif(report, document))
        case CheckFormat.CSV:
            _print_rows(report, document)
        case CheckFormat.TABLE:
            for finding in report.findings:
                if everything or finding.severity != "info":
                    _print_finding(finding, document)


def _print_finding(finding: "Finding", document: "Document") -> None:
    """Its kind and place, what is wrong, the arithmetic."""
    from check.wording import place, remark_lines

    first, *others = remark_lines(finding)
    typer.echo(f"{place(finding.location, document)}  ({finding.fingerprint})")
    typer.echo(f"    {first}")
    for line in others:
        typer.echo(f"    {line}")


def _print_rows(report: "Report", document: "Document") -> None:
    from check.wording import place

    rows = [
        {name: getattr(finding, name) for name in _COLUMNS if name != "place"}
        | {"place": place(finding.location, document)}
        for finding in report.findings
    ]
    print_rows(_COLUMNS, rows, OutputFormat.CSV)


def _print_comparison(comparison: "Comparison", document: "Document") -> None:
    typer.echo(n_("{count} finding fixed", "{count} findings fixed", len(comparison.fixed)), err=True)
    for finding in comparison.fixed:
        typer.echo(f"    {finding.message}", err=True)
    typer.echo(n_("{count} finding kept", "{count} findings kept", len(comparison.kept)), err=True)
    typer.echo(n_("{count} new finding", "{count} new findings", len(comparison.broken)), err=True)
    from check.wording import place

    for finding in comparison.broken:
        typer.echo(f"    {place(finding.location, document)}: {finding.message}", err=True)


def summary(report: "Report", hidden: int = 0) -> str:
    """What came of the check, in a line; `hidden` findings had been dismissed."""
    from check.finding import SEVERITIES

    errors, warnings, remarks = (report.count(severity) for severity in SEVERITIES)
    return outcome_text(errors, warnings, remarks, hidden, report.coverage.checked, report.coverage.numbers)
