"""`letopis review`: names that the program is unsure of, answered by a person, one key each."""

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, FormatOption, OutputFormat, example, print_json, print_rows
from messages import _, n_

if TYPE_CHECKING:
    from store.archive import Archive
    from store.questions import Question


def register(app: typer.Typer) -> None:
    """Add `review` to the command line."""
    app.command(
        "review",
        help=_("Answer what the program is unsure of: which organisation a name stands for. One key for each answer."),
        epilog=example(
            "letopis review --archive archive", "letopis review --auto", "letopis review --list --format csv"
        ),
    )(review)


def review(
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    unknown: Annotated[
        bool, typer.Option("--unknown", help=_("Also names that are like nothing in the registry."))
    ] = False,
    author: Annotated[str, typer.Option("--author", envvar="LETOPIS_AUTHOR", help=_("Who decides."))] = "",
    auto: Annotated[
        bool, typer.Option("--auto", help=_("Ask nobody: settle only what the matcher is sure of by now."))
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help=_("Only list the open questions."))] = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Settle, list or ask, in that order of precedence."""
    from store.archive import Archive

    with Archive.open(archive) as opened:
        if auto:
            _settle(opened)
        elif listed:
            _list(opened, unknown, form)
        else:
            _ask(opened, unknown, author or user_name())


def user_name() -> str:
    """Who sits at the keyboard, for the log of decisions."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def _settle(archive: "Archive") -> None:
    from normalize.names import default_matcher
    from store.rematching import rematch_open

    archive.copy_registry(default_matcher().registry)
    with archive.writing() as connection:
        settled = rematch_open(connection, default_matcher())
    typer.echo(n_("{count} name settled.", "{count} names settled.", settled))


def _questions(archive: "Archive", unknown: bool) -> "list[Question]":
    from store.questions import open_questions

    with archive.reading() as connection:
        return open_questions(connection, unknown=unknown)


def _list(archive: "Archive", unknown: bool, form: OutputFormat) -> None:
    from commands.review_texts import question_json, question_row

    questions = _questions(archive, unknown)
    if form is OutputFormat.JSON:
        print_json([question_json(question) for question in questions])
        return
    headings = {
        "text": _("Name"),
        "times": _("Times"),
        "documents": _("Documents"),
        "reasons": _("Reasons"),
        "candidates": _("Candidates"),
    }
    print_rows(tuple(headings), map(question_row, questions), form, headings)


def _ask(archive: "Archive", unknown: bool, author: str) -> None:
    from commands.keys import keyboard
    from commands.review_session import Session

    questions = _questions(archive, unknown)
    if not questions:
        typer.echo(_("No name is open."))
        return
    with keyboard() as keys:
        Session(archive, author, keys.key, keys.line).run(questions)
