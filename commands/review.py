"""`letopis review`: names and indicators that the program is unsure of, answered by a person, one key each."""

import getpass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, FormatOption, OutputFormat, example, print_json, print_rows
from messages import _, n_

if TYPE_CHECKING:
    from store.archive import Archive
    from store.questions import Question


class Subject(StrEnum):
    """What is asked about."""

    NAMES = "names"
    INDICATORS = "indicators"


def register(app: typer.Typer) -> None:
    """Add `review` to the command line."""
    app.command(
        "review",
        help=_(
            "Answer what the program is unsure of: which organisation a name stands for, which indicator a wording "
            "means. One key for each answer."
        ),
        epilog=example(
            "letopis review --archive archive", "letopis review --auto", "letopis review --list --format csv"
        ),
    )(review)


def review(
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    unknown: Annotated[
        bool, typer.Option("--unknown", help=_("Also names and indicators that are like nothing known."))
    ] = False,
    about: Annotated[
        Subject | None, typer.Option("--about", help=_("Only names, or only indicators; both if not given."))
    ] = None,
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
            _list(_questions(opened, unknown, about), form)
        else:
            _ask(opened, _questions(opened, unknown, about), author or user_name())


def user_name() -> str:
    """Who sits at the keyboard, for the log of decisions."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def _settle(archive: "Archive") -> None:
    from normalize.indicators import IndicatorCatalogue
    from normalize.names import default_matcher
    from store.indicator_decisions import rematch_wordings
    from store.rematching import rematch_open

    archive.copy_registry(default_matcher().registry)
    with archive.writing() as connection:
        settled = rematch_open(connection, default_matcher())
        wordings = rematch_wordings(connection, IndicatorCatalogue.load())
    typer.echo(n_("{count} name settled.", "{count} names settled.", settled))
    typer.echo(n_("{count} wording of an indicator settled.", "{count} wordings of indicators settled.", wordings))


def _questions(archive: "Archive", unknown: bool, about: Subject | None) -> "list[Question]":
    """Names first, then indicators, each sort from the most frequent on."""
    from normalize.indicators import IndicatorCatalogue
    from store.indicator_questions import open_indicators
    from store.questions import open_questions

    found: list[Question] = []
    with archive.reading() as connection:
        if about is not Subject.INDICATORS:
            found += open_questions(connection, unknown=unknown)
        if about is not Subject.NAMES:
            found += open_indicators(connection, IndicatorCatalogue.load(), unknown=unknown)
    return found


def _list(questions: "list[Question]", form: OutputFormat) -> None:
    from commands.review_texts import question_json, question_row

    if form is OutputFormat.JSON:
        print_json([question_json(question) for question in questions])
        return
    headings = {
        "about": _("What"),
        "text": _("Name"),
        "times": _("Times"),
        "documents": _("Documents"),
        "reasons": _("Reasons"),
        "candidates": _("Candidates"),
    }
    print_rows(tuple(headings), map(question_row, questions), form, headings)


def _ask(archive: "Archive", questions: "list[Question]", author: str) -> None:
    from commands.keys import keyboard
    from commands.review_session import Session

    if not questions:
        typer.echo(_("Nothing is open."))
        return
    with keyboard() as keys:
        Session(archive, author, keys.key, keys.line).run(questions)
