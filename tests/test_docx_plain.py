"""The short way for plain cells says what the long way says, and takes every cell that is plain."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.document import Document
from extract.formats.docx import read_docx
from extract.formats.docx_plain import shortened
from extract.formats.docx_styles import Styles
from tests.helpers_docx import part, read_body, tbl

STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>'
    '<w:style w:type="paragraph" w:styleId="Table"/>'
    '<w:style w:type="paragraph" w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Numbered"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Mark"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>',
)
LISTS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:lvlText w:val="%1."/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)


def one_of(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(choices)


@st.composite
def runs(draw: st.DrawFn) -> str:
    opening = draw(one_of("<w:r>", '<w:r w:rsidR="00A1" w:rsidRPr="00B2">'))
    properties = draw(
        one_of(
            "",
            "<w:rPr/>",
            '<w:rPr><w:b/><w:sz w:val="24"/></w:rPr>',
            '<w:rPr><w:rStyle w:val="Strong"/><w:lang w:val="ru-RU"/></w:rPr>',
            '<w:rPr><w:rStyle w:val="Mark"/></w:rPr>',
            "<w:rPr><w:bdr/></w:rPr>",
            "<w:rPr><w:vanish/></w:rPr>",
            '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>',
        )
    )
    text = draw(
        one_of(
            "", " ", "24,9", "Иркутск ", "R&amp;D", "&#178;", "5 м²", "2014²⁾", "мо\u00adда", "a > b", '1) "x"', "\n"
        )
    )
    content = draw(
        one_of(
            f"<w:t>{text}</w:t>",
            f'<w:t xml:space="preserve">{text}</w:t>',
            f"<w:t>{text}</w:t><w:t>5</w:t>",
            f"<w:t>{text}</w:t><w:br/><w:t>{text}</w:t>",
            "<w:t/>",
            f"<w:tab/><w:t>{text}</w:t>",
            f"<w:lastRenderedPageBreak/><w:t>{text}</w:t>",
            f'<w:t x="a>b">{text}</w:t>',
            f"<!--<w:t>5</w:t>--><w:t>{text}</w:t>" if draw(st.integers(0, 20)) == 0 else f"<w:t>{text}</w:t>",
        )
    )
    return f"{opening}{properties}{content}</w:r>"


@st.composite
def cells(draw: st.DrawFn) -> str:
    properties = draw(
        one_of(
            "",
            "<w:tcPr/>",
            '<w:tcPr><w:tcW w:w="2310" w:type="dxa"/></w:tcPr>',
            '<w:tcPr><w:tcW w:type="dxa" w:w="1155"/><w:gridSpan w:val="2"/><w:shd w:val="clear"/></w:tcPr>',
            '<w:tcPr><w:tcW w:w="50" w:type="pct"/><w:vMerge w:val="restart"/></w:tcPr>',
            '<w:tcPr><w:tcW w:w="0" w:type="auto"/><w:vMerge/></w:tcPr>',
            '<w:tcPr><w:tcBorders><w:top w:val="single"/></w:tcBorders><w:vAlign w:val="center"/></w:tcPr>',
            "<w:tcPr><w:cellDel/></w:tcPr>",
        )
    )
    look = draw(
        one_of(
            "",
            "<w:pPr/>",
            '<w:pPr><w:jc w:val="center"/></w:pPr>',
            '<w:pPr><w:pStyle w:val="Table"/><w:spacing w:after="0"/><w:rPr><w:sz w:val="20"/></w:rPr></w:pPr>',
            '<w:pPr><w:pStyle w:val="Hidden"/></w:pPr>',
            '<w:pPr><w:pStyle w:val="Numbered"/></w:pPr>',
            '<w:pPr><w:pStyle w:val="Absent"/></w:pPr>',
            '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:jc w:val="left"/></w:pPr>',
            '<w:pPr><w:pStyle w:val="Numbered"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr></w:pPr>',
            '<w:pPr><w:pStyle w:val="Table"/><w:keepNext/><w:numPr><w:ilvl w:val="7"/><w:numId w:val="1"/></w:numPr></w:pPr>',
            '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
            "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>",
            "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>",
        )
    )
    silent = draw(one_of("", "<w:proofErr w:type='spellEnd'/>", "<w:bookmarkStart w:id='1'/><w:bookmarkEnd w:id='1'/>"))
    inside = "".join(draw(st.lists(runs(), max_size=3)))
    paragraph = draw(
        one_of(f"<w:p>{look}{inside}{silent}</w:p>", f'<w:p w:rsidR="00A1">{look}{silent}{inside}</w:p>', "<w:p/>")
    )
    more = draw(
        one_of(
            "", "", "", "<w:p/>", "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>7</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"
        )
    )
    return f"<w:tc>{properties}{paragraph}{more}</w:tc>"


rows = st.lists(cells(), min_size=1, max_size=4).map(lambda found: f"<w:tr>{''.join(found)}</w:tr>")
SETTINGS = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(st.lists(rows, min_size=1, max_size=4))
def test_cells_of_any_kind_are_read_alike(tmp_path: Path, found: list[str]) -> None:
    body = tbl(*found, widths=(1155, 1155, 2310, 2310))

    def both() -> Document:
        return read_body(tmp_path, body, styles=STYLES, numbering=LISTS)

    short = both()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("extract.formats.docx.shortened", lambda data, styles: data)
        assert both() == short


def test_documents_are_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = sorted((Path(__file__).parent.parent / "fixtures").glob("*/*.docx"))
    if not documents:
        pytest.skip("fixtures are missing: make fixtures")
    short = [read_docx(path, "0") for path in documents]
    monkeypatch.setattr("extract.formats.docx.shortened", lambda data, styles: data)
    assert [read_docx(path, "0") for path in documents] == short


DECLARED = '<?xml version="1.0" encoding="{}" standalone="yes"?>'


@pytest.mark.parametrize(
    ("cell", "plain"),
    [
        ("<w:tc><w:p><w:r><w:t>24,9</w:t></w:r></w:p></w:tc>", b'<w:plainCell width="">24,9</w:plainCell>'),
        (
            '<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/><w:gridSpan w:val="2"/></w:tcPr><w:p w:rsidR="1"><w:pPr><w:jc'
            ' w:val="both"/></w:pPr><w:r><w:t xml:space="preserve">a </w:t></w:r><w:r w:rsidR="2"><w:t>b</w:t></w:r></w:p></w:tc>',
            b'<w:plainCell width="900">a b<w:tcPr><w:gridSpan w:val="2"/></w:tcPr></w:plainCell>',
        ),
        ("<w:tc><w:p/></w:tc>", b'<w:plainCell width=""></w:plainCell>'),
        (
            '<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p></w:tc>',
            b'<w:plainCell width=""><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:plainCell>',
        ),
    ],
)
def test_a_plain_cell_is_one_element(cell: str, plain: bytes) -> None:
    whole = DECLARED.format("UTF-8") + part("tr", cell)
    assert plain in shortened(whole.encode(), Styles(None))


@pytest.mark.parametrize("whole", [
    DECLARED.format("windows-1251") + part("tr", "<w:tc><w:p/></w:tc>"),
    part("tr", "<!-- <w:tc><w:p/></w:tc> -->"),
    part("tr", "<w:t><![CDATA[<w:tc><w:p/></w:tc>]]></w:t>"),
    part("tr", "<?note <w:tc><w:p/></w:tc>?>"),
    part("tr", '<w:x xmlns:w="other"><w:tc><w:p/></w:tc></w:x>'),
])  # fmt: skip
def test_what_is_no_tag_is_left_alone(whole: str) -> None:
    assert shortened(whole.encode(), Styles(None)) == whole.encode()


def test_time_is_linear_also_where_nothing_is_plain() -> None:
    run = '<w:r w:a="1"><w:rPr><w:b/><w:sz w:val="2"/></w:rPr><w:t>текст</w:t></w:r>'
    whole = part(
        "tr", f"<w:tc><w:p>{run * 300}<w:br/></w:p></w:tc>" * 300 + f"<w:tc><w:p>{run * 100_000}<w:br/></w:p></w:tc>"
    )
    started = time.process_time()
    assert shortened(whole.encode(), Styles(None)) == whole.encode()
    assert time.process_time() - started < 4
