"""Keep the message catalogues in step with the code: ``python -m tools.catalogues``.

Extracts messages, merges them into ``messages/locale/*/LC_MESSAGES/letopis.po`` and compiles the ``.mo`` files.
English is its own message id, so its catalogue is filled here; Russian is written by people.
"""

import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("check", "commands", "extract", "ingest", "messages", "normalize", "store")
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2)}
LANGUAGES = ("ru", "en")
# A fixed date keeps the built catalogues the same, byte for byte, whoever builds them.
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


def po_path(language: str) -> Path:
    """The catalogue that people edit."""
    return ROOT / "messages" / "locale" / language / "LC_MESSAGES" / "letopis.po"


def extract_messages() -> Catalog:
    """Every message that the code marks, in the order of files."""
    template = Catalog(project="letopis", charset="utf-8", creation_date=EPOCH, revision_date=EPOCH)
    for path, message, comments in sorted(_marked(), key=lambda found: found[0]):
        template.add(message, locations=[(path, 0)], auto_comments=comments)
    return template


def _marked() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for package in PACKAGES:
        found = extract_from_dir(ROOT / package, [("**.py", "python")], keywords=KEYWORDS)
        for filename, _line, message, comments, _context in found:
            yield f"{package}/{filename}", message, list(comments)
    with (ROOT / "cli.py").open("rb") as source:
        for _line, message, comments, _context in extract("python", source, KEYWORDS):
            yield "cli.py", message, list(comments)


def read_catalogue(language: str) -> Catalog:
    """The catalogue on disk, or an empty one."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="letopis", charset="utf-8", creation_date=EPOCH, revision_date=EPOCH)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def merged(language: str, template: Catalog) -> Catalog:
    """The catalogue of ``language`` with the messages of the code, no more and no fewer."""
    catalogue = read_catalogue(language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = catalogue.revision_date = EPOCH
    if language == "en":
        for message in catalogue:
            if message.id:
                message.string = message.id
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """As written to disk."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=110, omit_header=False, no_location=False, include_lineno=False)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """As read at run time."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages without a translation."""
    missing = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(strings):
            missing.append(str(message.id))
    return missing


def main() -> int:
    """Rewrite both catalogues; name what is still to translate."""
    template = extract_messages()
    incomplete = 0
    for language in LANGUAGES:
        catalogue = merged(language, template)
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(catalogue))
        path.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
        for message in untranslated(catalogue):
            incomplete += 1
            sys.stdout.write(f"{language}: {message}\n")
    return 1 if incomplete else 0


if __name__ == "__main__":
    sys.exit(main())
