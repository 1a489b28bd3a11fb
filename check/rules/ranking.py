"""Who is first and who is last: superlatives of the text against the column that their figures come from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from check.figures import Figure
from check.finding import Finding
from check.rule import Rule
from check.sheet import Sheet
from check.subject import Subject, prose_figure
from check.wording import say_figure
from extract.document import Paragraph
from extract.facts import Observation
from extract.likeness import same_name
from messages import N_, _

_MOST = re.compile(
    r"\b(?:наибольш\w+|максимальн\w+|больше всего|более всего|чаще всего|на первом месте|первое место|лидиру\w+|лидер\w*)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:наименьш\w+|минимальн\w+|меньше всего|менее всего|реже всего|на последнем месте|последнее место)\b",
    re.IGNORECASE,
)
# What narrows the field: «среди школ», «кроме …», «одно из наибольших», «по сравнению с …».
_NARROWED = re.compile(
    r"\b(?:среди|втор\w+|трет\w+|след\w+|из числа|кроме|за исключением|не считая|од\w+ из|сравнени\w+|прирост\w*|рост\w*|темп\w*|снижени\w+|увеличени\w+|дол[яиюей]+)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[А-ЯЁ«])")
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Cue:
    """A superlative and its span in the paragraph."""

    highest: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Claim:
    """Bodies that the text names as the first, or the last, with their figures."""

    highest: bool
    named: tuple[Observation, ...]


def _rankings(subject: Subject) -> Iterator[Finding]:
    for claim in _claims(subject):
        for sheet in subject.sheets:
            if found := _contradicted(claim, sheet):
                yield found
                break


def _claims(subject: Subject) -> Iterator[_Claim]:
    """A superlative with the figure that belongs to it in its sentence, or with the list that it heads."""
    blocks = subject.document.blocks
    for place, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            continue
        for start, end in sentences(block.text):
            cues = _cues(block.text, start, end)
            yield from _in_sentence(cues, end, [one for one in _of_block(subject, block) if start <= _at(one) < end])
        if len(cues) == 1 and block.text.rstrip().endswith(":"):
            yield from _of_list(cues[0].highest, _listed(subject, blocks[place + 1 :]))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    ends = [found.start() for found in _SENTENCE.finditer(text)]
    yield from zip([0, *ends], [*ends, len(text)], strict=True)


def _at(one: Observation) -> int:
    return one.location.start or 0


def _cues(text: str, start: int, end: int) -> list[_Cue]:
    """Superlatives of a sentence in order; none where it narrows the field."""
    if _NARROWED.search(text, start, end):
        return []
    found = [
        _Cue(highest, match.start(), match.end())
        for highest, words in ((True, _MOST), (False, _LEAST))
        for match in words.finditer(text, start, end)
    ]
    return sorted(found, key=lambda cue: cue.start)


def _in_sentence(cues: Sequence[_Cue], end: int, said: Sequence[Observation]) -> Iterator[_Claim]:
    """Each superlative with the first figure behind it; a lone one may follow its lone figure."""
    for cue, following in zip_longest(cues, cues[1:]):
        limit = following.start if following else end
        behind = [one for one in said if cue.end <= _at(one) < limit]
        figures = behind[:1] or (said if len(said) == len(cues) == 1 else ())
        if figures and figures[0].entity and figures[0].bound == "exact":
            yield _Claim(cue.highest, (figures[0],))


def _of_list(highest: bool, listed: Sequence[Observation]) -> Iterator[_Claim]:
    if listed and all(one.entity and one.bound == "exact" for one in listed):
        yield _Claim(highest, tuple(listed))


def _of_block(subject: Subject, block: Paragraph) -> list[Observation]:
    return [
        one
        for one in subject.said
        if one.location.block == block.location.block and one.measure == "level" and one.value is not None
    ]


def _listed(subject: Subject, blocks: Sequence[object]) -> list[Observation]:
    """The first figure of each item of the list right below."""
    firsts: list[Observation] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or (block.label is None and block.style != "list_item"):
            break
        firsts += _of_block(subject, block)[:1]
    return firsts


def _contradicted(claim: _Claim, sheet: Sheet) -> Finding | None:
    """The row that stands before (or behind) all that are named, in the one column that holds all their figures."""
    columns = [(column, rows) for column in sheet.value_columns if (rows := _rows_named(claim, sheet, column))]
    if len(columns) != 1:
        return None
    column, rows = columns[0]
    sections = {sheet.row(row).section for row in rows}
    rivals = [
        figure
        for row in sheet.rows_of("body")
        if row not in rows and sheet.row(row).section in sections and (figure := sheet.values.get((row, column)))
    ]
    if len(rivals) + len(rows) < _LEAST_ROWS or not all(one.sure and one.bound == "exact" for one in rivals):
        return None
    named = [prose_figure(one) for one in claim.named]
    if not claim.highest and all(one.value for one in named):
        # Those who have none at all are not in the contest for the least.
        rivals = [one for one in rivals if one.value]
    return _finding(claim, named, rivals)


def _rows_named(claim: _Claim, sheet: Sheet, column: int) -> list[int] | None:
    """The rows of the bodies, if each has the very figure of the text in this column."""
    rows: list[int] = []
    labels = {row: sheet.labels[row] for row in sheet.rows_of("body") if row in sheet.labels}
    for one in claim.named:
        row = same_name(one.entity or "", labels)
        figure = sheet.values.get((row, column)) if row is not None else None
        if row is None or figure is None or figure.value != one.value or not figure.sure:
            return None
        rows.append(row)
    return rows


def _finding(claim: _Claim, named: Sequence[Figure], rivals: Sequence[Figure]) -> Finding | None:
    """One named alone is the very first; several are the first ones, each before all the others."""
    sign = 1 if claim.highest else -1
    last = min(named, key=lambda figure: sign * figure.value)
    best = max(rivals, key=lambda figure: sign * figure.value, default=None)
    if best is None or sign * best.value <= sign * last.value:
        return None
    message = (
        _("«{name}» is named as the highest, but «{other}» is higher.", name=last.name, other=best.name)
        if claim.highest
        else _("«{name}» is named as the lowest, but «{other}» is lower.", name=last.name, other=best.name)
    )
    return Finding(
        "ranking",
        "warning",
        message,
        last.location,
        found=say_figure(last),
        expected=say_figure(best),
        arithmetic=f"{say_figure(best)} {'>' if claim.highest else '<'} {say_figure(last)}",
        operands=(last.operand(), best.operand()),
        anchor=last.name,
    )


RULES = (
    Rule(
        "ranking",
        1,
        "warning",
        N_("The highest and the lowest"),
        N_(
            "What the text names as the highest or the lowest, with a figure of a table, is so in the column of that figure."
        ),
        N_("«{name}» is not the highest or the lowest of its column."),
        _rankings,
    ),
)
