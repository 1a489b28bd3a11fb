"""Who is named as the first, the second or the last without a figure: against the one column that is spoken of."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from check.figures import Figure
from check.finding import Finding
from check.rule import Rule
from check.rules.ranking import sentences
from check.rules.totals import parts_of
from check.sheet import Sheet
from check.subject import Subject
from check.wording import say_figure, shorten
from extract.document import Location, Paragraph
from extract.likeness import content, name_words
from messages import N_, _
from normalize.text import fold

# From the top counted as 1, 2, 3, from the bottom as −1.
_CUES: tuple[tuple[int, re.Pattern[str]], ...] = tuple(
    (place, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for place, words in (
        (
            1,
            r"наибольш\w+|максимальн\w+|больше всего|более всего|чаще всего|перв\w+ мест[оеа]|лидиру\w+|лидер\w*|самы[йе] высоки[йе]"
            r"|сам(?:ая|ое) высок(?:ая|ое)",
        ),
        (2, r"втор\w+ мест[оеа]|на втором"),
        (3, r"треть\w+ мест[оеа]|на третьем"),
        (
            -1,
            r"наименьш\w+|минимальн\w+|меньше всего|менее всего|реже всего|последн\w+ мест[оеа]|самы[йе] низки[йе]|сам(?:ая|ое) низк(?:ая|ое)",
        ),
    )
)
# What narrows the field, or ranks changes instead of values.
_NARROWED = re.compile(
    r"\b(?:среди|след\w+|из числа|кроме|за исключением|не считая|од\w+ из|сравнени\w+|прирост\w*|рост\w*|темп\w*|снижени\w+"
    r"|увеличени\w+|сокращени\w+|динамик\w+|вырос\w*|снизил\w+|как правило|обычно|потер\w+)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:дол[яиюей]+|процент\w*|удельн\w+ вес\w*)\b", re.IGNORECASE)
_RANKING_WORDS = content(
    "наиболее максимальный минимальный место лидировать лидер занимать занять находиться отмечаться отметить наблюдаться"
    " зафиксировать зарегистрировать приходиться принадлежать показать достигнуть высокий низкий самый затем далее оказаться"
    " район город организация последний малый поступить поступать насчитываться иметься сложиться"
)
# Rows that are no body of their own.
_REST = re.compile(r"(?:проч|ин(?:ые|ое|ых)\b|друг|остальн|не указ|без указ|нераспредел)")
_LEAST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Claim:
    """A place in a ranking, the words that say who has it, and the sentence that they stand in."""

    place: int
    who: str
    sentence: str
    location: Location


@dataclass(frozen=True, slots=True)
class _Contest:
    """The figures of one column by row, and what the rows are called."""

    sheet: Sheet
    figures: Mapping[int, Figure]
    names: Mapping[int, frozenset[str]]

    def named(self, text: str) -> list[int]:
        """Rows that a text names by all words that tell them from the others; of two names the longer one."""
        words = name_words(text)
        found = {row: name for row, name in self.names.items() if name <= words}
        return [row for row, name in found.items() if not any(name < other for other in found.values())]


def _places(subject: Subject) -> Iterator[Finding]:
    contests = [(sheet, _names(sheet)) for sheet in subject.sheets if sheet.complete]
    for claim in _claims(subject):
        contest = _contest(subject, claim, contests)
        if contest is not None:
            yield from _contradicted(claim, contest)


def _claims(subject: Subject) -> Iterator[_Claim]:
    """Claims without a figure of their own: those that have one are held against the cell that it stands in."""
    for paragraph in subject.document.paragraphs:
        for start, end in sentences(paragraph.text):
            text = paragraph.text[start:end]
            if not _NARROWED.search(text) and not _has_figure(subject, paragraph, start, end):
                yield from _of_sentence(text, paragraph, start)


def _has_figure(subject: Subject, paragraph: Paragraph, start: int, end: int) -> bool:
    block = paragraph.location.block
    return any(one.location.block == block and start <= (one.location.start or 0) < end for one in subject.said)


def _of_sentence(text: str, paragraph: Paragraph, offset: int) -> Iterator[_Claim]:
    cues = sorted(
        ((match.start(), match.end(), place) for place, words in _CUES for match in words.finditer(text)),
        key=lambda cue: cue[0],
    )
    for cue, following in zip_longest(cues, cues[1:]):
        end = following[0] if following else len(text)
        at = paragraph.location
        where = Location(at.block, start=offset + cue[0], end=offset + end, page=at.page, box=at.box)
        # A lone place may stand behind who has it; of several each stands before.
        yield _Claim(cue[2], text if len(cues) == 1 else text[cue[1] : end], text, where)


def _names(sheet: Sheet) -> dict[int, frozenset[str]]:
    """For each row of a body the words that tell it from the others; rows that cannot be told apart left out."""
    parts = parts_of(sheet)
    labels = {
        row: name_words(sheet.labels[row])
        for row in sheet.rows_of("body")
        if row in sheet.labels and row not in parts and not _REST.match(fold(sheet.labels[row]))
    }
    common = Counter(word for words in labels.values() for word in words)
    told = {row: frozenset(word for word in words if common[word] * 2 <= len(labels)) for row, words in labels.items()}
    times = Counter(told.values())
    return {row: words for row, words in told.items() if words and times[words] == 1}


def _contest(
    subject: Subject, claim: _Claim, sheets: Sequence[tuple[Sheet, Mapping[int, frozenset[str]]]]
) -> _Contest | None:
    """The one column of one table that the sentence speaks of, if there is no doubt which."""
    title = content(subject.document.metadata.title or "")
    scored = [
        (score, _Contest(sheet, _column(sheet, column, names), names))
        for sheet, names in sheets
        if len(names) >= _LEAST_ROWS and _Contest(sheet, {}, names).named(claim.who)
        for column, score in _columns_about(sheet, claim, title)
    ]
    most = max((score for score, _contest in scored), default=0)
    best = [contest for score, contest in scored if score == most]
    return best[0] if len(best) == 1 else None


def _columns_about(sheet: Sheet, claim: _Claim, title: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Columns that have, with their caption, all that the sentence says of what is ranked; how many words each has."""
    bodies = frozenset(word for label in sheet.labels.values() for word in content(label))
    said = content(claim.sentence) - _RANKING_WORDS - bodies
    caption = content(sheet.table.caption or "")
    columns = sheet.share_columns if _SHARE.search(claim.sentence) else sheet.value_columns
    for column in columns:
        header = content(sheet.header(column))
        if said and said <= header | caption | title and (said & header or (said & caption and len(columns) == 1)):
            yield column, len(said & header) * 2 - len(header - said)


