"""`letopis import`, `status`, `problems`, `undo`, `upgrade`: filling the archive and looking after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import (
    DEFAULT_ARCHIVE,
    ArchiveOption,
    FormatOption,
    OutputFormat,
    example,
    print_json,
    print_rows,
)
from messages import N_, _, n_
from messages.errors import ExitCode, WrongUsage

if TYPE_CHECKING:
    from ingest.run import RunReport
    from store.overview import Overview
    from store.runs import RunRecord

MEBIBYTE = 1 << 20
RUN_STATUS = {
    "running": N_("running"),
    "done": N_("done"),
    "interrupted": N_("interrupted"),
    "undone": N_("undone"),
}


def register(app: typer.Typer) -> None:
    """Add the commands that fill the archive and look after it."""
    app.command(
        "import",
        help=_("Import documents and folders of documents into the archive; what it knows is not read again."),
        epilog=example(
            "letopis import reports/ --archive archive", "letopis import reports/2021.docx reports/2022.pdf"
        ),
    )(import_)
    app.command(
        "status",
        help=_("Tell what the archive holds and what became of the latest imports."),
        epilog=example("letopis status --archive archive", "letopis status --verify"),
    )(status)
    app.command(
        "problems",
        help=_("List the files that could not be imported, and why; with --warnings also what was read unsurely."),
        epilog=example("letopis problems --archive archive", "letopis problems --warnings --format csv"),
    )(problems)
    app.command(
        "undo",
        help=_("Take back an import: the documents that only it brought, and all that they state."),
        epilog=example("letopis undo", "letopis undo 3 --archive archive"),
    )(undo)
    app.command(
        "copy-archive",
        help=_(
            "Copy the archive's rows into another, empty database (SQLite or PostgreSQL) and prove that they are equal."
        ),
        epilog=example("letopis copy-archive postgresql://user@host/letopis --archive archive"),
    )(copy_archive)
    app.command(
        "upgrade",
        help=_("Bring an archive that another version wrote to the present one; every row is kept."),
        epilog=example("letopis upgrade --archive archive"),
    )(upgrade)


def copy_archive(
    target: Annotated[
        str, typer.Argument(help=_("An empty database: postgresql://…, or the path of a new SQLite file."))
    ],
    archive: ArchiveOption = DEFAULT_ARCHIVE,
) -> None:
    """Copy, prove equality, say what was copied."""
    from store.archive import Archive
    from store.copying import copy_database

    with Archive.open(archive) as opened:
        counts = copy_database(opened, target)
    typer.echo(
        n_("{count} row copied, every one the same", "{count} rows copied, every one the same", sum(counts.values()))
    )


def import_(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help=_("Documents and folders of documents."))],
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, help=_("How many files to read at once; 0: one for each core."))
    ] = 0,
    time_limit: Annotated[float, typer.Option("--time-limit", min=1, help=_("Seconds that one file may take."))] = 300,
    memory_limit: Annotated[
        int, typer.Option("--memory-limit", min=512, help=_("Mebibytes that the process reading a file may take."))
    ] = 3072,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Import, print the summary, and end with 1 when files failed."""
    from ingest.pool import Limits
    from ingest.run import import_paths
    from store.archive import Archive

    limits = Limits(time_limit, memory_limit * MEBIBYTE)
    with Archive.open(archive, create=True) as opened, _progress() as progress:
        report = import_paths(opened, paths, limits=limits, workers=jobs, progress=progress)
    _print_report(report, form)
    if report.failures:
        raise typer.Exit(ExitCode.NEEDS_A_PERSON)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, Path], None]]:
    """A progress bar on stderr when that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, path: bar.update(task, completed=done, total=total, description=path.name)


def _print_report(report: RunReport, form: OutputFormat) -> None:
    if form is OutputFormat.JSON:
        print_json(_report_json(report))
        return
    if form is OutputFormat.CSV:
        raise WrongUsage(detail=_("The summary of an import is printed as a table or as JSON."))
    for line in _report_lines(report):
        typer.echo(line)
    for failure in report.failures:
        typer.echo(f"  {failure.path}: {failure.error} [{failure.error.code}]", err=True)


def _report_lines(report: RunReport) -> Iterator[str]:
    counts = report.counts
    yield _("Import {run}:", run=report.run_id)
    yield "  " + n_("{count} new document", "{count} new documents", counts.new)
    yield "  " + n_("{count} file already known", "{count} files already known", counts.known)
    yield "  " + n_("{count} file failed", "{count} files failed", counts.failed)
    if counts.skipped:
        kinds = ", ".join(f"{suffix or '—'}: {number}" for suffix, number in sorted(report.skipped.items()))
        yield "  " + n_(
            "{count} file is no document ({kinds})",
            "{count} files are no documents ({kinds})",
            counts.skipped,
            kinds=kinds,
        )
    yield "  " + n_("{count} table", "{count} tables", report.tables)
    yield "  " + n_("{count} value", "{count} values", report.observations)
    if report.to_review:
        yield "  " + n_("{count} name needs an answer", "{count} names need an answer", report.to_review)


def _report_json(report: RunReport) -> dict[str, object]:
    counts = report.counts
    return {
        "run": report.run_id,
        "new": counts.new,
        "known": counts.known,
        "failed": counts.failed,
        "skipped": counts.skipped,
        "tables": report.tables,
        "observations": report.observations,
        "to_review": report.to_review,
        "failures": [
            {"path": failure.path, "code": failure.error.code, "message": str(failure.error)}
            for failure in report.failures
        ],
    }


def status(
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    verify: Annotated[
        bool, typer.Option("--verify", help=_("Look at every original and every value whether they are as written."))
    ] = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Print the counts of the archive and its latest runs."""
    from store.archive import Archive
    from store.overview import overview

    if verify:
        _verify(archive, form)
        return
    with Archive.open(archive) as opened, opened.reading() as connection:
        found = overview(connection)
    if form is OutputFormat.JSON:
        print_json({**found.counts, "genres": found.genres, "runs": [_run_row(run) for run in found.runs]})
        return
    if form is OutputFormat.CSV:
        print_rows(("name", "count"), [{"name": name, "count": count} for name, count in found.counts.items()], form)
        return
    for line in _count_lines(found):
        typer.echo(line)
    headings = {
        "run": _("Import"),
        "started": _("Started, UTC"),
        "status": _("State"),
        "new": _("New"),
        "known": _("Known"),
        "failed": _("Failed"),
        "roots": _("Of"),
    }
    print_rows(tuple(headings), [_run_row(run) for run in found.runs], form, headings)


