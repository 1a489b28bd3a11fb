"""References to acts: kind, issuer, date, number, title and how the document stands to them."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Cell, Location, Table
from extract.facts import LegalReference
from extract.references import find_references, read_references
from tests.running_text import document


def brief(reference: LegalReference) -> tuple[str, str | None, str | None, str]:
    return reference.kind, reference.date, reference.number, reference.relation


CASES = [
    (
        "В соответствии с приказом министерства от 3 марта 2020 года № 17-пр",
        [("приказ", "2020-03-03", "17-пр", "based_on")],
    ),
    (
        "Во исполнение поручения Правительства области от 09.02.2022 № ТГ-П8-17",
        [("поручение", "2022-02-09", "ТГ-П8-17", "implements")],
    ),
    (
        "Внести изменения в постановление мэра района от 1 июня 2019 г. № 33-па",
        [("постановление", "2019-06-01", "33-па", "amends")],
    ),
    (
        "О внесении изменений в распоряжение от 1 июня 2019 г. № 33-р",
        [("распоряжение", "2019-06-01", "33-р", "amends")],
    ),
    (
        "Признать утратившим силу распоряжение от 2 июня 2020 года № 33-рзг",
        [("распоряжение", "2020-06-02", "33-рзг", "repeals")],
    ),
    ("Приложение № 2 к приказу министерства от «5» мая 2021 г. № 8", [("приказ", "2021-05-05", "8", "annex_to")]),
    ("УТВЕРЖДЕНО приказом директора от 14.01.2022 № 4-од", [("приказ", "2022-01-14", "4-од", "approves")]),
    (
        "руководствуясь частью 4 статьи 12 Закона Заозёрной области от 12 января 2010 года № 1-оз «О правовых актах»",
        [("закон", "2010-01-12", "1-оз", "based_on")],
    ),
    (
        "Согласно Федеральному закону от 29.12.2012 № 273-ФЗ «Об образовании в Российской Федерации»",
        [("закон", "2012-12-29", "273-ФЗ", "based_on")],
    ),
    (
        "Письмо министерства № 02-15/77 от 4 апреля 2022 года разъясняет порядок",
        [("письмо", "2022-04-04", "02-15/77", "mentions")],
    ),
    (
        "на основании законов области от 1 июля 2010 года № 5-оз и от 2 июля 2011 года № 6-оз",
        [("закон", "2010-07-01", "5-оз", "based_on"), ("закон", "2011-07-02", "6-оз", "based_on")],
    ),
    ("на основании приказа МКУ Управления образования района открыт центр", [("приказ", None, None, "based_on")]),
    ("Семейный кодекс Российской Федерации защищает детей", [("кодекс", None, None, "mentions")]),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_reference_has_kind_date_number_and_relation(
    text: str, expected: list[tuple[str, str | None, str | None, str]]
) -> None:
    assert [brief(found.reference) for found in find_references(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Контроль за исполнением настоящего распоряжения оставляю за собой.",
        "План, утверждённый распоряжением, изложить в новой редакции.",
        "Решение задачи потребовало времени, письмо не пришло.",
        "В целях реализации государственной политики",
        "приказал долго жить",
    ],
)
def test_what_names_no_act_is_no_reference(text: str) -> None:
    assert find_references(text) == []


def test_issuer_and_title_are_read() -> None:
    text = "По приказу министерства образования Заозёрной области от 1 июня 2021 года № 5 «О сборе «малых» сведений» начат опрос"
    (found,) = find_references(text)
    assert found.reference.issuer == "министерство образования Заозёрной области"
    assert found.reference.title == "О сборе «малых» сведений"
    assert text[found.start : found.end].endswith("сведений»")


def test_a_reference_broken_over_paragraphs_is_one() -> None:
    (reference,) = read_references(
        document("Согласно закону Заозёрной области\nот 12 января 2010 года № 1-оз работа продолжена.")
    )
    assert (reference.date, reference.number, reference.location.block) == ("2010-01-12", "1-оз", 0)


def test_a_stamp_set_over_lines_is_one_reference() -> None:
    (reference,) = read_references(
        document("Вводная строка.\nУТВЕРЖДЕН\nраспоряжением главы\nЗаозёрного района\nот 25 ноября 2021 года № 65-р")
    )
    assert brief(reference) == ("распоряжение", "2021-11-25", "65-р", "approves")


def test_a_reference_in_a_cell_points_at_the_cell() -> None:
    cell = Cell("Во исполнение поручения мэра от 9 февраля 2022 года № 17", 0, 0)
    table = Table(3, (cell,), 1, 1, Location(0))
    (reference,) = read_references(replace(document("."), blocks=(table,)))
    assert (reference.location.table, reference.location.row, reference.location.column) == (3, 0, 0)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="приказот №12«»(). ,-\nЗакон", max_size=120))
def test_any_text_is_searched_and_spans_do_not_overlap(text: str) -> None:
    found = find_references(text)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_an_issuer_may_have_a_bracket_in_its_name_and_a_law_two_numbers() -> None:
    text = (
        "В соответствии с Законом Республики Саха (Якутия) от 18 декабря 2014 г. 1389-З № 307-V и согласно приказу "
        "министерства строительства Республики Саха (Якутия) от 2 марта 2015 г. № 14-п"
    )
    assert [(one.reference.date, one.reference.number) for one in find_references(text)] == [
        ("2014-12-18", "1389-З № 307-V"),
        ("2015-03-02", "14-п"),
    ]
