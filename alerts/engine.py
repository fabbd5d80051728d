"""Holding the rules against what has just been stored, and against the clock. Runs inside the transaction that stored it."""

from collections.abc import Iterator

from alerts.arriving.arrival import QUIET
from alerts.arriving.brought import Brought
from alerts.firing import Firing
from alerts.kinds import changing, contradicting, matching, quorum, rating, silence
from alerts.kinds.silence import Patience
from alerts.life import looking, raising
from alerts.rules import Contradict, Match, Quorum, Rate, Rule, Rules, Silence
from storage.file.sqlite import Connection
from storage.items.intake import Stored
from storage.log.events import COLLECTOR, Event, append


def after_poll(connection: Connection, rules: Rules, stored: Stored, now_ms: int) -> None:
    """Raise what the new and revised items of one poll call for, and tell what is due."""
    if stored.new or stored.revised:
        brought = Brought(connection, rules, stored, now_ms)
        brought.leave(changing.tell(brought))
        for firing in _firings(brought):
            raising.fire(connection, rules, firing, now_ms)
        _rate(brought, names=True)
        _say(brought)
    if stored.new:
        silence.heard(connection, rules, stored.source_id, now_ms)
    looking.look(connection, rules, now_ms)


def firings(connection: Connection, rules: Rules, stored: Stored, now_ms: int) -> Iterator[Firing]:
    """What the new and revised items of one poll call for by rules of kind match, quorum and contradict.

    Each is to be fired before the next is asked for.
    """
    return _firings(Brought(connection, rules, stored, now_ms))


def poll_rates(connection: Connection, rules: Rules, stored: Stored, now_ms: int, *, names: bool = True) -> None:
    """Raise the alerts of the rates that the items of one poll have made too high. `names`: as in `raising.fire`."""
    _rate(Brought(connection, rules, stored, now_ms), names=names)


def watch_silence(
    connection: Connection, rules: Rules, watching_since_ms: int, now_ms: int, patience: Patience | None = None
) -> None:
    """Raise an alert for every source that has been silent for too long, or cannot be had; called once a minute.

    `patience`: what was learnt of the sources in the calls before.
    """
    patience = patience or Patience()
    patience.begin()
    for rule in rules.rules:
        if isinstance(rule.when, Silence):
            silence.watch(connection, rules, rule, watching_since_ms, now_ms, patience)
    looking.look(connection, rules, now_ms)


def watch_rates(connection: Connection, rules: Rules, now_ms: int) -> None:
    """Resolve the alerts of rates that are usual again; called once a minute."""
    for rule in rules.rules:
        if isinstance(rule.when, Rate):
            rating.watch(connection, rules, rule, rule.when, now_ms)
    looking.look(connection, rules, now_ms)


def _firings(brought: Brought) -> Iterator[Firing]:
    for rule in brought.rules.rules:
        match rule.when:
            case Match() as when:
                yield from matching.firings(rule, when, brought)
            case Quorum() as when:
                yield from quorum.firings(rule, when, brought)
            case Contradict() as when:
                yield from contradicting.firings(rule, when, brought)


def _rate(brought: Brought, *, names: bool) -> None:
    for rule in brought.rules.rules:
        if isinstance(rule.when, Rate):
            rating.poll(rule, rule.when, brought, names=names)


def _say(brought: Brought) -> None:
    """One line for all that was brought in silently, and what of it would have matched."""
    stored = brought.stored
    if not (stored.first_poll or brought.has_found):
        return
    silent = [
        f"{count:,} would have matched {rule.id}" for rule in brought.rules.rules if (count := _silent(brought, rule))
    ]
    if stored.first_poll and stored.new:
        act, first = "began", f"first poll: {len(stored.new):,} items; nothing rings for them"
    elif silent and brought.course == "reset":
        act, first = (
            "reset",
            f"{len(brought.ids):,} of {stored.total:,} entries served anew; nothing rings for what is old",
        )
    elif silent and brought.course == "outage":
        act, first = "caught up", f"{len(brought.ids):,} entries after an outage; nothing rings for what is old"
    else:
        return
    line = Event(brought.now_ms, COLLECTOR, act, "source", [stored.source_id], "; ".join((first, *silent)))
    append(brought.connection, line)


def _silent(brought: Brought, rule: Rule) -> int:
    """How much of what a rule finds may not ring."""
    match rule.when:
        case Match(query) | Quorum(query):
            return sum(seen.flag in QUIET for seen in brought.found(query))
        case _:
            return 0
