"""Row, column, section and caption together → what a value is about: indicator, breakdown, unit, period, measure.

The indicator, by one rule for every table:
- rows that are indicators: the row's label (of the whole that it divides; the parts are the breakdown);
- other rows: the header path of the column, without unit, period and «всего»;
- where that names nothing («Количество», «Охват»): the caption, followed by the header's own word if it has one.
What is left over on the other side, and the sections, is the breakdown.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Table
from extract.facts import MeasureKind, Scenario
from extract.language import ACTUAL, COUNT_LABEL, GENERIC_CAPTION_LABEL, SAME_PART_OF, START_OF_YEAR, YEAR_BEFORE
from extract.observations.names import Name
from extract.tables.cells import period_of
from extract.tables.label_units import unit_of_count
from extract.tables.labels import Label, read_label, resolve_period
from normalize.periods import Period, calendar_year, find_periods, instant, preceding, year_earlier
from normalize.text import fold
from normalize.units import PERCENT, Unit, unit_by_symbol

# An indicator that only «Количество» or a lone unit names, without a caption to say of what.
_UNNAMED = 0.7
_PARTS_OF_YEAR = ("month", "quarter", "half_year", "span")


@dataclass(frozen=True, slots=True)
class Subject:
    """What all values of one row and column share."""

    indicator: str
    breakdown: tuple[str, ...]
    unit: str | None
    period: Period | None
    measure: MeasureKind
    base_period: Period | None
    confidence: float


def scenario_of(texts: Sequence[str]) -> Scenario | None:
    """What a caption or a heading says of all values under it: planned or forecast; nothing where it also says actual."""
    if any(ACTUAL.search(text) for text in texts):
        return None
    scenarios = (read_label(text).scenario for text in texts)
    return next((scenario for scenario in scenarios if scenario), None)


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around the rows: the table's caption, its unit, and the periods of table and document.

    `names_recur`: the same names stand in several sections."""

    caption: Label
    unit: str | None
    period: Period | None
    names_recur: bool = False
    scenario: Scenario | None = None

    @classmethod
    def of(cls, table: Table, document_period: Period | None, names_recur: bool = False) -> "Context":
        caption = read_label(table.caption or "")
        scenario = scenario_of([table.caption] if table.caption else [])
        if GENERIC_CAPTION_LABEL.fullmatch(fold(caption.core)):
            caption = replace(caption, core="")
        return cls(caption, table.unit, table.period or document_period, names_recur, scenario)


def compose(
    row: Name, column: Name, sections: Sequence[str], context: Context, compared: Sequence[Period], by_row: bool
) -> Subject:
    """The subject of the value where `row` and `column` meet.

    `by_row`: rows name indicators. `compared`: periods of the value columns to the left, nearest first."""
    titles = [read_label(title) for title in sections]
    indicator, breakdown, sure = _indicator(row, column, titles, context, by_row)
    measure = column.measure or row.measure
    period = _period(row, column, titles, context)
    base = column.base or row.base
    if column.measure and not column.periods and compared:
        period = _later_compared(base, compared, context.period)
    unit = _unit(row, column, titles, context, by_row)
    base_period = _base_period(base, period, compared, measure)
    if measure in ("difference", "ratio"):
        period, base_period = _part_compared(period, compared), _part_compared(base_period, compared)
    return Subject(
        indicator,
        breakdown,
        unit,
        period,
        measure or ("share" if unit == PERCENT else "level"),
        base_period,
        min(row.confidence, column.confidence, 1.0 if sure else _UNNAMED),
    )


# --- indicator --------------------------------------------------------------------------------------------------


def _indicator(
    row: Name, column: Name, titles: Sequence[Label], context: Context, by_row: bool
) -> tuple[str, tuple[str, ...], bool]:
    section_parts = _dividing(titles, row, context)
    if by_row and row.indicator:
        extra = () if column.generic else column.indicator
        return row.indicator[0], (*section_parts, *row.breakdown, *extra, *column.breakdown), not row.generic
    if not column.generic:
        return ", ".join(column.indicator), (*section_parts, *row.breakdown, *column.breakdown), True
    if section_parts and _rows_are_periods(row):
        return section_parts[-1], (*section_parts[:-1], *row.breakdown, *column.breakdown), True
    name = _with_caption(column, context)
    sure = bool(name) or any(not read_label(part).is_empty for part in column.indicator)
    return name or _last_resort(row, column), (*section_parts, *row.breakdown, *column.breakdown), sure


def _dividing(titles: Sequence[Label], row: Name, context: Context) -> tuple[str, ...]:
    """Section titles that belong to the breakdown. Over rows of organisations or places a section mostly groups them
    («1. Колледжи», «г. Речной») and is no part of what is counted; where the same names stand in several, it is."""
    named = row.entity is not None and row.entity.kind != "category"
    return () if named and not context.names_recur else tuple(title.core for title in titles if title.core)


def _rows_are_periods(row: Name) -> bool:
    return bool(row.periods) and row.entity is None and not row.breakdown


def _with_caption(column: Name, context: Context) -> str:
    caption = context.caption.core
    own = [part for part in column.indicator if not read_label(part).is_empty and fold(part) not in fold(caption)]
    if not caption:
        return ""
    return f"{caption}: {', '.join(own)}" if own else caption


def _last_resort(row: Name, column: Name) -> str:
    return ", ".join(column.indicator) or (row.breakdown[0] if row.breakdown else "")


