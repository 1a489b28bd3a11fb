"""What readers of .docx lose without a word: nothing of it is lost here."""

from pathlib import Path

import pytest

from tests.helpers_docx import grid, p, part, r, read_body, tbl, tc, texts, tr


def test_inserted_text_is_kept_and_deleted_dropped(tmp_path: Path) -> None:
    body = f"<w:p>{r('было ')}<w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins>{r('12')}</w:ins>{r(' школ')}</w:p>"
    document = read_body(tmp_path, body)
    assert texts(document) == ["было 12 школ"]
    assert [warning.code for warning in document.warnings] == ["tracked_changes"]


def test_moved_text_stays_at_its_new_place_only(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:moveFromRangeStart w:id='1' w:name='m'/><w:moveFrom>{r('перенос')}</w:moveFrom>{r('остаток')}</w:p>"
        f"<w:p>{r('сюда ')}<w:moveTo>{r('перенос')}</w:moveTo></w:p>"
    )
    assert texts(read_body(tmp_path, body)) == ["остаток", "сюда перенос"]


def test_a_deleted_paragraph_mark_joins_the_paragraphs(tmp_path: Path) -> None:
    body = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('начало ')}</w:p><w:p>{r('конец')}</w:p>"
    assert texts(read_body(tmp_path, body)) == ["начало конец"]


def test_content_controls_are_transparent_at_every_level(tmp_path: Path) -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    body = (
        control(p("блок"))
        + f"<w:p>{r('строка: ')}{control(r('значение'))}</w:p>"
        + tbl(
            control(tr("а", "б")),
            f"<w:tr>{tc('в')}{control(tc('г'))}</w:tr>",
            tr("д", tc(control(p("е")))),
        )
    )
    document = read_body(tmp_path, body)
    assert texts(document) == ["блок", "строка: значение"]
    assert grid(document.tables[0]) == [["а", "б"], ["в", "г"], ["д", "е"]]


def test_smart_tags_hyperlinks_and_simple_fields_are_transparent(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:smartTag>{r('Иркутск ')}</w:smartTag><w:hyperlink>{r('ссылка ')}</w:hyperlink>"
        f"<w:fldSimple w:instr='PAGE'>{r('7')}</w:fldSimple></w:p>"
    )
    assert texts(read_body(tmp_path, body)) == ["Иркутск ссылка 7"]


def test_only_the_result_of_a_complex_field_is_text(tmp_path: Path) -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = mark("begin") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + mark("separate") + r("внутри") + mark("end")
    body = f"<w:p>{mark('begin')}{inner}{r('условие')}{mark('separate')}{r('итог')}{mark('end')}{r(' после')}</w:p>"
    assert texts(read_body(tmp_path, body)) == ["итог после"]


BOX = f"<w:txbxContent>{p('в рамке')}</w:txbxContent>"
SHAPE = f"<w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing>"
OLD_SHAPE = f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>"
TWICE = (
    f"<mc:AlternateContent><mc:Choice Requires='wps'>{SHAPE}</mc:Choice>"
    f"<mc:Fallback>{OLD_SHAPE}</mc:Fallback></mc:AlternateContent>"
)


@pytest.mark.parametrize("shape", [SHAPE, OLD_SHAPE, TWICE], ids=["drawing", "vml", "both"])
def test_a_text_box_is_read_exactly_once(tmp_path: Path, shape: str) -> None:
    document = read_body(tmp_path, f"<w:p>{r('рядом')}<w:r>{shape}</w:r></w:p>")
    assert texts(document) == ["рядом", "в рамке"]


def test_a_text_box_in_a_cell_belongs_to_the_cell(tmp_path: Path) -> None:
    document = read_body(tmp_path, tbl(tr(tc(f"<w:p>{r('ячейка')}<w:r>{TWICE}</w:r></w:p>"), "сосед")))
    assert grid(document.tables[0]) == [["ячейка\nв рамке", "сосед"]]


