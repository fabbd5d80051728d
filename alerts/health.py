"""Alerts about the desk's own eyes, without a rule of the config: a feed that is gone, a line that is cut, a full disk, a channel
that is off."""

from alerts.facts import EPISODE, Fact
from alerts.firing import Firing
from alerts.life import raising
from alerts.rules import Health, Rule, Rules
from storage.file.sqlite import Connection
from storage.items.sources import name_of
from storage.severity import SEVERITIES

FEED_GONE, OFFLINE, DISK_FULL, CHANNEL_OFF = "feed-gone", "offline", "disk-full", "channel-off"

_RULES = {
    id: Rule(id, SEVERITIES.index(severity), Health())
    for id, severity in ((FEED_GONE, "notice"), (OFFLINE, "urgent"), (DISK_FULL, "urgent"), (CHANNEL_OFF, "urgent"))
}


def after_poll(connection: Connection, source_id: int, before: str, after: str, now_ms: int) -> None:
    """Raise an alert for a feed whose state has become `gone`, once; one that answers again resolves it."""
    if (before == "gone") == (after == "gone"):
        return
    if after != "gone":
        raising.clear(
            connection,
            _firing(FEED_GONE, "", now_ms, source_id=source_id).fingerprint,
            now_ms,
            "the feed answers again",
        )
        return
    title = f"{name_of(connection, source_id)}: the feed is gone for good, says its server"
    _raise(connection, _firing(FEED_GONE, title, now_ms, source_id=source_id), now_ms)


def offline(connection: Connection, since_ms: int, now_ms: int) -> None:
    """Raise one alert for the whole desk: nobody answers."""
    _raise(connection, _firing(OFFLINE, "offline: no host answers, nothing is collected", since_ms), now_ms)


def online(connection: Connection, now_ms: int) -> None:
    """Somebody answered."""
    raising.clear(connection, OFFLINE, now_ms, "hosts answer again")


def disk_full(connection: Connection, now_ms: int) -> None:
    """Raise one alert for the whole desk: nothing can be stored."""
    _raise(connection, _firing(DISK_FULL, "disk full: nothing is collected until there is room", now_ms), now_ms)


def disk_has_room(connection: Connection, now_ms: int) -> None:
    """There is room again."""
    raising.clear(connection, DISK_FULL, now_ms, "there is room again")


def channel_off(connection: Connection, rules: Rules, name: str, why: str, now_ms: int) -> None:
    """Raise an alert for a channel whose receiver wants nothing any more."""
    title = f"channel {name} is off: {why}"
    _raise(connection, _firing(CHANNEL_OFF, title, now_ms, channel=name), now_ms, rules)


def channel_on(connection: Connection, rules: Rules, name: str, now_ms: int) -> None:
    """A channel's config has changed, or an operator has said so: it is sent to again."""
    off = _firing(CHANNEL_OFF, "", now_ms, channel=name)
    raising.clear(connection, off.fingerprint, now_ms, "the channel is sent to again")


def _firing(id: str, title: str, since_ms: int, *, source_id: int | None = None, channel: str = "") -> Firing:
    group: tuple[tuple[str, str | int], ...] = ()
    if source_id is not None:
        group = (("source", source_id),)
    elif channel:
        group = (("channel", channel),)
    rule = _RULES[id]
    return Firing(rule, group, title, rule.severity, facts=(Fact(EPISODE, str(since_ms)),), source_id=source_id)


def _raise(connection: Connection, firing: Firing, now_ms: int, rules: Rules | None = None) -> None:
    """While it is open it is not raised again: what has become of it is told in its log."""
    if not raising.is_open(connection, firing.fingerprint):
        raising.fire(connection, rules or Rules(), firing, now_ms)
