"""Plans: every measure with number, section, title, term, executors and outcome."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extract.document import Cell, Document, Location, Paragraph, Table
from extract.executors import split_executors
from extract.facts import Measure
from extract.genres.evidence import recognise
from extract.layout import layout_lines
from extract.parts import Part, split_parts
from extract.reporting import title_period
from extract.terms import read_term
from normalize.numbers import parse_number
from normalize.periods import Period
from normalize.text import fold, squash

Role = Literal["number", "title", "term", "executors", "outcome", "other"]

# Words of a header that tell what its column holds; the first row that matches wins.
_ROLES: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("number", re.compile(r"^(?:№|n\b|п/п|номер)")),
    ("term", re.compile(r"\bсрок|\bдата|^период|период реализации|график|время проведения|\bкогда\b")),
    ("executors", re.compile(r"исполнител|ответственн|\bкто\b|соисполнител|^участник")),
    (
        "outcome",
        re.compile(r"результат|вид документа|ожидаем|эффект|отметка|индикатор|показател|форма (?:отчет|завершения)"),
    ),
    (
        "title",
        re.compile(
            r"мероприят|наименование|содержани|вопрос|\bмер[аы]\b|направлени|вид (?:работ|деятельност)|задач|действи|тема"
        ),
    ),
)
_LABEL = re.compile(r"^(?P<number>(?:\d{1,3}|[IVXLC]{1,6})(?:\.\d{1,3}){0,3}[.)]?)(?=\s|$)\s*(?P<rest>.*)$", re.DOTALL)
_ONLY_NUMBER = re.compile(r"^(?:\d{1,3}|[IVXLC]{1,6})(?:\.\d{1,3}){0,3}[.)]?$")
_SECTION = re.compile(r"(?:раздел|направление|блок|задача)\s+(?:\d|[IVX])", re.IGNORECASE)
_CAPTION = re.compile(r"таблица\s+\d|\(?(?:тыс|млн|руб|ед)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAX_SECTION = 200
_MAX_HEADER_ROWS = 4
_OWN: tuple[Role, ...] = ("number", "title", "executors", "term")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Columns by role, and the first row below the header."""

    roles: tuple[Role, ...]
    first_row: int

    def columns(self, role: Role) -> list[int]:
        return [index for index, one in enumerate(self.roles) if one == role]


def read_measures(document: Document) -> tuple[Measure, ...]:
    """Measures of every plan in the document (its own or an annex's), in reading order."""
    return tuple(measure for part in split_parts(document) for measure in _of_part(part))


def _of_part(part: Part) -> Iterator[Measure]:
    period = title_period(part)
    layout: _Layout | None = None
    section: str | None = None
    for table, heading in _tables(part):
        section = heading or section
        found = _layout(table, part)
        layout = found or _carried(layout, table)
        if layout is not None:
            for measure in _measures(table, layout, period, section):
                section = measure.section
                yield measure


def _tables(part: Part) -> Iterator[tuple[Table, str | None]]:
    """Tables that stand in the text, each with the heading right above it that opens a section («II. Кадры»)."""
    title = {line.block for line in part.lines[: part.head.body]}
    above: list[str] = []
    for block in part.blocks:
        if isinstance(block, Paragraph):
            if block.location.block not in title and block.text.strip():
                above = [*above, f"{block.label or ''} {block.text}"] if _heads_section(block) else []
        elif block.parent is None and not layout_lines(block):
            yield block, squash(" ".join(above)) or None
            above = []


def _heads_section(paragraph: Paragraph) -> bool:
    """Set apart and short: a heading, no sentence and no caption of a table."""
    set_apart = paragraph.style == "heading" or paragraph.bold or paragraph.centered or _SECTION.match(paragraph.text)
    text = paragraph.text.strip()
    return (
        bool(set_apart) and len(text) < _MAX_SECTION and not text.endswith((".", ";", ":")) and not _CAPTION.match(text)
    )


def _carried(layout: _Layout | None, table: Table) -> _Layout | None:
    """A table without a header of its own goes on with the columns of the one before."""
    if layout is None or len(layout.roles) != table.n_columns or table.header_rows:
        return None
    return replace(layout, first_row=0)


def _layout(table: Table, part: Part) -> _Layout | None:
    """The columns of a plan: a title, and a term or executors; None for other tables."""
    grid = table.grid()
    for row in range(min(_MAX_HEADER_ROWS, table.n_rows)):
        roles = _roles([fold(cell.text) for cell in grid[row]])
        layout = _Layout(tuple(roles), max(row + 1, table.header_rows))
        charged = _holds_words(grid, layout, "executors")
        planned = charged or (_holds_words(grid, layout, "term") and recognise(part) == "plan")
        if layout.columns("title") and planned:
            return layout
    return None


def _holds_words(grid: list[list[Cell]], layout: _Layout, role: Role) -> bool:
    """Whether the column says who or when, not how much («Всего за период», «Участники, чел.» head figures)."""
    columns = layout.columns(role)
    texts = [text for row in grid[layout.first_row :] for column in columns[:1] if (text := row[column].text.strip())]
    figures = sum(parse_number(text) is not None and _YEAR.fullmatch(text) is None for text in texts)
    return bool(columns) and figures * 2 <= len(texts)


