"""What every command shares: the archive option, output formats, printing of rows."""

import csv
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from messages import _

if TYPE_CHECKING:
    from rich.console import Console

Row = Mapping[str, object]
# Letters in a line of a table that goes into a file or a pipe.
_PIPE_WIDTH = 120


class OutputFormat(StrEnum):
    """How a reading command prints its answer."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


ArchiveOption = Annotated[
    Path,
    typer.Option("--archive", envvar="LETOPIS_ARCHIVE", help=_("Folder of the archive.")),
]
SinceOption = Annotated[str | None, typer.Option("--from", help=_("From this period on (2019, 2021-H2, 2021-07-01)."))]
UntilOption = Annotated[str | None, typer.Option("--to", help=_("Up to and with this period."))]
FormatOption = Annotated[OutputFormat, typer.Option("--format", help=_("How to print the answer."))]
DEFAULT_ARCHIVE = Path("letopis-archive")


def print_rows(
    columns: Sequence[str], rows: Iterable[Row], form: OutputFormat, headings: Mapping[str, str] | None = None
) -> None:
    """Print rows to stdout: a table for people (columns named by ``headings``), a JSON array, or CSV."""
    match form:
        case OutputFormat.JSON:
            print_json([{column: row.get(column) for column in columns} for row in rows])
        case OutputFormat.CSV:
            _print_csv(columns, rows)
        case OutputFormat.TABLE:
            _print_table(columns, rows, headings or {})


def print_json(value: object) -> None:
    """One JSON value to stdout, readable and with Russian letters as they are."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def _print_csv(columns: Sequence[str], rows: Iterable[Row]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if row.get(column) is None else row[column] for column in columns])


def _print_table(columns: Sequence[str], rows: Iterable[Row], headings: Mapping[str, str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(headings.get(column, column), overflow="fold")
    for row in rows:
        table.add_row(*("" if row.get(column) is None else str(row[column]) for column in columns))
    console().print(table, markup=False)


def console() -> "Console":
    """Where tables are printed: as wide as the terminal; a file or a pipe has room for the names of documents."""
    from rich.console import Console

    told = Console()
    return told if told.is_terminal or "COLUMNS" in os.environ else Console(width=_PIPE_WIDTH)


def example(*commands: str) -> str:
    """The epilogue of a command's help: lines to copy. ``\\b`` keeps click from joining them."""
    return "\n".join(["\b", _("Example:"), *(f"  {command}" for command in commands)])
