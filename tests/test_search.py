"""Search in dictionary forms, the same on both databases; measures by executor and term."""

from dataclasses import replace
from datetime import date

import pytest

from extract.document import Location, Paragraph
from extract.facts import Executor, LegalReference, Measure, Term
from store.lookup import FoundEntity
from store.measures import WantedMeasures, find_measures
from store.search import query_terms, search, snippet
from tests.archives import archive, put, report, server  # noqa: F401

TEXTS = (
    "Обучающиеся колледжей участвовали в конкурсах профессионального мастерства.",
    "Конкурс среди колледжей не проводился, мастерство не оценивалось.",
    "Торгово-экономический техникум принял 15 выпускников.",
    "Постановление № 78-рп отменено.",
)


@pytest.fixture
def filled(archive):
    facts = report([("Северный колледж", "104")], indicator="Число волонтёров")
    texts = tuple(Paragraph(text, Location(10 + number)) for number, text in enumerate(TEXTS))
    measures = (
        Measure(
            "1.1",
            "Обучение",
            "Провести семинар наставников",
            Term("июнь 2023", date(2023, 6, 1), date(2023, 6, 30)),
            (Executor("министерство образования"), Executor("Северный колледж", True)),
            "отчёт",
            Location(20, 1, 1, 0),
        ),
        Measure(
            "1.2",
            "Обучение",
            "Обновить базу вакансий",
            Term("ежегодно", None, None, "yearly"),
            (Executor("служба занятости"),),
            None,
            Location(20, 1, 2, 0),
        ),
        Measure(
            "1.3",
            "Контроль",
            "Сдать отчёт",
            Term("до 2025 года", None, date(2024, 12, 31)),
            (Executor("министерство труда"),),
            None,
            Location(20, 1, 3, 0),
        ),
    )
    reference = LegalReference(
        "закон",
        "Областной совет",
        "2020-03-01",
        "15-оз",
        "О мерах поддержки семей",
        "based_on",
        Location(10, start=0, end=5),
    )
    document = replace(facts.document, blocks=(*facts.document.blocks, *texts))
    put(archive, replace(facts, document=document, measures=measures, references=(reference,)))
    return archive


def found(archive, words, **options):
    with archive.reading() as connection:
        return search(connection, words, **options)


@pytest.mark.parametrize(
    ("words", "blocks"),
    [
        ("конкурсы мастерства колледж", {10, 11}),
        ("«конкурс профессионального мастерства»", {10}),
        ("экономический техникум", {12}),
        ("торгово-экономические техникумы", {12}),
        ("15 выпускников", {12}),
        ("постановления 78-рп", {13}),
        ("надои", set()),
        ("", set()),
        ("'; DROP TABLE passage; --", set()),
        ("колледж* OR NEAR(", set()),
        ('"незакрытая', set()),
    ],
)
def test_words_are_found_in_any_form(filled, words, blocks):
    assert {hit.place.block for hit in found(filled, words, kinds=["paragraph"])} == blocks


def test_tables_measures_and_references_are_found_with_their_place(filled):
    [row] = found(filled, "северные колледжи", kinds=["row"])
    assert (row.place.table, row.place.row, row.place.number) == (0, 1, "2")
    [measure] = found(filled, "семинары наставников")
    assert (measure.kind, measure.item, measure.place.row) == ("measure", 0, 1)
    [reference] = found(filled, "меры поддержки семьи")
    assert (reference.kind, reference.item) == ("reference", 0)


def test_undo_takes_the_words_back(filled):
    assert found(filled, "конкурс")
    filled.undo()
    assert not found(filled, "конкурс")


def test_snippet_marks_the_words_and_cuts_long_texts():
    text = "слово " * 100 + "о наставниках и наставничестве " + "слово " * 100
    cut = snippet(text, {"наставник"})
    assert "о ⟦наставниках⟧ и наставничестве" in cut
    assert cut.startswith("…")
    assert len(cut) < 300


def test_terms_of_a_question():
    assert query_terms("в «центре помощи» детям и 3") == [("центр", "помощь"), ("ребёнок".replace("ё", "е"),), ("3",)]


def measures(archive, **wanted):
    with archive.reading() as connection:
        return [item.number for item in find_measures(connection, WantedMeasures(**wanted))]


def test_measures_are_found_by_executor_words_or_entity(filled):
    assert measures(filled, executor_words="министерством") == ["1.1", "1.3"]
    assert measures(filled, executor_words="министерство образования") == ["1.1"]
    assert measures(filled, executors=(FoundEntity("Северный колледж", 1, "college-north"),)) == ["1.1"]


def test_measures_are_found_by_term_the_recurring_ones_too(filled):
    assert measures(filled, due=(date(2023, 1, 1), date(2023, 12, 31))) == ["1.1", "1.2"]
    assert measures(filled, due=(date(2024, 1, 1), date(2024, 12, 31))) == ["1.2", "1.3"]
    assert measures(filled, words="отчёт", due=(date(2024, 1, 1), date(2024, 12, 31))) == ["1.3"]
