"""Stamps, watermarks and marks of signatures: off the text and out of the cells, but not lost."""

import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Document
from extract.formats.pdf import read_pdf
from tests.helpers_pdf import HEIGHT, draw

FONT = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")
ROWS = [
    ["№ п/п", "Наименование учреждения", "Всего"],
    ["1", "Центр помощи детям города Ольхина", "14"],
    ["2", "Техникум посёлка Заречный", "1 859"],
    ["3", "Колледж города Кедровска", "–"],
    ["4", "Управление опеки района", "24,9%"],
]
TEXT = [
    "Отчёт составлен по данным учреждений, которые были получены в первом полугодии",
    "текущего года. Число детей в учреждениях за этот срок не изменилось.",
]
XS = (60, 120, 380, 480)
Mark = Callable[[Canvas], None]


@cache
def font() -> str:
    if not FONT.exists():
        pytest.skip(f"{FONT.name} is missing: apt install fonts-liberation")
    pdfmetrics.registerFont(TTFont("Liberation", str(FONT)))
    return "Liberation"


def report(canvas: Canvas, *, rules: bool) -> None:
    """Two lines of text and a table of five rows from 120 points down."""
    canvas.setFont(font(), 10)
    for row, line in enumerate(TEXT):
        canvas.drawString(60, HEIGHT - 60 - 13 * row, line)
    for row, cells in enumerate(ROWS):
        for column, text in enumerate(cells):
            canvas.drawString(XS[column] + 4, HEIGHT - 120 - 22 * row - 15, text)
    if rules:
        canvas.grid(list(XS), [HEIGHT - 120 - 22 * row for row in range(len(ROWS) + 1)])


def stamped(folder: Path, mark: Mark, *, rules: bool = True) -> Document:
    def page(canvas: Canvas) -> None:
        report(canvas, rules=rules)
        mark(canvas)

    return read_pdf(draw(folder / "a.pdf", page), "0" * 64)


def signature(left: float, top: float, *, framed: bool = True) -> Mark:
    """The mark that an office's program prints onto a page that was signed."""
    rows = (
        "ДОКУМЕНТ ПОДПИСАН",
        "ЭЛЕКТРОННОЙ ПОДПИСЬЮ",
        "Сертификат: 00A1B2C3D4E5F60718293A4B5C6D7E8F90",
        "Владелец: Кедрова Анна Петровна",
        "Действителен: с 12.01.2023 по 06.04.2024",
    )

    def mark(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.6)
        canvas.setStrokeColorRGB(0.1, 0.2, 0.6)
        if framed:
            canvas.roundRect(left, HEIGHT - top - 62, 220, 62, 6)
        canvas.setFont(font(), 7.5)
        for row, line in enumerate(rows):
            canvas.drawString(left + 8, HEIGHT - top - 12 - 11 * row, line)

    return mark


def slanted(text: str, size: float) -> Mark:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(150, HEIGHT - 260)
        canvas.rotate(40)
        canvas.setFillGray(0.8)
        canvas.setFont(font(), size)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return mark


def sideways(text: str, left: float) -> Mark:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(left, HEIGHT - 220)
        canvas.rotate(90)
        canvas.setFont(font(), 12)
        canvas.drawString(0, 0, text)
        canvas.restoreState()

    return mark


def upright(text: str, left: float, top: float, size: float) -> Mark:
    def mark(canvas: Canvas) -> None:
        canvas.setFont(font(), size)
        canvas.drawString(left, HEIGHT - top, text)

    return mark


MARKS: dict[str, tuple[Mark, str]] = {
    "signature over the table": (signature(200, 150), "Владелец: Кедрова Анна Петровна"),
    "signature over text and table": (signature(260, 66), "ДОКУМЕНТ ПОДПИСАН"),
    "signature without a frame": (signature(300, 140, framed=False), "Действителен: с 12.01.2023 по 06.04.2024"),
    "signature below": (signature(200, 700), "ЭЛЕКТРОННОЙ ПОДПИСЬЮ"),
    "watermark": (slanted("ПРОЕКТ", 64), "ПРОЕКТ"),
    "copy aslant": (slanted("КОПИЯ ВЕРНА", 22), "КОПИЯ ВЕРНА"),
    "copy on its side over the table": (sideways("КОПИЯ ВЕРНА", 300), "КОПИЯ ВЕРНА"),
    "copy on its side beside the text": (sideways("КОПИЯ ВЕРНА", 30), "КОПИЯ ВЕРНА"),
    "copy upright over the table": (upright("КОПИЯ", 130, 184, 26), "КОПИЯ"),
    "office": (upright("Вх. № 417/06 от 12.03.2024", 400, 30, 9), "Вх. № 417/06 от 12.03.2024"),
    "office over text": (upright("Вх. № 417/06 от 12.03.2024", 320, 63, 9), "Вх. № 417/06 от 12.03.2024"),
}


@pytest.mark.parametrize("rules", [True, False], ids=["ruled", "without lines"])
@pytest.mark.parametrize("name", MARKS)
def test_a_stamp_pollutes_neither_text_nor_cells(tmp_path: Path, name: str, rules: bool) -> None:
    mark, text = MARKS[name]
    document = stamped(tmp_path, mark, rules=rules)
    (table,) = document.tables
    assert [[cell.text for cell in row] for row in table.grid()] == ROWS
    assert [paragraph.text for paragraph in document.paragraphs] == [" ".join(TEXT)]
    assert text in [paragraph.text for paragraph in document.margins]


def test_talk_of_signatures_is_text(tmp_path: Path) -> None:
    talk = [
        "Документ подписан электронной подписью руководителя учреждения, и копия его",
        "направлена в министерство. Сертификат подписи действителен один год.",
    ]

    def mark(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        for row, line in enumerate(talk):
            canvas.drawString(60, HEIGHT - 300 - 13 * row, line)

    document = stamped(tmp_path, mark)
    assert [paragraph.text for paragraph in document.paragraphs] == [" ".join(TEXT), " ".join(talk)]
    assert document.margins == ()


def test_text_printed_twice_to_look_bold_is_no_stamp(tmp_path: Path) -> None:
    def mark(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        for shift in (0.0, 0.3):
            canvas.drawString(60 + shift, HEIGHT - 300, "Выводы по итогам года")

    document = stamped(tmp_path, mark)
    assert document.margins == ()
    assert "Выводы" in document.paragraphs[-1].text


def test_pages_full_of_turned_and_overlying_words_cost_little(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont(font(), 6)
        for index in range(3_000):
            canvas.saveState()
            canvas.translate(60 + index % 60 * 8, 60 + index // 60 * 14)
            canvas.rotate((0, 90, 40)[index % 3])
            canvas.setFont(font(), 6 + index % 5)
            canvas.drawString(0, 0, "слово")
            canvas.restoreState()

    path = draw(tmp_path / "a.pdf", page)
    start = time.process_time()
    read_pdf(path, "0" * 64)
    assert time.process_time() - start < 10
