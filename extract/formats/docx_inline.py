"""The content of one paragraph of a .docx: runs, changes, fields, symbols, notes, boxes, in the order of reading."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from extract.formats.docx_math import formula
from extract.formats.docx_notes import ENDNOTE, FOOTNOTE, Notes
from extract.formats.docx_remarks import Remarks
from extract.formats.docx_styles import PLAIN, RunLook, Styles
from extract.formats.docx_symbols import UNKNOWN_SYMBOL, symbol, without_private
from extract.formats.docx_xml import CHART, DIAGRAM, MC, VAL, A, M, V, W, chosen, flag, whole
from extract.marks import RAISED_CHARACTERS, Height, Marked, Segment, split_marks

BOX = W + "txbxContent"
_T, _RUN_PROPERTIES = W + "t", W + "rPr"
UNUSUAL_CHARACTERS = RAISED_CHARACTERS + "\u00ad\u200b\u200c\u200d\u2060\ufeff\u2011\n\r"
_UNUSUAL = re.compile(f"[{UNUSUAL_CHARACTERS}\uf000-\uf0ff]")
_PLAIN_FORM = {
    **dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff")),
    ord("\u2011"): "-",
    ord("\n"): " ",
    ord("\r"): None,
}
_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"


@dataclass(frozen=True, slots=True)
class Context:
    """What the paragraphs of one document share."""

    styles: Styles
    notes: Notes
    remarks: Remarks


class Inline:
    """Gathers what a paragraph shows: `segments` of text and the `boxes` anchored in it."""

    __slots__ = ("_base", "_bold_seen", "_context", "_fields", "_marked", "_plain_seen", "boxes", "segments")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._base = PLAIN
        self._fields: list[bool] = []
        self._plain_seen = self._bold_seen = self._marked = False
        self.segments: list[Segment] = []
        self.boxes: list[Element] = []

    @property
    def bold(self) -> bool:
        """Whether all of the text is bold."""
        return self._bold_seen and not self._plain_seen

    def marked(self) -> Marked:
        """The text, its footnote marks taken out."""
        if self._marked:
            return split_marks(self.segments)
        return Marked("".join([text for text, _height in self.segments]))

    def read(self, paragraph: Element, base: RunLook) -> None:
        """Add the content of a paragraph whose characters inherit the look `base`."""
        self._base = base
        self._fields.clear()
        self._children(paragraph)

    def _children(self, parent: Element) -> None:
        for child in parent:
            handler = _INLINE.get(child.tag)
            if handler is not None:
                handler(self, child)

    def _run(self, run: Element) -> None:
        self._run_children(run, self._context.styles.run_look(run.find(_RUN_PROPERTIES), self._base))

    def _run_children(self, run: Element, look: RunLook) -> None:
        for child in run:
            if child.tag == _T:
                if child.text:
                    self._add(child.text, look)
                continue
            handler = _IN_RUN.get(child.tag)
            if handler is not None:
                handler(self, child, look)

    def _add(self, text: str, look: RunLook) -> None:
        """Add text unless it is hidden or stands in the code of a field."""
        if look.hidden:
            self._context.remarks.add("hidden_text")
            return
        if self._fields and not all(self._fields):
            return
        if _UNUSUAL.search(text):
            self._marked = True
            text = without_private(text, look.font).translate(_PLAIN_FORM)
        self._put(text, look)

    def _put(self, text: str, look: RunLook) -> None:
        if not text.isspace():
            if look.bold:
                self._bold_seen = True
            else:
                self._plain_seen = True
        self._marked |= bool(look.raised)
        self.segments.append((text, Height.RAISED if look.raised else Height.LINE))

    def _changed(self, element: Element) -> None:
        self._context.remarks.add("tracked_changes")
        self._children(element)

    def _removed(self, _element: Element) -> None:
        self._context.remarks.add("tracked_changes")

    def _alternate(self, alternate: Element) -> None:
        self._first_that_adds(alternate, self._children)

    def _first_that_adds(self, alternate: Element, read: Callable[[Element], None]) -> None:
        """Read the preferred branch that shows anything: content offered twice is read once."""
        for branch in chosen(alternate):
            before = len(self.segments), len(self.boxes), len(self._context.remarks)
            read(branch)
            if before != (len(self.segments), len(self.boxes), len(self._context.remarks)):
                return

    def _break(self, _element: Element, look: RunLook) -> None:
        if not look.hidden and all(self._fields):
            self.segments.append(("\n", Height.LINE))

    def _tab(self, _element: Element, look: RunLook) -> None:
        if not look.hidden and all(self._fields):
            self.segments.append(("\t", Height.LINE))

    def _hyphen(self, _element: Element, look: RunLook) -> None:
        self._add("-", look)

    def _symbol(self, element: Element, look: RunLook) -> None:
        text = symbol(_hexadecimal(element.get(W + "char")), element.get(W + "font"))
        if text == UNKNOWN_SYMBOL:
            self._context.remarks.add("unknown_symbol")
        self._add(text, look)

    def _field(self, element: Element, look: RunLook) -> None:
        """Track where a field's code ends and its result begins; a field left open ends with its paragraph."""
        match element.get(W + "fldCharType"):
            case "begin":
                self._form_field(element, look)
                self._fields.append(False)
            case "separate" if self._fields:
                self._fields[-1] = True
            case "end" if self._fields:
                self._fields.pop()

    def _form_field(self, element: Element, look: RunLook) -> None:
        """Legacy form fields keep what is chosen in their data, not in a result."""
        box = element.find(f"{W}ffData/{W}checkBox")
        if box is not None:
            checked = flag(box, "checked")
            self._add("☒" if (flag(box, "default") if checked is None else checked) else "☐", look)
        choice = element.find(f"{W}ffData/{W}ddList")
        if choice is not None:
            entries = [entry.get(VAL, "") for entry in choice.iterfind(W + "listEntry")]
            result = choice.find(W + "result")
            index = whole(None if result is None else result.get(VAL))
            self._add(entries[index] if 0 <= index < len(entries) else "", look)

    def _footnote(self, element: Element, look: RunLook) -> None:
        self._note(element, look, FOOTNOTE)

    def _endnote(self, element: Element, look: RunLook) -> None:
        self._note(element, look, ENDNOTE)

    def _note(self, element: Element, look: RunLook, kind: str) -> None:
        if look.hidden or not all(self._fields):
            return
        mark = self._context.notes.refer(element, kind)
        if mark:
            self._marked = True
            self.segments.append((mark, Height.MARK))

    def _alternate_in_run(self, alternate: Element, look: RunLook) -> None:
        self._first_that_adds(alternate, lambda branch: self._run_children(branch, look))

    def _drawing(self, element: Element, look: RunLook) -> None:
        if not look.hidden:
            self._shapes(element)

    def _shapes(self, parent: Element) -> None:
        """Boxes of text in a drawing; what else it shows is remarked on."""
        for child in parent:
            tag = child.tag
            if tag == BOX:
                self.boxes.append(child)
            elif tag == _ALTERNATE:
                self._first_that_adds(child, self._shapes)
            elif tag == _TEXT_PATH:
                self._put(child.get("string", ""), self._base)
            elif tag in _SHOWN:
                self._context.remarks.add(_SHOWN[tag])
            else:
                self._shapes(child)

    def _object(self, element: Element, look: RunLook) -> None:
        if element.find(_OLE) is None:
            self._drawing(element, look)
        elif not look.hidden:
            self._context.remarks.add("embedded_object")

    def _math(self, element: Element) -> None:
        self._add(formula(element), self._base)

    def _ruby(self, element: Element) -> None:
        base = element.find(W + "rubyBase")
        if base is not None:
            self._children(base)

    def _ruby_in_run(self, element: Element, _look: RunLook) -> None:
        self._ruby(element)


