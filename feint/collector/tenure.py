"""When a collector began and ended, and from whom it took over, as lines of the log."""

from storage.file.lease import Former
from storage.file.sqlite import Connection
from storage.log.events import COLLECTOR, Event, append


def took_over(connection: Connection, former: Former, now_ms: int) -> None:
    """Say that the collector before has ended without a word."""
    silent_s = (now_ms - former.beat_ms) // 1_000
    silent = f", silent for {silent_s:,}s" if silent_s >= 0 else ""  # the clock may have been set back since
    _log(connection, "took over", f"took over from {former.holder}{silent}", now_ms)


def began(connection: Connection, holder: str, now_ms: int) -> None:
    """Say that this one begins."""
    _log(connection, "began", f"{holder} began collecting", now_ms)


def ended(connection: Connection, holder: str, now_ms: int) -> None:
    """Say that this one ends as it should."""
    _log(connection, "ended", f"{holder} ended", now_ms)


def _log(connection: Connection, act: str, said: str, now_ms: int) -> None:
    append(connection, Event(now_ms, COLLECTOR, act, "collector", [], said))