def _column(sheet: Sheet, column: int, names: Mapping[int, frozenset[str]]) -> dict[int, Figure]:
    return {row: sheet.values[(row, column)] for row in names if (row, column) in sheet.values}


def _contradicted(claim: _Claim, contest: _Contest) -> Iterator[Finding]:
    rows = contest.named(claim.who)
    figures = contest.figures
    if not rows or any(row not in figures for row in rows) or len(figures) < _LEAST_ROWS:
        return
    if not all(one.sure and one.bound == "exact" for one in figures.values()) or not _one_level(contest, claim):
        return
    sign = -1 if claim.place < 0 else 1
    weakest = min(rows, key=lambda row: sign * figures[row].value)
    rivals = [figure for row, figure in figures.items() if row not in rows and (sign > 0 or figure.value or not rows)]
    if sign < 0 and figures[weakest].value:
        # Those who have none at all are not in the contest for the least.
        rivals = [figure for figure in rivals if figure.value]
    before = [figure for figure in rivals if sign * figure.value > sign * figures[weakest].value]
    level = [figure for figure in rivals if figure.value == figures[weakest].value]
    place = abs(claim.place)
    if len(before) > place - 1 or (len(rows) == 1 and len(before) + len(level) < place - 1):
        yield _finding(claim, figures[weakest], _holder(rivals, figures[weakest], sign, place))


def _one_level(contest: _Contest, claim: _Claim) -> bool:
    """Of bodies in sections a second place may be that of the section or of all."""
    sections = {contest.sheet.row(row).section for row in contest.figures}
    return len(sections) == 1 or (abs(claim.place) == 1 and not contest.sheet.rows_of("subtotal"))


def _holder(rivals: Sequence[Figure], named: Figure, sign: int, place: int) -> Figure:
    """Who really has the place."""
    ordered = sorted((*rivals, named), key=lambda figure: -sign * figure.value)
    return ordered[place - 1] if ordered[place - 1] is not named else ordered[0]


def _finding(claim: _Claim, named: Figure, holder: Figure) -> Finding:
    return Finding(
        "place",
        "warning",
        _(
            "«{claim}»: in the table this place is held by «{holder}», not by «{name}».",
            claim=shorten(claim.sentence.strip()),
            holder=holder.name,
            name=named.name,
        ),
        claim.location,
        found=say_figure(named),
        expected=say_figure(holder),
        arithmetic=f"{holder.name}: {say_figure(holder)}; {named.name}: {say_figure(named)}",
        operands=(named.operand(), holder.operand()),
        anchor=named.name,
    )


RULES = (
    Rule(
        "place",
        1,
        "warning",
        N_("Who is named as the first"),
        N_(
            "What the text puts in the first, second, third or last place, without a figure, has it in the column told of."
        ),
        N_("«{name}» does not have this place in the table."),
        _places,
    ),
)
