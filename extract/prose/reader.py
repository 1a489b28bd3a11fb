"""Running text → observations: sentence by sentence, with what the paragraph and the list above have said."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from extract.document import Document
from extract.facts import MeasureKind, Observation, Scenario
from extract.nlp import words
from extract.organisations import depth_at
from extract.prose.amount import COUNT_UNIT, PEOPLE_UNIT, Amount
from extract.prose.amounts import find_amounts
from extract.prose.change import Pair, find_pairs, is_change, measure_of, with_ranges
from extract.prose.rules import IN_GRADES, MULTIPLES, Cue, find_cues
from extract.prose.sentences import Sentence, Span, closed_spans, split_sentences
from extract.prose.timing import Time, assign, find_times
from extract.prose.wording import (
    described_behind,
    has_predicate,
    head_phrase,
    indicator_of,
    is_mere_noun_phrase,
    is_name,
    is_part,
    name_before,
    territory_in,
    unit_of_genitive,
    unit_of_head,
    words_without_times,
)
from extract.references import reference_spans
from extract.runs import LONGEST_SENTENCE, Run, runs_of
from normalize.lemmas import lemmas
from normalize.numerals import NUMERAL_WORDS
from normalize.periods import Period, preceding
from normalize.text import squash

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
_DASH_BEFORE = re.compile(r"[-–—:]\s*(?:всего\s+)?$")
_STATED_BEFORE = re.compile(
    r"(?:[-–—:(]|\b(?:составил\w*|составля\w+|равн\w+|было|был[аи]?|стало|насчитыва\w+|достиг\w*|это|всего|лишь|только|до|из|или|и))\s*$",
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
_NUMBER_WORDS = NUMERAL_WORDS | frozenset(MULTIPLES)
# «10, 12 и 15 человек»: what may stand between numbers that share the unit of the last.
_ENUMERATED = re.compile(r"\s*(?:,|;|и|или)\s*")
_BASES = frozenset(Decimal(10) ** power for power in range(6))
_BY = re.compile(r"(?:^|\s)(?:на|в\s+расч[её]те\s+на)\s+(?:кажд\w+\s+)?$", re.IGNORECASE)
_NEXT_PART = re.compile(r"\s*(?:,|;|и|,\s*а)\s(?:[^,;.]{2,80}\s[–—-]\s*(?:на\s+)?)?")
_RELATIVE_UNITS = (None, "%", "п. п.", "раз")
_MOST_AMOUNTS = 100
_UNSURE = 0.8
_NOT_READ = frozenset({"title", "caption"})


@dataclass(frozen=True, slots=True)
class _Lead:
    """What a sentence ending in a colon lends to the list under it."""

    indicator: str = ""
    unit: str | None = None
    period: Period | None = None
    group: str = ""


@dataclass(slots=True)
class _Context:
    """What has been said so far: changes from sentence to sentence."""

    own: Period | None
    lead: _Lead | None = None
    topic: Period | None = None
    compared: Period | None = None
    made: list[Observation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A sentence taken apart."""

    text: str
    amounts: Sequence[Amount]
    times: Sequence[Time]
    cues: Sequence[Cue]
    pairs: Sequence[Pair]


def read_prose(document: Document) -> tuple[Observation, ...]:
    """Observations that the paragraphs state, in reading order. Periods are resolved against `metadata.period`."""
    context = _Context(document.metadata.period)
    for run in runs_of(document.blocks):
        if run.first.style not in _NOT_READ:
            _read_run(run, context)
    return tuple(context.made)


def _read_run(run: Run, context: _Context) -> None:
    context.topic = context.compared = None
    listed = run.first.style == "list_item" or run.first.label is not None
    if not listed and context.lead is not None and not _looks_listed(run.text):
        context.lead = None
    if _has_number(run.text):
        for sentence in split_sentences(run.text):
            if len(sentence.text) <= LONGEST_SENTENCE:
                _read_sentence(sentence, run, context)
    _learn_lead(run.text.rstrip(), context)


def _looks_listed(text: str) -> bool:
    """A short line under a lead-in that ends as an item does or names a group, though nothing marks it as one."""
    return len(text) < 200 and (text.rstrip().endswith(";") or text[:1].islower() or _is_name_of_group(text))


def _has_number(text: str) -> bool:
    return _DIGIT.search(text) is not None or any(
        found.group().lower().replace("ё", "е") in _NUMBER_WORDS for found in _WORD.finditer(text)
    )


