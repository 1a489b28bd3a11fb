"""Old formats through LibreOffice: the same document comes back; what hangs or fails is stopped and told."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import docx
import pytest

from extract.document import Paragraph
from extract.formats.office import convert_many
from extract.formats.soffice import convert_many as convert_by_suffix
from extract.reading import read
from messages.errors import ConversionFailed, DamagedFile, MissingProgram, TimeLimit
from tests.helpers_docx import grid, p, write_docx

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is missing: apt install libreoffice-writer"
)
RTF = (
    r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0 Times New Roman;}}\uc1"
    r"\pard Table 1\par\trowd\cellx3000\cellx6000\intbl Name\cell 24,9%\cell\row\pard After\par}"
)


def fake_program(folder: Path, script: str) -> Path:
    """A program in place of LibreOffice."""
    path = folder / "office"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def alive(marker: str) -> bool:
    """Whether a process with `marker` on its command line still runs."""
    lines = (process / "cmdline" for process in Path("/proc").iterdir() if process.name.isdigit())
    for line in lines:
        try:
            if marker.encode() in line.read_bytes():
                return True
        except OSError:
            continue
    return False


@needs_office
def test_a_document_survives_the_old_formats(tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph("Справка")
    table = source.add_table(3, 3)
    for cell, text in zip(table._cells, ("№", "Всего", "", "", "чел.", "%", "1", "104", "8,3"), strict=True):
        cell.text = text
    table.cell(0, 0).merge(table.cell(1, 0)).text = "№"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Всего"
    source.add_paragraph("Конец")
    original = tmp_path / "probe.docx"
    source.save(str(original))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    old = [tmp_path / f"probe.{suffix}" for suffix in ("doc", "odt", "rtf")]
    for path in old:
        command = ["soffice", profile, "--headless", "--convert-to", path.suffix[1:], "--outdir", tmp_path, original]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    (tmp_path / "made").mkdir()
    for path, converted in convert_many(old, tmp_path / "made").items():
        assert isinstance(converted, Path)
        document = read(path, converted)
        assert grid(document.tables[0]) == [["№", "Всего", "Всего"], ["№", "чел.", "%"], ["1", "104", "8,3"]]
        assert [paragraph.text for paragraph in document.paragraphs] == ["Справка", "Конец"]
        assert document.source.name == path.name
        assert document.source.converted_from == document.source.media_type


@needs_office
def test_a_batch_is_converted_at_once_and_one_bad_file_costs_the_others_nothing(tmp_path: Path) -> None:
    good = [tmp_path / f"отчёт {number}.rtf" for number in range(3)]
    for path in good:
        path.write_text(RTF, encoding="ascii")
    bad = tmp_path / "bad.doc"
    bad.write_bytes(RTF[:20].encode() + b"\x00" * 100)
    other = write_docx(tmp_path / "new.docx", p("уже DOCX"))
    folder = tmp_path / "made"
    folder.mkdir()
    outcomes = convert_many([*good, bad, other, tmp_path / "none.doc"], folder)
    assert set(outcomes) == {*good, bad}
    for path in good:
        converted = outcomes[path]
        assert isinstance(converted, Path)
        document = read(path, converted)
        assert grid(document.tables[0]) == [["Name", "24,9%"]]
        assert isinstance(document.blocks[0], Paragraph)
        assert document.source.name == path.name


def test_a_hang_is_stopped_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = f"98765.{os.getpid()}"
    monkeypatch.setenv("LETOPIS_SOFFICE", str(fake_program(tmp_path, f"sleep {marker} &\nsleep {marker}")))
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    started = time.monotonic()
    outcome = convert_by_suffix({tmp_path / "a.rtf": ".rtf"}, tmp_path, seconds=0.5)[tmp_path / "a.rtf"]
    assert isinstance(outcome, TimeLimit)
    assert time.monotonic() - started < 5
    assert not alive(marker)


def test_a_program_that_makes_nothing_has_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LETOPIS_SOFFICE", str(fake_program(tmp_path, "exit 1")))
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    with pytest.raises(ConversionFailed):
        read(tmp_path / "a.rtf")


def test_a_missing_program_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("LETOPIS_SOFFICE", raising=False)
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    with pytest.raises(MissingProgram) as refusal:
        read(tmp_path / "a.rtf")
    assert "LibreOffice" in str(refusal.value)


def test_what_the_converter_makes_is_judged_like_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(DamagedFile):
        read(tmp_path / "a.rtf", tmp_path / "bad.docx")
