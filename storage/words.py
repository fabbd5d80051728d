"""An item's words as numbers: how the file and the window hold what stories are found by."""

import json
import struct
from collections.abc import Iterable, Sequence
from zlib import crc32


def digest(token: str) -> int:
    """A word as the window knows it: 32 bits."""
    return crc32(token.encode())


def digests(tokens: Iterable[str]) -> tuple[int, ...]:
    """The words of an item, each once."""
    return tuple(dict.fromkeys(map(crc32, map(str.encode, tokens))))


def packed(words: Sequence[int]) -> bytes:
    """The words of an item as the file holds them: 4 bytes each."""
    return struct.pack(f"<{len(words)}I", *words)


def unpacked(blob: bytes) -> tuple[int, ...]:
    """The words that `packed` made a blob of."""
    return struct.unpack(f"<{len(blob) // 4}I", blob)


def packed_json(tokens: str) -> bytes:
    """The same of a JSON list, for SQL."""
    return packed(digests(json.loads(tokens)))
