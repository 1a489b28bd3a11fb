"""Whole PDFs: pages, tables over pages, margins, paragraphs, and files that are refused."""

import contextlib
import random
import zlib
from functools import partial
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from extract.document import Box, Document, Table
from extract.formats.pdf import read_pdf
from extract.formats.pdf_parts import column_edges
from messages.errors import (
    DamagedFile,
    HostileFile,
    LetopisError,
    MissingProgram,
    NoTextLayer,
    PasswordProtected,
    WrongUsage,
)
from tests.helpers_pdf import HEIGHT, WIDTH, body, draw, lines, ruled, texts

HEADER = ["No", "Name", "Value"]


def read(path: Path) -> Document:
    return read_pdf(path, "0" * 64)


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.grid()]


def test_a_ruled_table_and_the_text_around_it(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 60, "Values of the year are given in the table below.")
        ruled(canvas, [HEADER, *body(1, 3)], 90)
        lines(canvas, 220, "That was all.")

    document = read(draw(tmp_path / "a.pdf", page))
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "Table", "Paragraph"]
    table = document.tables[0]
    assert grid(table) == [HEADER, *body(1, 3)]
    assert table.found_by == "rules"
    assert table.cells[4].page == 0
    assert table.cells[4].box is not None
    assert table.cells[4].box.x0 == pytest.approx(120, abs=1)


def test_a_table_over_pages_drops_its_repeated_header(tmp_path: Path) -> None:
    first = partial(ruled, grid=[HEADER, *body(1, 30)], top=60)
    second = partial(ruled, grid=[HEADER, *body(31, 5)], top=60)
    document = read(draw(tmp_path / "a.pdf", first, second))
    assert len(document.tables) == 1
    assert grid(document.tables[0]) == [HEADER, *body(1, 35)]
    assert document.tables[0].cells[-1].page == 1


def test_a_table_over_pages_goes_on_without_a_header(tmp_path: Path) -> None:
    first = partial(ruled, grid=[HEADER, *body(1, 30)], top=60)
    second = partial(ruled, grid=body(31, 5), top=60)
    assert [table.n_rows for table in read(draw(tmp_path / "a.pdf", first, second)).tables] == [36]


def test_a_row_cut_by_the_page_is_made_whole(tmp_path: Path) -> None:
    cut = [["8", "A name that goes on, and", "56"]]
    first = partial(ruled, grid=[HEADER, *body(1, 7), *cut], top=60)
    second = partial(ruled, grid=[HEADER, ["", "ends on the next page", ""], *body(9, 3)], top=60)
    table = read(draw(tmp_path / "a.pdf", first, second)).tables[0]
    assert grid(table)[8] == ["8", "A name that goes on, and ends on the next page", "56"]
    assert table.n_rows == 12


def test_two_tables_are_not_joined(tmp_path: Path) -> None:
    first = partial(ruled, grid=[HEADER, *body(1, 30)], top=60)
    other = partial(ruled, grid=[["a", "b", "c"], *body(1, 3)], top=60, widths=(120, 100, 140))

    def captioned(canvas: Canvas) -> None:
        lines(canvas, 50, "Another table")
        ruled(canvas, [HEADER, *body(1, 3)], 60)

    assert len(read(draw(tmp_path / "a.pdf", first, other)).tables) == 2
    assert len(read(draw(tmp_path / "b.pdf", first, captioned)).tables) == 2


def test_a_table_without_lines(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 60, "Running text stands above, long enough to reach over all of the columns below it.")
        texts(canvas, [HEADER, *body(1, 12)], 120)

    table = read(draw(tmp_path / "a.pdf", page)).tables[0]
    assert grid(table) == [HEADER, *body(1, 12)]
    assert table.found_by == "alignment"
    assert table.confidence < 1


