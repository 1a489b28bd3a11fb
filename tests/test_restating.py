"""Which value of a table a sentence states again, and how surely; equal or not is no question here."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extract.document import Block, Document, Location, Paragraph, Source
from extract.facts import FIRM, Facts, Observation
from extract.interpret import interpret
from tests.helpers_tables import table_from_rows

Rows = Sequence[Sequence[str]]
BY_INDICATOR: Rows = (
    ("Показатель", "Единица измерения", "2021 год"),
    ("Количество библиотек, подключённых к сети", "ед.", "148"),
    ("Число читателей сельских библиотек", "чел.", "20450"),
    ("Количество выездных читальных залов", "ед.", "31"),
)
BY_ENTITY: Rows = (
    ("№ п/п", "Муниципальный район", "Количество выездных концертов, ед.", "Количество кружков, ед."),
    ("1.", "Лесной район", "12", "40"),
    ("2.", "Озёрный район", "17", "44"),
    ("3.", "Горный район", "9", "31"),
)


def facts(*parts: str | Rows, title: str = "ОТЧЁТ о работе учреждений культуры за 2021 год") -> Facts:
    blocks: list[Block] = [Paragraph(title, Location(0), "title", centered=True)]
    tables = 0
    for part in parts:
        if isinstance(part, str):
            blocks.append(Paragraph(part, Location(len(blocks))))
        else:
            blocks.append(table_from_rows(part, tables, len(blocks)))
            tables += 1
    return interpret(Document(Source("report.docx", "0" * 64, "application/x-test"), tuple(blocks)))


def said(found: Facts) -> list[Observation]:
    return [one for one in found.observations if one.location.table is None]


@pytest.mark.parametrize("number", ["148", "184"])
def test_a_sentence_restates_the_row_of_its_words_whatever_number_it_says(number: str) -> None:
    (one,) = said(facts(BY_INDICATOR, f"Количество библиотек, подключённых к сети, в 2021 году составило {number} ед."))
    assert one.restates is not None
    assert one.restates.indicator == "Количество библиотек, подключённых к сети"
    assert (one.restates.location.row, one.restates.location.column) == (1, 2)
    assert FIRM <= one.restates.score <= 1


def test_a_sentence_of_other_words_restates_nothing() -> None:
    (one,) = said(facts(BY_INDICATOR, "Количество театров кукол в 2021 году составило 148 ед."))
    assert one.restates is None


def test_another_year_is_another_value() -> None:
    (one,) = said(facts(BY_INDICATOR, "Количество библиотек, подключённых к сети, в 2020 году составляло 148 ед."))
    assert one.restates is None


def test_a_difference_restates_no_level() -> None:
    found = said(facts(BY_INDICATOR, "Количество библиотек, подключённых к сети, увеличилось на 148 ед."))
    assert [one.restates for one in found if one.measure != "level"] == [None]


def test_a_name_leads_to_its_row() -> None:
    found = said(facts(BY_ENTITY, "Больше всего выездных концертов дали коллективы: Озёрный район – 17 ед."))
    restated = [one.restates for one in found if one.restates]
    assert [(one.location.row, one.location.column) for one in restated] == [(2, 2)]


def test_an_acronym_that_the_text_defines_is_read_as_what_it_stands_for() -> None:
    rows = (BY_INDICATOR[0], ("Количество модельных сельских библиотек", "ед.", "52"), BY_INDICATOR[2])
    defined = "Открыты модельные сельские библиотеки области (далее – МСБ)."
    (one,) = said(facts(defined, rows, "Количество МСБ в 2021 году составило 52 ед."))
    assert one.restates is not None
    assert one.restates.indicator == "Количество модельных сельских библиотек"
    (unknown,) = said(facts(rows, "Количество МСБ в 2021 году составило 52 ед."))
    assert unknown.restates is None


def test_two_rows_that_fit_alike_leave_the_sentence_alone() -> None:
    rows = (BY_INDICATOR[0], ("Количество кружков вокала", "ед.", "5"), ("Количество кружков танца", "ед.", "7"))
    (one,) = said(facts(rows, "Количество кружков в 2021 году составило 12 ед."))
    assert one.restates is None


def test_a_text_without_tables_keeps_its_statements() -> None:
    sentence = "Количество библиотек в 2021 году составило 148 ед."
    alone, beside = said(facts(sentence)), said(facts(BY_INDICATOR, sentence))
    assert [one.value for one in alone] == [one.value for one in beside]
    assert all(one.restates is None for one in alone)
    assert [replace(one, restates=None, location=alone[0].location) for one in beside] == alone
