"""Hostile old documents are refused before LibreOffice sees them, genuine ones are not."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.formats.office import convert_many
from extract.formats.office_safety import check_old, check_rtf, check_xml
from extract.reading import read
from messages.errors import DamagedFile, HostileFile, LetopisError
from tests.test_office import RTF, fake_program, needs_office

ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
_NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
_ENTRY = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    + _ENTRY.format("/", "application/vnd.oasis.opendocument.text")
    + _ENTRY.format("content.xml", "text/xml")
    + "</manifest:manifest>"
)


def odt(path: Path, text: str, before: bytes = b"") -> Path:
    content = f"<office:document-content {_NAMES}><office:body><office:text>{text}</office:text></office:body></office:document-content>"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        archive.writestr("content.xml", before + content.encode())
    return path


def rtf(path: Path, content: bytes) -> Path:
    path.write_bytes(b"{\\rtf1\\ansi " + content + b"}")
    return path


def _packed(path: Path) -> Path:
    return odt(path.with_suffix(".odt"), "<text:p>ok</text:p>" * 1_000_000)


def _entities(path: Path) -> Path:
    return odt(path.with_suffix(".odt"), "<text:p>&b;</text:p>", ENTITIES)


def _sections(path: Path) -> Path:
    return odt(path.with_suffix(".odt"), "<text:section>" * 20_000 + "</text:section>" * 20_000)


def _groups(path: Path) -> Path:
    return rtf(path.with_suffix(".rtf"), b"{" * 1_000_000 + b"}" * 1_000_000)


def _wide_row(path: Path) -> Path:
    cells = b"".join(b"\\cellx%d" % (number * 10) for number in range(1, 30_000))
    return rtf(path.with_suffix(".rtf"), b"\\trowd" + cells + b"\\intbl " + b"x\\cell" * 30_000 + b"\\row")


def _many_cells(path: Path) -> Path:
    return rtf(path.with_suffix(".rtf"), b"\\trowd\\cellx100\\intbl a\\cell\\row " * 1_000_100)


def _word_xml(path: Path) -> Path:
    path = path.with_suffix(".xml")
    path.write_bytes(
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>' + b"<w>" * 3000 + b"</w>" * 3000
    )
    return path


@pytest.mark.parametrize("make", [_packed, _entities, _sections, _groups, _wide_row, _many_cells, _word_xml])
def test_hostile_old_documents_are_refused_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], Path]
) -> None:
    monkeypatch.setenv("LETOPIS_SOFFICE", str(fake_program(tmp_path, "sleep 60")))
    path = make(tmp_path / "hostile")
    started = time.monotonic()
    with pytest.raises(HostileFile):
        read(path)
    assert time.monotonic() - started < 5


def test_a_claim_to_hold_more_than_there_is_is_damage() -> None:
    check_rtf(b"{\\rtf1 \\bin5 {{{{{ \\\\bin900 }")
    with pytest.raises(DamagedFile):
        check_rtf(b"{\\rtf1 \\bin999999999 x}")


def test_genuine_documents_pass(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    check_old(tmp_path / "a.rtf", ".rtf")
    check_rtf(b"{\\rtf1 " + b"\\{" * 10_000 + b"}")
    check_old(odt(tmp_path / "a.odt", "<text:p>ok</text:p>"), ".odt")
    for path in sorted((Path(__file__).parent.parent / "fixtures" / "prints").glob("*.rtf")):
        check_old(path, ".rtf")


@given(st.binary(max_size=2000))
def test_noise_is_passed_or_refused(noise: bytes) -> None:
    for check in (check_rtf, lambda data: check_xml(data, "content.xml")):
        with suppress(LetopisError):
            check(noise)


@needs_office
def test_no_link_of_an_old_document_is_followed(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def handle(self) -> None:
            asked.append(self.rfile.readline().decode("latin-1"))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    picture = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{address}/1.png" \\d}}{{\fldrslt }}}}'
    included = rf'{{\field{{\*\fldinst INCLUDETEXT "{secret.as_uri()}"}}{{\fldrslt }}}}'
    image = f'<draw:frame><draw:image xlink:href="{address}/2.png" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame>'
    sections = "".join(
        f'<text:section text:name="s{number}"><text:section-source xlink:href="{link}"/><text:p>kept</text:p></text:section>'
        for number, link in enumerate([secret.as_uri(), f"{address}/3.odt"])
    )
    paths = [
        rtf(tmp_path / "a.rtf", rf"{{\*\template {address}/t.dot}}{picture}{included}own\par".encode()),
        odt(tmp_path / "b.odt", f"{sections}<text:p>own{image}</text:p>"),
    ]
    made = convert_many(paths, tmp_path)
    found = [" ".join(read(path, made[path]).text()) for path in paths if isinstance(made[path], Path)]  # type: ignore[arg-type]
    server.shutdown()
    assert (found, asked) == (["own", "kept kept own"], [])