def test_lists_and_columns_of_text_are_no_tables(tmp_path: Path) -> None:
    sentence = "words of a sentence that goes on over the column"

    def listed(canvas: Canvas) -> None:
        for number in range(1, 12):
            canvas.drawString(60, HEIGHT - 60 - 16 * number, f"{number}.")
            canvas.drawString(90, HEIGHT - 60 - 16 * number, f"An item of the list, the {number}th one")

    def columns(canvas: Canvas) -> None:
        for row in range(30):
            canvas.drawString(50, HEIGHT - 60 - 13 * row, sentence)
            canvas.drawString(310, HEIGHT - 60 - 13 * row, sentence)

    assert read(draw(tmp_path / "a.pdf", listed)).tables == []
    assert read(draw(tmp_path / "b.pdf", columns)).tables == []


def test_two_columns_of_text_are_read_one_after_the_other(tmp_path: Path) -> None:
    def columns(canvas: Canvas) -> None:
        for row in range(30):
            canvas.drawString(50, HEIGHT - 60 - 13 * row, f"left {row} words of a sentence that goes on over")
            canvas.drawString(310, HEIGHT - 60 - 13 * row, f"right {row} words of a sentence that goes on over")

    text = " ".join(read(draw(tmp_path / "a.pdf", columns)).text())
    assert text.index("left 29") < text.index("right 0")


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_rotated_pages_read_as_upright_ones(tmp_path: Path, angle: int) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(angle)
        ruled(canvas, [HEADER, *body(1, 5)], 300)

    def drawn_sideways(canvas: Canvas) -> None:
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(angle)
        canvas.translate(-WIDTH / 2, -HEIGHT / 2)
        ruled(canvas, [HEADER, *body(1, 5)], 220)

    for page in (turned, drawn_sideways):
        assert grid(read(draw(tmp_path / "a.pdf", page)).tables[0]) == [HEADER, *body(1, 5)]


def test_text_on_its_side_inside_a_header(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.grid([60, 100, 140, 300], [HEIGHT - y for y in (60, 160, 180)])
        for x, text in ((85, "Number of"), (125, "Share of")):
            canvas.saveState()
            canvas.translate(x, HEIGHT - 150)
            canvas.rotate(90)
            canvas.drawString(0, 0, text)
            canvas.drawString(0, -12, "places")
            canvas.restoreState()
        canvas.drawString(150, HEIGHT - 110, "Name")
        for x, text in ((70, "12"), (110, "5%"), (150, "College")):
            canvas.drawString(x, HEIGHT - 175, text)
        lines(canvas, 220, "Text around the table stands upright, as most text does.")
        lines(canvas, 220, "Text around the table stands upright.")

    table = read(draw(tmp_path / "a.pdf", page)).tables[0]
    assert grid(table) == [["Number of places", "Share of places", "Name"], ["12", "5%", "College"]]


def test_running_heads_and_page_numbers_go_to_the_margins(tmp_path: Path) -> None:
    def page(number: int, canvas: Canvas) -> None:
        lines(canvas, 30, "Report of the district")
        lines(canvas, 100, f"Text of page number {number} that ends with a full stop.")
        canvas.drawCentredString(WIDTH / 2, 30, str(number))

    document = read(draw(tmp_path / "a.pdf", *(partial(page, number) for number in range(1, 6))))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        f"Text of page number {number} that ends with a full stop." for number in range(1, 6)
    ]
    assert {paragraph.text for paragraph in document.margins} == {"Report of the district", *"12345"}


