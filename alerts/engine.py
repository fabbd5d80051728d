"""Holding the rules against what has just been stored. Runs inside the transaction that stored it."""

from alerts import lifecycle
from alerts.rules import MatchRule, Rules, SilenceRule
from storage import alerts as shelf
from storage.alerts import Raised
from storage.file.sqlite import Connection
from storage.items.intake import Stored

MINUTE_MS = 60_000


def after_poll(connection: Connection, rules: Rules, stored: Stored, now_ms: int) -> None:
    """Raise what the new and revised items of one poll call for."""
    items = (*stored.new, *stored.revised)
    if items:
        for rule in rules.matches:
            _match(connection, rule, items, stored.first_poll, now_ms)
    if stored.new:
        for silence in rules.silences:
            shelf.resolve(connection, silence.fingerprint(stored.source_id), now_ms, "the source speaks again")


def watch_silence(connection: Connection, rules: Rules, watching_since_ms: int, now_ms: int) -> None:
    """Raise an alert for every source that has been silent for too long; called once a minute.

    Silence counts from when this collector began to listen: a restart after a week off rings for nobody.
    """
    for rule in rules.silences:
        before_ms = now_ms - round(rule.after_s * 1_000)
        if watching_since_ms > before_ms:
            continue
        for source in shelf.silent_since(connection, before_ms, watching_since_ms, now_ms):
            if rule.speaks_of(source.name, source.kind):
                _silence(connection, rule, source, now_ms)


def _match(connection: Connection, rule: MatchRule, items: tuple[int, ...], first_poll: bool, now_ms: int) -> None:
    found = shelf.matched(connection, items, rule.query, now_ms)
    shelf.name_severity(connection, [item.item_id for item in found], rule.severity)
    for item in found:
        fingerprint = rule.fingerprint(item.story_id)
        firing = lifecycle.on_match(raised_before=shelf.exists(connection, fingerprint), first_poll=first_poll)
        if firing == "raise":
            raised = Raised(rule.id, fingerprint, rule.severity, item.title, now_ms, (item.item_id,), item.story_id)
            shelf.raise_alert(connection, raised)
        elif firing == "evidence":
            shelf.add_evidence(connection, fingerprint, [item.item_id], now_ms)


def _silence(connection: Connection, rule: SilenceRule, source: shelf.Silent, now_ms: int) -> None:
    fingerprint = rule.fingerprint(source.source_id)
    firing = lifecycle.on_silence(
        has_rung=shelf.has_rung(connection, fingerprint, source.since_ms),
        silent_ms=now_ms - source.since_ms,
        after_s=rule.after_s,
    )
    if firing == "raise":
        title = f"{source.name}: nothing new for {_length(now_ms - source.since_ms)}"
        raised = Raised(rule.id, fingerprint, rule.severity, title, now_ms, source_id=source.source_id)
        shelf.raise_alert(connection, raised)


def _length(ms: int) -> str:
    minutes = ms // MINUTE_MS
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h" if minutes < 2_880 else f"{minutes // 1_440} d"
