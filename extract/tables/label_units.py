"""The unit that a label states, and the label without it."""

import re
from dataclasses import dataclass

from extract.language import COUNT_LABEL, COUNT_OF, HEADCOUNT, POINTS, SHARE_WORD, SUMS, TOTAL_OF
from extract.tables.cells import whole_unit
from normalize.lemmas import animacy, is_plural, lemma, parses
from normalize.text import fold
from normalize.units import PERCENT, Unit, find_unit, unit_at, unit_by_symbol

EDGES = " \t,;:–—-/"
BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
EMPTY_BRACKETS = re.compile(r"[(\[]\s*[,.;:%–—-]*\s*[)\]]")
_PARTS = re.compile(r"([,;:]\s*|\s[–—-]\s)")
_MEASURED = frozenset({"money", "area", "volume", "length", "mass", "energy"})
_ABSTRACT_UNIT = re.compile(r"(?:кол(?:ичеств|-)\w*|чел\w*|ед\w*|шт\w*|кол)\b")
_MOST_UNIT_WORDS = 5


@dataclass(frozen=True, slots=True)
class UnitSplit:
    """`core` is the label without the unit; `stated`: the unit stands apart, not in the words of the label."""

    core: str
    unit: Unit | None = None
    stated: bool = False


def split_unit(text: str) -> UnitSplit:
    """The unit of a label: as the whole of it, in brackets, after a comma, behind a preposition, or in its words."""
    core = EMPTY_BRACKETS.sub(" ", text).strip(EDGES)
    whole = whole_unit(core)
    if whole is not None:
        bare = _is_bare(core, whole)
        return UnitSplit("" if bare else core, whole, bare)
    core = _without_share_remark(core)
    return _in_brackets(core) or _after_comma(core) or _at_the_end(core) or _by_its_words(core)


def _by_its_words(core: str) -> UnitSplit:
    """«Заболеваемость на 1000 населения» states its rate as plainly as a unit in brackets."""
    unit = _in_words(core)
    return UnitSplit(core, unit, stated=unit is not None and unit.kind == "rate")


def _is_bare(core: str, unit: Unit) -> bool:
    """«чел.», «%», «единиц» say nothing else; «Школы» also says what is counted."""
    return not unit.counted or bool(_ABSTRACT_UNIT.match(fold(core)))


def _without_share_remark(core: str) -> str:
    """«Количество человек (доля)» without its remark: the share stands beside the count."""
    for match in reversed(list(BRACKETS.finditer(core))):
        if SHARE_WORD.fullmatch(fold(match[1])) and fold(match[1]) != PERCENT and core[: match.start()].strip(EDGES):
            core = core[: match.start()] + " " + core[match.end() :]
    return core


def _in_brackets(core: str) -> UnitSplit | None:
    for match in reversed(list(BRACKETS.finditer(core))):
        last = not core[match.end() :].strip(EDGES)
        unit = whole_unit(match[1])
        if unit is not None and (last or _is_bare(match[1], unit)):
            return UnitSplit(core[: match.start()] + " " + core[match.end() :], unit, stated=True)
        if last and (inner := _after_comma(match[1])):
            return UnitSplit(f"{core[: match.start()]}({inner.core}){core[match.end() :]}", inner.unit, stated=True)
    return None


def _after_comma(core: str) -> UnitSplit | None:
    pieces = _PARTS.split(core)
    for index in range(len(pieces) - 1, 0, -2):
        if unit := whole_unit(pieces[index]):
            return UnitSplit("".join(pieces[: index - 1]) + "".join(pieces[index + 1 :]), unit, stated=True)
    return _with_noun(pieces)


def _with_noun(pieces: list[str]) -> UnitSplit | None:
    """«Ввод жилья, кв. м общей площади»: a measured unit that says of what."""
    found = unit_at(fold(pieces[-1])) if len(pieces) > 1 else None
    if found and found[0].kind in _MEASURED and len(pieces[-1].split()) <= _MOST_UNIT_WORDS:
        return UnitSplit("".join(pieces[:-2]), found[0], stated=True)
    return None


def _at_the_end(core: str) -> UnitSplit | None:
    """«в процентах», «тыс. руб.», «%»: no comma is needed before a preposition, an abbreviation or a sign."""
    tail = re.search(r"\s(?:в\s+)?(\S+(?:\s\S+)?)$", core)
    for start in (tail.start(), core.rfind(" ")) if tail else ():
        words = core[start:].strip()
        if words.startswith("в ") or (words.endswith((".", "%", "‰")) and not words[0].isupper()):
            unit = whole_unit(words)
            if unit is not None:
                return UnitSplit(core[:start], unit, stated=True)
    return None


def _in_words(core: str) -> Unit | None:
    """«Количество школ», «Доля школ», «Всего обучающихся», «Средний балл», «% качества»."""
    folded = fold(core)
    if folded.startswith("%"):
        return unit_by_symbol(PERCENT)
    found = find_unit(core)
    if found is not None:
        return found
    counted = TOTAL_OF.match(folded) or COUNT_OF.match(folded)
    if counted and (noun := unit_at(folded[counted.end() :])):
        return noun[0] if noun[0].counted or COUNT_OF.match(folded) else None
    return unit_by_symbol("балл.") if POINTS.search(folded) else _counted(folded)


def _counted(folded: str) -> Unit | None:
    """«Количество призывников» counts people, «Количество пожаров» things: the noun's animacy tells."""
    counted = COUNT_OF.match(folded)
    if counted and HEADCOUNT.match(folded):
        return unit_by_symbol("чел.")
    animate = animacy(folded[counted.end() :]) if counted else None
    return None if animate is None else unit_by_symbol("чел." if animate else "ед.")


def unit_of_count(label: str) -> Unit | None:
    """The unit of a label that no unit stands by: things for «Количество», by its noun for «Построено школ»."""
    folded = fold(label)
    if COUNT_LABEL.fullmatch(folded):
        return unit_by_symbol("ед.")
    first, _, rest = folded.partition(" ")
    if not rest or not _is_done(first):
        return None
    if (noun := unit_at(rest)) and noun[0].counted:
        return noun[0]
    counted = next((word for word in rest.split() if _is_noun(word)), None)
    if counted is None or not is_plural(counted) or lemma(counted) in SUMS:
        return None
    animate = animacy(rest)
    return None if animate is None else unit_by_symbol("чел." if animate else "ед.")


def _is_done(word: str) -> bool:
    """«построено», «родилось»: neuter, without a subject of its own."""
    return any(parse.tag.POS in ("PRTS", "VERB") and "neut" in parse.tag for parse in parses(word)[:1])


def _is_noun(word: str) -> bool:
    return any(parse.tag.POS == "NOUN" for parse in parses(word)[:1])
