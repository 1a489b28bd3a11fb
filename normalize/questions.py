"""When two spellings ask the same question: what a person decides about one holds for the other."""

import re

from normalize.lemmas import lemmas
from normalize.text import fold

_MEANINGLESS = re.compile(r"[^\w№]+")


def question_key(text: str) -> str:
    """The words of a name in dictionary form, in order, without signs and quotes: equal keys, one question."""
    return " ".join(lemmas(_MEANINGLESS.sub(" ", fold(text))))
