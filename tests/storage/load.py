"""A collector and an operator at work in processes of their own, which say what they begin and what they have done.

They are forked from this process, whose rooms are loaded already: a start costs 4 ms and not 200.
"""

import multiprocessing
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from multiprocessing.connection import Connection as Line
from pathlib import Path
from typing import NamedTuple, Self

from alerts.rules import Channel
from storage.acting.acts import Acts, Done
from storage.acting.undo import Touched
from storage.file.writer import Writer
from storage.items.intake import AnalysedEntry
from storage.reads.reader import Reader
from tests.storage.desk import Desk, entry, quote, tag
from tests.storage.ruling import match, rule, rules

_FORK = multiprocessing.get_context("fork")
RULES = rules(rule("leaving", match("tag:withdrawal"), "urgent", to=("desk", "hook")))._replace(
    channels={"hook": Channel("hook", "webhook")}
)
BATCH, RINGING = 7, 2
"""How many items a batch has, and how many of them ring."""
RANG = (
    "SELECT (SELECT count(*) FROM alert), (SELECT count(*) FROM alert_evidence), (SELECT count(*) FROM notice WHERE held = ''),"
    " (SELECT count(*) FROM outbox WHERE channel = 'hook' AND payload <> ''),"
    " (SELECT count(DISTINCT alert_id) FROM alert_fact WHERE notice_id > 0)"
)
"""What there is once for each item that rings: its alert, that this rests on it, its notice, its delivery, its facts, told."""
WAIT_S = 20.0
_REST_S = 0.002
"""Between two polls or two acts: without it one of the two would hold the file nearly all the time."""


class Said(NamedTuple):
    """What a process says: that it begins something, or that it has done it."""

    done: bool
    what: str
    n: int = 0


class Process:
    """Work in a process of its own, which ends when it is told to, or killed."""

    def __init__(self, work: Callable[..., None], *given: object) -> None:
        self.line, theirs = _FORK.Pipe()
        self._process = _FORK.Process(target=work, args=(theirs, *given), daemon=True)
        self._process.start()
        self.pid = self._process.pid or 0
        theirs.close()
        self.said: list[Said] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def until(self, reached: Callable[[Said], bool]) -> Said:
        """Listen until it says what is waited for."""
        while not reached(said := self.hear()):
            pass
        return said

    def hear(self) -> Said:
        """What it says next."""
        if not self.line.poll(WAIT_S):
            raise TimeoutError(self.said[-3:])
        self.said.append(self.line.recv())
        return self.said[-1]

    def kill(self) -> None:
        """Kill -9; what it had said is known, the last of it included."""
        self._process.kill()
        self._hear_out()

    def stop(self) -> None:
        """Let it finish what it has begun, and end. Raises RuntimeError if it ended badly."""
        self.line.send(None)
        self._hear_out()
        if self._process.exitcode:
            raise RuntimeError(f"{self._process.name} ended with {self._process.exitcode}")

    def done(self, what: str) -> list[int]:
        """The numbers of what it has done."""
        return [said.n for said in self.said if said.done and said.what == what]

    @property
    def was_at(self) -> str:
        """What it had begun and not done; empty: nothing."""
        return self.said[-1].what if self.said and not self.said[-1].done else ""

    def _hear_out(self) -> None:
        try:
            while True:
                self.said.append(self.line.recv())
        except (EOFError, ConnectionResetError):
            pass
        self._process.join(WAIT_S)


def batch(n: int) -> list[AnalysedEntry]:
    """Items with all that hangs on an item; the same number gives the same batch."""
    return [
        entry(
            f"one{n}x{m} two{n}x{m}",
            tags=[tag("withdrawal" if m < RINGING else "a")],
            quotes=[quote(f"these words number {n} {m}")],
        )
        for m in range(BATCH)
    ]


def store(desk: Desk, writer: Writer, n: int) -> None:
    """Store a batch, and return when it is acknowledged."""
    writer.do(lambda run: desk.store(run, 1, *batch(n))).result()


def collect(line: Line, path: Path, first: int) -> None:
    """Store batches from number `first` on, each with its alerts and their lines in the log, and checkpoint now and then."""
    desk = Desk(path, rules=RULES)
    writer = Writer(path)
    for n in count(first):
        if line.poll(_REST_S):
            break
        with telling(line, "poll", n):
            store(desk, writer, n)
        if n % 2:
            with telling(line, "checkpoint", n):
                desk.connection.execute(f"PRAGMA wal_checkpoint({'RESTART' if n % 4 == 1 else 'TRUNCATE'})").fetchone()
    writer.close()
    desk.close()


def operate(line: Line, path: Path, operator: str, seed: int) -> None:
    """Acknowledge, dismiss, star, note, take alerts on and take back."""
    chance = random.Random(seed)
    acts, reader = Acts(path, operator), Reader(path)
    while not line.poll(_REST_S):
        ids = chance.sample(items, 3) if len(items := list(reader.item_ids(limit=60))) > 3 else items
        if not ids:
            continue
        line.send(Said(False, "act"))
        line.send(Said(True, "act", _act(acts, ids, [alert.id for alert in reader.alerts(limit=2)], chance)))
    acts.close()
    reader.close()


def _act(acts: Acts, ids: list[int], alerts: list[int], chance: random.Random) -> int:
    """Do one thing or another; returns the number of its line."""
    match chance.randrange(6):
        case 0:
            done: Done | Touched | None = acts.set_state(ids, "acked")
        case 1:
            done = acts.set_state(ids, "dismissed")
        case 2:
            done = acts.star(ids, chance.random() < 0.5)
        case 3:
            done = acts.note(ids[0], "seen")
        case 4:
            done = acts.set_alert_state(alerts, "acked")
        case _:
            done = acts.undo()
    return done.n if isinstance(done, Done) else 0


@contextmanager
def telling(line: Line, what: str, n: int = 0) -> Iterator[None]:
    """Say what is begun, and that it is done."""
    line.send(Said(False, what, n))
    yield
    line.send(Said(True, what, n))
