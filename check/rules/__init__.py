"""The rules, one family a module."""

from check.rule import Rule


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the families."""
    from check.rules import columns, shares, totals

    return (*totals.RULES, *shares.RULES, *columns.RULES)
