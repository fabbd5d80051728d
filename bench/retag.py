"""A changed lexicon: how long a collector takes to re-tag a full desk, what it costs, and whether the desk answers meanwhile."""

import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from bench.farm import config_of, farm
from bench.table import row
from bench.walk import Walk

_LEXICON = """
[[rule]]
id = "bench.hospital"
label = "withdrawal"
phrases = ["return of the first field hospital"]

[[rule]]
id = "bench.transporters"
label = "escalation"
phrases = ["forty tank transporters"]
"""
"""A user's layer that gives about one item in five another tag."""
_BEFORE_S = 10.0
_PATIENCE_S = 300.0


def main(feeds: int = 100, items: int = 200) -> None:
    """Fill a desk, open it, start a collector with another lexicon, and press keys until no item has its first tags."""
    with farm(feeds, items) as urls, tempfile.TemporaryDirectory() as folder:
        config, database = Path(folder) / "bench.toml", Path(folder) / "bench.db"
        collect = [sys.executable, "-m", "feint", "collect", "--config", str(config), "--database", str(database)]
        config.write_text(config_of(urls))
        subprocess.run([*collect, "--once"], check=True)
        # One feed is enough to keep a collector; the others' items stay and are re-tagged too.
        config.write_text(config_of(urls[:1]))
        config.with_name("lexicon.toml").write_text(_LEXICON)
        with closing(_Stale(database)) as stale, closing(Walk(database)) as walk:
            held = f"re-tag, {feeds * items:,} items"
            _row_of_keys(f"{held}: longest wait for a j, before", walk.down(_after(_BEFORE_S)))
            start, cpu_s = time.monotonic(), _children_s()
            keys_s = _collect_until_gone(stale, walk, collect, Path(folder) / "collector.log")
            row(f"{held}: from the start to the last", stale.gone_at - start, "s")
            row(f"{held}: CPU of collector and workers", _children_s() - cpu_s, "s")
            row(f"{held}: given other tags", stale.changed(), "")
            _row_of_keys(f"{held}: longest wait for a j, meanwhile", keys_s)


class _Stale:
    """The items that still have their first tags, seen from outside the collector."""

    def __init__(self, database: Path) -> None:
        self._connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        self._lexicon: str = self._connection.execute("SELECT max(lexicon) FROM item").fetchone()[0]
        self.gone_at = 0.0
        """The monotonic moment at which none was left."""

    def gone(self) -> bool:
        """None is left. An item that is left is found at once, for the oldest are re-tagged last."""
        if not self.gone_at and not self._number("SELECT EXISTS (SELECT 1 FROM item WHERE lexicon = ?)", self._lexicon):
            self.gone_at = time.monotonic()
        return self.gone_at > 0

    def left(self) -> int:
        """How many are left."""
        return self._number("SELECT count(*) FROM item WHERE lexicon = ?", self._lexicon)

    def changed(self) -> int:
        """To how many items the new tags are others than the first, as the collector counts them."""
        return self._number("SELECT retag_changed FROM lexicon_state")

    def close(self) -> None:
        """Look no more."""
        self._connection.close()

    def _number(self, query: str, *values: str) -> int:
        (number,) = self._connection.execute(query, values).fetchone()
        return int(number)


def _collect_until_gone(stale: _Stale, walk: Walk, collect: Sequence[str], log: Path) -> list[float]:
    """Run a collector until nothing stale is left; returns how long each key took meanwhile."""
    late = _after(_PATIENCE_S)
    with log.open("wb") as said:
        collector = subprocess.Popen(collect, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:
        keys_s = walk.down(lambda: stale.gone() or collector.poll() is not None or late())
    finally:
        collector.terminate()
        collector.wait()
    if not stale.gone():
        raise SystemExit(f"{stale.left():,} items kept their first tags: {log.read_text()[-2_000:]}")
    return keys_s


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _children_s() -> float:
    """CPU seconds of the processes started from here that have ended, and of those that they started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row_of_keys(name: str, keys_s: Sequence[float]) -> None:
    row(name, max(keys_s) * 1_000, f"ms, of {len(keys_s)}")
