"""Which way a change goes, and changes that are a balance: born less died, come less gone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from check.figures import Figure
from check.finding import Finding
from check.relation import Relation
from check.rule import Rule
from check.rules.change import DOWN, UP, changes_between, from_to
from check.rules.columns import difference_relation
from check.rules.ranking import sentences
from check.subject import Subject, prose_figure
from check.wording import say_figure
from extract.document import Location, Paragraph
from extract.facts import Observation
from messages import N_, _

# Where less is better, «поднялся с 12 до 5 места» is no contradiction.
_PLACE = re.compile(r"\b(?:мест|рейтинг|ранг|позици)", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;(–—]\s|\s(?:а|но|и)\s")
_COMPARED = 25
# What comes less what goes is the balance.
_BALANCES = (
    ("естественн", re.compile(r"родил|родивш|рожд[её]н|рождаемост"), re.compile(r"умер|смертност")),
    ("миграц", re.compile(r"прибы(?!л[ьи]\b|льн)"), re.compile(r"выбы|убыв")),
)
_BALANCE = re.compile(r"убыль|прирост|сальдо|баланс", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Move:
    """A change from one value to another, and the words that say which way it goes."""

    before: Figure
    now: Figure
    up: bool
    location: Location


def _directions(subject: Subject) -> Iterator[Finding]:
    told: set[int] = set()
    for move in (*_from_one_to_another(subject), *_compared(subject)):
        rising = move.now.value > move.before.value
        if move.now.value == move.before.value or rising == move.up or move.location.block in told:
            continue
        if (
            min(move.now.value, move.before.value) >= 0
            and move.now.sure
            and move.before.sure
            and move.now.bound == move.before.bound == "exact"
        ):
            told.add(move.location.block)
            yield _contradicted(move)


def _from_one_to_another(subject: Subject) -> Iterator[_Move]:
    """«Сократилось с 402 до 329»."""
    for paragraph in subject.document.paragraphs:
        said = _levels(subject, paragraph)
        for now, before in from_to(paragraph.text, said):
            first = min(now, before, key=_at)
            clause = _CLAUSE.split(_sentence_before(paragraph.text, _at(first)))[-1]
            if first is before and (up := _way(clause)) is not None:
                yield _Move(prose_figure(before), prose_figure(now), up, now.location)


def _compared(subject: Subject) -> Iterator[_Move]:
    """«145, что на 15 больше, чем в 2020 году (130)»."""
    for change in changes_between(subject):
        text = subject.sentence(change.told.location)
        end = change.told.location.end or 0
        if (up := _way(text[end : end + _COMPARED].split(",")[0])) is not None:
            yield _Move(change.before, change.now, up, change.told.location)


def _way(words: str) -> bool | None:
    """Whether words say «more» (True) or «less» (False); None when neither, or both."""
    up, down = bool(UP.search(words)), bool(DOWN.search(words))
    return None if up == down or _PLACE.search(words) else up


def _sentence_before(text: str, place: int) -> str:
    start = next((start for start, end in sentences(text) if start <= place < end), 0)
    return text[start:place]


def _levels(subject: Subject, paragraph: Paragraph) -> list[Observation]:
    return [
        one
        for one in subject.said
        if one.location.block == paragraph.location.block
        and one.measure in ("level", "share")
        and one.value is not None
    ]


def _at(one: Observation) -> int:
    return one.location.start or 0


def _contradicted(move: _Move) -> Finding:
    message = (
        _(
            "The text speaks of growth, but {now} is less than {before}.",
            now=say_figure(move.now),
            before=say_figure(move.before),
        )
        if move.up
        else _(
            "The text speaks of a fall, but {now} is more than {before}.",
            now=say_figure(move.now),
            before=say_figure(move.before),
        )
    )
    return Finding(
        "direction",
        "warning",
        message,
        move.location,
        found=say_figure(move.now),
        operands=(move.before.operand(), move.now.operand()),
        anchor=move.now.name,
    )


# --- what comes and what goes -----------------------------------------------------------------------------------


def _balances(subject: Subject) -> Iterator[Relation]:
    """«Естественная убыль составила 78 человек: родилось 184, умерло 262»."""
    paragraphs = subject.document.paragraphs
    for place, paragraph in enumerate(paragraphs):
        above = _levels(subject, paragraphs[place - 1]) if place else []
        here = [one for one in subject.said if one.location.block == paragraph.location.block]
        for one in here:
            if _BALANCE.search(one.indicator) and one.bound == "exact" and one.value is not None:
                yield from _of_balance(one, paragraph.text.casefold(), [*above, *here])


def _of_balance(balance: Observation, text: str, said: Sequence[Observation]) -> Iterator[Relation]:
    for kind, coming, going in _BALANCES:
        if kind not in text or any(other in text for other, _come, _go in _BALANCES if other != kind):
            continue
        come, gone = (_only(words, balance, said) for words in (coming, going))
        if come is not None and gone is not None:
            more, less = sorted((prose_figure(come), prose_figure(gone)), key=lambda figure: -figure.value)
            yield difference_relation("balance", prose_figure(balance), more, less)


def _only(words: re.Pattern[str], balance: Observation, said: Sequence[Observation]) -> Observation | None:
    """The one value of this kind, of the unit and the time of the balance."""
    found = [
        one
        for one in said
        if words.search(one.indicator.casefold())
        and one.measure == "level"
        and one.bound == "exact"
        and one.unit == balance.unit
        and one.period == balance.period
        and not _BALANCE.search(one.indicator)
    ]
    return found[0] if len(found) == 1 else None


RULES = (
    Rule(
        "direction",
        1,
        "warning",
        N_("Growth and fall"),
        N_("What is said to have grown is more than before, what is said to have fallen is less."),
        N_("«{name}»: the words and the numbers say opposite things."),
        _directions,
    ),
    Rule(
        "balance",
        1,
        "error",
        N_("A balance against what comes and goes"),
        N_("A natural or migration increase or loss is what comes less what goes."),
        N_("«{name}»: the balance does not agree with the two numbers."),
        _balances,
    ),
)
