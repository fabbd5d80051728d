"""A recorded stream of news read again: what becomes of its items as stories, and pairs of them for a reader to judge.

A record is a line of JSON: {title, description, link, source, collectedAt}; an edited headline comes again with its link. The
recordings belong to their publishers and are no part of the project, hence the files are named by whoever runs this.
"""

import argparse
import json
import statistics
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bench.replaying import recorded, replay
from bench.table import row

_COUNTS = (
    ("items", "SELECT count(*) FROM item"),
    ("stories", "SELECT count(DISTINCT story_id) FROM item"),
    ("stories of two items and more", "SELECT count(*) FROM (SELECT 1 FROM item GROUP BY story_id HAVING count(*) > 1)"),
    ("largest story, items", "SELECT max(n) FROM (SELECT count(*) AS n FROM item GROUP BY story_id)"),
    ("copies folded", "SELECT count(*) FROM item WHERE copy_of IS NOT NULL"),
    ("stories of several sources",
     "SELECT count(*) FROM (SELECT 1 FROM item GROUP BY story_id HAVING count(DISTINCT source_id) > 1)"),
    ("stories shown as related", "SELECT count(*) FROM story_relation"),
)  # fmt: skip
_LARGEST = "SELECT story_id, count(*) FROM item GROUP BY story_id ORDER BY 2 DESC, 1 LIMIT ?"
_TITLES = (
    "SELECT source.name, item.title FROM item JOIN source ON source.id = source_id WHERE story_id = ? ORDER BY item.id"
)


def main(words: Sequence[str]) -> None:
    """Replay the files into a file of our own, then print what stories they make, or draw pairs from them."""
    given = _options().parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        database = Path(given.keep or Path(folder) / "stream.db")
        placing_ms = replay([each._replace(published_ms=None) for each in recorded(given.files)], database)
        if given.sample:
            from bench import drawn

            for pair in drawn.pairs(database, given.sample, given.seed):
                print(json.dumps(pair, ensure_ascii=False))
        else:
            _print(database, placing_ms, given.largest)


def _print(database: Path, placing_ms: Sequence[float], largest: int) -> None:
    from storage.file import sqlite

    with closing(sqlite.connect(database, "reader")) as connection:
        for name, sql in _COUNTS:
            row(name, connection.execute(sql).fetchone()[0] or 0, "")
        because = connection.execute("SELECT relation, joined_because FROM item WHERE relation <> 'first'").fetchall()
        for kind, n in Counter(_kind(*each) for each in because).most_common():
            row(f"joined: {kind}", n, "")
        row("placing an item, CPU, median", statistics.median(placing_ms), "ms")
        row("placing an item, CPU, p95", statistics.quantiles(placing_ms, n=20)[-1], "ms")
        for story_id, n in connection.execute(_LARGEST, (largest,)).fetchall():
            print(f"story {story_id}, {n} items")
            for source, title in connection.execute(_TITLES, (story_id,)):
                print(f"    {source:<20} {title}")


def _kind(relation: str, because: str) -> str:
    """What a reason begins with, without its figures and names."""
    said = "".join(" " if letter.isdigit() else letter for letter in because).split(":")[0]
    return f"{relation}, {' '.join(said.split())}"


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m bench stream", description=__doc__)
    options.add_argument("files", nargs="+", metavar="FILE.ndjson[.gz]")
    options.add_argument(
        "--largest", type=int, default=0, metavar="N", help="print the headlines of the N largest stories"
    )
    options.add_argument(
        "--sample", type=int, default=0, metavar="N", help="draw N joins and N pairs kept apart, as JSONL"
    )
    options.add_argument("--seed", type=int, default=1, help="other pairs for another number (1)")
    options.add_argument("--keep", metavar="FILE", help="where the database stays (default: nowhere)")
    return options
