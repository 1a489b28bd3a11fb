"""Automatic list numbers: every paragraph is labelled as Word prints it."""

from pathlib import Path

import pytest

from extract.document import Document
from extract.formats.docx_numbering import printed_number
from tests.helpers_docx import grid, p, part, r, read_body, tbl, tc, tr


def level(index: int, text: str, form: str = "decimal", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*lists: str, numbers: str = "") -> str:
    """A numbering part: lists 0, 1, … and instances 1, 2, … of them, then further instances."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{i}">{content}</w:abstractNum>' for i, content in enumerate(lists)
    )
    instances = "".join(f'<w:num w:numId="{i + 1}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(len(lists)))
    return part("numbering", abstract + instances + numbers)


def item(text: str, number: int = 1, depth: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def labels(document: Document) -> list[str | None]:
    return [paragraph.label for paragraph in document.paragraphs]


OUTLINE = level(0, "%1.") + level(1, "%1.%2.") + level(2, "%3)", "russianLower")


def test_levels_count_and_restart_below_a_higher_one(tmp_path: Path) -> None:
    depths = [0, 1, 1, 2, 2, 0, 1, 2]
    body = "".join(item(f"пункт {i}", depth=depth) for i, depth in enumerate(depths))
    document = read_body(tmp_path, body, numbering=numbering(OUTLINE))
    assert labels(document) == ["1.", "1.1.", "1.2.", "а)", "б)", "2.", "2.1.", "а)"]
    assert [paragraph.level for paragraph in document.paragraphs] == depths
    assert {paragraph.style for paragraph in document.paragraphs} == {"list_item"}


def test_two_instances_of_a_list_share_its_count_unless_one_restarts(tmp_path: Path) -> None:
    numbers = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = item("а") + item("б", 2) + item("в", 3) + item("г", 3) + item("д")
    assert labels(read_body(tmp_path, body, numbering=numbering(OUTLINE, numbers=numbers))) == [
        "1.",
        "2.",
        "5.",
        "6.",
        "7.",
    ]


def test_a_level_may_never_restart_or_only_after_a_given_one(tmp_path: Path) -> None:
    never = level(0, "%1.") + level(1, "(%2)", more='<w:lvlRestart w:val="0"/>')
    body = item("а") + item("б", depth=1) + item("в") + item("г", depth=1)
    assert labels(read_body(tmp_path, body, numbering=numbering(never))) == ["1.", "(1)", "2.", "(2)"]


def test_a_level_before_which_none_stood_shows_the_first_number(tmp_path: Path) -> None:
    body = item("а", depth=1) + item("б") + item("в", depth=1)
    assert labels(read_body(tmp_path, body, numbering=numbering(OUTLINE))) == ["1.1.", "1.", "1.1."]


def test_legal_levels_show_all_numbers_as_decimal(tmp_path: Path) -> None:
    legal = level(0, "%1", "upperRoman") + level(1, "%1.%2", "lowerLetter", more="<w:isLgl/>")
    body = item("а") + item("б", depth=1)
    assert labels(read_body(tmp_path, body, numbering=numbering(legal))) == ["I", "1.1"]


def test_numbers_come_from_the_style_and_can_be_switched_off(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Base"/></w:style>',
    )
    lists = numbering(level(0, "%1.") + level(1, "%1.%2.", more='<w:pStyle w:val="Sub"/>'))
    off = '<w:pStyle w:val="Own"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    body = (
        p("а", '<w:pStyle w:val="Own"/>')
        + p("б", '<w:pStyle w:val="Sub"/>')
        + p("в", off)
        + p("г", '<w:pStyle w:val="Own"/>')
    )
    assert labels(read_body(tmp_path, body, numbering=lists, styles=styles)) == ["1.", "1.1.", None, "2."]


def test_a_numbering_style_leads_to_its_list(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:type="numbering" w:styleId="Lists"><w:name w:val="Lists"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr>'
        "</w:pPr></w:style>",
    )
    lists = numbering('<w:numStyleLink w:val="Lists"/>', '<w:styleLink w:val="Lists"/>' + level(0, "%1)"))
    assert labels(read_body(tmp_path, item("а") + item("б"), numbering=lists, styles=styles)) == ["1)", "2)"]


def test_bullets_of_symbol_fonts_are_characters(tmp_path: Path) -> None:
    bullet = level(0, "\uf0b7", "bullet", more='<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>') + level(1, "–", "bullet")
    body = item("а") + item("б", depth=1)
    assert labels(read_body(tmp_path, body, numbering=numbering(bullet))) == ["•", "–"]


def test_a_number_in_a_cell_stands_at_the_head_of_its_text(tmp_path: Path) -> None:
    body = tbl(tr(tc(item("")), "первый"), tr(tc(item("")), tc(item("второй"))))
    document = read_body(tmp_path, body, numbering=numbering(OUTLINE))
    assert grid(document.tables[0]) == [["1.", "первый"], ["2.", "3. второй"]]


def test_removed_and_hidden_paragraphs_are_not_counted(tmp_path: Path) -> None:
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    hidden = f"<w:p><w:pPr>{number}<w:rPr><w:vanish/></w:rPr></w:pPr>{r('тайна', '<w:vanish/>')}</w:p>"
    removed = (
        f"<w:p><w:pPr>{number}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>б</w:delText></w:r></w:del></w:p>"
    )
    body = item("а") + hidden + removed + item("в")
    assert labels(read_body(tmp_path, body, numbering=numbering(OUTLINE))) == ["1.", "2."]


def test_a_missing_list_gives_no_label(tmp_path: Path) -> None:
    assert labels(read_body(tmp_path, item("а", 9), numbering=numbering(OUTLINE))) == [None]


@pytest.mark.parametrize(
    ("count", "form", "printed"),
    [
        (4, "upperRoman", "IV"),
        (1994, "lowerRoman", "mcmxciv"),
        (10, "russianLower", "к"),
        (30, "russianLower", "аа"),
        (28, "lowerLetter", "bb"),
        (3, "decimalZero", "03"),
        (0, "upperRoman", "0"),
        (7, "someday", "7"),
        (5, "none", ""),
    ],
)
def test_forms_of_numbers(count: int, form: str, printed: str) -> None:
    assert printed_number(count, form) == printed


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("1. Внести изменения", "1.", "Внести изменения"),
        ("2)\tцифры заменить", "2)", "цифры заменить"),
        ("3.1. Общее", "3.1.", "Общее"),
        ("3.1 Общее", "3.1", "Общее"),
        ("а) первое", "а)", "первое"),
        ("IV. Раздел", "IV.", "Раздел"),
        ("– школы", "–", "школы"),
        ("– 104 чел.", None, "– 104 чел."),
        ("25 июля 2023 года", None, "25 июля 2023 года"),
        ("12.05.2022 г. принято", None, "12.05.2022 г. принято"),
        ("2021 год", None, "2021 год"),
        ("А. С. Пушкин", None, "А. С. Пушкин"),
        ("1.5 млн руб.", None, "1.5 млн руб."),
        ("-5", None, "-5"),
    ],
)
def test_labels_typed_by_hand(tmp_path: Path, text: str, label: str | None, rest: str) -> None:
    paragraph = read_body(tmp_path, p(text)).paragraphs[0]
    assert (paragraph.label, paragraph.text) == (label, rest)


def test_a_derived_style_is_numbered_on_the_level_of_its_base(tmp_path: Path) -> None:
    stated = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    own = {"A": stated, "B": stated, "C": '<w:basedOn w:val="B"/>'}
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}">{content}</w:style>' for name, content in own.items()
    )
    lists = numbering(level(0, "%1.", more='<w:pStyle w:val="A"/>') + level(1, "%1.%2.", more='<w:pStyle w:val="B"/>'))
    body = "".join(p(name, f'<w:pStyle w:val="{name}"/>') for name in "ABCA")
    document = read_body(tmp_path, body, styles=part("styles", styles), numbering=lists)
    assert labels(document) == ["1.", "1.1.", "1.2.", "2."]


@pytest.mark.parametrize(("form", "label"), [("001, 002, 003, ...", "007."), ("unheard of", "VII.")])
def test_a_custom_form_of_numbers_has_another_to_fall_back_on(tmp_path: Path, form: str, label: str) -> None:
    custom = level(0, "%1.", "upperRoman", 7).replace(
        '<w:numFmt w:val="upperRoman"/>',
        f'<mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="{form}"/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="upperRoman"/></mc:Fallback></mc:AlternateContent>',
    )
    assert labels(read_body(tmp_path, item("пункт"), numbering=numbering(custom))) == [label]


@pytest.mark.parametrize(
    ("fonts", "character", "label"),
    [
        ('w:ascii="Wingdings 3"', "\uf075", "▶"),
        ('w:hAnsi="Wingdings"', "\uf0a7", "▪"),
        ('w:ascii="Wingdings"', "\uf031", "1"),
        ('w:ascii="Wingdings"', "\uf0b7", "•"),
    ],
)
def test_a_bullet_is_never_an_unknown_character(tmp_path: Path, fonts: str, character: str, label: str) -> None:
    bullet = level(0, character, "bullet").replace("</w:lvl>", f"<w:rPr><w:rFonts {fonts}/></w:rPr></w:lvl>")
    assert labels(read_body(tmp_path, item("пункт"), numbering=numbering(bullet))) == [label]