def _verify(archive: Path, form: OutputFormat) -> None:
    """Print what is not as written; end with 1 when there is something."""
    from store.archive import Archive
    from store.verify import verify

    with Archive.open(archive) as opened, opened.reading() as connection:
        defects = list(verify(connection, opened.folder))
    if form is not OutputFormat.TABLE:
        columns = ("code", "what", "message")
        print_rows(
            columns, [{"code": item.code, "what": item.what, "message": item.sentence} for item in defects], form
        )
    elif defects:
        for item in defects:
            typer.echo(item.sentence)
    else:
        typer.echo(_("Every original and every value is as it was written."))
    if defects:
        raise typer.Exit(ExitCode.NEEDS_A_PERSON)


def _run_row(run: RunRecord) -> dict[str, object]:
    return {
        "run": run.id,
        "started": run.started_at[:16].replace("T", " "),
        "status": _(RUN_STATUS.get(run.status, run.status)),
        "new": run.counts.new,
        "known": run.counts.known,
        "failed": run.counts.failed,
        "roots": ", ".join(run.roots),
    }


def _count_lines(found: Overview) -> Iterator[str]:
    counts = found.counts
    yield n_("{count} document", "{count} documents", counts["documents"])
    if counts["copies"]:
        yield n_(
            "{count} of them is another file of a work that is here: its values count once",
            "{count} of them are other files of works that are here: their values count once",
            counts["copies"],
        )
    yield n_("{count} table", "{count} tables", counts["tables"])
    yield n_("{count} value", "{count} values", counts["observations"])
    yield n_("{count} indicator", "{count} indicators", counts["indicators"])
    yield n_("{count} entity with values", "{count} entities with values", counts["entities"])
    yield n_("{count} name needs an answer", "{count} names need an answer", counts["to_review"])
    yield n_("{count} file could not be imported", "{count} files could not be imported", counts["failures"])


def problems(
    archive: ArchiveOption = DEFAULT_ARCHIVE,
    warnings: Annotated[bool, typer.Option("--warnings", help=_("Also list what was read unsurely."))] = False,
    form: FormatOption = OutputFormat.TABLE,
) -> None:
    """Print failures, by path; then warnings, by document."""
    from store.archive import Archive
    from store.overview import reading_warnings
    from store.runs import failures

    with Archive.open(archive) as opened, opened.reading() as connection:
        rows = [
            {"path": item.path, "code": item.code, "message": item.sentence, "run": item.run_id}
            for item in failures(connection)
        ]
        if warnings:
            rows += [
                {"path": item.document, "code": item.code, "message": item.message, "run": item.run_id}
                for item in reading_warnings(connection)
            ]
    if form is OutputFormat.TABLE and not rows:
        typer.echo(_("No problems."))
        return
    headings = {"path": _("File"), "code": _("Code"), "message": _("What to do"), "run": _("Import")}
    print_rows(tuple(headings), rows, form, headings)


def undo(
    run: Annotated[int | None, typer.Argument(metavar="[IMPORT]", help=_("Its number; the latest by default."))] = None,
    archive: ArchiveOption = DEFAULT_ARCHIVE,
) -> None:
    """Take an import back and say what went."""
    from store.archive import Archive

    with Archive.open(archive) as opened:
        undone = opened.undo(run)
    if undone is None:
        raise WrongUsage(detail=_("There is no such import, or it was taken back already: see “letopis status”."))
    typer.echo(_("Import {run} is taken back.", run=undone.run_id))
    typer.echo("  " + n_("{count} document removed", "{count} documents removed", undone.documents))


def upgrade(archive: ArchiveOption = DEFAULT_ARCHIVE) -> None:
    """Migrate the database and say from where to where."""
    from store.archive import Archive

    before, after = Archive.upgrade(archive)
    if before == after:
        typer.echo(_("The archive is up to date ({revision}).", revision=after))
    else:
        typer.echo(_("The archive was brought from {before} to {after}.", before=before, after=after))
