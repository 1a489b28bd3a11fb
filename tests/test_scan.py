"""Pages that are pictures: straightened, their grid found, their cells recognised, what is unsure marked so."""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extract import read
from extract.document import Document
from extract.formats.scan_files import MAX_PIXELS
from extract.formats.scan_image import deskewed, find_strokes, skew
from messages.errors import DamagedFile, MissingProgram

FIXTURES = Path(__file__).parent.parent / "fixtures"
SCAN = FIXTURES / "prints" / "economy_2022.scan-full.pdf"
SHEET = FIXTURES / "reports" / "economy_2022.answers.json"
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="Tesseract is not installed: apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-osd",
)


def ruled_page(width: int = 1200, height: int = 900) -> np.ndarray:
    """A white picture with a table of three rows and two columns."""
    page = np.full((height, width), 255, np.uint8)
    for y in (200, 300, 400, 500):
        page[y : y + 4, 200:1001] = 0
    for x in (200, 600, 1000):
        page[200:504, x : x + 4] = 0
    return page


def bare(text: str) -> str:
    return "".join(text.split()).replace("–", "-").replace("ё", "е")


def test_the_lines_of_a_table_are_found_and_wiped_out() -> None:
    strokes = find_strokes(ruled_page(), 300)
    assert [round(stroke.y0, -1) for stroke in strokes.horizontal] == [200, 300, 400, 500]
    assert [round(stroke.x0, -1) for stroke in strokes.vertical] == [200, 600, 1000]
    assert strokes.bare.min() > 200


def test_strokes_of_letters_are_no_lines() -> None:
    page = np.full((400, 600), 255, np.uint8)
    page[100:140, 100:106] = 0  # the stem of a tall letter, 0.13 inch
    page[200:204, 100:160] = 0  # a dash
    strokes = find_strokes(page, 300)
    assert (strokes.horizontal, strokes.vertical) == ((), ())
    assert (strokes.bare == page).all()


@pytest.mark.parametrize("lean", [-1.5, 0.0, 0.7])
def test_a_leaning_page_is_straightened(lean: float) -> None:
    picture = Image.fromarray(ruled_page()).rotate(lean, fillcolor=255, resample=Image.Resampling.BICUBIC)
    leaning = np.asarray(picture, np.uint8)
    assert skew(leaning) == pytest.approx(-lean, abs=0.15)
    assert len(find_strokes(deskewed(leaning), 300).horizontal) == 4


@pytest.fixture(scope="module")
def scanned() -> Document:
    return read(SCAN)


@needs_tesseract
def test_a_scanned_table_keeps_its_cells_and_marks_what_is_unsure(scanned: Document) -> None:
    gold = [table["grid"] for table in json.loads(SHEET.read_text(encoding="utf-8"))["tables"]]
    pairs = [
        (bare(expected), cell)
        for grid, table in zip(gold, scanned.tables, strict=True)
        for line, cells in zip(grid, table.grid(), strict=True)
        for expected, cell in zip(line, cells, strict=True)
    ]
    right = [bare(cell.text) == expected for expected, cell in pairs]
    assert sum(right) / len(right) >= 0.93
    figures = [(expected, cell) for expected, cell in pairs if any(char.isdigit() for char in expected)]
    trusted = [bare(cell.text) == expected or cell.confidence < 0.9 for expected, cell in figures]
    assert sum(trusted) / len(trusted) >= 0.99
    assert {table.found_by for table in scanned.tables} == {"scan"}


@needs_tesseract
def test_a_scan_says_that_it_is_one(scanned: Document) -> None:
    assert scanned.source.ocr
    assert "recognised" in {warning.code for warning in scanned.warnings}


@needs_tesseract
def test_a_photograph_of_a_page_turned_on_its_side_is_read(tmp_path: Path, scanned: Document) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(SCAN)[0].render(scale=200 / 72, grayscale=True).to_pil()
    photo = tmp_path / "page.png"
    page.rotate(90, expand=True, fillcolor=255).save(photo)
    document = read(photo)
    assert document.source.media_type == "image/png"
    assert [(table.n_rows, table.n_columns) for table in document.tables] == [
        (table.n_rows, table.n_columns) for table in scanned.tables
    ]


def test_without_tesseract_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    with pytest.raises(MissingProgram) as raised:
        read(SCAN)
    assert "tesseract-ocr-rus" in str(raised.value)


def test_without_opencv_the_user_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("extract.formats.scan", "extract.formats.scan_image", "extract.formats.scan_words"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(MissingProgram) as raised:
        read(SCAN)
    assert "letopis[scan]" in str(raised.value)


@needs_tesseract
def test_a_broken_picture_is_damaged(tmp_path: Path) -> None:
    whole = tmp_path / "whole.png"
    Image.new("L", (300, 300), 255).save(whole)
    broken = tmp_path / "broken.png"
    broken.write_bytes(whole.read_bytes()[:60])
    with pytest.raises(DamagedFile):
        read(broken)


def test_the_limit_of_pixels_is_above_a_large_page() -> None:
    assert MAX_PIXELS > (16.5 * 300) * (23.4 * 300)  # A2 at 300 dots per inch
