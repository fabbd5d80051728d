"""A body as it arrives: counted, inflated by what it is, never more of it in memory than its cap."""

import zlib

from feeds.fetch.exchange import MIB, FetchError, too_big

INFLATE_STEP = 65_536
FOLD, FOLD_FROM = 100, MIB
"""Feeds inflate three- to thirtyfold. What is beyond a hundredfold and a MiB is a bomb, and is not held up to the cap."""


class Body:
    """Plain, gzip or deflate, judged by its first bytes because headers lie both ways."""

    def __init__(self, encoding: str, cap: int) -> None:
        """`encoding` is what `content_encoding` made of the headers; `cap` is in bytes, inflated."""
        self._encoding = encoding
        self._cap = cap
        self._head = b""
        self._judged = False
        self._inflate: zlib._Decompress | None = None
        self._out = bytearray()
        self._packed = 0

    def feed(self, chunk: bytes) -> None:
        """Take what came; raises FetchError beyond the cap."""
        if not self._judged:
            self._head += chunk
            if len(self._head) < 2:
                return
            chunk, self._judged = self._head, True
            self._inflate = _inflater(self._encoding, chunk[:2])
        if self._inflate is None:
            self._out += chunk
        else:
            self._packed += len(chunk)
            self._grow(self._inflate, chunk)
        if len(self._out) > self._cap:
            raise too_big(self._cap)
        if self._inflate is not None and len(self._out) > self._most_inflated():
            raise FetchError("too-big", f"inflates more than {FOLD}-fold")

    def _grow(self, inflate: "zlib._Decompress", chunk: bytes) -> None:
        try:
            most = min(self._cap, self._most_inflated())
            while chunk and not inflate.eof and len(self._out) <= most:
                self._out += inflate.decompress(chunk, INFLATE_STEP)
                chunk = inflate.unconsumed_tail
        except zlib.error:
            raise FetchError("bad-response", "compressed body is damaged") from None

    def _most_inflated(self) -> int:
        return max(FOLD_FROM, FOLD * self._packed)

    def finish(self) -> bytes:
        """Return the whole body; raises FetchError when it was cut short."""
        if not self._judged:
            return self._head
        if self._inflate is not None and not self._inflate.eof:
            raise FetchError("bad-response", "compressed body cut short")
        return bytes(self._out)


def content_encoding(header: str) -> str:
    """Return the one encoding; a chain of them is how small replies inflate to gigabytes, so it is refused."""
    names = [name.strip().lower() for name in header.split(",")]
    encodings = [name for name in names if name not in ("", "identity")]
    if not encodings:
        return ""
    if len(encodings) > 1 or encodings[0] not in ("gzip", "x-gzip", "deflate"):
        raise FetchError("bad-response", f"content encoding {', '.join(encodings)} was not asked for")
    return encodings[0]


def _inflater(encoding: str, head: bytes) -> "zlib._Decompress | None":
    """Choose by the first two bytes: gzip (RFC 1952), zlib (RFC 1950), raw deflate only where announced."""
    if head == b"\x1f\x8b":
        return zlib.decompressobj(zlib.MAX_WBITS | 16)
    if encoding != "deflate" or head[:1] in b"<{\xef\xfe\xff \t\r\n":
        return None
    is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head, "big") % 31 == 0
    return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
