"""What a reviewer has settled about the rules: severities, tolerances, rules that are off; by kind of document.

A small TOML file:

    [rules]                 # for every document
    quotes = "off"
    share_missing = "info"
    [tolerances]            # in units of the last printed digit
    total = 1
    [plan.rules]            # for one genre, over the general part
    numbering = "error"
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal, cast

from check.finding import SEVERITIES, Severity
from extract.document import Genre
from messages import _
from messages.errors import WrongUsage

Setting = Literal["off", "error", "warning", "info"]
_SETTINGS = ("off", *SEVERITIES)


@dataclass(frozen=True, slots=True)
class Profile:
    """Settings by rule id. A rule that is not named keeps its own severity."""

    settings: Mapping[str, Setting] = field(default_factory=dict)
    tolerances: Mapping[str, Decimal] = field(default_factory=dict)

    def is_off(self, rule: str) -> bool:
        return self.settings.get(rule) == "off"

    def severity(self, rule: str, own: Severity) -> Severity:
        """The severity of a finding: what the profile says, but a doubt is never made an error."""
        wanted = self.settings.get(rule)
        if wanted is None or wanted == "off" or own == "info":
            return own
        return wanted

    def tolerance(self, rule: str, decimals: int) -> Decimal:
        """How far a number may be off without a finding."""
        return self.tolerances.get(rule, Decimal(0)).scaleb(-decimals)


def read_profile(path: Path, genre: Genre) -> Profile:
    """The profile for one genre. Raises `WrongUsage` when the file is not such a profile."""
    from check.rules import all_rules

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUsage(detail=_("The profile «{path}» cannot be read: {error}.", path=path, error=error)) from error
    known = {rule.id for rule in all_rules()}
    special = content.get(genre, {})
    settings = {**_table(content, "rules"), **_table(special, "rules")}
    tolerances = {**_table(content, "tolerances"), **_table(special, "tolerances")}
    for rule in (*settings, *tolerances):
        if rule not in known:
            raise WrongUsage(detail=_("The profile names an unknown rule: «{rule}».", rule=rule))
    return Profile({rule: _setting(rule, one) for rule, one in settings.items()}, _numbers(tolerances))


def _table(content: object, name: str) -> dict[str, object]:
    table = content.get(name, {}) if isinstance(content, dict) else {}
    return dict(table) if isinstance(table, dict) else {}


def _setting(rule: str, value: object) -> Setting:
    if value not in _SETTINGS:
        raise WrongUsage(
            detail=_(
                "The profile gives rule «{rule}» the setting «{value}»: write off, error, warning or info.",
                rule=rule,
                value=value,
            )
        )
    return cast(Setting, value)


def _numbers(tolerances: Mapping[str, object]) -> dict[str, Decimal]:
    for rule, value in tolerances.items():
        if not isinstance(value, int | float) or isinstance(value, bool) or value < 0:
            raise WrongUsage(detail=_("The tolerance of rule «{rule}» is not a number from 0 up.", rule=rule))
    return {rule: Decimal(str(value)) for rule, value in tolerances.items()}
