"""What the interpreter adds to all genres: doubt is carried along, and what was not looked into is said."""

from dataclasses import replace

from extract.document import Document, Location, Paragraph, Source
from extract.interpret import interpret
from extract.runs import LONGEST_TEXT

SENTENCE = "В 2021 году на сопровождение принято 32 человека."


def document(*paragraphs: Paragraph) -> Document:
    return Document(Source("отчёт.pdf", "0" * 64, "application/pdf"), paragraphs)


def test_a_fact_is_no_surer_than_the_paragraph_that_states_it() -> None:
    sure = Paragraph(SENTENCE, Location(0))
    doubtful = replace(sure, location=Location(1), confidence=0.4)
    observations = interpret(document(sure, doubtful)).observations
    assert [(found.location.block, found.confidence <= 0.4) for found in observations] == [(0, False), (1, True)]


def test_a_paragraph_too_long_to_be_searched_is_told() -> None:
    text = SENTENCE * (LONGEST_TEXT // len(SENTENCE) + 1)
    facts = interpret(document(Paragraph(text, Location(0))))
    assert "long_text" in {warning.code for warning in facts.document.warnings}
    assert facts.document.paragraphs[0].text == text
