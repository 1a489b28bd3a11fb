"""Before a PDF is parsed: streams that would unpack to far more than any report holds are refused."""

import mmap
import re
import zlib
from pathlib import Path

from extract.safety import LIMITS, MIB, check_size
from messages import _
from messages.errors import DamagedFile, HostileFile

# Deflate packs at most 1032 times: a shorter stream cannot unpack to `LARGEST`.
LARGEST = 64 * MIB
SUSPECT = LARGEST // 1032
CHUNK = MIB
_STREAM = re.compile(rb"stream\r?\n")
_TWICE = re.compile(rb"/Filter\s*\[[^\]]{0,200}Fl(?:ateDecode)?\b[^\]]{0,200}/Fl(?:ateDecode)?\b")


def check_pdf(path: Path) -> None:
    """Raises HostileFile, or DamagedFile for a file too short to be one."""
    check_size(path)
    if path.stat().st_size < 32:
        raise DamagedFile(detail="PDF")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        if _TWICE.search(data):
            raise HostileFile(detail=_("a part is packed twice over"))
        _check_streams(data)


def _check_streams(data: mmap.mmap) -> None:
    for found in _STREAM.finditer(data):
        start = found.end()
        end = data.find(b"endstream", start)
        length = (end if end >= 0 else len(data)) - start
        if length >= SUSPECT and data[start] & 0x0F == 8 and _unpacked(data, start, length) > _allowed(length):
            raise HostileFile(detail=_("a part is packed more than {limit} times", limit=LIMITS.ratio))


def _allowed(length: int) -> int:
    return max(LARGEST, min(LIMITS.ratio * length, LIMITS.unpacked))


def _unpacked(data: mmap.mmap, start: int, length: int) -> int:
    """Size of a deflated stream, counted up to just above what is allowed; 0 if it is not deflated."""
    unpacker = zlib.decompressobj()
    size, most = 0, _allowed(length)
    for offset in range(start, start + length, CHUNK):
        packed = data[offset : min(offset + CHUNK, start + length)]
        while packed and size <= most:
            try:
                size += len(unpacker.decompress(packed, CHUNK))
            except zlib.error:
                return size if size > LARGEST else 0
            packed = unpacker.unconsumed_tail
    return size
