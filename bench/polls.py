"""Polls side by side: feint and its peers on the same feeds, cold, warm, and with one new item in each feed."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from bench.farm import Farm, running
from bench.figures import HEADINGS, Figures, verdicts
from bench.measure import measure
from bench.peers import PEERS, Peer, installed
from bench.table import table

_ITEMS = 30
_PHASES = ("cold", "settling", "warm", "one new")
"""newsboat asks conditionally only from its third poll on: nobody's `settling` poll is shown."""


@dataclass(frozen=True, slots=True)
class World:
    """What is polled; of several runs the medians count."""

    feeds: int
    runs: int = 1
    hosts: int = 1
    latency_ms: int = 0

    @property
    def title(self) -> str:
        """The heading of its table."""
        runs = f"medians of {self.runs} runs" if self.runs > 1 else "one run"
        far = f" on {self.hosts} hosts, answers {self.latency_ms} ms late" if self.latency_ms else ""
        return f"{self.feeds:,} feeds x {_ITEMS} items{far}, {runs}"


def main(worlds: Sequence[World] = (World(100, runs=3), World(1_000))) -> None:
    """Let every reader poll every world."""
    readers = installed()
    print(
        "polls: all processes of a reader, memory as PSS, start-up included; `one new` is one new item in each feed",
        flush=True,
    )
    for world in worlds:
        # The readers take turns, so that a busy minute of the machine does not fall on one alone.
        runs = [
            {(reader, phase): figures for reader in readers for phase, figures in _polls(reader, world)}
            for _ in range(world.runs)
        ]
        medians = {poll: Figures.median_of([run[poll] for run in runs]) for poll in runs[0]}
        table(
            world.title,
            ("reader", "poll", *HEADINGS),
            [(*poll, *astuple(figures)) for poll, figures in medians.items()],
        )
        if rows := verdicts(world.feeds, medians):
            table(f"{world.feeds:,} feeds, against the targets", ("", "is", "target", ""), rows)


def late() -> None:
    """Poll feeds that are as far away as real ones."""
    main([World(300, hosts=50, latency_ms=100)])


def _polls(reader: str, world: World) -> Iterator[tuple[str, Figures]]:
    served = running(world.feeds, _ITEMS, world.hosts, world.latency_ms)
    with served as farm, tempfile.TemporaryDirectory() as folder:
        peer = PEERS[reader](Path(folder), farm.urls)
        for phase in _PHASES:
            if phase == "one new":
                farm.publish()
            figures = _poll(peer, farm)
            if phase != "settling":
                yield phase, figures


def _poll(peer: Peer, farm: Farm) -> Figures:
    farm.reset()
    cost = measure(peer.command, peer.environment)
    if cost.code:
        raise SystemExit(f"{' '.join(peer.command)} ended with {cost.code}: {cost.output[-2_000:]}")
    counts, items = farm.counts(), peer.items()
    return Figures(
        cost.wall_s, cost.cpu_s, cost.memory_bytes / 1e6, counts["requests"], counts["unchanged"], items,
        peer.disk_bytes() / items,
    )  # fmt: skip
