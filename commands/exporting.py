"""`letopis export`: values for spreadsheets, notebooks and other programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, SinceOption, UntilOption, example
from messages import _, n_
from messages.errors import WrongUsage


class ExportFormat(StrEnum):
    """Kinds of export."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
    PARQUET = "parquet"
    SDMX = "sdmx"


def register(app: typer.Typer) -> None:
    """Add `export` to the command line."""
    app.command(
        "export",
        help=_("Write values with their places and citations for a spreadsheet, a notebook or another program."),
        epilog=example(
            "letopis export series.xlsx --indicator выпускников",
            "letopis export all.parquet --all-vintages",
            "letopis export - --format sdmx --from 2020 > series.csv",
        ),
    )(export)


def export(
    file: Annotated[Path, typer.Argument(help=_("The file to write; its suffix tells the format. “-”: stdout."))],
    indicator: Annotated[list[str] | None, typer.Option("--indicator", "-i", help=_("Only these indicators."))] = None,
    entity: Annotated[list[str] | None, typer.Option("--entity", "-e", help=_("Only these entities."))] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    all_vintages: Annotated[
        bool, typer.Option("--all-vintages", help=_("Every statement of every document, not only the preferred ones."))
    ] = False,
    kind: Annotated[
        ExportFormat | None, typer.Option("--format", help=_("The format, when the suffix does not tell it."))
    ] = None,
    archive: ArchiveOption = DEFAULT_ARCHIVE,
) -> None:
    """Write the export; say how many values it holds."""
    from commands.periods import first_day, last_day
    from commands.question import Question
    from store.archive import Archive
    from store.export import Asked, exported
    from store.export_files import write_export, write_stream
    from store.statements import Wanted

    chosen = (kind or _kind_of(file)).value
    limits = Wanted(since=first_day(since), until=last_day(until))
    with Archive.open(archive) as opened, opened.reading() as connection:
        wanted = Question(indicator or [], entity or [], ()).wanted(connection, limits)
        statements = exported(connection, Asked(wanted, preferred=not all_vintages))
        if str(file) == "-":
            write_stream(statements, sys.stdout.buffer, chosen)
            return
        count = write_export(statements, file, chosen)
    typer.echo(n_("{count} value written to {file}", "{count} values written to {file}", count, file=file), err=True)


def _kind_of(file: Path) -> ExportFormat:
    if file.name.lower().endswith(".sdmx.csv"):
        return ExportFormat.SDMX
    try:
        return ExportFormat(file.suffix.lower().removeprefix("."))
    except ValueError:
        raise WrongUsage(
            detail=_("Name the format: end the file in .csv, .sdmx.csv, .jsonl, .xlsx or .parquet, or say --format.")
        ) from None
