"""Pages that are pictures: straightened, their grid found, their cells recognised, what is unsure marked so."""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from extract import read
from extract.document import Document, Table
from extract.formats import scan_files
from extract.formats.pdf_blocks import Assembly
from extract.formats.pdf_layout import layout
from extract.formats.pdf_open import open_pdf
from extract.formats.pdf_page import PdfPage, Rule, Word
from extract.formats.pdf_tables import find_tables
from extract.formats.scan_case import in_their_case
from extract.formats.scan_cells import read_cells, with_one_decimal_mark, with_ordinal_heading
from extract.formats.scan_files import MAX_PIXELS
from extract.formats.scan_image import deskewed, find_strokes, skew, trimmed
from extract.formats.scan_lines import pieces_of
from extract.formats.scan_photo import flattened
from extract.formats.scan_roman import with_roman_numerals
from extract.formats.scan_words import ReadWord
from messages.errors import DamagedFile, HostileFile, MissingProgram, NoTextLayer

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


def test_the_foot_of_a_narrow_cell_is_a_line() -> None:
    page = ruled_page()
    for x in (200, 270):
        page[200:504, x : x + 4] = 0
    page[350:354, 202:272] = 0  # 0.23 inch, from side to side
    page[450:454, 400:470] = 0  # as long, and only a dash
    rows = [round(stroke.y0, -1) for stroke in find_strokes(page, 300).horizontal]
    assert rows == [200, 300, 350, 400, 500]


def strokes_of(*bars: tuple[int, int, int, int]) -> np.ndarray:
    """A picture with black bars (x0, y0, x1, y1)."""
    picture = np.full((60, 80), 255, np.uint8)
    for x0, y0, x1, y1 in bars:
        picture[y0:y1, x0:x1] = 0
    return picture


TWO = ((20, 15, 24, 45), (34, 15, 38, 45))
SERIFS = ((17, 15, 41, 17), (17, 43, 41, 45))


@pytest.mark.parametrize(
    ("bars", "read", "meant"),
    [
        (TWO, "П", "II"),
        ((*TWO, *SERIFS), "П.", "II."),
        ((*TWO, (48, 15, 52, 45)), "Ш", "III"),
        ((*TWO, (20, 15, 38, 19)), "П", "П"),
        ((*TWO, (48, 15, 52, 45), (20, 41, 52, 45)), "Ш", "Ш"),
        (TWO, "11", "11"),
    ],
)
def test_roman_numerals_are_counted_strokes(bars: tuple[tuple[int, int, int, int], ...], read: str, meant: str) -> None:
    word = ReadWord(read, 15, 12, 55, 48, 0.9)
    others = [ReadWord("квартал", 60, 12, 79, 48, 0.96)]
    (words,) = with_roman_numerals([[word, *others]], [strokes_of(*bars)], 300)
    assert words[0].text == meant


def test_capitals_are_told_by_their_height() -> None:
    cell = [
        ReadWord("Министерство", 0, 0, 90, 30, 0.9),
        ReadWord("ПОСТОЯННО", 0, 40, 90, 62, 0.6),
        ReadWord("ипк", 0, 70, 40, 100, 0.6),
        ReadWord("Школы", 0, 110, 60, 140, 0.9),
    ]
    (told,) = in_their_case([cell])
    assert [word.text for word in told] == ["Министерство", "постоянно", "ИПК", "Школы"]


def test_a_lone_flat_bar_is_a_dash_and_specks_are_nothing() -> None:
    page = np.full((200, 600), 250, np.uint8)
    page[90:94, 100:118] = 20
    page[90:93, 400:402] = 20
    dash, blank = read_cells(page, [(0, 0, 300, 200), (300, 0, 600, 200)], 300)
    assert [word.text for word in dash.words] == ["–"]
    assert (blank.words, blank.unread) == ([], False)


@pytest.mark.parametrize(("read", "sure", "meant"), [("Пл", 0.3, "п/п"), ("П/лп", 0.4, "п/п"), ("П1", 0.3, "П1")])
def test_the_heading_of_ordinals_is_known(read: str, sure: float, meant: str) -> None:
    words = [ReadWord("№", 0, 0, 20, 20, 0.9), ReadWord(read, 30, 0, 60, 20, sure)]
    assert [word.text for word in with_ordinal_heading(words)] == ["№", meant]


def test_a_page_has_one_decimal_mark() -> None:
    cells = [[ReadWord(text, 0, 0, 9, 9, 0.9)] for text in ("47,9%", "45.6%", "54,3%", "1.2.")]
    assert [words[0].text for words in with_one_decimal_mark(cells)] == ["47,9%", "45,6%", "54,3%", "1.2."]


def test_what_is_left_of_a_line_is_trimmed_away() -> None:
    page = np.full((100, 200), 240, np.uint8)
    page[0:3, 0:200] = 30
    page[40:60, 80:100] = 30
    found = trimmed(page, 10)
    assert found is not None
    picture, x, y = found
    assert (x, y) == (67, 27)
    assert picture.shape == (46, 46)


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


