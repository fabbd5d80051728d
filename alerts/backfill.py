"""What a rule would have raised before there was the rule, or from what a source brought first: raised now, and silently."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from alerts import engine
from alerts.firing import Firing
from alerts.life import raising
from alerts.rules import Rule, Rules
from alerts.trial import Progress, paged
from storage.alerting import rehearsal, shelf
from storage.alerting.rehearsal import Raised
from storage.file.sqlite import Connection
from storage.items.intake import Stored
from storage.log.events import Event, append

QUIET = "brought in by `feint rules backfill`"
MOST = 1_000
"""So many alerts at once: nobody works through more."""
_EVER_MS = 1 << 53


@dataclass
class Missing:
    """What a rule finds of which the file has no alert."""

    alerts: list[Raised] = field(default_factory=list)
    firings: dict[str, list[Firing]] = field(default_factory=dict)
    """By fingerprint, in order."""
    is_cut: bool = False
    """There are more than `MOST`, and they were not all looked for."""


def missing(
    path: Path, rules: Rules, rule: Rule, from_ms: int, until_ms: int, sources: Collection[int], progress: Progress
) -> Missing:
    """What this rule finds since then, of these sources or of all. Raises StoreError, and nothing is written."""
    alone = rules._replace(rules=(rule,), inhibitions=(), late_ms=_EVER_MS)
    done, found = 0, Missing()
    with rehearsal.rehearsing(path, from_ms) as connection:
        span = rehearsal.span(connection, from_ms)
        for poll in paged(connection, max(from_ms, span.from_ms), until_ms):
            done += len(poll.items)
            progress(done, span.items)
            if sources and poll.source_id not in sources:
                continue
            # Of no poll is it held against an item that its source brought it first, or late.
            stored = Stored(poll.source_id, poll.items, (), False, "guid", last_ok_ms=poll.at_ms)
            for firing in engine.firings(connection, alone, stored, poll.at_ms):
                if rehearsal.is_known(connection, firing.fingerprint):
                    continue
                silent = replace(firing, quiet=QUIET)
                raising.fire(connection, alone, silent, poll.at_ms, names=False)
                found.firings.setdefault(silent.fingerprint, []).append(silent)
            if len(found.firings) > MOST:
                found.is_cut = True
                break
        found.alerts = rehearsal.raised(connection)
    return found


def bring_in(connection: Connection, rules: Rules, firings: list[Firing], now_ms: int) -> int | None:
    """Raise one alert, unless there is one by now; returns its number. Inside the caller's transaction."""
    if shelf.newest(connection, firings[0].fingerprint) is not None:
        return None
    alert_id = None
    for firing in firings:
        alert_id = raising.fire(connection, rules, firing, now_ms)
    return alert_id


def note(connection: Connection, operator: str, rule: str, alert_ids: list[int], now_ms: int) -> None:
    """Write into the log that it was done, and by whom. Inside the caller's transaction."""
    said = f"rule {rule}: {len(alert_ids):,} raised without ringing"
    append(connection, Event(now_ms, operator, "backfilled", "alert", alert_ids, said))
