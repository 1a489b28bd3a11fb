"""Which numbers of a sentence state something, and in which unit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from extract.nlp import analyse
from extract.prose.amount import COUNT_UNIT, PEOPLE_UNIT, Amount
from extract.prose.amounts import find_amounts
from extract.prose.change import Pair, find_pairs, is_change, with_ranges
from extract.prose.head_units import unit_of_genitive, unit_of_head
from extract.prose.naming import DASH_BEFORE
from extract.prose.nouns import noun_after
from extract.prose.rules import BY_THE_PIECE, IN_GRADES, OF_PEOPLE, Cue, cues_in
from extract.prose.said import Context, Reading
from extract.prose.sentences import Span, closed_spans
from extract.prose.timing import Time, find_times
from extract.prose.wording import described_behind, head_phrase, is_part
from extract.references import reference_spans
from normalize.lemmas import lemmas
from normalize.units import COUNTED, PERCENT, unit_by_symbol

_STATED_BEFORE = re.compile(
    r"(?:[-–—:(]|[–—-]\s+на|\b(?:составил\w*|составля\w+|равн\w+|было|был[аи]?|стало|насчитыва\w+|достиг\w*|это|всего|лишь|только|до|из|или|и))\s*$",
    re.IGNORECASE,
)
_PARTICIPLE_PHRASE = re.compile(
    r",\s*(?P<word>[а-яё]+(?:ш|вш|ющ|ущ|ащ|ящ|нн|ем|им|ом)[а-яё]{2,4})\s[^,]*$", re.IGNORECASE
)
_OWN_PARTS = re.compile(r"(?:по|в)\s+$", re.IGNORECASE)
_PARTS_OF_TEXT = re.compile(
    r"показател|таблиц|раздел|пункт|приложени|рисунк|направлени|критери|диаграмм", re.IGNORECASE
)
_POINTER = re.compile(r"в\s+таблиц|на\s+рисунк|в\s+приложени", re.IGNORECASE)
# «таблицах 5, 6 и 7», «пунктах 1–3»: the numbers behind the first are designations too.
_CHAIN = re.compile(r"(?:(?:\s*,\s*|\s+и\s+|\s+или\s+|[-–])[\d.]*)+")
# «10, 12 и 15 человек»: what may stand between numbers that share the unit of the last.
_ENUMERATED = re.compile(r"\s*(?:,|;|и|или)\s*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s+$")
_WORD_BEHIND = re.compile(r"\s+([^\W\d_]+)")
_BASES = frozenset(Decimal(10) ** power for power in range(6))
_BY = re.compile(r"(?:^|\s)(?:на|в\s+расч[её]те\s+на)\s+(?:кажд\w+\s+)?$", re.IGNORECASE)
_EACH = re.compile(r"(?:^|\s)(?:от|с|за)\s+(?:кажд\w+\s+)?$", re.IGNORECASE)
# «Из 86 школ района 14 – малокомплектные»: the second number is a part of the first.
_OF_ALL = re.compile(r"(?:^|[,;:]\s*(?:а\s+|и\s+)?)из\s+(?:общего\s+числа\s+|всех\s+)?$", re.IGNORECASE)
# «обеспечено 89 % домов, канализацией – 61»: the next of the same shares.
_NEXT_SHARE = re.compile(r"^[^,;]*,\s[^,;–—]{3,60}\s[–—-]\s*(?:на\s+)?$")
_ITEM_BEFORE = re.compile(r"(?:[,:;–—]|\sи)\s*$")
_ITEM_ENDS = re.compile(r"\s*(?:[,.;)]|$)")
_YIELD = re.compile(r"[^.;,]*\s\d")
_OPENS_RANGE = re.compile(r"\s*(?:до|по|[-–—])\s")
_RELATIVE_UNITS = (None, "%", "п. п.", "раз")
_MOST_AMOUNTS = 100
_UNSURE = 0.8


def amounts_of(text: str, times: Sequence[Time]) -> list[Amount]:
    """Every number of the sentence that may count something: not inside a period, a reference or a quote."""
    spared: list[Span] = [(time.start, time.end) for time in times]
    spared += [span for span in closed_spans(text) if span[1] - span[0] < 300]
    spared += reference_spans(text)
    return find_amounts(text, spared, closed_spans(text, quotes=False))[:_MOST_AMOUNTS]


def take_apart(text: str, context: Context) -> Reading:
    """A sentence with its periods, cues and the amounts that it states, each with its unit."""
    times = find_times(text, context.own)
    amounts = amounts_of(text, times)
    if not amounts:
        return Reading(text, (), times, (), ())
    cues = cues_in(text)
    amounts = [one for one in amounts if not _counts_nothing(text, one, cues)]
    pairs = find_pairs(text, amounts, cues, times)
    amounts = _with_units(text, with_ranges(amounts, pairs), context)
    kept = [
        index
        for index, one in enumerate(amounts)
        if _is_stated(text, index, amounts, pairs) or is_change(text, one, cues)
    ]
    renumbered = {old: new for new, old in enumerate(kept)}
    pairs = [
        replace(pair, base=renumbered[pair.base], current=renumbered[pair.current])
        for pair in pairs
        if pair.base in renumbered and pair.current in renumbered
    ]
    return Reading(text, [amounts[index] for index in kept], times, cues, pairs)


def _counts_nothing(text: str, amount: Amount, cues: Sequence[Cue]) -> bool:
    """A designation («таблица 5, 6 и 7»), a grade, a threshold in a qualifying phrase, a part of the text itself."""
    whole = not amount.decimals or "." in text[slice(*amount.number)]
    if amount.unit in (None, COUNT_UNIT, PEOPLE_UNIT) and whole and _is_designated(text, amount, cues):
        return True
    if any(cue.name == "GRADE" and cue.start <= amount.number[0] < cue.end for cue in cues) and _of_pupils(
        text, amount
    ):
        return True
    if _is_base(text, amount) and not is_change(text, amount, cues):
        return True
    if amount.bound != "exact" and _PARTICIPLE_PHRASE.search(text[: amount.start]):
        return True
    own = (
        amount.counted and _PARTS_OF_TEXT.match(amount.counted.split()[-1]) and _OWN_PARTS.search(text[: amount.start])
    )
    return bool(own and _POINTER.search(text))


def _is_base(text: str, amount: Amount) -> bool:
    """«на 1 ставку», «на каждые 100 детей», «от одной коровы», «стоимость 1 кв. м»: what a rate is taken by."""
    before = text[: amount.number[0]]
    if amount.value == 1 and amount.share is None and not _OPENS_RANGE.match(text, amount.end):
        yields = _EACH.search(before) is not None and _YIELD.match(text, amount.end) is not None
        return yields or _BY.search(before) is not None or _is_piece(before)
    return amount.value in _BASES and _BY.search(before) is not None


def _is_piece(before: str) -> bool:
    """Behind «стоимость», «содержание», «строительство» …, perhaps with a word between."""
    return any(word in BY_THE_PIECE for word in lemmas(before[-60:])[-2:])


def _is_designated(text: str, amount: Amount, cues: Sequence[Cue]) -> bool:
    for cue in cues:
        if cue.name == "DESIGNATED" and cue.start < amount.number[0]:
            chain = text[cue.end : amount.number[0]]
            if amount.number[0] < cue.end or _CHAIN.fullmatch(chain):
                return True
    return False


def _of_pupils(text: str, amount: Amount) -> bool:
    before = lemmas(text[max(0, amount.start - 60) : amount.start])
    return amount.value <= 12 and (
        any(word in IN_GRADES for word in before) or before[-1:] in (("в",), ("с",), ("для",))
    )


def _with_units(text: str, amounts: Sequence[Amount], context: Context) -> list[Amount]:
    """Units that are printed once for several numbers, or that the indicator or the lead-in gives."""
    completed: list[Amount] = []
    for index, amount in enumerate(amounts):
        if amount.unit and amount.unit.endswith(f" {COUNT_UNIT}"):
            before = completed[-1].unit if completed else None
            base = _of_thousands(text, amount, before, _unit_of_head(text, amount, amounts))
            amount = replace(amount, unit=amount.unit.removesuffix(COUNT_UNIT) + base)
        if completed and _is_rest_of_whole(text, completed[-1], amount):
            amount = replace(amount, unit=completed[-1].unit)
        if amount.bare and _of_people(text, amount):
            amount = replace(amount, unit=PEOPLE_UNIT)
        if amount.bare:
            amount = replace(amount, unit=_unit_for(text, amounts, completed, index, context), confidence=_UNSURE)
        completed.append(amount)
    return completed


def _is_rest_of_whole(text: str, part: Amount, whole: Amount) -> bool:
    """«12 проектов из 47 поданных»: what was handed in are projects."""
    joined = re.fullmatch(r"\s+из\s+", text[part.end : whole.start]) is not None
    last = (whole.counted or "").split()[-1:]
    return joined and part.unit is not None and bool(last) and analyse(last[0]).pos == "PRTF"


def _of_thousands(text: str, amount: Amount, *around: str | None) -> str:
    """What «3 тыс.» are thousands of: of the noun behind, of what the amount before counts or the head names; else things."""
    if noun := noun_after(text, amount.end):
        return noun[1]
    known = (unit_by_symbol(unit) for unit in around if unit)
    return next((unit.base for unit in known if unit and unit.kind in COUNTED), COUNT_UNIT)


def _unit_for(
    text: str, amounts: Sequence[Amount], completed: Sequence[Amount], index: int, context: Context
) -> str | None:
    amount = amounts[index]
    following = amounts[index + 1] if index + 1 < len(amounts) else None
    if following and re.fullmatch(r"\s+из\s+", text[amount.end : following.start]):
        return following.unit
    if closing := _closing_enumeration(text, amounts, index):
        return closing.unit
    if unit := _unit_of_head(text, amount, amounts):
        return unit
    printed = [one.unit for one in completed if one.unit not in _RELATIVE_UNITS]
    if printed or (unit := _unit_of_head(text, amount, ())):
        return printed[-1] if printed else unit
    if DASH_BEFORE.search(text[: amount.start]):
        behind = [one.unit for one in amounts[index + 1 :] if one.unit not in _RELATIVE_UNITS]
        if behind:
            return behind[0]
    if completed and completed[-1].unit == PERCENT and _NEXT_SHARE.search(text[completed[-1].end : amount.start]):
        return PERCENT
    if unit := unit_of_genitive(text[: amount.bracket[0] if amount.bracket else amount.start]):
        return unit
    if context.lead is not None and context.lead.unit:
        return context.lead.unit
    return None


def _of_people(text: str, amount: Amount) -> bool:
    """«родилось 112, умерло 96»: what only people do."""
    found = _WORD_BEFORE.search(text[: amount.start])
    return found is not None and analyse(found[1]).lemma in OF_PEOPLE


def _unit_of_head(text: str, amount: Amount, amounts: Sequence[Amount]) -> str | None:
    head = head_phrase(text, amount, amounts)
    return None if head is None else unit_of_head(text[head[0] : head[1]])


def _closing_enumeration(text: str, amounts: Sequence[Amount], index: int) -> Amount | None:
    """The first amount behind with a unit of its own, if nothing but commas stands between."""
    for here, there in pairwise(amounts[index:]):
        if not _ENUMERATED.fullmatch(text[here.end : there.start]):
            return None
        if there.counted is not None:
            return there
    return None


def _is_stated(text: str, index: int, amounts: Sequence[Amount], pairs: Sequence[Pair]) -> bool:
    """A number without a unit counts only where something states it: a dash, a verb, a pair, a part of a whole."""
    amount = amounts[index]
    if sum(_is_alone_in_brackets(text, one) for one in amounts) > 1 and _is_alone_in_brackets(text, amount):
        return True
    if amount.counted is not None or is_part(text, amount, amounts) or _closing_enumeration(text, amounts, index):
        return True
    if any(index in (pair.base, pair.current) and pair.change for pair in pairs):
        return True
    if amount.share is not None:
        return True
    if amount.unit is None:
        return head_phrase(text, amount, [amount]) is not None and DASH_BEFORE.search(text[: amount.start]) is not None
    if described_behind(text, amount, amounts, ()) and index > 0:
        return True
    if (
        _is_subject(text, amount)
        or _of_people(text, amount)
        or _is_told(text, amount)
        or (index == 1 and _OF_ALL.search(text[: amounts[0].number[0]]))
    ):
        return True
    part_of_whole = re.match(r"\s+из\s+\d", text[amount.end :]) is not None
    return part_of_whole or _STATED_BEFORE.search(text[: amount.start]) is not None or _ends_here(text, amount)


def _is_subject(text: str, amount: Amount) -> bool:
    """«…, ещё 5 признаны аварийными», «…, 23 молодые»: right before a plural verb, or an adjective that ends the item."""
    found = _WORD_BEHIND.match(text, amount.end)
    word = analyse(found[1]) if found else None
    if found is None or word is None:
        return False
    if word.pos in ("VERB", "PRTS"):
        return word.plural
    listed = _ITEM_BEFORE.search(text[: amount.start]) and _ITEM_ENDS.match(text, found.end())
    return word.pos == "ADJF" and bool(listed)


def _is_told(text: str, amount: Amount) -> bool:
    """«Кредитов выдано 3 905 на сумму …»: a counted genitive, what was done, how many times."""
    found = _WORD_BEFORE.search(text[: amount.start])
    word = analyse(found[1]) if found else None
    done = word is not None and word.pos in ("VERB", "PRTS") and not word.plural
    return found is not None and done and unit_of_genitive(text[: found.start()]) is not None


def _is_alone_in_brackets(text: str, amount: Amount) -> bool:
    """«… района (32)»."""
    return (
        amount.bracket is not None
        and text[amount.bracket[0] + 1 : amount.bracket[1]].strip() == text[amount.start : amount.end]
    )


def _ends_here(text: str, amount: Amount) -> bool:
    """Behind a preposition of time or a verb, with nothing but punctuation after it."""
    return (
        re.match(r"\s*(?:[.,;)]|$)", text[amount.end :]) is not None
        and re.search(r"\w\s+$", text[: amount.start]) is not None
    )
