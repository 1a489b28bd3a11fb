"""Time that does not fit the document: terms outside the years of a plan, acts that are younger than what names them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from check.finding import Finding
from check.rule import Rule
from check.subject import Subject
from check.wording import shorten
from extract.document import Location
from extract.facts import LegalReference, Measure, Term
from extract.parts import split_parts
from extract.reporting import title_period
from messages import N_, _
from normalize.periods import Period

# What is prepared before a plan begins, and reported when it is over.
_AROUND = timedelta(days=183)
_LEAST, _MOST_INSIDE = 4, 0.75
_REWORDED = re.compile(r"\bред\.|редакци|изменени|изменяющ|дополнени|утратил|введ[её]н|переимен", re.IGNORECASE)
_REACH = 200
# Of these the younger act is the one that put the document in force.
_PUT_IN_FORCE = frozenset({"approves", "annex_to"})


def _terms(subject: Subject) -> Iterator[Finding]:
    """Terms are held against the years in the title where most terms of the plan keep within them."""
    for period, measures in _plans(subject):
        dated = [(measure, term) for measure in measures if (term := measure.term) and (term.start or term.end)]
        outside = [(measure, term) for measure, term in dated if not _fits(term, period)]
        if len(dated) >= _LEAST and len(dated) - len(outside) >= _MOST_INSIDE * len(dated):
            for measure, term in outside:
                yield _outside(measure, term, period)


def _plans(subject: Subject) -> Iterator[tuple[Period, list[Measure]]]:
    for part in split_parts(subject.document):
        blocks = {block.location.block for block in part.blocks}
        period = title_period(part)
        if period is not None and period.kind in ("year", "span", "academic_year"):
            yield period, [measure for measure in subject.facts.measures if measure.location.block in blocks]


def _fits(term: Term, plan: Period) -> bool:
    """What goes on from earlier, or is due shortly before or after, is within the plan."""
    end = term.end or term.start
    return end is not None and plan.start - _AROUND <= end <= plan.end + _AROUND


def _outside(measure: Measure, term: Term, plan: Period) -> Finding:
    return Finding(
        "term",
        "warning",
        _("The term «{term}» lies outside the years of the plan: {years}.", term=term.text, years=plan.text),
        measure.location,
        found=shorten(term.text),
        anchor=shorten(measure.title),
    )


def _acts(subject: Subject) -> Iterator[Finding]:
    written = _day(subject.document.metadata.date)
    if written is None:
        return
    younger = [
        (reference, dated)
        for reference in subject.facts.references
        if (dated := _day(reference.date)) and dated > written and reference.relation not in _PUT_IN_FORCE
    ]
    # A text in a later wording names the acts that changed it.
    if not any(_REWORDED.search(_words_before(subject, reference.location)) for reference, _dated in younger):
        for reference, dated in younger:
            yield _younger(reference, dated, written)


def _words_before(subject: Subject, location: Location) -> str:
    if location.table is None:
        return subject.sentence(location)[: location.start or 0][-_REACH:]
    cells = subject.document.tables[location.table].cells
    return next((cell.text for cell in cells if (cell.row, cell.column) == (location.row, location.column)), "")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _younger(reference: LegalReference, dated: date, written: date) -> Finding:
    return Finding(
        "future_act",
        "warning",
        _(
            "The act is dated {dated}, the document that names it {written}.",
            dated=f"{dated:%d.%m.%Y}",
            written=f"{written:%d.%m.%Y}",
        ),
        reference.location,
        found=f"{dated:%d.%m.%Y}",
        anchor=reference.number or reference.kind,
    )


RULES = (
    Rule(
        "term",
        1,
        "warning",
        N_("Terms within the years of the plan"),
        N_("Where most terms of a plan end within the years of its title, every term does."),
        N_("The term lies outside the years of the plan."),
        _terms,
    ),
    Rule(
        "future_act",
        1,
        "warning",
        N_("Acts younger than the document"),
        N_("An act that the document names is not dated after the document itself."),
        N_("The act is dated after the document."),
        _acts,
    ),
)
