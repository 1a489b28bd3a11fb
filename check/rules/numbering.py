"""Numbers that should follow each other: rows, list items, tables; and tables that the text names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from check.finding import Finding, Operand
from check.rule import Rule
from check.sheet import Sheet
from check.subject import Subject
from extract.document import Location, Paragraph
from messages import N_, _
from normalize.text import squash

_ORDINAL = re.compile(r"\(?(\d{1,3}(?:\.\d{1,3}){0,4})[.)]?\)?")
_LABEL = re.compile(r"(\d{1,3})([.)])")
_REFERENCE = re.compile(
    r"\bтабл(?:иц[аеуыах]{1,2}[мх]?|\.)\s*(?:№\s*)?(\d{1,3}(?:(?:\s*,\s*|\s+и\s+|\s*[–-]\s*)\d{1,3})*)", re.IGNORECASE
)
_ELSEWHERE = re.compile(
    r"^\s*(?:к\s+)?(?:приложени|раздел|форм|отчет|документ|приказ|постановлен|распоряжен|сборник)", re.IGNORECASE
)
# A column is a numbering if most of its steps are by one.
_LEAST_STEPS = 2
# In a grid that was guessed, rows may be missing that the document has.
_SURE_GRID = 0.99


@dataclass(frozen=True, slots=True)
class _Ordinal:
    numbers: tuple[int, ...]
    text: str
    location: Location
    section: str | None = None


def _rows(subject: Subject) -> Iterator[Finding]:
    for sheet in subject.sheets:
        if sheet.table.confidence < _SURE_GRID:
            continue
        for column, known in enumerate(sheet.columns):
            if known.role == "ordinal":
                yield from _steps(_ordinals(sheet, column))


def _ordinals(sheet: Sheet, column: int) -> list[_Ordinal]:
    found = []
    for cell in sheet.table.cells:
        match = _ORDINAL.fullmatch(squash(cell.text))
        if cell.column == column and cell.row in sheet.own_rows and match:
            numbers = tuple(int(part) for part in match[1].split("."))
            section = sheet.row(cell.row).section
            found.append(_Ordinal(numbers, squash(cell.text), sheet.table.locate(cell), section))
    return found


def _steps(ordinals: Sequence[_Ordinal]) -> Iterator[Finding]:
    pairs = list(pairwise(ordinals))
    broken = [(one, two) for one, two in pairs if not _follows(one, two)]
    told = list(_without_echoes(broken))
    if len(pairs) - len(broken) >= max(_LEAST_STEPS, 2 * len(told)):
        yield from (_step_finding(one, two) for one, two in told)


def _without_echoes(broken: Sequence[tuple[_Ordinal, _Ordinal]]) -> Iterator[tuple[_Ordinal, _Ordinal]]:
    """11, 13, 13: one wrong number breaks two steps, and is told once."""
    skip: _Ordinal | None = None
    for place, (one, two) in enumerate(broken):
        if skip is one:
            continue
        following = broken[place + 1] if place + 1 < len(broken) else None
        mistaken = following is not None and following[0] is two and _next(one, two) == _before(following[1])
        skip = two if mistaken else None
        yield one, two


def _before(ordinal: _Ordinal) -> str:
    return ".".join(map(str, (*ordinal.numbers[:-1], ordinal.numbers[-1] - 1)))


def _follows(one: _Ordinal, two: _Ordinal) -> bool:
    """1 → 2, 1.1 → 1.2, 1 → 1.1, 1.3 → 2, or a section that begins anew at 1."""
    before, after = one.numbers, two.numbers
    if after[-1] == 1 and (after[:-1] != before[:-1] or one.section != two.section):
        return True
    level = len(after)
    if level <= len(before):
        return after[:-1] == before[: level - 1] and after[-1] == before[level - 1] + 1
    return False


def _step_finding(one: _Ordinal, two: _Ordinal) -> Finding:
    repeated = one.numbers == two.numbers
    message = (
        _("The number {number} stands twice.", number=two.text)
        if repeated
        else _(
            "After number {before} comes {after}: a number is left out or out of order.",
            before=one.text,
            after=two.text,
        )
    )
    return _numbering(message, two, one, _next(one, two))


def _next(one: _Ordinal, two: _Ordinal) -> str:
    level = min(len(one.numbers), len(two.numbers))
    following = (*one.numbers[: level - 1], one.numbers[level - 1] + 1)
    return ".".join(map(str, following))


def _numbering(message: str, at: _Ordinal, before: _Ordinal, expected: str) -> Finding:
    return Finding(
        "numbering",
        "warning",
        message,
        at.location,
        found=at.text,
        expected=expected,
        operands=(Operand("", before.text, before.location), Operand("", at.text, at.location)),
        anchor=f"{before.text} {at.text} {at.section or ''}",
    )


def _lists(subject: Subject) -> Iterator[Finding]:
    """List items of one run: paragraphs one after another with numbers of one kind."""
    before: tuple[_Ordinal, str] | None = None
    for block in subject.document.blocks:
        match = _LABEL.fullmatch((block.label or "").strip()) if isinstance(block, Paragraph) else None
        if match is None or not isinstance(block, Paragraph):
            before = None
            continue
        item = _Ordinal((int(match[1]),), match[0], block.location)
        if before is not None and before[1] == match[2] and item.numbers[0] not in (1, before[0].numbers[0] + 1):
            yield _step_finding(before[0], item)
        before = (item, match[2])


def _tables(subject: Subject) -> Iterator[Finding]:
    tables = [table for table in subject.document.tables if table.parent is None]
    if any(table.confidence < _SURE_GRID for table in tables):
        return
    numbered = [
        _Ordinal((int(table.number),), table.number, table.location)
        for table in tables
        if table.number and table.number.isdecimal()
    ]
    for one, two in pairwise(numbered):
        if not _follows(one, two) and not _unnumbered_between(subject, one, two):
            yield _numbering(
                _("After table {before} comes table {after}.", before=one.text, after=two.text),
                two,
                one,
                _next(one, two),
            )


def _unnumbered_between(subject: Subject, one: _Ordinal, two: _Ordinal) -> bool:
    """A table without a number stands between: its caption may be written in a way that was not understood."""
    between = range(one.location.block + 1, two.location.block)
    return any(table.number is None and table.location.block in between for table in subject.document.tables)


def _references(subject: Subject) -> Iterator[Finding]:
    """«таблица 8» where there is none."""
    tables = [table for table in subject.document.tables if table.parent is None]
    known = {table.number for table in tables if table.number}
    if not known or any(table.number is None for table in tables):
        return
    for paragraph in subject.document.paragraphs:
        if paragraph.style == "caption":
            continue
        for match in _REFERENCE.finditer(paragraph.text):
            if not _ELSEWHERE.match(paragraph.text[match.end() :]):
                yield from _missing_tables(paragraph, match, known)


def _missing_tables(paragraph: Paragraph, match: re.Match[str], known: set[str]) -> Iterator[Finding]:
    for number in re.finditer(r"\d+", match[1]):
        if number[0] not in known:
            start = match.start(1) + number.start()
            yield Finding(
                "table_reference",
                "warning",
                _("The text names table {number}, but there is no such table.", number=number[0]),
                Location(
                    paragraph.location.block, start=start, end=start + len(number[0]), page=paragraph.location.page
                ),
                found=number[0],
                anchor=number[0],
            )


RULES = (
    Rule(
        "numbering",
        1,
        "warning",
        N_("Numbers that follow each other"),
        N_("Rows, list items and tables are numbered one after another, without gaps and repeats."),
        N_("«{name}»: the numbering is broken."),
        lambda subject: [*_rows(subject), *_lists(subject), *_tables(subject)],
    ),
    Rule(
        "table_reference",
        1,
        "warning",
        N_("Tables that the text names"),
        N_("A table named in the text by its number is in the document."),
        N_("«{name}»: there is no such table."),
        _references,
    ),
)
