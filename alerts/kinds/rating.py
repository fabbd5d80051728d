"""The rule of kind `rate`: far more than is usual at this hour of the week, until it is over.

It holds by level and not by edge. What starts it and what ends it lie apart, so that it does not flutter; it is counted for the
rule as a whole.
"""

from collections.abc import Collection
from dataclasses import replace
from statistics import median
from typing import NamedTuple

from alerts.arriving.brought import Brought
from alerts.facts import EPISODE, Fact, span
from alerts.firing import Firing, Found
from alerts.kinds import usual
from alerts.life import raising
from alerts.rules import Rate, Rule, Rules
from storage.alerting import rates
from storage.file.sqlite import Connection

_MOST = 200
"""So many items say it well enough."""


class Level(NamedTuple):
    """How much there is now, and how much is usual."""

    amount: int
    usual: float | None
    """None: too little is known to say."""
    item_ids: tuple[int, ...]


def poll(rule: Rule, when: Rate, brought: Brought, *, names: bool) -> None:
    """Raise the alert of a rate if a poll that brought something of it has made it too high, or give it what is new.

    `names`: as in `raising.fire`.
    """
    connection, rules, now_ms = brought.connection, brought.rules, brought.now_ms
    fresh = brought.fresh(rule.id, when.query)
    bare = Firing(rule, (), "", rule.severity)
    last = rates.last(connection, bare.fingerprint) if fresh else None
    if last and last.is_open:
        more = replace(bare, found=tuple(seen.found() for seen in fresh))
        raising.fire(connection, rules, more, now_ms, names=names)
    elif any(seen.rings for seen in fresh) and not (last and last.below_ms is None):
        level = _level(connection, rules, when, now_ms, least=when.least)
        if firing := _risen(bare, when, level, now_ms):
            alert_id = raising.fire(connection, rules, firing, now_ms, names=names)
            assert alert_id is not None
            rates.mark(connection, alert_id, None)


def watch(connection: Connection, rules: Rules, rule: Rule, when: Rate, now_ms: int) -> None:
    """Resolve the alert of a rate that has been low for long enough.

    One that an operator has closed meanwhile may only be raised again after the rate was low.
    """
    fingerprint = Firing(rule, (), "", rule.severity).fingerprint
    last = rates.last(connection, fingerprint)
    if last is None or not (last.is_open or last.below_ms is None):
        return
    level = _level(connection, rules, when, now_ms)
    is_low = level.amount < _end(when, level)
    since_ms = (last.below_ms or now_ms) if is_low else None
    if since_ms != last.below_ms:
        rates.mark(connection, last.alert_id, since_ms)
    if last.is_open and since_ms is not None and now_ms - since_ms >= when.clear_after_ms:
        raising.clear(connection, fingerprint, now_ms, f"back to usual: {_said(when, level.amount)}")


def _start(when: Rate, usual: float) -> float:
    """So much is far too much."""
    return max(when.least, when.factor * usual)


def _end(when: Rate, level: Level) -> float:
    """Below this it is over: as far under what starts it as the one factor is under the other."""
    return _start(when, level.usual or 0.0) * when.clear_below / when.factor


def _risen(bare: Firing, when: Rate, level: Level, now_ms: int) -> Firing | None:
    if level.usual is None or level.amount < _start(when, level.usual):
        return None
    title = f"{bare.rule.id}: {_said(when, level.amount)}, {level.usual:g} {'is' if level.usual == 1 else 'are'} usual"
    found = tuple(Found(item_id, now_ms) for item_id in level.item_ids[-_MOST:])
    return replace(bare, title=title, found=found, facts=(Fact(EPISODE, str(now_ms)),))


def _said(when: Rate, count: int) -> str:
    noun = when.count_by if count != 1 else when.count_by.removesuffix("s")
    return f"{count} {noun} within {span(when.window_ms)}"


def _level(connection: Connection, rules: Rules, when: Rate, now_ms: int, least: int = 0) -> Level:
    """The rate now. What is usual is looked for only where there are `least`."""
    now = rates.seen(connection, when.query, now_ms - when.window_ms, now_ms, rules.late_ms)
    count = _count(when, now)
    ids = tuple(item_id for item_id, _, _ in now)
    began_ms = rates.began_ms(connection)
    if count < least or began_ms is None:
        return Level(count, None, ids)
    then = [
        _count(when, rates.seen(connection, when.query, since_ms, until_ms, rules.late_ms))
        for since_ms, until_ms in usual.windows(now_ms, when.window_ms, when.baseline_ms, began_ms)
        if rates.has_items(connection, since_ms, until_ms)
    ]
    return Level(count, median(then) if then else None, ids)


def _count(when: Rate, seen: Collection[tuple[int, str, int]]) -> int:
    """One text in forty papers is one; who wrote it, if nobody knows, is nobody."""
    if when.count_by == "origins":
        return len({origin for _, origin, _ in seen if origin})
    return len({text_id for _, _, text_id in seen})
