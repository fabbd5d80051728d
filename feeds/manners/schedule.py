"""Which sources may start now: a heap a host, a heap of hosts, host manners, a virtual clock.

A host is ready when its earliest source is due, its gap since the last start is over and no Retry-After gates it. Only
hosts that are ready are touched, so a call costs O(log n) for each source it starts, however many wait.

Times are milliseconds of a clock that nobody sets, so that a leap of the wall's clock starts no burst.
"""

from collections import Counter
from dataclasses import dataclass, field
from heapq import heappop, heappush

STARTS_A_SECOND, ALL_WITHIN_S = 3, 100
"""No second sees more starts planned than three, or than it takes to get through all sources in 100 seconds."""


@dataclass(slots=True)
class _Host:
    """One host's queue and manners."""

    waiting: list[tuple[int, int]] = field(default_factory=list)
    """A heap of (due_ms, source_id); a pair that `_due` no longer agrees with is stale and skipped."""
    in_flight: int = 0
    free_ms: int = 0
    gated_ms: int = 0
    queued_ms: int | None = None
    """The one entry of the heap of hosts that counts; others are stale."""


class Schedule:
    """The waiting and flying sources of one collector."""

    def __init__(self, *, concurrency: int = 16, per_host: int = 1, host_gap_s: float = 1.0) -> None:
        self._concurrency = concurrency
        self._per_host = per_host
        self._gap_ms = round(host_gap_s * 1000)
        self._hosts: dict[str, _Host] = {}
        self._ready: list[tuple[int, str]] = []
        self._due: dict[int, tuple[str, int]] = {}
        self._planned: Counter[int] = Counter()
        """How many sources are due in each second."""
        self._started = (0, 0)
        """How many have started in which second, the latest that saw a start."""
        self._flying: dict[int, str] = {}

    def put(self, source_id: int, host: str, due_ms: int, *, spread: bool = False) -> None:
        """Add a source or re-time it; one that is in flight waits until it is done.

        With `spread` it comes a few seconds later where many are due in the same second.
        """
        self.remove(source_id)
        if spread:
            due_ms = self._free_from(due_ms)
        self._due[source_id] = (host, due_ms)
        self._planned[due_ms // 1000] += 1
        if source_id not in self._flying:
            self._wait(source_id, host, due_ms)

    def remove(self, source_id: int) -> None:
        """Forget a source; one that is in flight keeps its slot until it is done."""
        host_and_due = self._due.pop(source_id, None)
        if host_and_due is None:
            return
        second = host_and_due[1] // 1000
        self._planned[second] -= 1
        if not self._planned[second]:
            del self._planned[second]

    def gate(self, host: str, until_ms: int) -> None:
        """Let nothing start on this host before `until_ms`; a gate never moves nearer."""
        entry = self._hosts.setdefault(host, _Host())
        entry.gated_ms = max(entry.gated_ms, until_ms)
        self._queue(host)

    def gated_until(self, host: str) -> int:
        """Return the time until which the host is gated, or 0."""
        return self._hosts[host].gated_ms if host in self._hosts else 0

    def take(self, now_ms: int, most: int | None = None) -> list[int]:
        """Return the sources to start now, at most `most`, the longest ready first; they are in flight from here on."""
        started: list[int] = []
        while len(self._flying) < self._concurrency and (host := self._first_host()) is not None:
            if most is not None and len(started) == most:
                break
            entry = self._hosts[host]
            if entry.queued_ms is None or entry.queued_ms > now_ms:
                break
            _, source_id = heappop(entry.waiting)
            self.remove(source_id)
            self._flying[source_id] = host
            second, count = self._started
            self._started = (now_ms // 1000, count + 1 if second == now_ms // 1000 else 1)
            entry.in_flight += 1
            entry.free_ms = now_ms + self._gap_ms
            self._queue(host)
            started.append(source_id)
        return started

    def done(self, source_id: int) -> None:
        """Free the slot of a source that was in flight."""
        host = self._flying.pop(source_id, None)
        if host is None:
            return
        self._hosts[host].in_flight -= 1
        if source_id in self._due:
            self._wait(source_id, *self._due[source_id])
        self._queue(host)

    def wait_s(self, now_ms: int) -> float | None:
        """Return the seconds until something may start by time alone; None when nothing waits or only a `done` helps."""
        if len(self._flying) >= self._concurrency or (host := self._first_host()) is None:
            return None
        queued_ms = self._hosts[host].queued_ms
        return None if queued_ms is None else max(0.0, (queued_ms - now_ms) / 1000)

    def _free_from(self, due_ms: int) -> int:
        most = max(STARTS_A_SECOND, -(-len(self._due) // ALL_WITHIN_S))
        second = due_ms // 1000
        while self._planned[second] + (self._started[1] if second == self._started[0] else 0) >= most:
            second += 1
        return max(due_ms, second * 1000)

    def _wait(self, source_id: int, host: str, due_ms: int) -> None:
        heappush(self._hosts.setdefault(host, _Host()).waiting, (due_ms, source_id))
        self._queue(host)

    def _queue(self, host: str) -> None:
        """Put the host in the heap of hosts at the time when it may next start something."""
        entry = self._hosts[host]
        while entry.waiting and not self._is_current(host, entry.waiting[0]):
            heappop(entry.waiting)
        if not entry.waiting or entry.in_flight >= self._per_host:
            entry.queued_ms = None
            return
        ready_ms = max(entry.waiting[0][0], entry.free_ms, entry.gated_ms)
        if ready_ms != entry.queued_ms:
            entry.queued_ms = ready_ms
            heappush(self._ready, (ready_ms, host))

    def _first_host(self) -> str | None:
        """Return the host that may start first, dropping stale entries on the way."""
        while self._ready:
            ready_ms, host = self._ready[0]
            entry = self._hosts[host]
            if entry.queued_ms == ready_ms:
                if self._is_current(host, entry.waiting[0]):
                    return host
                self._queue(host)
            else:
                heappop(self._ready)
        return None

    def _is_current(self, host: str, waiting: tuple[int, int]) -> bool:
        due_ms, source_id = waiting
        return self._due.get(source_id) == (host, due_ms) and source_id not in self._flying
