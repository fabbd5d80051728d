"""Figures for node_exporter's textfile collector, in Prometheus' text format: a file that is never seen half-written."""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from feeds.fetch.aside import aside
from feint.collector.clock import Clock
from feint.collector.summary import Summary
from storage.alerting import figures
from storage.alerting.figures import Figures
from storage.file.errors import StoreError
from storage.file.readonly import reading


@dataclass(frozen=True, slots=True)
class Counted:
    """What the collector has counted since it began."""

    summary: Summary
    deliveries: Mapping[str, Mapping[str, int]]
    """By channel: how many attempts ended how."""
    full: bool
    """There is no room in the file."""


class Sample(NamedTuple):
    """One figure."""

    value: float
    labels: Mapping[str, str] = {}


class Family(NamedTuple):
    """The figures of one name."""

    name: str
    kind: Literal["gauge", "counter"]
    help: str
    samples: Iterable[Sample]


async def keep(path: Path, every_s: float, database: Path, counted: Callable[[], Counted], clock: Clock) -> None:
    """Write the file anew again and again, for ever."""
    said = ""
    while True:
        wrong = await write(path, database, counted(), clock.now_ms())
        if wrong and wrong != said:
            print(f"metrics: {wrong}", file=sys.stderr)
        said = wrong
        await asyncio.sleep(every_s)


async def write(path: Path, database: Path, counted: Counted, now_ms: int) -> str:
    """Write the file as things stand; returns what is wrong, empty when nothing is."""
    try:
        await aside(partial(_write, path, database, counted, now_ms))
    except StoreError as error:
        return str(error)
    except OSError as error:
        return f"{path}: {error.strerror}"
    return ""


def text(families: Iterable[Family]) -> str:
    """Figures as Prometheus reads them (exposition format 0.0.4)."""
    return "".join(f"{line}\n" for family in families for line in _lines(family))


def families(now: Figures, counted: Counted, now_ms: int) -> list[Family]:
    """All that is told."""
    summary = counted.summary
    return [
        Family("feint_sources", "gauge", "Sources by state.", _by("state", now.sources)),
        Family("feint_polls_total", "counter", "Polls since the collector began.", [Sample(summary.polled)]),
        Family("feint_polls_unchanged_total", "counter", "Polls that found nothing new.", [Sample(summary.unchanged)]),
        Family("feint_polls_failed_total", "counter", "Polls that failed.", [Sample(summary.failed)]),
        Family("feint_items", "gauge", "Items in the database.", [Sample(now.items)]),
        Family("feint_items_new_total", "counter", "Items since the collector began.", [Sample(summary.new_items)]),
        Family("feint_items_revised_total", "counter", "Edits since the collector began.", [Sample(summary.revisions)]),
        Family("feint_alerts_new", "gauge", "Alerts that nobody has dealt with.", _by("severity", now.alerts_new)),
        Family("feint_notices_total", "counter", "Notices ever made.", [Sample(now.notices)]),
        Family(
            "feint_deliveries_total",
            "counter",
            "Attempts to deliver since the collector began, by how they ended.",
            [
                Sample(count, {"channel": channel, "outcome": outcome})
                for channel, outcomes in counted.deliveries.items()
                for outcome, count in sorted({**_OUTCOMES, **outcomes}.items())
            ],
        ),
        Family(
            "feint_deliveries_waiting",
            "gauge",
            "Notices that wait for a channel.",
            _by("channel", {name: waits.count for name, waits in now.waiting.items()}),
        ),
        Family(
            "feint_delivery_oldest_waiting_seconds",
            "gauge",
            "Age of the oldest notice that waits for a channel.",
            _by("channel", {name: _since_s(waits.oldest_ms, now_ms) for name, waits in now.waiting.items()}),
        ),
        Family("feint_channel_off", "gauge", "1: the channel is sent nothing.", _by("channel", now.off)),
        Family("feint_beat_lag_seconds", "gauge", "Since the last beat.", _moment(_lag_s(now.beat_ms, now_ms))),
        Family(
            "feint_last_successful_poll_timestamp_seconds",
            "gauge",
            "When any source was last had.",
            _moment(None if now.last_ok_ms is None else now.last_ok_ms / 1_000),
        ),
        Family("feint_disk_full", "gauge", "1: nothing is collected until there is room.", [Sample(counted.full)]),
    ]


_OUTCOMES = {"sent": 0, "again": 0, "failed": 0, "off": 0}


def _write(path: Path, database: Path, counted: Counted, now_ms: int) -> None:
    with reading(database) as connection:
        now = figures.of(connection)
    beside = path.with_name(f".{path.name}.new")  # no name that node_exporter reads, and always this: a kill leaves it
    try:
        beside.write_text(text(families(now, counted, now_ms)), "utf-8")
        beside.chmod(0o644)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink()


def _lines(family: Family) -> Iterable[str]:
    yield f"# HELP {family.name} {family.help}"
    yield f"# TYPE {family.name} {family.kind}"
    for value, labels in family.samples:
        marked = ",".join(f'{name}="{_escaped(label)}"' for name, label in labels.items())
        yield f"{family.name}{{{marked}}} {float(value):.15g}" if marked else f"{family.name} {float(value):.15g}"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _by(label: str, counts: Mapping[str, float]) -> list[Sample]:
    return [Sample(count, {label: name}) for name, count in sorted(counts.items())]


def _moment(seconds: float | None) -> list[Sample]:
    """Of what has never been there is no figure."""
    return [] if seconds is None else [Sample(seconds)]


def _lag_s(since_ms: int | None, now_ms: int) -> float | None:
    return None if since_ms is None else _since_s(since_ms, now_ms)


def _since_s(since_ms: int | None, now_ms: int) -> float:
    return 0.0 if since_ms is None else max(0, now_ms - since_ms) / 1_000
