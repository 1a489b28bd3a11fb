"""What a resubmission fixed, kept and broke against the report as it was before. Pure."""

from dataclasses import dataclass

from check.finding import Finding, Report


@dataclass(frozen=True, slots=True)
class Comparison:
    """Findings of the older report that are gone, those that stay, and new ones."""

    fixed: tuple[Finding, ...]
    kept: tuple[Finding, ...]
    broken: tuple[Finding, ...]


def compare(before: Report, after: Report) -> Comparison:
    """Findings are the same if rule and place by its words are; the numbers in them may have changed."""
    old = {_identity(finding) for finding in before.findings}
    new = {_identity(finding) for finding in after.findings}
    return Comparison(
        tuple(finding for finding in before.findings if _identity(finding) not in new),
        tuple(finding for finding in after.findings if _identity(finding) in old),
        tuple(finding for finding in after.findings if _identity(finding) not in old),
    )


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.anchor
