"""What the text of one cell may be, apart from where it stands: a value, a missing one, an ordinal, a period, a unit, words."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from extract.language import LABELLED_VALUE, ORDINAL_CELL, PERIOD_COLUMN_LABEL
from normalize.numbers import Quantity, parse_quantity
from normalize.periods import Period, calendar_year, parse_period
from normalize.text import fold, squash
from normalize.units import Unit, unit_at

_CACHE = 1 << 14
_YEAR = re.compile(r"(?:19[5-9]|20[0-9])\d")
_FOOTNOTE_MARK = re.compile(r"(?<=[\d%)])\s?(?:\*+|[¹²³⁴⁵⁶⁷⁸⁹]+\)?)$")
_REMARK = re.compile(r"(?P<value>\d[\d\s,.]*)\s*\((?=[^()]*[а-яё]{2})[^()]*\)", re.IGNORECASE)
_REMARKED = 0.8
# «чел./%» heads counts with their percentages.
_AND_PERCENT = re.compile(r"(?<=\S)\s*[/,(]\s*%\)?$")
_RATE = re.compile(r"(?:на|к|от|в расчете на)\s.{1,60}")
_SEVERAL = re.compile(r"(?P<first>[^/]*\d[^/]*)/(?P<second>[^/]*\d[^/]*)")
LONGEST_VALUE = 60
LONGEST_SENTENCE = 300
# Any calendar year lets «I полугодие» and «янв.–фев.» be recognised as periods that lack their year.
SOME_YEAR = calendar_year(2000)


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell's text by itself. `quantity` is set when all of it is a value, or stands for a missing one;
    `several` when it is two values.

    A text may be several things at once («2021» is a number and a year, «1.1» a number and an ordinal):
    columns and rows decide between them."""

    text: str
    folded: str
    quantity: Quantity | None = None
    label: str | None = None
    several: tuple[Quantity, Quantity] | None = None
    is_year: bool = False
    is_period: bool = False
    is_ordinal: bool = False
    unit: Unit | None = None

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def number(self) -> bool:
        """Holds a number, not a mark for a missing one."""
        return self.quantity is not None and self.quantity.value is not None

    @property
    def missing(self) -> bool:
        """A mark for a missing value («–», «х», «…»); a blank is none."""
        return self.quantity is not None and self.quantity.value is None and bool(self.text)

    @property
    def figure(self) -> bool:
        """A number that cannot be mistaken for a year or a period («9 месяцев»)."""
        return self.number and not self.is_year and not self.is_period

    @property
    def words(self) -> bool:
        """Neither blank nor a value."""
        return bool(self.text) and self.quantity is None and self.several is None


@lru_cache(maxsize=_CACHE)
def read_cell(text: str) -> Reading:
    """`text` of a cell in every sense that it allows."""
    plain = squash(text)
    if not plain:
        return Reading("", "")
    if len(plain) > LONGEST_VALUE:
        label, quantity = _labelled(plain)
        return Reading(plain, fold(plain), quantity, label)
    quantity, label = _value(text), None
    if quantity is None:
        label, quantity = _labelled(plain)
    return Reading(
        plain,
        fold(plain),
        quantity,
        label,
        split_values(plain) if quantity is None else None,
        is_year=bool(_YEAR.fullmatch(plain)),
        is_period=label is None and _is_period(plain),
        is_ordinal=bool(ORDINAL_CELL.fullmatch(plain)),
        unit=None if quantity is not None else whole_unit(plain),
    )


def whole_unit(text: str) -> Unit | None:
    """The unit that the whole text is («чел.», «в %», «тыс. руб.»); «Год» over a column is none."""
    folded = _AND_PERCENT.sub("", fold(text).strip(" .:;,()").removeprefix("в "))
    found = unit_at(folded)
    if found is None or PERIOD_COLUMN_LABEL.fullmatch(folded):
        return None
    rest = folded[found[1] :].strip(" .")
    return found[0] if not rest or _RATE.fullmatch(rest) else None


def split_values(text: str) -> tuple[Quantity, Quantity] | None:
    """Two counts in one cell parted by a slash («15/3»); None when it is not so."""
    match = _SEVERAL.fullmatch(squash(text))
    if match is None:
        return None
    first, second = parse_quantity(match["first"]), parse_quantity(match["second"])
    both = first and second and first.value is not None and second.value is not None
    return (first, second) if both and first and second else None


def _value(text: str) -> Quantity | None:
    """The value that the whole text is. Numbers written in words are labels in a table, not values."""
    plain = _FOOTNOTE_MARK.sub("", squash(text))
    quantity = parse_quantity(plain) or _with_share(text) or _with_remark(plain)
    if quantity is not None and quantity.value is not None and not any(character.isdigit() for character in plain):
        return None
    return quantity


def _with_share(text: str) -> Quantity | None:
    """A count and its percentage on two lines or parted by a slash."""
    pieces = [squash(piece) for piece in re.split(r"\n|/", text) if piece.strip()]
    if len(pieces) != 2 or not pieces[1].endswith("%") or not pieces[0][-1].isdigit():
        return None
    return parse_quantity(f"{pieces[0]} ({pieces[1]})")


def _with_remark(plain: str) -> Quantity | None:
    """«12 (5 в филиале)»: a value and words about it."""
    match = _REMARK.fullmatch(plain)
    quantity = parse_quantity(match["value"]) if match else None
    return None if quantity is None else replace(quantity, text=plain, confidence=quantity.confidence * _REMARKED)


def _labelled(plain: str) -> tuple[str | None, Quantity | None]:
    """«Количество ответов: 71 (24,9%)» → its label and its value."""
    match = LABELLED_VALUE.match(plain) if len(plain) <= LONGEST_SENTENCE else None
    if match is None:
        return None, None
    quantity = _value(match["value"])
    if quantity is None or quantity.value is None:
        return None, None
    return match["label"].strip(), quantity


def period_of(text: str, context: Period | None = None) -> Period | None:
    """The period that a label is; words of recurrence («постоянное население») make none in a table."""
    period = parse_period(text, context)
    return None if period is None or period.recurrence is not None else period


def _is_period(plain: str) -> bool:
    return any(character.isalnum() for character in plain) and period_of(plain, SOME_YEAR) is not None
