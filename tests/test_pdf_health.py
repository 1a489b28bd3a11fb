"""Text layers that say no letters go to the recogniser; those that say nearly the right ones are put right."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from extract.formats.pdf import read_pdf
from extract.formats.pdf_open import open_pdf
from extract.formats.pdf_page import PdfPage
from extract.formats.scan_files import is_picture
from tests.helpers_pdf import HEIGHT, WIDTH, draw
from tests.test_pdf_stamps import font, signature

SENTENCES = [
    "Отчёт о работе учреждений за второе полугодие составлен в срок.",
    "Все учреждения района представили сведения о детях и педагогах.",
    "На учёте состоят 1 859 детей, из них 24,9% живут в городах.",
] * 3
Spoil = Callable[[bytes], bytes]


def printed(path: Path, sentences: list[str], spoil: Spoil | None = None) -> Path:
    def page(canvas: Canvas) -> None:
        canvas.setFont(font(), 11)
        for row, sentence in enumerate(sentences):
            canvas.drawString(60, HEIGHT - 60 - 16 * row, sentence)

    draw(path, page, pageCompression=0)
    if spoil is not None:
        path.write_bytes(spoil(path.read_bytes()))
    return path


def first_page(path: Path) -> PdfPage:
    with open_pdf(path) as file:
        return file.page(0)


def without_maps(data: bytes) -> bytes:
    """The fonts no longer say what letters their glyphs are."""
    assert b"/ToUnicode" in data
    return data.replace(b"/ToUnicode", b"/ToNothing")


def to_private_use(data: bytes) -> bytes:
    """Every glyph is said to be a letter of the private use area."""
    spoiled, count = re.subn(
        rb"(<[0-9A-F]{2}> )?<0[0-9A-F]{3}>", lambda found: found[0][:-5] + b"E" + found[0][-4:], data
    )
    assert count
    return spoiled


@pytest.mark.parametrize("spoil", [without_maps, to_private_use])
def test_letters_that_are_not_told_are_a_matter_for_recognition(tmp_path: Path, spoil: Spoil) -> None:
    assert not is_picture(first_page(printed(tmp_path / "good.pdf", SENTENCES)))
    assert is_picture(first_page(printed(tmp_path / "bad.pdf", SENTENCES, spoil)))


def test_alphabets_mixed_beyond_repair_are_a_matter_for_recognition(tmp_path: Path) -> None:
    jumbled = [re.sub("[аеикнр]", lambda found: "qzjwvf"["аеикнр".index(found[0])], text) for text in SENTENCES]
    assert is_picture(first_page(printed(tmp_path / "a.pdf", jumbled)))


def test_latin_letters_throughout_are_read_as_the_russian_ones_they_look_like(tmp_path: Path) -> None:
    latin = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
    document = read_pdf(printed(tmp_path / "a.pdf", [text.translate(latin) for text in SENTENCES]), "0" * 64)
    assert " ".join(document.text()).split() == " ".join(SENTENCES).split()


def test_a_scan_with_the_mark_of_a_signature_is_a_scan(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "scan.png"
    Image.new("L", (600, 800), 200).save(picture)

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(str(picture), 0, 0, WIDTH, HEIGHT)
        signature(200, 700)(canvas)

    assert is_picture(first_page(draw(tmp_path / "a.pdf", scan)))
