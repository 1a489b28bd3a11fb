"""Automatic list numbers of a .docx, as Word prints them: levels, restarts, overrides, styles of lists."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple
from xml.etree.ElementTree import Element

from extract.formats.docx_styles import NumberReference, Styles, font_of
from extract.formats.docx_symbols import UNKNOWN_SYMBOL, without_private
from extract.formats.docx_xml import MC, W, chosen, flag, value, whole

MAX_LEVELS = 9
_PLACE = re.compile("%([1-9])")
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
    (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MAX_COUNT = 32_767
_LONGEST_TEXT = 255


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: first number, form of the numbers, text with places (%1), what restarts it."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart_after: int | None = None
    legal: bool = False
    style: str | None = None


_UNSTATED = Level()


class Numbered(NamedTuple):
    """A paragraph's place in a list: its label as printed («1.», «а)», «•»), None where it bears none; its level from 0."""

    label: str | None
    level: int


@dataclass(frozen=True, slots=True)
class _Instance:
    """An instance of a list: levels with its own in place of the list's, first numbers where it restarts.

    `counts`, how far each level has been counted, are shared by all instances of the list."""

    levels: dict[int, Level]
    restarts: dict[int, int]
    counts: dict[int, int]


class Numbering:
    """The numbering part with its running counts: ask for labels in the order of the document.

    Lists are read when they are first met: templates define many more than are used."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        lists = () if root is None else root.iterfind(W + "abstractNum")
        numbers = () if root is None else root.iterfind(W + "num")
        self._styles = styles
        self._lists = {element.get(W + "abstractNumId", ""): element for element in lists}
        self._numbers = {element.get(W + "numId", ""): element for element in numbers}
        self._instances: dict[str, _Instance | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, reference: NumberReference, style: str | None) -> Numbered | None:
        """Count one paragraph of `style`; None where it is in no list."""
        number = reference.number
        if number is None:
            return None
        if number not in self._instances:
            self._instances[number] = self._read_instance(number)
        instance = self._instances[number]
        if instance is None:
            return None
        lineage = self._styles.lineage(style) if reference.level is None else ()
        level = _level_of(instance, reference, lineage)
        self._count(number, instance, level, instance.counts)
        return Numbered(_label(instance.levels, level, instance.counts) or None, level)

    def _read_instance(self, number: str) -> _Instance | None:
        element = self._numbers.get(number)
        list_id = value(element, "abstractNumId") or ""
        link = value(self._lists.get(list_id), "numStyleLink")
        if link is not None:
            owner = self._numbers.get(self._styles.numbering_of(link) or "")
            list_id = value(owner, "abstractNumId") or list_id
        if element is None or list_id not in self._lists:
            return None
        own, restarts = _read_overrides(element)
        return _Instance(_read_levels(self._lists[list_id]) | own, restarts, self._counts.setdefault(list_id, {}))

    def _count(self, number: str, instance: _Instance, index: int, counts: dict[int, int]) -> None:
        restart = instance.restarts.get(index)
        if restart is not None and (number, index) not in self._started:
            counts[index] = restart
        elif index in counts:
            counts[index] += 1
        else:
            counts[index] = instance.levels.get(index, _UNSTATED).start
        self._started.add((number, index))
        for deeper in [level for level in counts if level > index]:
            if _restarts(instance.levels.get(deeper, _UNSTATED), deeper, index):
                del counts[deeper]


def _level_of(instance: _Instance, reference: NumberReference, lineage: Iterable[str]) -> int:
    """The level stated, else the one that belongs to the style or to the nearest it is based on."""
    if reference.level is not None:
        return min(max(reference.level, 0), MAX_LEVELS - 1)
    indices = {level.style: index for index, level in instance.levels.items() if level.style}
    return next((indices[name] for name in lineage if name in indices), 0)


def _restarts(level: Level, index: int, after: int) -> bool:
    """Whether a paragraph on level `after` (< `index`) makes level `index` begin anew."""
    return level.restart_after is None or (level.restart_after > 0 and after < min(level.restart_after, index))


def _label(levels: dict[int, Level], index: int, counts: dict[int, int]) -> str:
    level = levels.get(index, _UNSTATED)
    if level.form == "bullet":
        return level.text.strip()

    def number(place: re.Match[str]) -> str:
        shown = int(place[1]) - 1
        other = levels.get(shown, _UNSTATED)
        return printed_number(counts.get(shown, other.start), "decimal" if level.legal else other.form)

    return _PLACE.sub(number, level.text).strip()


def _read_levels(parent: Element) -> dict[int, Level]:
    indices = ((whole(element.get(W + "ilvl"), -1), element) for element in parent.iterfind(W + "lvl"))
    return {index: _read_level(element) for index, element in indices if 0 <= index < MAX_LEVELS}


def _read_level(element: Element) -> Level:
    form = _read_form(element)
    restart = value(element, "lvlRestart")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    text = without_private((value(element, "lvlText") or "")[:_LONGEST_TEXT], None if fonts is None else font_of(fonts))
    return Level(
        start=min(whole(value(element, "start"), 0), _MAX_COUNT),
        form=form,
        text=text.replace(UNKNOWN_SYMBOL, "•") if form == "bullet" else text,
        restart_after=None if restart is None else whole(restart),
        legal=bool(flag(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _read_form(level: Element) -> str:
    """The form of a level's numbers; a custom one is named by its first number («001»), with a usual one to fall back on."""
    branches = (branch for alternate in level.iterfind(MC + "AlternateContent") for branch in chosen(alternate))
    for parent in (level, *branches):
        stated = parent.find(W + "numFmt")
        if stated is not None:
            form = stated.get(W + "val", "decimal")
            form = stated.get(W + "format", "").partition(",")[0].strip() if form == "custom" else form
            if form in _FORMS or parent is level:
                return form
    return "decimal"


