"""How commands are declared and how wrong usage is told, in the reader's language.

Typer's own headings are looked up in our catalogues; its usage errors are English only, so they are told here.
"""

import gettext
import os
from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from messages import DOMAIN, LOCALE_DIR, N_, _, language

# Looked up by Typer itself through gettext's default domain.
HEADINGS = (
    N_("Arguments"),
    N_("Options"),
    N_("Commands"),
    N_("required"),
    N_("default: {default}"),
    N_("env var: {var}"),
    N_("(dynamic)"),
)


def speak() -> None:
    """Make Typer's headings come from our catalogues, in our language."""
    os.environ["LANGUAGE"] = language()
    gettext.bindtextdomain(DOMAIN, LOCALE_DIR)
    gettext.textdomain(DOMAIN)


class Command(TyperCommand):
    """A command whose usage line and help option are translated."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        return _translated(super().get_help_option(ctx))


class Group(TyperGroup):
    """The same for the command line as a whole; commands are listed in the order of their families."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), _("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        return _translated(super().get_help_option(ctx))

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature is click's
        """Whole sentences, not their first words."""
        rows = [(name, str(command.help)) for name, command in self.commands.items() if not command.hidden]
        with formatter.section(_("Commands")):
            formatter.write_dl(rows)


class App(typer.Typer):
    """A Typer application whose commands are of our class."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        settings.setdefault("cls", Command)
        return super().command(name, **settings)


def _translated(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this message and exit.")
    return option


def usage_sentence(error: Any) -> str:
    """What was wrong with the words of the command, in one sentence."""
    match type(error).__name__:
        case "NoSuchOption":
            return _("There is no option {option}.", option=error.option_name)
        case "MissingParameter":
            return _("{parameter} is missing.", parameter=_parameter(error))
        case "BadParameter":
            return _("{parameter} cannot be understood: {reason}", parameter=_parameter(error), reason=error.message)
        case _:
            return str(error.format_message())


def _parameter(error: Any) -> str:
    hint = error.param_hint or (error.param.get_error_hint() if error.param else "")
    return str(hint if isinstance(hint, str) else " / ".join(hint))