def test_paragraphs_labels_and_wide_set_words(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawCentredString(WIDTH / 2, HEIGHT - 60, "O R D E R  O F  T H E  D A Y")
        lines(
            canvas,
            100,
            "The first paragraph has a line that is full to the right margin of the text, which is here, and",
            "goes on.",
            "1. The first item of a list",
            "2. The second item of it",
        )

    blocks = read(draw(tmp_path / "a.pdf", page)).paragraphs
    assert [(block.label, block.text) for block in blocks] == [
        (None, "ORDER OF THE DAY"),
        (
            None,
            "The first paragraph has a line that is full to the right margin of the text, which is here, and goes on.",
        ),
        ("1.", "The first item of a list"),
        ("2.", "The second item of it"),
    ]
    assert blocks[0].centered
    assert blocks[2].style == "list_item"


def test_a_raised_mark_is_no_part_of_the_number(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        ruled(canvas, [HEADER, *body(1, 3)], 90)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(60 + 280 + 4 + 11.5, HEIGHT - 90 - 40 - 10, "1)")

    table = read(draw(tmp_path / "a.pdf", page)).tables[0]
    assert table.grid()[2][2].text == "14"
    assert table.grid()[2][2].marks == ("1)",)


def test_a_picture_without_text_is_told(tmp_path: Path) -> None:
    from PIL import Image

    picture = tmp_path / "scan.png"
    Image.new("L", (600, 800), 200).save(picture)

    def scan(canvas: Canvas) -> None:
        canvas.drawImage(str(picture), 0, 0, WIDTH, HEIGHT)

    with pytest.raises((NoTextLayer, MissingProgram)):
        read(draw(tmp_path / "a.pdf", scan))
    mixed = read(draw(tmp_path / "b.pdf", scan, lambda canvas: lines(canvas, 60, "Text.")))
    assert {warning.code for warning in mixed.warnings} & {"page_without_text", "recognised"}


def test_what_cannot_be_read_is_refused_by_its_code(tmp_path: Path) -> None:
    locked = draw(tmp_path / "a.pdf", lambda canvas: lines(canvas, 60, "x"), encrypt=StandardEncryption("secret"))
    with pytest.raises(PasswordProtected):
        read(locked)
    torn = tmp_path / "b.pdf"
    torn.write_bytes(b"%PDF-1.4\n" + b"nothing of the kind " * 40)
    with pytest.raises(DamagedFile):
        read(torn)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _mebibyte in range(300)) + packer.flush()
    bomb = tmp_path / "a.pdf"
    bomb.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<</Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>\nstream\n"
        + packed
        + b"\nendstream\nendobj\n%%EOF"
    )
    with pytest.raises(HostileFile):
        read(bomb)
    twice = tmp_path / "b.pdf"
    twice.write_bytes(
        b"%PDF-1.4\n1 0 obj\n<</Filter[/FlateDecode/FlateDecode]/Length 5>>\nstream\nxxxxx\nendstream\nendobj\n%%EOF"
    )
    with pytest.raises(HostileFile):
        read(twice)


def test_letters_read_by_the_wrong_code_page_are_put_right(tmp_path: Path) -> None:
    wrong = "Отчёт о работе учреждений за второе полугодие".encode("cp1251").decode("cp1252")
    document = read(draw(tmp_path / "a.pdf", lambda canvas: lines(canvas, 60, wrong)))
    assert document.paragraphs[0].text == "Отчёт о работе учреждений за второе полугодие"