def _roles(headers: Sequence[str]) -> list[Role]:
    roles: list[Role] = [next((role for role, words in _ROLES if words.search(header)), "other") for header in headers]
    for index, header in enumerate(headers):
        if not header and index and roles[index - 1] == "outcome":
            roles[index] = "outcome"
    if "title" not in roles and "other" in roles:
        roles[roles.index("other")] = "title"
    return roles


def _measures(table: Table, layout: _Layout, period: Period | None, section: str | None) -> Iterator[Measure]:
    grid = table.grid()
    last: Measure | None = None
    for row in range(layout.first_row, table.n_rows):
        cells = grid[row]
        if _is_numbering(cells) or _repeats_row_above(grid, row, layout):
            continue
        if _is_section(cells, layout):
            section = _section_title(cells)
            continue
        measure = _measure(table, cells, layout, period, section)
        if last is not None and _continues(measure):
            last = _merged(last, measure)
            continue
        if last is not None:
            yield last
        last = measure
    if last is not None:
        yield last


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """A row that numbers the columns: «1 2 3 4»."""
    numbers = [parse_number(cell.text) for cell in cells]
    return all(number is not None for number in numbers) and len(cells) > 1


def _repeats_row_above(grid: list[list[Cell]], row: int, layout: _Layout) -> bool:
    """Further rows of a measure that spans them (figures by year beside it): nothing of its own but figures."""
    if row == 0:
        return False
    spanned = [role for role in _OWN if layout.columns(role) and _spans(grid, row, layout.columns(role))]
    return "title" in spanned or {"number", "executors", "term"} & set(layout.roles) == set(spanned)


def _spans(grid: list[list[Cell]], row: int, columns: Sequence[int]) -> bool:
    return all(grid[row][column] is grid[row - 1][column] for column in columns)


def _is_section(cells: Sequence[Cell], layout: _Layout) -> bool:
    """A title over the columns: nothing of its own under term and executors."""
    own = [column for role in ("term", "executors") for column in layout.columns(role)]
    title = _text(cells, layout.columns("title"))
    spanned = any(cells[column].colspan > 1 and cells[column].column < column for column in own)
    blank = not any(cells[column].text.strip() for column in own)
    return bool(title) and (spanned or (blank and not _text(cells, layout.columns("outcome"))))


def _section_title(cells: Sequence[Cell]) -> str:
    return squash(" ".join(text for text in dict.fromkeys(cell.text for cell in cells) if text.strip()))


def _text(cells: Sequence[Cell], columns: Sequence[int]) -> str:
    """The texts of some columns, each cell once."""
    return squash(" ".join(dict.fromkeys(cells[column].text for column in columns)))


def _measure(
    table: Table, cells: Sequence[Cell], layout: _Layout, period: Period | None, section: str | None
) -> Measure:
    number, title = _number_and_title(cells, layout)
    executors = "\n".join(dict.fromkeys(cells[column].text for column in layout.columns("executors")))
    first = next((column for column in layout.columns("title")), 0)
    return Measure(
        number=number,
        section=section,
        title=title,
        term=read_term(_term(cells, layout.columns("term")), period),
        executors=split_executors(executors),
        outcome=_outcome(cells, layout),
        location=_whole(table.locate(cells[first]), first),
    )


def _term(cells: Sequence[Cell], columns: Sequence[int]) -> str:
    """The text of the term; a beginning and an end in columns of their own make a span."""
    texts = [text for column in columns if (text := squash(cells[column].text))]
    return " – ".join(dict.fromkeys(texts))


def _whole(location: Location, column: int) -> Location:
    return replace(location, column=column)


def _number_and_title(cells: Sequence[Cell], layout: _Layout) -> tuple[str | None, str]:
    number = _text(cells, layout.columns("number"))
    title = _text(cells, layout.columns("title"))
    if not number and (labelled := _LABEL.match(title)) and labelled["rest"]:
        return labelled["number"], labelled["rest"]
    return number or None, title


def _outcome(cells: Sequence[Cell], layout: _Layout) -> str | None:
    """The outcome in words; figures by year in split columns are a table of their own."""
    columns = layout.columns("outcome")
    own = {cells[column].text.strip() for column in columns} - {""}
    if len(columns) > 1 and len(own) > 1:
        return None
    return _text(cells, columns) or None


def _continues(measure: Measure) -> bool:
    """A row without a number and without a term goes on with the one above (cut by a page)."""
    return measure.number is None and (measure.term is None or not measure.title)


def _merged(above: Measure, below: Measure) -> Measure:
    return replace(
        above,
        title=squash(f"{above.title} {below.title}"),
        term=above.term or below.term,
        executors=(*above.executors, *below.executors),
        outcome=squash(f"{above.outcome or ''} {below.outcome or ''}") or None,
    )
