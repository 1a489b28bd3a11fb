"""Units printed in the cells of one column: one of them differs from the others."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from check.finding import Finding
from check.rule import Rule
from check.sheet import Place, Sheet
from check.subject import Subject, prose_figure
from extract.facts import Observation
from extract.likeness import content
from extract.tables.cells import read_cell
from messages import N_, _
from normalize.names_kinds import looks_like_name
from normalize.units import unit_by_symbol

_LEAST, _MOST_ALIKE = 3, 0.75
_TELLING = 3


def _unit_changes(subject: Subject) -> Iterator[Finding]:
    for sheet in subject.sheets:
        printed = _printed_units(sheet)
        for column in dict.fromkeys(column for _row, column in printed):
            yield from _in_column(sheet, {row: unit for (row, at), unit in printed.items() if at == column}, column)


def _other_scales(subject: Subject) -> Iterator[Finding]:
    """A number of the text that stands in a table too, of the same thing and time, but in thousands and not in millions."""
    cells: dict[Decimal, list[Observation]] = {}
    for one in subject.facts.observations:
        if one.location.table is not None and one.value is not None and _digits(one) >= _TELLING:
            cells.setdefault(one.value, []).append(one)
    for one in subject.said:
        same = [cell for cell in cells.get(one.value or Decimal(0), ()) if _is_of_one_thing(cell, one)]
        other = [cell for cell in same if _is_of_other_scale(cell, one)]
        if other and len(other) == len(same) and one.bound == "exact" and not subject.document.source.ocr:
            yield _scale_finding(one, other[0])


def _digits(one: Observation) -> int:
    return len((one.value or Decimal(0)).as_tuple().digits)


def _is_of_one_thing(cell: Observation, one: Observation) -> bool:
    codes = (cell.period.code if cell.period else None, one.period.code if one.period else None)
    words = content(" ".join((cell.indicator, cell.entity or "", *cell.breakdown)))
    return (
        codes[0] == codes[1]
        and cell.measure == one.measure
        and bool(words & content(f"{one.indicator} {one.entity or ''}"))
    )


def _is_of_other_scale(cell: Observation, one: Observation) -> bool:
    first, second = unit_by_symbol(cell.unit or ""), unit_by_symbol(one.unit or "")
    return first is not None and second is not None and first.base == second.base and first.scale != second.scale


def _scale_finding(one: Observation, cell: Observation) -> Finding:
    figure, source = prose_figure(one), prose_figure(cell)
    return Finding(
        "unit",
        "warning",
        _(
            "«{name}»: the unit is «{unit}» here, in the table «{usual}».",
            name=figure.name,
            unit=one.unit or "",
            usual=cell.unit or "",
        ),
        one.location,
        found=one.unit,
        expected=cell.unit,
        operands=(figure.operand(), source.operand()),
        anchor=figure.name,
    )


def _printed_units(sheet: Sheet) -> dict[Place, str]:
    """Units that stand in the cells themselves, in rows of bodies: rows of indicators have a unit each."""
    units: dict[Place, str] = {}
    for at, figure in sheet.values.items():
        named = sheet.row(at[0]).kind == "body" and looks_like_name(sheet.labels.get(at[0], "")) is not None
        quantity = read_cell(figure.text).quantity if named and figure.sure else None
        if quantity is not None and quantity.unit:
            units[at] = quantity.unit
    return units


def _in_column(sheet: Sheet, units: dict[int, str], column: int) -> Iterator[Finding]:
    usual = _usual(units, sheet.columns[column].unit)
    if usual is None:
        return
    for row, unit in units.items():
        if not _same(unit, usual):
            figure = sheet.values[(row, column)]
            yield Finding(
                "unit",
                "warning",
                _(
                    "«{name}»: the unit is «{unit}», elsewhere in the column «{usual}».",
                    name=figure.name,
                    unit=unit,
                    usual=usual,
                ),
                figure.location,
                found=figure.text,
                anchor=figure.name,
            )


def _usual(units: dict[int, str], header: str | None) -> str | None:
    """The unit of most cells; of few cells, the one of the header, where only the scale can differ from it."""
    usual, times = Counter(units.values()).most_common(1)[0]
    if times >= _LEAST and times >= _MOST_ALIKE * len(units):
        return usual
    stated = unit_by_symbol(header) if header else None
    known = [unit_by_symbol(unit) for unit in units.values()]
    scaled = stated is not None and all(unit is not None and unit.base == stated.base for unit in known)
    return header if scaled and len(units) <= _LEAST else None


def _same(one: str, other: str) -> bool:
    """Pieces and people are counted in many words («5 ставок», «5 чел.»): of counts only the scale is compared."""
    first, second = unit_by_symbol(one), unit_by_symbol(other)
    if first is None or second is None or first == second:
        return True
    return first.counted and second.counted


RULES = (
    Rule(
        "unit",
        1,
        "warning",
        N_("One unit in a column"),
        N_("A column of bodies whose cells name their unit has one unit; a number in the text has that of its table."),
        N_("«{name}»: the unit differs from the others of the column."),
        lambda subject: [*_unit_changes(subject), *_other_scales(subject)],
    ),
)
