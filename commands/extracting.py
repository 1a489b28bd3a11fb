"""`letopis extract`: one file as JSON, without an archive."""

from pathlib import Path
from typing import Annotated

import typer

from commands.shared import example, print_json
from messages import _


def register(app: typer.Typer) -> None:
    """Add `extract` to the command line."""
    app.command(
        "extract",
        help=_("Read one document and print all that it says as one JSON object."),
        epilog=example("letopis extract report.docx > report.json"),
    )(extract)


def extract(file: Annotated[Path, typer.Argument(help=_("The document to read."))]) -> None:
    """Print the document, its tables and its facts; the schema is `docs/document.schema.json`."""
    from extract.interpret import interpret

    from extract import read
    from extract.output import to_json

    print_json(to_json(interpret(read(file))))
