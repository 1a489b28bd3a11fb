"""The rules, one family a module."""

from check.rule import Rule


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the families."""
    from check.rules import change, columns, counts, form, history, numbering, restated, shares, spoken_shares, totals

    families = (totals, shares, columns, spoken_shares, restated, counts, change, numbering, form, history)
    return tuple(rule for family in families for rule in family.RULES)
