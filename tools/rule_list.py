"""Write the list of checks into ``docs/checks.md``: ``python -m tools.rule_list``."""

import sys
from pathlib import Path

from check.rule import Rule
from check.rules import all_rules

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"
HEAD = """# What is checked

`letopis check FILE` holds every printed number against the others it must agree with. The page is generated from the rules.

**How numbers are compared.** A printed value stands for the interval that its decimals allow: 24,9 % is anything from 24.85 to
24.95. An error is raised only where the interval computed and the interval printed have no value in common. On long sums of
rounded numbers that bound goes blind; there a second one, four standard deviations of rounding noise, raises a warning. A number
that would be right if it had been cut off instead of rounded is a warning that says so. Counts of whole things are exact.

**What is never an error.** A relation that was found from the rows themselves counts only where most rows keep it. A number read
unsurely (recognised from a scan, or in a grid that was guessed) is never accused: the remark says to look at the original. When one
wrong number breaks several calculations, the number is told once, with the others counted.

**Coverage** is always printed: how many numbers there are, how many took part in a calculation, and why the others did not
(`stated_once`: in the text only; `no_relation`: in a table, without others to hold it against; `approximate`: «about», «more than»;
`read_unsurely`).

**Settling a rule.** A TOML file given with `--profile` turns rules off or changes their severity and tolerance, for all documents
or for one genre:

```toml
[rules]
quotes = "off"
[tolerances]        # in units of the last printed digit
total = 1
[plan.rules]
numbering = "error"
```

A finding is dismissed for good with `--dismiss FINGERPRINT --reason "…"`; the decision is kept in `dismissed.csv` of the archive.

| rule | version | at most | what it holds together |
|---|---|---|---|
"""


def page() -> str:
    """The whole page, from the rules."""
    return HEAD + "\n".join(_row(rule) for rule in all_rules()) + "\n"


def _row(rule: Rule) -> str:
    return f"| `{rule.id}` | {rule.version} | {rule.severity} | **{rule.title}.** {rule.formula} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
