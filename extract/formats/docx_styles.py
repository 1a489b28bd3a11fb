"""Styles of a .docx: what a paragraph or a run inherits, resolved once for each style."""

from dataclasses import dataclass
from functools import reduce

from extract.document import ParagraphStyle
from extract.formats.docx_xml import VAL, Element, W, is_on, value, whole

_RAISED = "superscript"


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


def run_look(properties: Element | None) -> tuple[RunLook, str | None]:
    """Direct look of a ``w:rPr`` and the character style that it names."""
    if properties is None:
        return PLAIN, None
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
            font = child.get(_ASCII)
        elif tag == _R_STYLE:
            style = child.get(VAL)
    return RunLook(bold, hidden, raised, font), style


_B, _VANISH, _VERT_ALIGN, _POSITION = W + "b", W + "vanish", W + "vertAlign", W + "position"
_FONTS, _R_STYLE, _ASCII = W + "rFonts", W + "rStyle", W + "ascii"
_P_STYLE, _JC, _OUTLINE, _NUM_PR = W + "pStyle", W + "jc", W + "outlineLvl", W + "numPr"


def paragraph_look(properties: Element | None) -> ParagraphLook:
    """Direct look of a ``w:pPr``, without the look of its paragraph mark."""
    if properties is None:
        return ParagraphLook()
    style = outline = centered = numbering = None
    for child in properties:
        tag = child.tag
        if tag == _P_STYLE:
            style = child.get(VAL)
        elif tag == _JC:
            centered = child.get(VAL) == "center"
        elif tag == _OUTLINE:
            outline = whole(child.get(VAL), 9)
        elif tag == _NUM_PR:
            numbering = number_reference(child)
    return ParagraphLook(style, outline=outline, centered=centered, numbering=numbering)


def number_reference(properties: Element) -> NumberReference:
    """The list that a ``w:numPr`` refers to."""
    level = value(properties, "ilvl")
    return NumberReference(value(properties, "numId"), None if level is None else whole(level))


class Styles:
    """The styles part. Look-ups are resolved through ``basedOn`` and remembered."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._paragraphs: dict[str, ParagraphLook] = {}
        self._runs: dict[str, RunLook] = {}
        self._default: str | None = None
        self._base = PLAIN
        if root is not None:
            self._index(root)

    def _index(self, root: Element) -> None:
        self._base = run_look(root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))[0]
        for style in root.iterfind(W + "style"):
            name = style.get(W + "styleId", "")
            self._elements[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true", "on"):
                self._default = name

    def paragraph(self, style: str | None) -> ParagraphLook:
        """The look of a paragraph style (of the default one for None or an unknown name)."""
        name = style if style in self._elements else self._default
        if name is None:
            return ParagraphLook(run=self._base)
        if name not in self._paragraphs:
            looks = [_style_look(element) for element in self._chain(name)]
            self._paragraphs[name] = reduce(ParagraphLook.over, [*looks, ParagraphLook(run=self._base)])
        return self._paragraphs[name]

    def run(self, style: str) -> RunLook:
        """The look of a character style."""
        if style not in self._runs:
            looks = [run_look(element.find(W + "rPr"))[0] for element in self._chain(style)]
            self._runs[style] = reduce(RunLook.over, looks, PLAIN)
        return self._runs[style]

    def numbering_of(self, style: str) -> str | None:
        """The list instance that a numbering style stands for."""
        found = (value(element.find(f"{W}pPr/{W}numPr"), "numId") for element in self._chain(style))
        return next((number for number in found if number), None)

    def _chain(self, style: str) -> list[Element]:
        chain: list[Element] = []
        name: str | None = style
        while name in self._elements and len(chain) < 64:
            chain.append(self._elements[name])
            name = value(chain[-1], "basedOn")
        return chain


def _style_look(style: Element) -> ParagraphLook:
    look = paragraph_look(style.find(W + "pPr"))
    role = _ROLES.get((value(style, "name") or "").strip().lower())
    return ParagraphLook(
        style.get(W + "styleId"), role, look.outline, look.centered, look.numbering, run_look(style.find(W + "rPr"))[0]
    )


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
