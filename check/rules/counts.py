"""How many there are: counts in the text against the lists below them and the rows of tables that qualify."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from check.figures import Figure
from check.finding import Finding
from check.intervals import Estimate, exactly
from check.relation import Relation
from check.rule import Rule
from check.sheet import Sheet
from check.subject import Subject, prose_figure
from extract.document import Block, Paragraph
from extract.facts import Observation
from extract.likeness import content
from messages import N_, _
from normalize.names_kinds import looks_like_name
from normalize.numbers import Bound, parse_quantity
from normalize.text import fold

_COLLEGES = re.compile(r"\b(?:поо|спо|колледж|техникум|училищ|профессиональн\w+ образовательн)")
_BODIES = re.compile(r"\b(?:организац|учрежден|филиал|орган\b|орган[аов]|фонд)")
_NONE = re.compile(r"\bни (?:од[а-яё]+|кто|кого)\b")
_REPORTED = re.compile(r"\b(?:представил|предоставил|прислал|направил|отчитал|участвова|приняли участие)")
_TABLE = re.compile(r"\bтабл(?:иц[аеуы]|\.)\s*(?:№\s*)?(\d{1,3})", re.IGNORECASE)
_BOUNDED = re.compile(r"\b((?:не )?(?:менее|более|меньше|больше|свыше)(?: чем)?) ([^\s,.;:()]+)")
_ITEM = re.compile(r"^\s*[-–—•·▪]\s")
# The noun that is counted stands right before the colon, or the items are of its kind.
_CLOSE = 60
_LEAST_ITEMS = 2
_MOST_OF = 0.8
_HALF = 0.5
_KINDS = re.compile(r"\b(?:вид|тип|наименовани)(?:а|ов|е|й)?\b")
_LEAST_WORDS, _MOST_WORDS = 4, 0.6
_UNIT = "ед."
_TALKS = re.compile(r"\b(?:доклад|выступлени|сообщени|участник|спикер)")


def _lists(subject: Subject) -> Iterator[Relation]:
    blocks = subject.document.blocks
    for place, block in enumerate(blocks):
        if isinstance(block, Paragraph) and block.text.rstrip().endswith(":"):
            items = items_below(blocks[place + 1 :])
            counted = _counted(subject, block) if len(items) >= _LEAST_ITEMS else None
            if counted is not None and _are_such(counted, items, block):
                left = _("items of the list")
                yield _count(prose_figure(counted), (), len(items), left, firm=_is_of_colleges(counted))


def items_below(blocks: Sequence[Block]) -> list[Paragraph]:
    """The list right below: paragraphs with list numbers of one kind, or with dashes."""
    items: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or not (block.text.strip()):
            break
        if block.label is None and not _ITEM.match(block.text):
            break
        if items and (items[0].label is None) != (block.label is None):
            break
        items.append(block)
    return items


def _counted(subject: Subject, intro: Paragraph) -> Observation | None:
    """The last count of the sentence that introduces a list."""
    counts = [
        one
        for one in subject.said
        if one.location.block == intro.location.block and one.unit == _UNIT and one.measure == "level"
    ]
    last = counts[-1] if counts else None
    sentence = max(intro.text.rfind(". ", 0, len(intro.text) - 1), 0)
    if last is None or last.bound != "exact" or (last.location.start or 0) < sentence:
        return None
    return last


def _are_such(counted: Observation, items: Sequence[Paragraph], intro: Paragraph) -> bool:
    """Whether the items are what is counted: «8 ПОО … представлены ниже» may head a list of something else."""
    noun = fold(counted.text)
    if _COLLEGES.search(noun):
        return _share_of(items, lambda kind: kind == "college") >= _MOST_OF
    if _BODIES.search(noun):
        return _share_of(items, lambda kind: kind not in (None, "municipality", "region", "category")) >= _MOST_OF
    return len(intro.text) - (counted.location.end or 0) <= _CLOSE


def _is_of_colleges(counted: Observation) -> bool:
    return bool(_COLLEGES.search(fold(counted.text)))


def _share_of(items: Sequence[Paragraph], wanted: Callable[[str | None], bool]) -> float:
    return sum(wanted(looks_like_name(item.text)) for item in items) / len(items)


def _count(target: Figure, rows: tuple[Figure, ...], count: int, left: str, firm: bool) -> Relation:
    value = Decimal(count)
    return Relation("count", target, rows, Estimate(value, exactly(value), exactly(value)), left, firm)


# --- rows that qualify ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Condition:
    """What a row's value must be: nought, or within a bound."""

    bound: Bound
    value: Decimal

    def holds(self, value: Decimal) -> bool:
        match self.bound:
            case "less_than":
                return value < self.value
            case "at_most":
                return value <= self.value
            case "more_than":
                return value > self.value
            case "at_least":
                return value >= self.value
            case _exact:
                return value == self.value


