"""Whose fault it is: when hosts that were well fall silent together, it is our own line. Pure.

A reader that books a cut cable as an error of every feed backs off from all of them just when it matters.
"""

from feeds.records import PollState

HOSTS, STRANGERS = 3, 10
"""So many hosts that were well must fail, or so many when some never answered yet, and nobody answer in between, before the
fault is ours: a desk that starts without a network has nothing but strangers."""
PROBE_MS = 15_000
"""While we are offline, one source is asked so often."""
WORTH_SAYING_MS = 60_000
"""A shorter outage is no alert."""


class Outage:
    """What the last attempts say about our own line."""

    def __init__(self) -> None:
        self.since_ms: int | None = None
        """Since when we are offline, or None."""
        self._suspects: dict[int, PollState] = {}
        self._accused: set[int] = set()
        """Those that could not be reached in an outage that is over, and still have to answer."""
        self._outed: set[int] = set()
        """Those that could not be reached since the last answer."""
        self._hosts: set[str] = set()
        self._strangers: set[str] = set()
        self._began_ms = 0
        self._next_probe_ms = 0

    def unreached(self, source_id: int, host: str, before: PollState, now_ms: int) -> None:
        """Note that a source could not be reached whose state was `before`."""
        if not self._outed:
            self._began_ms = now_ms
        if before.failures == 0 and source_id not in self._accused:
            (self._strangers if before.last_ok_ms is None else self._hosts).add(host)
        self._suspects.setdefault(source_id, before)
        self._outed.add(source_id)
        is_ours = len(self._hosts) >= HOSTS or len(self._hosts | self._strangers) >= STRANGERS
        if self.since_ms is None and is_ours:
            self.since_ms, self._next_probe_ms = self._began_ms, now_ms + PROBE_MS

    def answered(self, source_id: int) -> None:
        """Note that a source answered, whatever it said: we are not offline."""
        if self.since_ms is not None:
            self._accused |= self._outed
        self._accused.discard(source_id)
        self.since_ms = None
        self._suspects.clear()
        self._outed.clear()
        self._hosts.clear()
        self._strangers.clear()

    def acquitted(self) -> dict[int, PollState]:
        """Take the states in which sources were before the outage that was just noticed: it is not their fault."""
        suspects, self._suspects = self._suspects, {}
        return suspects

    def probes(self, now_ms: int) -> bool:
        """Tell whether it is time to ask one source whether we are back."""
        if self.since_ms is None or now_ms < self._next_probe_ms:
            return False
        self._next_probe_ms = now_ms + PROBE_MS
        return True

    def hasten(self) -> None:
        """Make the next such question due now: an operator wants to know."""
        self._next_probe_ms = 0

    def wait_s(self, now_ms: int) -> float:
        """Return the seconds until the next such question."""
        return min(max(0, self._next_probe_ms - now_ms), PROBE_MS) / 1000
