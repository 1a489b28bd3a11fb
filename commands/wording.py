"""Values, places and relations in the reader's words."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from extract.document import Location
from messages import N_, _, language
from messages.figures import NO_BREAK, say_bound, say_number
from store.series import Point, Version
from store.statements import Place, Statement
from store.succession import Succession

NOT_STATED = {"M": "–", "L": "…", "N": "х", "O": ""}
MEASURES = {
    "difference": N_("difference"),
    "ratio": N_("ratio"),
    "share": N_("share"),
}
PERIOD_KINDS = {
    "instant": N_("on a day"),
    "month": N_("by month"),
    "quarter": N_("by quarter"),
    "half_year": N_("by half-year"),
    "year": N_("by year"),
    "academic_year": N_("by school year"),
    "span": N_("over spans"),
}
SCENARIOS = {"plan": N_("plan"), "forecast": N_("forecast")}


def value_text(item: Statement) -> str:
    """The value with its bound; what is printed instead when there is none."""
    return printed_value(item.value, item.bound, item.status, item.text)


def printed_value(value: Decimal | None, bound: str, status: str, text: str) -> str:
    """The same from its parts."""
    return NOT_STATED.get(status) or text if value is None else say_bound(bound, say_number(value))


def share_text(item: Statement) -> str:
    """The share printed with the value."""
    return share_of(item.share)


def share_of(share: Decimal | None) -> str:
    """A percentage; nothing for none."""
    return "" if share is None else f"{say_number(share)}{NO_BREAK}%"


def day_text(day: str) -> str:
    """An ISO date as it is written («03.05.2020»)."""
    return date.fromisoformat(day).strftime("%d.%m.%Y") if language() == "ru" else day


def place_text(place: Place) -> str:
    """Where in its document something stands; rows and columns count from 1, the header included."""
    where = _("paragraph {number}", number=place.block + 1) if place.table is None else _table_place(place)
    return where if place.page is None else _("{place}, page {page}", place=where, page=place.page + 1)


def place_of(location: Location, numbers: Mapping[int, str | None]) -> Place:
    """The place of a fact, by the printed numbers of the document's tables."""
    number = numbers.get(location.table) if location.table is not None else None
    span = (location.row, location.column, location.start, location.end)
    return Place(location.block, location.table, number, *span, page=location.page)


def _table_place(place: Place) -> str:
    table = table_text(place)
    if place.row is None:
        return table
    if place.column is None:
        return _("{table}, row {row}", table=table, row=place.row + 1)
    return _("{table}, row {row}, column {column}", table=table, row=place.row + 1, column=place.column + 1)


def table_text(place: Place) -> str:
    """A table by its printed number, else by its position."""
    if place.number:
        return _("table {number}", number=place.number)
    return _("unnumbered table, {position} in order", position=(place.table or 0) + 1)


def source_text(item: Statement) -> str:
    """Document and place."""
    return f"{item.document}, {place_text(item.place)}"


def note_text(point: Point) -> str:
    """What is to be known of a point: contradictions, values restated, agreeing only when rounded, read unsurely."""
    from check.figures import SURE

    notes = [_version_note(version) for version in point.versions if version.relation in _NOTES]
    if point.operands:
        parts = " + ".join(f"{value_text(item)} ({item.entity})" for item in point.operands)
        notes.insert(0, _("added up: {parts}", parts=parts))
    if min(item.confidence for item in point.operands or (point.preferred,)) < SURE:
        notes.append(_("read unsurely, compare it with the original"))
    return "; ".join(notes)


def vintage_text(point: Point, version: Version) -> str:
    """How a statement stands to the preferred one of its point, or why it is that one; with its vintage."""
    relation = f"preferred_{point.reason}" if version.relation == "preferred" else version.relation
    return _(_VINTAGES[relation], day=version.statement.vintage.isoformat())


_VINTAGES = {
    "preferred_only": N_("stated {day}"),
    "preferred_latest": N_("preferred: the latest vintage, {day}"),
    "preferred_precise": N_("preferred: more decimals than the latest, which agrees; {day}"),
    "same": N_("the same, {day}"),
    "same_rounded": N_("agrees when rounded, {day}"),
    "restated": N_("restated later; {day}"),
    "contradicts": N_("contradicts the preferred value; {day}"),
}


EVENTS = {
    "rename": N_("renamed"),
    "form": N_("another legal form"),
    "merger": N_("merger"),
    "split": N_("split"),
    "branch": N_("became a branch"),
    "closing": N_("closed"),
}


def break_text(item: Succession) -> str:
    """An event that breaks a series: its day, its kind, who turned into whom, the act."""
    sources, targets = (", ".join(item.names[code] for code in codes) for codes in (item.sources, item.targets))
    what = f"{sources} → {targets}" if targets and item.changes_bodies else sources
    told = _("{day} {event}: {what}", day=item.date.isoformat(), event=_(EVENTS.get(item.kind, item.kind)), what=what)
    return f"{told} ({item.act})" if item.act else told


_NOTES = {
    "contradicts": N_("contradicted: {value} ({source})"),
    "restated": N_("restated, before: {value} ({source})"),
    "same_rounded": N_("agrees when rounded: {value} ({source})"),
}


def _version_note(version: Version) -> str:
    item = version.statement
    return _(_NOTES[version.relation], value=value_text(item), source=source_text(item))