def _rows(subject: Subject) -> Iterator[Relation]:
    for one in subject.said:
        if one.unit != _UNIT or one.measure != "level" or one.bound != "exact" or not _is_of_colleges(one):
            continue
        yield from _reporting(subject, one)
        condition = _condition(subject, one)
        rows = _rows_about(subject, one) if condition else None
        if condition is not None and rows:
            yield _qualifying(one, rows, condition)


def _reporting(subject: Subject, one: Observation) -> Iterator[Relation]:
    """«Сведения представили 20 ПОО (таблица 1)» against the organisations in that table."""
    before, _number, behind = _sentence_around(subject, one)
    named = _TABLE.search(behind)
    if named is None or not _REPORTED.search(fold(before)):
        return
    table = next((table for table in subject.document.tables if table.number == named[1]), None)
    sheet = next((sheet for sheet in subject.sheets if table and sheet.table.index == table.index), None)
    if table is None or sheet is None or not sheet.complete:
        return
    cells = (cell for cell in subject.facts.observations if cell.location.table == table.index)
    listed = {cell.entity for cell in cells if cell.entity}
    if len(listed) >= _LEAST_ITEMS:
        left = _("organisations in the table")
        yield _count(prose_figure(one), _of_rows(sheet, sheet.rows_of("body")), len(listed), left, firm=False)


def _of_rows(sheet: Sheet, rows: Sequence[int]) -> tuple[Figure, ...]:
    """One figure of each row that was counted."""
    return tuple(
        sheet.values[(row, column)]
        for column in sheet.value_columns[:1]
        for row in rows
        if (row, column) in sheet.values
    )


def _sentence_around(subject: Subject, one: Observation) -> tuple[str, str, str]:
    """The sentence that a number stands in: before it, itself, behind it."""
    text = subject.sentence(one.location)
    start, end = one.location.start or 0, one.location.end or 0
    before = re.split(r"[.;]\s", text[:start])[-1]
    return before, text[start:end], re.split(r"[.;](?:\s|$)", text[end:])[0]


def _condition(subject: Subject, one: Observation) -> _Condition | None:
    """«… не поступил ни один человек», «Ни одного не приняли 11 ПОО», «принявшим менее десяти»."""
    before, _number, sentence = _sentence_around(subject, one)
    if _NONE.search(fold(sentence)) or _NONE.search(fold(before)):
        return _Condition("exact", Decimal(0))
    for match in _BOUNDED.finditer(fold(sentence)):
        quantity = parse_quantity(f"{match[1]} {match[2]}")
        if quantity and quantity.value is not None and quantity.bound != "exact":
            return _Condition(quantity.bound, quantity.value)
    return None


def _rows_about(subject: Subject, one: Observation) -> list[Observation] | None:
    """The rows of the one table whose values the sentence speaks of, in the same period."""
    said = content(subject.sentence(one.location))
    tables: dict[tuple[int | None, int | None], list[Observation]] = {}
    for cell in subject.facts.observations:
        at = cell.location
        same_time = (cell.period.code if cell.period else None) == (one.period.code if one.period else None)
        if at.table is not None and cell.entity and cell.unit == "чел." and cell.measure == "level" and same_time:
            tables.setdefault((at.table, at.column), []).append(cell)
    about = {key: _told(said, cells) for key, cells in tables.items() if len(cells) > _LEAST_ITEMS}
    likely = [key for key, told in about.items() if told >= _HALF and told == max(about.values())]
    return tables[likely[0]] if len(likely) == 1 else None


