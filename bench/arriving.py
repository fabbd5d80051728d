"""A collector's part for the desk's bench: a process that commits one new item at each beat, and says how late it was."""

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection as Line
from pathlib import Path

from bench.prose import feed
from classifier.engine import Classifier
from feeds.records import PollState
from feint.collector.job import Job
from feint.collector.judge import ClassifierJudge
from feint.collector.worker import perform
from storage.file import lease, sqlite
from storage.items import intake
from storage.items.intake import AnalysedEntry, Polled

_FORK = multiprocessing.get_context("fork")
_FEED_ITEMS = 30
_APART = 20
"""Feeds whose numbers are as far apart have no wire story in common."""


@dataclass
class Beats:
    """What the process did; filled in once it has ended."""

    late_ms: list[float] = field(default_factory=list)
    """Of each item: how long after its moment it was committed."""


@contextmanager
def arriving(database: Path, every_s: float, at_most: int) -> Iterator[Beats]:
    """An item every so often while the block runs, the first of them when it begins."""
    beats = Beats()
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_collect, args=(theirs, database, every_s, at_most), daemon=True)
    process.start()
    ours.recv()  # what is to come has been read and analysed
    ours.send("begin")
    try:
        yield beats
    finally:
        ours.send("end")
        beats.late_ms += ours.recv()
        process.join()


def analysed(items: int, at_ms: int) -> list[AnalysedEntry]:
    """Items of our own prose as they come out of a worker, none of which any other feed carries."""
    return list(islice(_analysed(at_ms), items))


def _analysed(at_ms: int) -> Iterator[AnalysedEntry]:
    classifier, n = Classifier.load(), at_ms
    while True:
        job = Job(feed(n, _FEED_ITEMS, 0, at_ms // 1_000), "", f"https://{n}.example/", "en", "", "guid", (), at_ms)
        read = perform(job, classifier)
        yield from (AnalysedEntry(*pair) for pair in zip(read.feed.entries, read.analyses, strict=True))
        n += _APART


def _collect(line: Line, database: Path, every_s: float, at_most: int) -> None:
    entries = analysed(at_most, _now_ms())
    late_ms: list[float] = []
    with closing(sqlite.connect(database, "collector")) as connection:
        line.send("ready")
        line.recv()
        start = time.monotonic()
        for n, entry in enumerate(entries):
            moment = start + n * every_s
            if line.poll(max(0.0, moment - time.monotonic())):
                break
            _store(connection, entry)
            late_ms.append(1_000 * (time.monotonic() - moment))
    line.send(late_ms)


def _store(connection: sqlite.Connection, entry: AnalysedEntry) -> None:
    at_ms = _now_ms()
    polled = Polled(1, PollState(state="ok", since_ms=at_ms, last_ok_ms=at_ms), "", (entry,), at_ms, total=1)
    with sqlite.transaction(connection):
        intake.store(connection, polled, ClassifierJudge())
        lease.beat(connection, at_ms, 1)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