def _hexadecimal(text: str | None) -> int:
    try:
        return int(text or "", 16)
    except ValueError:
        return 0


_ALTERNATE, _TEXT_PATH = MC + "AlternateContent", V + "textpath"
_SHOWN = {
    A + "blip": "picture",
    V + "imagedata": "picture",
    CHART: "chart",
    DIAGRAM: "picture",
    _OLE: "embedded_object",
}
_INLINE: dict[str, Callable[[Inline, Element], None]] = {
    W + "r": Inline._run,
    W + "ins": Inline._changed,
    W + "moveTo": Inline._changed,
    W + "del": Inline._removed,
    W + "moveFrom": Inline._removed,
    _ALTERNATE: Inline._alternate,
    W + "ruby": Inline._ruby,
    M + "oMath": Inline._math,
    M + "oMathPara": Inline._math,
    **dict.fromkeys(
        (W + name for name in ("sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")),
        Inline._children,
    ),
}
_IN_RUN: dict[str, Callable[[Inline, Element, RunLook], None]] = {
    W + "tab": Inline._tab,
    W + "ptab": Inline._tab,
    W + "br": Inline._break,
    W + "cr": Inline._break,
    W + "noBreakHyphen": Inline._hyphen,
    W + "sym": Inline._symbol,
    W + "fldChar": Inline._field,
    W + "footnoteReference": Inline._footnote,
    W + "endnoteReference": Inline._endnote,
    W + "drawing": Inline._drawing,
    W + "pict": Inline._drawing,
    W + "object": Inline._object,
    W + "ruby": Inline._ruby_in_run,
    _ALTERNATE: Inline._alternate_in_run,
}
