"""The rules, one family a module."""

from check.rule import Rule


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the families."""
    from check.rules import (
        acronyms,
        acts,
        balance,
        change,
        columns,
        counts,
        form,
        history,
        hundred,
        names,
        numbering,
        places,
        points,
        ranking,
        restated,
        rows,
        shares,
        spoken_parts,
        spoken_shares,
        times,
        totals,
        unit_changes,
        years,
    )

    arithmetic = (
        totals,
        shares,
        hundred,
        columns,
        spoken_shares,
        spoken_parts,
        restated,
        ranking,
        places,
        counts,
        change,
        balance,
        points,
    )
    families = (*arithmetic, numbering, rows, years, unit_changes, times, acts, form, acronyms, names, history)
    return tuple(rule for family in families for rule in family.RULES)
