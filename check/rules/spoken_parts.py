"""Wholes that the text divides: «125 человек, в том числе 60 …, 35 …, 30 …», and lists of percentages that make 100."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from check.bases import HUNDRED, base_range
from check.figures import Figure
from check.finding import Finding
from check.intervals import Estimate, half_unit
from check.mistyped import is_mistyped
from check.relation import Relation
from check.rule import Rule
from check.rules.counts import items_below
from check.rules.ranking import sentences
from check.rules.totals import sum_relation
from check.subject import Subject, prose_figure, prose_share
from check.wording import say, say_as, say_figure, say_sum
from extract.document import Paragraph
from extract.facts import Observation
from messages import N_, _
from normalize.numbers import Interval
from normalize.units import unit_by_symbol

DIVIDED = re.compile(
    r"\b(?:в том числе|в т\.\s?ч\.|(?:из|среди) (?:них|которых)|из этого числа|из общего числа)", re.IGNORECASE
)
_OF = re.compile(r"\bиз\s+$", re.IGNORECASE)
_BARE = re.compile(r"\d[\d\s]*(?:\(.*)?")
_BEGINS = 15
_PIECES = "ед."
_LEAST_PARTS, _LEAST_SHARES = 2, 3
# Percentages farther from 100 than this are of answers of which one person may give several, or of a part of a list.
_NEAR = Decimal(5)
_LEAST_NEAR = 5


@dataclass(frozen=True, slots=True)
class _Division:
    """A whole and what the text names as its parts; `said`: in so many words («в том числе»)."""

    whole: Observation
    parts: tuple[Observation, ...]
    said: bool


def _parts(subject: Subject) -> Iterator[Relation | Finding]:
    for division in _divisions(subject):
        parts = [prose_figure(part, subject.document.source.ocr) for part in division.parts]
        whole = prose_figure(division.whole, subject.document.source.ocr)
        relation = sum_relation("parts_in_text", whole, parts, firm=False)
        rest = relation.estimate.value - whole.value
        exceeding = [part for part in parts if part.interval.low > whole.interval.high]
        if len(parts) >= _LEAST_PARTS and (rest == 0 or _make_hundred(division.parts)):
            # Where percentages of the parts make 100, nothing is left out of the list.
            yield replace(relation, firm=_make_hundred(division.parts))
        elif (of_shares := _by_shares(subject, division, whole, parts)) is not None:
            yield of_shares
        elif exceeding and division.said:
            yield from (_exceeding(part, whole) for part in exceeding if part.sure and whole.sure)
        elif len(parts) >= _LEAST_PARTS and division.said and _is_near(rest, whole) and _slip(whole, parts, rest):
            yield _mistyped(whole, parts, rest)


def _by_shares(subject: Subject, division: _Division, whole: Figure, parts: Sequence[Figure]) -> Relation | None:
    """The whole that the percentages of two parts and more are taken of, if the text states no other such number."""
    shared = [(figure, prose_share(part)) for figure, part in zip(parts, division.parts, strict=True) if part.share]
    ranges = [allowed for figure, share in shared if (allowed := base_range(figure, share)) is not None]
    if len(ranges) < _LEAST_PARTS or len(ranges) < len(shared) or division.whole.share is not None:
        return None
    common = Interval(max(one.low for one in ranges), min(one.high for one in ranges))
    stated = [one for one in subject.said if one.value is not None and one.unit == division.whole.unit]
    if common.low > common.high or any(common.low <= (one.value or 0) <= common.high for one in stated):
        return None
    middle = (common.low + common.high) / 2
    figure, share = shared[0]
    left = f"{say(figure.value, figure.decimals)} : {say_figure(share)} × 100"
    return Relation(
        "parts_in_text", whole, tuple(one for one, _share in shared), Estimate(middle, common, common), left
    )


def _is_near(rest: Decimal, whole: Figure) -> bool:
    """Parts that are far from the whole are some of all there are, or overlap."""
    return abs(rest) * _LEAST_NEAR <= whole.value


def _divisions(subject: Subject) -> Iterator[_Division]:
    before: list[Observation] = []
    blocks = subject.document.blocks
    for place, block in enumerate(blocks):
        if not isinstance(block, Paragraph):
            before = []
            continue
        said = _levels(subject, block)
        for start, end in sentences(block.text):
            here = [one for one in said if start <= _at(one) < end]
            yield from _in_sentence(block.text, start, end, here, before)
            before = here
        if block.text.rstrip().endswith(":") and before:
            yield from _of_list(subject, block, before[-1], items_below(blocks[place + 1 :]))


def _levels(subject: Subject, block: Paragraph) -> list[Observation]:
    return [
        one
        for one in subject.said
        if one.location.block == block.location.block and one.measure == "level" and one.value is not None
    ]


def _at(one: Observation) -> int:
    return one.location.start or 0


def _in_sentence(
    text: str, start: int, end: int, here: Sequence[Observation], before: Sequence[Observation]
) -> Iterator[_Division]:
    markers = list(DIVIDED.finditer(text, start, end))
    if not markers:
        yield from _of_named(text, here)
        yield from _behind_colon(text, here)
    if len(markers) != 1:
        return
    marker = markers[0]
    above = [one for one in here if _at(one) < marker.start()]
    if not above and marker.start() - start <= _BEGINS:
        above = list(before)
    parts = tuple(one for one in here if _at(one) >= marker.end())
    if above and parts and _are_alike(above[-1], parts):
        yield _Division(above[-1], parts, said=True)


def _of_named(text: str, here: Sequence[Observation]) -> Iterator[_Division]:
    """«Из 56 организаций отчитались 52»: a bare number behind is of the things that were named."""
    for whole, part in pairwise(here):
        named = _OF.search(text[: _at(whole)]) and not _OF.search(text[: _at(part)])
        if named and _BARE.fullmatch(part.text) and _are_alike(whole, [part]):
            yield _Division(whole, (part,), said=True)


def _behind_colon(text: str, here: Sequence[Observation]) -> Iterator[_Division]:
    """«Поступило 286 обращений: письменных – 171, устных – 115»."""
    for place, (whole, first) in enumerate(pairwise(here), 1):
        parts = tuple(here[place:])
        if ":" in text[whole.location.end or 0 : _at(first)] and _are_alike(whole, parts):
            yield _Division(whole, parts, said=False)


def _of_list(subject: Subject, intro: Paragraph, whole: Observation, items: Sequence[Paragraph]) -> Iterator[_Division]:
    """The first figure of each item of the list that a paragraph heads."""
    firsts = [_levels(subject, item)[:1] for item in items]
    parts = tuple(first for found in firsts for first in found)
    if len(parts) == len(items) >= _LEAST_PARTS and _are_alike(whole, parts):
        yield _Division(whole, parts, said=bool(DIVIDED.search(intro.text)))


def _are_alike(whole: Observation, parts: Sequence[Observation]) -> bool:
    """Exact figures of one unit and one time."""
    return all(
        one.bound == "exact"
        and _is_unit_of(one.unit, whole.unit)
        and one.scenario == whole.scenario
        and (one.period == whole.period or one.period is None)
        for one in (*parts, whole)
    )


def _is_unit_of(unit: str | None, whole: str | None) -> bool:
    """The unit of the whole, or its scale alone («12,6 млн рублей, в том числе 10,1 млн …»)."""
    one, other = unit_by_symbol(unit or ""), unit_by_symbol(whole or "")
    bare = one is not None and other is not None and one.base == _PIECES and one.scale == other.scale
    return unit == whole or (bare and unit != _PIECES)


def _make_hundred(parts: Sequence[Observation]) -> bool:
    shares = [prose_share(part) for part in parts if part.share is not None]
    return len(shares) == len(parts) and abs(_sum(shares) - HUNDRED) <= _slack(shares)


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def _slack(figures: Sequence[Figure]) -> Decimal:
    return sum((half_unit(figure.decimals) for figure in figures), Decimal(0))


def _slip(whole: Figure, parts: Sequence[Figure], rest: Decimal) -> bool:
    """Whether one mistyped number explains that the parts do not make up the whole."""
    mended = [(whole.value, whole.value + rest), *((part.value, part.value - rest) for part in parts)]
    return any(is_mistyped(number, right) for number, right in mended)


def _exceeding(part: Figure, whole: Figure) -> Finding:
    return Finding(
        "parts_in_text",
        "warning",
        _("«{name}» is part of «{whole}», but is more than it.", name=part.name, whole=whole.name),
        part.location,
        found=say_figure(part),
        expected=_("not more than {most}", most=say_figure(whole)),
        operands=(whole.operand(), part.operand()),
        anchor=part.name,
    )


def _mistyped(whole: Figure, parts: list[Figure], rest: Decimal) -> Finding:
    """Parts that come to more than the whole overlap, or one of the numbers is wrong; to less, some may be left out."""
    relation = sum_relation("parts_in_text", whole, parts)
    expected = say_as(relation.estimate.value, whole)
    return Finding(
        "parts_in_text",
        "warning" if rest > 0 else "info",
        _("«{name}»: the parts do not add up to the whole, by one mistyped number.", name=whole.name),
        whole.location,
        found=say_figure(whole),
        expected=expected,
        arithmetic=_(
            "{left} = {expected}, the document says {found}",
            left=say_sum(parts),
            expected=expected,
            found=say_figure(whole),
        ),
        operands=tuple(figure.operand() for figure in (*parts, whole)),
        anchor=whole.name,
    )


def _hundreds(subject: Subject) -> Iterator[Finding]:
    """Percentages of one sentence that nearly make 100."""
    for block in subject.document.paragraphs:
        shares = [one for one in subject.said if one.location.block == block.location.block]
        for start, end in sentences(block.text):
            listed = [one for one in shares if start <= _at(one) < end]
            yield from _of_shares(listed)


def _of_shares(listed: Sequence[Observation]) -> Iterator[Finding]:
    if len(listed) < _LEAST_SHARES or not all(_is_share(one) and one.period == listed[0].period for one in listed):
        return
    figures = [prose_figure(one) for one in listed]
    rest = _sum(figures) - HUNDRED
    if not _slack(figures) < abs(rest) <= _NEAR or not all(figure.sure for figure in figures):
        return
    if not any(is_mistyped(figure.value, figure.value - rest) for figure in figures):
        return
    yield Finding(
        "parts_in_text",
        "warning" if rest > 0 else "info",
        _("«{name}»: the percentages of the sentence do not add up to 100.", name=figures[0].name),
        figures[-1].location,
        found=say_figure(figures[-1]),
        arithmetic=f"{say_sum(figures)} = {_sum(figures):f}\u00a0%".replace(".", ","),
        operands=tuple(figure.operand() for figure in figures),
        anchor=figures[0].name,
    )


def _is_share(one: Observation) -> bool:
    return one.measure == "share" and one.value is not None and one.bound == "exact"


RULES = (
    Rule(
        "parts_in_text",
        1,
        "error",
        N_("Parts of a whole in the text"),
        N_(
            "What the text names as the parts of a number («of them», «including») is not more than it, and makes it up."
        ),
        N_("«{name}»: the parts do not add up to the whole."),
        lambda subject: [*_parts(subject), *_hundreds(subject)],
    ),
)
