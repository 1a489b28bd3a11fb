"""Acts that the document refers to, against what is known of them: in the document itself, in the archive, by everybody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from check.acts import (
    Act,
    act_of,
    archived_acts,
    day_of,
    famous_acts,
    is_slip,
    may_be_of_one_issuer,
    number_key,
    of_one_title,
    of_two_titles,
    same_number,
)
from check.finding import Finding, Operand
from check.rule import Rule
from check.subject import Subject
from extract.document import Location
from messages import N_, _

# Of these kinds one body numbers its acts through the year.
_NUMBERED = frozenset({"закон", "указ", "постановление", "распоряжение", "приказ"})
_TELLING_DIGITS = 3


@dataclass(frozen=True, slots=True)
class _Reference:
    """An act as the document names it, and where."""

    act: Act
    location: Location


def _references(subject: Subject) -> list[_Reference]:
    return subject.once(
        "acts",
        lambda: [
            _Reference(act, reference.location)
            for reference in subject.facts.references
            if reference.kind in _NUMBERED and (act := act_of(reference)) is not None
        ],
    )


def _archived(subject: Subject) -> list[Act]:
    archive = subject.archive
    if archive is None:
        return []
    own = subject.document.source.sha256
    return subject.once("archived acts", lambda: archived_acts(archive, own))


def _dates(subject: Subject) -> Iterator[Finding]:
    if subject.document.source.ocr:
        return
    references = _references(subject)
    told: set[Location] = set()
    for reference in references:
        if (right := _otherwise_known(reference.act, famous_acts())) is not None:
            told.add(reference.location)
            yield _wrong(reference, right)
    unclear = [reference for reference in references if reference.location not in told]
    for reference, other in _at_odds(unclear):
        told.add(reference.location)
        yield _two_dates(reference, other)
    for reference in unclear:
        if reference.location not in told and (right := _otherwise_archived(reference.act, _archived(subject))):
            yield _wrong(reference, right)


def _annexes(subject: Subject) -> Iterator[Finding]:
    """Annexes name the act that they belong to: their number and date are those of the document."""
    metadata = subject.document.metadata
    number, day = metadata.number, day_of(metadata.date)
    if number is None or day is None or subject.document.source.ocr:
        return
    for reference in subject.facts.references:
        act = act_of(reference) if reference.relation == "annex_to" else None
        if act is None:
            continue
        same = number_key(act.number) == number_key(number)
        if same != (act.date == day):
            message = _(
                "The annex names the act of {date} № {number}, the document is of {own} № {its}.",
                date=_day(act.date),
                number=act.number,
                own=_day(day),
                its=number,
            )
            found, expected = (_day(act.date), _day(day)) if same else (act.number, number)
            yield _finding(_Reference(act, reference.location), message, found, expected)


def _otherwise_known(act: Act, known: Sequence[Act]) -> Act | None:
    """The well-known act that is meant, if its date or its number is another one."""
    of_number = [one for one in known if same_number(one, act) and may_be_of_one_issuer(one, act)]
    if any(one.date == act.date for one in of_number):
        return None
    dated = [one for one in of_number if of_one_title(one, act) or (is_slip(one.date, act.date) and not act.title)]
    numbered = [one for one in known if one.kind == act.kind and one.date == act.date and of_one_title(one, act)]
    return next(iter((*dated, *numbered)), None)


def _otherwise_archived(act: Act, archived: Sequence[Act]) -> Act | None:
    """The act of the archive that has this number, but another date; None where the archive knows the date too."""
    same = [one for one in archived if same_number(one, act) and may_be_of_one_issuer(one, act)]
    if not _tells(act) or any(one.date == act.date for one in same):
        return None
    return next((one for one in same if is_slip(one.date, act.date) and not of_two_titles(one, act)), None)


def _tells(act: Act) -> bool:
    """Whether a number tells an act though its issuer is not named: «78-рзп», «1642», but not «5»."""
    key = number_key(act.number)
    return sum(letter.isdigit() for letter in key) >= _TELLING_DIGITS or any(letter.isalpha() for letter in key)


def _at_odds(references: Sequence[_Reference]) -> Iterator[tuple[_Reference, _Reference]]:
    """References to one act with two dates: the one that fewer others bear out, the later one of equals."""
    for place, reference in enumerate(references):
        others = [other for other in references if _one_act(reference.act, other.act)]
        against = [other for other in others if is_slip(reference.act.date, other.act.date)]
        backing = sum(other.act.date == reference.act.date for other in others)
        for other in against[:1]:
            backing_other = sum(third.act.date == other.act.date for third in others)
            if (backing, -place) < (backing_other, -references.index(other)):
                yield reference, other


def _one_act(one: Act, other: Act) -> bool:
    same = same_number(one, other) and may_be_of_one_issuer(one, other) and _tells(one)
    return same and not of_two_titles(one, other)


def _wrong(reference: _Reference, right: Act) -> Finding:
    act = reference.act
    named = right.title or right.source or ""
    if act.date != right.date:
        message = _(
            "The act № {number} is dated {date}: «{title}».", number=act.number, date=_day(right.date), title=named
        )
        return _finding(reference, message, _day(act.date), _day(right.date))
    message = _(
        "The act of {date} «{title}» has the number {number}.", date=_day(act.date), title=named, number=right.number
    )
    return _finding(reference, message, act.number, right.number)


def _two_dates(reference: _Reference, other: _Reference) -> Finding:
    message = _(
        "The act № {number} is dated {date} here and {other} elsewhere in the document.",
        number=reference.act.number,
        date=_day(reference.act.date),
        other=_day(other.act.date),
    )
    operands = tuple(Operand(one.act.number, _day(one.act.date), one.location) for one in (other, reference))
    return _finding(reference, message, _day(reference.act.date), _day(other.act.date), operands)


def _finding(
    reference: _Reference, message: str, found: str, expected: str | None, operands: tuple[Operand, ...] = ()
) -> Finding:
    return Finding(
        "act_date",
        "warning",
        message,
        reference.location,
        found=found,
        expected=expected,
        operands=operands,
        anchor=reference.act.number,
    )


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _unknown(subject: Subject) -> Iterator[Finding]:
    """Acts named once, of an issuer whose other acts the archive knows."""
    archived = _archived(subject)
    references = _references(subject)
    for place, reference in enumerate(references):
        act = reference.act
        known = (*archived, *famous_acts(), *(other.act for other in references[:place] + references[place + 1 :]))
        of_issuer = any(one.kind == act.kind and one.issuer and may_be_of_one_issuer(one, act) for one in archived)
        if of_issuer and act.issuer and not any(same_number(one, act) and one.date == act.date for one in known):
            yield Finding(
                "unknown_act",
                "info",
                _("No other document names the act of {date} № {number}.", date=_day(act.date), number=act.number),
                reference.location,
                found=f"{_day(act.date)} № {act.number}",
                anchor=act.number,
            )


RULES = (
    Rule(
        "act_date",
        1,
        "warning",
        N_("Acts with their own date and number"),
        N_(
            "An act has one number and one date: everywhere in the document, in the archive, and in the list of well-known acts."
        ),
        N_("The act has another date or number."),
        lambda subject: [*_dates(subject), *_annexes(subject)],
    ),
    Rule(
        "unknown_act",
        1,
        "info",
        N_("Acts that no other document names"),
        N_("With an archive: an act of an issuer that the archive knows is named in another document too."),
        N_("No other document names the act."),
        _unknown,
    ),
)
