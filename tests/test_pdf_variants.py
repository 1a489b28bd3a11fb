"""Tables as unusual printers and writers draw them: each class of print that was once misread."""

from functools import partial
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from extract.document import Document, Table
from extract.formats.pdf import read_pdf
from extract.formats.pdf_columns import find_columns, strips_of
from extract.formats.pdf_rows import bands_of, group_rows
from tests.helpers_pdf import HEIGHT, body, draw, lines, ruled, texts
from tests.test_pdf_parts import table_lines
from tests.test_pdf_stamps import font

HEADER = ["No", "Name", "Value"]
WIDTHS = (60, 220, 80)


def read(path: Path) -> Document:
    return read_pdf(path, "0" * 64)


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.grid()]


def dots(canvas: Canvas, x: float, y: float, across: float, down: float) -> None:
    """A dotted line from (x, y), y counted from the top of the page."""
    for step in range(int(max(across, down) / 1.5) + 1):
        left, top = x + (1.5 * step if across else 0), y + (1.5 * step if down else 0)
        canvas.rect(left, HEIGHT - top - 0.75, 0.75, 0.75, stroke=0, fill=1)


def test_lines_of_dots_are_lines(tmp_path: Path) -> None:
    rows = [HEADER, *body(1, 4)]

    def page(canvas: Canvas) -> None:
        for row in (*range(6), 1):
            dots(canvas, 60, 100 + 20 * row, 360, 0)
        for x in (60, 120, 340, 420):
            dots(canvas, x, 100, 0, 100)
        texts(canvas, rows, 100)

    table = read(draw(tmp_path / "a.pdf", page)).tables[0]
    assert grid(table) == rows
    assert table.found_by == "rules"


def test_the_last_rows_overleaf_are_rows(tmp_path: Path) -> None:
    last = [["31", "A name that is cut by the page and", "217"], ["", "goes on in a second line", ""]]
    first = partial(texts, grid=[HEADER, *body(1, 30)], top=60)

    def second(canvas: Canvas) -> None:
        texts(canvas, last[:1], 60)
        canvas.drawString(124, HEIGHT - 60 - 26, last[1][1])
        lines(canvas, 150, "Text that stands apart from the table and reaches over all of its columns.")

    document = read(draw(tmp_path / "a.pdf", first, second))
    assert len(document.tables) == 1
    assert grid(document.tables[0])[-1] == ["31", "A name that is cut by the page and goes on in a second line", "217"]
    assert [paragraph.text[:9] for paragraph in document.paragraphs] == ["Text that"]


def test_text_overleaf_is_no_row(tmp_path: Path) -> None:
    first = partial(texts, grid=[HEADER, *body(1, 30)], top=60)
    document = read(draw(tmp_path / "a.pdf", first, lambda canvas: lines(canvas, 60, "Text that opens a page, and")))
    assert [table.n_rows for table in document.tables] == [31]
    assert len(document.paragraphs) == 1


def test_a_cut_row_whose_cell_spans_columns_is_made_whole(tmp_path: Path) -> None:
    years = [["3.1", "Shares by year", "2023", "2024"], ["3.2", "Of children", "2.45", "2.43"]] * 2
    widths = (40, 180, 80, 80)
    long = "An outcome that is told in words over"

    def first(canvas: Canvas) -> None:
        rows = [["No", "Measure", "Plan", "Fact"], *years]
        texts(canvas, [*rows, ["4.1", "A measure told at length,", long]], 640, widths=widths)
        canvas.line(60, HEIGHT - 640, 440, HEIGHT - 640)
        for row in range(1, 7):
            canvas.line(60, HEIGHT - 640 - 20 * row, 440, HEIGHT - 640 - 20 * row)

    def second(canvas: Canvas) -> None:
        texts(canvas, [["", "which goes on", "both columns"], *years], 60, widths=widths)
        for row in range(6):
            canvas.line(60, HEIGHT - 60 - 20 * row, 440, HEIGHT - 60 - 20 * row)

    (table,) = read(draw(tmp_path / "a.pdf", first, second)).tables
    whole = f"{long} both columns"
    assert grid(table)[5] == ["4.1", "A measure told at length, which goes on", whole, whole]


