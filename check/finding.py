"""What a check raises, and what it covered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from extract.document import Location

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Operand:
    """A printed number that a calculation used: what it is, as it is printed, where it stands."""

    name: str
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not add up: what was found, what was expected, the arithmetic in words.

    `anchor` names the place by words (row label, column header, sentence), so that the fingerprint survives
    a resubmission in which rows and pages have moved."""

    rule: str
    severity: Severity
    message: str
    location: Location
    found: str | None = None
    expected: str | None = None
    arithmetic: str | None = None
    operands: tuple[Operand, ...] = ()
    anchor: str = ""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits: the same for the same slip at the same place of another copy."""
        identity = "\x1f".join((self.rule, self.anchor, self.found or "", self.expected or ""))
        return hashlib.sha256(identity.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many printed numbers there are, how many took part in a check, and why the others did not."""

    numbers: int = 0
    checked: int = 0
    not_checked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of checking one document: findings from the top of the document down."""

    findings: tuple[Finding, ...]
    coverage: Coverage

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)
