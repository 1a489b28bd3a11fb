"""Reading .doc, .rtf, .odt and Word 2003 XML: converted to DOCX by LibreOffice, then read as DOCX."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from extract.detect import DOC, ODT, RTF, WORD_XML, FileKind, detect
from extract.document import Document
from extract.formats.docx import read_docx
from extract.formats.office_safety import check_old
from extract.formats.soffice import SECONDS, Outcome
from extract.formats.soffice import convert_many as convert_by_suffix
from messages.errors import LetopisError

_SUFFIXES = {DOC.media_type: ".doc", RTF.media_type: ".rtf", ODT.media_type: ".odt", WORD_XML.media_type: ".xml"}


def read_office(path: Path, sha256: str) -> Document:
    """Read one old document. Raises `MissingProgram`, `ConversionFailed`, `TimeLimit` and what reading DOCX raises."""
    with TemporaryDirectory(prefix="letopis-read-") as folder:
        outcome = convert_many([path], Path(folder))[path]
        if isinstance(outcome, LetopisError):
            raise outcome
        return read_converted(path, sha256, outcome)


def convert_many(paths: Iterable[Path], folder: Path, seconds: float = SECONDS) -> dict[Path, Outcome]:
    """Convert those of `paths` that need it to DOCX in `folder`, in one run of LibreOffice.

    Returns a path or an error for each of them; files of other kinds, or that cannot be told, are left out. A file that
    failed may be one that another of the batch took along: `read_office` converts it by itself."""
    wanted: dict[Path, str] = {}
    refused: dict[Path, Outcome] = {}
    for path in paths:
        suffix = _suffix(path)
        if suffix is None:
            continue
        try:
            check_old(path, suffix)
            wanted[path] = suffix
        except LetopisError as error:
            refused[path] = error
    return refused | convert_by_suffix(wanted, folder, seconds) if wanted else refused


def read_converted(path: Path, sha256: str, converted: Path) -> Document:
    """Read the DOCX `converted` from `path` as the document at `path`."""
    document = read_docx(converted, sha256)
    media_type = detect(path).media_type
    source = replace(document.source, name=path.name, media_type=media_type, converted_from=media_type)
    return replace(document, source=source)


def _suffix(path: Path) -> str | None:
    try:
        detected = detect(path)
    except LetopisError:
        return None
    return _SUFFIXES.get(detected.media_type) if detected.kind is FileKind.OFFICE else None
