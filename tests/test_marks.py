"""Footnote marks told apart from the text they stand on."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.marks import Height, Segment, split_marks

LINE, RAISED, MARK = Height.LINE, Height.RAISED, Height.MARK


@pytest.mark.parametrize(
    ("segments", "text", "marks"),
    [
        ([("2014", LINE), ("2)", RAISED)], "2014", ((4, "2)"),)),
        ([("2014²⁾ год", LINE)], "2014 год", ((4, "2)"),)),
        ([("Охват ", LINE), ("1", RAISED), (" детей", LINE)], "Охват детей", ((6, "1"),)),
        ([("Охват", LINE), ("1), 2)", RAISED)], "Охват", ((5, "1), 2)"),)),
        ([("Доля", LINE), ("*", RAISED)], "Доля", ((4, "*"),)),
        ([("площадь 5 м", LINE), ("2", RAISED)], "площадь 5 м²", ()),
        ([("12 км²", LINE)], "12 км²", ()),
        ([("3×10", LINE), ("6", RAISED)], "3×10⁶", ()),
        ([("10", LINE), ("2", RAISED)], "10", ((2, "2"),)),
        ([("5", LINE), ("-го", RAISED), (" числа", LINE)], "5-го числа", ()),
        ([("12,5", RAISED)], "12,5", ()),
        ([("1)", RAISED), ("Без филиалов", LINE)], "Без филиалов", ((0, "1)"),)),
        ([("ПОО", LINE), ("i", MARK), ("ii", MARK)], "ПОО", ((3, "i"), (3, "ii"))),
        ([], "", ()),
    ],
)
def test_marks(segments: list[Segment], text: str, marks: tuple[tuple[int, str], ...]) -> None:
    assert split_marks(segments) == (text, marks)


@given(st.lists(st.tuples(st.text(alphabet="аб1 )*²м", max_size=5), st.sampled_from(Height)), max_size=8))
def test_offsets_lie_in_the_text(segments: list[Segment]) -> None:
    text, marks = split_marks(segments)
    assert all(0 <= at <= len(text) for at, _mark in marks)
    assert list(marks) == sorted(marks, key=lambda mark: mark[0])


def test_many_marks_in_a_long_text_take_linear_time() -> None:
    segments = [("слово " * 10, LINE), ("1", RAISED)] * 40_000
    started = time.process_time()
    split_marks(segments)
    assert time.process_time() - started < 2
