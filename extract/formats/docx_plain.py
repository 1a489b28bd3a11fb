"""The short way for plain cells: one paragraph of plain runs, which most cells of most tables are.

It says the same as the long way, only sooner; whatever is not surely plain takes the long way."""

from xml.etree.ElementTree import Element

from extract.formats.docx_inline import UNUSUAL
from extract.formats.docx_styles import Styles
from extract.formats.docx_xml import VAL, W

_PARAGRAPH, _RUN, _TEXT = W + "p", W + "r", W + "t"
_STYLE, _ALIGNMENT = W + "pStyle", W + "jc"
_PROPERTIES = frozenset(W + name for name in ("pPr", "rPr"))
# Properties that neither hide, raise, number nor change the text.
_HARMLESS = frozenset(
    W + name
    for name in (
        "adjustRightInd", "autoSpaceDE", "autoSpaceDN", "b", "bCs", "color", "contextualSpacing", "i", "iCs", "ind", "jc",
        "keepLines", "keepNext", "kern", "lang", "noProof", "pBdr", "rFonts", "shd", "snapToGrid", "spacing", "suppressAutoHyphens",
        "suppressLineNumbers", "sz", "szCs", "tabs", "textAlignment", "u", "widowControl", "w",
    )
)  # fmt: skip
_SILENT = frozenset(W + name for name in ("tcPr", "proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak"))


def plain_text(cell: Element, styles: Styles) -> str | None:
    """The text of a ``w:tc`` that is surely plain, else None."""
    paragraph = None
    for child in cell:
        if child.tag == _PARAGRAPH and paragraph is None:
            paragraph = child
        elif child.tag not in _SILENT:
            return None
    return None if paragraph is None else _paragraph_text(paragraph, styles)


def _paragraph_text(paragraph: Element, styles: Styles) -> str | None:
    text, style = "", None
    for child in paragraph:
        tag = child.tag
        if tag == _RUN:
            added = _run_text(child)
            if added is None:
                return None
            text += added
        elif tag in _PROPERTIES:
            if len(child) == 1 and child[0].tag == _ALIGNMENT:
                continue
            if not _harmless(child):
                return None
            style = child.find(_STYLE)
        elif tag not in _SILENT:
            return None
    if UNUSUAL.search(text) or not styles.is_plain(None if style is None else style.get(VAL)):
        return None
    return text.strip()


def _run_text(run: Element) -> str | None:
    text = ""
    for child in run:
        tag = child.tag
        if tag == _TEXT:
            text += child.text or ""
        elif tag in _PROPERTIES:
            for element in child:
                if element.tag not in _HARMLESS:
                    return None
        elif tag not in _SILENT:
            return None
    return text


def _harmless(properties: Element) -> bool:
    """Whether a ``w:pPr``, its paragraph mark included, leaves the text as it is; a named style is judged apart."""
    for element in properties:
        tag = element.tag
        if tag in _PROPERTIES:
            if any(inner.tag not in _HARMLESS for inner in element):
                return False
        elif tag not in _HARMLESS and tag != _STYLE:
            return False
    return True
