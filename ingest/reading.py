"""One file, read and resolved, ready to be written: what a child process does."""

from datetime import date
from pathlib import Path

from store.rows import DocumentRows


def read_rows(path: Path, converted: Path | None = None, *, registry: Path | None = None) -> DocumentRows:
    """The rows of the document at `path`, of which the DOCX `converted` may have been made; `registry` is the archive's own.

    Raises LetopisErrors."""
    from extract import read
    from extract.interpret import interpret
    from normalize.registry import use_archive_folder
    from store.prepare import prepare
    from store.resolve import registry_resolver

    if registry is not None:
        use_archive_folder(registry)
    document = read(path, converted)
    return prepare(interpret(document), registry_resolver(), size=path.stat().st_size, today=date.today())
