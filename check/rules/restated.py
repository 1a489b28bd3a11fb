"""Figures in running text against the tables that they restate."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from check.figures import Figure
from check.finding import Finding
from check.intervals import Estimate
from check.relation import Relation, Solve
from check.rule import Rule
from check.rules.shares import table_shares
from check.rules.totals import parts_of, sum_relation
from check.sheet import Sheet, figures_at
from check.subject import Subject, prose_figure, prose_share
from check.wording import say_figure
from extract.facts import FIRM, Observation
from extract.likeness import content
from messages import N_, _
from normalize.numbers import Interval

# Two words of an indicator may be in a text by chance; with a third they are no chance.
_STRONG = 2
_COMPARED = re.compile(r"\b(?:выше|ниже|больше|меньше|сравнени\w+|против|чем|уровн\w+|аналогичн\w+)\b", re.IGNORECASE)
_LEAST_COUNT = 20
# Fewer rows than these may be examples rather than all there are.
_LEAST_ROWS = 5


def _restated(subject: Subject) -> Iterator[Relation]:
    cells = {(one.location, one.indicator, one.unit, _code(one)): one for one in subject.facts.observations}
    for one in subject.said:
        if one.restates is not None:
            stated = cells[(one.restates.location, one.restates.indicator, one.unit, _code(one))]
            if _is_of_another_time(subject, one, stated):
                continue
            yield equality("restated", prose_figure(one), prose_figure(stated), firm=one.restates.score >= FIRM)


def _is_of_another_time(subject: Subject, one: Observation, stated: Observation) -> bool:
    """Where a sentence compares two times, its figure may be of either: the row has it for the other one."""
    row = (stated.location.table, stated.location.row)
    others = (
        other
        for other in subject.facts.observations
        if (other.location.table, other.location.row) == row and (other.unit, other.measure) == (one.unit, one.measure)
    )
    compared = _COMPARED.search(subject.sentence(one.location))
    return compared is not None and stated.value != one.value and any(other.value == one.value for other in others)


def _named_rows(subject: Subject) -> Iterator[Relation]:
    """«С кадровыми центрами работали 9 ПОО» against the row «Кадровые центры» of the one column that counts ПОО."""
    cells = [one for one in subject.facts.observations if one.location.table is not None and one.entity]
    for one in subject.said:
        if one.restates or one.entity or one.measure != "level" or one.bound != "exact" or one.value is None:
            continue
        counted, said = content(one.text), content(f"{one.indicator} {one.text}")
        named = [cell for cell in cells if _is_named(cell, one, counted, said)]
        rivals = [
            other
            for other in subject.said
            if other.location.block == one.location.block and _code(other) == _code(one) and other.unit == one.unit
        ]
        if len(named) == len(rivals) == 1:
            yield equality("restated", prose_figure(one), prose_figure(named[0]), firm=False)


def _is_named(cell: Observation, one: Observation, counted: frozenset[str], said: frozenset[str]) -> bool:
    """Whether the sentence has the whole name of the row, and its noun is what the column counts; nothing else is said."""
    name, header = content(cell.entity or ""), content(cell.indicator)
    alike = (cell.unit, cell.measure, _code(cell)) == (one.unit, one.measure, _code(one))
    return alike and len(name) >= _STRONG and name <= said and bool(counted & header) and len(said - name - header) <= 1


def _column_sums(subject: Subject) -> Iterator[Relation]:
    """«Всего принято 574 чел.» against the column of a table that has no total of its own."""
    columns = [column for sheet in subject.sheets if sheet.complete for column in _untotalled(subject, sheet)]
    for one in subject.said:
        if one.value is not None and one.measure == "level" and one.bound == "exact" and not one.entity:
            said = content(one.indicator)
            near = [column for column in columns if column.tells(one, said)]
            if len(near) == 1:
                yield sum_relation("restated", prose_figure(one), list(near[0].figures), firm=False)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values of bodies without a total: its words, its unit and period, its figures."""

    words: frozenset[str]
    context: frozenset[str]
    unit: str | None
    period: str | None
    figures: tuple[Figure, ...]

    def tells(self, one: Observation, said: frozenset[str]) -> bool:
        common = said & self.words
        told = len(common) >= _STRONG and len(common) * 2 >= len(self.words)
        return told and said - self.words <= self.context and (self.period, self.unit) == (_code(one), one.unit)


