"""Footnotes and endnotes of a .docx: their marks in the order of reference, and their text."""

from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from extract.formats.docx_numbering import printed_number
from extract.formats.docx_xml import W, value, whole
from extract.formats.ooxml import Package

FOOTNOTE, ENDNOTE = "footnote", "endnote"
_DEFAULT_FORMS = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}


@dataclass(frozen=True, slots=True)
class Note:
    """A note referred to: its mark (None when the note itself bears it) and its content."""

    mark: str | None
    element: Element


class Notes:
    """Notes of one document. Referring to one queues it until `drain`."""

    def __init__(self, package: Package, part: str) -> None:
        self._package, self._part = package, part
        self._counts: dict[str, int] = {}
        self._elements: dict[str, dict[str, Element]] = {}
        self._queue: list[Note] = []

    def refer(self, reference: Element, kind: str) -> str | None:
        """Queue the note of a reference, once; its mark, None when the text that follows the reference is the mark."""
        custom = reference.get(W + "customMarkFollows") in ("1", "true", "on")
        mark = None if custom else self._next_mark(kind)
        element = self._notes(kind).pop(reference.get(W + "id", ""), None)
        if element is not None:
            self._queue.append(Note(mark, element))
        return mark

    def drain(self) -> list[Note]:
        """Notes referred to since the last call."""
        queue = self._queue
        if queue:
            self._queue = []
        return queue

    def _next_mark(self, kind: str) -> str:
        settings = self._settings
        self._counts[kind] = self._counts[kind] + 1 if kind in self._counts else _start(settings, kind)
        return printed_number(self._counts[kind], _form(settings, kind))

    @cached_property
    def _settings(self) -> Element | None:
        return self._package.related_xml(self._part, "settings")

    def _notes(self, kind: str) -> dict[str, Element]:
        if kind not in self._elements:
            root = self._package.related_xml(self._part, f"{kind}s")
            notes = () if root is None else root.iterfind(W + kind)
            self._elements[kind] = {note.get(W + "id", ""): note for note in notes}
        return self._elements[kind]


def _form(settings: Element | None, kind: str) -> str:
    properties = None if settings is None else settings.find(f"{W}{kind}Pr")
    return value(properties, "numFmt") or _DEFAULT_FORMS[kind]


def _start(settings: Element | None, kind: str) -> int:
    properties = None if settings is None else settings.find(f"{W}{kind}Pr")
    return whole(value(properties, "numStart"), 1)
