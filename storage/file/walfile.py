"""The -wal as a file: what its headers say, read without SQLite (SQLite's "WAL-mode File Format", section 4).

To read it is safe at any time: SQLite's locks lie on the database and the -shm.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}
"""And the order of bytes in which checksums are reckoned."""
_HEADER = struct.Struct(">8I")
_FRAME = struct.Struct(">4I")
_FRAME_BYTES = 24
_COUNTER_AT = 24
"""Where the first page of a database has the counter that grows when it is written."""


@dataclass(frozen=True, slots=True)
class WalFile:
    """The frames since the -wal began anew. The last ones may never have been committed."""

    page_bytes: int
    pages: frozenset[int]
    counters: tuple[tuple[int, int], ...]
    """(number of the frame, change counter) of each first page, in order."""


class NoWal(Exception):
    """The file is no -wal."""


def read(path: Path) -> WalFile | None:
    """Read the headers; None where there is nothing in it, or a head that a power cut has torn. Raises NoWal, OSError."""
    try:
        content = path.open("rb")
    except FileNotFoundError:
        return None
    with content:
        header = content.read(_HEADER.size)
        if not _is_whole(header):
            return None
        _, _, page_bytes, _, *salt, _, _ = _HEADER.unpack(header)
        pages: set[int] = set()
        counters = []
        at, n = _HEADER.size, 0
        while len(frame := content.read(_FRAME_BYTES)) == _FRAME_BYTES:
            page, _, *its_salt = _FRAME.unpack_from(frame)
            if its_salt != salt:  # of before it began anew
                break
            n += 1
            pages.add(page)
            if page == 1:
                counters.append((n, counter(content.read(_COUNTER_AT + 4))))
            at += _FRAME_BYTES + page_bytes
            content.seek(at)
    return WalFile(page_bytes, frozenset(pages), tuple(counters))


def counter(first_page: bytes) -> int:
    """The change counter of a first page."""
    return int.from_bytes(first_page[_COUNTER_AT : _COUNTER_AT + 4], "big")


def _is_whole(header: bytes) -> bool:
    """Whether SQLite goes by this head. Raises NoWal for one that it cannot have begun to write."""
    if len(header) < _HEADER.size:
        return False
    magic, *_, one, two = _HEADER.unpack(header)
    if magic not in _MAGIC:
        if two:  # written from the front: what was cut short ends in nothing
            raise NoWal
        return False
    return (one, two) == _checksum(struct.unpack(f"{_MAGIC[magic]}6I", header[:24]))


def _checksum(words: tuple[int, ...]) -> tuple[int, int]:
    one = two = 0
    for at in range(0, len(words), 2):
        one = (one + words[at] + two) & 0xFFFFFFFF
        two = (two + words[at + 1] + one) & 0xFFFFFFFF
    return one, two
