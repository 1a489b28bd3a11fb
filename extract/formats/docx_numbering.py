"""Automatic list numbers of a .docx, as Word prints them: levels, restarts, overrides, styles of lists."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from extract.formats.docx_styles import NumberReference, Styles
from extract.formats.docx_symbols import without_private
from extract.formats.docx_xml import W, flag, value, whole

MAX_LEVELS = 9
_PLACES = tuple(f"%{level}" for level in range(1, MAX_LEVELS + 1))
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


@dataclass(slots=True)
class _List:
    """A list (shared by its instances): its levels and how far each has been counted."""

    levels: dict[int, Level]
    counts: dict[int, int]


@dataclass(frozen=True, slots=True)
class _Instance:
    """An instance of a list: levels with its own in place of the list's, first numbers where it restarts."""

    list_id: str
    levels: dict[int, Level]
    restarts: dict[int, int]


class Numbering:
    """The numbering part with its running counts: ask for labels in the order of the document."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._lists: dict[str, _List] = {}
        self._instances: dict[str, _Instance] = {}
        self._started: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root, styles)

    def _read(self, root: Element, styles: Styles) -> None:
        links: dict[str, str] = {}
        for element in root.iterfind(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            self._lists[name] = _List(_read_levels(element), {})
            link = value(element, "numStyleLink")
            if link is not None:
                links[name] = link
        owners = {number.get(W + "numId", ""): number for number in root.iterfind(W + "num")}
        for number_id, number in owners.items():
            list_id = value(number, "abstractNumId") or ""
            if list_id in links:
                owner = owners.get(styles.numbering_of(links[list_id]) or "")
                list_id = value(owner, "abstractNumId") or list_id
            if list_id in self._lists:
                own, restarts = _read_overrides(number)
                self._instances[number_id] = _Instance(list_id, self._lists[list_id].levels | own, restarts)

    def level_of(self, reference: NumberReference | None, style: str | None) -> int | None:
        """The level a paragraph of `style` stands on, from 0; None where it is not in a list."""
        instance = self._instance(reference)
        if reference is None or instance is None:
            return None
        if reference.level is not None:
            return min(max(reference.level, 0), MAX_LEVELS - 1)
        return next((index for index, level in instance.levels.items() if style and level.style == style), 0)

    def next_label(self, reference: NumberReference | None, style: str | None) -> str | None:
        """Count one paragraph and return its label as printed («1.», «а)», «•»); None where it bears none."""
        instance, index = self._instance(reference), self.level_of(reference, style)
        if reference is None or reference.number is None or instance is None or index is None:
            return None
        counts = self._lists[instance.list_id].counts
        self._count(reference.number, instance, index, counts)
        return _label(instance.levels, index, counts) or None

    def _instance(self, reference: NumberReference | None) -> _Instance | None:
        if reference is None or reference.number is None:
            return None
        return self._instances.get(reference.number)

    def _count(self, number: str, instance: _Instance, index: int, counts: dict[int, int]) -> None:
        restart = instance.restarts.get(index)
        if restart is not None and (number, index) not in self._started:
            counts[index] = restart
        elif index in counts:
            counts[index] += 1
        else:
            counts[index] = instance.levels.get(index, Level()).start
        self._started.add((number, index))
        for deeper in [level for level in counts if level > index]:
            if _restarts(instance.levels.get(deeper, Level()), deeper, index):
                del counts[deeper]


def _restarts(level: Level, index: int, after: int) -> bool:
    """Whether a paragraph on level `after` (< `index`) makes level `index` begin anew."""
    return level.restart_after is None or (level.restart_after > 0 and after < min(level.restart_after, index))


def _label(levels: dict[int, Level], index: int, counts: dict[int, int]) -> str:
    level = levels.get(index, Level())
    text = level.text
    if level.form == "bullet" or "%" not in text:
        return text.strip()
    for shown in range(MAX_LEVELS):
        place = _PLACES[shown]
        if place in text:
            other = levels.get(shown, Level())
            form = "decimal" if level.legal else other.form
            text = text.replace(place, printed_number(counts.get(shown, other.start), form))
    return text.strip()


def _read_levels(parent: Element) -> dict[int, Level]:
    indices = ((whole(element.get(W + "ilvl"), -1), element) for element in parent.iterfind(W + "lvl"))
    return {index: _read_level(element) for index, element in indices if 0 <= index < MAX_LEVELS}


def _read_level(element: Element) -> Level:
    form_element = element.find(W + "numFmt")
    form = "decimal" if form_element is None else form_element.get(W + "val", "decimal")
    restart = value(element, "lvlRestart")
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=min(whole(value(element, "start"), 0), _MAX_COUNT),
        form=form,
        text=without_private(
            (value(element, "lvlText") or "")[:_LONGEST_TEXT], None if fonts is None else fonts.get(W + "ascii")
        ),
        restart_after=None if restart is None else whole(restart),
        legal=bool(flag(element, "isLgl")),
        style=value(element, "pStyle"),
    )


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
    "decimalZero": lambda count: f"{count:02d}",
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
