"""What kind of file this is, told by its content; the suffix only serves to say that it misleads."""

import struct
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zipfile import ZipFile

from extract.formats.ole import SIGNATURE as OLE_SIGNATURE
from extract.formats.ole import CompoundFile
from extract.safety import check_size, open_zip
from messages import _
from messages.errors import (
    DamagedFile,
    EmptyFile,
    FileMissing,
    PasswordProtected,
    PermissionRefused,
    UnsupportedFormat,
    WrongSuffix,
)


class FileKind(StrEnum):
    """Kinds told apart because different readers take them."""

    DOCX = "docx"
    PDF = "pdf"
    OFFICE = "office"
    SHEETS = "sheets"
    IMAGE = "image"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Detected:
    """The kind of a file and its media type."""

    kind: FileKind
    media_type: str


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCX = Detected(FileKind.DOCX, _WORD)
PDF = Detected(FileKind.PDF, "application/pdf")
DOC = Detected(FileKind.OFFICE, "application/msword")
RTF = Detected(FileKind.OFFICE, "application/rtf")
ODT = Detected(FileKind.OFFICE, "application/vnd.oasis.opendocument.text")
WORD_XML = Detected(FileKind.OFFICE, "application/vnd.ms-word.document.xml")
XLSX = Detected(FileKind.SHEETS, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
XLSB = Detected(FileKind.OTHER, "application/vnd.ms-excel.sheet.binary.macroEnabled.12")
XLS = Detected(FileKind.SHEETS, "application/vnd.ms-excel")
ODS = Detected(FileKind.SHEETS, "application/vnd.oasis.opendocument.spreadsheet")
UNKNOWN = Detected(FileKind.OTHER, "application/octet-stream")

SUFFIXES = {
    ".docx": DOCX, ".docm": DOCX, ".dotx": DOCX, ".dotm": DOCX, ".pdf": PDF, ".doc": DOC, ".dot": DOC, ".rtf": RTF,
    ".odt": ODT, ".ott": ODT, ".xlsx": XLSX, ".xlsm": XLSX, ".xls": XLS, ".ods": ODS,
}  # fmt: skip
IMAGE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".jp2"})

_SIGNATURES: tuple[tuple[bytes, Detected], ...] = (
    (b"\xff\xd8\xff", Detected(FileKind.IMAGE, "image/jpeg")),
    (b"\x89PNG\r\n\x1a\n", Detected(FileKind.IMAGE, "image/png")),
    (b"II*\x00", Detected(FileKind.IMAGE, "image/tiff")),
    (b"MM\x00*", Detected(FileKind.IMAGE, "image/tiff")),
    (b"GIF8", Detected(FileKind.IMAGE, "image/gif")),
    (b"BM", Detected(FileKind.IMAGE, "image/bmp")),
    (b"\x00\x00\x00\x0cjP  ", Detected(FileKind.IMAGE, "image/jp2")),
    (b"AT&TFORM", Detected(FileKind.OTHER, "image/vnd.djvu")),
    (b"Rar!", Detected(FileKind.OTHER, "application/vnd.rar")),
    (b"7z\xbc\xaf\x27\x1c", Detected(FileKind.OTHER, "application/x-7z-compressed")),
    (b"\x1f\x8b", Detected(FileKind.OTHER, "application/gzip")),
)
_ODF_TYPES = {detected.media_type: detected for detected in (ODT, ODS)}
_OLE_STREAMS: tuple[tuple[str, Detected], ...] = (
    ("WordDocument", DOC),
    ("Workbook", XLS),
    ("Book", XLS),
    ("PowerPoint Document", Detected(FileKind.OTHER, "application/vnd.ms-powerpoint")),
    ("__properties_version1.0", Detected(FileKind.OTHER, "application/vnd.ms-outlook")),
)
# A compound file without a stream that tells what it is: under the name of one of these it is one that was damaged.
OLE = Detected(FileKind.OTHER, "application/x-ole-storage")
_IN_OLE = (DOC, XLS)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096


def detect(path: Path) -> Detected:
    """The kind of the file at `path`, told by its content.

    Raises `FileMissing`, `PermissionRefused`, `EmptyFile`, `DamagedFile`, `HostileFile`, `PasswordProtected`."""
    head = _read_head(path)
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_zip(path)
    if head.startswith(OLE_SIGNATURE):
        return _detect_ole(path)
    return _detect_signature(head) or _detect_text(head)


