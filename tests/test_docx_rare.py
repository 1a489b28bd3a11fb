"""Rare markup, as it stands in old files and files of other programs: what a reader sees is read, and nothing else."""

from pathlib import Path

import pytest

from tests.helpers_docx import grid, p, part, r, read_body, tbl, tc, texts, tr

MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
BEGIN, SEPARATE, END = (MARK.format(kind) for kind in ("begin", "separate", "end"))
RAISED = '<w:vertAlign w:val="superscript"/>'


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def control(content: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def boxed(content: str) -> str:
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>"
        f"{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def m(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


PARAGRAPHS = {
    "the code of a field in several runs": (
        f"<w:p>{r('см. ')}{BEGIN}{code(' REF ')}{code('_Ref1 ')}{SEPARATE}{r('табл')}{r('ицу 1')}{END}{r(' ниже')}</w:p>",
        ["см. таблицу 1 ниже"],
    ),
    "a field in the result of a field": (
        f"<w:p>{BEGIN}{code('X')}{SEPARATE}{r('а ')}{BEGIN}{code('Y')}{SEPARATE}{r('б')}{END}{r(' в')}{END}</w:p>",
        ["а б в"],
    ),
    "a field over paragraphs": (
        f"<w:p>{BEGIN}{code('TOC')}{SEPARATE}{r('Глава 1')}</w:p>{p('Глава 2')}<w:p>{END}{r('Текст')}</w:p>",
        ["Глава 1", "Глава 2", "Текст"],
    ),
    "a field that was removed": (
        f"<w:p><w:del>{BEGIN}{code('X')}{SEPARATE}<w:r><w:delText>1</w:delText></w:r>{END}</w:del>{r('остаток')}</w:p>",
        ["остаток"],
    ),
    "a field inside a hyperlink": (
        f'<w:p><w:hyperlink w:tooltip="подсказка">{r("стр. ")}{BEGIN}{code("PAGEREF")}{SEPARATE}{r("5")}{END}</w:hyperlink></w:p>',
        ["стр. 5"],
    ),
    "changes inside changes": (
        f"<w:p><w:ins><w:hyperlink>{r('новое')}</w:hyperlink><w:del><w:r><w:delText>снято</w:delText></w:r></w:del></w:ins></w:p>",
        ["новое"],
    ),
    "former properties": (
        "<w:p><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>видно</w:t></w:r></w:p>",
        ["видно"],
    ),
    "a whole paragraph moved": (
        f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{r('абзац')}</w:moveFrom></w:p>{p('середина')}"
        f"<w:p><w:pPr><w:rPr><w:moveTo/></w:rPr></w:pPr><w:moveTo>{r('абзац')}</w:moveTo></w:p>",
        ["середина", "абзац"],
    ),
    "three paragraphs made one": (
        "".join(f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r(text)}</w:p>" for text in "аб") + p("в"),
        ["абв"],
    ),
    "a removed mark before a table": (
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('до')}</w:p>{tbl(tr('т'))}{p('после')}",
        ["до", "после"],
    ),
    "ruby": (
        f"<w:p><w:r><w:ruby><w:rubyPr/><w:rt>{r('над')}</w:rt><w:rubyBase>{r('слово')}</w:rubyBase></w:ruby></w:r></w:p>",
        ["слово"],
    ),
    "text from right to left": (
        f'<w:p><w:pPr><w:bidi/></w:pPr>{r("שלום","<w:rtl/>")}<w:bdo w:val="rtl">{r(" 5")}</w:bdo></w:p>',
        ["שלום 5"],
    ),
    "a box in a box": (f"<w:p>{boxed(control(p('внешняя')) + '<w:p>' + boxed(p('внутренняя')) + '</w:p>')}</w:p>", ["внешняя", "внутренняя"]),
    "symbols of several fonts": (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Webdings" w:char="F061"/>'
        '<w:sym w:font="Wingdings 3" w:char="F070"/><w:sym w:font="Segoe UI Symbol" w:char="2611"/></w:r></w:p>',
        ["☑✓▲☑"],
    ),
    "marks of permission": ("<w:p><w:permStart w:id='1'/>" + r("текст") + "<w:permEnd w:id='1'/></w:p>", ["текст"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), PARAGRAPHS.values(), ids=PARAGRAPHS)
def test_paragraphs(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert texts(read_body(tmp_path, body)) == expected


START, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
BEFORE = '<w:gridBefore w:val="1"/>'
TABLES = {
    "a merged cell beside a gap": (
        (tr("а", tc("Б", START), "в"), tr(tc("", CONTINUE), "г", properties=BEFORE), tr("д", tc("", CONTINUE), "е")),
        [["а", "Б", "в"], ["", "Б", "г"], ["д", "Б", "е"]],
    ),
    "a merged cell that a gap ends": (
        (tr(tc("А", START), "б"), tr("в", properties=BEFORE), tr(tc("", CONTINUE), "г")),
        [["А", "б"], ["", "в"], ["", "г"]],
    ),
    "controls in controls": (
        (control(control(tr("а", control(control(tc("б")))))), control(tr("в", "г") + tr("д", "е"))),
        [["а", "б"], ["в", "г"], ["д", "е"]],
    ),
    "custom XML around rows and cells": (
        (f"<w:customXml>{tr('а')}</w:customXml>", f"<w:tr><w:customXml>{tc('б')}</w:customXml></w:tr>"),
        [["а"], ["б"]],
    ),
    "a box alone in a cell": ((tr(tc(f"<w:p>{boxed(p('в рамке'))}</w:p>"), "2"),), [["в рамке", "2"]]),
    "a formula and a field in cells": (
        (tr(tc(f"<w:p><m:oMath>{m('5,2')}</m:oMath></w:p>"), tc(f"<w:p>{BEGIN}{code('=SUM(ABOVE)')}{SEPARATE}{r('104')}{END}</w:p>")),),
        [["5,2", "104"]],
    ),
    "rows and cells without content": (("<w:tr/>", "<w:tr><w:tc/></w:tr>"), [[""], [""]]),
}  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), TABLES.values(), ids=TABLES)
def test_tables(tmp_path: Path, rows: tuple[str, ...], expected: list[list[str]]) -> None:
    assert grid(read_body(tmp_path, tbl(*rows)).tables[0]) == expected


