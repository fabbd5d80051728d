"""Retention as the collector runs it, without its pauses: slice by slice until nothing old is left that may go."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field

from feeds.records import Entry
from storage.file import sqlite
from storage.items.intake import AnalysedEntry
from storage.keeping import leaving, retention
from storage.keeping.archive import Volume
from storage.keeping.leaving import Reason
from storage.keeping.retention import Slice
from tests.storage.desk import Desk, entry

DAY_MS = 86_400_000
KEPT_DAYS = 30


@dataclass
class Run:
    """What a run has done."""

    gone: int = 0
    kept: Counter[Reason] = field(default_factory=Counter)
    months: list[str] = field(default_factory=list)


def let_go(desk: Desk, *, archives: bool = False, most: int = 100) -> Run:
    """Let everything go that is older than 30 days and may."""
    run = Run()
    for each in slices(desk, archives=archives, most=most):
        run.gone += each.gone
        run.kept += each.kept
        run.months += [each.month] if each.gone and each.month not in run.months else []
    return run


def slices(desk: Desk, *, archives: bool = False, most: int = 100) -> Generator[Slice, None, None]:
    """The same, slice by slice, each committed."""
    after, volume = leaving.START, None
    try:
        while True:
            with sqlite.transaction(desk.connection):
                done = retention.step(
                    desk.connection,
                    after=after,
                    before_ms=desk.now_ms - KEPT_DAYS * DAY_MS,
                    most=most,
                    now_ms=desk.now_ms,
                    archives=archives,
                    volume=volume,
                )
            if done.awaits:
                if volume:
                    volume.close()
                volume = Volume(desk.path, done.month)
                continue
            yield done
            after = done.reached
            if done.ended:
                return
    finally:
        if volume:
            volume.close()


def pass_days(desk: Desk, days: float = KEPT_DAYS + 1) -> None:
    """Let time pass; at its end something new is printed, so that what was there is not the newest."""
    desk.now_ms += round(days * DAY_MS)
    desk.item(desk.source(f"News of {desk.now_ms}"), f"unlike{desk.now_ms} anything{desk.now_ms} else{desk.now_ms}")


def serve(desk: Desk, source_id: int, *keys: bytes) -> None:
    """Let a source's last document have had these keys."""
    desk.commit(lambda run: run.execute("UPDATE source SET keys = ? WHERE id = ?", (b"".join(keys), source_id)))


def held(desk: Desk) -> list[int]:
    """The items of the file."""
    return [row[0] for row in desk.connection.execute("SELECT id FROM item ORDER BY id").fetchall()]


def as_polled(given: Entry) -> AnalysedEntry:
    """An entry that a feed served, of which the classifier says nothing."""
    return AnalysedEntry(given, entry(given.title).analysis)
