"""What stands behind a number: a unit, or the noun that it counts."""

import re
from dataclasses import replace

from extract.nlp import Word, analyse
from extract.organisations import is_acronym
from extract.prose.amount import COUNT_UNIT, PEOPLE_UNIT, Amount
from extract.prose.rules import PEOPLE_COLLECTIVELY
from extract.spans import Span
from normalize.text import squash
from normalize.units import find_unit, unit_at

WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# «в пяти местах» are no seats.
_OTHER_SENSE = frozenset({"мест"})
_MAX_ADJECTIVES = 5
# «на 1000 населения», «на 100 детей»: the other half of a rate.
_RATE = re.compile(
    r"\s+(?P<per>на\s+(?:кажд\w+\s+)?(?:10{0,2}\s?тыс\.?|10{0,2}\s000|10{1,5})\s+[^\W\d_]+)", re.IGNORECASE
)


def unit_behind(amount: Amount, text: str, offset: int) -> Amount:
    """`amount` with the unit or the counted noun at `offset`, and with the other half of a rate behind it."""
    rest = text[offset:]
    lead = len(rest) - len(rest.lstrip())
    if found := unit_at(rest.lstrip()):
        unit, length = found
        end = _without_full_stop(text, offset + lead + length)
        return _per(replace(amount, unit=unit.symbol, counted=text[offset + lead : end], end=end), text)
    noun = noun_after(text, offset)
    if noun is None:
        return _per(amount, text)
    (start, end), symbol = noun
    return _per(replace(amount, unit=symbol, counted=text[start:end], end=end), text)


def _per(amount: Amount, text: str) -> Amount:
    """«9,8 на 1000 населения», «12 случаев на 1000 населения», «17 ц/га»."""
    if by := _per_unit(amount, text):
        return by
    found = _RATE.match(text, amount.end)
    if found is None:
        return amount
    unit = find_unit(squash(f"{amount.counted or ''} {found['per']}"))
    if unit is None or unit.kind != "rate":
        return amount
    return replace(amount, unit=unit.symbol, counted=squash(f"{amount.counted or ''} {found['per']}"), end=found.end())


def _per_unit(amount: Amount, text: str) -> Amount | None:
    """«17 ц/га», «1 250 руб./Гкал»: a unit by another."""
    slash = re.match(r"\s?/\s?", text[amount.end : amount.end + 3]) if amount.unit else None
    other = unit_at(text[amount.end + slash.end() :]) if slash else None
    if slash is None or other is None:
        return None
    end = _without_full_stop(text, amount.end + slash.end() + other[1])
    return replace(amount, unit=f"{amount.unit}/{other[0].symbol}", end=end)


def _without_full_stop(text: str, end: int) -> int:
    """A full stop behind a whole word or a sign ends the sentence; behind «чел» it belongs to it."""
    if text[end - 1] != ".":
        return end
    word = re.search(r"[^\W\d_]+(?=\.$)", text[:end])
    whole = word is None or word.group().isupper() or (_is_long(word.group()) and analyse(word.group()).known)
    return end - 1 if whole else end


def _is_long(word: str) -> bool:
    """Too long for an abbreviation of a unit."""
    return len(word) >= 4 or word.lower() in ("лет", "раз", "дня")


def unit_of_noun(word: Word) -> str:
    """People or things, or the unit that has this noun in its other cases («40 семьям»)."""
    known = unit_at(word.lemma)
    if known and known[1] == len(word.lemma) and known[0].kind == "count" and known[0].symbol not in _OTHER_SENSE:
        return known[0].symbol
    return PEOPLE_UNIT if word.animate or word.lemma in PEOPLE_COLLECTIVELY else COUNT_UNIT


def noun_after(text: str, offset: int) -> tuple[Span, str] | None:
    """The counted noun behind up to five adjectives, and the unit that its kind has: people or things."""
    first, position = None, offset
    people: Span | None = None
    for _ in range(_MAX_ADJECTIVES + 1):
        found = WORDS.search(text, position)
        if found is None or text[position : found.start()].strip(" \u00a0\n"):
            break
        first = found.start() if first is None else first
        if unit := unit_at(text[found.start() :]):
            return (first, _without_full_stop(text, found.start() + unit[1])), unit[0].symbol
        if is_acronym(found.group()):
            return (first, found.end()), COUNT_UNIT
        word = analyse(found.group())
        if word.pos == "NOUN" and not (word.name and found.group()[:1].isupper()):
            return (first, found.end()), unit_of_noun(word)
        if word.pos not in ("ADJF", "PRTF"):
            break
        # «450 опрошенных», «12 больных»: a participle without a noun stands for people, and so do some adjectives.
        somebody = word.pos == "PRTF" or word.person
        people = (first, found.end()) if somebody and word.plural and "gent" in word.cases else None
        position = found.end()
    return (people, PEOPLE_UNIT) if people else None
