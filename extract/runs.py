"""Sentences that were broken over paragraphs, put together again, each character still knowing its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.document import Block, Location, Paragraph
from extract.head import ANNEX, NUMBER, STAMP
from extract.organisations import enclosures
from normalize.text import squash

# Nobody writes longer paragraphs, sentences or cells than these, not even where a whole text lost its line ends; what
# is longer is read as a whole, not taken apart.
LONGEST_TEXT = 1_000_000
LONGEST_SENTENCE = 6_000
LONGEST_CELL = 10_000
_FINISHED = re.compile(r"[.!?:;…]\s*[»\")]*\s*$")
_DASH_LABELS = ("-", "–", "—")
_NUMBER_FIRST = re.compile(r"^\s*(?:менее\s+|около\s+)?\d")
_DASH_THEN_NUMBER = re.compile(r"^\s*[-–—]\s*\d")
# «10:15–10:35 …», «11.00 – …»: a line of a programme.
TIME_SLOT = re.compile(
    r"(?:с\s+)?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:\s*(?:[-–—]|до)\s*(?:[01]?\d|2[0-3])[:.][0-5]\d)?(?![.\d])\s*(?:ч(?:ас\w*)?\.?\s)?\s*(?:[-–—]\s+)?(?=[^\W\d_]|«)"
)
_LONG_ENOUGH = 60
_MOST_JOINED = 40
_MAX_STAMP_LINE = 120
_MAX_STAMP_LINES = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph's text inside a run, from `offset` on."""

    offset: int
    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one paragraph, or of several that one sentence was broken over."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def first(self) -> Paragraph:
        return self.pieces[0].paragraph

    def locate(self, start: int, end: int) -> Location:
        """The place of `text[start:end]`: in the paragraph where it starts, cut where that paragraph ends."""
        piece = next(piece for piece in reversed(self.pieces) if piece.offset <= start or piece is self.pieces[0])
        length = len(piece.paragraph.text)
        place = piece.paragraph.location
        left = min(max(start - piece.offset, 0), length)
        return Location(
            place.block, start=left, end=min(max(end - piece.offset, left), length), page=place.page, box=place.box
        )

    def quote(self, location: Location) -> str:
        """The text at a location of this run."""
        piece = next(piece for piece in self.pieces if piece.paragraph.location.block == location.block)
        return piece.paragraph.text[location.start : location.end]


def runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    """Every paragraph once, alone or joined with the next ones that go on with its sentence; tables part runs.

    A paragraph too long for a person to have written is left out."""
    blocks = (block for block in blocks if not isinstance(block, Paragraph) or len(block.text) <= LONGEST_TEXT)
    open_run: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and open_run and _goes_on(open_run, block):
            open_run.append(block)
            continue
        if open_run:
            yield _joined(open_run)
        open_run = [block] if isinstance(block, Paragraph) else []
    if open_run:
        yield _joined(open_run)


def _joined(paragraphs: Sequence[Paragraph]) -> Run:
    text = ""
    pieces: list[Piece] = []
    for paragraph in paragraphs:
        if pieces:
            text += f" {paragraph.label} " if paragraph.label in _DASH_LABELS else " "
        pieces.append(Piece(len(text), paragraph))
        text += paragraph.text
    return Run(text, tuple(pieces))


def _goes_on(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """Whether `paragraph` continues the sentence that the last one left open."""
    first, last = paragraphs[0], paragraphs[-1]
    if len(paragraphs) >= _MOST_JOINED:
        return False
    if STAMP.match(first.text.strip()) or ANNEX.match(first.text.strip()):
        return _in_stamp(paragraphs, paragraph)
    if TIME_SLOT.match(paragraph.text):
        return False
    if _is_number_of_item(last, paragraph):
        return True
    plain = paragraph.label is None and paragraph.style in ("body", "list_item") and not paragraph.centered
    if not plain or last.style not in ("body", "list_item") or last.centered or _FINISHED.search(last.text):
        return False
    text = paragraph.text.lstrip()
    if text[:1].islower() or text[:1] in "«(" or _is_open(last.text):
        return True
    return (
        not last.bold
        and len(last.text) >= _LONG_ENOUGH
        and re.search(r"[.;]\s", last.text) is not None
        and not _is_short(paragraph)
    )


def _is_number_of_item(last: Paragraph, paragraph: Paragraph) -> bool:
    """«– 104 чел. (8,3%)» below the item that it belongs to."""
    if last.label is None or _FINISHED.search(last.text) or re.search(r"\d\s*(?:чел|%)", last.text):
        return False
    dashed = paragraph.label in _DASH_LABELS and _NUMBER_FIRST.match(paragraph.text)
    return bool(dashed or (paragraph.label is None and _DASH_THEN_NUMBER.match(paragraph.text)))


def _is_open(text: str) -> bool:
    """A quote that was opened and not closed, near the end of a line."""
    opened = text.rfind("«")
    return (
        opened >= 0 and text.count("«") > text.count("»") and not any(start == opened for start, _ in enclosures(text))
    )


def _is_short(paragraph: Paragraph) -> bool:
    """A signature, a caption, a heading: no continuation of a sentence."""
    return len(paragraph.text) < 30 and not _FINISHED.search(paragraph.text)


def _in_stamp(paragraphs: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    """A stamp or annex mark set over several lines goes on up to its number."""
    if (
        len(paragraphs) >= _MAX_STAMP_LINES
        or len(squash(paragraph.text)) > _MAX_STAMP_LINE
        or STAMP.match(paragraph.text.strip())
    ):
        return False
    return not NUMBER.search(ANNEX.sub("", " ".join(one.text for one in paragraphs)))