# --- unit -------------------------------------------------------------------------------------------------------


def _unit(row: Name, column: Name, titles: Sequence[Label], context: Context, by_row: bool) -> str | None:
    """Stated before implied; the side that names the indicator before the other; then sections, then the caption."""
    sides = (row, column) if by_row else (column, row)
    section = next((title.unit for title in reversed(titles) if title.unit_is_stated), None)
    if (column.measure or row.measure) is not None:
        sides = (column, row) if column.measure else (row, column)
    stated: list[Unit | None] = [name.unit for name in sides if name.unit_is_stated]
    implied: list[Unit | None] = [name.unit for name in sides if not name.unit_is_stated]
    if (column.measure or row.measure) == "ratio":
        in_percent = PERCENT if context.unit == PERCENT else None
        return sides[0].unit.symbol if sides[0].unit else in_percent
    found = next((unit.symbol for unit in (*stated, section) if unit), None)
    counted = context.caption.unit if column.generic and not by_row else None
    usual = _caption_or_implied(context.unit, next((unit for unit in (*implied, counted) if unit), None))
    return found or _by_the_piece(row, column, usual)


def _by_the_piece(row: Name, column: Name, usual: str | None) -> str | None:
    """«Количество» beside «Сумма» under «тыс. руб.» counts things; where no unit is told the words may tell it."""
    stated = unit_by_symbol(usual) if usual else None
    if usual is not None and (stated is None or stated.kind != "money"):
        return usual
    units = [unit for part in (*column.indicator, *row.indicator) if (unit := unit_of_count(part))]
    counts = any(COUNT_LABEL.fullmatch(fold(part)) for part in column.indicator)
    return units[0].symbol if units and (usual is None or counts) else usual


def _caption_or_implied(caption: str | None, implied: Unit | None) -> str | None:
    """«тыс. чел.» over the table makes «Численность» thousands; «балл» does not make «Количество студентов» points."""
    stated = unit_by_symbol(caption) if caption else None
    if implied is None or (stated is not None and stated.base == implied.base):
        return caption
    return implied.symbol


# --- period -----------------------------------------------------------------------------------------------------


def _period(row: Name, column: Name, titles: Sequence[Label], context: Context) -> Period | None:
    texts = (*(text for title in titles for text in title.periods), *column.periods, *row.periods)
    found = resolve_period(texts, context.period)
    if found is None:
        return context.period
    return _same_part_of(context, found)


def _same_part_of(context: Context, year: Period) -> Period:
    """A caption «за I полугодие» over columns «2020 год», «2021 год» speaks of the half-years of those years."""
    part = resolve_period(context.caption.periods, context.period)
    if part is None or year.kind != "year" or part.kind not in _PARTS_OF_YEAR:
        return year
    return _same_part(year, part)


def _base_period(
    base: str | None, period: Period | None, compared: Sequence[Period], measure: MeasureKind | None
) -> Period | None:
    """The period that a difference or a ratio is taken against."""
    if measure not in ("difference", "ratio"):
        return None
    if base is not None:
        return _stated_base(base, period)
    earlier = [other for other in compared if period is not None and other.start < period.start]
    return max(earlier, key=lambda each: each.start) if earlier else None


def _part_compared(year: Period | None, compared: Sequence[Period]) -> Period | None:
    """«2023 в % к 2022» beside columns of half-years compares those, not the years."""
    if year is None or year.kind != "year":
        return year
    parts = [part for part in compared if year.start <= part.start and part.end <= year.end and part.kind != "year"]
    return parts[0] if len(parts) == 1 else year


def _later_compared(base: str | None, compared: Sequence[Period], usual: Period | None) -> Period:
    """Which period a comparison speaks of: one of the kind that its base is, beside it or the table's, else the latest."""
    stated = _stated_base(base, compared[0]) if base else None
    known = [*compared, usual] if usual else list(compared)
    alike = [each for each in known if stated is not None and each.kind == stated.kind and each.start > stated.start]
    return max(alike or compared, key=lambda each: each.end)


def _stated_base(base: str, period: Period | None) -> Period | None:
    stated = period_of(base.strip(), None) or next((found.period for found in find_periods(base)), None)
    if stated is not None:
        return _same_part(stated, period) if SAME_PART_OF.search(base) else stated
    if period is None:
        return None
    if START_OF_YEAR.search(base):
        return instant(calendar_year(period.end.year).start)
    part = next((found.period for found in find_periods(base, period) if found.period.kind in _PARTS_OF_YEAR), None)
    if part is not None and not part.same_time(period):
        return part
    return _before(base, period) if YEAR_BEFORE.search(base) else period_of(base, period)


def _same_part(year: Period, period: Period | None) -> Period:
    """The part of `year` that `period` is of its own."""
    if period is None or year.kind != "year" or period.start.year != period.end.year:
        return year
    moved = period
    while moved.start.year > year.start.year:
        moved = year_earlier(moved)
    return moved if moved.start.year == year.start.year else year


def _before(base: str, period: Period) -> Period | None:
    """«предыдущему кварталу» is the one just before, «прошлому году» the same part of the year before."""
    kinds = {"квартал": "quarter", "месяц": "month", "полугоди": "half_year"}
    folded = fold(base)
    same_kind = any(word in folded and period.kind == kind for word, kind in kinds.items())
    aligned = "соответствующ" in folded or "аналогичн" in folded
    return preceding(period) if same_kind and not aligned else year_earlier(period)
