"""Findings that a person has dismissed, with the reason, remembered by fingerprint in a CSV file people can edit."""

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from check.finding import Finding, Report

FILE_NAME = "dismissed.csv"
_COLUMNS = ("fingerprint", "date", "rule", "reason", "message")


@dataclass(frozen=True, slots=True)
class Dismissal:
    """One decision: which finding, when, why."""

    fingerprint: str
    date: str
    rule: str
    reason: str
    message: str = ""


def read_dismissals(path: Path) -> dict[str, Dismissal]:
    """Decisions by fingerprint; none when there is no file yet."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = [Dismissal(*((row.get(name) or "") for name in _COLUMNS)) for row in rows if row.get("fingerprint")]
    return {one.fingerprint: one for one in found}


def dismiss(path: Path, finding: Finding, reason: str, when: date) -> None:
    """Add a decision to the file, creating it with its header."""
    fresh = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if fresh:
            writer.writerow(_COLUMNS)
        writer.writerow((finding.fingerprint, when.isoformat(), finding.rule, reason, finding.message))


def without_dismissed(report: Report, dismissed: dict[str, Dismissal]) -> tuple[Report, int]:
    """The report without dismissed findings, and how many they were."""
    kept = tuple(finding for finding in report.findings if finding.fingerprint not in dismissed)
    return replace(report, findings=kept), len(report.findings) - len(kept)
