import pytest

from normalize.lemmas import is_known, is_plural, lemma, lemmas


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("колледжем", "колледж"),
        ("приёмных", "приемный"),
        ("УЧИЛИЩА", "училище"),
        ("им", "им"),
        ("58", "58"),
        ("IV", "iv"),
    ],
)
def test_a_word_is_brought_to_its_dictionary_form(word, expected):
    assert lemma(word) == expected


def test_text_is_brought_to_dictionary_forms_word_by_word():
    assert lemmas("в первом и втором полугодиях, 24-х") == ("в", "первый", "и", "второй", "полугодие", "24", "х")


def test_hyphened_words_stay_whole():
    assert lemmas("промышленно-экономического техникума") == ("промышленно-экономический", "техникум")


def test_plural_is_told_only_where_no_singular_fits():
    assert is_plural("центры")
    assert is_plural("органов")
    assert is_plural("специальные")
    assert not is_plural("министерства")
    assert not is_plural("техникум")


def test_a_guessed_word_is_not_known():
    assert is_known("техникумом")
    assert not is_known("техникумм")
