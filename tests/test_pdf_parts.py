"""The steps of reading a PDF, each by itself: lines, joins, grids, columns, rows."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.formats.pdf_cells import join_lines
from extract.formats.pdf_columns import find_columns, strips_of
from extract.formats.pdf_health import is_rubbish, repaired
from extract.formats.pdf_lines import Line, lines_of
from extract.formats.pdf_page import PdfPage, Rule, Word
from extract.formats.pdf_rows import bands_of, group_rows, is_value
from extract.formats.pdf_rules import components, grid_of, merge_rules
from extract.formats.pdf_vocabulary import Vocabulary

WORDS = Vocabulary()


def word(text: str, x0: float, baseline: float, *, size: float = 10.0, bold: bool = False) -> Word:
    """A word whose letters are half an em wide."""
    width = 0.5 * size * len(text)
    return Word(text, x0, baseline - 0.8 * size, x0 + width, baseline + 0.2 * size, baseline, size, bold, spaced=True)


def phrase(text: str, x0: float, baseline: float) -> list[Word]:
    words = []
    for part in text.split():
        words.append(word(part, x0, baseline))
        x0 = words[-1].x1 + 2.5
    return words


def cell(*texts: str) -> list[Line]:
    return lines_of(made for row, text in enumerate(texts) for made in phrase(text, 100, 100 + 12 * row))


@pytest.mark.parametrize(
    ("texts", "width", "joined"),
    [
        (("Казачинско-", "Ленский"), 60, "Казачинско-Ленский"),
        (("социально-", "экономическое"), 70, "социально-экономическое"),
        (("инфор-", "мация"), 40, "информация"),
        (("постинтер\u00ad", "натное"), 60, "постинтернатное"),
        (("Общи", "й", "охват"), 24, "Общий охват"),
        (("Всего", "детей"), 30, "Всего детей"),
        (("431", "818"), 20, "431 818"),
        (("67,", "4%"), 20, "67,4%"),
        (("15", "(26,8%)"), 60, "15 (26,8%)"),
        (("2022–2024", "годы"), 50, "2022–2024 годы"),
        (("№ п/", "п"), 20, "№ п/п"),
        (("Всего детей", "района . . . . . . ."), 90, "Всего детей района"),
        (("и так далее...",), 90, "и так далее..."),
        (("2023-", "2025 годы"), 40, "2023-2025 годы"),
        (("2023 -", "2025 годы"), 40, "2023 - 2025 годы"),
        (("Центры помощи", "детям"), 70, "Центры помощи детям"),
    ],
)
def test_lines_of_a_cell_are_joined(texts: Sequence[str], width: float, joined: str) -> None:
    assert join_lines(cell(*texts), width, WORDS)[0] == joined


def test_words_of_the_document_tell_a_compound_from_a_break() -> None:
    known = Vocabulary(frozenset({"усть-кутский"}))
    assert join_lines(cell("Усть-", "кутский"), 60, known)[0] == "Усть-кутский"


def test_words_come_in_any_order_and_make_lines() -> None:
    words = [word("второй", 140, 100), word("ниже", 100, 114), word("Первый", 100, 100)]
    assert [line.text for line in lines_of(words)] == ["Первый второй", "ниже"]


def test_a_raised_figure_is_a_mark_but_for_squares() -> None:
    marked = lines_of([word("2014", 100, 100), word("2)", 120, 96, size=6)])
    assert (marked[0].text, marked[0].marks) == ("2014", ((4, "2)"),))
    square = lines_of([word("м", 100, 100), word("2", 105, 96, size=6)])
    assert square[0].text == "м²"


@st.composite
def drawn_grids(draw: st.DrawFn) -> tuple[list[float], list[float], list[tuple[int, int, int, int]]]:
    """Column edges, row edges and cells, some of which span columns or rows."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    xs = [50.0 + 40 * index + draw(st.floats(0, 15)) for index in range(columns + 1)]
    ys = [80.0 + 30 * index + draw(st.floats(0, 10)) for index in range(rows + 1)]
    taken: set[tuple[int, int]] = set()
    spans = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            tall, wide = draw(st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1)]))
            squares = {(r, c) for r in range(row, row + tall) for c in range(column, column + wide)}
            if squares & taken or row + tall > rows or column + wide > columns:
                squares, tall, wide = {(row, column)}, 1, 1
            taken |= squares
            spans.append((row, column, tall, wide))
    return xs, ys, spans


