"""However much a server sends or makes of little, it is refused at once and little memory is taken."""

import asyncio
import gzip
import sys
import time
import zlib
from collections.abc import AsyncIterator

import pytest

from feeds.fetch.transport import MAX_PIECES, FetchError, Request
from tests.feeds.fetch.loopback import FEED, Speak, only_this_task_is_left, reply, serving, speaking, transport

GIB = 1 << 30
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


def bomb(size: int) -> bytes:
    """Return a gzip body of `size` zeros, made from one compressed MiB; its checksum is never reached."""
    deflate = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    first = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    again = deflate.compress(bytes(1 << 20)) + deflate.flush(zlib.Z_FULL_FLUSH)
    return first + again * ((size >> 20) - 1)


def flood(first: bytes, then: bytes) -> Speak:
    """Say something, then something else as fast as it is taken."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            writer.write(then)
            await writer.drain()

    return speak


async def refused(said: bytes) -> str:
    async with serving(lambda asked: said) as server, transport() as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"{server.base}/feed", {}))
    return caught.value.kind


@pytest.mark.parametrize(
    "said",
    [
        reply(b"x" * 20_001),
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        reply(gzip.compress(bytes(200_000)), Content_Encoding="gzip"),
        reply(gzip.compress(bytes(200_000)), Content_Encoding="identity"),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 20_001,
        CHUNKED + b"4e21\r\n" + b"x" * 20_001,
    ],
    ids=["announced", "announced beyond reason", "bomb", "bomb denied", "until the end", "chunked"],
)
async def test_a_byte_too_many_is_refused(said: bytes) -> None:
    assert await refused(said) == "too-big"


@pytest.mark.parametrize(
    "said",
    [
        reply(b"x" * 20_000),
        reply(gzip.compress(bytes(100_000)), Content_Encoding="gzip"),
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + b"x" * 20_000,
        CHUNKED + b"4e20\r\n" + b"x" * 20_000 + b"\r\n0\r\n\r\n",
    ],
)
async def test_what_just_fits_is_taken(said: bytes) -> None:
    async with serving(lambda asked: said) as server, transport() as client:
        assert len((await client.fetch(Request(f"{server.base}/feed", {}))).body) in (20_000, 100_000)


@pytest.mark.parametrize(
    ("first", "then", "kind"),
    [
        (CHUNKED, b"400\r\n" + b"x" * 1024 + b"\r\n", "too-big"),
        (CHUNKED, b"1;" + b"y" * 4096 + b"\r\nx\r\n", "too-big"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 4096, "too-big"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Line: y\r\n", "bad-response"),
        (b"", b"HTTP/1.1 102 Processing\r\n\r\n", "bad-response"),
        (b"", b"x", "bad-response"),
    ],
    ids=["chunks", "chunk extensions", "until the end", "headers", "interim answers", "noise"],
)
async def test_a_flood_is_cut_off_at_once(first: bytes, then: bytes, kind: str) -> None:
    async with speaking(flood(first, then * 64)) as port, transport(timeout_s=60) as client:
        started = time.process_time()
        with pytest.raises(FetchError) as caught:
            await client.fetch(Request(f"http://127.0.0.1:{port}/", {}))
        assert time.process_time() - started < 1
    assert caught.value.kind == kind
    assert await only_this_task_is_left()


async def test_a_body_in_crumbs_is_cut_off_and_blocks_nobody() -> None:
    late_s = 0.0

    async def watch() -> None:
        nonlocal late_s
        while True:
            asked = time.thread_time()
            await asyncio.sleep(0)
            late_s = max(late_s, time.thread_time() - asked)

    async with (
        speaking(flood(CHUNKED, b"1\r\nx\r\n" * 4096)) as port,
        transport(timeout_s=60, wire_cap=5 << 20) as client,
    ):
        watching = asyncio.create_task(watch())
        with pytest.raises(FetchError, match=f"more than {MAX_PIECES:,} pieces"):
            await client.fetch(Request(f"http://127.0.0.1:{port}/", {}))
        watching.cancel()
    assert late_s < 0.1


async def test_a_short_body_in_crumbs_is_taken() -> None:
    crumbs = b"".join(b"1\r\n%c\r\n" % byte for byte in FEED) + b"0\r\n\r\n"
    async with serving(lambda asked: CHUNKED + crumbs) as server, transport() as client:
        assert (await client.fetch(Request(f"{server.base}/feed", {}))).body == FEED


CHILD = """
import asyncio, resource, sys, time
from feeds.fetch.transport import FetchError, Request, Transport

async def main():
    client = Transport(user_agent="feint/test", allow_private=True)
    await client.fetch(Request(sys.argv[1] + "/feed", {}))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in sys.argv[2:]:
        started = time.process_time()
        try:
            await client.fetch(Request(sys.argv[1] + path, {}))
        except FetchError as error:
            print(path, error.kind, round(time.process_time() - started, 2))
    await client.close()
    print("grown", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)

asyncio.run(main())
"""


@pytest.fixture
async def bombs() -> AsyncIterator[tuple[str, list[str]]]:
    once = bomb(GIB)
    answers = {
        "/feed": reply(FEED),
        "/gzip": reply(once, Content_Encoding="gzip"),
        "/gzip-gzip": reply(gzip.compress(once), Content_Encoding="gzip, gzip"),
        "/br": reply(bytes(809), Content_Encoding="br"),
        "/zstd": reply(bytes(16_400), Content_Encoding="zstd"),
        "/cap+1": reply(bytes((5 << 20) + 1)),
        "/endless": CHUNKED + b"400000\r\n" + bytes(0x400000) + b"\r\n400000\r\n" + bytes(0x400000),
        "/nothing-but-zeros": reply(bomb(11 << 20), Content_Encoding="gzip"),
    }
    async with serving(lambda asked: answers[asked.path]) as server:
        yield server.base, list(answers)[1:]


async def test_no_bomb_takes_20_mib_or_a_second(bombs: tuple[str, list[str]]) -> None:
    base, paths = bombs
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, base, *paths, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await child.communicate()
    *told, (_, grown_kib) = [line.split() for line in said.decode().splitlines()]
    assert {path: kind for path, kind, _ in told} == {
        path: "bad-response" if path in ("/gzip-gzip", "/br", "/zstd") else "too-big" for path in paths
    }
    assert max(float(seconds) for *_, seconds in told) < 1
    assert int(grown_kib) < 20 * 1024
