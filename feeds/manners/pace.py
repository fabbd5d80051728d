"""How often to poll a source: its own rhythm between two bounds, what the server asks for, hours of rest. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

from feeds.records import Feed, PollState

MINUTE_S, HOUR_S, DAY_S = 60.0, 3_600.0, 86_400.0

BUSY_S = 30 * MINUTE_S
"""So long after its last new entry an urgent source is polled at the shortest interval."""
POLLS_A_GAP = 3
"""Polls in the time between two entries: at 20 entries an hour that is one poll a minute."""
SILENCE_SHARE = 10
"""A source silent for ten hours is asked every hour, however busy it was: nights end."""
SLOWER, FASTER = 1.3, 0.5
"""What a poll without and with news does to the interval of a source that does not date its entries."""
RECENT = 20
AHEAD_MS = 10 * 60 * 1000
"""A time further ahead than this is false and says nothing about the source's rhythm."""


@dataclass(frozen=True, slots=True)
class Policy:
    """How often to poll: at the start, at most when there is news, at least when it is quiet."""

    interval_s: float = 120.0
    interval_min_s: float = 30.0
    interval_max_s: float = 1_800.0
    own_s: float | None = None
    """An operator's own interval for this source: neither learned pace nor max-age nor hours of rest move it."""
    urgent: bool = False
    """Wires, ministries, state media: fresh for an hour at most, never left alone for longer than half an hour."""

    @property
    def freshness_cap_s(self) -> float:
        """A server's max-age counts up to here; ages of ten years are seen in the wild (NetNewsWire clamps at 5 h)."""
        return HOUR_S if self.urgent else 5 * HOUR_S

    @property
    def backoff_cap_s(self) -> float:
        """The longest wait after failures: a desk can't miss a recovery by half a day."""
        return max(self.interval_max_s, 30 * MINUTE_S if self.urgent else 2 * HOUR_S)


def rhythm(published_ms: Sequence[int], now_ms: int) -> tuple[int | None, float]:
    """Return the newest time that is not ahead of now, and the median gap in seconds between the newest entries.

    The gap is 0 when fewer than three entries are dated, or when they come in batches.
    """
    times = sorted((time for time in published_ms if time <= now_ms + AHEAD_MS), reverse=True)[:RECENT]
    if not times:
        return None, 0.0
    gaps = [newer - older for newer, older in itertools.pairwise(times)]
    return times[0], median(gaps) / 1000 if len(gaps) >= 2 else 0.0


def interval_s(before: PollState, after: PollState, feed: Feed | None, policy: Policy, now_ms: int) -> float:
    """Return the interval for a source that has just answered; `before` and `after` are its states around the answer.

    `feed` is None when the document was unchanged.
    """
    if policy.own_s is not None:
        return policy.own_s
    if after.gap_to_ms == now_ms or (policy.urgent and after.news_ms and now_ms - after.news_ms < BUSY_S * 1000):
        return policy.interval_min_s
    if after.median_gap_s and after.newest_ms is not None:
        silence_s = (now_ms - after.newest_ms) / 1000
        wished_s = max(after.median_gap_s / POLLS_A_GAP, silence_s / SILENCE_SHARE)
    elif not before.interval_s:
        wished_s = (feed.ttl_s if feed is not None else None) or policy.interval_s
    else:
        wished_s = before.interval_s * (FASTER if after.news_ms == now_ms else SLOWER)
    return min(max(wished_s, policy.interval_min_s), policy.interval_max_s)


def after_rest_ms(due_ms: int, state: PollState, jitter: float) -> int:
    """Return `due_ms`, or the first time after it that is in no hour or day of rest (RSS 2.0 skipHours, skipDays; GMT).

    A feed that rests always rests never.
    """
    if not (state.skip_hours or state.skip_days) or len(state.skip_hours) >= 24 or len(state.skip_days) >= 7:
        return due_ms
    due = datetime.fromtimestamp(due_ms / 1000, UTC)
    hour = due.replace(minute=0, second=0, microsecond=0)
    for later in range(24 * 8):
        start = hour + timedelta(hours=later)
        if start.hour not in state.skip_hours and start.weekday() not in state.skip_days:
            return due_ms if later == 0 else round((start.timestamp() + jitter * 10 * MINUTE_S) * 1000)
    return due_ms
