"""What the interpreter adds to all genres: doubt is carried along, and what was not looked into is said."""

from dataclasses import replace

import pytest

from extract.document import Document, Location, Paragraph, Source
from extract.interpret import interpret

SENTENCE = "В 2021 году на сопровождение принято 32 человека."


def document(*paragraphs: Paragraph) -> Document:
    return Document(Source("отчёт.pdf", "0" * 64, "application/pdf"), paragraphs)


def test_a_fact_is_no_surer_than_the_paragraph_that_states_it() -> None:
    sure = Paragraph(SENTENCE, Location(0))
    doubtful = replace(sure, location=Location(1), confidence=0.4)
    observations = interpret(document(sure, doubtful)).observations
    assert [(found.location.block, found.confidence <= 0.4) for found in observations] == [(0, False), (1, True)]


def test_a_text_that_lost_its_line_ends_is_searched_to_its_end() -> None:
    text = f"{SENTENCE} " * 1500
    observations = interpret(document(Paragraph(text, Location(0)))).observations
    assert len(observations) == 1500
    assert text[observations[-1].location.start :].startswith("32")


def test_a_paragraph_too_long_to_be_searched_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.runs.LONGEST_TEXT", 400)
    text = SENTENCE * 9
    facts = interpret(document(Paragraph(text, Location(0))))
    assert "long_text" in {warning.code for warning in facts.document.warnings}
    assert facts.document.paragraphs[0].text == text
    assert not facts.observations
