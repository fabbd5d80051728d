"""A small HTTP server on loopback that says, byte for byte, what a test tells it to, and a transport to ask it with."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from ssl import SSLContext

from feeds.fetch.transport import Transport

Speak = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
FEED = b"<rss version='2.0'><channel><title>Harbour notices</title></channel></rss>"


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    method: str = "GET"


@dataclass
class Server:
    """A running server and what it was asked."""

    base: str
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Return the bytes of an answer with a Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@asynccontextmanager
async def speaking(speak: Speak, tls: SSLContext | None = None) -> AsyncIterator[int]:
    """Serve on a port of 127.0.0.1; what is still open in the end is cut."""
    writers: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await speak(reader, writer)

    listener = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=tls)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)


@asynccontextmanager
async def serving(answer: Callable[[Asked], bytes | None], tls: SSLContext | None = None) -> AsyncIterator[Server]:
    """Serve HTTP; an answer of None says nothing and keeps the connection open."""
    server = Server("")

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        while (said := answer(await asked_of(reader, server))) is not None:
            writer.write(said)
            await writer.drain()
            if b"Content-Length" not in said:
                writer.close()
                return
        await reader.read()

    async with speaking(speak, tls) as port:
        server.base = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        yield server


async def asked_of(reader: asyncio.StreamReader, server: Server) -> Asked:
    """Read one request and note it."""
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    pairs = (line.split(": ", 1) for line in rest)
    method, path, _ = first.split()
    asked = Asked(path, {name.lower(): value for name, value in pairs}, method)
    server.asked.append(asked)
    return asked


@asynccontextmanager
async def transport(
    *,
    allow_private: bool = True,
    allow_local: bool = False,
    proxy: str = "",
    timeout_s: float = 5.0,
    wire_cap: int = 20_000,
    body_cap: int = 100_000,
) -> AsyncIterator[Transport]:
    """Make a transport with small caps, closed in the end."""
    client = Transport(
        user_agent="feint/test (+https://example.org)",
        allow_private=allow_private,
        allow_local=allow_local,
        proxy=proxy,
        timeout_s=timeout_s,
        wire_cap=wire_cap,
        body_cap=body_cap,
    )
    try:
        yield client
    finally:
        await client.close()


async def only_this_task_is_left() -> bool:
    """Let all that is ending end; tell whether nothing else goes on."""
    for _ in range(200):
        await asyncio.sleep(0)
        if asyncio.all_tasks() == {asyncio.current_task()}:
            return True
    return False