@pytest.fixture(scope="module")
def ruled_across(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """A report of two pages whose table has horizontal rules only, as pictures in one TIFF."""
    import pypdfium2

    source = pypdfium2.PdfDocument(FIXTURES / "prints" / "municipalities_2023.chromium-horizontal.pdf")
    pages = [page.render(scale=200 / 72, grayscale=True).to_pil().convert("L") for page in source]
    path = tmp_path_factory.mktemp("scans") / "pages.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:], dpi=(200, 200))
    return read(path)


@needs_tesseract
def test_a_scanned_table_with_horizontal_rules_only_is_a_table(ruled_across: Document) -> None:
    sheet = json.loads((FIXTURES / "reports" / "municipalities_2023.answers.json").read_text(encoding="utf-8"))
    (gold,) = [table["grid"] for table in sheet["tables"]]
    (table,) = ruled_across.tables
    assert (table.found_by, table.confidence < 0.9) == ("rules", True)
    pairs = [
        (bare(expected), cell)
        for line, cells in zip(gold, table.grid(), strict=True)
        for expected, cell in zip(line, cells, strict=True)
    ]
    assert sum(bare(cell.text) == expected for expected, cell in pairs) / len(pairs) >= 0.97
    wrong = [
        cell.text
        for expected, cell in pairs
        if expected[:1].isdigit() and bare(cell.text) != expected and cell.confidence >= 0.9
    ]
    assert wrong == []


@needs_tesseract
def test_all_pages_of_a_tiff_are_read_and_prose_is_no_table(ruled_across: Document) -> None:
    assert ruled_across.source.pages == 2
    text = " ".join(paragraph.text for paragraph in ruled_across.paragraphs)
    assert "Плановый охват в 70 % достигнут" in text


def test_lines_are_found_in_the_ink_and_cut_where_the_white_is_wide() -> None:
    page = np.full((400, 1200), 255, np.uint8)
    for y in (100, 160):
        for x in (*range(100, 400, 25), *range(700, 800, 25)):
            page[y : y + 22, x : x + 16] = 0
    pieces = pieces_of(page, 300)
    assert [(piece.box[0], piece.box[2], piece.baseline) for piece in pieces] == [
        (100, 391, 122), (700, 791, 122), (100, 391, 182), (700, 791, 182),
    ]  # fmt: skip


def test_thicker_strokes_are_bold() -> None:
    page = np.full((400, 1200), 255, np.uint8)
    for y, thick in ((100, 8), (160, 4), (220, 4)):
        for x in range(100, 400, 25):
            page[y : y + 22, x : x + thick] = 0
            page[y + 20 : y + 22, x : x + 16] = 0
    assert [piece.bold for piece in pieces_of(page, 300)] == [True, False, False]


def photographed(page: np.ndarray) -> np.ndarray:
    """The page on a dark desk, seen from aside, in light that falls off to the right."""
    import cv2

    height, width = page.shape
    desk = (width + 200, height + 200)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    seen = np.array(
        [[120, 90], [width + 60, 130], [width + 110, height + 100], [70, height + 60]],
        np.float32,
    )
    matrix = cv2.getPerspectiveTransform(corners, seen)
    picture = cv2.warpPerspective(page, matrix, desk, flags=cv2.INTER_CUBIC, borderValue=(60,))
    light = np.linspace(1.0, 0.6, desk[0])[None, :]
    return (picture * light).astype(np.uint8)


def test_a_photographed_sheet_is_cut_out_and_set_square() -> None:
    page = ruled_page(1200, 1700)
    flat = flattened(photographed(page), 150)
    assert flat.shape[0] == pytest.approx(11.69 * 150, abs=2)
    assert flat.shape[1] / flat.shape[0] == pytest.approx(1200 / 1700, abs=0.04)
    assert float(np.percentile(flat[100:-100, -200:-100], 50)) > 235
    rows = [stroke.y0 / flat.shape[0] for stroke in find_strokes(flat, 150).horizontal]
    assert rows == pytest.approx([y / 1700 for y in (200, 300, 400, 500)], abs=0.02)


def test_a_scan_without_a_desk_is_left_as_it_is() -> None:
    page = ruled_page()
    assert (flattened(page, 300) == page).all()


def test_a_coloured_stamp_is_faded_and_coloured_text_stays() -> None:
    import cv2

    page = np.full((900, 1200, 3), 250, np.uint8)
    cv2.circle(page, (500, 400), 200, (60, 70, 190), 6)
    page[400:404, 200:900] = 20
    page[700:720, 100:160] = (0, 0, 200)
    faded = flattened(page, 300)
    assert faded[200:396, 290:720].min() > 200
    assert faded[401, 250:850].max() < 60
    assert faded[705, 130] < 100


def test_what_a_picture_says_of_itself_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[np.ndarray] = []

    def look(picture: np.ndarray, number: int) -> PdfPage:
        seen.append(picture)
        return PdfPage(number, 595, 842, recognised=True)

    monkeypatch.setattr(scan_files, "_recogniser", lambda: look)
    upright = Image.new("RGB", (1240, 1754), "white")
    upright.paste((0, 0, 0), (0, 0, 1240, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    upright.rotate(90, expand=True).save(tmp_path / "turned.jpg", exif=exif, dpi=(150, 150))
    glass = Image.new("RGBA", (620, 877), (0, 0, 0, 0))
    glass.save(tmp_path / "glass.png")
    Image.fromarray(np.full((877, 620), 40_000, np.uint16)).save(tmp_path / "deep.tif")
    for name in ("turned.jpg", "glass.png", "deep.tif"):
        with pytest.raises(NoTextLayer):
            read(tmp_path / name)
    turned, transparent, deep = seen
    assert turned.shape[:2] == pytest.approx((3508, 2480), abs=3)
    assert (turned[100].max(), turned[1000].min()) == (0, 255)
    assert transparent.min() == 255
    assert deep.min() > 100


def test_a_picture_with_too_many_dots_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "wall.png"
    Image.new("1", (12_000, 12_000), 1).save(path)
    with pytest.raises(HostileFile):
        read(path)


def test_a_blank_cell_with_ink_in_it_is_unsure() -> None:
    page = ruled_page(1200, 900)
    strokes = find_strokes(page, 300)
    scale = 72 / 300
    rules = [Rule((s.y0 + s.y1) / 2 * scale, s.x0 * scale, s.x1 * scale) for s in strokes.horizontal]
    sides = [Rule((s.x0 + s.x1) / 2 * scale, s.y0 * scale, s.y1 * scale) for s in strokes.vertical]
    words = tuple(
        Word(text, x * scale, y * scale, (x + 60) * scale, (y + 30) * scale, (y + 25) * scale, 8.0, confidence=sure)
        for text, x, y, sure in (("12", 300, 230, 0.97), ("34", 300, 330, 0.4), ("56", 700, 330, 0.97))
    )
    unread = ((800 * scale, 250 * scale),)
    drawn = PdfPage(0, 288, 216, words, tuple(rules), tuple(sides), recognised=True, unread=unread)
    (table,) = find_tables(drawn).tables
    blocks, _margins, _warnings = Assembly.of([layout(drawn)]).document()
    (cells,) = [block.grid() for block in blocks if isinstance(block, Table)]
    assert table.found_by == "scan"
    assert [[cell.confidence for cell in row] for row in cells[:2]] == [[0.97, 0.4], [0.4, 0.97]]


def test_a_table_without_lines_in_a_picture_needs_figures() -> None:
    def page(rows: list[tuple[str, str, str]]) -> PdfPage:
        words = tuple(
            Word(text, x, 100 + 14 * at, x + 6.0 * len(text), 110 + 14 * at, 108 + 14 * at, 10.0, spaced=True)
            for at, row in enumerate(rows)
            for x, text in zip((70, 250, 400), row, strict=True)
        )
        return PdfPage(0, 595, 842, words, recognised=True)

    figures = [("Район", "План", "Факт"), *((f"Район{at}", f"{at}12", f"{at}34") for at in range(1, 7))]
    names = [("Район", "Глава", "Адрес"), *((f"Район{at}", "Иванов", "Ленина") for at in range(1, 7))]
    (table,) = find_tables(page(figures)).tables
    assert (table.found_by, table.confidence < 0.8) == ("alignment", True)
    found = find_tables(page(names))
    assert (found.tables, len(found.words)) == ([], 21)


def scanned_over_text(path: Path, mode: int) -> Path:
    """A page that is a picture, with text of a scanner's program in it; `mode` 3 does not show that."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.new("L", (620, 877), 255)), 0, 0, 595, 842)
    text = canvas.beginText(70, 700)
    text.setTextRenderMode(mode)
    for line in range(8):
        text.textLine(f"A line of a page that was recognised elsewhere, number {line}")
    canvas.drawText(text)
    canvas.save()
    return path


def test_hidden_text_under_a_picture_is_not_taken_for_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        open_pdf(scanned_over_text(tmp_path / "hidden.pdf", 3)) as hidden,
        open_pdf(scanned_over_text(tmp_path / "shown.pdf", 0)) as shown,
    ):
        assert (scan_files.is_picture(hidden.page(0)), scan_files.is_picture(shown.page(0))) == (True, False)
    monkeypatch.setattr(shutil, "which", lambda _program: None)
    document = read(tmp_path / "hidden.pdf")
    assert document.source.ocr
    assert "recognised" in {warning.code for warning in document.warnings}
    assert {paragraph.confidence for paragraph in document.paragraphs} == {0.6}
    assert not read(tmp_path / "shown.pdf").source.ocr


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