@settings(max_examples=150, deadline=None)
@given(drawn_grids())
def test_a_grid_is_read_off_its_lines_as_it_was_drawn(
    drawn: tuple[list[float], list[float], list[tuple[int, int, int, int]]],
) -> None:
    xs, ys, spans = drawn
    if len(spans) < 2:
        return
    horizontal, vertical = [], []
    for row, column, tall, wide in spans:
        left, right, top, bottom = xs[column], xs[column + wide], ys[row], ys[row + tall]
        horizontal += [Rule(top, left, right), Rule(bottom, left, right)]
        vertical += [Rule(left, top, bottom), Rule(right, top, bottom)]
    groups, loose = components(merge_rules(horizontal), merge_rules(vertical))
    assert len(groups) == 1
    assert not loose
    grid = grid_of(groups[0])
    assert grid is not None
    found = {(grid.xs[c], grid.ys[r], grid.xs[c + wide], grid.ys[r + tall]) for r, c, tall, wide in grid.spans}
    drawn_boxes = [(xs[c], ys[r], xs[c + wide], ys[r + tall]) for r, c, tall, wide in spans]
    assert len(found) == len(drawn_boxes)
    for box in drawn_boxes:
        assert any(all(abs(a - b) < 0.1 for a, b in zip(box, other, strict=True)) for other in found)


def table_lines(
    rows: Sequence[Sequence[str]], starts: Sequence[float], step: float = 14, first: float = 100
) -> list[Line]:
    words = [
        made
        for index, row in enumerate(rows)
        for start, text in zip(starts, row, strict=True)
        for made in phrase(text, start, first + step * index)
    ]
    return lines_of(words)


def test_columns_are_the_white_between_words() -> None:
    rows = [["Название района", "12", "3,5%"], ["Другой", "1", "0,1%"], ["Длинное название района", "112", "13,5%"]] * 3
    columns, spanning = find_columns(table_lines(rows, (50, 200, 260)))
    assert columns.count == 3
    assert not spanning


def test_a_title_over_all_columns_hides_none_of_them() -> None:
    rows = [["Название", "12", "3,5%"]] * 5
    title = lines_of(phrase("Раздел первый, который занимает всю ширину таблицы целиком", 50, 100 + 14 * 5))
    lines = [*table_lines(rows, (50, 200, 260)), *title]
    columns, spanning = find_columns(lines)
    assert columns.count == 3
    assert spanning == {5}
    assert [(strip.first, strip.last) for strip in strips_of(lines[5], columns)] == [(0, 2)]


def test_names_that_begin_alike_are_one_column() -> None:
    rows = [[f"ГБПОУ колледж {place}", str(index)] for index, place in enumerate(("Братска", "Тулуна", "Зимы") * 4)]
    columns, _spanning = find_columns(table_lines(rows, (50, 250)))
    assert columns.count == 2


def rows_of(rows: Sequence[Sequence[str]], starts: Sequence[float], step: float = 14) -> list[list[str]]:
    lines = table_lines(rows, starts, step)
    columns, _spanning = find_columns(lines)
    strips = [strip for line in lines for strip in strips_of(line, columns)]
    widths = [0.0] * columns.count
    for strip in strips:
        widths[strip.first] = max(widths[strip.first], strip.width)
    groups = group_rows(bands_of(strips), widths)
    return [[strip.text for band in group for strip in band.strips] for group in groups]


def test_figures_never_share_a_cell() -> None:
    rows = [["Район", "12"], ["Город", "7"], ["Посёлок", "3"]]
    assert rows_of(rows, (50, 200)) == rows


def test_a_line_that_had_no_room_goes_on_with_its_cell() -> None:
    rows = [
        ["Центры помощи", "12"],
        ["несовершеннолетним", ""],
        ["Органы опеки", "7"],
        ["Комплексные центры", "5"],
        ["обслуживания", ""],
    ]
    assert rows_of(rows, (50, 200)) == [
        ["Центры помощи", "12", "несовершеннолетним"],
        ["Органы опеки", "7"],
        ["Комплексные центры", "5", "обслуживания"],
    ]


@pytest.mark.parametrize("text", ["1 859", "24,9%", "15 (26,8%)", "–", "…", "х", "-3", "0"])
def test_values(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize("text", ["выполнен", "28.04.23)", "2022–2024 годы", "№ 58", ""])
def test_no_values(text: str) -> None:
    assert not is_value(text)


def page_of(*texts: str, unmapped: int = 0) -> PdfPage:
    words = tuple(word(text, 50, 100 + 14 * row) for row, text in enumerate(texts))
    return PdfPage(0, 600, 800, words, characters=sum(map(len, texts)), unmapped=unmapped)


def test_look_alike_letters_are_put_right() -> None:
    assert repaired(page_of("Кoлледж", "техникум", "PDF")).words[0].text == "Колледж"
    assert repaired(page_of("Кoлледж", "техникум", "PDF")).words[2].text == "PDF"


def test_letters_without_a_map_are_rubbish() -> None:
    assert is_rubbish(page_of(*["\ufffd\ufffd\ufffdа"] * 10))
    assert is_rubbish(page_of("Текст", unmapped=5))
    assert not is_rubbish(page_of(*["Обычный текст"] * 10))
