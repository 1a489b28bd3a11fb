"""The command line: puts the families of commands together and turns failures into sentences and exit codes."""

import os
import sys

import typer

from commands import asking, checking, exporting, extracting, importing, registry, review, searching
from commands.usage import App, Group, speak, usage_sentence
from messages import _
from messages.errors import ExitCode, InternalError, LetopisError

speak()
app = App(
    name="letopis",
    cls=Group,
    help=_("Turns years of administrative reports into comparable indicators and checks each new report."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for family in (importing, asking, searching, exporting, checking, extracting, review, registry):
    family.register(app)


def main() -> None:
    """Entry point of the ``letopis`` command."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Carry out one command line; the exit code."""
    try:
        return int(app(arguments, standalone_mode=False) or ExitCode.DONE)
    except LetopisError as error:
        typer.echo(f"letopis: {error} [{error.code}]", err=True)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output has seen enough; say nothing more, not even at exit.
        sys.stdout = None
        return ExitCode.DONE
    except (typer.Abort, KeyboardInterrupt):
        typer.echo(_("Stopped."), err=True)
        return 130
    except Exception as error:
        return _wrong_usage(error) if hasattr(error, "format_message") else _defect(error)


def _defect(error: Exception) -> int:
    """A failure that nobody foresaw: one sentence for people, the traceback for whoever asks for it."""
    if os.environ.get("LETOPIS_DEBUG"):
        raise error
    told = InternalError(detail=f"{type(error).__name__}: {error}")
    typer.echo(f"letopis: {told} [{told.code}]", err=True)
    return told.exit_code


def _wrong_usage(error: Exception) -> int:
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(str(error))
        return ExitCode.WRONG_USAGE
    typer.echo(usage_sentence(error), err=True)
    typer.echo(_("See “letopis --help”."), err=True)
    return ExitCode.WRONG_USAGE


if __name__ == "__main__":
    main()