def _is_name_of_group(text: str) -> bool:
    """«Заозёрская область:», «Другие регионы:»: a heading inside a list, not a sentence that leads one."""
    bare = text.rstrip().rstrip(":")
    return text.rstrip().endswith(":") and len(bare) < 80 and (is_name(bare) or is_mere_noun_phrase(bare))


def _learn_lead(text: str, context: _Context) -> None:
    """A paragraph that ends in a colon leads the list below it; the name of a group stands under the lead before."""
    if not text.endswith(":") or len(text) > LONGEST_SENTENCE:
        return
    if context.lead is not None and _is_name_of_group(text):
        context.lead = replace(context.lead, group=squash(text).rstrip(":"))
        return
    last = split_sentences(text)[-1]
    times = find_times(last.text, context.own)
    stated = [time.period for time in times if not time.compared]
    end = len(last.text.rstrip(" :"))
    behind = Amount(end, end, (end, end), Decimal(0), 0)
    amounts = [one for one in _amounts_of(last.text, times) if one.end <= end]
    has_head = head_phrase(last.text, behind, []) is not None
    phrase = indicator_of(last.text, behind, [] if has_head else amounts, times)
    context.lead = _Lead(phrase, unit_of_head(phrase), stated[-1] if stated else context.topic)


def _amounts_of(text: str, times: Sequence[Time]) -> list[Amount]:
    spared: list[Span] = [(time.start, time.end) for time in times]
    spared += [span for span in closed_spans(text) if span[1] - span[0] < 300]
    spared += reference_spans(text)
    return find_amounts(text, spared, closed_spans(text, quotes=False))[:_MOST_AMOUNTS]


def _read_sentence(sentence: Sentence, run: Run, context: _Context) -> None:
    text = sentence.text
    if not _has_number(text):
        return
    reading = _take_apart(text, context)
    if reading.amounts:
        for observation in _observations(reading, run, sentence.offset, context):
            context.made.append(observation)
    _remember_times(reading, context)


def _take_apart(text: str, context: _Context) -> _Reading:
    times = find_times(text, context.own)
    amounts = _amounts_of(text, times)
    if not amounts:
        return _Reading(text, (), times, (), ())
    cues = find_cues(words(text))
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
    return _Reading(text, [amounts[index] for index in kept], times, cues, pairs)


def _counts_nothing(text: str, amount: Amount, cues: Sequence[Cue]) -> bool:
    """A designation («таблица 5, 6 и 7»), a grade, a threshold in a qualifying phrase, a part of the text itself."""
    if (amount.unit in (None, COUNT_UNIT, PEOPLE_UNIT)) and not amount.decimals and _is_designated(text, amount, cues):
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
    """«на 1 ставку», «на каждые 100 детей»: what a rate is taken by."""
    return amount.value in _BASES and _BY.search(text[: amount.start]) is not None


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


def _with_units(text: str, amounts: Sequence[Amount], context: _Context) -> list[Amount]:
    """Units that are printed once for several numbers, or that the indicator or the lead-in gives."""
    completed: list[Amount] = []
    for index, amount in enumerate(amounts):
        if (
            amount.unit
            and amount.unit.endswith(f" {COUNT_UNIT}")
            and completed
            and (completed[-1].unit or "").endswith(PEOPLE_UNIT)
        ):
            amount = replace(amount, unit=amount.unit.removesuffix(COUNT_UNIT) + PEOPLE_UNIT)
        if amount.bare:
            amount = replace(amount, unit=_unit_for(text, amounts, completed, index, context), confidence=_UNSURE)
        completed.append(amount)
    return completed


