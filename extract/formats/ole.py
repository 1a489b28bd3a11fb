"""The directory of an OLE2 compound file (.doc, .xls, encrypted .docx): names and first bytes of its streams."""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_END = 0xFFFFFFFA
_SMALL_STREAM = 4096
_SMALL = 64


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
        self._small_fat = self._read_small_fat()
        self.streams: dict[str, Stream] = {}
        for stream in self._directory():
            self.streams.setdefault(stream.name, stream)

    @classmethod
    def open(cls, path: Path) -> "CompoundFile":
        return cls(path.read_bytes())

    def content(self, name: str, limit: int) -> bytes:
        """About `limit` bytes of a stream, at most all of it; empty when the stream is absent."""
        stream = self.streams.get(name)
        if stream is None:
            return b""
        wanted = min(limit, stream.size)
        if stream.size >= _SMALL_STREAM:
            return self._joined(self._fat, stream.start, wanted, self._sector)[: stream.size]
        small = self._small_sectors()
        found = self._joined(self._small_fat, stream.start, wanted, lambda at: small[at * _SMALL : (at + 1) * _SMALL])
        return found[: stream.size]

    def _small_sectors(self) -> bytes:
        """The stream of the root entry: sectors of 64 bytes in which small streams are kept."""
        root = self.streams.get("Root Entry", Stream("", _END, 0))
        return self._joined(self._fat, root.start, len(self._data), self._sector)

    def _joined(self, fat: list[int], start: int, wanted: int, sector: Callable[[int], bytes]) -> bytes:
        found = bytearray()
        for number in self._chain(fat, start):
            if len(found) >= wanted:
                break
            found += sector(number)
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

    def _read_small_fat(self) -> list[int]:
        if len(self._data) < 512:
            return []
        first = struct.unpack_from("<I", self._data, 60)[0]
        return [number for sector in self._chain(self._fat, first) for number in self._numbers(self._sector(sector))]

    def _chain(self, fat: list[int], start: int) -> Iterator[int]:
        seen: set[int] = set()
        while start < _END and start not in seen:
            seen.add(start)
            yield start
            start = fat[start] if start < len(fat) else _END

    def _directory(self) -> Iterator[Stream]:
        if len(self._data) < 512:
            return
        for number in self._chain(self._fat, struct.unpack_from("<I", self._data, 48)[0]):
            sector = self._sector(number)
            for offset in range(0, len(sector) - _ENTRY + 1, _ENTRY):
                entry = sector[offset : offset + _ENTRY]
                length = struct.unpack_from("<H", entry, 64)[0]
                name = entry[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                if name:
                    yield Stream(name, *struct.unpack_from("<II", entry, 116))
