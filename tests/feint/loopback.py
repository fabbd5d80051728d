"""A feed server on the loopback that answers as a test tells it to, and remembers who asked what and when."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from xml.sax.saxutils import escape

WAIT_S = 20.0
"""How long a test waits for what must come before it fails."""


@dataclass(frozen=True)
class Answer:
    """What a path answers until it is told otherwise."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: bool = True
    """Whether a 200 carries an ETag, and a request that names it gets 304."""
    hangs: bool = False
    """Take the request and say nothing until the server closes."""


@dataclass
class Asked:
    """One request; `ended_s` is 0.0 while it is being answered. Times are of the monotonic clock."""

    path: str
    headers: dict[str, str]
    began_s: float
    ended_s: float = 0.0
    status: int = 0


class Loopback:
    """Serves what it is given at `http://127.0.0.1:PORT/…` while its context is open."""

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}
        self._asked: list[Asked] = []
        self._changed = threading.Condition()
        self._closing = False
        self._held: set[str] = set()
        self.most_at_once = 0
        self._http = _Http(self)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True, name="loopback")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def host(self) -> str:
        """The server's name and port."""
        return f"127.0.0.1:{self._http.server_port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"

    def answer(self, path: str, answer: Answer) -> str:
        """Have a path answer so from now on; returns its address."""
        with self._changed:
            self._answers[path] = answer
        return self.url(path)

    def feed(self, path: str, *titles: str, summary: str = "", headers: Mapping[str, str] | None = None) -> str:
        """Have a path serve a feed of these headlines, the newest first; returns its address."""
        return self.answer(path, Answer(body=rss(*titles, summary=summary), headers=headers or {}))

    def hold(self, *paths: str) -> None:
        """Answer no request for these paths before `release`."""
        with self._changed:
            self._held.update(paths)

    def release(self) -> None:
        """Answer what was held."""
        with self._changed:
            self._held.clear()
            self._changed.notify_all()

    def asked(self, path: str = "") -> list[Asked]:
        """The requests so far, in order; those for one path if it is given."""
        with self._changed:
            return self._of(path)

    def until_asked(self, path: str = "", times: int = 1) -> None:
        """Wait until a path, or any, has been asked for so many times; TimeoutError if it never is."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._of(path)) >= times, WAIT_S):
                raise TimeoutError([each.path for each in self._asked])

    def _of(self, path: str) -> list[Asked]:
        return [each for each in self._asked if path in ("", each.path)]

    def handle(self, path: str, headers: dict[str, str], send: Callable[[int, Mapping[str, str], bytes], None]) -> None:
        """Answer one request, in its connection's own thread."""
        asked = Asked(path, headers, time.monotonic())
        with self._changed:
            self._asked.append(asked)
            self.most_at_once = max(self.most_at_once, sum(not each.ended_s for each in self._asked))
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._closing or path not in self._held)
            answer = self._answers.get(path, Answer(404))
            if answer.hangs:
                self._changed.wait_for(lambda: self._closing)
                return
            asked.ended_s = time.monotonic()
        tag = f'"{sha256(answer.body).hexdigest()[:12]}"'
        if answer.status == 200 and answer.etag and headers.get("if-none-match") == tag:
            answer = Answer(304, headers=answer.headers)
        asked.status = answer.status
        validators = {"ETag": tag} if answer.status == 200 and answer.etag else {}
        send(answer.status, {**validators, **answer.headers}, answer.body)


_TEN_MINUTES_AGO = formatdate(time.time() - 600, usegmt=True)


def rss(*titles: str, summary: str = "") -> bytes:
    """An RSS document; the identity of an entry is what stands before a `|` of its title, or the whole title."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{escape(title.partition('|')[0])}</guid>"
        f"<link>https://paper.example/{sha256(title.partition('|')[0].encode()).hexdigest()[:10]}</link>"
        f"<title>{escape(title.rpartition('|')[2])}</title><description>{escape(summary)}</description>"
        f"<pubDate>{_TEN_MINUTES_AGO}</pubDate></item>"
        for title in titles
    )
    head = "<title>Harbour Post</title><link>https://paper.example/</link><description/><language>en</language>"
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>{head}{items}</channel></rss>".encode()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, loopback: Loopback) -> None:
        self.loopback = loopback
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def do_GET(self) -> None:
        self.server.loopback.handle(self.path, {name.lower(): value for name, value in self.headers.items()}, self._say)

    def _say(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
