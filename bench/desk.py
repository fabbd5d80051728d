"""The desk's budgets, in a real pty at 160x45 with 100,000 items: CPU and bytes, which noise spares, each beside its bound.

A start is the least of several: what other work on the machine adds to a start's CPU is none of the desk's.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench import filling, stalled
from bench.arriving import arriving
from bench.opened import Opened, environment, opened, words
from bench.table import judged
from storage.reads.reader import Reader

_LARGE, _SMALL = 100_000, 1_000
_STARTS = 5
_SETTLED_S = 3.0
_ARRIVE_EVERY_S = 2.0
_CONFIG = '[[source]]\nurl = "https://feed1.example/rss"\nname = "Herald 1"\n'


def main(given: Sequence[str] = ()) -> None:
    """Fill, open, press, wait. `--quick`: a third of a minute where the bound is of a minute."""
    if set(given) - {"--quick"}:
        sys.exit("bench desk: the only word it knows is --quick")
    minute_s, stall_s = (20.0, 10.0) if "--quick" in given else (60.0, 60.0)
    with tempfile.TemporaryDirectory() as folder:
        config, large, small = (Path(folder) / name for name in ("bench.toml", "large.db", "small.db"))
        config.write_text(_CONFIG)
        for path, items in ((large, _LARGE), (small, _SMALL)):
            filling.fill(path, items, time.time_ns() // 1_000_000)
        _starts(large, config)
        with opened(large, config) as desk:
            _settle(desk)
            _minutes(desk, large, minute_s)
            _keys(desk, _step(small, config))
            judged("memory with 100,000 items", desk.memory_mib, "MiB", 70)
        stalled.judge(large, config, stall_s)


def _starts(database: Path, config: Path) -> None:
    shown = _newest(database)
    first_ms, quiet_ms, sent = [], [], 0
    for _ in range(_STARTS + 1):
        desk = Opened(words(database, config))
        desk.until(shown)
        first_ms.append(desk.cpu_ms)
        desk.read(1.0)
        quiet_ms.append(desk.cpu_ms)
        sent = len(desk.bytes)
        desk.end()
    judged("CPU to the first frame with rows, 100,000 items", min(first_ms), "ms", 300)
    judged("CPU to a full, quiet screen", min(quiet_ms), "ms")
    judged("bytes of a start", sent, "")
    judged("CPU of feint --help", min(_help_ms() for _ in range(_STARTS + 1)), "ms", 60)


def _newest(database: Path) -> bytes:
    """What the first frame with rows is known by: the headline of the newest item, as far as any pane shows it."""
    with closing(Reader(database)) as reader:
        ids = reader.newest(None, 1)
        return reader.item_rows(ids)[ids[0]].title[:12].encode()


def _help_ms() -> float:
    process = subprocess.Popen([sys.executable, "-m", "feint", "--help"], stdout=subprocess.DEVNULL, env=environment())
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return (used.ru_utime + used.ru_stime) * 1_000


def _settle(desk: Opened) -> None:
    desk.until(b"5 Story")
    desk.read(_SETTLED_S)


def _minutes(desk: Opened, database: Path, minute_s: float) -> None:
    """A minute without, and one with half a hundred new items above a view that stays where it is."""
    idle_ms, idle_bytes = _watched(desk, minute_s)
    share = 60 / minute_s
    judged("idle for a minute: CPU", idle_ms / minute_s / 10, "% of a core", 0.5)
    judged("idle for a minute: bytes", idle_bytes * share, "", 10_000)
    with arriving(database, _ARRIVE_EVERY_S, at_most=int(minute_s)) as beats:
        busy_ms, busy_bytes = _watched(desk, minute_s)
    came = len(beats.late_ms)
    judged("30 items a minute: CPU", busy_ms / minute_s / 10, "% of a core", 1)
    judged("30 items a minute: bytes", busy_bytes * share, "", 30_000)
    judged("a new row while paused, 100,000 rows: CPU", max(0.0, busy_ms - idle_ms) / came, "ms", 5)
    judged("a new row while paused, 100,000 rows: bytes", max(0, busy_bytes - idle_bytes) / came, "", 400)


def _watched(desk: Opened, seconds: float) -> tuple[float, int]:
    """Milliseconds of CPU and bytes of so long."""
    cpu_ms = desk.cpu_ms
    sent = desk.read(seconds)
    return desk.cpu_ms - cpu_ms, sent


def _step(database: Path, config: Path) -> tuple[float, float]:
    """What `j` costs in a small file: CPU and bytes."""
    with opened(database, config) as desk:
        _settle(desk)
        desk.press("2gjj")
        return _cost(desk, "j" * 20)


def _keys(desk: Opened, small: tuple[float, float]) -> None:
    desk.press("2gjj", answer_s=0.5)
    large = _cost(desk, "j" * 20)
    for rows, (cpu_ms, sent) in ((_SMALL, small), (_LARGE, large)):
        judged(f"j inside the view, {rows:,} rows: CPU", cpu_ms, "ms", 6)
        judged(f"j inside the view, {rows:,} rows: bytes", sent, "", 1_000)
    judged("j with 100,000 rows against 1,000: CPU", large[0] / small[0], "times", 1.5)
    judged("j with 100,000 rows against 1,000: bytes", large[1] / small[1], "times", 1.5)
    _tell(desk, "j over the edges of the view, on average", "j" * 120)
    _tell(desk, "j, and then its story", "jjjj", answer_s=0.6)
    _tell(desk, "a letter of a filter", "/withdraw", answer_s=0.3)
    desk.press("\x1b", answer_s=0.5)
    _tell(desk, "a whole frame (^l)", "\x0c", answer_s=0.5)


def _tell(desk: Opened, name: str, keys: str, answer_s: float = 0.06) -> None:
    cpu_ms, sent = _cost(desk, keys, answer_s)
    judged(f"{name}: CPU", cpu_ms, "ms")
    judged(f"{name}: bytes", sent, "")


def _cost(desk: Opened, keys: str, answer_s: float = 0.06) -> tuple[float, float]:
    """CPU and bytes of one of these keys."""
    cpu_ms = desk.cpu_ms
    sent = desk.press(keys, answer_s)
    return (desk.cpu_ms - cpu_ms) / len(keys), sent / len(keys)
