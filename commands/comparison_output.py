"""Two periods side by side, for people and for programs."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from commands.series_output import indicator_text, scale_text
from commands.shared import OutputFormat, console, print_rows
from messages import _
from messages.figures import say_number
from normalize.periods import Period
from store.comparison import Compared

# What is the same in a whole table, or not for people.
_IN_TITLE = ("indicator", "unit", "entity_id")


def print_comparison(compared: Iterable[Compared], before: Period, after: Period, form: OutputFormat) -> None:
    """A row for each series; for people a table for each indicator and unit, which are ranked by themselves."""
    headings = {
        "indicator": _("Indicator"),
        "entity": _("Entity"),
        "entity_id": _("Id"),
        "unit": _("Unit"),
        "before": before.code,
        "after": after.code,
        "change": _("Change"),
        "change_percent": _("Change, %"),
        "rank_before": _("Rank before"),
        "rank_after": _("Rank after"),
    }
    if form is not OutputFormat.TABLE:
        print_rows(tuple(headings), [_row(item, exact=True) for item in compared], form, headings)
        return
    for title, items in groupby(compared, lambda item: ", ".join([indicator_text(item.line), *scale_text(item.line)])):
        _print_table(title, list(items), headings)


def _print_table(title: str, items: Sequence[Compared], headings: Mapping[str, str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    columns = [name for name in headings if name not in _IN_TITLE]
    for name in columns:
        table.add_column(headings[name], justify="left" if name == "entity" else "right")
    for item in items:
        row = _row(item, exact=False)
        table.add_row(*("" if row[name] is None else str(row[name]) for name in columns))
    console().print(table, markup=False)


def _row(item: Compared, *, exact: bool) -> dict[str, object]:
    def number(value: Decimal | None, *, signed: bool = False) -> str | None:
        if value is None:
            return None
        if exact:
            return format(value, "f")
        return ("+" if signed and value > 0 else "") + say_number(value)

    percent = None if item.percent is None else item.percent.quantize(Decimal("0.1"))
    return {
        "indicator": indicator_text(item.line),
        "entity": item.line.entity,
        "entity_id": item.line.entity_code,
        "unit": item.line.unit,
        "before": number(item.before.preferred.value),
        "after": number(item.after.preferred.value),
        "change": number(item.change, signed=True),
        "change_percent": number(percent, signed=True),
        "rank_before": item.rank_before,
        "rank_after": item.rank_after,
    }
