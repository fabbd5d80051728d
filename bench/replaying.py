"""Polls replayed under a clock of their own: what sources served goes through reader, classifier and storage into a file."""

import html
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unittest import mock

if TYPE_CHECKING:
    from classifier.engine import Classifier
    from storage.file.sqlite import Connection
    from storage.grouping.stories import Arrival, Judge, Place
    from storage.grouping.window import Window

_POLL_MS = 600_000
"""What a source brought within so long came with one poll."""


class Record(NamedTuple):
    """An entry as it was served, and when; an edited headline comes again with its link."""

    source: str
    at_ms: int
    title: str
    description: str
    link: str


def replay(records: Sequence[Record], database: Path) -> list[float]:
    """Store records as their polls brought them, each source a family of its own; CPU ms that placing each item took."""
    from classifier.engine import Classifier
    from storage.file import migrate, sqlite
    from storage.items import sources
    from storage.items.sources import Configured

    migrate.ready(database)
    names = sorted({record.source for record in records})
    configured = [
        Configured(f"https://{n}.example/", name, name, "press", "C", "en", "") for n, name in enumerate(names)
    ]
    classifier = Classifier.load()
    with closing(sqlite.connect(database, "collector")) as connection, _timed_placing() as spent_ms:
        with sqlite.transaction(connection):
            sources.configure(connection, configured)
        numbers: dict[str, int] = dict(connection.execute("SELECT name, id FROM source").fetchall())
        for (_, source), served in groupby(sorted(records, key=_order), lambda record: _order(record)[:2]):
            with sqlite.transaction(connection):
                _store(connection, numbers[source], list(served), classifier)
    return spent_ms


def _order(record: Record) -> tuple[int, str, int]:
    return record.at_ms // _POLL_MS, record.source, record.at_ms


def _store(connection: "Connection", source_id: int, served: Sequence[Record], classifier: "Classifier") -> None:
    from feeds.records import PollState
    from feint.collector.job import Job
    from feint.collector.judge import ClassifierJudge
    from feint.collector.worker import perform
    from storage.items import intake
    from storage.items.intake import AnalysedEntry, Polled

    at_ms = served[-1].at_ms
    job = Job(_rss(served), "application/rss+xml", f"https://{source_id}.example/", "en", "", "guid", (), at_ms)
    read = perform(job, classifier)
    entries = [AnalysedEntry(*pair) for pair in zip(reversed(read.feed.entries), reversed(read.analyses), strict=True)]
    state = PollState(state="ok", since_ms=at_ms, last_ok_ms=at_ms)
    intake.store(connection, Polled(source_id, state, "", entries, at_ms, total=len(entries)), ClassifierJudge())


def _rss(served: Sequence[Record]) -> bytes:
    """The newest comes first, as in every feed."""
    items = "".join(
        f"<item><title>{html.escape(each.title)}</title><link>{html.escape(each.link)}</link>"
        f'<guid isPermaLink="false">{html.escape(each.link)}</guid>'
        f"<description>{html.escape(each.description)}</description></item>"
        for each in reversed(served)
    )
    return f"<rss version='2.0'><channel><title/><link/><description/>{items}</channel></rss>".encode()


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
