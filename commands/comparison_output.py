"""Two periods side by side, for people and for programs."""

from collections.abc import Iterable
from decimal import Decimal

from commands.series_output import indicator_text
from commands.shared import OutputFormat, print_rows
from messages import _
from messages.figures import say_number
from normalize.periods import Period
from store.comparison import Compared


def print_comparison(compared: Iterable[Compared], before: Period, after: Period, form: OutputFormat) -> None:
    """A row for each series."""
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
    exact = form is not OutputFormat.TABLE
    columns = tuple(headings) if exact else tuple(name for name in headings if name != "entity_id")
    print_rows(columns, [_row(item, exact) for item in compared], form, headings)


def _row(item: Compared, exact: bool) -> dict[str, object]:
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