def rows_of(rows: list[list[str]], starts: tuple[float, ...], tops: list[float], separators: list[float]) -> list[str]:
    """The rows found among lines at the given heights, each as one string."""
    found = [line for row, top in zip(rows, tops, strict=True) for line in table_lines([row], starts, first=top)]
    columns, _spanning = find_columns(found)
    strips = [strip for line in found for strip in strips_of(line, columns)]
    widths = [0.0] * columns.count
    for strip in strips:
        widths[strip.first] = max(widths[strip.first], strip.width)
    groups = group_rows(bands_of(strips, separators), widths)
    return [" ".join(strip.text for band in group for strip in band.strips) for group in groups]


def test_numbers_of_columns_are_a_row_of_their_own_wherever_lines_run() -> None:
    rows = [["No", "Measure", "Term"], ["1", "2", "3"], ["1.1", "A plan", "2022"], ["1.2", "A decree", "2023"]]
    tops = [100.0, 114.0, 128.0, 150.0]
    assert rows_of(rows, (50, 100, 200), tops, [140.0]) == [
        "No Measure Term",
        "1 2 3",
        "1.1 A plan 2022",
        "1.2 A decree 2023",
    ]


def test_rows_a_hair_further_apart_than_lines_are_rows() -> None:
    rows = [
        ["1", "Departments of social", "15"],
        ["", "care of the region", ""],
        ["2", "Centres of help for", "14"],
        ["", "children and for their", ""],
        ["", "parents", ""],
        ["", "Answers in all: 29", ""],
        ["3", "Departments of", "10"],
        ["", "education", ""],
        ["", "Answers in all: 10", ""],
    ]
    steps = [14.0, 14.3, 14.0, 14.0, 14.3, 14.3, 14.0, 14.3]
    tops = [100.0 + sum(steps[:index]) for index in range(len(rows))]
    assert rows_of(rows, (50, 100, 300), tops, []) == [
        "1 Departments of social 15 care of the region",
        "2 Centres of help for 14 children and for their parents",
        "Answers in all: 29",
        "3 Departments of 10 education",
        "Answers in all: 10",
    ]


