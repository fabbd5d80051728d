"""The feed server of the demo: a thread on the loopback that answers as newsrooms do."""

import hashlib
import threading
import time
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

from feint.demo.day import Day
from feint.demo.formats import FORMATS
from feint.demo.timeline import published, usual_speed


def wall_clock() -> int:
    """Tell the time in epoch milliseconds."""
    return time.time_ns() // 1_000_000


class DemoServer:
    """Serves a day's feeds at `http://127.0.0.1:PORT/<outlet>.xml` while its context is open.

    The day opens with the first request: what it holds by then belongs to everybody's first poll, which never rings.
    """

    def __init__(self, day: Day, speed: float | None = None, clock: Callable[[], int] = wall_clock) -> None:
        """Bind a port. `speed` is minutes of the day a minute, by default such that the rest of the day takes ten."""
        self._day = day
        self._speed = usual_speed(day) if speed is None else speed
        self._clock = clock
        self._started_ms: int | None = None
        self._starting = threading.Lock()
        self._http = _Http(self.answer)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True, name="demo feeds")

    @property
    def port(self) -> int:
        """The port that the system gave."""
        return self._http.server_port

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Answer a path with a status, a media type and a body."""
        key = path.removeprefix("/").rpartition(".")[0]
        outlet = self._day.outlet.get(key)
        if outlet is None:
            return HTTPStatus.NOT_FOUND, "text/plain", b"no such feed\n"
        if outlet.fault:
            return outlet.fault, "text/plain", b"the transmitter is down\n"
        now_ms = self._clock()
        entries = published(self._day, key, self._start(now_ms), now_ms, self._speed)
        write, media_type = FORMATS[outlet.format]
        return HTTPStatus.OK, media_type, write(key, outlet, entries).encode()

    def _start(self, now_ms: int) -> int:
        with self._starting:
            if self._started_ms is None:
                self._started_ms = now_ms
            return self._started_ms


class _Http(ThreadingHTTPServer):
    """One thread a connection; none of them outlives the program."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Callable[[str], tuple[int, str, bytes]]) -> None:
        self.answer = answer
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a reader that hung up: the terminal belongs to the desk."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Http

    def do_GET(self) -> None:
        """Send the feed, or 304 to whoever has it already."""
        status, media_type, body = self.server.answer(self.path)
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        if status < HTTPStatus.BAD_REQUEST:
            self.send_header("ETag", tag)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing here either."""
