"""Healthy feeds beside faulty ones: are they as prompt and as whole, does memory stay, and what is said of the faulty?"""

import sqlite3
import tempfile
import threading
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median

from bench.farm import running
from bench.faulty import FAULTS, ITEMS, Fault
from bench.measure import measure
from bench.peers import Feint
from bench.serving import server
from bench.table import row, table

_HEALTHY = 100
_RUNS = 3
_POLLS = 3
"""What a new guid each time does shows from the second poll on."""
_TIMEOUT = "5s"
_MOST_TIMES, _MOST_MIB = 1.5, 20
"""Bounds: the last healthy feed at most so many times as late, memory at most so much higher, than without the faulty."""
_LOOK_S = 0.02


@dataclass(frozen=True, slots=True)
class _Run:
    """One cold poll; times from the start of the process."""

    half_s: float
    """Until half of the healthy feeds were stored whole."""
    all_s: float
    wall_s: float
    cpu_s: float
    memory_mib: float


def main() -> None:
    """Poll the healthy feeds alone and beside the faulty in turns, poll again, and show what feint says."""
    with running(_HEALTHY, ITEMS) as farm, server("bench.faulty") as port, tempfile.TemporaryDirectory() as folder:
        faulty = {f"http://{host}:{port}/feed.xml": fault for host, fault in FAULTS.items()}
        alone, beside = [], []
        for n in range(_RUNS):
            alone.append(_cold(_desk(Path(folder) / f"alone {n}", farm.urls), farm.urls))
            desk = _desk(Path(folder) / f"beside {n}", [*faulty, *farm.urls])
            beside.append(_cold(desk, farm.urls))
        for _ in range(_POLLS - 1):
            measure(desk.command, desk.environment)
        _compare(alone, beside)
        _show(desk, faulty, farm.urls)


def _desk(folder: Path, urls: Sequence[str]) -> Feint:
    folder.mkdir()
    return Feint(folder, urls, _TIMEOUT)


def _cold(desk: Feint, healthy: Sequence[str]) -> _Run:
    watch = _Watch(desk.database, healthy)
    cost = measure(desk.command, desk.environment)
    whole_s = watch.end()
    if len(whole_s) < len(healthy):
        raise SystemExit(f"only {len(whole_s)} of {len(healthy)} healthy feeds were stored: {cost.output[-2_000:]}")
    return _Run(whole_s[len(whole_s) // 2 - 1], whole_s[-1], cost.wall_s, cost.cpu_s, cost.memory_bytes / (1 << 20))


class _Watch(threading.Thread):
    """Looks from outside how many of the feeds given are stored whole by now."""

    def __init__(self, database: Path, urls: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._database, self._urls = database, frozenset(urls)
        self._began, self._whole_s = time.perf_counter(), list[float]()
        self._ended = threading.Event()
        self.start()

    def run(self) -> None:
        """Note when each became whole."""
        while not self._ended.wait(_LOOK_S):
            self._look()

    def end(self) -> list[float]:
        """Look a last time; returns the seconds after which the feeds were whole, in order."""
        self._ended.set()
        self.join()
        self._look()
        return self._whole_s

    def _look(self) -> None:
        try:
            whole = len(self._urls & _whole(self._database))
        except sqlite3.Error:  # not made yet, or just being made
            return
        self._whole_s += [time.perf_counter() - self._began] * (whole - len(self._whole_s))


def _whole(database: Path) -> set[str]:
    """The URLs of the sources whose every item is stored."""
    with closing(_opened(database)) as connection:
        return {url for (url,) in connection.execute("SELECT url FROM source WHERE items = ?", (ITEMS,))}


def _titles(database: Path, url: str) -> list[str]:
    query = "SELECT item.title FROM item JOIN source ON source.id = source_id WHERE source.url = ?"
    with closing(_opened(database)) as connection:
        return [title for (title,) in connection.execute(query, (url,))]


def _opened(database: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{database}?mode=ro", uri=True)


def _compare(alone: Sequence[_Run], beside: Sequence[_Run]) -> None:
    without, with_them = _median(alone), _median(beside)
    table(
        f"faults: cold polls, time-out {_TIMEOUT}, medians of {_RUNS} runs each, in turns",
        ("", "half stored s", "all stored s", "wall s", "CPU s", "memory MiB"),
        [
            (f"{_HEALTHY} healthy feeds alone", *astuple(without)),
            (f"the same beside {len(FAULTS)} faulty", *astuple(with_them)),
        ],
    )
    times, more = with_them.all_s / without.all_s, with_them.memory_mib - without.memory_mib
    table(
        "faults, against the targets",
        ("", "is", "target", ""),
        [
            ("all healthy stored, times as late", times, f"<= {_MOST_TIMES:g}", _verdict(times <= _MOST_TIMES)),
            ("memory, MiB more", more, f"<= {_MOST_MIB}", _verdict(more <= _MOST_MIB)),
        ],
    )


def _median(runs: Sequence[_Run]) -> _Run:
    return _Run(*map(median, zip(*map(astuple, runs), strict=True)))


def _verdict(holds: bool) -> str:
    return "holds" if holds else "misses"


def _show(desk: Feint, faulty: Mapping[str, Fault], healthy: Sequence[str]) -> None:
    listed = desk.sources()
    rows, unsafe = [], 0
    for url, fault in faulty.items():
        state, reason, items = (str(listed[url][key]) for key in ("state", "reason", "items"))
        titles = _titles(desk.database, url)
        unsafe += sum(unicodedata.category(sign) in ("Cc", "Cf") for title in titles for sign in title)
        right = state in fault.states and len(titles) == fault.items and all(fault.titled in title for title in titles)
        expected = f"expected {' or '.join(fault.states)}, {fault.items} items"
        rows.append((fault.name, fault.does, state, reason, items, "right" if right else expected))
    table(f"after {_POLLS} polls", ("faulty feed", "what it does", "state", "reason", "items", ""), rows)
    whole = sum(listed[url]["state"] == "ok" and listed[url]["items"] == ITEMS for url in healthy)
    row("healthy feeds whole and ok", whole, f"of {len(healthy)}")
    row("control, bidi and zero-width characters stored in titles", unsafe, "")
