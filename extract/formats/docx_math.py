"""Formulas of a .docx (Office Math) as one line of text: (a+b)/c·100, x^2, N_i, √(x), ∑_(i=1)^n(x_i)."""

import re
from xml.etree.ElementTree import Element

from extract.formats.docx_xml import M, W

_SEVERAL = re.compile(r"[^\w.,%^_]")
_VAL = M + "val"
_REMOVED = frozenset({W + "del", W + "moveFrom"})


def formula(element: Element) -> str:
    """The text of a formula or of a part of one; what it does not know is read through."""
    tag = element.tag
    if tag in _REMOVED or tag.endswith("Pr"):
        return ""
    if tag == M + "t":
        return element.text or ""
    make = _MAKERS.get(tag)
    return make(element) if make else "".join(map(formula, element))


def _part(element: Element, name: str) -> str:
    part = element.find(M + name)
    return "" if part is None else formula(part)


def _whole(text: str) -> str:
    """In brackets where it is more than a number or a name."""
    return f"({text})" if _SEVERAL.search(text) else text


def _fraction(element: Element) -> str:
    return f"{_whole(_part(element, 'num'))}/{_whole(_part(element, 'den'))}"


def _scripts(element: Element) -> str:
    """The signs of an index below and of a power above, where there are any."""
    below, above = _part(element, "sub"), _part(element, "sup")
    return (f"_{_whole(below)}" if below else "") + (f"^{_whole(above)}" if above else "")


def _scripted(element: Element) -> str:
    base = _part(element, "e")
    return (base if element.tag == M + "sSub" else _whole(base)) + _scripts(element)


def _root(element: Element) -> str:
    return f"{_part(element, 'deg')}√{_whole(_part(element, 'e'))}"


def _bracketed(element: Element) -> str:
    inside = _sign(element, "sepChr", "|").join(formula(part) for part in element.iterfind(M + "e"))
    return _sign(element, "begChr", "(") + inside + _sign(element, "endChr", ")")


def _over_many(element: Element) -> str:
    return _sign(element, "chr", "∫") + _scripts(element) + _whole(_part(element, "e"))


def _sign(element: Element, name: str, default: str) -> str:
    """A sign stated in the element's own properties; a blank one is stated blank."""
    properties = element.find(f"{element.tag}Pr")
    stated = None if properties is None else properties.find(M + name)
    return default if stated is None else stated.get(_VAL, "")


def _limit(element: Element) -> str:
    return f"{_part(element, 'e')}_{_whole(_part(element, 'lim'))}"


def _function(element: Element) -> str:
    return f"{_part(element, 'fName')} {_part(element, 'e')}"


def _rows(element: Element) -> str:
    return "; ".join(formula(row) for row in element if row.tag in (M + "e", M + "mr"))


def _row(element: Element) -> str:
    return " ".join(formula(part) for part in element.iterfind(M + "e"))


_MAKERS = {
    M + "f": _fraction,
    **dict.fromkeys((M + "sSup", M + "sSub", M + "sSubSup"), _scripted),
    M + "rad": _root,
    M + "d": _bracketed,
    M + "nary": _over_many,
    **dict.fromkeys((M + "limLow", M + "limUpp"), _limit),
    M + "func": _function,
    **dict.fromkeys((M + "eqArr", M + "m"), _rows),
    M + "mr": _row,
}
