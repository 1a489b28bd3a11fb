"""Whether a text ends, or breaks off in the middle of a sentence."""

import re

from extract.document import Document, ReadingWarning
from extract.nlp import analyse
from extract.people import find_people
from extract.runs import Run, runs_of
from messages import _
from normalize.periods import find_periods

_ENDED = re.compile(r"[.!?…;:»\")\]_]\s*$")
_LAST_WORD = re.compile(r"([^\W\d_]+)\W*$")
_SHORT = 40


def ending_warnings(document: Document) -> tuple[ReadingWarning, ...]:
    """One warning where the last paragraph of the document stops without an end."""
    runs = list(runs_of(document.blocks))
    last = runs[-1] if runs else None
    if last is None or last.pieces[-1].paragraph is not _last_block(document) or not _breaks_off(last):
        return ()
    end = len(last.text)
    place = last.locate(max(0, end - 1), end)
    message = _("The text breaks off: “…{end}”.", end=last.text.rstrip()[-40:])
    return (ReadingWarning("text_breaks_off", message, place),)


def _last_block(document: Document) -> object:
    return document.blocks[-1] if document.blocks else None


def _breaks_off(run: Run) -> bool:
    """A sentence without its end: no closing sign, no signature, date, heading or label; or a word cut in two."""
    text = run.text.rstrip()
    if _ENDED.search(text) or len(text) < _SHORT or run.first.style in ("title", "heading", "caption", "footnote"):
        return False
    if find_people(text[-60:]) or any(found.end >= len(text) - 2 for found in find_periods(text)):
        return False
    word = _LAST_WORD.search(text)
    cut = word is not None and not analyse(word[1]).known and word[1].islower()
    return cut or (run.first.label is None and text[:1].isupper() and not text.isupper())
