"""Styles of a .docx: what a paragraph or a run inherits, resolved once for each style."""

from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import TypeVar
from xml.etree.ElementTree import Element

from extract.document import ParagraphStyle
from extract.formats.docx_xml import VAL, W, is_on, value, whole
from extract.formats.ooxml import parse_part

_RAISED = "superscript"
Key = TypeVar("Key")
Look = TypeVar("Look")


@dataclass(frozen=True, slots=True)
class RunLook:
    """How characters look; None means inherited."""

    bold: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    font: str | None = None

    def over(self, base: "RunLook") -> "RunLook":
        """This look laid over an inherited one."""
        if self == PLAIN or base == PLAIN:
            return base if self == PLAIN else self
        return RunLook(
            base.bold if self.bold is None else self.bold,
            base.hidden if self.hidden is None else self.hidden,
            base.raised if self.raised is None else self.raised,
            self.font or base.font,
        )


PLAIN = RunLook()


@dataclass(frozen=True, slots=True)
class NumberReference:
    """A reference to a list: its instance and level, each None where it is inherited."""

    number: str | None = None
    level: int | None = None


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph says of itself or inherits. `outline` counts from 0; `role` is told by the name of a style."""

    style: str | None = None
    role: ParagraphStyle | None = None
    outline: int | None = None
    centered: bool | None = None
    numbering: NumberReference | None = None
    run: RunLook = PLAIN

    def over(self, base: "ParagraphLook") -> "ParagraphLook":
        return ParagraphLook(
            self.style or base.style,
            self.role or base.role,
            base.outline if self.outline is None else self.outline,
            base.centered if self.centered is None else self.centered,
            _number_over(self.numbering, base.numbering),
            self.run.over(base.run),
        )


def _number_over(own: NumberReference | None, base: NumberReference | None) -> NumberReference | None:
    if own is None or base is None:
        return own or base
    return NumberReference(own.number or base.number, base.level if own.level is None else own.level)


_RunFacts = tuple[bool | None, bool | None, bool | None, str | None, str | None]
_ParagraphFacts = tuple[str | None, int | None, bool | None, str | None, int | None]

_B, _VANISH, _VERT_ALIGN, _POSITION = W + "b", W + "vanish", W + "vertAlign", W + "position"
_FONTS, _R_STYLE, _ASCII, _HIGH = W + "rFonts", W + "rStyle", W + "ascii", W + "hAnsi"
_P_STYLE, _JC, _OUTLINE, _NUM_PR = W + "pStyle", W + "jc", W + "outlineLvl", W + "numPr"


def font_of(fonts: Element) -> str | None:
    """The font that a ``w:rFonts`` names for symbols."""
    return fonts.get(_ASCII) or fonts.get(_HIGH)


def _run_facts(properties: Element) -> _RunFacts:
    """What a ``w:rPr`` states: bold, hidden, raised, font, character style."""
    bold = hidden = raised = font = style = None
    for child in properties:
        tag = child.tag
        if tag == _B:
            bold = is_on(child)
        elif tag == _VANISH:
            hidden = is_on(child)
        elif tag == _VERT_ALIGN:
            raised = child.get(VAL) == _RAISED
        elif tag == _POSITION:
            raised = whole(child.get(VAL)) > 0 or raised
        elif tag == _FONTS:
            font = font_of(child)
        elif tag == _R_STYLE:
            style = child.get(VAL)
    return bold, hidden, raised, font, style


def _paragraph_facts(properties: Element) -> _ParagraphFacts:
    """What a ``w:pPr`` states: style, outline level, centred, list instance, list level."""
    style = outline = centered = number = level = None
    for child in properties:
        tag = child.tag
        if tag == _P_STYLE:
            style = child.get(VAL)
        elif tag == _JC:
            centered = child.get(VAL) == "center"
        elif tag == _OUTLINE:
            outline = whole(child.get(VAL), 9)
        elif tag == _NUM_PR:
            number, depth = value(child, "numId"), value(child, "ilvl")
            level = None if depth is None else whole(depth)
    return style, outline, centered, number, level


def _run_look(properties: Element | None) -> RunLook:
    return PLAIN if properties is None else RunLook(*_run_facts(properties)[:4])


def is_hidden(properties: Element | None) -> bool:
    """Whether a ``w:rPr`` itself hides what it describes."""
    return bool(_run_look(properties).hidden)


def direct_numbering(properties: Element) -> NumberReference | None:
    """The list that a ``w:pPr`` (or a shortened cell) itself refers to."""
    return _reference(_paragraph_facts(properties))


def _reference(facts: _ParagraphFacts) -> NumberReference | None:
    number, level = facts[3:]
    return None if number is None and level is None else NumberReference(number, level)


def _direct_look(facts: _ParagraphFacts) -> ParagraphLook:
    style, outline, centered, _number, _level = facts
    return ParagraphLook(style, outline=outline, centered=centered, numbering=_reference(facts))


class Styles:
    """The styles part. Looks are resolved through ``basedOn`` and remembered by what is stated directly."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._paragraphs: dict[str, ParagraphLook] = {}
        self._character: dict[str, RunLook] = {}
        self._plain: dict[str | None, bool] = {}
        self._paragraph_looks: dict[_ParagraphFacts, ParagraphLook] = {}
        self._run_looks: dict[tuple[RunLook, _RunFacts], RunLook] = {}
        self._default: str | None = None
        self._base = PLAIN
        if root is not None:
            self._index(root)

    def _index(self, root: Element) -> None:
        self._base = _run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for style in root.iterfind(W + "style"):
            name = style.get(W + "styleId", "")
            self._elements[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = name

    def is_plain(self, style: str | None) -> bool:
        """Whether a paragraph style neither numbers, hides nor raises."""
        plain = self._plain.get(style)
        if plain is None:
            look = self._paragraph_style(style)
            plain = look.numbering is None and not look.run.hidden and not look.run.raised
            _remember(self._plain, style, plain)
        return plain

    def is_plain_run(self, style: str) -> bool:
        """Whether a character style neither hides nor raises."""
        look = self._character_style(style)
        return not look.hidden and not look.raised

    def paragraph_look(self, properties: Element | None) -> ParagraphLook:
        """The whole look of a paragraph with the direct properties ``w:pPr``."""
        if properties is None:
            return self._paragraph_style(None)
        facts = _paragraph_facts(properties)
        look = self._paragraph_looks.get(facts)
        if look is None:
            look = _direct_look(facts).over(self._paragraph_style(facts[0]))
            _remember(self._paragraph_looks, facts, look)
        return look

    def run_look(self, properties: Element | None, base: RunLook) -> RunLook:
        """The whole look of a run with the direct properties ``w:rPr`` in a paragraph with the look `base`."""
        if properties is None:
            return base
        facts = _run_facts(properties)
        if facts == _NOTHING_STATED:
            return base
        look = self._run_looks.get((base, facts))
        if look is None:
            styled = base if facts[4] is None else self._character_style(facts[4]).over(base)
            look = RunLook(*facts[:4]).over(styled)
            _remember(self._run_looks, (base, facts), look)
        return look

    def _paragraph_style(self, style: str | None) -> ParagraphLook:
        """The look of a paragraph style (of the default one for None or an unknown name)."""
        name = style if style in self._elements else self._default or ""
        if name not in self._paragraphs:
            looks = [_style_look(element) for element in self._chain(name)]
            self._paragraphs[name] = reduce(ParagraphLook.over, [*looks, ParagraphLook(run=self._base)])
        return self._paragraphs[name]

    def _character_style(self, style: str) -> RunLook:
        if style not in self._character:
            looks = [_run_look(element.find(W + "rPr")) for element in self._chain(style)]
            self._character[style] = reduce(RunLook.over, looks, PLAIN)
        return self._character[style]

    def numbering_of(self, style: str) -> str | None:
        """The list instance that a numbering style stands for."""
        found = (value(element.find(f"{W}pPr/{W}numPr"), "numId") for element in self._chain(style))
        return next((number for number in found if number), None)

    def lineage(self, style: str | None) -> list[str]:
        """A style and those that it is based on, nearest first."""
        return [element.get(W + "styleId", "") for element in self._chain(style)]

    def _chain(self, style: str | None) -> list[Element]:
        chain: list[Element] = []
        name = style
        while name in self._elements and len(chain) < 64:
            chain.append(self._elements[name])
            name = value(chain[-1], "basedOn")
        return chain


def _remember(looks: dict[Key, Look], key: Key, look: Look) -> None:
    """Keep a look; a document of endless variety begins anew."""
    if len(looks) >= _MOST_LOOKS:
        looks.clear()
    looks[key] = look


def _style_look(style: Element) -> ParagraphLook:
    properties = style.find(W + "pPr")
    look = ParagraphLook() if properties is None else _direct_look(_paragraph_facts(properties))
    role = _ROLES.get((value(style, "name") or "").strip().lower())
    return replace(look, style=style.get(W + "styleId"), role=role, run=_run_look(style.find(W + "rPr")))


@lru_cache(maxsize=4)
def parse_styles(data: bytes) -> Styles:
    """The styles of a part's bytes. Documents of one office share their template: it is parsed once for all of them."""
    return Styles(parse_part(_without_table_styles(data), "styles"))


def _without_table_styles(data: bytes) -> bytes:
    """The bytes of a styles part without its table styles: most of the part, and no part of the text."""
    styles = data.split(_STYLE_END)
    kept = [
        style
        for style in styles[:-1]
        if (start := style.find(_STYLE)) < 0 or _OF_TABLE not in style[start : start + 200]
    ]
    return _STYLE_END.join([*kept, styles[-1]]) if len(kept) > 1 and kept[0] is styles[0] else data


_MOST_LOOKS = 4096
_STYLE, _STYLE_END, _OF_TABLE = b"<w:style ", b"</w:style>", b'w:type="table"'
_NOTHING_STATED: _RunFacts = (None, None, None, None, None)
_ROLES: dict[str, ParagraphStyle] = {
    "title": "title",
    "subtitle": "title",
    "название": "title",
    "подзаголовок": "title",
    "caption": "caption",
    "название объекта": "caption",
    "footnote text": "footnote",
    "endnote text": "footnote",
    "текст сноски": "footnote",
    "footnote": "footnote",
    "endnote": "footnote",
    **{f"heading {level}": "heading" for level in range(1, 10)},
    **{f"заголовок {level}": "heading" for level in range(1, 10)},
}
