"""Healthy feeds on loopback for a bench, served by `bench.healthy` in a process of its own."""

import json
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bench.serving import server


@dataclass(frozen=True, slots=True)
class Farm:
    """A farm that runs: what it serves, and its control path."""

    urls: list[str]
    _control: str

    def publish(self) -> None:
        """One new item in each feed; its oldest goes."""
        self._ask("publish")

    def reset(self) -> None:
        """Count from zero."""
        self._ask("reset")

    def counts(self) -> dict[str, int]:
        """What was asked since the last reset: `bench.healthy.Counts`."""
        return self._ask("stats")

    def _ask(self, what: str) -> dict[str, int]:
        with urllib.request.urlopen(f"{self._control}/{what}") as answer:
            counts: dict[str, int] = json.load(answer)
        return counts


@contextmanager
def running(feeds: int, items: int, hosts: int = 1, latency_ms: int = 0) -> Iterator[Farm]:
    """Serve feeds, spread over so many loopback hosts, each answer late by `latency_ms`."""
    with server("bench.healthy", *map(str, (feeds, items, hosts, latency_ms))) as port:
        urls = [f"http://127.0.0.{n % hosts + 1}:{port}/{n}.xml" for n in range(feeds)]
        yield Farm(urls, f"http://127.0.0.1:{port}/control")


@contextmanager
def farm(feeds: int, items: int) -> Iterator[list[str]]:
    """Serve `feeds` feeds of `items` items each; yields their URLs."""
    with running(feeds, items) as served:
        yield served.urls


def config_of(urls: Sequence[str], timeout: str = "30s") -> str:
    """The config of a desk on these feeds, host manners waived: the hosts are this machine."""
    collector = f'[collector]\nallow_private = true\nper_host = 16\nhost_gap = "0s"\ntimeout = "{timeout}"\n'
    return collector + "".join(f'\n[[source]]\nurl = "{url}"\n' for url in urls)
