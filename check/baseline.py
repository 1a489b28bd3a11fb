"""What a resubmission fixed, kept and broke against the report as it was before. Pure."""

import re
from dataclasses import dataclass

from check.finding import Finding, Report

_NUMBER = re.compile(r"\d[\d\s]*(?:[.,]\d+)?")


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
    """In running text the words alone tell a place: the number that is at fault is one of its words."""
    in_text = finding.location.table is None
    return finding.rule, _NUMBER.sub("", finding.anchor) if in_text else finding.anchor
