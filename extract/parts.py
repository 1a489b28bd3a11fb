"""The parts of a document: the main text and its annexes, each with a head of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.acts import heading_kind
from extract.document import Block, Document, Paragraph
from extract.head import ANNEX, APPROVED, STAMP, Head, read_head
from extract.layout import layout_lines, opens_with
from extract.lines import Line, lines_of, unspace
from normalize.text import squash

_MAX_ANNEX_MARK = 160
# A stamp so near below the mark of an annex belongs to it.
_MOST_BETWEEN = 8
_SENTENCE = 30
_MAX_HEADING = 160


@dataclass(frozen=True, slots=True)
class Part:
    """Consecutive blocks with one head; `annex` is the mark that opens it («Приложение 1 к …»), None for the main text."""

    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    head: Head
    annex: Line | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Blocks compared by identity, so that a document is split once though many ask."""

    blocks: tuple[Block, ...]

    def __hash__(self) -> int:
        return id(self.blocks)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.blocks is self.blocks


def split_parts(document: Document) -> tuple[Part, ...]:
    """The main text first, then the annexes in order; an empty document has one empty part."""
    return _split(_Same(document.blocks))


@lru_cache(maxsize=2)
def _split(same: _Same) -> tuple[Part, ...]:
    starts = [0, *_annex_starts(same.blocks)]
    return tuple(
        _part(same.blocks[start:end], annex=index > 0)
        for index, (start, end) in enumerate(zip(starts, [*starts[1:], len(same.blocks)], strict=True))
        if end > start or index == 0
    )


def _part(blocks: Sequence[Block], annex: bool) -> Part:
    lines = tuple(line for block in blocks for line in layout_lines(block) or lines_of([block]))
    return Part(tuple(blocks), lines, read_head(lines), lines[0] if annex and lines else None)


def _annex_starts(blocks: Sequence[Block]) -> list[int]:
    """Blocks that open an annex: «Приложение …» on a short line of its own, not at the very top of the file; below the
    text of an act also a stamp of approval, which stands for that mark."""
    starts: list[int] = []
    act = ordered = False
    for index, block in enumerate(blocks):
        marked = index > 0 and _opens_annex(block) and _has_text(blocks[:index])
        alone = not starts or index - starts[-1] > _MOST_BETWEEN
        stamped = ordered and alone and _is_approved(block)
        if marked or stamped:
            starts.append(index)
        if isinstance(block, Paragraph):
            ordered = ordered or (act and len(block.text) > _SENTENCE and block.text.rstrip().endswith((".", ":", ";")))
            act = act or (len(block.text) < _MAX_HEADING and heading_kind(unspace(squash(block.text))) is not None)
    return starts


def _is_approved(block: Block) -> bool:
    if isinstance(block, Paragraph):
        return APPROVED.match(block.text.strip()) is not None and len(block.text) <= _MAX_ANNEX_MARK
    return opens_with(block, APPROVED)


def _opens_annex(block: Block) -> bool:
    if not isinstance(block, Paragraph):
        return opens_with(block, ANNEX)
    first = block.text.strip().split("\n", 1)[0]
    return bool(ANNEX.match(first)) and len(first) <= _MAX_ANNEX_MARK and not STAMP.match(first)


def _has_text(blocks: Sequence[Block]) -> bool:
    return any(not isinstance(block, Paragraph) or block.text.strip() for block in blocks)
