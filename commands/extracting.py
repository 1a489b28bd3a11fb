"""`letopis extract`: one file as JSON, for reading, or as a list of values; without an archive."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import FormatOption, OutputFormat, example, print_json
from messages import _
from messages.errors import WrongUsage

if TYPE_CHECKING:
    from extract.facts import Facts


def register(app: typer.Typer) -> None:
    """Add `extract` to the command line."""
    app.command(
        "extract",
        help=_("Read one document and print all that it says as one JSON object."),
        epilog=example(
            "letopis extract report.docx > report.json",
            "letopis extract decree.docx --format table",
            "letopis extract report.pdf --format csv > values.csv",
        ),
    )(extract)


DebugOption = Annotated[
    Path | None,
    typer.Option("--debug-image", help=_("Also draw what was seen over each page of a PDF, as PNG in this folder.")),
]


def extract(
    file: Annotated[Path, typer.Argument(help=_("The document to read."))],
    debug_image: DebugOption = None,
    form: FormatOption = OutputFormat.JSON,
) -> None:
    """Print the document, its tables and its facts: as JSON by the schema `docs/document.schema.json`, for a person to
    read, or the values alone as CSV."""
    from extract import read
    from extract.interpret import interpret

    facts = interpret(read(file))
    _print(facts, form)
    if debug_image is not None:
        _draw(file, facts, debug_image)


def _print(facts: "Facts", form: OutputFormat) -> None:
    from commands.extracted import print_document, print_values
    from extract.output import to_json

    match form:
        case OutputFormat.JSON:
            print_json(to_json(facts))
        case OutputFormat.TABLE:
            print_document(facts)
        case OutputFormat.CSV:
            print_values(facts.observations, form)


def _draw(file: Path, facts: "Facts", folder: Path) -> None:
    from extract.formats.pdf import MEDIA_TYPE
    from extract.formats.pdf_debug import debug_images

    if facts.document.source.media_type != MEDIA_TYPE:
        raise WrongUsage(detail=_("Only the pages of a PDF can be drawn: leave --debug-image out."))
    for image in debug_images(file, facts.document, folder):
        typer.echo(str(image), err=True)
