"""The short way for plain cells, which most cells of most tables are: one paragraph of plain runs, numbered or not.

They are told in the bytes of a part and shortened there to one element with their text, before the part becomes a tree.
Whatever is not surely plain stays as it is and takes the long way, which says the same, only later."""

import re
from functools import lru_cache, partial
from typing import Final

from extract.formats.docx_inline import UNUSUAL_CHARACTERS
from extract.formats.docx_styles import Styles
from extract.formats.docx_xml import W

# ``<w:plainCell width="twips">text<w:tcPr>spans</w:tcPr><w:numPr>list</w:numPr></w:plainCell>``: the width is blank where it is
# not stated in twips, the others are left out where there are none.
PLAIN_CELL: Final = W + "plainCell"
WIDTH: Final = "width"


def shortened(part: bytes, styles: Styles) -> bytes:
    """An XML part with its plain cells shortened; as it was where its bytes do not say what is text and what a tag."""
    if not _is_usual(part):
        return part
    around = lru_cache(_MOST_FRAMES)(partial(_around, styles=styles))

    def short(cell: bytes) -> bytes:
        inside, closed, rest = cell.partition(b"</w:tc>")
        before, opened, run = inside.partition(b"<w:t>")
        text, _, after = run.partition(b"</w:t>")
        frame = around(before, opened, after) if closed else None
        if frame is None or _UNUSUAL.search(text):
            return b"<w:tc>" + cell
        return b"%s%s%s%s" % (frame[0], text, frame[1], rest)

    first, *cells = part.replace(_SPACES_KEPT, b"<w:t>").split(b"<w:tc>")
    return b"".join([first, *map(short, cells)])


def _around(before: bytes, opened: bytes, after: bytes, styles: Styles) -> tuple[bytes, bytes] | None:
    """What stands for the XML of a plain cell before and after the first text that `opened`; None where it is not plain.

    Cells of a table differ in their text: this is asked once for many of them."""
    match = _CELL.fullmatch(b"%s%s</w:t>%s" % (before, opened, after) if opened else before)
    if match is None:
        return None
    width, spans, style, numbers, content = match.groups(b"")
    if _UNUSUAL.search(b"".join(_TEXT.findall(content))) or not styles.is_plain(_decoded(style)):
        return None
    if not all(styles.is_plain_run(_decoded(name)) for name in _RUN_STYLES.findall(content)):
        return None
    head = b'<w:plainCell width="%s">%s' % (width, b"".join(_TEXT.findall(before)))
    properties = (b"<w:tcPr>%s</w:tcPr>" % spans if spans else b"") + numbers
    return head, b"%s%s</w:plainCell>" % (b"".join(_TEXT.findall(after)), properties)


def _decoded(name: bytes) -> str:
    return name.decode("utf-8", "replace")


def _is_usual(part: bytes) -> bool:
    """Whether the part is in UTF-8, with one meaning of ``w:``, and nothing in it is commented out or quoted whole."""
    declared = _ENCODING.match(part)
    encoding = b"utf-8" if declared is None else declared[1].lower()
    quotes = (b"!" in part and b"<!" in part) or part.rfind(b"<?") > len(_BOM)
    return encoding == b"utf-8" and part.count(b"xmlns:w=") == 1 and not quotes


_BOM = b"\xef\xbb\xbf"
_ENCODING = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*?\sencoding\s*=\s*["']([^"'>]*)""")
_RUN_STYLES = re.compile(rb'<w:rStyle w:val="([^"]*)')
_TEXT = re.compile(rb"<w:t>([^<]*)")
# Spaces are kept anyway.
_SPACES_KEPT = b'<w:t xml:space="preserve">'
# Characters that reading changes, references to characters by number, tags.
_UNUSUAL = re.compile(b"|".join([b"<", *map(str.encode, UNUSUAL_CHARACTERS), rb"\xef[\x80-\x83]", b"&#"]))

# The pattern of a plain cell: a choice once made is never made anew, so that time is linear in the length of the part.
# Groups are repeated by «*», not «*+»: before Python 3.11.5 the latter misses matches.
_MOST = 500
_MOST_FRAMES = 1024
# Plain ASCII, so that nothing that is no XML is let through.
_ATTRIBUTES = rb"""(?: [\w:]++="[ !#-%'-;=-~]*+")*"""
_BORDERS = "top left start bottom right end insideH insideV tl2br tr2bl"
# Properties that neither hide, raise, number nor change the text.
_HARMLESS = (
    "sz szCs b bCs i iCs u lang color rFonts jc spacing ind kern shd w noProof bidi widowControl contextualSpacing keepLines keepNext"
    " adjustRightInd autoSpaceDE autoSpaceDN snapToGrid suppressAutoHyphens suppressLineNumbers textAlignment"
)


def _empty(names: str) -> bytes:
    """An empty element of one of these names."""
    return rb"<w:(?:%s)%s/>" % (names.replace(" ", "|").encode(), _ATTRIBUTES)


def _any(pattern: bytes) -> bytes:
    return rb"(?:%s){0,%d}" % (pattern, _MOST)


def _maybe(pattern: bytes) -> bytes:
    return b"(?:%s)?" % pattern


def _maybe_element(name: bytes, *content: bytes) -> bytes:
    return rb"(?:<w:%s>%s</w:%s>|<w:%s/>)?" % (name, b"".join(content), name, name)


_SILENT = _empty("proofErr bookmarkStart bookmarkEnd lastRenderedPageBreak")
_RUN_TEXT = b"<w:t>[^<]*+</w:t>"
_RUN_PROPERTIES = _maybe_element(b"rPr", _maybe(rb'<w:rStyle w:val="[^"<&]*+"/>'), _any(_empty(_HARMLESS)))
_RUN = rb"<w:r%s>%s%s</w:r>" % (_ATTRIBUTES, _RUN_PROPERTIES, _any(_RUN_TEXT + b"|" + _SILENT))
_PARAGRAPH_PROPERTIES = _maybe_element(
    b"pPr",
    _maybe(rb'<w:pStyle w:val="(?P<style>[^"<&]*+)"/>'),
    _any(_empty(_HARMLESS)),
    rb'(?P<numbers><w:numPr><w:ilvl w:val="\d++"/><w:numId w:val="\d++"/></w:numPr>)?',
    _any(_empty(_HARMLESS)),
    _maybe_element(b"rPr", _any(_empty(_HARMLESS))),
)
_CONTENT = _PARAGRAPH_PROPERTIES + rb"(?P<content>%s)" % _any(_RUN + b"|" + _SILENT)
_CELL_PROPERTIES = _maybe_element(
    b"tcPr",
    _maybe(_empty("cnfStyle")),
    _maybe(rb'<w:tcW(?: w:type="dxa")? w:w="(?P<width>\d++)"(?: w:type="dxa")?/>|' + _empty("tcW")),
    rb"(?P<spans>%s)" % _any(_empty("gridSpan hMerge vMerge")),
    _maybe_element(b"tcBorders", _any(_empty(_BORDERS))),
    _any(_empty("shd noWrap")),
    _maybe_element(b"tcMar", _any(_empty(_BORDERS))),
    _any(_empty("textDirection tcFitText vAlign hideMark")),
)
_CELL = re.compile(rb"%s<w:p%s(?:/>|>%s</w:p>)" % (_CELL_PROPERTIES, _ATTRIBUTES, _CONTENT))
