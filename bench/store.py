"""The store at 100,000 and 1,000,000 items: how soon views, searches and a desk's first page are there, how fast items go in.

Each figure is CPU time, which other work on the machine spares, of a connection of its own, as after a start; the file lies in
the operating system's memory.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from math import ceil
from pathlib import Path

from bench import filling, ingest
from bench.table import table
from storage.query import parse
from storage.reads.reader import Reader
from storage.reads.search import Searcher

_SIZES = (100_000, 1_000_000)
_TIMES = 20
_PAGE = 100
_SHOWN = 40
"""Rows of a screen."""
_SLIGHT_MS = 1.0
"""What takes less than this at both sizes is not held to a ratio."""

_VIEWS = (
    "", "is:new", "tag:withdrawal", "tag:withdrawal stance:claimed,asserted since:24h", "stance:denied,doubted", "side:ru",
    "kind:official", 'source:"herald 250"', 'speaker:"speaker 7"', 'primary:"ministry 300"', "is:disputed", "is:starred",
    "grade:<=C since:6h", "severity:urgent", "operator:ana", "is:noted", "before:20d", "tag:withdrawal side:ru -ferry",
    "is:new kind:official -tag:escalation garrisons", "is:starred OR severity:flash", "source:nobody",
)  # fmt: skip
_WORDS = (
    ("common", "ministry"),
    ("rare", filling.RARE),
    ("of nobody", "unheardof"),
    ("two common", "ministry river"),
    ("phrase", '"quiet night along the river"'),
    ("common beginning", "vel*"),
    ("rare beginning", f"{filling.RARE[:6]}*"),
    ("without another", "ferry -ministry"),
    ("one or another", "garrisons OR harvest"),
    ("in headlines", "title:harvest"),
)


@dataclass(frozen=True, slots=True)
class Measured:
    """How long one thing took, many times."""

    part: str
    name: str
    bound_ms: float
    ms: tuple[float, ...]
    """In order."""

    def at(self, share: float) -> float:
        """So many of all took no longer."""
        return self.ms[ceil(share * len(self.ms)) - 1]


def main(words: Sequence[str] = ()) -> None:
    """Fill, ask, print. `--items N` for one size alone; `--keep FILE` keeps the last file."""
    options = argparse.ArgumentParser(prog="bench store")
    options.add_argument("--items", type=int)
    options.add_argument("--keep", type=Path)
    given = options.parse_args(words)
    sizes = (given.items,) if given.items else _SIZES
    measured: list[list[Measured]] = []
    pool = ingest.pool()
    with tempfile.TemporaryDirectory() as folder:
        for items in sizes:
            kept = given.keep if items == sizes[-1] else None
            measured.append(_measure(kept or Path(folder) / f"{items}.db", items, pool))
    if len(measured) == 2:
        _tell_growth(*measured)


def _measure(path: Path, items: int, pool: ingest.Pool) -> list[Measured]:
    """Fill a file, ask it everything, then pour more in."""
    start = time.perf_counter()
    filling.fill(path, items, time.time_ns() // 1_000_000)
    filled_s, size = time.perf_counter() - start, path.stat().st_size
    rows = [*_views(path), *_searches(path), *_first_page(path), *_rules(path)]
    table(
        f"{items:,} items, {_TIMES} times, ms of CPU",
        ("", "", "p50", "p95", "worst", "bound"),
        [(each.part, each.name, each.at(0.5), each.at(0.95), each.ms[-1], each.bound_ms) for each in rows],
    )
    plain, ruled = ingest.rates(path, pool)
    table(
        f"{items:,} items, the file",
        ("", "", ""),
        [
            ("analysed items into it", plain.by_the_clock, "a second (target 2,000)"),
            ("", plain.by_cpu, "a second of CPU"),
            ("held against four rules too", ruled.by_the_clock, "a second"),
            ("", ruled.by_cpu, "a second of CPU"),
            ("bytes an item, 700 of them text", size / items, ""),
            ("filled in", filled_s, "s"),
        ],
    )
    return rows


def _views(path: Path) -> Iterator[Measured]:
    for text in _VIEWS:
        yield Measured("view", text or "everything", 20, _read(path, partial(_newest, text)))


def _searches(path: Path) -> Iterator[Measured]:
    for name, text in _WORDS:
        yield Measured("words", f"{name}: {text}", 50, _read(path, partial(_newest, text)))
    for name, text in _WORDS:
        yield Measured("ranked", f"{name}: {text}", 50, _timed(partial(_ranked, path, text)))


def _newest(text: str, reader: Reader) -> None:
    reader.newest(parse(text), _PAGE)


def _ranked(path: Path, text: str) -> None:
    with closing(Searcher(path)) as searcher:
        searcher.find(parse(text), "rank", _PAGE)


def _first_page(path: Path) -> Iterator[Measured]:
    """All that a desk reads before it shows its first screen, and each part alone."""
    with closing(Reader(path)) as reader:
        ids, said = reader.newest(None, _PAGE), reader.utterance_ids()[:_SHOWN]
    parts: dict[str, Callable[[Reader], object]] = {
        "newest": lambda reader: reader.newest(None, _PAGE),
        "rows": lambda reader: reader.item_rows(ids),
        "status": lambda reader: reader.status(),
        "sources": lambda reader: reader.sources(),
        "alerts": lambda reader: reader.alerts(),
        "quotes": lambda reader: (reader.utterance_ids(), reader.utterance_rows(said)),
        "labels": lambda reader: reader.labels(),
    }
    yield Measured("desk", "open", 50, _timed(lambda: Reader(path).close()))
    for name, read in parts.items():
        yield Measured("desk", name, 50, _read(path, read))
    yield Measured("desk", "first page, all of it", 50, _timed(partial(_open_and_read, path, [*parts.values()])))
    yield Measured("desk", "story of an item", 50, _read(path, lambda reader: reader.story(ids[7])))
    yield Measured("desk", "is there anything new", 50, _read(path, lambda reader: reader.changed()))


def _rules(path: Path) -> Iterator[Measured]:
    """What a rule costs a poll of 30 new items."""
    with closing(Reader(path)) as reader:
        ids = reader.newest(None, 30)
    for text in ("tag:withdrawal stance:claimed,asserted", "side:ru ministry", "garrison*"):
        yield Measured("rule", text, 5, _read(path, partial(_match, ids, text)))


def _match(ids: Sequence[int], text: str, reader: Reader) -> None:
    reader.matching(ids, parse(text))


def _open_and_read(path: Path, parts: Sequence[Callable[[Reader], object]]) -> None:
    with closing(Reader(path)) as reader:
        for read in parts:
            read(reader)


def _read(path: Path, read: Callable[[Reader], object]) -> tuple[float, ...]:
    """How long a read takes, each time by a reader that has just opened the file."""
    ms: list[float] = []
    for _ in range(_TIMES + 1):
        with closing(Reader(path)) as reader:
            ms += _timed(partial(read, reader), times=1)
    return tuple(sorted(ms[1:]))


def _timed(work: Callable[[], object], times: int = _TIMES) -> tuple[float, ...]:
    ms: list[float] = []
    for _ in range(times):
        start = time.process_time()
        work()
        ms.append(1_000 * (time.process_time() - start))
    return tuple(sorted(ms))


def _tell_growth(small: Sequence[Measured], large: Sequence[Measured]) -> None:
    """How much longer each takes of ten times as many."""
    grown = [
        (now.part, now.name, before.at(0.5), now.at(0.5), now.at(0.5) / before.at(0.5))
        for before, now in zip(small, large, strict=True)
        if now.at(0.5) >= _SLIGHT_MS
    ]
    slight = len(small) - len(grown)
    title = f"growth from {_SIZES[0]:,} to {_SIZES[1]:,} (target 2); {slight} others stay under {_SLIGHT_MS:g} ms"
    table(title, ("", "", "p50 before", "p50", "times"), grown)
