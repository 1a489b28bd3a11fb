"""One file, read and resolved, ready to be written: what a child process does."""

from datetime import date
from pathlib import Path

from store.rows import DocumentRows


def read_rows(path: Path, registry: Path | None = None) -> DocumentRows:
    """The rows of the document at `path`; `registry` is the archive's own. Raises LetopisErrors."""
    from extract import read
    from extract.interpret import interpret
    from normalize.registry import use_archive_folder
    from store.prepare import prepare
    from store.resolve import registry_resolver

    if registry is not None:
        use_archive_folder(registry)
    return prepare(interpret(read(path)), registry_resolver(), size=path.stat().st_size, today=date.today())
