"""A small HTTP server on loopback that says, byte for byte, what a test tells it to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]


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
async def speaking(
    speak: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    """Serve on a port of 127.0.0.1; what is still open in the end is cut."""
    writers: list[asyncio.StreamWriter] = []

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await speak(reader, writer)

    listener = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0)


@asynccontextmanager
async def serving(answer: Callable[[Asked], bytes | None]) -> AsyncIterator[Server]:
    """Serve HTTP; an answer of None says nothing and keeps the connection open."""
    server = Server("")

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        while (said := answer(await _asked(reader, server))) is not None:
            writer.write(said)
            await writer.drain()
            if b"Content-Length" not in said:
                writer.close()
                return
        await reader.read()

    async with speaking(speak) as port:
        server.base = f"http://127.0.0.1:{port}"
        yield server


async def _asked(reader: asyncio.StreamReader, server: Server) -> Asked:
    first, *rest = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    pairs = (line.split(": ", 1) for line in rest)
    asked = Asked(first.split()[1], {name.lower(): value for name, value in pairs})
    server.asked.append(asked)
    return asked
