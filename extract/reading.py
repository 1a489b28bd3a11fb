"""The front door: one file in, one `Document` out, whatever its format."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from extract.collector import collector_at_rest
from extract.detect import IMAGE_SUFFIXES, SUFFIXES, Detected, FileKind, detect_readable
from extract.document import Document, ReadingWarning
from messages import _
from messages.errors import HostileFile, InternalError, LetopisError, MemoryLimit, UnsupportedFormat

Reader = Callable[[Path, str], Document]


def read(path: Path, converted: Path | None = None) -> Document:
    """Read the file at `path`, its kind told by its content. Raises only `LetopisError`s.

    `converted` is the DOCX already made of an old document by `extract.formats.office.convert_many`."""
    try:
        with collector_at_rest():
            return _read(path, converted)
    except LetopisError:
        raise
    except RecursionError as error:
        raise HostileFile(detail=_("parts nested too deep")) from error
    except MemoryError as error:
        raise MemoryLimit() from error
    except Exception as error:
        raise InternalError(detail=f"{type(error).__name__}: {error}") from error


def _read(path: Path, converted: Path | None) -> Document:
    detected = detect_readable(path)
    document = _reader(detected, converted)(path, file_hash(path))
    if _suffix_misleads(path, detected):
        warning = ReadingWarning(
            "suffix",
            _(
                "The name ends in «{suffix}», but the content is {media_type}.",
                suffix=path.suffix,
                media_type=detected.media_type,
            ),
        )
        return replace(document, warnings=(warning, *document.warnings))
    return document


def file_hash(path: Path) -> str:
    """SHA-256 of the file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _suffix_misleads(path: Path, detected: Detected) -> bool:
    suffix = path.suffix.lower()
    promised = SUFFIXES.get(suffix)
    if promised is None:
        return suffix in IMAGE_SUFFIXES and detected.kind is not FileKind.IMAGE
    return promised != detected


def _reader(detected: Detected, converted: Path | None) -> Reader:
    match detected.kind:
        case FileKind.DOCX:
            from extract.formats.docx import read_docx

            return read_docx
        case FileKind.PDF:
            from extract.formats.pdf import read_pdf

            return read_pdf
        case FileKind.OFFICE:
            from extract.formats.office import read_converted, read_office

            return read_office if converted is None else partial(read_converted, converted=converted)
        case FileKind.SHEETS:
            from extract.formats.sheets import read_sheets

            return read_sheets
        case FileKind.IMAGE:
            from extract.formats.scan_files import read_image

            return partial(read_image, media_type=detected.media_type)
        case _:
            raise UnsupportedFormat(media_type=detected.media_type)
