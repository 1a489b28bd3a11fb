"""Damaged documents: whatever is cut, doubled or overwritten, reading ends with a document or a documented failure."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from extract.document import Document
from extract.reading import read
from messages.errors import (
    ConversionFailed,
    DamagedFile,
    EmptyFile,
    HostileFile,
    MissingProgram,
    PasswordProtected,
    UnsupportedFormat,
    WrongSuffix,
)
from tests.helpers_sheets import sheet_xml, write_xlsx

FIXTURES = Path(__file__).parent.parent / "fixtures"
SMALL = sorted((FIXTURES / "reports").glob("*.docx"), key=lambda path: path.stat().st_size)[:3]
PARTS = (
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
    "[Content_Types].xml",
)
FUZZ = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

Change = Callable[[bytes], bytes]
fractions = st.floats(0, 1, exclude_max=True)


def cut(start: float, length: int) -> Change:
    return lambda data: data[: int(start * len(data))] + data[int(start * len(data)) + length :]


def overwrite(start: float, noise: bytes) -> Change:
    return lambda data: data[: int(start * len(data))] + noise + data[int(start * len(data)) + len(noise) :]


def double_element(start: float, times: int) -> Change:
    """Repeat one whole element, so that the XML stays well-formed but its structure does not."""

    def change(data: bytes) -> bytes:
        found = list(re.finditer(rb"<w:(\w+)(?: [^>]*)?(?:/>|>[^<]*</w:\1>)", data))
        match = found[int(start * len(found))] if found else None
        return data if match is None else data[: match.start()] + match.group() * times + data[match.end() :]

    return change


def drop_element(start: float) -> Change:
    return double_element(start, 0)


def rename_elements(start: float, name: bytes) -> Change:
    """Rename one kind of element everywhere: still well-formed."""

    def change(data: bytes) -> bytes:
        names = sorted(set(re.findall(rb"<w:(\w+)", data)))
        if not names:
            return data
        old = names[int(start * len(names))]
        return re.sub(rb"(</?w:)" + old + rb"\b", rb"\1" + name, data)

    return change


def set_values(start: float, new: bytes) -> Change:
    """Give one kind of attribute another value everywhere."""

    def change(data: bytes) -> bytes:
        names = sorted(set(re.findall(rb' ([\w:]+)="', data)))
        if not names:
            return data
        name = names[int(start * len(names))]
        return re.sub(rb" " + name + rb'="[^"]*"', b" " + name + b'="' + new + b'"', data)

    return change


names = st.sampled_from(
    [b"tbl", b"tr", b"tc", b"p", b"r", b"t", b"sdt", b"ins", b"del", b"body", b"pPr", b"txbxContent", b"x"]
)
values = st.sampled_from(
    [b"", b"-1", b"0", b"1", b"999999999999999999999", b"1e308", b"nan", "²".encode(), b"restart", b"../../x"]
)
changes = st.one_of(
    st.builds(cut, fractions, st.integers(1, 4000)),
    st.builds(overwrite, fractions, st.binary(min_size=1, max_size=64)),
    st.builds(double_element, fractions, st.integers(2, 50)),
    st.builds(drop_element, fractions),
    st.builds(rename_elements, fractions, names),
    st.builds(set_values, fractions, values),
)


def check_shape(document: Document) -> None:
    """What every reader promises of a document."""
    for number, block in enumerate(document.blocks):
        assert block.location.block == number
    for index, table in enumerate(document.tables):
        assert table.index == index
        assert sum(cell.rowspan * cell.colspan for cell in table.cells) == table.n_rows * table.n_columns


def read_or_refuse(path: Path) -> None:
    """Only the refusals that are meant for damage may come out; a defect of ours fails the test."""
    with suppress(
        ConversionFailed,
        MissingProgram,
        DamagedFile,
        HostileFile,
        WrongSuffix,
        UnsupportedFormat,
        PasswordProtected,
        EmptyFile,
    ):
        check_shape(read(path))


needs_fixtures = pytest.mark.skipif(not SMALL, reason="fixtures are missing: make fixtures")


@needs_fixtures
@FUZZ
@given(st.integers(0, 2), st.sampled_from(PARTS), st.lists(changes, min_size=1, max_size=4))
@example(0, "word/document.xml", [rename_elements(0.0, b"tc")])
def test_changed_parts_of_docx(tmp_path: Path, which: int, part: str, todo: list[Change]) -> None:
    target = tmp_path / "fuzzed.docx"
    with ZipFile(SMALL[which % len(SMALL)]) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            for change in todo if name == part else ():
                data = change(data)
            made.writestr(name, data)
    read_or_refuse(target)


@needs_fixtures
@FUZZ
@given(
    st.integers(0, 2),
    st.lists(
        st.one_of(
            st.builds(cut, fractions, st.integers(1, 4000)),
            st.builds(overwrite, fractions, st.binary(min_size=1, max_size=64)),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_changed_bytes_of_docx(tmp_path: Path, which: int, todo: list[Change]) -> None:
    data = SMALL[which % len(SMALL)].read_bytes()
    for change in todo:
        data = change(data)
    target = tmp_path / "fuzzed.docx"
    target.write_bytes(data or b"PK")
    read_or_refuse(target)


@settings(FUZZ, max_examples=15)
@given(
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]),
    st.lists(changes, min_size=1, max_size=3),
)
def test_changed_parts_of_xlsx(tmp_path: Path, part: str, todo: list[Change]) -> None:
    whole = write_xlsx(tmp_path / "whole.xlsx", {"а": sheet_xml([["x", 1, (0.5, 3)], ["y", 2, (3, 2)]], ["A1:A2"])})
    target = tmp_path / "fuzzed.xlsx"
    with ZipFile(whole) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name in source.namelist():
            data = source.read(name)
            for change in todo if name == part else ():
                data = change(data)
            made.writestr(name, data)
    read_or_refuse(target)


@FUZZ
@given(
    st.binary(max_size=4096),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml", b"\xff\xfe"]),
)
def test_noise_is_refused(tmp_path: Path, noise: bytes, head: bytes) -> None:
    target = tmp_path / "noise.docx"
    target.write_bytes(head + noise)
    read_or_refuse(target)
