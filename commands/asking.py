"""`letopis series`, `show`: asking the archive."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, FormatOption, OutputFormat, example
from messages import _
from messages.errors import NothingFound, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from store.lookup import Found, FoundEntity, FoundIndicator
    from store.series import Line
    from store.statements import Wanted
    from store.succession import Succession

T = TypeVar("T")


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
    since: Annotated[
        str | None, typer.Option("--from", help=_("From this period on (2019, 2021-H2, 2021-07-01)."))
    ] = None,
    until: Annotated[str | None, typer.Option("--to", help=_("Up to and with this period."))] = None,
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
    from commands.periods import asked_day, asked_period
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
        since=asked_period(since).start if since else None,
        until=asked_period(until).end if until else None,
        as_of=asked_day(as_of) if as_of else None,
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


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: words for indicators and for entities; `successions` bring in their relatives."""

    indicators: Sequence[str]
    entities: Sequence[str]
    successions: Sequence[Succession]

    def lines(self, connection: Connection, limits: Wanted) -> list[Line]:
        """The series that the words mean. Raises NothingFound."""
        from store.series import build_lines
        from store.statements import load_statements

        lines = build_lines(load_statements(connection, self.wanted(connection, limits)))
        if not lines:
            raise NothingFound(detail=_nothing(self.indicators, self.entities))
        return lines

    def wanted(self, connection: Connection, limits: Wanted) -> Wanted:
        """`limits` narrowed to what the words mean. Raises NothingFound."""
        from store.lookup import find_each, find_indicators
        from store.resolve import registry_resolver

        resolver = registry_resolver()
        named = [
            _taken(words, find_indicators(connection, words, resolver), _offer_indicator) for words in self.indicators
        ]
        answers = zip(self.entities, find_each(connection, self.entities, resolver), strict=True)
        meant = [_taken(words, found, _offer_entity) for words, found in answers]
        subjects = [item for found in meant for item in found]
        return replace(
            limits,
            indicators=[item.id for found in named for item in found],
            entities=self._with_relatives(connection, subjects),
            mentions=[item.folded for item in subjects if item.folded is not None],
        )

    def _with_relatives(self, connection: Connection, subjects: Sequence[FoundEntity]) -> list[int]:
        from store.lookup import entity_ids
        from store.succession import relatives

        codes = {item.code for item in subjects if item.code is not None}
        return entity_ids(connection, relatives(self.successions, codes)) if codes else []


def _taken(words: str, found: Found[T], offer: Callable[[T], str]) -> Sequence[T]:
    if found.taken:
        return found.taken
    if found.offered:
        offers = "".join(f"\n  {offer(item)}" for item in found.offered)
        raise NothingFound(
            detail=_("The archive has nothing called “{words}”. Did you mean:{offers}", words=words, offers=offers)
        )
    raise NothingFound(detail=_("The archive has nothing called “{words}”.", words=words))


def _offer_indicator(item: FoundIndicator) -> str:
    return item.name


def _offer_entity(item: FoundEntity) -> str:
    return f"{item.name} ({item.code})" if item.code else item.name


def _nothing(indicators: Sequence[str], entities: Sequence[str]) -> str:
    if indicators and entities:
        return _(
            "No value of “{indicators}” for “{entities}” within these limits.",
            indicators="; ".join(indicators),
            entities="; ".join(entities),
        )
    return _("No value of “{what}” within these limits.", what="; ".join([*indicators, *entities]))


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
