"""`letopis registry`: the names that figures are stated of."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import DEFAULT_ARCHIVE, ArchiveOption, FormatOption, OutputFormat, example, print_rows
from messages import _, n_
from messages.errors import ExitCode, WrongUsage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from normalize.names import Match
    from normalize.registry import Name
    from store.decisions import DecisionRecord

COLUMNS = ("text", "outcome", "entity_id", "entity", "score", "margin", "reasons", "candidates")
FROM_STDIN = "-"
OwnArchiveOption = Annotated[
    Path | None, typer.Option("--archive", envvar="LETOPIS_ARCHIVE", help=_("Also what this archive adds."))
]
FolderOption = Annotated[
    list[Path] | None,
    typer.Option("--folder", help=_("A folder with more registry files; may be given several times.")),
]


def register(app: typer.Typer) -> None:
    """Add `registry` and its commands."""
    registry = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    registry.command(
        "match",
        help=_("Say which entity each name stands for, or what makes it doubtful."),
        epilog=example(
            "letopis registry match «ГБПОУ ИО “Братский промышленный техникум”»",
            "letopis registry match --date 2020-01-15 --format json - < names.txt",
        ),
    )(match_names)
    registry.command(
        "check",
        help=_("Look for duplicates, cycles, overlapping dates and colliding acronyms in the registry."),
        epilog=example("letopis registry check", "letopis registry check --folder my-region/"),
    )(check)
    registry.command(
        "export",
        help=_("Write the registry as CSV files that can be edited and read again."),
        epilog=example("letopis registry export registry/"),
    )(export)
    registry.command(
        "import",
        help=_("Add registry files to the archive: entities, names, events, indicators."),
        epilog=example("letopis registry import my-region/ --archive archive"),
    )(import_)
    registry.command(
        "log",
        help=_(
            "List what people decided about names and indicators, the latest first; --undo takes one decision back."
        ),
        epilog=example("letopis registry log --archive archive", "letopis registry log --undo 12"),
    )(log)
    app.add_typer(
        registry, name="registry", help=_("Names of organisations and territories: match, check, export, import, log.")
    )


def match_names(
    names: Annotated[list[str] | None, typer.Argument(help=_("Names; “-” reads them from stdin, one a line."))] = None,
    day: Annotated[
        datetime | None, typer.Option("--date", formats=["%Y-%m-%d", "%d.%m.%Y"], help=_("As of this day."))
    ] = None,
    region: Annotated[str, typer.Option("--region", help=_("The region that the document is about."))] = "",
    folder: FolderOption = None,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Match names with the registry; with JSON one object a line, so that the output can be streamed."""
    from normalize.names import MatchContext, Matcher
    from normalize.registry import Registry

    matcher = Matcher(Registry.load(folder))
    context = MatchContext(region=_region_id(matcher.match(region)) if region else "")
    on = day.date() if day else None
    found = (matcher.match(name, on=on, context=context) for name in _asked(names))
    match form:
        case OutputFormat.JSON:
            for one in found:
                sys.stdout.write(json.dumps(_as_json(one), ensure_ascii=False) + "\n")
        case OutputFormat.CSV:
            print_rows(COLUMNS, map(_as_row, found), form)
        case OutputFormat.TABLE:
            print_rows(("text", "outcome", "entity", "reasons"), map(_as_lines, found), form, _headings())


def _asked(names: "Iterable[str] | None") -> "Iterator[str]":
    listed = list(names or [])
    if not listed and sys.stdin.isatty():
        raise WrongUsage(detail=_("Give the names to match, or “-” to read them from stdin."))
    for name in listed or [FROM_STDIN]:
        if name == FROM_STDIN:
            yield from (line for raw in sys.stdin if (line := raw.strip()))
        else:
            yield name


def _region_id(found: "Match") -> str:
    if found.entity_id is None:
        raise WrongUsage(detail=_("There is no region «{name}» in the registry.", name=found.text))
    return found.entity_id


def _as_json(found: "Match") -> dict[str, object]:
    return {
        "text": found.text,
        "outcome": found.outcome,
        "entity_id": found.entity_id,
        "entity": found.entity,
        "score": found.score,
        "margin": found.margin,
        "reasons": [str(reason) for reason in found.reasons],
        "candidates": [
            {
                "entity_id": candidate.entity_id,
                "entity": candidate.entity,
                "score": candidate.score,
                "reasons": [str(reason) for reason in candidate.reasons],
            }
            for candidate in found.candidates
        ],
    }


def _as_row(found: "Match") -> dict[str, object]:
    return {
        **_as_json(found),
        "reasons": "; ".join(map(str, found.reasons)),
        "candidates": "; ".join(f"{candidate.entity_id} {candidate.score:.2f}" for candidate in found.candidates),
    }


def _as_lines(found: "Match") -> dict[str, object]:
    """For people: the entity, or in its place those that it may be."""
    offered = "\n".join(f"{candidate.score:.2f}  {candidate.entity}" for candidate in found.candidates)
    return {
        "text": found.text,
        "outcome": _outcome(found.outcome),
        "entity": f"{found.entity}\n{found.entity_id}" if found.entity else offered,
        "reasons": "; ".join(map(str, found.reasons)),
    }


def _outcome(outcome: str) -> str:
    return {"match": _("match"), "ask": _("ask"), "unknown": _("unknown")}[outcome]


def _headings() -> dict[str, str]:
    return {"text": _("Name"), "outcome": _("Outcome"), "entity": _("Entity"), "reasons": _("Reasons")}


