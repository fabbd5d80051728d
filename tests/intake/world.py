"""A desk's collector living through virtual days, against hosts on loopback: everything is real but the time.

Bodies are read in this process and not in workers, which have tests of their own.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import pytest

from classifier.cases import proven
from classifier.engine import Classifier
from classifier.lexicon.document import Layer
from feeds.fetch.transport import Request, Response, Transport
from feint.collector import duties, reach, reload, retag, setup
from feint.collector.clock import Clock
from feint.collector.delivering import dispatch
from feint.collector.job import Job, Learnt, Lesson, Read
from feint.collector.ledger import Ledger
from feint.collector.retag import Done, texts_of
from feint.collector.setup import collecting
from feint.collector.summary import Summary
from feint.collector.worker import perform, read_again
from feint.config import load
from storage.file import lease, migrate, sqlite
from storage.file.lease import Lease
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from storage.items.retagging import Stale
from tests.intake.leaping import LeapingLoop
from tests.intake.site import Paper, Site

T = TypeVar("T")
Row = dict[str, Any]
MINUTE_S, HOUR_S, DAY_S = 60.0, 3_600.0, 86_400.0
EPOCH_S = 1_790_000_000.0
"""2026-09-21 14:13:20Z, a Monday."""
_CLASSIFIERS: dict[Sequence[Layer], Classifier] = {}


class InlinePool:
    """A worker pool without workers."""

    def __init__(self, *_: object) -> None: ...

    async def learn(self, layers: tuple[Layer, ...]) -> Learnt:
        if layers not in _CLASSIFIERS:
            _CLASSIFIERS[layers] = proven(layers)
        self._classifier = _CLASSIFIERS[layers]
        return Learnt(digest=self._classifier.digest, labels=self._classifier.labels)

    def prepare(self) -> None: ...

    async def read(self, job: Job) -> Read:
        return perform(job, self._classifier)

    async def rest(self) -> None: ...

    async def close(self) -> None: ...


class InlineReader:
    """What reads anew, without its process."""

    def __init__(self, lesson: Lesson) -> None:
        self._classifier = _CLASSIFIERS[lesson.layers]

    async def read(self, items: Sequence[Stale]) -> Done:
        return list(zip(items, read_again(texts_of(items), self._classifier), strict=True))

    async def close(self) -> None: ...


class World:
    """One desk, its hosts, and their time."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loop = LeapingLoop()
        self.config, self.database = folder / "config.toml", folder / "desk.db"
        self.set_back_s = 0.0
        """By how much somebody has moved the wall's clock since the world began."""
        self.sites: list[Site] = []
        self._random = random.Random(folder.name)
        loop = self.loop

        class WatchedTransport(Transport):
            async def fetch(self, request: Request) -> Response:
                with loop.on_the_wire():
                    return await super().fetch(request)

        class WatchedLedger(Ledger):
            async def write(self, work: Callable[[Connection], T], *, reserve: bool = False) -> T:
                with loop.committing():
                    return await super().write(work, reserve=reserve)

        class CarelessWriter(Writer):
            """A month has thousands of commits; what a power cut does to them is tested elsewhere."""

            def __init__(self, path: Path, checkpoints: bool, lease: Lease | None) -> None:
                super().__init__(path, checkpoints, lease)
                self._connection.execute("PRAGMA synchronous = OFF")

        monkeypatch.setattr(setup, "WorkerPool", InlinePool)
        monkeypatch.setattr(retag, "Reader", InlineReader)
        monkeypatch.setattr(setup, "Writer", CarelessWriter)
        monkeypatch.setattr(setup, "Ledger", WatchedLedger)
        monkeypatch.setattr(reach, "Transport", WatchedTransport)
        monkeypatch.setattr(random, "random", self._random.random)
        for name in ("_LOOK_S", "_SILENCE_S", "_MUTES_S", "_FILE_S", "_WAL_S"):
            monkeypatch.setattr(duties, name, HOUR_S)
        monkeypatch.setattr(lease, "BEAT_S", HOUR_S)
        monkeypatch.setattr(reload, "_LOOK_S", HOUR_S)
        monkeypatch.setattr(duties, "_LINE_S", MINUTE_S)
        monkeypatch.setattr(duties, "_ALERTS_S", MINUTE_S)
        monkeypatch.setattr(dispatch, "_LOOK_S", MINUTE_S)
        monkeypatch.setattr(duties, "_ALERTS_S", MINUTE_S)

    def close(self) -> None:
        """End every host."""
        self.wait(*(site.close() for site in self.sites))
        tasks = asyncio.all_tasks(self.loop)
        for task in tasks:
            task.cancel()
        if tasks:
            self.loop.run_until_complete(asyncio.wait(tasks))
        self.wait(self.loop.shutdown_asyncgens())
        self.loop.close()

    def site(self) -> Site:
        """Another host."""
        site = Site()
        self.sites.append(site)
        self.wait(site.open())
        return site

    def paper(self, path: str = "/feed", items: int = 3, site: Site | None = None, **more: Any) -> Paper:
        """A feed with some items, an hour apart, the newest of an hour ago."""
        paper = Paper(site or self.site(), path, **more)
        for n in range(items):
            paper.publish(f"{paper.site.port}{path}-{n}", f"Item {n} of {path}", self.epoch_s - (items - n) * HOUR_S)
        return paper

    def watch(self, *urls: str, collector: str = "", source: str = "", more: str = "") -> None:
        """Write the config; `source` are lines for every source."""
        tables = "".join(f'[[source]]\nurl = "{url}"\n{source}\n' for url in urls)
        self.config.write_text(f"[collector]\nallow_private = true\n{collector}\n{more}\n{tables}", "utf-8")

    @property
    def now_s(self) -> float:
        """Virtual seconds since the world began."""
        return self.loop.time()

    @property
    def epoch_s(self) -> float:
        """What the wall's clock shows."""
        return EPOCH_S + self.now_s - self.set_back_s

    def live(self, seconds: float, *happenings: tuple[float, Callable[[], object]]) -> Summary:
        """Run a collector for so long, as from a start to a stop; what is to happen meanwhile: (seconds from now, what)."""
        return self.wait(self._live(seconds, happenings))[0]

    def once(self) -> Summary:
        """Poll everything once, as `feint collect --once`."""
        return self.wait(self._once())[0]

    def wait(self, *what: Coroutine[Any, Any, T]) -> list[T]:
        """Run coroutines to their ends."""

        async def all_of_them() -> list[T]:
            return [await each for each in what]

        return self.loop.run_until_complete(all_of_them())

    async def _live(self, seconds: float, happenings: Iterable[tuple[float, Callable[[], object]]]) -> Summary:
        migrate.ready(self.database)
        clock = Clock(lambda: round(self.epoch_s * 1000), lambda: round(self.now_s * 1000))
        async with collecting(load(self.config), self.database, "test:1", clock=clock) as collector:
            stop = asyncio.Event()
            self.loop.call_later(seconds, stop.set)
            for after_s, what in happenings:
                self.loop.call_later(after_s, self._happen, what)
            return await collector.run(stop)

    def _happen(self, what: Callable[[], object]) -> None:
        result = what()
        if asyncio.iscoroutine(result):
            self.loop.create_task(result)

    async def _once(self) -> Summary:
        migrate.ready(self.database)
        clock = Clock(lambda: round(self.epoch_s * 1000), lambda: round(self.now_s * 1000))
        async with collecting(load(self.config), self.database, "test:1", clock=clock) as collector:
            return await collector.once()

    def rows(self, sql: str, *values: object) -> list[Row]:
        """What a reader of the file sees."""
        with closing(sqlite.connect(self.database, "reader")) as connection:
            return [dict(row) for row in connection.execute(sql, values).fetchall()]

    def one(self, sql: str, *values: object) -> Row:
        """The only row."""
        (row,) = self.rows(sql, *values)
        return row

    def source(self, url: str = "") -> Row:
        """The only source, or the one of an address."""
        return self.one("SELECT * FROM source WHERE url = ? OR ? = ''", url, url)

    def events(self, act: str) -> list[str]:
        """What the log says of one kind of act."""
        return [row["detail"] for row in self.rows("SELECT detail FROM event WHERE act = ? ORDER BY n", act)]
