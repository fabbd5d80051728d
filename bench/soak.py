"""A long watch in two minutes: 100,000 items come, 20,000 keys are pressed, and the desk must hold no more than before.

In this process and without a terminal, so that its widgets can be counted; the items come from another.
"""

import asyncio
import gc
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import cycle, islice
from pathlib import Path

from textual import events
from textual.widget import Widget

from bench import filling
from bench.prose import news
from bench.table import judged
from classifier.records import Analysis
from feeds.records import Entry, PollState
from feint.collector.judge import ClassifierJudge
from storage.file import sqlite
from storage.items import intake
from storage.items.intake import AnalysedEntry, Polled
from tui.options import DeskOptions
from tui.terminal import DeskApp, open_desk

_HELD, _COME, _KEYS = 1_000, 100_000, 20_000
_AT_ONCE = 20
_STEP = 100
"""Keys between two breaths: the items come meanwhile."""
_ROUND: Sequence[tuple[str, str | None]] = (
    *((key, key) for key in "2jjjjjkjjj"),
    ("tab", "\t"), ("tab", "\t"), ("ctrl+d", None), ("?", "?"), ("q", "q"),
    *((key, key) for key in "jjGkkgjjjj"),
    ("/", "/"), ("escape", None), ("tab", "\t"), ("tab", "\t"),
    *((key, key) for key in "2jjfjjjkjjj"),
)  # fmt: skip
"""Forty keys, four of them Tab, one of them an overlay."""


def main(words: Sequence[str] = ()) -> None:
    """Fill, warm up with a tenth of it, then hold what is left against that."""
    if words:
        sys.exit("bench soak: it takes no words")
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "soak.db"
        filling.fill(database, _HELD, _now_ms())
        asyncio.run(_watch(database))


async def _watch(database: Path) -> None:
    app = open_desk(database, DeskOptions("ana"))
    running = asyncio.create_task(app.run_async(headless=True, size=(160, 45)))
    await asyncio.sleep(1)
    keys = cycle(_ROUND)
    await _live(app, database, keys, _COME // 10, _KEYS // 10)
    before = _held()
    start = time.monotonic()
    await _live(app, database, keys, _COME, _KEYS)
    after = _held()
    judged("100,000 items, 20,000 keys, 2,000 of them Tab, 500 overlays", time.monotonic() - start, "s")
    judged("memory after a warm-up: growth", after[0] - before[0], "MiB", 10)
    judged("live widgets: growth", after[1] - before[1], "", 0)
    app.exit()
    await running


async def _live(app: DeskApp, database: Path, keys: Iterator[tuple[str, str | None]], items: int, presses: int) -> None:
    """So many items come while so many keys are pressed; the last key waits for the last item."""
    pouring = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.soak", str(database), str(items))
    pressed = 0
    while pressed < presses or pouring.returncode is None:
        for key, character in islice(keys, _STEP if pressed < presses else 0):
            app.post_message(events.Key(key, character))
            await asyncio.sleep(0.001)
            pressed += 1
        await asyncio.sleep(0.05)
    await asyncio.sleep(2)


def _held() -> tuple[float, int]:
    """Memory in MiB and widgets that are alive."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    widgets = sum(isinstance(each, Widget) for each in gc.get_objects())
    return pages * os.sysconf("SC_PAGESIZE") / (1 << 20), widgets


def _pour(database: Path, items: int) -> None:
    """Items whose words nobody reads: what the desk does about them is the same."""
    chance = random.Random(items)
    with closing(sqlite.connect(database, "collector")) as connection:
        for first in range(0, items, _AT_ONCE):
            at_ms = _now_ms()
            entries = [_entry(f"{news(chance)}, report {items}-{n}", at_ms) for n in range(first, first + _AT_ONCE)]
            polled = Polled(1, PollState(state="ok", last_ok_ms=at_ms), "", entries, at_ms, total=_AT_ONCE)
            with sqlite.transaction(connection):
                intake.store(connection, polled, ClassifierJudge())


def _entry(title: str, at_ms: int) -> AnalysedEntry:
    link = f"https://feed1.example/{title.rpartition(' ')[2]}"
    entry = Entry(f"guid:{link}", "", link, link, title, "", "", "", "", at_ms, "", "offset", link.encode()[-12:])
    return AnalysedEntry(entry, Analysis((), (), (), "0123456789ab"))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


if __name__ == "__main__":
    _pour(Path(sys.argv[1]), int(sys.argv[2]))