def _read_overrides(number: Element) -> tuple[dict[int, Level], dict[int, int]]:
    levels: dict[int, Level] = {}
    restarts: dict[int, int] = {}
    for override in number.iterfind(W + "lvlOverride"):
        index = whole(override.get(W + "ilvl"))
        if not 0 <= index < MAX_LEVELS:
            continue
        start = value(override, "startOverride")
        level = override.find(W + "lvl")
        if level is not None:
            levels[index] = _read_level(level)
        if start is not None:
            restarts[index] = min(whole(start), _MAX_COUNT)
            if level is not None:
                levels[index] = replace(levels[index], start=restarts[index])
    return levels, restarts


def printed_number(count: int, form: str) -> str:
    """`count` in one of Word's number forms; a form we do not know prints as decimal."""
    make = _FORMS.get(form)
    return str(count) if make is None or (not 1 <= count <= _MAX_COUNT and form != "none") else make(count)


def _letters(alphabet: str) -> Callable[[int], str]:
    """Letters as Word repeats them: а, б, … я, аа, бб."""
    return lambda count: alphabet[(count - 1) % len(alphabet)] * min((count - 1) // len(alphabet) + 1, 64)


def _roman(count: int) -> str:
    text = ""
    for number, letters in _ROMAN:
        repeat, count = divmod(count, number)
        text += letters * repeat
    return text


_FORMS: dict[str, Callable[[int], str]] = {
    "none": lambda _count: "",
    "decimal": str,
    "decimalZero": lambda count: f"{count:02d}",
    "01": lambda count: f"{count:02d}",
    "001": lambda count: f"{count:03d}",
    "0001": lambda count: f"{count:04d}",
    "00001": lambda count: f"{count:05d}",
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": _letters(_LATIN.upper()),
    "lowerLetter": _letters(_LATIN),
    "russianUpper": _letters(_RUSSIAN.upper()),
    "russianLower": _letters(_RUSSIAN),
    "ordinal": lambda count: f"{count}-й",
    "numberInDash": lambda count: f"- {count} -",
    "hex": lambda count: f"{count:X}",
    "chicago": lambda count: "*†‡§"[(count - 1) % 4] * min((count - 1) // 4 + 1, 64),
    "decimalEnclosedCircle": lambda count: chr(0x245F + count) if count <= 20 else str(count),
    "decimalEnclosedParen": lambda count: chr(0x2473 + count) if count <= 20 else f"({count})",
}