def check(folder: FolderOption = None, form: FormatOption = OutputFormat.TABLE) -> None:
    """Print the faults of the registry; exit code 1 if there is an error among them."""
    from normalize.registry import Registry
    from normalize.registry_check import check_registry

    faults = check_registry(Registry.load(folder))
    rows: list[dict[str, object]] = [
        {
            "severity": _severity(fault.severity) if form is OutputFormat.TABLE else fault.severity,
            "code": fault.code,
            "message": fault.message,
            "entities": ", ".join(fault.entities) if form is not OutputFormat.JSON else list(fault.entities),
        }
        for fault in faults
    ]
    columns = ("severity", "message") if form is OutputFormat.TABLE else ("severity", "code", "message", "entities")
    print_rows(columns, rows, form, {"severity": _("Severity"), "message": _("What is wrong")})
    errors = sum(fault.severity == "error" for fault in faults)
    typer.echo(_("Errors: {errors}, warnings: {warnings}.", errors=errors, warnings=len(faults) - errors), err=True)
    if errors:
        raise typer.Exit(ExitCode.NEEDS_A_PERSON)


def _severity(severity: str) -> str:
    return {"error": _("error"), "warning": _("warning")}[severity]


def export(
    target: Annotated[Path, typer.Argument(help=_("The folder to write into; made if missing."))],
    folder: FolderOption = None,
    archive: OwnArchiveOption = None,
) -> None:
    """Write the registry that is in force: the program's own data, all added folders, and what the archive adds:
    its own registry, the spellings that people decided on as `observed` names, the wordings as aliases of indicators."""
    from normalize.registry import Registry, folders
    from normalize.registry_files import write_registry
    from normalize.registry_local import write_catalogue

    decided = _decided(archive) if archive else []
    try:
        written = write_registry(Registry.load(folder).with_names(_observed(decided)), target)
        written += write_catalogue(folders(folder), target, _aliases(decided))
    except OSError as error:
        raise WrongUsage(detail=_("«{path}» cannot be written: {cause}.", path=target, cause=error.strerror)) from error
    typer.echo(_("Files written to {path}: {count}.", path=target, count=len(written)), err=True)


def _decided(archive: Path) -> "list[DecisionRecord]":
    from store.archive import Archive
    from store.decisions import decision_log

    with Archive.open(archive) as opened, opened.reading() as connection:
        return decision_log(connection)


def _observed(decided: "list[DecisionRecord]") -> "list[Name]":
    from normalize.registry import WITHIN, Name
    from store.decisions import observed_names

    # A category within a region has no row of its own in the files.
    names = [name for name in observed_names(decided) if WITHIN not in name[0]]
    return [Name(entity, "observed", text, source=source) for entity, text, source in names]


def _aliases(decided: "list[DecisionRecord]") -> "list[tuple[str, str]]":
    """Wordings that decisions still in force take for indicators of the catalogue."""
    valid = [record for record in decided if record.verdict == "indicator" and record.undone_at is None]
    return [(record.indicator, record.text) for record in valid if record.indicator]


def import_(
    source: Annotated[Path, typer.Argument(help=_("The folder with the files, in the layout of the program's own."))],
    archive: ArchiveOption = DEFAULT_ARCHIVE,
) -> None:
    """Add the files to the archive's registry, unless something in them contradicts it."""
    from normalize.registry import Registry
    from normalize.registry_check import check_registry
    from normalize.registry_local import import_folder
    from store.archive import Archive

    with Archive.open(archive, create=True) as opened:
        errors = [fault for fault in check_registry(Registry.load(source)) if fault.severity == "error"]
        if errors:
            for fault in errors:
                typer.echo(fault.message, err=True)
            raise typer.Exit(ExitCode.NEEDS_A_PERSON)
        import_folder(source, opened.registry_folder)
        registry = Registry.load(opened.registry_folder)
        opened.copy_registry(registry)
    typer.echo(_("Entities in the registry: {count}.", count=len(registry.entities)), err=True)


def log(
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    undo: Annotated[int | None, typer.Option("--undo", metavar="N", help=_("Take this decision back."))] = None,
    author: Annotated[str, typer.Option("--author", envvar="LETOPIS_AUTHOR", help=_("Who decides."))] = "",
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Print the decisions, or take one back."""
    from commands.review import user_name
    from store.archive import Archive
    from store.decisions import decision_log, undo_decision

    with Archive.open(archive) as opened:
        if undo is not None:
            with opened.writing() as connection:
                count = undo_decision(connection, undo, author or user_name())
            typer.echo(n_("{count} name is open again.", "{count} names are open again.", count), err=True)
            return
        with opened.reading() as connection:
            records = decision_log(connection)
    headings = {
        "id": _("No."),
        "about": _("What"),
        "text": _("Name"),
        "entity": _("Entity"),
        "mentions": _("Mentions"),
        "author": _("Author"),
        "decided_at": _("Decided"),
        "undone_at": _("Undone"),
    }
    print_rows(
        (*headings, "entity_id", "undone_by") if form is not OutputFormat.TABLE else tuple(headings),
        map(_log_row, records),
        form,
        headings,
    )


def _decided_for(record: "DecisionRecord") -> str:
    if record.subject == "indicator":
        return record.indicator_name or _("an indicator of its own")
    return record.entity_name or _("no entity")


def _log_row(record: "DecisionRecord") -> dict[str, object]:
    from commands.review_texts import about

    return {
        "id": record.id,
        "about": about(record.subject),
        "text": record.text,
        "entity": _decided_for(record),
        "entity_id": record.entity or record.indicator,
        "mentions": record.mentions,
        "author": record.author,
        "decided_at": record.decided_at,
        "undone_at": record.undone_at,
        "undone_by": record.undone_by,
    }