def _unit_for(
    text: str, amounts: Sequence[Amount], completed: Sequence[Amount], index: int, context: _Context
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
    if _DASH_BEFORE.search(text[: amount.start]):
        behind = [one.unit for one in amounts[index + 1 :] if one.unit not in _RELATIVE_UNITS]
        if behind:
            return behind[0]
    if unit := unit_of_genitive(text[: amount.bracket[0] if amount.bracket else amount.start]):
        return unit
    if context.lead is not None and context.lead.unit:
        return context.lead.unit
    return None


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
        return head_phrase(text, amount, [amount]) is not None and _DASH_BEFORE.search(text[: amount.start]) is not None
    if described_behind(text, amount, amounts, ()) and index > 0:
        return True
    part_of_whole = re.match(r"\s+из\s+\d", text[amount.end :]) is not None
    return part_of_whole or _STATED_BEFORE.search(text[: amount.start]) is not None or _ends_here(text, amount)


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


def _observations(reading: _Reading, run: Run, offset: int, context: _Context) -> Iterator[Observation]:
    periods = assign(reading.text, reading.amounts, reading.times)
    measures = [measure_of(reading.text, one, reading.cues, reading.times) for one in reading.amounts]
    last: Observation | None = None
    for index, amount in enumerate(reading.amounts):
        place = run.locate(offset + amount.start, offset + amount.end)
        measure = _measure(index, measures, reading.pairs)
        period = _period(index, periods, measure, reading, context)
        base = _base(index, period, measure, reading, periods, context) if measure in ("difference", "ratio") else None
        indicator, breakdown, entity = _named(reading, index, last, context)
        last = Observation(
            indicator=indicator,
            location=place,
            text=run.quote(place),
            value=amount.value,
            decimals=amount.decimals,
            unit=amount.unit,
            bound=amount.bound,
            entity=entity,
            breakdown=breakdown,
            period=period,
            share=amount.share,
            share_decimals=amount.share_decimals,
            measure=measure,
            base_period=base,
            scenario=_scenario(reading, amount),
            confidence=amount.confidence,
        )
        yield last


def _measure(index: int, measures: Sequence[MeasureKind], pairs: Sequence[Pair]) -> MeasureKind:
    """Both ends of a change are levels (or shares), whatever verb stands before them."""
    if any(index in (pair.base, pair.current) for pair in pairs) and measures[index] == "difference":
        return "level"
    return measures[index]


def _period(
    index: int, periods: Sequence[Period | None], measure: MeasureKind, reading: _Reading, context: _Context
) -> Period | None:
    current = context.own if measure == "difference" and _is_earlier(periods[index], context.own) else periods[index]
    if current is not None and periods[index] is not None:
        return current
    pair = next((pair for pair in reading.pairs if index == pair.base and pair.change), None)
    if pair is not None:
        return _base_of_pair(pair, periods, reading, context)
    if index in {pair.current for pair in reading.pairs}:
        return context.own
    lead = context.lead.period if context.lead is not None else None
    topic = context.topic if measure != "difference" else None
    return lead or topic or context.own


def _is_earlier(period: Period | None, own: Period | None) -> bool:
    return period is not None and own is not None and period.end < own.start


def _base_of_pair(pair: Pair, periods: Sequence[Period | None], reading: _Reading, context: _Context) -> Period | None:
    """When the earlier value of an undated pair held: what is compared with, else the period before."""
    compared = [time.period for time in reading.times if time.compared]
    if compared:
        return compared[0]
    if context.compared is not None:
        return context.compared
    current = periods[pair.current] or context.own
    return preceding(current) if current is not None else None


def _base(
    index: int,
    period: Period | None,
    measure: MeasureKind,
    reading: _Reading,
    periods: Sequence[Period | None],
    context: _Context,
) -> Period | None:
    """The period that a difference or ratio is taken against."""
    compared = [time.period for time in reading.times if time.compared]
    if compared:
        return compared[0]
    for pair in reading.pairs:
        if pair.change and periods[pair.base] is not None:
            return periods[pair.base]
    if _is_earlier(periods[index], context.own) and measure == "difference":
        return periods[index]
    others = [time.period for time in reading.times if period is not None and time.period.end < period.start]
    if others:
        return others[-1]
    return context.compared or (preceding(period) if period is not None else None)


def _named(
    reading: _Reading, index: int, last: Observation | None, context: _Context
) -> tuple[str, tuple[str, ...], str | None]:
    """Indicator, breakdown and entity of an amount."""
    text, amount = reading.text, reading.amounts[index]
    if context.lead is not None and context.lead.indicator and _is_item(text, amount):
        return _listed(reading, index, context.lead)
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
            return last.indicator, last.breakdown, _name_of(reading, index) or last.entity
    name = _name_of(reading, index)
    if name is not None and own == name:
        own = last.indicator if last is not None else _words_before_colon(reading)
    return own, (), name or territory_in(text[: amount.start])


def _is_same_thing(reading: _Reading, index: int) -> bool:
    """Whether a bare count speaks of what the amount before it does: the same noun, brackets, or «8 из 32»."""
    before, amount = reading.amounts[index - 1], reading.amounts[index]
    of_whole = reading.text[before.end : amount.start].strip() == "из"
    return amount.bracket is not None or of_whole or before.counted == amount.counted


def _words_before_colon(reading: _Reading) -> str:
    """«Лидируют: Лесной район – 98 %»: what the names are listed for."""
    return squash(reading.text.split(":", 1)[0]) if ":" in reading.text[: reading.amounts[0].start] else ""


def _shared_breakdown(reading: _Reading, index: int, last: Observation) -> tuple[str, ...]:
    """What the amount before breaks its whole down by, unless that one is a part beside this."""
    beside = _continues_parts(reading, index, last) or described_behind(
        reading.text, reading.amounts[index - 1], reading.amounts, reading.times
    )
    return last.breakdown[:-1] if beside else last.breakdown


def _continues_parts(reading: _Reading, index: int, last: Observation) -> bool:
    """«…, из них мальчиков – 15, девочек – 12»: the second part, which no predicate makes a fact of its own."""
    if index < 2 or not last.breakdown or reading.amounts[index].bracket is not None:
        return False
    between = reading.text[reading.amounts[index - 1].end : reading.amounts[index].start]
    if not between.strip(" ,и") and not reading.amounts[index].counted:
        return False
    return _NEXT_PART.fullmatch(between) is not None and not has_predicate(between)


def _name_of(reading: _Reading, index: int) -> str | None:
    """The name before a dash, a colon or brackets that hold the amount alone."""
    text, amount = reading.text, reading.amounts[index]
    end = amount.start
    if amount.bracket is not None and not text[amount.bracket[0] + 1 : amount.start].strip():
        end = amount.bracket[0]
    elif not _DASH_BEFORE.search(text[:end]):
        return None
    return name_before(words_without_times(text, min(_own_start(reading, index), end), end, reading.times))


def _is_item(text: str, amount: Amount) -> bool:
    """Whether the amount is what a list item states: «… – 104 чел. (8,3%);», or the item begins with it after a dash."""
    behind = text[amount.end :].strip(" .;,")
    dashed = _DASH_BEFORE.search(text[: amount.start]) is not None
    return dashed and (not behind or behind[:1] in "(" or ";" in text[amount.end :])


def _own_start(reading: _Reading, index: int) -> int:
    """Where the words of an amount begin: behind the amount before it."""
    previous = reading.amounts[index - 1].end if index else 0
    return previous + len(re.match(r"[\s.,;]*", reading.text[previous:])[0])  # type: ignore[index]


def _listed(reading: _Reading, index: int, lead: _Lead) -> tuple[str, tuple[str, ...], str | None]:
    """An item «region – organisation – 2 человека»: the last name is the entity, what stands before is a breakdown."""
    text, amount = reading.text, reading.amounts[index]
    label = squash(text[_own_start(reading, index) : amount.start].rstrip(" :–—-\u00a0"))
    pieces = _split_label(label)
    groups = (lead.group,) if lead.group else ()
    if pieces and is_name(pieces[-1]):
        return lead.indicator, (*groups, *pieces[:-1]), pieces[-1]
    return lead.indicator, (*groups, *pieces), None


def _split_label(label: str) -> tuple[str, ...]:
    """The label cut at dashes outside quotes and brackets."""
    cuts = [found.span() for found in re.finditer(r"\s[-–—]\s", label) if depth_at(label, found.start()) == 0]
    bounds = [(0, 0), *cuts, (len(label), len(label))]
    return tuple(piece for left, right in pairwise(bounds) if (piece := label[left[1] : right[0]].strip(" .;,")))


def _scenario(reading: _Reading, amount: Amount) -> Scenario:
    """Plan or forecast where the word stands before the amount in its own clause."""
    for cue in reversed(reading.cues):
        if cue.end <= amount.start and not re.search(r"[;,]\s(?!что\s)|\d", _no_years(reading, cue.end, amount.start)):
            if cue.name == "PLANNED":
                return "plan"
            if cue.name == "FORECAST":
                return "forecast"
    return "actual"


def _no_years(reading: _Reading, start: int, end: int) -> str:
    return words_without_times(reading.text, start, end, reading.times)


def _remember_times(reading: _Reading, context: _Context) -> None:
    """A period at the head of a sentence holds for the rest of the paragraph, one compared with stays the base."""
    for time in reading.times:
        if time.compared:
            context.compared = time.period
    head = [time for time in reading.times if not time.compared and time.start < 12]
    if head:
        context.topic = head[0].period
