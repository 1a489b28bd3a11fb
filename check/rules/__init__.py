"""The rules, one family a module."""

from check.rule import Rule


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the families."""
    from check.rules import (
        acronyms,
        change,
        columns,
        counts,
        form,
        history,
        hundred,
        names,
        numbering,
        points,
        ranking,
        restated,
        shares,
        spoken_shares,
        times,
        totals,
        unit_changes,
    )

    arithmetic = (totals, shares, hundred, columns, spoken_shares, restated, ranking, counts, change, points)
    families = (*arithmetic, numbering, unit_changes, times, form, acronyms, names, history)
    return tuple(rule for family in families for rule in family.RULES)
