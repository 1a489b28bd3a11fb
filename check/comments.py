"""A copy of a .docx with a Word comment at the place of each finding; but that runs are cut to the words in question,
nothing else in it changes."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from itertools import accumulate
from pathlib import Path

from lxml import etree

from check.finding import Finding
from check.wording import remark_lines
from extract.document import Document, Location, Paragraph, Table
from messages import _
from messages.errors import DamagedFile
from normalize.text import squash

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_ROOT_RELATIONS, _CONTENT_TYPES = "_rels/.rels", "[Content_Types].xml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_INITIALS = "Л"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)

Element = etree._Element


def write_commented(source: Path, target: Path, document: Document, findings: Sequence[Finding], when: datetime) -> int:
    """Write the commented copy; the number of comments that found their place."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
        infos = archive.infolist()
    word = _Word(parts)
    placed = _Placer(word, document).place(findings, when)
    word.finish()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in infos:
            archive.writestr(info, parts.pop(info.filename))
        for name, data in parts.items():
            archive.writestr(name, data)
    return placed


class _Word:
    """The parts of a package that comments touch: the main document, the comments, their relation and type."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self._parts = parts
        self.name = self._main_part()
        self.root = self._parse(self.name)
        namespace = etree.QName(self.root).namespace or ""
        self.w = f"{{{namespace}}}"
        self._kind = (_STRICT if "purl.oclc.org" in namespace else _TRANSITIONAL) + "/comments"
        self._relations_name = re.sub(r"([^/]+)$", r"_rels/\1.rels", self.name)
        self._relations = self._parse_or(self._relations_name, f"{_RELATIONS}Relationships")
        self.comments_name = self._comments_part()
        self.comments = self._parse_or(self.comments_name, f"{self.w}comments")

    def _parse(self, name: str) -> Element:
        try:
            return etree.fromstring(self._parts[name], _PARSER)
        except (KeyError, etree.XMLSyntaxError) as error:
            raise DamagedFile(detail=name) from error

    def _parse_or(self, name: str, tag: str) -> Element:
        """The part, or a new root for it."""
        if name in self._parts:
            return self._parse(name)
        qualified = etree.QName(tag)
        namespaces: dict[str | None, str] = {None if tag.startswith(_RELATIONS) else "w": qualified.namespace or ""}
        return etree.Element(tag, nsmap=namespaces)  # type: ignore[arg-type]

    def _main_part(self) -> str:
        for relation in self._parse(_ROOT_RELATIONS):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return (relation.get("Target") or "").lstrip("/")
        raise DamagedFile(detail=_ROOT_RELATIONS)

    def _comments_part(self) -> str:
        folder = self.name.rpartition("/")[0]
        for relation in self._relations:
            if relation.get("Type") == self._kind:
                target = relation.get("Target") or ""
                return target.lstrip("/") if target.startswith("/") else f"{folder}/{target}".lstrip("/")
        return f"{folder}/comments.xml".lstrip("/")

    def next_id(self) -> int:
        taken = [int(comment.get(f"{self.w}id") or 0) for comment in self.comments]
        return max(taken, default=-1) + 1

    def finish(self) -> None:
        """Put the changed parts back, with the relation and the type if the document had no comments yet."""
        if not len(self.comments):
            return
        self._relate()
        self._declare()
        for name, root in (
            (self.name, self.root),
            (self.comments_name, self.comments),
            (self._relations_name, self._relations),
        ):
            self._parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def _relate(self) -> None:
        if any(relation.get("Type") == self._kind for relation in self._relations):
            return
        taken = {relation.get("Id") for relation in self._relations}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdLetopis{n}" not in taken)
        relation = etree.SubElement(self._relations, f"{_RELATIONS}Relationship")
        relation.set("Id", f"rIdLetopis{number}")
        relation.set("Type", self._kind)
        relation.set("Target", "/" + self.comments_name)

    def _declare(self) -> None:
        types = self._parse(_CONTENT_TYPES)
        part = "/" + self.comments_name
        if any(override.get("PartName") == part for override in types):
            return
        override = etree.SubElement(types, f"{_TYPES}Override")
        override.set("PartName", part)
        override.set("ContentType", _MAIN_TYPE)
        self._parts[_CONTENT_TYPES] = etree.tostring(types, xml_declaration=True, encoding="UTF-8", standalone=True)


class _Placer:
    """Finds the paragraph of each finding in the XML and anchors its comment there."""

    def __init__(self, word: _Word, document: Document) -> None:
        self._word = word
        self._document = document
        self._w = word.w
        self._blocks = _align(word, document)

    def place(self, findings: Sequence[Finding], when: datetime) -> int:
        placed = 0
        for finding in findings:
            paragraph = self._paragraph(finding.location)
            if paragraph is not None:
                self._comment(paragraph, finding, when)
                placed += 1
        return placed

    def _paragraph(self, location: Location) -> Element | None:
        element = self._blocks.get(location.block)
        if element is None or location.table is None:
            return element
        cell = self._cell(element, location)
        return None if cell is None else next(cell.iter(f"{self._w}p"), None)

    def _cell(self, table: Element, location: Location) -> Element | None:
        """The cell that begins at the place; failing that, the one of its text in the row."""
        rows = [row for row in _own(table, f"{self._w}tr", self._w) if not self._is_deleted(row)]
        if location.row is None or location.row >= len(rows):
            return next(table.iter(f"{self._w}tc"), None)
        wanted = self._text_at(location)
        at = 0
        fallback = None
        for cell in _own(rows[location.row], f"{self._w}tc", self._w):
            same_text = bool(wanted) and _text(cell, self._w) == wanted
            if at == location.column and (same_text or not wanted):
                return cell
            fallback = cell if same_text and fallback is None else fallback
            at += self._span(cell)
        return fallback

    def _is_deleted(self, row: Element) -> bool:
        return row.find(f"{self._w}trPr/{self._w}del") is not None

    def _span(self, cell: Element) -> int:
        span = cell.find(f"{self._w}tcPr/{self._w}gridSpan")
        written = span.get(f"{self._w}val") if span is not None else None
        return int(written) if written and written.isdecimal() else 1

    def _text_at(self, location: Location) -> str:
        tables = self._document.tables
        if location.table is None or location.table >= len(tables):
            return ""
        cells = tables[location.table].cells
        text = next((one.text for one in cells if (one.row, one.column) == (location.row, location.column)), "")
        return _bare(text)

    def _comment(self, paragraph: Element, finding: Finding, when: datetime) -> None:
        number = str(self._word.next_id())
        self._word.comments.append(self._body(number, finding, when))
        first, last = self._runs(paragraph, finding.location)
        start, end = (etree.Element(f"{self._w}{name}") for name in ("commentRangeStart", "commentRangeEnd"))
        for mark in (start, end):
            mark.set(f"{self._w}id", number)
        reference = etree.Element(f"{self._w}r")
        etree.SubElement(reference, f"{self._w}commentReference").set(f"{self._w}id", number)
        if first is None or last is None:
            paragraph.extend((start, end, reference))
            return
        first.addprevious(start)
        last.addnext(reference)
        last.addnext(end)

    def _runs(self, paragraph: Element, location: Location) -> tuple[Element | None, Element | None]:
        """The first and the last run that hold the words in question, cut to them where they are a part of a run."""
        runs = [run for run in paragraph.iterchildren(f"{self._w}r") if _text(run, self._w, squashed=False)]
        if not runs:
            return None, None
        if location.table is not None or location.start is None or location.end is None:
            return runs[0], runs[-1]
        return self._runs_of_words(runs, location.block, location.start, location.end)

    def _runs_of_words(self, runs: list[Element], number: int, start: int, end: int) -> tuple[Element, Element]:
        block = next(block for block in self._document.blocks if block.location.block == number)
        words, before = (block.text[start:end], block.text[:start]) if isinstance(block, Paragraph) else ("", "")
        texts = [_text(run, self._w, squashed=False) for run in runs]
        found = [one.start() for one in re.finditer(re.escape(words), "".join(texts))] if words else []
        if not found:
            return runs[0], runs[-1]
        at = found[min(before.count(words), len(found) - 1)]
        ends = list(accumulate(map(len, texts)))
        first = next(n for n, stop in enumerate(ends) if stop > at)
        last = next(n for n, stop in enumerate(ends) if stop >= at + len(words))
        self._cut(runs[last], at + len(words) - ends[last] + len(texts[last]))
        behind = self._cut(runs[first], at - ends[first] + len(texts[first]))
        return behind, behind if first == last else runs[last]

    def _cut(self, run: Element, at: int) -> Element:
        """Put what a run holds behind `at` letters into a run of its own with the same look, and return that; a run that
        holds more than one text, and one that needs no cut, is returned whole."""
        held = [child for child in run if child.tag != f"{self._w}rPr"]
        text = held[0].text or "" if len(held) == 1 and held[0].tag == f"{self._w}t" else ""
        if not 0 < at < len(text):
            return run
        behind = deepcopy(run)
        for part, letters in ((held[0], text[:at]), (behind[-1], text[at:])):
            part.text = letters
            part.set(_SPACE, "preserve")
        run.addnext(behind)
        return behind

    def _body(self, number: str, finding: Finding, when: datetime) -> Element:
        comment = etree.Element(f"{self._w}comment")
        comment.set(f"{self._w}id", number)
        comment.set(f"{self._w}author", _("Letopis"))
        comment.set(f"{self._w}initials", _INITIALS)
        comment.set(f"{self._w}date", when.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for line in remark_lines(finding):
            run = etree.SubElement(etree.SubElement(comment, f"{self._w}p"), f"{self._w}r")
            text = etree.SubElement(run, f"{self._w}t")
            text.text = line
            text.set(_SPACE, "preserve")
        return comment


def _own(parent: Element, tag: str, w: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those of nested tables left out."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{w}sdt", f"{w}sdtContent", f"{w}customXml", f"{w}ins"):
            yield from _own(child, tag, w)


def _text(element: Element, w: str, squashed: bool = True) -> str:
    text = "".join(_letters(one, w) for one in element.iter(f"{w}t", f"{w}tab", f"{w}br", f"{w}p"))
    return _bare(text) if squashed else text.strip("\n")


def _letters(one: Element, w: str) -> str:
    return (one.text or "") if one.tag == f"{w}t" else "\n" if one.tag == f"{w}p" else " "


def _bare(text: str) -> str:
    """Text without white space and automatic numbers, which the XML does not hold."""
    return re.sub(r"^[\d.()]+(?=\D|$)|\s", "", squash(text))


def _align(word: _Word, document: Document) -> dict[int, Element]:
    """The paragraph or table element of each block, matched in order by text (tables by their turn)."""
    body = next(word.root.iter(f"{word.w}body"))
    tables = iter([table for table in body.iter(f"{word.w}tbl") if not _is_nested(table, word.w)])
    paragraphs = [(one, _bare(_text(one, word.w))) for one in body.iter(f"{word.w}p") if not _is_nested(one, word.w)]
    found: dict[int, Element] = {}
    at = 0
    for block in document.blocks:
        if isinstance(block, Table):
            element = next(tables, None) if block.parent is None else None
        else:
            element, at = _next_like(paragraphs, at, _bare(block.text))
        if element is not None:
            found[block.location.block] = element
    return found


def _next_like(paragraphs: Sequence[tuple[Element, str]], at: int, wanted: str) -> tuple[Element | None, int]:
    """The next paragraph that ends in the wanted text (a typed list number may stand before it)."""
    for place in range(at, len(paragraphs)):
        element, text = paragraphs[place]
        if wanted and text.endswith(wanted):
            return element, place + 1
    return None, at


def _is_nested(element: Element, w: str) -> bool:
    """Whether an element stands inside a table cell."""
    return next(element.iterancestors(f"{w}tc"), None) is not None
