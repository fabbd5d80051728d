"""Feeds that misbehave, each on a loopback host of its own, served by a process of their own: `python -m bench.faulty`."""

import asyncio
import gzip
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bench.prose import feed
from bench.serving import serve

ITEMS = 30
_BEGAN_S = int(time.time())
_GOOD = feed(0, ITEMS, 0, _BEGAN_S)

Answer = Callable[[int], Iterable[bytes | float]]
"""What the n-th request gets: bytes to send, seconds to wait; the connection closes where it ends."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to misbehave, and what a reader should make of it."""

    name: str
    does: str
    answer: Answer
    states: tuple[str, ...]
    """The states, any of which is right."""
    items: int = 0
    """How many items there are to be had, however often it is polled."""
    titled: str = ""
    """What each of their titles holds, once read rightly."""


def _answer(body: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; underscores in names are hyphens."""
    about = {"Content-Type": "application/rss+xml", "Content-Length": str(len(body)), "Connection": "close"}
    about |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in about.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _always(body: bytes, status: str = "200 OK", **headers: str) -> Answer:
    answer = _answer(body, status, **headers)
    return lambda nth: (answer,)


def _drip(nth: int) -> Iterator[bytes | float]:
    yield _answer(b"", Content_Length=str(len(_GOOD)))
    for start in range(0, len(_GOOD), 16):
        yield _GOOD[start : start + 16]
        yield 0.5


def _stalled_headers(nth: int) -> Iterator[bytes | float]:
    yield b"HTTP/1.1 200 OK\r\nX-Long: "
    while True:
        yield b"x"
        yield 1.0


def _endless(nth: int) -> Iterator[bytes]:
    start, end = _GOOD.index(b"<item>"), _GOOD.index(b"</channel>")
    yield _answer(_GOOD[:start], Content_Length="")
    while True:
        yield _GOOD[start:end]


def _gzip_bomb(nth: int) -> Iterator[bytes]:
    """A feed that goes on with 1 GiB of blanks: a deflated block that refers to nothing before it can be sent again."""
    squeeze, block = zlib.compressobj(9, zlib.DEFLATED, 31), b" " * (1 << 20)
    yield _answer(b"", Content_Length="", Content_Encoding="gzip")
    yield squeeze.compress(_GOOD[: _GOOD.index(b"<item>")]) + squeeze.flush(zlib.Z_FULL_FLUSH)
    again = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    for _ in range(1024):
        yield again


def _new_guids(nth: int) -> Iterator[bytes]:
    yield _answer(_GOOD.replace(b'"false">', f'"false">poll-{nth}-'.encode()))


def _laughs() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    item = _rss("<title>Rail head cleared</title><description>&e9;</description>")
    return f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{levels}]>{item}'.encode()


def _rss(*items: str) -> str:
    entries = "".join(
        f"<item>{item}<guid>{n}</guid><link>http://faulty.example/{n}</link></item>" for n, item in enumerate(items)
    )
    return f'<rss version="2.0"><channel><title>Faulty</title>{entries}</channel></rss>'


def _hostile_titles() -> bytes:
    hostile = (
        "\x1b]0;owned\x07", "&#27;[2J", "\u202e", "\u2066", "\x9b31m", "\x08\x08", "\u200b", "[bold]", "&amp;#27;[7m", "\x00",
    )  # fmt: skip
    return _rss(*(f"<title>Rail {hostile[n % len(hostile)]} head cleared, {n}</title>" for n in range(ITEMS))).encode()


def _wrong_charset(nth: int) -> Iterator[bytes]:
    titles = (f"<title>Колонна покинула гарнизон и вышла к переправе, сводка {n}</title>" for n in range(ITEMS))
    body = f'<?xml version="1.0" encoding="windows-1251"?>{_rss(*titles)}'.encode("windows-1251")
    yield _answer(body, Content_Type="text/xml; charset=utf-8")


def _one_guid() -> bytes:
    head, *items = _GOOD.decode().split("<guid")
    return "".join([head, *(f"<guid>the-same</guid>{item.partition('</guid>')[2]}" for item in items)]).encode()


_HALF = _GOOD[: _GOOD.index(b"<description>", len(_GOOD) // 2)]
_PAGE = b"<!doctype html><title>Hello</title><p>Welcome to our newsroom"
_DEEP = b'<rss version="2.0"><channel>' + b"<b>" * 200_000
_LONG_AUTHOR = _GOOD.replace(b"</item>", b"<author>%b</author></item>" % (b"Quill " * 700_000), 1)
_CUT_GZIP = gzip.compress(_GOOD)[:2_000]

_FAULTS = (
    Fault("slow drip", "sends 16 bytes every half second", _drip, ("timeout",)),
    Fault("stalled headers", "never comes to the end of its headers", _stalled_headers, ("timeout",)),
    Fault("endless body", "sends items for ever", _endless, ("too-big",)),
    Fault("gzip bomb", "1 MB of gzip that holds 1 GB", _gzip_bomb, ("too-big",)),
    Fault("error 500", "answers 500", _always(b"", "500 Internal Server Error"), ("http-error",)),
    Fault("busy", "answers 429, Retry-After: 120", _always(b"", "429 Too Many Requests", Retry_After="120"), ("rate-limited",)),
    Fault("redirect loop", "redirects to itself", _always(b"", "302 Found", Location="/feed.xml"), ("http-error",)),
    Fault("page", "serves an HTML page", _always(_PAGE, Content_Type="text/html"), ("not-a-feed",)),
    Fault("truncated", "stops in mid-item", _always(_HALF), ("malformed",), _HALF.count(b"</item>")),
    Fault("hostile titles", "ESC, C1, bidi and markup in titles", _always(_hostile_titles()), ("ok",), ITEMS, "head cleared"),
    Fault("deep", "nests 200,000 elements", _always(_DEEP), ("malformed", "not-a-feed")),
    Fault("billion laughs", "entities in entities, 2 GB in one item", _always(_laughs()), ("ok",), 1, "Rail head cleared"),
    Fault("huge author", "an author's name of 4 MB", _always(_LONG_AUTHOR), ("ok",), ITEMS),
    Fault("broken gzip", "gzip cut off half-way", _always(_CUT_GZIP, Content_Encoding="gzip"), ("malformed", "http-error")),
    Fault("wrong charset", "windows-1251 that its header calls UTF-8", _wrong_charset, ("ok",), ITEMS, "Колонна"),
    Fault("empty", "an empty body", _always(b""), ("not-a-feed", "empty", "malformed")),
    Fault("gone", "answers 410", _always(b"", "410 Gone"), ("gone", "http-error")),
    Fault("new guids", "a new guid for every item at each poll", _new_guids, ("ok",), ITEMS),
    Fault("one guid", "the same guid for all items", _always(_one_guid()), ("ok",), ITEMS),
)  # fmt: skip
FAULTS = {f"127.0.0.{number}": fault for number, fault in enumerate(_FAULTS, start=2)}
"""By host: what one of them asks for, or breaks, is no other's affair."""


class _Requests:
    """Answers by the host that was asked, and counts."""

    def __init__(self) -> None:
        self._seen = dict.fromkeys(FAULTS, 0)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request, until its answer is sent, the reader has gone or the bench has ended."""
        host = writer.get_extra_info("sockname")[0]
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await reader.readuntil(b"\r\n\r\n")
            self._seen[host] += 1
            for part in FAULTS[host].answer(self._seen[host]):
                if isinstance(part, float):
                    await asyncio.sleep(part)
                else:
                    writer.write(part)
                    await writer.drain()
        writer.close()


async def _main() -> None:
    requests = _Requests()
    await serve(lambda: asyncio.StreamReaderProtocol(asyncio.StreamReader(), requests.answer), list(FAULTS))


if __name__ == "__main__":
    asyncio.run(_main())
