"""The kind of a file is told by its content."""

import os
import struct
import subprocess
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.detect import FileKind, detect, detect_readable
from extract.formats.ole import SIGNATURE, CompoundFile
from extract.reading import read
from messages.errors import (
    DamagedFile,
    EmptyFile,
    FileMissing,
    HostileFile,
    PasswordProtected,
    PermissionRefused,
    UnsupportedFormat,
    WrongSuffix,
)
from tests.helpers_docx import p, write_docx
from tests.helpers_sheets import compound


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def zip_with(folder: Path, name: str, **members: str) -> Path:
    with ZipFile(folder / name, "w", ZIP_STORED) as archive:
        for member, content in members.items():
            archive.writestr(member.replace("__", "/").replace("_types", "[Content_Types].xml"), content)
    return folder / name


def word_block(flags: int) -> bytes:
    return (struct.pack("<HHHHHH", 0xA5EC, 193, 0, 0, 0, flags)).ljust(4096, b"\0")


@pytest.mark.parametrize(
    ("content", "kind", "media_type"),
    [
        (b"%PDF-1.7\n", FileKind.PDF, "application/pdf"),
        (b"\n\n junk %PDF-1.4", FileKind.PDF, "application/pdf"),
        (b"{\\rtf1\\ansi", FileKind.OFFICE, "application/rtf"),
        (b"\xff\xd8\xff\xe0", FileKind.IMAGE, "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE, "image/png"),
        (b"<!DOCTYPE html><html></html>", FileKind.OTHER, "text/html"),
        ("Просто текст".encode(), FileKind.OTHER, "text/plain"),
        (b"\x00\x01\x02\x03" * 50, FileKind.OTHER, "application/octet-stream"),
        (compound({"WordDocument": word_block(0)}), FileKind.OFFICE, "application/msword"),
        (compound({"Workbook": bytes(4096)}), FileKind.SHEETS, "application/vnd.ms-excel"),
        (compound({"PowerPoint Document": b"x"}), FileKind.OTHER, "application/vnd.ms-powerpoint"),
    ],
)
def test_kinds(tmp_path: Path, content: bytes, kind: FileKind, media_type: str) -> None:
    detected = detect(write(tmp_path, "file", content))
    assert (detected.kind, detected.media_type) == (kind, media_type)


def test_kinds_of_zips(tmp_path: Path) -> None:
    assert detect(write_docx(tmp_path / "a", p())).kind is FileKind.DOCX
    assert detect(zip_with(tmp_path, "b", _types="<x/>", xl__workbook="x")).kind is FileKind.SHEETS
    assert detect(zip_with(tmp_path, "c", mimetype="application/vnd.oasis.opendocument.text")).kind is FileKind.OFFICE
    assert detect(zip_with(tmp_path, "d", readme="x")).media_type == "application/zip"


@pytest.mark.parametrize(
    "content",
    [
        compound({"EncryptedPackage": bytes(600), "EncryptionInfo": b"x"}),
        compound({"WordDocument": word_block(0x0100)}),
        compound(
            {"Workbook": (struct.pack("<HH", 0x0809, 4) + bytes(4) + struct.pack("<HH", 0x2F, 2)).ljust(4096, b"\0")}
        ),
    ],
    ids=["docx", "doc", "xls"],
)
def test_a_password_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PasswordProtected):
        read(write(tmp_path, "secret.docx", content))


def test_an_encrypted_odt_is_told(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    with pytest.raises(PasswordProtected):
        read(tmp_path / "a.odt")


def test_a_picture_named_docx_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongSuffix) as refusal:
        read(write(tmp_path, "scan.docx", b"\xff\xd8\xff\xe0" + bytes(100)))
    assert refusal.value.values == {"suffix": ".docx", "media_type": "image/jpeg"}


def test_a_readable_file_under_another_suffix_is_read_with_a_warning(tmp_path: Path) -> None:
    document = read(write_docx(tmp_path / "report.doc", p("текст")))
    assert [warning.code for warning in document.warnings] == ["suffix"]


def test_files_that_cannot_be_read_at_all(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read(tmp_path / "none.docx")
    with pytest.raises(FileMissing):
        read(tmp_path)
    with pytest.raises(EmptyFile):
        read(write(tmp_path, "empty.docx", b""))
    with pytest.raises(UnsupportedFormat):
        read(write(tmp_path, "page.html", b"<html></html>"))
    with pytest.raises(DamagedFile):
        read(write(tmp_path, "noise.docx", bytes(range(256)) * 8))


# Root may read every file, until it gives up the right to.
WITHOUT_PRIVILEGE = (
    [
        "setpriv",
        "--bounding-set=-dac_override,-dac_read_search",
        "--inh-caps=-dac_override,-dac_read_search",
    ]
    if os.geteuid() == 0
    else []
)
READING = """
import sys
from pathlib import Path
from extract.reading import read
try:
    read(Path(sys.argv[1]))
except Exception as error:
    print(type(error).__name__)
"""


def test_a_forbidden_file(tmp_path: Path) -> None:
    path = write(tmp_path, "closed.docx", b"x")
    path.chmod(0)
    command = [*WITHOUT_PRIVILEGE, sys.executable, "-c", READING, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == PermissionRefused.__name__


def test_a_picture_may_be_a_scan(tmp_path: Path) -> None:
    assert detect_readable(write(tmp_path, "page.jpg", b"\xff\xd8\xff\xe0")).kind is FileKind.IMAGE


@given(st.binary(max_size=2048))
def test_damage_to_a_compound_file_is_never_an_exception(noise: bytes) -> None:
    CompoundFile(SIGNATURE + noise)
    whole = bytearray(compound({"WordDocument": word_block(0)}))
    whole[30 : 30 + len(noise)] = noise[: len(whole) - 30]
    assert isinstance(CompoundFile(bytes(whole)).content("WordDocument", 32), bytes)


def test_an_old_document_with_a_broken_directory_is_damaged(tmp_path: Path) -> None:
    whole = compound({"WordDocument": word_block(0)})
    with pytest.raises(DamagedFile):
        read(write(tmp_path, "cut.doc", whole[:512]))
    with pytest.raises(WrongSuffix):
        read(write(tmp_path, "other.docx", whole[:512]))


def test_a_zip_bomb_by_its_directory(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "bomb.docx", "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", bytes(40 << 20))
    with pytest.raises(HostileFile):
        detect(tmp_path / "bomb.docx")
