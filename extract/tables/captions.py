"""Which paragraphs around a table are its caption: number, title, unit; above or below, on one line or several."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extract.document import Block, Document, Paragraph, Table
from extract.language import (
    ANNEX_NUMBER,
    ANNEX_TAIL,
    CAPTION_NUMBER,
    CONTINUATION,
    NOTE_LABEL,
    OTHER_CAPTION_LABEL,
    SEE_TABLE,
    UNIT_LINE,
)
from extract.tables.cells import whole_unit
from extract.tables.labels import read_label
from normalize.text import fold, squash

# How many paragraphs from the table a caption may begin.
_REACH = 8
_NUMBER_REACH = 3
_LONGEST_TITLE = 400
_LONGEST_PLAIN_TITLE = 160
_EDGES = " .:–—-"
_ABBREVIATION = re.compile(r"(?:^|[\s(.])[а-яё]{1,4}\.$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands over or under a table. `continues`: it says that it goes on from the table before."""

    number: str | None = None
    title: str | None = None
    unit_text: str | None = None
    continues: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph near a table, sorted: number line, unit line, possible title, or neither."""

    text: str
    paragraph: Paragraph
    number: str | None = None
    rest: str = ""
    is_number: bool = False
    is_unit: bool = False


def read_captions(document: Document) -> dict[int, Caption]:
    """The caption of each table by its position among the blocks. Documents keep to one side, above or below, but for strays."""
    blocks = document.blocks
    places = [place for place, block in enumerate(blocks) if isinstance(block, Table) and block.parent is None]
    below = _captions_stand_below(blocks, places)
    captions = {place: _caption_below(blocks, place) if below else _caption_above(blocks, place) for place in places}
    if not below:
        captions |= _stray_captions(blocks, captions)
    return {place: replace(caption, notes=_notes_below(blocks, place)) for place, caption in captions.items()}


def _stray_captions(blocks: Sequence[Block], captions: dict[int, Caption]) -> dict[int, Caption]:
    """A numbered line right under a table that has no number above, where no other table claims it."""
    claimed = {caption.number for caption in captions.values() if caption.number}
    bare = (place for place, caption in captions.items() if caption.number is None and not caption.continues)
    under = {place: line for place in bare if (line := _nearest(blocks, place, 1)) and line.is_number}
    return {place: _caption_below(blocks, place) for place, line in under.items() if line.number not in claimed}


def _notes_below(blocks: Sequence[Block], place: int) -> tuple[str, ...]:
    notes: list[str] = []
    for line in _lines(blocks, place, 1):
        if not NOTE_LABEL.fullmatch(fold(line.text)):
            break
        notes.append(line.text)
    return tuple(notes)


def caption_from_texts(texts: Sequence[str]) -> Caption:
    """A caption set inside the grid, over the header."""
    number, title, unit = None, [], None
    for text in texts:
        line = squash(text)
        match = CAPTION_NUMBER.match(line)
        if match:
            number, line = match["number"], _trimmed(match["rest"])
        if line and _unit_of(line):
            unit = line
        elif line:
            title.append(line)
    return Caption(number, " ".join(title) or None, unit)


def _trimmed(text: str) -> str:
    """A title without the punctuation that parts it from the number; the dot of «чел.» stays."""
    trimmed = text.strip().lstrip(_EDGES)
    return trimmed.rstrip(" :–—-") if _ABBREVIATION.search(trimmed) else trimmed.rstrip(_EDGES)


def _captions_stand_below(blocks: Sequence[Block], places: Sequence[int]) -> bool:
    """The first table has its number below and none above, and the last one has its own below."""
    if not places:
        return False
    first_above, first_below = _nearest(blocks, places[0], -1), _nearest(blocks, places[0], 1)
    last_below = _nearest(blocks, places[-1], 1)
    numbered = [line is not None and line.is_number for line in (first_above, first_below, last_below)]
    return not numbered[0] and numbered[1] and numbered[2] and not _caption_above(blocks, places[0]).number


def _nearest(blocks: Sequence[Block], place: int, step: int) -> _Line | None:
    lines = _lines(blocks, place, step)
    return lines[0] if lines else None


def _lines(blocks: Sequence[Block], place: int, step: int) -> list[_Line]:
    """Paragraphs that hold text from a table outwards, up to the next table."""
    lines: list[_Line] = []
    at = place + step
    while 0 <= at < len(blocks) and len(lines) < _REACH:
        block = blocks[at]
        if isinstance(block, Table):
            break
        if squash(block.text):
            lines.append(_sort(block))
        at += step
    return lines


def _sort(paragraph: Paragraph) -> _Line:
    text = squash(paragraph.text)
    match = CAPTION_NUMBER.match(text)
    if match is None and len(text) < 40 and not paragraph.text.strip().endswith((".", ";")):
        match = ANNEX_NUMBER.fullmatch(text) if not ANNEX_NUMBER.sub(r"\g<rest>", text).strip(_EDGES) else None
    if match and _is_number_line(match["rest"], text):
        return _Line(text, paragraph, match["number"], _trimmed(match["rest"]), is_number=True)
    return _Line(text, paragraph, is_unit=_unit_of(text))


def _is_number_line(rest: str, text: str) -> bool:
    """A caption, not a sentence that begins with «Таблица 2 показывает …»."""
    if len(text) > _LONGEST_TITLE:
        return False
    return not rest or rest[0] in '.:–—-(«"' or rest[:1].isupper()


def _unit_of(text: str) -> bool:
    bare = UNIT_LINE.sub("", text).strip("() .,:")
    return len(bare) < 40 and whole_unit(bare) is not None and (text[:1] in "(вВ" or len(bare.split()) <= 3)


def _caption_above(blocks: Sequence[Block], place: int) -> Caption:
    lines = _lines(blocks, place, -1)
    unit = next((line.text for line in lines[:2] if line.is_unit), None)
    lines = [line for line in lines if not line.is_unit]
    if lines and (match := CONTINUATION.fullmatch(lines[0].text)):
        return Caption(match["number"], None, unit, continues=True)
    lines = [line for line in lines if not ANNEX_TAIL.match(line.text)]
    numbered = next((index for index, line in enumerate(lines[:_NUMBER_REACH]) if line.is_number), None)
    if numbered is None:
        return Caption(None, _title_without_number(lines), unit)
    if not all(_is_title(line) for line in lines[:numbered]):
        return Caption(None, _title_without_number(lines), unit)
    return Caption(lines[numbered].number, _title_beside(lines, numbered), unit)


def _title_beside(lines: list[_Line], numbered: int) -> str | None:
    """The title on the number's line, below it, or on the line above it."""
    own = lines[numbered].rest
    below = [line.text for line in reversed(lines[:numbered])]
    if own or below:
        return squash(" ".join([own, *below])) or None
    above = lines[numbered + 1 :]
    if not above or not _is_title(above[0]) or _refers(above[0]):
        return None
    title = _without_reference(_joined_heading(above))
    return None if title == above[0].text and _is_sentence(above[0]) else _trimmed(title) or None


