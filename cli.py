"""The command line: puts the families of commands together and turns failures into sentences and exit codes."""

import sys

import typer

from commands import asking, checking, extracting, importing, registry
from messages import _
from messages.errors import ExitCode, LetopisError

app = typer.Typer(
    name="letopis",
    help=_("Turns years of administrative reports into comparable indicators and checks each new report."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for family in (importing, asking, checking, extracting, registry):
    family.register(app)


def main() -> None:
    """Entry point of the ``letopis`` command."""
    try:
        app()
    except LetopisError as error:
        typer.echo(f"letopis: {error} [{error.code}]", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.exit(ExitCode.DONE)


if __name__ == "__main__":
    main()
