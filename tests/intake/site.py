"""A host on loopback that serves what a test tells it to, and remembers what it was asked."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from html import escape

Headers = Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """One request; `at_s` is virtual, header names are in lower case."""

    at_s: float
    path: str
    headers: Headers

    @property
    def conditional(self) -> bool:
        """Whether it says what it has already."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(frozen=True)
class Reply:
    """What is answered; a byte each `drip_s` if that is given."""

    status: int = 200
    body: bytes = b""
    headers: Headers = field(default_factory=dict)
    drip_s: float = 0.0


Answers = Callable[[Asked], Reply]


class Site:
    """One host. `pages` holds a path's answer, or what works it out from the request."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply | Answers] = {}
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._open = 0
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0

    async def open(self) -> None:
        """Serve, on the port of before if there was one."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Refuse connections, and drop those that are open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.close()

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    def of(self, path: str) -> list[Asked]:
        """What was asked of one path."""
        return [asked for asked in self.asked if asked.path == path]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head.decode("latin-1"), writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _answer(self, head: str, writer: asyncio.StreamWriter) -> None:
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        asked = Asked(asyncio.get_running_loop().time(), first.split(" ")[1], headers)
        self.asked.append(asked)
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            answer = self.pages.get(asked.path, Reply(404))
            reply = answer(asked) if callable(answer) else answer
            served = {"Content-Length": str(len(reply.body)), **reply.headers}
            top = "".join(f"{name}: {value}\r\n" for name, value in served.items())
            writer.write(f"HTTP/1.1 {reply.status} X\r\n{top}\r\n".encode("latin-1"))
            for chunk in [reply.body] if not reply.drip_s else [bytes([byte]) for byte in reply.body]:
                await asyncio.sleep(reply.drip_s)
                writer.write(chunk)
            await writer.drain()
        finally:
            self._open -= 1


@dataclass
class Paper:
    """A feed as a well-behaved server keeps it: newest first, with validators that tell the truth."""

    site: Site
    path: str
    items: list[tuple[str, str, float | None]] = field(default_factory=list)
    """(name, headline, epoch seconds or None)."""
    window: int = 30
    headers: dict[str, str] = field(default_factory=dict)
    channel: str = ""
    """More elements of the channel."""

    def __post_init__(self) -> None:
        self.site.pages[self.path] = self._answer

    @property
    def url(self) -> str:
        """Its address."""
        return self.site.url(self.path)

    @property
    def asked(self) -> list[Asked]:
        """What was asked of it."""
        return self.site.of(self.path)

    def publish(self, name: str, headline: str, at_s: float | None = None) -> None:
        """Put an item on top."""
        self.items.insert(0, (name, headline, at_s))
        del self.items[self.window :]

    def body(self) -> bytes:
        """RSS 2.0."""
        return rss(self.items, self.channel)

    def _answer(self, asked: Asked) -> Reply:
        body = self.body()
        tag = f'"{sha256(body).hexdigest()[:12]}"'
        if asked.headers.get("if-none-match") == tag:
            return Reply(304, b"", {"ETag": tag, **self.headers})
        return Reply(200, body, {"ETag": tag, "Content-Type": "application/rss+xml", **self.headers})


def rss(items: Sequence[tuple[str, str, float | None]], channel: str = "", host: str = "paper.example") -> bytes:
    """RSS 2.0 with a guid and a link an item."""
    parts = [
        f"<item><guid isPermaLink='false'>{escape(name)}</guid><link>https://{host}/{escape(name)}</link>"
        f"<title>{escape(headline)}</title>{f'<pubDate>{formatdate(at_s)}</pubDate>' if at_s is not None else ''}</item>"
        for name, headline, at_s in items
    ]
    return f"<rss version='2.0'><channel><title>Paper</title>{channel}{''.join(parts)}</channel></rss>".encode()
