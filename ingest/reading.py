"""One file, read and resolved, ready to be written: what a child process does."""

from datetime import date
from pathlib import Path

from store.rows import DocumentRows


def read_rows(path: Path) -> DocumentRows:
    """The rows of the document at `path`. Raises LetopisErrors."""
    from extract.interpret import interpret

    from extract import read
    from store.prepare import prepare
    from store.resolve import registry_resolver

    return prepare(interpret(read(path)), registry_resolver(), size=path.stat().st_size, today=date.today())
