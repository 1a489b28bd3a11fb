"""Packages of .docx: other flavours are read, damaged and hostile ones are refused with their codes."""

import time
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from extract.formats.docx import read_docx
from extract.formats.ooxml import Package
from extract.reading import read
from messages.errors import DamagedFile, HostileFile, LetopisError
from tests.helpers_docx import NAMESPACES, p, part, read_body, relations, texts, write_docx

STRICT = NAMESPACES.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
).replace(
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)


def rewrite(path: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    """The package with each part renamed, changed or (None) dropped."""
    with ZipFile(path) as archive:
        parts = [change(name, archive.read(name)) for name in archive.namelist()]
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for kept in filter(None, parts):
            archive.writestr(*kept)
    return path


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx"])
def test_flavours_by_suffix(tmp_path: Path, suffix: str) -> None:
    path = write_docx(tmp_path / f"probe{suffix}", p("текст"))
    document = read(path)
    assert texts(document) == ["текст"]
    assert (document.source.name, document.warnings) == (path.name, ())


def test_strict_ooxml(tmp_path: Path) -> None:
    body = f"<w:document {STRICT}><w:body>{p('строгий')}</w:body></w:document>".encode()
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p()),
        lambda name, data: (
            name,
            body
            if name == "word/document.xml"
            else data.replace(
                b"schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"purl.oclc.org/ooxml/officeDocument/relationships",
            ),
        ),
    )
    assert texts(read(path)) == ["строгий"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "windows-1251"])
def test_other_encodings_of_parts(tmp_path: Path, encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding[:6] if encoding[:3] == "utf" else encoding}"?>' + part(
        "document", f"<w:body>{p('кодировка')}</w:body>"
    )
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p()),
        lambda name, data: (name, xml.encode(encoding) if name == "word/document.xml" else data),
    )
    assert texts(read(path)) == ["кодировка"]


def test_names_with_backslashes_and_other_cases(tmp_path: Path) -> None:
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p("текст")),
        lambda name, data: (name.replace("word/document.xml", "Word\\Document.xml"), data),
    )
    assert texts(read(path)) == ["текст"]


def test_another_main_part(tmp_path: Path) -> None:
    def change(name: str, data: bytes) -> tuple[str, bytes]:
        return name.replace("document.xml", "document22.xml"), data.replace(b"document.xml", b"document22.xml")

    assert texts(read(rewrite(write_docx(tmp_path / "probe.docx", p("текст")), change))) == ["текст"]


def test_external_relations_are_not_followed(tmp_path: Path) -> None:
    outside = relations(styles="http://example.invalid/styles.xml").replace("/>", ' TargetMode="External"/>', 1)
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p("текст")),
        lambda name, data: (name, outside.encode() if name.endswith("document.xml.rels") else data),
    )
    assert texts(read(path)) == ["текст"]


def test_relations_that_lead_outside_the_package_find_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "styles.xml"
    secret.write_text(part("styles", ""), encoding="utf-8")
    outside = relations(styles=f"../../../../..{secret}", numbering="file:///etc/hosts")
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p("текст")),
        lambda name, data: (name, outside.encode() if name.endswith("document.xml.rels") else data),
    )
    with Package(path) as package:
        assert package.related("word/document.xml", "styles") is None
    assert texts(read(path)) == ["текст"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word/document.xml", b"<w:document"),
        ("word/document.xml", b""),
        ("word/document.xml", b"<a/>"),
        ("word/document.xml", b"\xff\xfe<"),
        ("_rels/.rels", b"<Relationships>"),
    ],
)
def test_damaged_parts_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p("текст")), lambda part, data: (part, content if part == name else data)
    )
    with pytest.raises(DamagedFile):
        read(path)


def test_a_truncated_file_is_told(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "probe.docx", p("текст") * 200)
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(DamagedFile):
        read(path)


def test_a_document_type_declaration_is_refused(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
    path = rewrite(
        write_docx(tmp_path / "probe.docx", p()),
        lambda name, data: (name, bomb if name == "word/document.xml" else data),
    )
    with pytest.raises(HostileFile):
        read(path)


def _millions_of_paragraphs(path: Path) -> None:
    write_docx(path, "<w:p/>" * 6_000_000)


def _many_members(path: Path) -> None:
    with ZipFile(write_docx(path, p()), "a", ZIP_STORED) as archive:
        for number in range(10_001):
            archive.writestr(f"word/m{number}", b"")


def _packed_zeros(path: Path) -> None:
    with ZipFile(write_docx(path, p()), "a", ZIP_DEFLATED) as archive, archive.open("word/media.bin", "w") as member:
        for _ in range(64):
            member.write(bytes(1 << 20))


def _path_outside(path: Path) -> None:
    with ZipFile(write_docx(path, p()), "a") as archive:
        archive.writestr("../../etc/passwd", b"x")


def _deep(path: Path) -> None:
    write_docx(path, "<w:sdt><w:sdtContent>" * 20_000 + p() + "</w:sdtContent></w:sdt>" * 20_000)


def _deep_runs(path: Path) -> None:
    write_docx(path, "<w:p>" + "<w:ins>" * 50_000 + "</w:ins>" * 50_000 + "</w:p>")


def _boxes_in_boxes(path: Path) -> None:
    body = p("дно")
    for _ in range(60):
        body = f"<w:p><w:r><w:pict><w:txbxContent>{body}</w:txbxContent></w:pict></w:r></w:p>"
    write_docx(path, body)


def test_a_note_is_read_once_however_often_it_is_referred_to(tmp_path: Path) -> None:
    notes = part("footnotes", f'<w:footnote w:id="1">{p("примечание") * 500}</w:footnote>')
    body = '<w:p><w:r><w:t>а</w:t><w:footnoteReference w:id="1"/></w:r></w:p>' * 500
    document = read_body(tmp_path, body, footnotes=notes)
    assert len(document.blocks) == 1000


@pytest.mark.parametrize(
    "make",
    [_millions_of_paragraphs, _many_members, _packed_zeros, _path_outside, _deep, _deep_runs, _boxes_in_boxes],
)
def test_hostile_packages_are_refused_within_seconds(tmp_path: Path, make: Callable[[Path], None]) -> None:
    path = tmp_path / "hostile.docx"
    make(path)
    started = time.process_time()
    with pytest.raises(HostileFile):
        read(path)
    assert time.process_time() - started < 5


def test_alternate_content_nested_deep_takes_no_exponential_time(tmp_path: Path) -> None:
    body = "<w:unknown/>"
    for _ in range(40):
        body = f"<mc:AlternateContent><mc:Choice Requires='wps'>{body}</mc:Choice><mc:Fallback/></mc:AlternateContent>"
    started = time.process_time()
    document = read_body(tmp_path, f"<w:p><w:r>{body}</w:r></w:p>" + body + p("конец"))
    assert texts(document) == ["конец"]
    assert time.process_time() - started < 2


def test_every_refusal_is_a_sentence_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "hostile.docx"
    _path_outside(path)
    with pytest.raises(LetopisError) as refusal:
        read_docx(path, "0")
    assert refusal.value.code == "limit_exceeded"
    assert len(str(refusal.value)) > 20
