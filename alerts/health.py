"""Alerts about the desk's own eyes, without a rule: a feed that is gone for good, a line that is cut, a full disk."""

from storage import alerts as shelf
from storage.alerts import Raised
from storage.file.sqlite import Connection
from storage.items.sources import name_of
from storage.severity import SEVERITIES

FEED_GONE, OFFLINE, DISK_FULL = "feed-gone", "offline", "disk-full"


def after_poll(connection: Connection, source_id: int, before: str, after: str, now_ms: int) -> None:
    """Raise an alert for a feed whose state has become `gone`, once; one that answers again resolves it."""
    if (before == "gone") == (after == "gone"):
        return
    fingerprint = f"{FEED_GONE}/source/{source_id}"
    if after != "gone":
        shelf.resolve(connection, fingerprint, now_ms, "the feed answers again")
        return
    title = f"{name_of(connection, source_id)}: the feed is gone for good, says its server"
    severity = SEVERITIES.index("notice")
    shelf.raise_alert(connection, Raised(FEED_GONE, fingerprint, severity, title, now_ms, source_id=source_id))


def offline(connection: Connection, since_ms: int, now_ms: int) -> None:
    """Raise one alert for the whole desk: nobody answers."""
    if not shelf.has_rung(connection, OFFLINE, since_ms):
        title = "offline: no host answers, nothing is collected"
        shelf.raise_alert(connection, Raised(OFFLINE, OFFLINE, SEVERITIES.index("urgent"), title, now_ms))


def online(connection: Connection, now_ms: int) -> None:
    """Somebody answered."""
    shelf.resolve(connection, OFFLINE, now_ms, "hosts answer again")


def disk_full(connection: Connection, now_ms: int) -> None:
    """Raise one alert for the whole desk: nothing can be stored."""
    if not shelf.has_rung(connection, DISK_FULL, now_ms):
        title = "disk full: nothing is collected until there is room"
        shelf.raise_alert(connection, Raised(DISK_FULL, DISK_FULL, SEVERITIES.index("urgent"), title, now_ms))


def disk_has_room(connection: Connection, now_ms: int) -> None:
    """There is room again."""
    shelf.resolve(connection, DISK_FULL, now_ms, "there is room again")
