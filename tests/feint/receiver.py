"""A receiver of webhooks on loopback, as good or as hostile as a test wants it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field

Behaviour = Callable[[asyncio.StreamWriter], Awaitable[None]]
MIB = 1 << 20
OK_HEAD = b"HTTP/1.1 200 OK\r\n"


@dataclass(frozen=True)
class Posted:
    """One request; header names are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What it was sent, and how it behaves."""

    behaves: Behaviour
    posted: list[Posted] = field(default_factory=list)
    port: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            first, *lines = head.split("\r\n")
            method, path, _ = first.split(" ")
            headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.posted.append(Posted(method, path, headers, body))
            self.came.set()
            await self.behaves(writer)


@asynccontextmanager
async def receiving(behaves: Behaviour) -> AsyncIterator[Receiver]:
    """One that listens for the length of a block; whatever it is at then ends."""
    receiver = Receiver(behaves)
    tasks: set[asyncio.Task[None]] = set()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(receiver.serve(reader, writer))
        tasks.add(task)

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def answers(status: int, body: bytes = b"", *headers: str) -> Behaviour:
    """Say it at once, and properly."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        head = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", *headers]
        writer.write("\r\n".join([*head, "", ""]).encode("latin-1") + body)
        await writer.drain()

    return behave


def raw(*pieces: bytes) -> Behaviour:
    """Say just that, and hang up."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return behave


def then_hangs(*pieces: bytes) -> Behaviour:
    """Say that, and then nothing for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        await raw(*pieces)(writer)
        await asyncio.Event().wait()

    return behave


def drips(head: bytes, piece: bytes) -> Behaviour:
    """Say that a piece at a time, for ever."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.01)

    return behave


def floods(head: bytes) -> Behaviour:
    """Say 50 MB as fast as they are taken."""

    async def behave(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        for _ in range(50):
            writer.write(b"x" * MIB)
            await writer.drain()

    return behave
