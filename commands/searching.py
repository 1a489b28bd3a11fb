"""`letopis search`: words in texts, tables, measures and references; who must do what by when."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, FormatOption, OutputFormat, example, print_rows
from messages import N_, _
from messages.errors import NothingFound, WrongUsage

if TYPE_CHECKING:
    from store.archive import Archive
    from store.measures import MeasureRecord
    from store.search import Hit


class Where(StrEnum):
    """What is searched."""

    TEXT = "text"
    TABLES = "tables"
    MEASURES = "measures"
    REFERENCES = "references"


KINDS = {
    Where.TEXT: ("paragraph",),
    Where.TABLES: ("caption", "row"),
    Where.MEASURES: ("measure",),
    Where.REFERENCES: ("reference",),
}
KIND_NAMES = {
    "paragraph": N_("text"),
    "caption": N_("caption"),
    "row": N_("table row"),
    "measure": N_("measure"),
    "reference": N_("reference to an act"),
}


def register(app: typer.Typer) -> None:
    """Add `search` to the command line."""
    app.command(
        "search",
        help=_("Search the words of texts, tables, measures and references, in any of their forms."),
        epilog=example(
            "letopis search наставничество волонтёры",
            "letopis search '«постинтернатное сопровождение»' --in tables --limit 5",
            "letopis search --measures --executor 'министерство образования' --due 2024",
        ),
    )(search)


def search(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[WORDS]…", help=_("All must be found; “quoted” ones together."))
    ] = None,
    where: Annotated[list[Where] | None, typer.Option("--in", help=_("Only in these; everywhere by default."))] = None,
    measures: Annotated[
        bool, typer.Option("--measures", help=_("List whole measures with term and executors."))
    ] = False,
    executor: Annotated[
        str | None, typer.Option("--executor", help=_("Measures of this executor: a name or some of its words."))
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", help=_("Measures due in this period, the recurring ones included."))
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=_("How many hits to print."))] = 20,
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Print hits with their place, or measures."""
    from store.archive import Archive

    asked = " ".join(words or [])
    with Archive.open(archive) as opened:
        if measures or executor or due:
            _print_measures(_measures(opened, asked, executor, due), form)
            return
        if not asked:
            raise WrongUsage(detail=_("Name the words to search."))
        hits = _hits(opened, asked, where or list(Where), limit)
    if not hits:
        raise NothingFound(detail=_("Nothing holds all of these words: “{words}”.", words=asked))
    headings = {"kind": _("Found in"), "snippet": _("Words"), "document": _("Document"), "place": _("Place")}
    columns = (
        tuple(headings)
        if form is OutputFormat.TABLE
        else (*headings, "document_id", "document_date", "block", "table", "row")
    )
    print_rows(columns, [_hit_row(hit) for hit in hits], form, headings)


def _hits(archive: Archive, words: str, where: Sequence[Where], limit: int) -> list[Hit]:
    from store.search import search as find

    kinds = [kind for part in where for kind in KINDS[part]]
    with archive.reading() as connection:
        return find(connection, words, kinds=kinds, limit=limit)


def _hit_row(hit: Hit) -> dict[str, object]:
    from commands.wording import place_text

    return {
        "kind": _(KIND_NAMES[hit.kind]),
        "snippet": hit.snippet,
        "document": hit.document,
        "document_id": hit.sha256,
        "document_date": hit.document_date,
        "place": place_text(hit.place),
        "block": hit.place.block,
        "table": hit.place.table,
        "row": hit.place.row,
    }


def _measures(archive: Archive, words: str, executor: str | None, due: str | None) -> list[MeasureRecord]:
    from commands.periods import asked_period
    from store.lookup import find_entities
    from store.measures import WantedMeasures, find_measures
    from store.resolve import registry_resolver

    period = asked_period(due) if due else None
    with archive.reading() as connection:
        taken = find_entities(connection, executor, registry_resolver()).taken if executor else ()
        wanted = WantedMeasures(words, taken, executor or "", (period.start, period.end) if period else None)
        found = find_measures(connection, wanted)
    if not found:
        raise NothingFound(detail=_("No such measure."))
    return found


def _print_measures(found: Sequence[MeasureRecord], form: OutputFormat) -> None:
    headings = {
        "number": _("No."),
        "title": _("Measure"),
        "term": _("Term"),
        "executors": _("Executors"),
        "document": _("Document"),
    }
    exact = ("section", "term_start", "term_end", "recurrence", "outcome", "document_id", "table", "row")
    columns = tuple(headings) if form is OutputFormat.TABLE else (*headings, *exact)
    print_rows(columns, [_measure_row(item) for item in found], form, headings)


def _measure_row(item: MeasureRecord) -> dict[str, object]:
    by_agreement = _("by agreement")
    executors = [
        f"{executor.text} ({by_agreement})" if executor.by_agreement else executor.text for executor in item.executors
    ]
    return {
        "number": item.number,
        "section": item.section,
        "title": item.title,
        "term": item.term,
        "term_start": item.term_start,
        "term_end": item.term_end,
        "recurrence": item.recurrence,
        "outcome": item.outcome,
        "executors": "; ".join(executors),
        "document": item.document,
        "document_id": item.sha256,
        "table": item.table,
        "row": item.row,
    }
