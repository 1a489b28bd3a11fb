"""Old documents, looked at before LibreOffice sees them: what would keep it busy for minutes or fill the memory is refused.

.doc holds no markup of any length to look at; the limits of time and memory are its own."""

import re
from itertools import accumulate
from pathlib import Path
from xml.parsers.expat import ExpatError, ParserCreate

from extract.formats.ooxml import Package
from extract.safety import LIMITS, check_grid, check_part
from messages import _
from messages.errors import DamagedFile, HostileFile

# Genuine files stay below 40; LibreOffice takes minutes over thousands.
_DEPTH = 500
_PARTS = ("content.xml", "styles.xml")
_BINARY = re.compile(rb"(?<!\\)\\bin(\d+)")
_STEPS = {ord("{"): 1, ord("}"): -1}
_NO_BRACES = bytes(set(range(256)) - set(_STEPS))


def check_old(path: Path, suffix: str) -> None:
    """Refuse an old document by its content; `suffix` is its true one. Raises `HostileFile`, `DamagedFile`."""
    match suffix:
        case ".rtf":
            check_rtf(_content(path))
        case ".xml":
            check_xml(_content(path), path.name)
        case ".odt":
            with Package(path) as package:
                for part in _PARTS:
                    data = package.data(part)
                    if data is not None:
                        check_xml(data, part)


def _content(path: Path) -> bytes:
    if path.stat().st_size > LIMITS.part:
        raise HostileFile(detail=_("the file is larger than {limit} MB", limit=LIMITS.part >> 20))
    return path.read_bytes()


def check_rtf(data: bytes) -> None:
    """Refuse RTF whose groups are nested without end, whose rows are wider than any report's, or that claims more than it holds."""
    for claim in _BINARY.finditer(data):
        if int(claim[1][:18]) > len(data) - claim.end():
            raise DamagedFile(detail=_("it claims to hold more than it does"))
    check_grid(1, max(row.count(b"\\cellx") for row in data.split(b"\\trowd")))
    check_grid(data.count(b"\\cell") - data.count(b"\\cellx"), 1)
    for escaped in (b"\\\\", b"\\{", b"\\}"):
        data = data.replace(escaped, b"")
    braces = data.translate(None, _NO_BRACES)
    if len(braces) > LIMITS.xml_tags:
        raise HostileFile(detail=_("more than {limit} groups", limit=LIMITS.xml_tags))
    if max(accumulate(map(_STEPS.__getitem__, braces)), default=0) > _DEPTH:
        raise HostileFile(detail=_("parts nested too deep"))


def check_xml(data: bytes, part: str) -> None:
    """Refuse XML of too many tags, with entities of its own, or nested without end."""
    check_part(data)
    depth = 0

    def opened(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEPTH:
            raise HostileFile(detail=_("parts nested too deep"))

    def closed(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def declared(*_declaration: object) -> None:
        raise HostileFile(detail=_("a document type declaration in the part {part}", part=part))

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler, parser.EntityDeclHandler = opened, closed, declared
    try:
        parser.Parse(data, True)
    except (ExpatError, ValueError, LookupError) as error:
        raise DamagedFile(detail=_("the part {part} is not well-formed XML", part=part)) from error
