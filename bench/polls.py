"""Cold and warm polls: wall, CPU and memory of `feint collect --once`, all its processes counted, start-up included."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.farm import config_of, farm
from bench.table import row

_ITEMS = 30


def main(sizes: tuple[int, ...] = (100, 1_000)) -> None:
    """Measure each size."""
    for feeds in sizes:
        with farm(feeds, _ITEMS) as urls, tempfile.TemporaryDirectory() as folder:
            config, database = Path(folder) / "bench.toml", Path(folder) / "bench.db"
            config.write_text(config_of(urls))
            for name in ("cold", "warm"):
                _measure(f"{feeds:,} feeds x {_ITEMS} items, {name}", config, database)
            size = sum(file.stat().st_size for file in Path(folder).glob("bench.db*"))
            row(f"{feeds:,} feeds x {_ITEMS} items, on disk", size / (feeds * _ITEMS), "bytes an item")


def _measure(name: str, config: Path, database: Path) -> None:
    words = [
        sys.executable,
        "-m",
        "feint",
        "collect",
        "--once",
        "--json",
        "--config",
        str(config),
        "--database",
        str(database),
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _tree_bytes(process.pid))
        time.sleep(0.02)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert process.stdout is not None
    summary = json.loads(process.stdout.read())
    assert summary["failed"] == 0, summary
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    row(f"{name}: wall", wall, "s")
    row(f"{name}: CPU, all processes", cpu, "s")
    row(f"{name}: peak memory, all processes", peak / 1e6, "MB")
    row(f"{name}: new items", summary["new_items"], "")


def _tree_bytes(pid: int) -> int:
    """Resident bytes of a process and its children."""
    total = 0
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for one in (str(pid), *children):
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError):
        pass
    return total
