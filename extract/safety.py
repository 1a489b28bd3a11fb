"""Limits that every reader keeps: a file is hostile until shown otherwise.

A zip archive is judged by its directory before anything in it is unpacked.
"""

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from messages import _
from messages.errors import DamagedFile, HostileFile, PasswordProtected

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a genuine report stays far below. Sizes in bytes."""

    file_size: int = 512 * MIB
    members: int = 10_000
    unpacked: int = 1024 * MIB
    part: int = 128 * MIB
    ratio: int = 200
    ratio_from: int = 8 * MIB
    xml_tags: int = 3_000_000
    columns: int = 512
    cells: int = 1_000_000
    nesting: int = 16

    def __post_init__(self) -> None:
        if min(getattr(self, name) for name in self.__slots__) < 1:
            raise ValueError("every limit is at least 1")


LIMITS = Limits()


def check_size(path: Path, limits: Limits = LIMITS) -> None:
    """Refuse a file too large to be a report."""
    if path.stat().st_size > limits.file_size:
        raise HostileFile(detail=_("the file is larger than {limit} MB", limit=limits.file_size // MIB))


def open_zip(path: Path, limits: Limits = LIMITS) -> ZipFile:
    """The archive at `path`, its directory found harmless. The caller closes it."""
    try:
        archive = ZipFile(path)
    except (BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise DamagedFile(detail=_("its zip directory cannot be read")) from error
    try:
        check_members(archive.infolist(), limits)
    except BaseException:
        archive.close()
        raise
    return archive


def check_members(members: list[ZipInfo], limits: Limits = LIMITS) -> None:
    """Refuse an archive by its directory: too many members, too large, too well packed, paths that lead outside."""
    if len(members) > limits.members:
        raise HostileFile(detail=_("more than {limit} files inside", limit=limits.members))
    if sum(member.file_size for member in members) > limits.unpacked:
        raise HostileFile(detail=_("more than {limit} MB when unpacked", limit=limits.unpacked // MIB))
    for member in members:
        _check_member(member, limits)


def _check_member(member: ZipInfo, limits: Limits) -> None:
    name = member.filename
    if ".." in name and ".." in name.replace("\\", "/").split("/"):
        raise HostileFile(detail=_("a path inside leads outside the file"))
    if member.flag_bits & 0x1:
        raise PasswordProtected()
    if member.file_size > limits.ratio_from and member.file_size > limits.ratio * max(member.compress_size, 1):
        raise HostileFile(detail=_("a part is packed more than {limit} times", limit=limits.ratio))


def check_part(data: bytes, limits: Limits = LIMITS) -> None:
    """Refuse an XML part that would fill the memory once it is a tree."""
    if data.count(b"<") > limits.xml_tags:
        raise HostileFile(detail=_("more than {limit} XML tags", limit=limits.xml_tags))


def check_grid(n_rows: int, n_columns: int, before: int = 0, limits: Limits = LIMITS) -> None:
    """Refuse a table wider than any report has, or one that with the cells `before` it makes too many."""
    if n_columns > limits.columns:
        raise HostileFile(detail=_("a table of more than {limit} columns", limit=limits.columns))
    if before + n_rows * n_columns > limits.cells:
        raise HostileFile(detail=_("tables of more than {limit} cells", limit=limits.cells))


def check_nesting(depth: int, limits: Limits = LIMITS) -> None:
    """Refuse tables or boxes put inside one another without end."""
    if depth > limits.nesting:
        raise HostileFile(detail=_("tables nested more than {limit} deep", limit=limits.nesting))
