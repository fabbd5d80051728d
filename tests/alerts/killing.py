"""A collector in a process of its own that is to be killed, the feed it polls, the webhook it tells, and a desk that follows.

It is forked from this process, whose rooms and lexicon are loaded already, and reads bodies itself; all else is as it runs.
"""

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection as Line
from pathlib import Path
from random import Random
from typing import Self, TypeVar
from unittest import mock
from xml.sax.saxutils import escape

from feint.collector import retag, setup
from feint.collector.collect import Collector
from feint.collector.delivering import dispatch
from feint.collector.ledger import Ledger
from feint.config import Config, load
from feint.speakers.listed import known
from feint.speakers.terms import Term
from storage.file import migrate
from storage.file.sqlite import Connection
from storage.items.intake import Stored
from storage.reads.reader import Reader
from storage.rows import NoticeRow
from tests.intake.world import InlinePool, InlineReader
from tests.storage.load import Said

T = TypeVar("T")
_SHOWN = 12
"""So many entries the feed shows."""
_SYLLABLES = (
    "ka",
    "to",
    "ri",
    "vel",
    "sun",
    "dor",
    "mi",
    "len",
    "gra",
    "po",
    "shi",
    "bek",
    "ul",
    "tar",
    "no",
    "vi",
    "zem",
    "ash",
    "el",
)
WAIT_S = 20.0


def collect(line: Line, config: Path, database: Path) -> None:
    """Collect until the other end of the line says so."""

    async def run() -> None:
        async with _collecting(config, database) as collector:
            stop = asyncio.Event()
            asyncio.get_running_loop().add_reader(line.fileno(), stop.set)
            await collector.run(stop)

    class TellingLedger(Ledger):
        async def write(self, work: Callable[[Connection], T], *, reserve: bool = False) -> T:
            done = await super().write(work, reserve=reserve)
            if isinstance(done, Stored) and done.new:
                line.send(Said(True, "commit"))
            return done

    with mock.patch.object(setup, "Ledger", TellingLedger):
        asyncio.run(run())


def first_poll(config: Path, database: Path) -> None:
    """Poll once in this process: so all is loaded that those which are forked from it need."""

    async def once() -> None:
        async with _collecting(config, database) as collector:
            await collector.once()

    asyncio.run(once())


@asynccontextmanager
async def _collecting(config: Path, database: Path) -> AsyncIterator[Collector]:
    with (
        mock.patch.object(setup, "WorkerPool", InlinePool),
        mock.patch.object(retag, "Reader", InlineReader),
        mock.patch.object(setup, "known", _known),
        mock.patch.object(dispatch, "_LOOK_S", 0.005),
    ):
        async with setup.collecting(load(config), database, "test:1") as collector:
            yield collector


@cache
def _offices() -> list[Term]:
    return known(load(None))


def _known(config: Config) -> list[Term]:
    """Everybody, read but once."""
    return _offices()


class Peer:
    """The host on the loopback that serves the feed and takes the webhook's posts."""

    def __init__(self) -> None:
        self.published: list[tuple[str, str, float]] = []
        """(headline, summary, when), oldest first."""
        self.received: dict[str, list[str]] = defaultdict(list)
        """Delivery -> the bodies that came under that name."""
        self.answers_after_s = 0.0
        self.asked, self.posted = threading.Event(), threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve for the length of a block; its address."""
        self._thread.start()
        yield f"http://127.0.0.1:{self._http.server_port}"
        self._http.shutdown()
        self._http.server_close()

    def publish(self, report: tuple[str, str]) -> None:
        """Put a report on top of the feed."""
        self.published.append((*report, time.time()))

    def feed(self) -> bytes:
        """RSS, newest first."""
        numbered = list(enumerate(self.published))[-_SHOWN:]
        items = "".join(
            f"<item><guid isPermaLink='false'>{n}</guid><title>{escape(title)}</title>"
            f"<pubDate>{formatdate(at_s)}</pubDate><description>{escape(summary)}</description></item>"
            for n, (title, summary, at_s) in reversed(numbered)
        )
        return f"<rss version='2.0'><channel><title>Wire</title>{items}</channel></rss>".encode()


def _handler(peer: Peer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(200, peer.feed())
            peer.asked.set()

        def do_POST(self) -> None:
            body = self.rfile.read(length := int(self.headers["Content-Length"]))
            if len(body) < length:
                return  # whoever sends it has been killed
            peer.received[self.headers["webhook-id"]].append(body.decode())
            peer.posted.set()
            time.sleep(peer.answers_after_s)
            self._answer(204)

        def _answer(self, status: int, body: bytes = b"") -> None:
            try:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked has been killed

        def log_message(self, format: str, *args: object) -> None:
            """Tests read their own output."""

    return Handler


class Follower:
    """A desk: it rings for each notice after the last one that it knows."""

    def __init__(self, database: Path) -> None:
        self._reader = Reader(database)
        self._last = self._reader.last_notice()
        self.rang: list[NoticeRow] = []

    def listen(self) -> None:
        """Ring for what is new."""
        for notice in self._reader.notices_after(self._last):
            self._last = notice.id
            if not notice.held:
                self.rang.append(notice)

    def close(self) -> None:
        """Let go of the file."""
        self._reader.close()


def desk(folder: Path, url: str) -> tuple[Path, Path]:
    """The config and the file of a desk that polls the feed and tells the webhook."""
    config, database = folder / "config.toml", folder / "desk.db"
    config.write_text(
        f"""
[collector]
allow_private = true
host_gap = "0s"
interval = "1s"
interval_min = "1s"
[alerts]
cooldown = "0s"
[[rule]]
id = "leaving"
kind = "match"
severity = "notice"
query = "tag:withdrawal stance:claimed,asserted"
to = ["desk", "duty"]
[[channel]]
id = "duty"
kind = "webhook"
url = "{url}/hook"
allow_private = true
flood = "1000 per 1m"
[[source]]
url = "{url}/feed"
name = "Wire"
kind = "wire"
grade = "B"
language = "en"
""",
        "utf-8",
    )
    migrate.ready(database)
    return config, database


@dataclass(frozen=True)
class Event:
    """Somewhere that troops leave; its names are no other's."""

    place: str
    river: str
    bridge: str
    general: str

    @classmethod
    def another(cls, chance: Random) -> Self:
        """Names that nothing has had before."""
        return cls(*(word(chance) for _ in range(4)))

    def first(self, people: str) -> tuple[str, str]:
        """One who says so."""
        return (
            f"{people} army says troops are leaving {self.place} by the {self.bridge} bridge",
            f"Troops are withdrawing from {self.place}, the {people} army said, over the {self.bridge} bridge of the"
            f" {self.river}, led by General {self.general}.",
        )

    def second(self, people: str) -> tuple[str, str]:
        """Another who says so."""
        return (
            f"Troops are leaving {self.place} by the {self.bridge} bridge, {people} ministry says",
            f"All has been quiet since noon. The {people} ministry said that troops were withdrawing from {self.place} over the"
            f" {self.bridge} bridge of the {self.river}, led by General {self.general}.",
        )


def word(chance: Random) -> str:
    """A name."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(4)).capitalize()