def test_what_was_seen_is_drawn_over_the_pages(tmp_path: Path) -> None:
    from PIL import Image

    from extract.formats.pdf_debug import debug_images

    def page(canvas: Canvas) -> None:
        lines(canvas, 60, "A line of text.")
        ruled(canvas, [HEADER, *body(1, 3)], 90)

    path = draw(tmp_path / "a.pdf", page)
    (image,) = debug_images(path, read(path), tmp_path / "seen")
    with Image.open(image) as picture:
        colours = {colour for _count, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert (0x1A, 0x7F, 0x37) in colours
    assert (0x54, 0xAE, 0xFF) in colours


def test_a_few_rows_may_divide_a_column(tmp_path: Path) -> None:
    rows = [["1", "A measure of the plan", "What is to be reached in words that run on"]] * 3
    parts = (("2021", "2022", "2023"), ("10,5", "11,5", "12,0"), ("90%", "95%", "99%"))

    def page(canvas: Canvas) -> None:
        texts(canvas, [["No", "Measure", "Outcome"], *rows], 60, widths=(60, 160, 200))
        for row, values in enumerate(parts):
            canvas.drawString(64, HEIGHT - 140 - 20 * row - 14, "2")
            canvas.drawString(124, HEIGHT - 140 - 20 * row - 14, "Share")
            for column, value in enumerate(values):
                canvas.drawString(284 + 60 * column, HEIGHT - 140 - 20 * row - 14, value)

    found = grid(read(draw(tmp_path / "a.pdf", page)).tables[0])
    assert found[4:] == [["2", "Share", *values] for values in parts]
    assert found[1] == ["1", "A measure of the plan", *["What is to be reached in words that run on"] * 3]


def test_shaded_cells_tell_spans(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFillGray(0.8)
        for x, y, width, height in ((60, 60, 60, 40), (120, 60, 200, 20), (120, 80, 100, 20), (220, 80, 100, 20)):
            canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)
        canvas.setFillGray(0.9)
        for row in (1, 3):
            for x, width in ((60, 60), (120, 100), (220, 100)):
                canvas.rect(x, HEIGHT - 120 - 20 * row, width, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        for x, y, text in ((64, 74, "District"), (190, 74, "Year 2023"), (140, 94, "plan"), (240, 94, "fact")):
            canvas.drawString(x, HEIGHT - y, text)
        texts(canvas, [[f"North {row}", str(row), str(row * 2)] for row in range(1, 5)], 100, widths=(60, 100, 100))

    found = grid(read(draw(tmp_path / "a.pdf", page)).tables[0])
    assert found[:3] == [["District", "Year 2023", "Year 2023"], ["District", "plan", "fact"], ["North 1", "1", "2"]]


def test_extract_draws_only_pages_of_a_pdf(
    tmp_path: Path, fixtures_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from commands.extracting import extract

    path = draw(tmp_path / "a.pdf", partial(ruled, grid=[HEADER, *body(1, 3)], top=90))
    extract(path, tmp_path / "seen")
    printed = capsys.readouterr()
    assert printed.out.startswith("{")
    assert printed.err.strip() == str(tmp_path / "seen" / "a-0001.png")
    with pytest.raises(WrongUsage):
        extract(fixtures_dir / "reports" / "plan_2022_2024.docx", tmp_path / "seen")


@pytest.mark.parametrize("seed", range(4))
def test_damaged_copies_are_read_or_refused(
    tmp_path: Path, fixtures_dir: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.formats.pdf.is_picture", lambda _page: False)
    chance = random.Random(seed)
    prints = sorted(path for path in (fixtures_dir / "prints").glob("*.pdf") if "scan" not in path.name)
    for _copy in range(6):
        data = bytearray(chance.choice(prints).read_bytes())
        for _place in range(chance.choice((1, 5, 30, 200))):
            start = chance.randrange(len(data))
            if chance.random() < 0.7:
                data[start] = chance.randrange(256)
            else:
                del data[start : start + chance.randrange(1, 200)]
        damaged = tmp_path / "damaged.pdf"
        damaged.write_bytes(data)
        with contextlib.suppress(LetopisError):
            read(damaged)


def test_text_far_off_the_page_is_not_read(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        lines(canvas, 60, "Text on the page.")
        canvas.drawString(4.0e8, 100, "far away")

    assert list(read(draw(tmp_path / "a.pdf", page)).text()) == ["Text on the page."]


def test_titles_begin_where_their_cell_does(tmp_path: Path) -> None:
    rows = [["No", "Name", "Value"], *body(1, 4)]
    path = draw(
        tmp_path / "titles.pdf",
        lambda canvas: (
            texts(canvas, rows, 100),
            lines(canvas, 214, "A section of no number whose title runs on over every column there is"),
            texts(canvas, body(5, 4), 220),
            lines(canvas, 314, "A section that begins under the names and runs over the values", left=124),
            texts(canvas, body(9, 3), 320),
        ),
    )
    table = read(path).tables[0]
    spans = [(cell.column, cell.colspan) for cell in table.cells if cell.colspan > 1]
    assert spans == [(0, 3), (1, 2)]


def test_a_title_at_the_foot_of_a_page_opens_the_rows_overleaf(tmp_path: Path) -> None:
    title = "A section that goes on overleaf"
    path = draw(
        tmp_path / "foot.pdf",
        lambda canvas: (
            texts(canvas, [["No", "Name", "Value"], *body(1, 20)], 100),
            lines(canvas, 534, title, left=64),
        ),
        lambda canvas: texts(canvas, body(21, 12), 60),
    )
    document = read(path)
    assert len(document.tables) == 1
    row = [(cell.column, cell.colspan, cell.text) for cell in document.tables[0].cells if cell.row == 21]
    assert row == [(0, 3, title)]


def test_text_after_a_table_is_no_row_of_the_next_one(tmp_path: Path) -> None:
    path = draw(
        tmp_path / "after.pdf",
        lambda canvas: (
            texts(canvas, [["No", "Name", "Value"], *body(1, 20)], 100),
            lines(canvas, 580, "Text that stands apart."),
        ),
        lambda canvas: texts(canvas, body(21, 12), 60),
    )
    document = read(path)
    assert "Text that stands apart." in [paragraph.text for paragraph in document.paragraphs]


def test_a_few_rows_overleaf_take_the_columns_of_the_page_before(tmp_path: Path) -> None:
    widths = (22, 220, 80)
    path = draw(
        tmp_path / "few.pdf",
        lambda canvas: texts(canvas, [["No", "Name", "Value"], *body(1, 30)], 100, widths=widths),
        lambda canvas: (
            texts(canvas, [["31", "Name of the row 31", "217"]], 60, widths=widths),
            lines(canvas, 94, "All the names together", left=64),
            texts(canvas, [["", "", "9 217"]], 80, widths=widths),
            texts(canvas, [["90 217", "", "9 217"]], 100, widths=widths),
        ),
    )
    tables = read(path).tables
    assert [(table.n_columns, table.n_rows) for table in tables] == [(3, 34)]
    assert [cell.text for cell in tables[0].cells if cell.row == 31] == ["31", "Name of the row 31", "217"]


def test_unshaded_cells_between_shaded_ones_make_no_edge() -> None:
    rows = [Box(0, 20 * row, 30, 20 * row + 10) for row in range(4)]
    far = [Box(100, 20 * row, 130, 20 * row + 10) for row in range(4)]
    beside = [Box(130, 20 * row, 160, 20 * row + 10) for row in range(4)]
    assert column_edges([*rows, *far, *beside]) == (130.0,)


def test_page_numbers_beside_a_table_go_to_the_margins(tmp_path: Path) -> None:
    def page(number: int, canvas: Canvas) -> None:
        rows = body(1 + 30 * (number - 1), 30)
        texts(canvas, [HEADER, *rows] if number == 1 else rows, 60)
        if number % 2:
            lines(canvas, 30, "Report of the district")
            lines(canvas, HEIGHT - 25, f"- {number} -")
        else:
            canvas.drawRightString(WIDTH - 60, HEIGHT - 30, "Department of statistics")
            canvas.drawRightString(WIDTH - 60, 25, f"- {number} -")

    document = read(draw(tmp_path / "a.pdf", *(partial(page, number) for number in range(1, 5))))
    assert [grid(table) for table in document.tables] == [[HEADER, *body(1, 120)]]
    assert document.paragraphs == []
    assert len(document.margins) == 8


def test_a_line_that_heads_the_next_items_is_not_drawn_into_the_one_above(tmp_path: Path) -> None:
    full = "– an item of the list that runs to the very end of the line, as an item may well do;"

    def page(canvas: Canvas) -> None:
        lines(canvas, 60, "Region of Omsk:", full, "Republic of Altai:", "– another item;")

    assert [paragraph.text for paragraph in read(draw(tmp_path / "a.pdf", page)).paragraphs] == [
        "Region of Omsk:", full.removeprefix("– "), "Republic of Altai:", "another item;",
    ]  # fmt: skip


def test_a_label_that_opens_parts_is_no_rest_of_a_row_cut_by_the_page(tmp_path: Path) -> None:
    first = partial(ruled, grid=[HEADER, *body(1, 7), ["8", "All of them", "56"]], top=60)
    second = partial(ruled, grid=[["", "including:", ""], *body(9, 3)], top=60)
    table = read(draw(tmp_path / "a.pdf", first, second)).tables[0]
    assert table.n_rows == 13
