"""Names and attributes of WordprocessingML."""

from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"

VAL = f"{W}val"
_OFF = frozenset({"0", "false", "off"})


def value(parent: Element | None, name: str) -> str | None:
    """``w:val`` of the child ``w:name``, None where there is none."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else child.get(VAL)


def is_on(element: Element) -> bool:
    """An on/off property that is present: on unless it says no."""
    return element.get(VAL) not in _OFF


def flag(parent: Element | None, name: str) -> bool | None:
    """The on/off child ``w:name``, None where it is absent."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else is_on(child)


def whole(text: str | None, default: int = 0) -> int:
    """An attribute as a whole number, `default` where it is none; never longer than 18 digits."""
    if text is None:
        return default
    if len(text) > 18:
        return 10**18
    if text.isdecimal():
        return int(text)
    try:
        return round(float(text))
    except (ValueError, OverflowError):
        return default


def chosen(alternate: Element) -> list[Element]:
    """The branches of ``mc:AlternateContent`` in order of preference: choices, then the fallback."""
    return [*alternate.findall(f"{MC}Choice"), *alternate.findall(f"{MC}Fallback")]