def _code(one: Observation) -> str | None:
    return one.period.code if one.period else None


def _untotalled(subject: Subject, sheet: Sheet) -> Iterator[_Column]:
    rows = sheet.rows_of("body")
    if sheet.rows_of("total") or len(rows) < _LEAST_ROWS or parts_of(sheet):
        return
    about = content(subject.document.metadata.title or "") | content(sheet.table.caption or "")
    told = {(one.location.table, one.location.row, one.location.column): one for one in subject.facts.observations}
    for column in sheet.value_columns:
        figures = tuple(figures_at(sheet, rows, column))
        first = told.get((sheet.table.index, figures[0].location.row, column)) if figures else None
        if first is not None and first.entity and sheet.summable(column) and len(figures) == len(rows):
            yield _Column(content(first.indicator), about, first.unit, _code(first), figures)


def equality(rule: str, target: Figure, source: Figure, firm: bool = True) -> Relation:
    """`target` restates `source`."""
    estimate = Estimate(source.value, source.widest, source.interval)
    return Relation(rule, target, (source,), estimate, source.name, firm, _solver(target, source))


def _solver(target: Figure, source: Figure) -> Solve:
    def solve(figure: Figure) -> Interval | None:
        return source.interval if figure.key == target.key else target.interval

    return solve


def _mixed(subject: Subject) -> Iterator[Finding]:
    """A count and a percentage in one breath that the table gives to different things."""
    shares = table_shares(subject)
    for one in subject.said:
        if one.value is not None and one.share is not None and one.value >= _LEAST_COUNT:
            yield from _mixed_pair(one, shares)


def _mixed_pair(one: Observation, shares: list[Relation]) -> Iterator[Finding]:
    """In the row where the count stands, the percentage is that of another count."""
    counted = [relation for relation in shares if relation.operands[0].value == one.value]
    for relation in counted:
        own = relation.target
        others = [
            other
            for other in shares
            if _same_row(other.target, own) and other.target.value == one.share and other.operands[0].value != one.value
        ]
        if others and own.value != one.share and not _stated_elsewhere(one, shares):
            yield _mixed_finding(one, relation, others[0])
            return


def _same_row(one: Figure, other: Figure) -> bool:
    return (one.location.table, one.location.row) == (other.location.table, other.location.row)


def _stated_elsewhere(one: Observation, shares: list[Relation]) -> bool:
    return any(other.operands[0].value == one.value and other.target.value == one.share for other in shares)


def _mixed_finding(one: Observation, own: Relation, other: Relation) -> Finding:
    count, share = prose_figure(one), prose_share(one)
    return Finding(
        "mixed",
        "error",
        _(
            "The text joins {count} with {share}, but in the table {count} is {own} and {share} belongs to {other}.",
            count=say_figure(count),
            share=say_figure(share),
            own=say_figure(own.target),
            other=say_figure(other.operands[0]),
        ),
        one.location,
        found=f"{say_figure(count)} – {say_figure(share)}",
        expected=f"{say_figure(count)} – {say_figure(own.target)} / {say_figure(other.operands[0])} – {say_figure(share)}",
        operands=(count.operand(), own.target.operand(), other.operands[0].operand(), other.target.operand()),
        anchor=one.indicator,
    )


RULES = (
    Rule(
        "restated",
        1,
        "error",
        N_("A figure in the text against the table that it restates"),
        N_("A figure of the text that speaks of the same thing, period and unit as a cell of a table is equal to it."),
        N_("«{name}»: the text and the table say different numbers."),
        lambda subject: [*_restated(subject), *_named_rows(subject), *_column_sums(subject)],
    ),
    Rule(
        "mixed",
        1,
        "error",
        N_("A count with the percentage of another"),
        N_("A count and a percentage joined in the text belong together in the table too."),
        N_("«{name}»: the count and the percentage belong to different things."),
        _mixed,
    ),
)