def test_a_table_in_a_table_in_a_table(tmp_path: Path) -> None:
    inner = tbl(tr("а", tc(p("б") + tbl(tr("в")) + p())))
    boxed_table = tc(f"<w:p>{r('г')}{boxed(tbl(tr('д', 'е')) + p('ж'))}</w:p>")
    tables = read_body(tmp_path, tbl(tr("1", tc(p("2") + inner + p())), tr("3", boxed_table))).tables
    assert [grid(table) for table in tables] == [[["1", "2"], ["3", "г\nж"]], [["а", "б"]], [["в"]], [["д", "е"]]]
    parents = [table.parent and (table.parent.table, table.parent.row, table.parent.column) for table in tables]
    assert parents == [None, (0, 0, 1), (1, 0, 1), (0, 1, 1)]


def test_a_table_of_removed_rows_is_gone(tmp_path: Path) -> None:
    cell = tc("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>7</w:delText></w:r></w:del></w:p>")
    document = read_body(tmp_path, tbl(tr(cell, properties="<w:del/>")) + p("после"))
    assert (document.tables, texts(document)) == ([], ["после"])


def test_comments_are_no_text(tmp_path: Path) -> None:
    remarks = part("comments", f'<w:comment w:id="0">{p("тайна")}</w:comment>')
    body = f'<w:p><w:commentRangeStart w:id="0"/>{r("текст")}<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r></w:p>'
    assert list(read_body(tmp_path, body, comments=remarks).text()) == ["текст"]


def test_a_note_of_a_number_bears_its_mark(tmp_path: Path) -> None:
    own = f"<w:p><w:r><w:rPr>{RAISED}</w:rPr><w:footnoteRef/></w:r>{r(' Оценка')}</w:p>"
    notes = part("footnotes", f'<w:footnote w:id="1">{own}</w:footnote>')
    reference = f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:id="1"/></w:r>'
    starred = f'<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
    cells = tc(f"<w:p>{r('104')}{reference}</w:p>"), tc(f"<w:p>{r('7')}{starred}</w:p>")
    document = read_body(tmp_path, tbl(tr(*cells)), footnotes=notes)
    assert [(cell.text, cell.marks) for cell in document.tables[0].cells] == [("104", ("1",)), ("7", ("*",))]
    assert [(note.text, note.label, note.style) for note in document.paragraphs] == [("Оценка", "1", "footnote")]


def e(content: str, name: str = "e") -> str:
    return f"<m:{name}>{content}</m:{name}>"


FORMULAS = {
    f"<m:f>{e(m('a+b'), 'num')}{e(m('c'), 'den')}</m:f>{m('·100')}": "(a+b)/c·100",
    f"<m:sSup>{e(m('10'))}{e(m('3'), 'sup')}</m:sSup>": "10^3",
    f"<m:sSup>{e(m('a+b'))}{e(m('n+1'), 'sup')}</m:sSup>": "(a+b)^(n+1)",
    f"<m:sSubSup>{e(m('N'))}{e(m('i'), 'sub')}{e(m('2'), 'sup')}</m:sSubSup>": "N_i^2",
    f"<m:rad><m:radPr/>{e('', 'deg')}{e(m('x-1'))}</m:rad>": "√(x-1)",
    f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=''/></m:dPr>{e(m('y'))}{e(m('z'))}</m:d>": "[y|z",
    f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{e(m('i=1'), 'sub')}{e(m('n'), 'sup')}{e(m('q'))}</m:nary>": "∑_(i=1)^nq",
    f"<m:func>{e(m('max'), 'fName')}{e(m('x'))}</m:func>": "max x",
    f"<m:m><m:mr>{e(m('1'))}{e(m('0'))}</m:mr><m:mr>{e(m('0'))}{e(m('1'))}</m:mr></m:m>": "1 0; 0 1",
    f"{m('k')}<w:del>{m('=5')}</w:del><w:ins>{m('=6')}</w:ins>": "k=6",
}


@pytest.mark.parametrize(("formula", "line"), FORMULAS.items())
def test_formulas(tmp_path: Path, formula: str, line: str) -> None:
    body = f"<w:p><m:oMathPara><m:oMath>{formula}</m:oMath></m:oMathPara></w:p>"
    assert texts(read_body(tmp_path, body)) == [line]
