"""Institutions named in paragraphs and cells of a document, each with its place."""

import time

from extract.document import Cell, Document, Location, Paragraph, Source, Table
from extract.facts import Mention
from extract.naming import read_mentions


def document(*blocks):
    return Document(Source("a.docx", "0" * 64, "x"), blocks)


def paragraph(text, block=0):
    return Paragraph(text, Location(block))


def table(*rows, block=0):
    cells = tuple(Cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(0, cells, len(rows), len(rows[0]), Location(block, 0))


def test_a_mention_in_a_paragraph_has_its_span():
    text = "Лучшим признан Усольский индустриальный техникум (Иркутская область)."
    (mention,) = read_mentions(document(paragraph(text)))
    assert text[mention.location.start : mention.location.end] == mention.text == "Усольский индустриальный техникум"
    assert mention.kind == "college"


def test_abbreviations_and_the_region_of_the_document_help():
    first = "Региональный институт кадровой политики Иркутской области (далее – Институт) и министерство спорта"
    found = read_mentions(document(paragraph(first), paragraph("В Иркутской области Институт провёл опрос.", 1)))
    assert [(mention.text, mention.location.block) for mention in found] == [
        ("Региональный институт кадровой политики Иркутской области", 0),
        ("Институт", 0),
        ("министерство спорта", 0),
        ("Институт", 1),
    ]


def test_cells_hold_several_names_and_known_cells_are_left_alone():
    both = "ПУ № 39 п. Центральный Хазан\nБратский политехнический колледж"
    rows = table(["Кто", both], ["Ангарский техникум рекламы и промышленных технологий", "12"])
    known = Mention("Ангарский техникум рекламы и промышленных технологий", Location(0, 0, 1, 0), "college")
    found = read_mentions(document(rows), [known])
    assert [mention.text for mention in found] == both.split("\n")
    assert {(mention.location.row, mention.location.column) for mention in found} == {(0, 1)}


def test_categories_are_no_mentions():
    assert read_mentions(document(paragraph("Центры занятости населения и ПОО сотрудничают."))) == ()


def test_a_branch_means_its_owner():
    text = "Братский педагогический колледж и его филиал в г. Тулун"
    owner, branch = read_mentions(document(paragraph(text)))
    assert text[branch.location.start : branch.location.end] == "филиал в г. Тулун"
    assert owner.text in branch.text


def test_long_texts_take_time_in_proportion():
    sentence = "Усольский индустриальный техникум и Братский политехнический колледж сотрудничают с ПОО. "
    read_mentions(document(paragraph(sentence)))
    started = time.process_time()
    found = read_mentions(document(paragraph(sentence * 2000)))
    assert len(found) == 4000
    assert time.process_time() - started < 10
