"""A report on a document as the JSON that `letopis check` prints."""

from check.finding import Coverage, Finding, Operand, Report
from extract.output import Json, location_json


def report_json(report: Report) -> Json:
    """Findings from the top of the document down, and the coverage."""
    return {
        "findings": [finding_json(finding) for finding in report.findings],
        "coverage": coverage_json(report.coverage),
    }


def finding_json(finding: Finding) -> Json:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "found": finding.found,
        "expected": finding.expected,
        "arithmetic": finding.arithmetic,
        "location": location_json(finding.location),
        "operands": [_operand(operand) for operand in finding.operands],
        "fingerprint": finding.fingerprint,
    }


def coverage_json(coverage: Coverage) -> Json:
    return {
        "numbers": coverage.numbers,
        "checked": coverage.checked,
        "not_checked": dict(coverage.not_checked),
    }


def _operand(operand: Operand) -> Json:
    return {"name": operand.name, "text": operand.text, "location": location_json(operand.location)}