def _without_reference(text: str) -> str:
    """The title behind a sentence that points at the table, where a reader ran the two together."""
    sentences = re.split(r"(?<=[.:])\s+(?=[А-ЯЁA-Z«])", text)
    while len(sentences) > 1 and any(SEE_TABLE.search(sentence) for sentence in sentences[:-1]):
        sentences = sentences[1:]
    return " ".join(sentences)


def _is_title(line: _Line) -> bool:
    text = line.text
    if line.is_number or len(text) > _LONGEST_TITLE or OTHER_CAPTION_LABEL.fullmatch(fold(text)):
        return False
    looks = _is_set_apart(line)
    ends = text.endswith((".", ";", ",", "?", "!"))
    return looks or not ends or (text.endswith(".") and read_label(text).unit_is_stated)


def _refers(line: _Line) -> bool:
    """A sentence that points at the table is no title of it («… в таблице 2.»)."""
    return bool(SEE_TABLE.search(line.text)) and line.text.endswith((".", ":"))


def _title_without_number(lines: list[_Line]) -> str | None:
    """The paragraph right over the table when it is set or written as a title; lines of one heading joined."""
    if not lines or not _is_plain_title(lines[0]) or _is_sentence(lines[0]):
        return None
    return _trimmed(_joined_heading(lines)) or None


def _joined_heading(lines: list[_Line]) -> str:
    """The first line with those over it that belong to the same heading."""
    title = [lines[0].text]
    for under, line in pairwise(lines):
        if not _continues_heading(line, under):
            break
        title.insert(0, line.text)
    return squash(" ".join(title))


def _is_plain_title(line: _Line) -> bool:
    set_apart = _is_set_apart(line)
    if line.paragraph.style in ("list_item", "footnote") and not set_apart:
        return False
    return _is_title(line) and (set_apart or len(line.text) <= _LONGEST_PLAIN_TITLE) and line.text[:1] != "-"


def _is_sentence(line: _Line) -> bool:
    """Whether plain text states something: it has a finite verb outside «…, которые прошли …»."""
    from extract.nlp import analyse

    if _is_set_apart(line):
        return False
    words = re.findall(r"[^\W\d_]+", re.split(r"\bкотор", line.text)[0])
    return any(analyse(word).pos in ("VERB", "PRTS", "ADJS") for word in words)


def _is_set_apart(line: _Line) -> bool:
    paragraph = line.paragraph
    return paragraph.centered or paragraph.bold or paragraph.style in ("caption", "heading", "title")


def _continues_heading(line: _Line, under: _Line) -> bool:
    """Whether two lines are one heading: both in capitals, or both centred and the lower one not a new sentence."""
    one, two = line.paragraph, under.paragraph
    if one.location.page != two.location.page or line.is_number or not _is_title(line):
        return False
    if line.text.isupper() and under.text.isupper():
        return one.centered == two.centered
    return one.centered and two.centered and one.bold == two.bold and under.text[:1].islower()


def _caption_below(blocks: Sequence[Block], place: int) -> Caption:
    lines = [line for line in _lines(blocks, place, 1) if not line.is_unit]
    if not lines or not lines[0].is_number:
        return _caption_above(blocks, place) if not lines else Caption()
    if lines[0].rest:
        return Caption(lines[0].number, lines[0].rest)
    title = lines[1].text if len(lines) > 1 and _is_title(lines[1]) else None
    return Caption(lines[0].number, title)