def _told(said: frozenset[str], cells: Sequence[Observation]) -> float:
    """How much of a table's indicator the sentence tells."""
    words = content(cells[0].indicator)
    return len(said & words) / len(words) if words else 0.0


def _qualifying(one: Observation, rows: Sequence[Observation], condition: _Condition) -> Relation:
    """Where a bound takes in nought, those with nothing at all may be meant or not: both counts are right."""
    which = [cell for cell in rows if cell.value is not None and condition.holds(cell.value)]
    busy = [cell for cell in which if cell.value != 0 or condition.bound == "exact"]
    chosen = busy if one.value == len(busy) else which
    left = _("rows that qualify")
    return _count(prose_figure(one), tuple(prose_figure(cell) for cell in rows), len(chosen), left, firm=False)


# --- kinds of things that a table lists -------------------------------------------------------------------------


def _kinds(subject: Subject) -> Iterator[Relation]:
    """«37 типов организаций» against the rows of the table that lists them, or of the section that is named."""
    listing = [sheet for sheet in subject.sheets if sheet.complete and _is_numbered(sheet)]
    for one in subject.said:
        if (
            one.bound == "exact"
            and one.measure == "level"
            and _KINDS.search(fold(one.text))
            and _is_of_now(subject, one)
        ):
            said = content(f"{one.indicator} {one.text}")
            told = [(_words_told(said, sheet), sheet) for sheet in listing]
            most = max((words for words, _sheet in told), default=0)
            likely = [sheet for words, sheet in told if words == most]
            if len(likely) == 1 and most >= max(_LEAST_WORDS, _MOST_WORDS * len(said)):
                yield _listed(subject, one, likely[0])


def _is_numbered(sheet: Sheet) -> bool:
    return any(column.role == "ordinal" for column in sheet.columns)


def _is_of_now(subject: Subject, one: Observation) -> bool:
    now = subject.document.metadata.period
    return now is None or one.period is None or one.period.same_time(now)


def _words_told(said: frozenset[str], sheet: Sheet) -> int:
    """How many of the sentence's words the table says of itself."""
    keys = (text for column in sheet.columns if column.role == "key" for text in column.header)
    return len(said & content(" ".join((sheet.table.caption or "", *keys))))


def _listed(subject: Subject, one: Observation, sheet: Sheet) -> Relation:
    rows = sheet.rows_of("body")
    sentence = content(subject.sentence(one.location))
    sections = {section for row in rows if (section := sheet.row(row).section) and content(section) <= sentence}
    if len(sections) == 1:
        rows = [row for row in rows if sheet.row(row).section in sections]
    left = _("rows of the table")
    return _count(prose_figure(one), _of_rows(sheet, rows), len(rows), left, firm=False)


# --- talks of a conference --------------------------------------------------------------------------------------


def _talks(subject: Subject) -> Iterator[Finding]:
    """Not fewer talks than are listed: the list may be of some of them."""
    event = subject.facts.event
    if event is None or event.stated_talks is None or len(event.talks) <= event.stated_talks:
        return
    listed = len(event.talks)
    said = next(
        (one for one in subject.said if one.value == event.stated_talks and _TALKS.search(fold(one.text))), None
    )
    if said is not None and not subject.document.source.ocr:
        yield Finding(
            "count",
            "warning",
            _("{count} talks are stated, but {listed} are listed.", count=event.stated_talks, listed=listed),
            said.location,
            found=said.text,
            expected=str(listed),
            operands=(prose_figure(said).operand(),),
            anchor=said.text,
        )


RULES = (
    Rule(
        "count",
        1,
        "error",
        N_("A count against what it counts"),
        N_(
            "A count before a list is the number of its items; a count of organisations is the number of rows that qualify."
        ),
        N_("«{name}»: there are not so many."),
        lambda subject: [*_lists(subject), *_rows(subject), *_kinds(subject), *_talks(subject)],
    ),
)
