"""Running text → observations: sentence by sentence, with what the paragraph and the list above have said."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extract.document import Document
from extract.facts import Observation, Scenario
from extract.nlp import analyse
from extract.prose.amount import Amount
from extract.prose.change import measure_of
from extract.prose.dating import base_of, measured_as, period_at
from extract.prose.head_units import unit_of_head
from extract.prose.names import PREDICATES, is_name
from extract.prose.naming import named
from extract.prose.rules import MULTIPLES, Cue
from extract.prose.said import Context, Lead, Reading
from extract.prose.selecting import amounts_of, take_apart
from extract.prose.sentences import Sentence, split_sentences
from extract.prose.timing import assign, find_times
from extract.prose.wording import head_phrase, indicator_of, is_mere_noun_phrase, words_without_times
from extract.runs import LONGEST_SENTENCE, Run, runs_of
from normalize.numerals import NUMERAL_WORDS
from normalize.text import squash

_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[а-яё]+", re.IGNORECASE)
_NUMBER_WORDS = NUMERAL_WORDS | frozenset(MULTIPLES)
_SCENARIOS: dict[str, Scenario] = {"PLANNED": "plan", "FORECAST": "forecast"}
_CLAUSE_ENDS = re.compile(r"[;,]\s(?!что\s)")
_OPENING = re.compile(r"(?:по|согласно|в\s+соответствии\s+с)\s+(?:\w+\s+)?", re.IGNORECASE)
_NOT_READ = frozenset({"title", "caption"})


def read_prose(document: Document, bodies: frozenset[str] = frozenset()) -> tuple[Observation, ...]:
    """Observations that the paragraphs state, in reading order. Periods are resolved against `metadata.period`.

    `bodies` are the short names of bodies that the document defines."""
    context = Context(document.metadata.period, bodies)
    for run in runs_of(document.blocks):
        if run.first.style not in _NOT_READ:
            _read_run(run, context)
    return tuple(context.made)


def _read_run(run: Run, context: Context) -> None:
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


def _learn_lead(text: str, context: Context) -> None:
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
    amounts = [one for one in amounts_of(last.text, times) if one.end <= end]
    has_head = head_phrase(last.text, behind, []) is not None
    phrase = indicator_of(last.text, behind, [] if has_head else amounts, times)
    context.lead = Lead(phrase, unit_of_head(phrase), stated[-1] if stated else context.topic)


def _read_sentence(sentence: Sentence, run: Run, context: Context) -> None:
    text = sentence.text
    if not _has_number(text):
        return
    reading = take_apart(text, context)
    if reading.amounts:
        for observation in _observations(reading, run, sentence.offset, context):
            context.made.append(observation)
    _remember_times(reading, context)


def _observations(reading: Reading, run: Run, offset: int, context: Context) -> Iterator[Observation]:
    periods = assign(reading.text, reading.amounts, reading.times)
    told = [measure_of(reading.text, one, reading.cues, reading.times) for one in reading.amounts]
    measures = [measured_as(index, told, reading.pairs) for index in range(len(told))]
    last: Observation | None = None
    for index, amount in enumerate(reading.amounts):
        place = run.locate(offset + amount.start, offset + amount.end)
        measure = measures[index]
        period = period_at(index, periods, measures, reading, context)
        base = (
            base_of(index, period, measure, reading, periods, context) if measure in ("difference", "ratio") else None
        )
        indicator, breakdown, entity = named(reading, index, last, context)
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
            scenario=_of_its_whole(last, indicator, breakdown) or _scenario(reading, amount),
            confidence=amount.confidence,
        )
        yield last


def _of_its_whole(last: Observation | None, indicator: str, breakdown: tuple[str, ...]) -> Scenario | None:
    """«предусмотрено 45 млн рублей, в том числе областных – 7»: the parts of a plan are planned."""
    part = last is not None and bool(breakdown) and indicator == last.indicator
    return last.scenario if part and last is not None and last.scenario != "actual" else None


def _scenario(reading: Reading, amount: Amount) -> Scenario:
    """Plan or forecast where the word stands before the amount in its own clause, or «по прогнозу» opens the sentence."""
    for cue in reversed(reading.cues):
        if cue.name in _SCENARIOS and cue.end <= amount.start and _reaches(reading, cue, amount):
            return _SCENARIOS[cue.name]
    return "actual"


def _reaches(reading: Reading, cue: Cue, amount: Amount) -> bool:
    """A noun («план – 140») tells of the next number alone, a verb («планируется построить …») of its whole clause."""
    between = _no_years(reading, cue.end, amount.start)
    if cue.name == "FORECAST" and _OPENING.fullmatch(reading.text, 0, cue.start):
        return ";" not in between
    governs = analyse(reading.text[cue.start : cue.end]).pos in PREDICATES
    return _CLAUSE_ENDS.search(between) is None and (governs or _DIGIT.search(between) is None)


def _no_years(reading: Reading, start: int, end: int) -> str:
    return words_without_times(reading.text, start, end, reading.times)


def _remember_times(reading: Reading, context: Context) -> None:
    """A period at the head of a sentence holds for the rest of the paragraph, one compared with stays the base."""
    for time in reading.times:
        if time.compared:
            context.compared = time.period
    head = [time for time in reading.times if not time.compared and time.start < 12]
    if head:
        context.topic = head[0].period
