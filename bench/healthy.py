"""The farm's own process: healthy feeds answered from memory, with validators, gzip and keep-alive, and every request counted.

`python -m bench.healthy FEEDS ITEMS HOSTS LATENCY_MS`; /control/stats, /control/reset and /control/publish steer it.
"""

import asyncio
import gzip
import hashlib
import json
import sys
import time
from dataclasses import asdict, dataclass
from email.utils import formatdate

from bench.prose import feed
from bench.serving import serve

_END = b"\r\n\r\n"


@dataclass(slots=True)
class Counts:
    """What the feeds were asked since the last reset."""

    requests: int = 0
    conditional: int = 0
    unchanged: int = 0
    """Answered with 304."""
    sent_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything one feed ever answers between two publications, ready to be written."""

    etag: bytes
    last_modified: bytes
    plain: bytes
    gzipped: bytes
    unchanged: bytes

    @classmethod
    def of(cls, body: bytes, changed_s: int) -> "Answers":
        """Prepare the answers for a body that came to be at `changed_s`."""
        etag, last_modified = f'"{hashlib.sha256(body).hexdigest()[:16]}"', formatdate(changed_s, usegmt=True)
        validators = {"ETag": etag, "Last-Modified": last_modified}
        about = validators | {"Content-Type": "application/rss+xml; charset=utf-8", "Vary": "Accept-Encoding"}
        return cls(
            etag.encode(),
            last_modified.encode(),
            http_answer("200 OK", about, body),
            http_answer("200 OK", about | {"Content-Encoding": "gzip"}, gzip.compress(body, 6, mtime=0)),
            http_answer("304 Not Modified", validators),
        )


class Farm:
    """All feeds, and what was asked of them."""

    def __init__(self, feeds: int, items: int, began_s: int) -> None:
        self._items = items
        self._began_s = began_s
        self._published = 0
        self.counts = Counts()
        self._answers = self._prepare(feeds)

    def answer(self, path: str, headers: dict[bytes, bytes]) -> bytes:
        """Answer a GET."""
        if path.startswith("/control/"):
            return self._control(path)
        if (answers := self._answers.get(path)) is None:
            return http_answer("404 Not Found", {})
        tag, since = headers.get(b"if-none-match"), headers.get(b"if-modified-since")
        self.counts.requests += 1
        self.counts.conditional += tag is not None or since is not None
        # RFC 9110, 13.1.3: a date is not looked at where a tag is given.
        if tag == answers.etag or (tag is None and since == answers.last_modified):
            self.counts.unchanged += 1
            return self._counted(answers.unchanged)
        return self._counted(answers.gzipped if b"gzip" in headers.get(b"accept-encoding", b"") else answers.plain)

    def _counted(self, answer: bytes) -> bytes:
        self.counts.sent_bytes += len(answer)
        return answer

    def _control(self, path: str) -> bytes:
        match path:
            case "/control/reset":
                self.counts = Counts()
            case "/control/publish":
                self._published += 1
                self._answers = self._prepare(len(self._answers))
        return http_answer("200 OK", {"Content-Type": "application/json"}, json.dumps(asdict(self.counts)).encode())

    def _prepare(self, feeds: int) -> dict[str, Answers]:
        changed_s = self._began_s + self._published
        return {
            f"/{n}.xml": Answers.of(feed(n, self._items, self._published, self._began_s), changed_s)
            for n in range(feeds)
        }


class Connection(asyncio.Protocol):
    """One client: requests in, in order, one answer each."""

    def __init__(self, farm: Farm, latency_s: float) -> None:
        self._farm = farm
        self._latency_s = latency_s
        self._held = b""
        self._transport: asyncio.WriteTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep where answers go."""
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer every request that is complete."""
        self._held += data
        while (end := self._held.find(_END)) >= 0:
            head, self._held = self._held[:end], self._held[end + len(_END) :]
            first, *lines = head.split(b"\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
            answer = self._farm.answer(first.split(b" ")[1].decode(), headers)
            closes = headers.get(b"connection", b"").lower() == b"close"
            if self._latency_s:
                asyncio.get_running_loop().call_later(self._latency_s, self._send, answer, closes)
            else:
                self._send(answer, closes)

    def _send(self, answer: bytes, closes: bool) -> None:
        self._transport.write(answer)
        if closes:
            self._transport.close()


def http_answer(status: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A whole answer of HTTP/1.1."""
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    if not status.startswith("304"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + _END + body


async def _main(feeds: int, items: int, hosts: int, latency_ms: int) -> None:
    farm = Farm(feeds, items, int(time.time()))
    await serve(lambda: Connection(farm, latency_ms / 1_000), [f"127.0.0.{n}" for n in range(1, hosts + 1)])


if __name__ == "__main__":
    asyncio.run(_main(*map(int, sys.argv[1:])))
