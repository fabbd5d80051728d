"""Many desks on one file while items pour in: how soon each sees what another did, and what that costs."""

import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from multiprocessing.connection import Connection as Line
from pathlib import Path

from alerts import engine
from alerts.rules import Match, Rule, Rules
from bench.prose import feed
from bench.table import row
from classifier.engine import Classifier
from feeds.records import PollState
from feint.collector.job import Job
from feint.collector.judge import ClassifierJudge
from feint.collector.worker import perform
from storage.acting.acts import Acts
from storage.file import migrate, sqlite
from storage.file.errors import StoreError
from storage.file.sqlite import Connection, SqliteError
from storage.file.writer import Writer
from storage.items import intake, sources
from storage.items.intake import AnalysedEntry, Polled
from storage.items.sources import Configured
from storage.query import parse
from storage.reads.reader import Reader

_FORK = multiprocessing.get_context("fork")
_TICK_S = 0.2
"""The pulse of a desk."""
ACT_EVERY_S = 0.5
_VIEW = 40
"""The rows of a screen."""
_AFTER_S = 1.0
"""So long desks go on when the last item is there and nobody acts any more."""
_MOST_A_POLL = 10
_FEED_ITEMS = 30
_RULES = Rules((Rule("leaving", 3, Match(parse("tag:withdrawal"))),))


