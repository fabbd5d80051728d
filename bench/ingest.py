"""How fast analysed items go into a file: through the collector's own writer, with the classifier's judge of stories."""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from alerts import engine
from alerts.rules import Match, Rule, Rules
from bench.prose import feed
from classifier.engine import Classifier
from feeds.records import PollState
from feint.collector.job import Job
from feint.collector.judge import ClassifierJudge
from feint.collector.worker import perform
from storage.file.sqlite import Connection
from storage.file.writer import Writer
from storage.items import intake
from storage.items.intake import AnalysedEntry, Polled
from storage.query import parse


@dataclass(frozen=True, slots=True)
class Rate:
    """Items a second."""

    by_the_clock: float
    by_cpu: float


Pool = Sequence[tuple[AnalysedEntry, ...]]
"""What polls bring, each of a source of its own."""

_POLLS, _ITEMS = 200, 30
_RULES = Rules(
    tuple(
        Rule(query, 3, Match(parse(query)))
        for query in (
            "tag:withdrawal stance:claimed,asserted",
            "stance:denied,doubted",
            "side:ru ministry",
            "garrison*",
        )
    )
)


def pool() -> Pool:
    """Items of our own prose, as they come out of a worker."""
    classifier, now_ms = Classifier.load(), time.time_ns() // 1_000_000
    return [_poll(classifier, n, now_ms) for n in range(_POLLS)]


def rates(path: Path, polls: Pool) -> tuple[Rate, Rate]:
    """Of the first half of the polls as they are stored, and of the second as they are held against rules too."""
    half = len(polls) // 2
    with closing(Writer(path)) as writer:
        _rate(writer, polls[:1], 1, _store)  # the collector learns once what the last three days wrote
        plain = _rate(writer, polls[1:half], 2, _store)
        return plain, _rate(writer, polls[half:], 1 + half, _store_and_match)


def _poll(classifier: Classifier, n: int, now_ms: int) -> tuple[AnalysedEntry, ...]:
    body = feed(n, _ITEMS, 0, now_ms // 1_000)
    read = perform(Job(body, "", f"https://feed{n}.example/", "en", "", "guid", (), now_ms), classifier)
    return tuple(AnalysedEntry(*pair) for pair in zip(read.feed.entries, read.analyses, strict=True))


def _rate(
    writer: Writer, polls: Pool, first: int, work: Callable[[int, Sequence[AnalysedEntry], Connection], object]
) -> Rate:
    writer.do(lambda _: None).result()
    start, cpu = time.perf_counter(), time.process_time()
    waiting = [writer.do(partial(work, first + n, poll)) for n, poll in enumerate(polls)]
    for each in waiting:
        each.result()
    items = sum(map(len, polls))
    return Rate(items / (time.perf_counter() - start), items / (time.process_time() - cpu))


def _store(source_id: int, entries: Sequence[AnalysedEntry], connection: Connection) -> intake.Stored:
    at_ms = time.time_ns() // 1_000_000
    state = PollState(state="ok", since_ms=at_ms, last_ok_ms=at_ms, last_attempt_ms=at_ms)
    return intake.store(connection, Polled(source_id, state, "", entries, at_ms, total=len(entries)), ClassifierJudge())


def _store_and_match(source_id: int, entries: Sequence[AnalysedEntry], connection: Connection) -> None:
    stored = _store(source_id, entries, connection)
    engine.after_poll(connection, _RULES, stored, time.time_ns() // 1_000_000)
