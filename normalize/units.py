"""Text → `Unit`: the units that headers, captions, cells and sentences state. Pure but for its own table."""

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from normalize.text import fold

UnitKind = Literal[
    "share", "points", "rate", "people", "count", "times", "money", "time", "area", "volume", "length", "mass", "energy"
]
PERCENT = "%"
POINTS = "п. п."
COUNTED: frozenset[UnitKind] = frozenset({"people", "count"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its canonical symbol («тыс. руб.»). `scale`: how many of `base` («руб.») it makes.

    `per` is the other half of a rate: «на 1000 населения», «к 2018 году»."""

    symbol: str
    kind: UnitKind
    base: str
    scale: Decimal = Decimal(1)
    per: str | None = None

    @property
    def counted(self) -> bool:
        """Whether values are whole things, so that an unscaled integer is exact."""
        return self.kind in COUNTED and self.scale == 1


_SCALES = (
    ("тыс.", Decimal(10) ** 3, r"тыс(?:яч[аиу]?)?"),
    ("млн", Decimal(10) ** 6, r"млн|миллион(?:а|ов)?"),
    ("млрд", Decimal(10) ** 9, r"млрд|миллиард(?:а|ов)?"),
    ("трлн", Decimal(10) ** 12, r"трлн|триллион(?:а|ов)?"),
)
_SCALE = re.compile("|".join(f"(?P<s{n}>{words})" for n, (_, _, words) in enumerate(_SCALES)))
_GAP = r"[\s.\-]*"
# Words that are units after a number but common words in a header («на конец года», «в школах»).
_DATED = re.compile(
    r"(?:на|за|в|по состоянию на)\s+(?:\d\d?\.\d\d?\.|\d\d? (?:янв|фев|мар|апр|ма[яй]|июн|июл|авг|сен|окт|ноя|дек)|(?:19|20)\d\d)"
)
_PER_POPULATION = re.compile(
    r"(?:в расчете )?на (?P<many>10*(?:[ .]000)?|тысячу|\d+ ?тыс\.?(?:яч)?) ?"
    r"(?P<whom>(?:чел[а-я.]* )?(?:постоянного )?населения|жителей|чел[а-я.]*|детей|[а-я]+ населения)"
)
# Who «населения» is, whatever a report calls them; children and other groups are not.
_EVERYBODY = re.compile(r"(?:чел[а-я.]* )?(?:постоянного )?населения|жителей|чел[а-я.]*")
_THOUSANDS = {"1": "1000", "10": "10 тыс.", "100": "100 тыс."}
_ONLY_AFTER_NUMBERS = frozenset({"лет", "м", "т", "ц", "раз", "час.", "дн.", "мес.", "мин."})


@lru_cache(maxsize=1)
def units() -> tuple[Unit, ...]:
    """Every unit of the table, unscaled."""
    return tuple(unit for unit, _ in _table())


@lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit | None:
    """The unit that a header, a caption or a cell states: «(чел.)», «, тыс. руб.», «в %», «Количество человек …».

    The whole text, then a bracket, then what stands after a comma, then the words of a count or a share."""
    folded = fold(text).strip(" .:;")
    if not folded:
        return None
    return _whole(folded) or _in_brackets(folded) or _after_comma(folded) or _worded(folded)


def unit_at(text: str) -> tuple[Unit, int] | None:
    """The unit at the head of `text` and the offset behind it, as after a number («чел. (8,3%)»)."""
    head = text[:80]
    folded = head.casefold().replace("ё", "е")
    if len(folded) != len(head):
        return None
    found = _scaled_at(folded, 0)
    return None if found is None else (found[0], _behind_dot(head, found[1]))


def is_singular(word: str) -> bool:
    """Whether a unit's noun stands in the nominative singular: «1 класс» is a count, «5 класс» a label."""
    return fold(word) in _singulars()


def unit_by_symbol(symbol: str) -> Unit | None:
    """The unit of a canonical symbol («тыс. руб.»), as `Observation.unit` holds it."""
    found = unit_at(symbol)
    return found[0] if found and found[0].symbol == symbol else None


def _behind_dot(text: str, end: int) -> int:
    """The offset behind the dot of an abbreviation («чел.»)."""
    return end + 1 if text[end : end + 1] == "." else end


def _whole(folded: str) -> Unit | None:
    text = folded.removeprefix("в ")
    found = _scaled_at(text, 0)
    if found is None:
        per = _PER_POPULATION.fullmatch(folded)
        return _population_rate(per) if per else None
    unit, end = found
    if text[:end] in _never_headers():
        return None
    return _rated(unit, text[end:].strip(" ."))


def _rated(unit: Unit, rest: str) -> Unit | None:
    """`unit` when nothing follows it, or with what it is taken by («/чел.», «на 1000 населения», «к итогу»)."""
    if not rest or _DATED.match(rest):
        return unit
    if per := _PER_POPULATION.fullmatch(rest):
        rate = _population_rate(per)
        return replace(unit, symbol=f"{unit.symbol} {rate.symbol}", kind="rate", per=rate.per)
    if by := re.fullmatch(r"(?:/|на 1 |на одного |на |за |в )\s*(.{1,40})", rest):
        other = _scaled_at(by[1], 0)
        if other and not by[1][other[1] :].strip(" ."):
            return replace(unit, symbol=f"{unit.symbol}/{other[0].symbol}", kind="rate", per=other[0].symbol)
    if re.match(r"(?:к|от|на|в расчете на)\s", rest) and len(rest) <= 60:
        return replace(unit, per=rest)
    return None


def _in_brackets(folded: str) -> Unit | None:
    for inside in reversed(re.findall(r"[(\[]([^()\[\]]{1,60})[)\]]", folded)):
        if unit := _whole(inside.strip(" .")):
            return unit
    return None


def _after_comma(folded: str) -> Unit | None:
    """«Общий охват, детей», «Всего, чел. на 01.01.2022 г», «в процентах к итогу»."""
    for piece in reversed(re.split(r"[,;:]\s*", folded)[1:]):
        bare = re.sub(r"\([^()]*\)", "", piece).strip(" .")
        if unit := _whole(bare) or _before_date(bare):
            return unit
    return None


def _before_date(piece: str) -> Unit | None:
    found = _scaled_at(piece.removeprefix("в "), 0)
    if found is None or found[0].symbol in _ONLY_AFTER_NUMBERS:
        return None
    rest = piece.removeprefix("в ")[found[1] :].strip(" .")
    return found[0] if _DATED.match(rest) else None


_COUNT_WORDS = r"(?:общее |среднее |всего |предельное )?(?:количество|кол-во|число|численность)\s+"
_SHARE_WORDS = re.compile(
    r"(?:доля|удельный вес|процент|темп (?:роста|прироста)|.*\bв (?:%|процентах)(?: (?:к|от) .{1,40})?$)"
)


def _worded(folded: str) -> Unit | None:
    if _SHARE_WORDS.match(folded):
        return _by_symbol(PERCENT)
    if counted := re.match(_COUNT_WORDS, folded):
        found = _scaled_at(folded, counted.end())
        return found[0] if found and found[0].counted else None
    if folded.endswith("%"):
        return _by_symbol(PERCENT)
    per = re.search(rf"(?:^|(?<=\s)){_PER_POPULATION.pattern}$", folded)
    return _population_rate(per) if per else None


def _population_rate(per: re.Match[str]) -> Unit:
    """One symbol for «на 1000 человек населения», «на тысячу жителей», «на 1 тыс. населения»."""
    thousands = re.sub(r"[ .]000$|000$| ?тыс\.?(?:яч)?$", "", per["many"].replace("тысячу", "1000"))
    many = _THOUSANDS.get(thousands, per["many"]) if thousands != per["many"] else per["many"]
    whom = "населения" if _EVERYBODY.fullmatch(per["whom"]) else per["whom"]
    symbol = f"на {many} {whom}"
    return Unit(symbol, "rate", symbol, per=symbol)


def _by_symbol(symbol: str) -> Unit:
    return next(unit for unit in units() if unit.symbol == symbol)


def _scaled_at(folded: str, start: int) -> tuple[Unit, int] | None:
    """A unit at `start`, with a scale before it («тыс. руб.») or alone; the scale alone counts units."""
    scale = _SCALE.match(folded, start)
    if scale is None or _inside_word(folded, scale.end()):
        return _unit_at(folded, start)
    index = next(n for n in range(len(_SCALES)) if scale[f"s{n}"])
    symbol, factor, _ = _SCALES[index]
    gap = re.compile(_GAP).match(folded, scale.end())
    behind = gap.end() if gap else scale.end()
    found = _unit_at(folded, behind)
    if found is None:
        return Unit(f"{symbol} ед.", "count", "ед.", factor), scale.end()
    unit = found[0]
    return Unit(f"{symbol} {unit.symbol}", unit.kind, unit.base, factor), found[1]


def _unit_at(folded: str, start: int) -> tuple[Unit, int] | None:
    first = folded[start : start + 1]
    for unit, pattern in _by_first_letter().get(first, ()):
        match = pattern.match(folded, start)
        if match and not _inside_word(folded, match.end()):
            return unit, match.end()
    return None


def _inside_word(folded: str, end: int) -> bool:
    """Whether a match that ends at `end` stops in the middle of a word or of a compound («час-пик», «р-н»)."""
    if not folded[end - 1 : end].isalnum():
        return False
    following = folded[end : end + 2]
    return following[:1].isalnum() or (following[:1] == "-" and following[1:].isalpha())


@lru_cache(maxsize=1)
def _by_first_letter() -> dict[str, tuple[tuple[Unit, re.Pattern[str]], ...]]:
    """Patterns by the letter that they begin with, longest form first."""
    by_letter: dict[str, list[tuple[str, Unit]]] = {}
    for unit, forms in _table():
        for form in forms:
            by_letter.setdefault(form[0], []).append((form, unit))
    return {
        letter: tuple((unit, _form_pattern(form)) for form, unit in sorted(forms, key=lambda pair: -len(pair[0])))
        for letter, forms in by_letter.items()
    }


def _form_pattern(form: str) -> re.Pattern[str]:
    parts = (re.escape(part).replace(r"\*", "[а-я]*") for part in form.split("_"))
    return re.compile(_GAP.join(parts))


@lru_cache(maxsize=1)
def _singulars() -> frozenset[str]:
    return frozenset(form.split("/")[0] for row in _rows() for form in row["forms"].split() if "/" in form)


@lru_cache(maxsize=1)
def _never_headers() -> frozenset[str]:
    """Nouns that alone name a column, not its unit («Организации», «Год», «Место»); «мест», «лет» are units."""
    nouns = (row["forms"].split() for row in _rows() if row["kind"] in ("people", "count", "time"))
    return frozenset(form for forms in nouns for noun in forms if "/" in noun for form in noun.split("/")[:2])


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[Unit, tuple[str, ...]], ...]:
    return tuple(
        (Unit(row["symbol"], cast(UnitKind, row["kind"]), row["symbol"]), tuple(re.split(r"[ /]", row["forms"])))
        for row in _rows()
    )


@lru_cache(maxsize=1)
def _rows() -> tuple[dict[str, str], ...]:
    """Rows of the table: symbol, kind, forms («_» joins words, «*» is any ending, «a/b/c» are 1, 2 and 5 of it)."""
    text = files("normalize").joinpath("data/units.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
