"""Findings as SARIF 2.1.0, for tools that show the results of checkers."""

from importlib.metadata import PackageNotFoundError, version

from check.finding import Finding, Report, Severity
from check.rules import all_rules
from check.wording import place
from extract.document import Document
from extract.output import Json, location_json
from messages import _

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def sarif(report: Report, document: Document) -> Json:
    """One run of the checker over one document."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver()},
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, document) for finding in report.findings],
            }
        ],
    }


def _driver() -> Json:
    return {
        "name": "Letopis",
        "version": _version(),
        "rules": [
            {
                "id": rule.id,
                "shortDescription": {"text": _(rule.title)},
                "fullDescription": {"text": _(rule.formula)},
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                "properties": {"version": rule.version},
            }
            for rule in all_rules()
        ],
    }


def _version() -> str:
    try:
        return version("letopis")
    except PackageNotFoundError:
        return "0"


def _result(finding: Finding, document: Document) -> Json:
    text = f"{finding.message} {finding.arithmetic}" if finding.arithmetic else finding.message
    return {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(document.source.name)}},
                "logicalLocations": [{"fullyQualifiedName": place(finding.location, document)}],
                "properties": location_json(finding.location),
            }
        ],
        "partialFingerprints": {"letopis/1": finding.fingerprint},
        "properties": {"found": finding.found, "expected": finding.expected},
    }


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(name)
