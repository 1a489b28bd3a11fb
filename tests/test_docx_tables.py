"""Tables of .docx: the grid a person sees, whatever was written."""

import time
from pathlib import Path

import pytest

from extract.document import Table
from messages.errors import HostileFile
from tests.helpers_docx import grid, p, read_body, tbl, tc, tr

START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def width(twips: int, more: str = "") -> str:
    return f'<w:tcW w:w="{twips}" w:type="dxa"/>{more}'


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def tiles(table: Table) -> bool:
    """Whether the cells cover each place exactly once, in row-major order."""
    places = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.rowspan)
        for column in range(cell.column, cell.column + cell.colspan)
    ]
    order = [(cell.row, cell.column) for cell in table.cells]
    return len(places) == len(set(places)) == table.n_rows * table.n_columns and order == sorted(order)


def read(tmp_path: Path, *rows: str, widths: tuple[int, ...] = ()) -> Table:
    table = read_body(tmp_path, tbl(*rows, widths=widths)).tables[0]
    assert tiles(table)
    return table


def test_spans_over_columns_and_rows(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        tr(tc("№", START), tc("Кол-во", span(2))),
        tr(tc("", GO_ON), "всего", "%"),
        tr("1", "5", "10"),
    )
    assert grid(table) == [["№", "Кол-во", "Кол-во"], ["№", "всего", "%"], ["1", "5", "10"]]
    assert [(cell.rowspan, cell.colspan) for cell in table.cells[:2]] == [(2, 1), (1, 2)]


def test_a_merged_block_of_rows_and_columns(tmp_path: Path) -> None:
    table = read(tmp_path, tr(tc("а", span(2) + START), "б"), tr(tc("", span(2) + GO_ON), "в"), tr("1", "2", "3"))
    assert (table.cells[0].rowspan, table.cells[0].colspan) == (2, 2)


def test_a_continued_cell_under_other_borders_is_a_cell_of_its_own(tmp_path: Path) -> None:
    table = read(tmp_path, tr(tc("а", span(2) + START), "б"), tr(tc("в", GO_ON), "г", "д"))
    assert grid(table) == [["а", "а", "б"], ["в", "г", "д"]]


def test_two_merges_one_under_the_other(tmp_path: Path) -> None:
    table = read(
        tmp_path, tr(tc("а", START), "1"), tr(tc("", GO_ON), "2"), tr(tc("б", START), "3"), tr(tc("", GO_ON), "4")
    )
    assert [row[0] for row in grid(table)] == ["а", "а", "б", "б"]


def test_legacy_horizontal_merge(tmp_path: Path) -> None:
    table = read(tmp_path, tr(tc("раздел", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>")), tr("а", "б"))
    assert grid(table) == [["раздел", "раздел"], ["а", "б"]]


def test_ragged_rows_are_filled_with_blanks(tmp_path: Path) -> None:
    assert grid(read(tmp_path, tr("а", "б", "в"), tr("г"))) == [["а", "б", "в"], ["г", "", ""]]


def test_a_lone_cell_as_wide_as_the_table_spans_it(tmp_path: Path) -> None:
    row = tr(*(tc(text, width(2000)) for text in "абв"))
    table = read(tmp_path, row, tr(tc("раздел", width(6000))), widths=(2000, 2000, 2000))
    assert grid(table)[1] == ["раздел"] * 3


def test_borders_that_nearly_meet_are_one(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        tr("а", tc("б", span(2)), "в"),
        tr(tc("г", span(2)), "д", "е"),
        widths=(2000, 12, 1988, 2000),
    )
    assert grid(table) == [["а", "б", "в"], ["г", "д", "е"]]


def test_a_narrow_column_with_a_cell_of_its_own_stays(tmp_path: Path) -> None:
    table = read(tmp_path, tr("а", "!", "б"), tr("в", "?", "г"), widths=(2000, 100, 2000))
    assert grid(table) == [["а", "!", "б"], ["в", "?", "г"]]


def test_columns_no_row_tells_apart_are_one(tmp_path: Path) -> None:
    table = read(tmp_path, tr(tc("а", span(3)), "б"), tr(tc("в", span(3)), "г"))
    assert grid(table) == [["а", "б"], ["в", "г"]]


def test_removed_cells_of_tracked_changes_are_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, tr("а", tc("прочь", "<w:cellDel/>"), "б"), tr("в", "г"))
    assert grid(table) == [["а", "б"], ["в", "г"]]


def test_rows_marked_as_header_are_counted(tmp_path: Path) -> None:
    assert read(tmp_path, tr("а", properties="<w:tblHeader/>"), tr("б")).header_rows == 1


def test_paragraphs_of_a_cell_are_lines(tmp_path: Path) -> None:
    assert read(tmp_path, tr(tc(p("первый") + p() + p("второй")))).cells[0].text == "первый\nвторой"


def test_a_table_without_cells_is_no_table(tmp_path: Path) -> None:
    assert read_body(tmp_path, p("текст") + tbl()).tables == []


@pytest.mark.parametrize("columns", [600, 2_000_000_000, 10**30])
def test_a_span_beyond_reason_is_refused(tmp_path: Path, columns: int) -> None:
    with pytest.raises(HostileFile):
        read(tmp_path, tr(tc("а", span(columns))))


def test_tables_nested_without_end_are_refused(tmp_path: Path) -> None:
    body = tbl(tr("дно"))
    for _ in range(40):
        body = tbl(tr(tc(body + p())))
    with pytest.raises(HostileFile):
        read(tmp_path, tr(tc(body)))


def test_blank_cells_of_ragged_tables_are_capped(tmp_path: Path) -> None:
    rows = [tr(tc("а", span(500)))] + [tr("б")] * 3000
    with pytest.raises(HostileFile):
        read(tmp_path, *rows)


def test_time_is_linear_in_the_number_of_rows(tmp_path: Path) -> None:
    def seconds(rows: int) -> float:
        merged = tr(tc("а", START), *"12345") + tr(tc("", GO_ON), *"12345") * (rows - 1)
        started = time.process_time()
        read_body(tmp_path, tbl(merged))
        return time.process_time() - started

    seconds(50)
    small, large = min(seconds(200) for _ in range(3)), seconds(2000)
    assert large < 30 * max(small, 0.002)
