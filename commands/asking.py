"""`letopis series`, `show`: asking the archive."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import (
    DEFAULT_ARCHIVE,
    ArchiveOption,
    FormatOption,
    OutputFormat,
    SinceOption,
    UntilOption,
    example,
)
from messages import _
from messages.errors import NothingFound, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from store.series import Line
    from store.succession import Succession


class Follow(StrEnum):
    """Through what a series is followed."""

    SUCCESSORS = "successors"


class Kind(StrEnum):
    """The kinds of entity of the registry."""

    COLLEGE = "college"
    SCHOOL = "school"
    MINISTRY = "ministry"
    AGENCY = "agency"
    INSTITUTE = "institute"
    NGO = "ngo"
    MUNICIPALITY = "municipality"
    REGION = "region"
    CATEGORY = "category"
    OTHER = "other"


def register(app: typer.Typer) -> None:
    """Add the commands that ask the archive."""
    app.command(
        "series",
        help=_("Print how an indicator went over time: by college or municipality, with the source of each value."),
        epilog=example(
            "letopis series --indicator 'Количество выпускников' --entity 'Усольский индустриальный техникум'",
            "letopis series --indicator выпускников --from 2019 --to 2022-H1 --plot graduates.svg",
            "letopis series --indicator выпускников --compare 2020 2021 --top 10",
        ),
    )(series)
    app.command(
        "show",
        help=_("Show a document, a table of it, or one value with the row that it stands in."),
        epilog=example("letopis show spravka.docx", "letopis show 3fa94c1e --table 2", "letopis show 3fa94c1e:17"),
    )(show)


def series(
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", "-i", help=_("The indicator, in its own words or some of them."))
    ] = None,
    entity: Annotated[
        list[str] | None,
        typer.Option("--entity", "-e", help=_("A college, a municipality, a ministry: by name or id.")),
    ] = None,
    breakdown: Annotated[
        str | None, typer.Option("--breakdown", help=_("Only breakdowns that hold these words."))
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help=_("Only what documents up to this day had stated."))
    ] = None,
    all_vintages: Annotated[
        bool, typer.Option("--all-vintages", help=_("Every statement, also those that later documents restated."))
    ] = False,
    changes: Annotated[
        bool, typer.Option("--changes", help=_("Also differences and ratios that documents state in words."))
    ] = False,
    alone: Annotated[
        bool, typer.Option("--alone", help=_("Without the bodies that the entity came from or turned into."))
    ] = False,
    follow: Annotated[
        Follow | None,
        typer.Option("--follow", help=_("Add up the bodies that turned into one, and go on under the last name.")),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="PERIOD PERIOD", help=_("Change between two periods, with ranks.")),
    ] = None,
    top: Annotated[
        int | None, typer.Option("--top", min=1, help=_("Only the series with the highest latest values."))
    ] = None,
    by: Annotated[
        Kind | None, typer.Option("--by", help=_("Only entities of this kind: one series for each of them."))
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE.svg|png|html", help=_("Also draw the series into this file."))
    ] = None,
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Find what is meant, load its statements, print them as series."""
    from commands.periods import asked_period, first_day, last_day
    from commands.question import Question
    from store.archive import Archive
    from store.comparison import top as highest
    from store.statements import Wanted
    from store.succession import load_successions

    if not indicator and not entity:
        raise WrongUsage(detail=_("Name an indicator or an entity: --indicator, --entity."))
    if plot:
        _check_plot(plot)
    limits = Wanted(
        breakdown=breakdown,
        since=first_day(since),
        until=last_day(until),
        as_of=last_day(as_of),
        measures=() if changes else ("level", "share"),
        spans=[(period.start, period.end) for period in map(asked_period, compare or ())],
    )
    with Archive.open(archive) as opened, opened.reading() as connection:
        successions = load_successions(connection)
        question = Question(indicator or [], entity or [], () if alone else successions)
        lines = question.lines(connection, limits)
        if by:
            lines = _of_kind(connection, lines, by)
    if follow:
        lines = _followed(lines, successions)
    if compare:
        _print_compared(lines, compare, top, form)
        return
    if top:
        lines = highest(lines, top)
    if plot:
        _draw(lines, plot, successions)
    _print_series(lines, form, all_vintages, successions)


def _of_kind(connection: Connection, lines: list[Line], kind: Kind) -> list[Line]:
    """The series of registered entities of this kind. Raises NothingFound."""
    from store.lookup import codes_of_kind

    codes = codes_of_kind(connection, kind.value)
    found = [line for line in lines if line.entity_code in codes]
    if not found:
        raise NothingFound(detail=_("None of these values is told by entities of the kind “{kind}”.", kind=kind.value))
    return found


def _followed(lines: list[Line], successions: Sequence[Succession]) -> list[Line]:
    from store.succession import follow

    return [line for line in follow(lines, successions) if line.points]


def _print_compared(lines: Sequence[Line], periods: tuple[str, str], top: int | None, form: OutputFormat) -> None:
    from commands.comparison_output import print_comparison
    from commands.periods import asked_period
    from store.comparison import compare

    before, after = map(asked_period, periods)
    compared = compare(lines, before, after)
    if not compared:
        raise NothingFound(
            detail=_("No series has a value both for {before} and for {after}.", before=before.code, after=after.code)
        )
    shown = [item for item in compared if top is None or item.rank_after <= top]
    print_comparison(shown, before, after, form)


def _print_series(
    lines: Sequence[Line], form: OutputFormat, all_vintages: bool, successions: Sequence[Succession]
) -> None:
    from commands.series_output import print_series

    print_series(lines, form, all_vintages=all_vintages, successions=successions)


def _check_plot(file: Path) -> None:
    from commands.charts.files import check_suffix

    check_suffix(file)


def _draw(lines: Sequence[Line], file: Path, successions: Sequence[Succession]) -> None:
    from commands.charts.files import draw_series

    draw_series(lines, file, successions)
    typer.echo(_("Drawn: {file}", file=file), err=True)


def show(
    what: Annotated[
        str, typer.Argument(help=_("A document (its name, or the first digits of its hash), or a value (3fa94c1e:17)."))
    ],
    table: Annotated[
        str | None, typer.Option("--table", help=_("A table: its printed number, else its position."))
    ] = None,
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Show a document, a table, or a value with its row."""
    from commands.showing import show_document, show_table, show_value
    from store.archive import Archive
    from store.documents import find_document

    name, ordinal = _value_id(what)
    with Archive.open(archive) as opened, opened.reading() as connection:
        document = find_document(connection, name)
        if ordinal is not None:
            show_value(connection, document, ordinal, opened.folder, form)
        elif table is not None:
            show_table(connection, document, table, form)
        else:
            show_document(connection, document, opened.folder, form)


def _value_id(what: str) -> tuple[str, int | None]:
    """«3fa94c1e:17» as hash and number; anything else is a document."""
    name, colon, number = what.rpartition(":")
    return (name, int(number)) if colon and number.isdigit() else (what, None)
