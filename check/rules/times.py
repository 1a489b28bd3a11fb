"""Time that does not fit the document: terms outside the years of a plan, acts that are younger than what names them."""

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

# What a plan came to is told in the first months of the next year.
_AFTERWARDS = timedelta(days=183)
_LEAST, _MOST_INSIDE = 4, 0.75
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
    """What goes on from earlier, or is due shortly after the last year, is within the plan."""
    end = term.end or term.start
    return end is not None and plan.start <= end <= plan.end + _AFTERWARDS


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
    written = _written_on(subject)
    if written is None:
        return
    for reference in subject.facts.references:
        dated = _day(reference.date)
        if dated is not None and dated > written and reference.relation not in _PUT_IN_FORCE:
            yield _younger(reference, dated, written, _exact(subject, reference.location))


def _written_on(subject: Subject) -> date | None:
    """The date that the document bears. A text in several wordings, or made up of several acts, has no single one."""
    return _day(subject.document.metadata.date)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _exact(subject: Subject, location: Location) -> str:
    return subject.sentence(location)[location.start or 0 : location.end] if location.table is None else ""


def _younger(reference: LegalReference, dated: date, written: date, words: str) -> Finding:
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
        anchor=shorten(words or reference.number or reference.kind),
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