@dataclass
class Seen:
    """What one desk did and saw; times are of the monotonic clock, which all processes share."""

    acts: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Line in the log -> when the key was pressed, and when the act was committed."""
    lines: dict[int, float] = field(default_factory=dict)
    """Line of another -> when its rows had been read anew."""
    errors: list[str] = field(default_factory=list)
    """What a person would have been shown."""
    cpu_s: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """What all desks saw."""

    desks: Sequence[Seen]
    stored_s: Sequence[float]
    """How long each poll waited until it was committed."""
    seconds: float

    @property
    def commits_ms(self) -> list[float]:
        """From each key to its commit."""
        return [1_000 * (done - pressed) for desk in self.desks for pressed, done in desk.acts.values()]

    @property
    def seen_ms(self) -> list[float]:
        """From each key to the moment when the last of the others had it."""
        return [
            1_000 * (max(other.lines[n] for other in self.desks if other is not desk) - pressed)
            for desk in self.desks
            for n, (pressed, _) in desk.acts.items()
            if n not in self.unseen
        ]

    @property
    def unseen(self) -> set[int]:
        """Acts that some desk never saw."""
        return {
            n
            for desk in self.desks
            for n in desk.acts
            for other in self.desks
            if other is not desk and n not in other.lines
        }

    @property
    def errors(self) -> list[str]:
        """What would have reached a person."""
        return [error for desk in self.desks for error in desk.errors]


def main(desks: int = 10, items: int = 1_000, seconds: float = 10.0) -> None:
    """Attach the desks, let the items come, and print what everybody waited for."""
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(Path(folder) / "attached.db", desks, items, seconds)
    row(f"{desks} desks while {items:,} items arrive in {seconds:.0f} s: acts", len(outcome.commits_ms), "")
    what = f"{desks} desks"
    _row_of(f"{what}: an act is seen by all others", outcome.seen_ms)
    _row_of(f"{what}: an act is committed", outcome.commits_ms)
    _row_of(f"{what}: a poll is committed", [1_000 * each for each in outcome.stored_s])
    row(f"{what}: acts that a desk never saw", len(outcome.unseen), "")
    row(f"{what}: errors that reach a person", len(outcome.errors), "")
    cpu = statistics.mean(desk.cpu_s for desk in outcome.desks)
    row(f"{what}: CPU of a desk without its screen", 100 * cpu / outcome.seconds, "%")


def run(database: Path, desks: int, items: int, seconds: float) -> Outcome:
    """Have so many desks look on and act while so many items arrive."""
    entries = list(islice(_analysed(), items + desks * _VIEW))
    _begin(database, entries[items:])
    start = time.monotonic() + 0.2 + 0.02 * desks
    lines = []
    for n in range(desks):
        ours, theirs = _FORK.Pipe(duplex=False)
        _FORK.Process(target=_desk, args=(theirs, database, n, desks, start, start + seconds), daemon=True).start()
        theirs.close()
        lines.append(ours)
    stored_s = _collect(database, entries[:items], start, seconds)
    return Outcome([line.recv() for line in lines], stored_s, seconds + _AFTER_S)


def _analysed() -> Iterator[AnalysedEntry]:
    """Items of our own prose, as they come out of a worker."""
    classifier, n = Classifier.load(), 0
    while True:
        at_ms = time.time_ns() // 1_000_000
        job = Job(feed(n, _FEED_ITEMS, 0, at_ms // 1_000), "", f"https://{n}.example/", "en", "", "guid", (), at_ms)
        read = perform(job, classifier)
        yield from (AnalysedEntry(*pair) for pair in zip(read.feed.entries, read.analyses, strict=True))
        n += 1


def _begin(database: Path, entries: Sequence[AnalysedEntry]) -> None:
    """A file that holds a screen of items for each desk already."""
    migrate.ready(database)
    with closing(sqlite.connect(database, "collector")) as connection, sqlite.transaction(connection):
        sources.configure(connection, [Configured("https://feeds.example/", "Post", "post", "press", "C", "en", "")])
        _store(connection, entries)


def _store(connection: Connection, entries: Sequence[AnalysedEntry]) -> None:
    at_ms = time.time_ns() // 1_000_000
    state = PollState(state="ok", since_ms=at_ms, last_ok_ms=at_ms)
    polled = Polled(1, state, "", entries, at_ms, total=len(entries))
    engine.after_poll(connection, _RULES, intake.store(connection, polled, ClassifierJudge()), at_ms)


def _collect(database: Path, entries: Sequence[AnalysedEntry], start: float, seconds: float) -> list[float]:
    """Store the items poll by poll, evenly over the time; returns how long each poll waited for its commit."""
    chance, stored_s, done = random.Random(1), [], 0
    with closing(Writer(database)) as writer:
        while done < len(entries):
            part = entries[done : done + chance.randint(1, _MOST_A_POLL)]
            _until(start + seconds * done / len(entries))
            began = time.monotonic()
            writer.do(partial(_store, entries=part)).result()
            stored_s.append(time.monotonic() - began)
            done += len(part)
    return stored_s


def _desk(line: Line, database: Path, n: int, desks: int, start: float, end: float) -> None:
    """One desk: looks at the file at each tick, and acts on items that no other desk acts on."""
    desk = _Desk(database, n, desks)
    tick, act = start + _TICK_S * n / desks, start + ACT_EVERY_S * n / desks
    cpu_s = time.process_time()
    while min(tick, act) < end + _AFTER_S:
        _until(min(tick, act))
        if act <= tick:
            desk.try_to(desk.act)
            act = act + ACT_EVERY_S if act + ACT_EVERY_S < end else end + 2 * _AFTER_S
        else:
            desk.try_to(desk.look)
            tick += _TICK_S
    desk.seen.cpu_s = time.process_time() - cpu_s
    line.send(desk.seen)


class _Desk:
    """A desk's reader and its operator's hand."""

    def __init__(self, database: Path, n: int, desks: int) -> None:
        self._n, self._desks = n, desks
        self._operator = f"op{n}"
        self._reader, self._acts = Reader(database), Acts(database, self._operator)
        self._view = list(self._reader.item_ids(limit=_VIEW * desks))
        self._event = self._reader.last_event()
        self.seen = Seen()

    def try_to(self, work: Callable[[], None]) -> None:
        """Do it; what fails would be shown on the message line."""
        try:
            work()
        except (StoreError, SqliteError) as error:
            self.seen.errors.append(str(error))

    def look(self) -> None:
        """A tick: read on in the log, and read anew what stands in view."""
        if not self._reader.changed():
            return
        lines = self._reader.events_after(self._event)
        self._view = [*self._reader.item_ids_after(self._view[0]), *self._view]
        self._reader.item_rows(self._view[:_VIEW])
        now = time.monotonic()
        for line in lines:
            self._event = line.n
            if line.operator.startswith("op") and line.operator != self._operator:
                self.seen.lines[line.n] = now

    def act(self) -> None:
        """Acknowledge the newest item of one's own that is left."""
        item_id = next(each for each in self._view if each % self._desks == self._n)
        self._view.remove(item_id)
        pressed = time.monotonic()
        done = self._acts.set_state([item_id], "acked")
        self.seen.acts[done.n] = (pressed, time.monotonic())


def _until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.monotonic()))


def _row_of(name: str, figures: Sequence[float]) -> None:
    ranked = sorted(figures)
    for label, figure in (("p50", 0.5), ("p99", 0.99)):
        row(f"{name}, {label}", ranked[round(figure * (len(ranked) - 1))], "ms")
    row(f"{name}, worst", ranked[-1], "ms")