def test_a_fallback_is_read_when_the_choice_shows_nothing(tmp_path: Path) -> None:
    shape = (
        "<mc:AlternateContent><mc:Choice Requires='new'><w:unknown/></mc:Choice>"
        f"<mc:Fallback>{OLD_SHAPE}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(read_body(tmp_path, f"<w:p><w:r>{shape}</w:r></w:p>")) == ["в рамке"]


def test_a_nested_table_stands_on_its_own_anchored_at_its_cell(tmp_path: Path) -> None:
    inner = tbl(tr("2022", "2023"), tr("40", "50"))
    document = read_body(tmp_path, p("до") + tbl(tr("план", tc(p("по годам:") + inner + p("конец")))) + p("после"))
    outer, nested = document.tables
    assert grid(outer) == [["план", "по годам:\nконец"]]
    assert grid(nested) == [["2022", "2023"], ["40", "50"]]
    assert nested.parent is not None
    assert (nested.parent.table, nested.parent.row, nested.parent.column) == (0, 0, 1)
    assert [block.location.block for block in document.blocks] == [0, 1, 2, 3]


def test_grid_before_and_after_leave_blank_cells(tmp_path: Path) -> None:
    rows = (
        tr("1", "2", "3"),
        tr("сдвиг", "край", properties='<w:gridBefore w:val="1"/>'),
        tr("начало", properties='<w:gridAfter w:val="2"/>'),
    )
    table = read_body(tmp_path, tbl(*rows)).tables[0]
    assert grid(table) == [["1", "2", "3"], ["", "сдвиг", "край"], ["начало", "", ""]]


def test_deleted_and_hidden_rows_are_not_there(tmp_path: Path) -> None:
    rows = (
        tr("а"),
        tr("б", properties="<w:del/>"),
        tr("в", properties="<w:hidden/>"),
        tr("г", properties="<w:ins/>"),
    )
    document = read_body(tmp_path, tbl(*rows))
    assert grid(document.tables[0]) == [["а"], ["г"]]
    assert {warning.code for warning in document.warnings} == {"tracked_changes", "hidden_text"}


def test_a_footnote_mark_is_not_part_of_the_value(tmp_path: Path) -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    rows = tr(
        tc(f"<w:p>{r('2014')}{r('2)', raised)}</w:p>"), tc(f"<w:p>{r('1859²⁾')}</w:p>"), tc(f"<w:p>{r('5 м²')}</w:p>")
    )
    cells = read_body(tmp_path, tbl(rows)).tables[0].cells
    assert [(cell.text, cell.marks) for cell in cells] == [("2014", ("2)",)), ("1859", ("2)",)), ("5 м²", ())]


def test_notes_follow_the_block_that_refers_to_them(tmp_path: Path) -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{p("Без филиалов.")}</w:footnote>')
    ends = part("endnotes", f'<w:endnote w:id="3">{p("По данным ведомства.")}</w:endnote>')
    body = (
        f'<w:p>{r("56 ПОО")}<w:r><w:footnoteReference w:id="2"/></w:r>{r(" и школы")}'
        f'<w:r><w:endnoteReference w:id="3"/></w:r></w:p>' + p("далее")
    )
    document = read_body(tmp_path, body, footnotes=notes, endnotes=ends)
    assert texts(document) == ["56 ПОО и школы", "Без филиалов.", "По данным ведомства.", "далее"]
    assert document.paragraphs[0].marks == ((6, "1"), (14, "i"))
    assert [(note.style, note.label) for note in document.paragraphs[1:3]] == [("footnote", "1"), ("footnote", "i")]


def test_a_note_referred_to_in_a_cell_follows_the_table(tmp_path: Path) -> None:
    notes = part("footnotes", f'<w:footnote w:id="1">{p("Оценка.")}</w:footnote>')
    cell = tc(f'<w:p>{r("12,5")}<w:r><w:footnoteReference w:id="1"/></w:r></w:p>')
    document = read_body(tmp_path, tbl(tr("доля", cell)), footnotes=notes)
    assert (document.tables[0].cells[1].text, document.tables[0].cells[1].marks) == ("12,5", ("1",))
    assert (document.paragraphs[0].text, document.paragraphs[0].label) == ("Оценка.", "1")


def test_a_raised_mark_at_the_head_makes_a_footnote(tmp_path: Path) -> None:
    note = read_body(tmp_path, p("¹⁾ Без учёта филиалов")).paragraphs[0]
    assert (note.text, note.label, note.style) == ("Без учёта филиалов", "1)", "footnote")


def test_hidden_text_is_dropped_and_told(tmp_path: Path) -> None:
    document = read_body(tmp_path, f"<w:p>{r('видно')}{r(' скрыто', '<w:vanish/>')}</w:p>")
    assert texts(document) == ["видно"]
    assert [warning.code for warning in document.warnings] == ["hidden_text"]


def test_symbols_hyphens_tabs_and_breaks(tmp_path: Path) -> None:
    run = (
        '<w:r><w:t>до</w:t><w:softHyphen/><w:t>ля\u00ad </w:t><w:sym w:font="Symbol" w:char="F0A3"/><w:t>5</w:t><w:br/>'
        "<w:t>социально</w:t><w:noBreakHyphen/><w:t>бытовой</w:t><w:tab/><w:t>1\u00a0859</w:t></w:r>"
    )
    assert texts(read_body(tmp_path, f"<w:p>{run}</w:p>")) == ["доля ≤5\nсоциально-бытовой\t1\u00a0859"]


def test_headers_and_footers_are_kept_apart(tmp_path: Path) -> None:
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="first" r:id="footer"/>'
        "</w:sectPr>"
    )
    document = read_body(
        tmp_path, p("тело") + section, header=part("hdr", p("Министерство")), footer=part("ftr", p("первая страница"))
    )
    assert texts(document) == ["тело"]
    assert [paragraph.text for paragraph in document.margins] == ["Министерство"]


def test_a_formula_is_a_line_of_text(tmp_path: Path) -> None:
    fraction = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    assert texts(read_body(tmp_path, f"<w:p>{r('x = ')}<m:oMath>{fraction}</m:oMath></w:p>")) == ["x = a/b"]


def test_embedded_parts_are_told_and_not_followed(tmp_path: Path) -> None:
    document = read_body(tmp_path, p("до") + '<w:altChunk r:id="x"/>' + p("после"))
    assert texts(document) == ["до", "после"]
    assert [warning.code for warning in document.warnings] == ["embedded_object"]


def test_form_fields_show_what_is_chosen(tmp_path: Path) -> None:
    def field(data: str) -> str:
        mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
        return mark.format("begin", f"<w:ffData>{data}</w:ffData>") + mark.format("end", "")

    box = field('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>')
    choice = field('<w:ddList><w:result w:val="1"/><w:listEntry w:val="да"/><w:listEntry w:val="нет"/></w:ddList>')
    body = f"<w:p>{box}{r(' ')}{choice}</w:p>"
    assert texts(read_body(tmp_path, body)) == ["☒ нет"]


def test_pictures_and_charts_are_told(tmp_path: Path) -> None:
    drawing = "<w:r><w:drawing><a:graphic><c:chart r:id='x'/></a:graphic></w:drawing></w:r>"
    picture = "<w:r><w:drawing><a:blip r:embed='y'/></w:drawing></w:r>"
    document = read_body(tmp_path, p("до") + f"<w:p>{drawing}{picture}</w:p>")
    assert [(warning.code, warning.location and warning.location.block) for warning in document.warnings] == [
        ("chart", 1),
        ("picture", 1),
    ]
