"""Polls replayed under a clock of their own: what sources served goes through reader, classifier and storage into a file."""

import gzip
import html
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from email.utils import formatdate
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

if TYPE_CHECKING:
    from classifier.engine import Classifier
    from storage.file.sqlite import Connection
    from storage.grouping.stories import Arrival, Judge, Place
    from storage.grouping.window import Window
    from storage.items.intake import Stored
    from storage.items.sources import Configured

_POLL_MS = 600_000
"""What a source brought within so long came with one poll."""


class Record(NamedTuple):
    """An entry as it was served, and when; an edited headline comes again with its link."""

    source: str
    at_ms: int
    title: str
    description: str
    link: str
    published_ms: int | None = None


def recorded(paths: Sequence[str]) -> Iterator[Record]:
    """The records of files: a line of JSON each, with title, description, link, source, collectedAt and perhaps pubDate."""
    for path in paths:
        opened = partial(gzip.open, mode="rt") if path.endswith(".gz") else open
        with opened(path, encoding="utf-8") as file:
            yield from (_record(json.loads(line)) for line in file if line.strip())


def _record(said: dict[str, str]) -> Record:
    title, description, link = (html.unescape(said.get(key) or "") for key in ("title", "description", "link"))
    published_ms = _ms(said["pubDate"]) if said.get("pubDate") else None
    return Record(said["source"], _ms(said["collectedAt"]), title, description, link, published_ms)


def _ms(moment: str) -> int:
    return round(datetime.fromisoformat(moment).timestamp() * 1_000)


Heard = Callable[["Connection", "Stored", int], None]
"""What is to be done, in the same transaction, with what a poll at that moment has stored."""


def replay(records: Sequence[Record], database: Path) -> list[float]:
    """Store records as their polls brought them, each source a family of its own; CPU ms that placing each item took."""
    names = sorted({record.source for record in records})
    with opened(database, [outlet(name) for name in names]) as (connection, classifier), _timed_placing() as spent_ms:
        numbers = numbers_of(connection)
        for source, at_ms, served in polls(records):
            poll(connection, classifier, numbers[source], served, at_ms)
    return spent_ms


@contextmanager
def opened(database: Path, outlets: Sequence["Configured"]) -> Iterator[tuple["Connection", "Classifier"]]:
    """A file of our own that knows these sources, and the packaged lexicon."""
    from classifier.engine import Classifier
    from storage.file import migrate, sqlite
    from storage.items import sources

    migrate.ready(database)
    with closing(sqlite.connect(database, "collector")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        with sqlite.transaction(connection):
            sources.configure(connection, outlets)
        yield connection, Classifier.load()


def outlet(name: str, kind: str = "press", grade: str = "C", side: str = "") -> "Configured":
    """A source that is a family of its own."""
    from storage.items.sources import Configured

    url = f"https://{''.join(letter for letter in name.casefold() if letter.isalnum())}.example/"
    return Configured(url, name, name, kind, grade, "en", side)


def numbers_of(connection: "Connection") -> dict[str, int]:
    """Every source's number, by its name."""
    return dict(connection.execute("SELECT name, id FROM source").fetchall())


def polls(records: Iterable[Record]) -> Iterator[tuple[str, int, list[Record]]]:
    """(source, when, what it brought), in the order of time; what a source served within ten minutes came with one poll."""
    for (_, source), served in groupby(sorted(records, key=_order), lambda record: _order(record)[:2]):
        brought = list(served)
        yield source, brought[-1].at_ms, brought


def _order(record: Record) -> tuple[int, str, int]:
    return record.at_ms // _POLL_MS, record.source, record.at_ms


def poll(
    connection: "Connection",
    classifier: "Classifier",
    source_id: int,
    served: Sequence[Record],
    at_ms: int,
    heard: Heard | None = None,
    total: int = 0,
) -> None:
    """Read, analyse and store what a source served, in one transaction. `total`: how many entries the whole feed has."""
    from feeds.records import PollState
    from feint.collector.job import Job
    from feint.collector.judge import ClassifierJudge
    from feint.collector.worker import perform
    from storage.file import sqlite
    from storage.items import intake
    from storage.items.intake import AnalysedEntry, Polled

    job = Job(_rss(served), "application/rss+xml", f"https://{source_id}.example/", "en", "", "guid", (), at_ms)
    read = perform(job, classifier)
    entries = [AnalysedEntry(*pair) for pair in zip(reversed(read.feed.entries), reversed(read.analyses), strict=True)]
    state = PollState(state="ok", since_ms=at_ms, last_ok_ms=at_ms)
    polled = Polled(source_id, state, "", entries, at_ms, total=max(total, len(entries)))
    with sqlite.transaction(connection):
        stored = intake.store(connection, polled, ClassifierJudge())
        if heard is not None:
            heard(connection, stored, at_ms)


def _rss(served: Sequence[Record]) -> bytes:
    """The newest comes first, as in every feed."""
    items = "".join(
        f"<item><title>{html.escape(each.title)}</title><link>{html.escape(each.link)}</link>"
        f'<guid isPermaLink="false">{html.escape(each.link)}</guid>{_dated(each)}'
        f"<description>{html.escape(each.description)}</description></item>"
        for each in reversed(served)
    )
    return f"<rss version='2.0'><channel><title/><link/><description/>{items}</channel></rss>".encode()


def _dated(record: Record) -> str:
    return "" if record.published_ms is None else f"<pubDate>{formatdate(record.published_ms / 1_000)}</pubDate>"


@contextmanager
def _timed_placing() -> Iterator[list[float]]:
    """CPU ms of each item that is placed within the block."""
    from storage.grouping import stories

    place, spent_ms = stories.place, list[float]()

    def timed(connection: "Connection", window: "Window", arrival: "Arrival", judge: "Judge") -> "Place":
        start = time.process_time()
        placed = place(connection, window, arrival, judge)
        spent_ms.append((time.process_time() - start) * 1_000)
        return placed

    with mock.patch.object(stories, "place", timed):
        yield spent_ms