def detect_readable(path: Path) -> Detected:
    """As `detect`, but raises `WrongSuffix`, `UnsupportedFormat` or `DamagedFile` for what no reader takes."""
    found = detect(path)
    suffix = path.suffix.lower()
    if found.kind is FileKind.IMAGE and suffix not in SUFFIXES:
        return found
    if found.kind not in (FileKind.OTHER, FileKind.IMAGE):
        return found
    if suffix not in SUFFIXES:
        raise UnsupportedFormat(media_type=found.media_type)
    if found == UNKNOWN or (found == OLE and SUFFIXES[suffix] in _IN_OLE):
        raise DamagedFile(detail=_("its beginning is not that of a document"))
    raise WrongSuffix(suffix=suffix, media_type=found.media_type)


def _read_head(path: Path) -> bytes:
    try:
        check_size(path)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise FileMissing() from error
    except PermissionError as error:
        raise PermissionRefused() from error
    except (OSError, ValueError) as error:
        raise DamagedFile(detail=str(error)) from error
    if not head:
        raise EmptyFile()
    return head


def _detect_signature(head: bytes) -> Detected | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return Detected(FileKind.IMAGE, "image/webp")
    return next((detected for signature, detected in _SIGNATURES if head.startswith(signature)), None)


def _detect_text(head: bytes) -> Detected:
    text = head
    for bom in _BOMS:
        text = text.removeprefix(bom)
    text = text.replace(b"\x00", b"").lstrip().lower()
    if text.startswith(b"{\\rtf"):
        return RTF
    if b'progid="word.document"' in text or b"schemas.microsoft.com/office/word/2003/wordml" in text:
        return WORD_XML
    if text.startswith(b"mime-version:"):
        return Detected(FileKind.OTHER, "multipart/related")
    if b"<html" in text or text.startswith(b"<!doctype html"):
        return Detected(FileKind.OTHER, "text/html")
    if text.startswith(b"<?xml"):
        return Detected(FileKind.OTHER, "application/xml")
    return UNKNOWN if b"\x00" in head or not _is_text(head) else Detected(FileKind.OTHER, "text/plain")


def _is_text(head: bytes) -> bool:
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return control * 50 < len(head)


def _detect_zip(path: Path) -> Detected:
    with open_zip(path) as archive:
        names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
        if "mimetype" in names:
            return _detect_odf(archive)
    if "[content_types].xml" not in names:
        return Detected(FileKind.OTHER, "application/zip")
    if any(name.startswith("word/") for name in names):
        return DOCX
    if any(name.startswith("xl/") for name in names):
        return XLSB if "xl/workbook.bin" in names else XLSX
    if any(name.startswith("ppt/") for name in names):
        return Detected(FileKind.OTHER, "application/vnd.openxmlformats-officedocument.presentationml.presentation")
    return Detected(FileKind.OTHER, "application/zip")


def _detect_odf(archive: ZipFile) -> Detected:
    try:
        with archive.open("mimetype") as member:
            media_type = member.read(256).decode("ascii", "replace").strip()
        manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
    except Exception as error:  # zipfile and zlib raise a dozen kinds on damaged members
        raise DamagedFile(detail=_("its zip directory cannot be read")) from error
    if b"encryption-data" in manifest:
        raise PasswordProtected()
    return _ODF_TYPES.get(media_type.removesuffix("-template"), Detected(FileKind.OTHER, media_type))


def _detect_ole(path: Path) -> Detected:
    compound = CompoundFile.open(path)
    if "EncryptedPackage" in compound.streams or "EncryptionInfo" in compound.streams:
        raise PasswordProtected()
    found = next((detected for name, detected in _OLE_STREAMS if name in compound.streams), None)
    if found is None:
        return OLE
    if (found == DOC and _doc_encrypted(compound)) or (found == XLS and _xls_encrypted(compound)):
        raise PasswordProtected()
    return found


def _doc_encrypted(compound: CompoundFile) -> bool:
    """Flag fEncrypted of the file information block."""
    block = compound.content("WordDocument", 32)
    return len(block) > 12 and bool(struct.unpack_from("<H", block, 10)[0] & 0x0100)


def _xls_encrypted(compound: CompoundFile) -> bool:
    """A FILEPASS record in the globals of the workbook."""
    data = compound.content("Workbook", 65536) or compound.content("Book", 65536)
    offset = 0
    while offset + 4 <= len(data):
        record, length = struct.unpack_from("<HH", data, offset)
        if record == 0x002F:
            return True
        if record == 0x000A:
            return False
        offset += 4 + length
    return False
