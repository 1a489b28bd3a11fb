"""What a document states beyond the values of its tables, as a person reads it: measures, an event, orders, annexes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from commands.shared import OutputFormat, print_rows
from commands.wording import day_text
from messages import N_, _

if TYPE_CHECKING:
    from extract.document import Location
    from extract.facts import Abbreviation, Amendment, Annex, Charge, Decree, Event, LegalReference, Measure, Term
    from extract.output import Stating

    Where = Callable[[Location], str]

GENRES = {
    "analytic_report": N_("analytic report"),
    "plan": N_("plan of measures"),
    "decree": N_("decree"),
    "conference": N_("conference note"),
    "statistical_report": N_("statistical report"),
    "other": N_("other"),
}
AMENDMENTS = {
    "replace": N_("words replaced"),
    "restate": N_("in a new version"),
    "add": N_("added"),
    "remove": N_("removed"),
    "repeal": N_("no longer in force"),
}


def print_heads(stated: Stating) -> None:
    """What an event and a decree have one of each, a line each; nothing for other documents."""
    for name, value in {**_event_heads(stated.event), **_decree_heads(stated.decree)}.items():
        if value not in (None, ""):
            typer.echo(f"  {name}: {value}")


def print_lists(stated: Stating, where: Where) -> None:
    """Every kind of facts under a heading of its own; nothing for kinds that the document lacks."""
    if stated.decree:
        _print_decree(stated.decree, where)
    print_list(_("Annexes"), _ANNEX, [_annex_row(one, where) for one in stated.annexes])
    if stated.event:
        _print_event(stated.event)
    print_list(_("Measures"), _MEASURE, list(_measure_rows(stated.measures, where)))
    print_list(_("Short names"), _SHORT, [_short_row(one, where) for one in stated.abbreviations])


def act_text(act: LegalReference) -> str:
    """«приказ от 03.05.2020 № 17-пр (министерство труда) «О смотре»»."""
    return act_words(act.kind, act.issuer, act.date, act.number, act.title)


def _brief_act(act: LegalReference) -> str:
    """An act by its number, else by its title: where it is named again and again."""
    title = None if act.number else act.title
    return act_words(act.kind, None, act.date, act.number, title)


def act_words(kind: str, issuer: str | None, day: str | None, number: str | None, title: str | None) -> str:
    """The same from its parts."""
    dated = _("of {date}", date=day_text(day)) if day else None
    words = (kind, dated, number and f"№ {number}", issuer and f"({issuer})", title and f"«{title.strip('«»')}»")
    return " ".join(word for word in words if word)


_ANNEX = {
    "number": N_("No."),
    "genre": N_("Kind"),
    "title": N_("Title"),
    "act": N_("Annex to"),
    "approved_by": N_("Approved by"),
    "place": N_("Place"),
}
_MEASURE = {
    "number": N_("No."),
    "title": N_("Measure"),
    "term": N_("Term"),
    "executors": N_("Executors"),
    "outcome": N_("Expected result"),
    "place": N_("Place"),
}
_SHORT = {"short": N_("Short name"), "full": N_("Stands for"), "place": N_("Place")}
_AMENDMENT = {
    "act": N_("Act"),
    "where": N_("Where in it"),
    "change": N_("Change"),
    "old": N_("Old words"),
    "new": N_("New words"),
    "place": N_("Place"),
}
_CHARGE = {"whom": N_("Who"), "task": N_("Is to do"), "term": N_("By when"), "place": N_("Place")}
_MODERATOR = {"name": N_("Person"), "position": N_("Position"), "organization": N_("Organisation")}
_PARTICIPANT = {
    "region": N_("Region"),
    "organization": N_("Organisation"),
    "count": N_("How many"),
    "unit": N_("Of what"),
}
_TALK = {
    "title": N_("Theme"),
    "speaker": N_("Speaker"),
    "organization": N_("Organisation"),
    "region": N_("Region"),
}


def print_list(title: str, headings: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> None:
    """A table under its title, without the columns that no row fills; nothing where there are no rows."""
    columns = [column for column in headings if any(row.get(column) not in (None, "") for row in rows)]
    if columns:
        typer.echo(f"\n{title}")
        print_rows(columns, rows, OutputFormat.TABLE, {column: _(headings[column]) for column in columns})


def _event_heads(event: Event | None) -> dict[str, object]:
    if event is None:
        return {}
    return {
        _("Event"): event.title,
        _("Held on"): event.date,
        _("Form"): event.format,
        _("Venue"): event.place,
        _("Project"): event.project,
        _("Talks announced"): event.stated_talks,
    }


def _decree_heads(decree: Decree | None) -> dict[str, object]:
    if decree is None:
        return {}
    return {_("Rests on"): "; ".join(act_text(act) for act in decree.based_on), _("Control"): decree.control}


def _print_decree(decree: Decree, where: Where) -> None:
    print_list(_("Changes in acts"), _AMENDMENT, [_amendment_row(one, where) for one in decree.amendments])
    print_list(_("Orders"), _CHARGE, [_charge_row(one, where) for one in decree.charges])


def _amendment_row(one: Amendment, where: Where) -> dict[str, object]:
    return {
        "act": _brief_act(one.act) if one.act else None,
        "where": one.place,
        "change": _(AMENDMENTS[one.kind]),
        "old": one.old,
        "new": one.new,
        "place": where(one.location),
    }


def _charge_row(one: Charge, where: Where) -> dict[str, object]:
    return {
        "whom": f"{one.whom} ({one.person})" if one.person else one.whom,
        "task": one.task,
        "term": _term_text(one.term),
        "place": where(one.location),
    }


def _annex_row(one: Annex, where: Where) -> dict[str, object]:
    return {
        "number": one.number,
        "genre": _(GENRES[one.genre]),
        "title": one.title,
        "act": _brief_act(one.act) if one.act else None,
        "approved_by": one.approved_by,
        "place": where(one.location),
    }


def _measure_rows(measures: Iterable[Measure], where: Where) -> Iterator[dict[str, object]]:
    """Measures, each section under a row with its title."""
    section: str | None = None
    for one in measures:
        if one.section and one.section != section:
            yield {"title": one.section}
        section = one.section
        yield {
            "number": one.number,
            "title": one.title,
            "term": _term_text(one.term),
            "executors": "\n".join(_executor_text(each.text, each.by_agreement) for each in one.executors),
            "outcome": one.outcome,
            "place": where(replace(one.location, column=None)),
        }


def _executor_text(text: str, by_agreement: bool) -> str:
    return f"{text} ({_('by agreement')})" if by_agreement else text


def _term_text(term: Term | None) -> str | None:
    """The term as written."""
    return term.text if term else None


def _short_row(one: Abbreviation, where: Where) -> dict[str, object]:
    from extract.nlp import nominative

    return {"short": one.short, "full": nominative(one.full), "place": where(one.location)}


def _print_event(event: Event) -> None:
    moderators = [
        {"name": one.name, "position": one.position, "organization": one.organization} for one in event.moderators
    ]
    print_list(_("Moderators"), _MODERATOR, moderators)
    participants = [
        {"region": one.region, "organization": one.organization, "count": one.count, "unit": one.unit}
        for one in event.participants
    ]
    print_list(_("Participants"), _PARTICIPANT, participants)
    talks = [
        {"title": one.title, "speaker": one.speaker, "organization": one.organization, "region": one.region}
        for one in event.talks
    ]
    print_list(_("Talks"), _TALK, talks)