def test_a_repeated_header_of_a_zebra_table_is_dropped(tmp_path: Path) -> None:
    numbers = ["1", "2", "3"]

    def page(start: int, canvas: Canvas) -> None:
        rows = [HEADER, numbers, *body(start, 20)]
        canvas.setFillGray(0.9)
        for row in range(3, 22, 2):
            canvas.rect(60, HEIGHT - 60 - 20 * (row + 1), 360, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        texts(canvas, rows, 60)

    (table,) = read(draw(tmp_path / "a.pdf", partial(page, 1), partial(page, 21))).tables
    assert grid(table) == [HEADER, numbers, *body(1, 40)]


def test_pieces_of_rules_tell_columns_and_cells_that_run_down(tmp_path: Path) -> None:
    def rule(canvas: Canvas, top: float, *pieces: tuple[float, float]) -> None:
        for left, right in pieces:
            canvas.line(left, HEIGHT - top, right, HEIGHT - top)

    def page(canvas: Canvas) -> None:
        whole, pieces = [(60.0, 420.0)], [(60.0, 120.0), (340.0, 420.0)]
        for row, parts in enumerate([whole, whole, pieces, whole, pieces, whole]):
            rule(canvas, 100 + 30 * row, *parts)
        rows = [["No", "Name", "Value"], ["1", "", "7"], ["2", "", "14"], ["3", "", "21"], ["4", "", "28"]]
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                canvas.drawString(64 + (0, 60, 280)[column], HEIGHT - 100 - 30 * row - 19, text)
        for top, name in ((164, "The name of both"), (224, "Another name")):
            canvas.drawString(124, HEIGHT - top, name)

    (table,) = read(draw(tmp_path / "a.pdf", page)).tables
    assert grid(table) == [
        ["No", "Name", "Value"],
        ["1", "The name of both", "7"],
        ["2", "The name of both", "14"],
        ["3", "Another name", "21"],
        ["4", "Another name", "28"],
    ]


def test_stretched_lines_make_no_table(tmp_path: Path) -> None:
    rows = (
        "It is to be said that assistance of this kind",
        "remains what matters in such cases, and",
        "the authorities have to take their part in what",
        "is undertaken, which raises the standing of",
        "those who take care of it in the departments of",
    )

    def page(canvas: Canvas) -> None:
        for index, row in enumerate(rows):
            words = row.split()
            room = 440 - sum(canvas.stringWidth(word) for word in words)
            left = 60.0
            for word in words:
                canvas.drawString(left, HEIGHT - 100 - 14 * index, word)
                left += canvas.stringWidth(word) + room / (len(words) - 1)
        lines(canvas, 100 + 14 * len(rows), "the region.")

    document = read(draw(tmp_path / "a.pdf", page))
    assert document.tables == []
    assert list(document.text()) == [" ".join([*rows, "the region."])]


def test_a_header_cell_taller_than_its_neighbours_is_whole(tmp_path: Path) -> None:
    def page(start: int, canvas: Canvas) -> None:
        for top, text in ((60, "No"), (72, "in"), (84, "all")):
            canvas.drawString(64, HEIGHT - top - 10, text)
        canvas.drawString(124, HEIGHT - 82, "Name")
        canvas.drawString(344, HEIGHT - 76, "Value")
        canvas.drawString(344, HEIGHT - 88, "of it")
        texts(canvas, body(start, 20), 100)
        for row in range(21):
            canvas.line(60, HEIGHT - 100 - 20 * row, 420, HEIGHT - 100 - 20 * row)

    (table,) = read(draw(tmp_path / "a.pdf", partial(page, 1), partial(page, 21))).tables
    assert grid(table) == [["No in all", "Name", "Value of it"], *body(1, 40)]


def test_letters_set_one_by_one_make_words(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        text = canvas.beginText(60, HEIGHT - 60)
        text.setFont("Helvetica", 8)
        for letter in "Monitoring of the region":
            text.textOut(letter)
        canvas.drawText(text)
        canvas.setFont("Helvetica", 8)
        left = 60.0
        for letter in "Departments":
            canvas.drawString(left, HEIGHT - 80, letter)
            left += canvas.stringWidth(letter) + 0.15

    assert " ".join(read(draw(tmp_path / "a.pdf", page)).text()) == "Monitoring of the region Departments"


def test_the_axis_of_a_chart_is_no_table(tmp_path: Path) -> None:
    def page(canvas: Canvas) -> None:
        for row in range(9):
            canvas.line(100, HEIGHT - 100 - 20 * row, 400, HEIGHT - 100 - 20 * row)
            canvas.drawString(70, HEIGHT - 113 - 20 * row, str(400 - 50 * row))
        for column in range(4):
            canvas.line(100 + 100 * column, HEIGHT - 100, 100 + 100 * column, HEIGHT - 260)
            canvas.drawString(104 + 100 * column, HEIGHT - 290, f"Jan {2008 + column}")
        canvas.line(60, HEIGHT - 100, 60, HEIGHT - 260)
        canvas.line(60, HEIGHT - 100, 100, HEIGHT - 100)
        canvas.line(60, HEIGHT - 260, 100, HEIGHT - 260)

    assert read(draw(tmp_path / "a.pdf", page)).tables == []


def test_even_steps_in_the_last_row_are_figures(tmp_path: Path) -> None:
    rows = [["Measure", "2021", "2022", "2023", "2024", "2025"], ["Children", "7", "9", "8", "11", "6"]]
    rows += [["Share, %", "50", "60", "70", "80", "90"]]
    page = partial(ruled, grid=rows, top=60, widths=(100, 50, 50, 50, 50, 50))
    assert grid(read(draw(tmp_path / "a.pdf", page)).tables[0]) == rows


def test_sums_of_money_part_rows_that_stand_close(tmp_path: Path) -> None:
    rows = [["Agency", "Program", "Amount"], ["Education", "Grants to local agencies", "$14,492"]]
    rows += [["Energy", "Assistance", "($174)"], ["Labor", "Employment services", "(D)"], ["Justice", "Grants", "$370"]]

    def page(canvas: Canvas) -> None:
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                canvas.drawString((60, 160, 360)[column], HEIGHT - 100 - 11.5 * row, text)
        for top in (88, 103, 150):
            canvas.line(60, HEIGHT - top, 420, HEIGHT - top)

    assert grid(read(draw(tmp_path / "a.pdf", page)).tables[0]) == rows


def test_words_stacked_over_figures_are_one_header(tmp_path: Path) -> None:
    header = [
        ("", "Number of", "", "Share"),
        ("", "places in", "Paid", "of all,"),
        ("Industry", "all", "staff", "percent"),
    ]
    rows = [[f"Trade {number}", str(number * 417), str(number * 31), f"{number}.5"] for number in range(1, 9)]

    def page(canvas: Canvas) -> None:
        for row, cells in enumerate([*header, *rows]):
            for column, text in enumerate(cells):
                canvas.drawString((60, 160, 260, 340)[column], HEIGHT - 100 - 11.5 * row, text)

    found = grid(read(draw(tmp_path / "a.pdf", page)).tables[0])
    assert found == [["Industry", "Number of places in all", "Paid staff", "Share of all, percent"], *rows]


def test_upright_lines_alone_still_leave_rows(tmp_path: Path) -> None:
    rows = [["No", "Measure", "Term"]]
    rows += [[f"1.{number}", f"A measure of the plan with the number {number}", "2023"] for number in range(1, 9)]

    def page(canvas: Canvas) -> None:
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                canvas.drawString((64, 104, 364)[column], HEIGHT - 100 - 20 * row - 14, text)
        for x in (60, 100, 360, 420):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 280)
        for top in (100, 120, 280):
            canvas.line(60, HEIGHT - top, 420, HEIGHT - top)

    assert grid(read(draw(tmp_path / "a.pdf", page)).tables[0]) == rows


def test_cells_set_in_the_middle_go_on_line_by_line(tmp_path: Path) -> None:
    long = ["Department of education,", "administrations of places,", "undertakings of the district,"]
    long += ["associations of families,", "cooperatives of the region,", "universities and colleges"]
    rows = [[f"1.{number}", f"Measure {number}", "2023"] for number in range(1, 7)]

    def page(canvas: Canvas) -> None:
        top = 100.0
        for number, row in enumerate(rows):
            held = long if number == 5 else long[:2]
            middle = top + 6 * len(held)
            for column, text in enumerate(row):
                canvas.drawString((60, 100, 440)[column], HEIGHT - middle - 3.5, text)
            for index, text in enumerate(held):
                canvas.drawCentredString(310, HEIGHT - top - 12 * index - 9, text)
            top += 12 * len(held) + 8

    found = grid(read(draw(tmp_path / "a.pdf", page)).tables[0])
    short = " ".join(long[:2])
    assert found == [[row[0], row[1], " ".join(long) if row is rows[5] else short, row[2]] for row in rows]


def test_a_total_overleaf_is_a_row(tmp_path: Path) -> None:
    rows = [HEADER, *body(1, 30)]

    def first(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        texts(canvas, rows, 60)

    def second(canvas: Canvas) -> None:
        canvas.setFont(font(), 10)
        texts(canvas, [["", "Всего по разделу: 47", ""], *body(31, 3)], 60)
        for row in range(5):
            canvas.line(60, HEIGHT - 60 - 20 * row, 420, HEIGHT - 60 - 20 * row)

    (table,) = read(draw(tmp_path / "a.pdf", first, second)).tables
    assert grid(table)[30:32] == [rows[-1], ["", "Всего по разделу: 47", ""]]
