"""A report as the rows that an archive keeps of it."""

from collections.abc import Mapping

from check.dismissals import Dismissal
from check.finding import Finding, Report
from check.rules import all_rules
from extract.document import Source
from messages import language
from store.reviews import FindingRow, ReviewRow


def review_row(source: Source, report: Report) -> ReviewRow:
    """The check of a file as a whole."""
    coverage = report.coverage
    return ReviewRow(source.sha256, source.name, language(), coverage.numbers, coverage.checked)


def finding_rows(report: Report, dismissed: Mapping[str, Dismissal]) -> list[FindingRow]:
    """Everything that was found, also what a person has dismissed."""
    versions = {rule.id: rule.version for rule in all_rules()}
    return [_row(one, versions.get(one.rule), dismissed.get(one.fingerprint)) for one in report.findings]


def _row(finding: Finding, version: int | None, dismissal: Dismissal | None) -> FindingRow:
    at = finding.location
    return FindingRow(
        finding.rule,
        version,
        finding.severity,
        finding.message,
        finding.found,
        finding.expected,
        finding.arithmetic,
        finding.fingerprint,
        at.block,
        at.table,
        at.row,
        at.column,
        at.start,
        at.end,
        at.page,
        dismissal is not None,
        dismissal.reason if dismissal else None,
    )
