"""What an amount counts and whom it speaks of: indicator, breakdown, entity."""

import re
from itertools import pairwise

from extract.facts import Observation
from extract.organisations import depth_at
from extract.prose.amount import Amount
from extract.prose.names import is_name, name_before, short_before, short_inside, territory_in
from extract.prose.said import Context, Lead, Reading
from extract.prose.wording import described_behind, has_predicate, indicator_of, is_part, words_without_times
from normalize.text import squash

DASH_BEFORE = re.compile(r"[-–—:]\s*(?:всего\s+)?$")
_NEXT_PART = re.compile(r"\s*(?:,|;|и|,\s*а)\s(?:[^,;.]{2,80}\s[–—-]\s*(?:на\s+)?)?")


def named(
    reading: Reading, index: int, last: Observation | None, context: Context
) -> tuple[str, tuple[str, ...], str | None]:
    """Indicator, breakdown and entity of an amount."""
    text, amount = reading.text, reading.amounts[index]
    if context.lead is not None and context.lead.indicator and _is_item(text, amount):
        return _listed(reading, index, context.lead, context.bodies)
    own = indicator_of(text, amount, reading.amounts, reading.times)
    if last is not None:
        if behind := described_behind(text, amount, reading.amounts, reading.times):
            return last.indicator, (*_shared_breakdown(reading, index, last), behind), last.entity
        if is_part(text, amount, reading.amounts) or _continues_parts(reading, index, last):
            return (
                last.indicator,
                (*_shared_breakdown(reading, index, last), own) if own else last.breakdown,
                last.entity,
            )
        if not own or (own == amount.counted and _is_same_thing(reading, index)):
            return last.indicator, last.breakdown, _name_of(reading, index, context.bodies) or last.entity
    name = _name_of(reading, index, context.bodies)
    if not own and last is None:
        own = _words_before_colon(reading)
    if name is not None and own == name:
        own = last.indicator if last is not None else _words_before_colon(reading)
    before = text[: amount.start]
    return own, (), name or short_inside(before, context.bodies) or territory_in(before)


def _is_same_thing(reading: Reading, index: int) -> bool:
    """Whether a bare count speaks of what the amount before it does: the same noun, brackets, or «8 из 32»."""
    before, amount = reading.amounts[index - 1], reading.amounts[index]
    of_whole = reading.text[before.end : amount.start].strip() == "из"
    return amount.bracket is not None or of_whole or before.counted == amount.counted


def _words_before_colon(reading: Reading) -> str:
    """«Лидируют: Лесной район – 98 %»: what the names are listed for."""
    return squash(reading.text.split(":", 1)[0]) if ":" in reading.text[: reading.amounts[0].start] else ""


def _shared_breakdown(reading: Reading, index: int, last: Observation) -> tuple[str, ...]:
    """What the amount before breaks its whole down by, unless that one is a part beside this."""
    beside = _continues_parts(reading, index, last) or described_behind(
        reading.text, reading.amounts[index - 1], reading.amounts, reading.times
    )
    return last.breakdown[:-1] if beside else last.breakdown


def _continues_parts(reading: Reading, index: int, last: Observation) -> bool:
    """«…, из них мальчиков – 15, девочек – 12»: the second part, which no predicate makes a fact of its own."""
    if index < 2 or not last.breakdown or reading.amounts[index].bracket is not None:
        return False
    between = reading.text[reading.amounts[index - 1].end : reading.amounts[index].start]
    if not between.strip(" ,и") and not reading.amounts[index].counted:
        return False
    return _NEXT_PART.fullmatch(between) is not None and not has_predicate(between)


def _name_of(reading: Reading, index: int, bodies: frozenset[str]) -> str | None:
    """The name before a dash, a colon or brackets that hold the amount alone."""
    text, amount = reading.text, reading.amounts[index]
    end = amount.start
    if amount.bracket is not None and not text[amount.bracket[0] + 1 : amount.start].strip():
        end = amount.bracket[0]
    elif not DASH_BEFORE.search(text[:end]):
        return None
    words = words_without_times(text, min(_own_start(reading, index), end), end, reading.times)
    return short_before(words, bodies) or name_before(words)


def _is_item(text: str, amount: Amount) -> bool:
    """Whether the amount is what a list item states: «… – 104 чел. (8,3%);», or the item begins with it after a dash."""
    behind = text[amount.end :].strip(" .;,")
    dashed = DASH_BEFORE.search(text[: amount.start]) is not None
    return dashed and (not behind or behind[:1] in "(" or ";" in text[amount.end :])


def _own_start(reading: Reading, index: int) -> int:
    """Where the words of an amount begin: behind the amount before it."""
    previous = reading.amounts[index - 1].end if index else 0
    return previous + len(re.match(r"[\s.,;]*", reading.text[previous:])[0])  # type: ignore[index]


def _listed(
    reading: Reading, index: int, lead: Lead, bodies: frozenset[str]
) -> tuple[str, tuple[str, ...], str | None]:
    """An item «region – organisation – 2 человека»: the last name is the entity, what stands before is a breakdown."""
    text, amount = reading.text, reading.amounts[index]
    label = squash(text[_own_start(reading, index) : amount.start].rstrip(" :–—-\u00a0"))
    pieces = _split_label(label)
    groups = (lead.group,) if lead.group else ()
    if pieces and (pieces[-1] in bodies or is_name(pieces[-1])):
        return lead.indicator, (*groups, *pieces[:-1]), pieces[-1]
    return lead.indicator, (*groups, *pieces), None


def _split_label(label: str) -> tuple[str, ...]:
    """The label cut at dashes outside quotes and brackets."""
    cuts = [found.span() for found in re.finditer(r"\s[-–—]\s", label) if depth_at(label, found.start()) == 0]
    bounds = [(0, 0), *cuts, (len(label), len(label))]
    return tuple(piece for left, right in pairwise(bounds) if (piece := label[left[1] : right[0]].strip(" .;,")))
