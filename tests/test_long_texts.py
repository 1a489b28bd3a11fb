"""The work that a long text takes grows with its length, not with its square."""

import sys
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Document, Location, Paragraph, Source
from extract.genres.decree import read_decree
from extract.interpret import interpret
from extract.organisations import enclosures
from extract.parts import split_parts
from extract.prose.sentences import MAX_SENTENCE, split_sentences
from extract.prose.timing import find_times
from extract.references import find_references
from extract.spans import Spans
from tests.running_text import document as running_text

SENTENCES = (
    "В {i} группе колледжа обучалось 125 человек (12,5%). ",
    "Принят приказ министерства от 12.05.2021 № {i} «Об утверждении плана {i}». ",
    "Лицей «Север» (г. Приозёрск) занял {i} место. ",
)


def work(function: Callable[[str], object], text: str) -> int:
    """Calls made by `function(text)`, of Python and of C alike: the same on every machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    earlier = sys.getprofile()
    sys.setprofile(count)
    try:
        function(text)
    finally:
        sys.setprofile(earlier)
    return calls


@pytest.mark.parametrize("function", [split_sentences, find_references])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_work_grows_with_the_length_of_a_text(function, sentence):
    short, long = ("".join(sentence.format(i=i) for i in range(count)) for count in (150, 1200))
    function(long)  # the words are in the dictionary's cache now
    enclosures.cache_clear()
    assert work(function, long) < 8 * work(function, short) * 1.5


def seconds(text: str) -> float:
    """CPU time of understanding a document of one paragraph."""
    document = Document(Source("текст.docx", "0" * 64, "text/plain"), (Paragraph(text, Location(0)),))
    started = time.process_time()
    interpret(document)
    return time.process_time() - started


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "а",
        "двадцать пять ",
        "2021 год, ",
        "Министерство ",
        "«(",
        "a@",
        "И.И. Иванова, ",
        "В 2021 году обучалось 32 человека. ",
    ],
)
def test_time_grows_with_the_length_of_a_document(piece):
    short, long = (piece * (length // len(piece)) for length in (3000, 12000))
    seconds(short)  # the words are in the dictionary's cache now
    assert seconds(long) < 8 * max(seconds(short), 0.05)


def test_every_reference_of_a_long_text_is_found():
    text = "".join(SENTENCES[1].format(i=i) for i in range(1, 501))
    assert [one.reference.number for one in find_references(text)] == [str(i) for i in range(1, 501)]


def test_a_sentence_beyond_measure_is_cut_where_its_list_allows():
    text = "В 2021 году открыто: " + "по 5 мест в лицее; " * 1000
    pieces = split_sentences(text)
    assert all(len(piece.text) <= MAX_SENTENCE for piece in pieces)
    assert all(piece.text.endswith(";") for piece in pieces)
    assert all(text[piece.offset :].startswith(piece.text) for piece in pieces)
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    assert find_times(pieces[0].text, None)


@given(st.integers(1, 9000), st.sampled_from(["а", "1", "\u00a0", "«"]))
def test_a_text_without_any_break_is_cut_and_nothing_of_it_is_lost(length, sign):
    text = sign * length
    assert "".join(piece.text for piece in split_sentences(text)) == text.strip()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted).map(tuple)), st.integers(0, 30))
def test_spans_cover_what_one_of_them_covers(spans, offset):
    assert Spans(spans).cover(offset) == any(start < offset < end for start, end in spans)


def test_work_of_a_decree_grows_with_its_changes():
    change = "в пункте {i} слово «три» заменить словом «пять», слова «и опеки» исключить; "

    def amendments(text: str) -> object:
        return read_decree(running_text(f"МИНИСТЕРСТВО\nПРИКАЗ\nО делах\n1. {text}"))

    short, long = ("".join(change.format(i=i) for i in range(count)) for count in (50, 400))
    amendments(long)
    assert work(amendments, long) < 8 * work(amendments, short) * 1.5


@pytest.mark.parametrize("line", ["ПРИКАЗ" + ", " * 35 + "x", "ПРИКАЗ " + "№" * 70, "10:15" + " " * 5000, "т. " * 20])
def test_a_line_that_is_almost_a_heading_costs_nothing(line):
    started = time.process_time()
    split_parts(running_text(f"МИНИСТЕРСТВО\n{line}\nО делах\n1. Сделать."))
    assert time.process_time() - started < 1
