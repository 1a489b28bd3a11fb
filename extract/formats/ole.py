"""The directory of an OLE2 compound file (.doc, .xls, encrypted .docx): names and first bytes of its streams."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_END = 0xFFFFFFFA
_MAX_SECTORS = 4096
_SMALL_STREAM = 4096


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of the compound file: its first sector and size in bytes."""

    name: str
    start: int
    size: int


class CompoundFile:
    """A compound file held in memory. Damage makes streams disappear, never an exception."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift = struct.unpack_from("<H", data, 30)[0] if len(data) >= 512 else 9
        self._sector_size = 1 << shift if shift in (9, 12) else 512
        self._fat = self._read_fat()
        self.streams = {stream.name: stream for stream in self._directory()}

    @classmethod
    def open(cls, path: Path) -> "CompoundFile":
        return cls(path.read_bytes())

    def head(self, name: str) -> bytes:
        """The first sector of a large stream; empty when the stream is absent or small."""
        stream = self.streams.get(name)
        if stream is None or stream.size < _SMALL_STREAM:
            return b""
        return self._sector(stream.start)

    def content(self, name: str, limit: int) -> bytes:
        """At most about `limit` bytes of a large stream."""
        stream = self.streams.get(name)
        if stream is None or stream.size < _SMALL_STREAM:
            return b""
        found = bytearray()
        for sector in self._chain(stream.start):
            found += self._sector(sector)
            if len(found) >= min(limit, stream.size):
                break
        return bytes(found)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_size
        return self._data[start : start + self._sector_size]

    def _numbers(self, sector: bytes) -> tuple[int, ...]:
        whole = len(sector) // 4
        return struct.unpack(f"<{whole}I", sector[: whole * 4])

    def _read_fat(self) -> list[int]:
        """Sector numbers chained; the 109 entries of the header reach 7 MB, enough for a directory up front."""
        fat: list[int] = []
        for number in self._numbers(self._data[76:512]):
            if number < _END:
                fat.extend(self._numbers(self._sector(number)))
        return fat

    def _chain(self, start: int) -> Iterator[int]:
        seen: set[int] = set()
        while start < _END and start not in seen and len(seen) < _MAX_SECTORS:
            seen.add(start)
            yield start
            start = self._fat[start] if start < len(self._fat) else _END

    def _directory(self) -> Iterator[Stream]:
        if len(self._data) < 512:
            return
        for number in self._chain(struct.unpack_from("<I", self._data, 48)[0]):
            sector = self._sector(number)
            for offset in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                entry = sector[offset : offset + _ENTRY]
                length = struct.unpack_from("<H", entry, 64)[0]
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                if name:
                    yield Stream(name, *struct.unpack_from("<II", entry, 116))
