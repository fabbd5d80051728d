"""Trying out a rule on what was stored: the code that raises and tells, at the pace of the past, in tables that nobody else sees.

Items are held against the rule as they stand today, in the order in which they were first seen. Sources count as reachable all
the while, and somebody acknowledges within minutes what rings: so a rule is measured, not the lack of a desk.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from alerts import engine
from alerts.kinds import silence
from alerts.kinds.silence import Patience
from alerts.life import looking, raising
from alerts.rules import HOUR_MS, MINUTE_MS, Rate, Rule, Rules, Silence
from storage.alerting import rehearsal
from storage.alerting.rehearsal import Poll, Raised, Rang
from storage.file.sqlite import Connection
from storage.items.intake import Stored

ACKNOWLEDGED_MS, RESOLVED_MS = 2 * MINUTE_MS, 20 * MINUTE_MS
"""So long after it rang an alert is acknowledged, and so long after that resolved."""

_DEALT = (("new", "acked", ACKNOWLEDGED_MS), ("acked", "resolved", RESOLVED_MS))
_ALIVE_MS = HOUR_MS
"""Where nothing was stored for longer there was no collector: nobody was silent then."""
_PAGE_MS = HOUR_MS
"""Polls are read so much at a time: nobody holds the file as it was for long."""

Progress = Callable[[int, int], None]
"""Items done, items in all."""


@dataclass
class Trial:
    """What a rule would have done."""

    from_ms: int
    until_ms: int
    items: int = 0
    raised: list[Raised] = field(default_factory=list)
    rang: list[Rang] = field(default_factory=list)

    @property
    def hours(self) -> float:
        """How long it was tried."""
        return max(self.until_ms - self.from_ms, MINUTE_MS) / HOUR_MS

    @property
    def an_hour(self) -> float:
        """Alarms per hour of one operator."""
        return len(self.rang) / self.hours


def tried(path: Path, rules: Rules, rule: Rule, from_ms: int, until_ms: int, progress: Progress) -> Trial:
    """What this rule would have raised since then, by itself. Raises StoreError, and nothing is written."""
    alone = rules._replace(rules=(rule,), inhibitions=())
    with rehearsal.rehearsing(path, from_ms) as connection:
        span = rehearsal.span(connection, from_ms)
        trial = Trial(max(from_ms, span.from_ms), min(until_ms, span.until_ms + _ALIVE_MS))
        past = _Past(connection, alone, rule, trial)
        for poll in paged(connection, trial.from_ms, trial.until_ms):
            past.wait(poll.at_ms)
            past.receive(poll)
            trial.items += len(poll.items)
            progress(trial.items, span.items)
        past.wait(trial.until_ms)
        trial.raised = rehearsal.raised(connection)
    return trial


def paged(connection: Connection, from_ms: int, until_ms: int) -> Iterator[Poll]:
    """The polls of a stretch of time, read a page at a time."""
    for begin_ms in range(from_ms, until_ms, _PAGE_MS):
        yield from list(rehearsal.polls(connection, begin_ms, min(begin_ms + _PAGE_MS, until_ms)))


class _Past:
    """The days that pass, with an operator who deals with what rings."""

    def __init__(self, connection: Connection, rules: Rules, rule: Rule, trial: Trial) -> None:
        self._connection = connection
        self._rules = rules
        self._watches = isinstance(rule.when, Silence | Rate)
        self._trial = trial
        self._now_ms = self._watched_ms = self._polled_ms = self._watching_since_ms = trial.from_ms
        self._last_notice = 0
        self._patience = Patience()

    def receive(self, poll: Poll) -> None:
        """A poll brings what it brought."""
        stored = Stored(poll.source_id, poll.items, (), poll.is_first, "guid", last_ok_ms=self._polled_ms)
        if poll.at_ms - self._polled_ms > _ALIVE_MS:
            self._watching_since_ms = self._watched_ms = poll.at_ms
        self._now_ms = self._polled_ms = poll.at_ms
        rehearsal.brought(self._connection, poll)
        for firing in engine.firings(self._connection, self._rules, stored, poll.at_ms):
            raising.fire(self._connection, self._rules, firing, poll.at_ms, names=False)
        engine.poll_rates(self._connection, self._rules, stored, poll.at_ms, names=False)
        silence.heard(self._connection, self._rules, poll.source_id, poll.at_ms)
        self._look()

    def wait(self, until_ms: int) -> None:
        """Let everything happen that is due before then."""
        while (due_ms := min(self._moments(), default=until_ms)) < until_ms:
            self._now_ms = max(self._now_ms + 1, due_ms)
            if self._watches and self._now_ms - self._watched_ms >= MINUTE_MS:
                self._watched_ms = self._now_ms
                engine.watch_rates(self._connection, self._rules, self._now_ms)
                engine.watch_silence(
                    self._connection, self._rules, self._watching_since_ms, self._now_ms, self._patience
                )
            for state, then, after_ms in _DEALT:
                rehearsal.act(self._connection, state, then, after_ms, self._now_ms)
            self._look()

    def _moments(self) -> Iterator[int]:
        """When something is due: an alert, the operator, a watch."""
        if (wake_ms := looking.next_wake(self._connection)) is not None:
            yield wake_ms
        for state, _, after_ms in _DEALT:
            if (since_ms := rehearsal.next_act(self._connection, state)) is not None:
                yield since_ms + after_ms
        if self._watches and self._watched_ms < self._polled_ms + _ALIVE_MS:
            yield self._watched_ms + MINUTE_MS

    def _look(self) -> None:
        looking.look(self._connection, self._rules, self._now_ms)
        for notice in rehearsal.rang(self._connection, self._last_notice):
            self._last_notice = notice.id
            self._trial.rang.append(notice)
