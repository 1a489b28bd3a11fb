"""The package of an Office Open XML file (.docx, .xlsx): its parts as XML trees and the relations between them. Nothing outside is followed."""

import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from extract.safety import LIMITS, check_part, open_zip
from messages import _
from messages.errors import DamagedFile, HostileFile

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/officeDocument", b"http://schemas.openxmlformats.org/officeDocument/2006"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
# Names that say the same as a shorter one.
_INDIRECT = re.compile(r"\\|//|/$|(?:^|/)\.{1,2}(?:/|$)|^$")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


# What is done to the bytes of a part before it becomes a tree.
Prepare = Callable[[bytes], bytes]


class Relation(NamedTuple):
    """A relation of a part: its kind (the last word of its type) and the part it leads to."""

    kind: str
    target: str


class Package:
    """An opened package; a context manager. Part names are without the leading slash, in lower case."""

    def __init__(self, path: Path) -> None:
        self._archive = open_zip(path)
        self._members = {_part_name(info.filename): info for info in self._archive.infolist()}
        self._relations: dict[str, dict[str, Relation]] = {}

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def main_part(self, usual: str) -> str:
        """The name of the part that holds the document's body; `usual` where the package does not say."""
        relations = self.relations("")
        named = [relation.target for relation in relations.values() if relation.kind == "officeDocument"]
        for name in (*named, usual):
            if name in self._members:
                return name
        raise DamagedFile(detail=_("its main part is missing"))

    def related(self, part: str, kind: str) -> str | None:
        """The part that `part` is related to by a relation of `kind`."""
        found = (relation.target for relation in self.relations(part).values() if relation.kind == kind)
        return next((name for name in found if name in self._members), None)

    def related_xml(self, part: str, kind: str) -> Element | None:
        """The root of the part that `part` is related to by a relation of `kind`."""
        name = self.related(part, kind)
        return None if name is None else self.xml(name)

    def relations(self, part: str) -> dict[str, Relation]:
        """Relations of a part (of the package itself for ``""``) by id; those that lead outside are left out."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        if root is None:
            return {}
        return {
            element.get("Id", ""): Relation(
                element.get("Type", "").rpartition("/")[2],
                _part_name(posixpath.join("/", folder, element.get("Target", ""))),
            )
            for element in root.iter(_RELATION)
            if element.get("TargetMode") != "External"
        }

    def xml(self, part: str, prepare: Prepare | None = None) -> Element | None:
        """The root of an XML part, None where the package has no such part."""
        data = self.data(part)
        return None if data is None else parse_part(data, part, prepare)

    def data(self, part: str) -> bytes | None:
        """The bytes of a part, None where the package has no such part."""
        info = self._members.get(part)
        if info is None:
            return None
        if info.file_size > LIMITS.part:
            raise HostileFile(detail=_("a part larger than {limit} MB", limit=LIMITS.part >> 20))
        try:
            return self._archive.read(info)
        except MemoryError:
            raise
        except Exception as error:  # zipfile, zlib, lzma and bz2 raise a dozen kinds on damaged members
            raise DamagedFile(detail=_("the part {part} cannot be unpacked", part=part)) from error


def parse_part(data: bytes, part: str, prepare: Prepare | None = None) -> Element:
    """The root of an XML part; strict OOXML is brought to the usual names. Nothing outside the part is resolved."""
    check_part(data)
    data = _usual(data)
    if b"<!DOCTYPE" in data:
        raise HostileFile(detail=_("a document type declaration in the part {part}", part=part))
    try:
        return fromstring(data if prepare is None else prepare(data))
    except (ParseError, ValueError, LookupError) as error:
        raise DamagedFile(detail=_("the part {part} is not well-formed XML", part=part)) from error


def _usual(data: bytes) -> bytes:
    """The part in UTF-8 with the namespaces of transitional OOXML."""
    if b"\x00" in data[:4] or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _DECLARATION.sub("", data.decode(_utf16(data), "replace")).encode()
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


def _utf16(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-16-be" if data.startswith(b"\x00") else "utf-16-le"


def _part_name(name: str) -> str:
    if _INDIRECT.search(name):
        name = posixpath.normpath(name.replace("\\", "/"))
    return name.lstrip("/").lower()
