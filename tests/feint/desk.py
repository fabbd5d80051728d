"""A desk's files in a folder of the test's own: config, database, and the ways to run a collector on them."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from feint.collector.clock import Clock, steady_clock_ms, wall_clock_ms
from feint.collector.collect import Collector
from feint.collector.setup import collecting
from feint.collector.summary import Progress, Summary
from feint.config import load
from storage.file import sqlite
from tests.feint.loopback import WAIT_S
from tests.storage import fresh

Row = dict[str, Any]
MANNERLESS = 'host_gap = "0s"\nper_host = 16\n'
"""What a test server on one host needs for all its feeds to be polled at once."""


@dataclass
class Desk:
    """One config and one database."""

    folder: Path
    config: Path = field(init=False)
    database: Path = field(init=False)
    ahead_ms: int = 0
    """How far the collector's clock is ahead of the machine's."""
    started: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def __post_init__(self) -> None:
        self.config, self.database = self.folder / "config.toml", self.folder / "desk.db"

    def watch(self, *urls: str, collector: str = MANNERLESS, more: str = "") -> None:
        """Write a config of these feeds."""
        sources = "".join(f'[[source]]\nurl = "{url}"\n' for url in urls)
        self.config.write_text(f"[collector]\nallow_private = true\nworkers = 1\n{collector}{more}\n{sources}", "utf-8")

    async def once(self) -> Summary:
        """Poll everything once, as a collector that starts and ends."""
        async with self.at_hand() as collector:
            return await collector.once()

    @asynccontextmanager
    async def collecting(self) -> AsyncIterator["Running"]:
        """A collector at work until the block ends."""
        running = Running()
        async with self.at_hand(running.note) as running.collector:
            running.work = asyncio.create_task(running.collector.run(running.stopping))
            try:
                yield running
            finally:
                await running.stop()

    @asynccontextmanager
    async def at_hand(self, progress: Progress = lambda done, of, what: None) -> AsyncIterator[Collector]:
        """A collector that has not begun."""
        fresh.ready(self.database)
        async with collecting(
            load(self.config),
            self.database,
            "test:1",
            progress=progress,
            clock=Clock(lambda: wall_clock_ms() + self.ahead_ms, steady_clock_ms),
        ) as collector:
            yield collector

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[Row]:
        """What a reader of the file sees."""
        with closing(sqlite.connect(self.database, "reader")) as connection:
            return [dict(row) for row in connection.execute(sql, tuple(values)).fetchall()]

    def one(self, sql: str, values: Iterable[object] = ()) -> Row:
        """The only row."""
        (row,) = self.rows(sql, values)
        return row

    def follow(self, sql: str) -> Iterator[Row]:
        """The only row, again and again, as others change it; for at most as long as a test waits."""
        until_s = time.monotonic() + WAIT_S
        while time.monotonic() < until_s:
            yield from self.rows(sql)
        raise TimeoutError(sql)

    def source(self) -> Row:
        """The only source, as it is remembered."""
        return self.one("SELECT * FROM source")

    def titles(self) -> list[str]:
        """Every item's headline, in order of arrival."""
        return [row["title"] for row in self.rows("SELECT title FROM item ORDER BY id")]

    def run(self, *words: str, stdin: str | bytes = b"") -> "Ran":
        """Run `feint` on these files until it ends."""
        done = subprocess.run(
            self._words(words),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=WAIT_S,
            cwd=self.folder,
            env=_environment(),
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def start(self, *words: str, stdin: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
        """Start `feint` on these files; `kill_all` ends it at the latest."""
        process = subprocess.Popen(
            self._words(words),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=_environment(),
        )
        self.started.append(process)
        return process

    def kill_all(self) -> None:
        """End what was started, and close its pipes."""
        for process in self.started:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe:
                    pipe.close()

    def _words(self, words: Iterable[str]) -> list[str]:
        return [sys.executable, "-m", "feint", "--config", str(self.config), "--database", str(self.database), *words]


@dataclass
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


class Running:
    """A collector at work; `until` waits for what its polls bring about."""

    collector: Collector
    work: asyncio.Task[Summary]

    def __init__(self) -> None:
        self.stopping = asyncio.Event()
        self._stored = asyncio.Event()

    async def stop(self) -> None:
        """Stop as a signal would, and wait until the last poll is dropped."""
        self.stopping.set()
        async with asyncio.timeout(WAIT_S):
            await self.work

    def note(self, done: int, of: int, what: str) -> None:
        """A poll has been stored."""
        self._stored.set()

    async def until(self, met: Callable[[], object]) -> None:
        """Wait until something holds that a stored poll can bring about."""
        async with asyncio.timeout(WAIT_S):
            while not met():
                self._stored.clear()
                await self._stored.wait()


def _environment() -> dict[str, str]:
    """Ours, without what would lead a command to other files, with the checkout to import from."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith("FEINT_")}
    return {**mine, "PYTHONPATH": str(Path(__file__).parents[2])}
