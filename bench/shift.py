"""A desk's days under a clock of their own: polls, a look at the alerts every minute, an operator who deals with what rings."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from bench import replaying
from bench.replaying import Record

if TYPE_CHECKING:
    from alerts.kinds.silence import Patience
    from alerts.rules import Rules
    from classifier.engine import Classifier
    from feint.config import Config
    from storage.acting.acts import Acts
    from storage.file.sqlite import Connection
    from storage.items.intake import Stored
    from storage.items.sources import Configured

_MINUTE_MS = 60_000
_ACKNOWLEDGED_MS, _RESOLVED_MS = 2 * _MINUTE_MS, 20 * _MINUTE_MS
"""So long after it rang the operator acknowledges an alert, and so long after that resolves it."""
_FEED_ENTRIES = 30
"""So many entries a feed shows, of which a poll finds some new."""


@dataclass
class Shift:
    """What one operator hears of the records, with the rules of a config."""

    connection: "Connection"
    classifier: "Classifier"
    rules: "Rules"
    acts: "Acts"
    now_ms: int
    first_items: set[int] = field(default_factory=set)
    """What sources' first polls brought."""

    def work(self, records: Sequence[Record]) -> None:
        """Let the days pass."""
        from alerts.kinds.silence import Patience

        numbers = replaying.numbers_of(self.connection)
        began_ms = polled_ms = self.now_ms
        patience = Patience()
        for source, at_ms, served in replaying.polls(records):
            while self.now_ms + _MINUTE_MS <= at_ms:
                self._minute(self.now_ms + _MINUTE_MS, began_ms, patience)
            if at_ms - polled_ms >= _MINUTE_MS:
                self._all_answered(polled_ms)
                polled_ms = at_ms
            self.now_ms = max(self.now_ms, at_ms)
            replaying.poll(
                self.connection, self.classifier, numbers[source], served, self.now_ms, self._heard, total=_FEED_ENTRIES
            )

    def _heard(self, connection: "Connection", stored: "Stored", at_ms: int) -> None:
        from alerts import engine

        engine.after_poll(connection, self.rules, stored, at_ms)
        if stored.first_poll:
            self.first_items.update(stored.new)

    def _minute(self, now_ms: int, began_ms: int, patience: "Patience") -> None:
        from alerts import engine
        from alerts.life import looking
        from storage.file import sqlite

        self.now_ms = now_ms
        with sqlite.transaction(self.connection):
            engine.watch_rates(self.connection, self.rules, now_ms)
            engine.watch_silence(self.connection, self.rules, began_ms, now_ms, patience)
            looking.look(self.connection, self.rules, now_ms)
        self._deal(now_ms)

    def _deal(self, now_ms: int) -> None:
        """Acknowledge what has rung, resolve what was acknowledged."""
        for state, after_ms in (("new", _ACKNOWLEDGED_MS), ("acked", _RESOLVED_MS)):
            asked = "SELECT id FROM alert WHERE state = ? AND state_ms <= ? AND noticed_ms IS NOT NULL"
            if ids := [id for (id,) in self.connection.execute(asked, (state, now_ms - after_ms)).fetchall()]:
                self.acts.set_alert_state(ids, "acked" if state == "new" else "resolved")

    def _all_answered(self, at_ms: int) -> None:
        """Sources that brought nothing new at a poll were had all the same."""
        from storage.file import sqlite

        with sqlite.transaction(self.connection):
            self.connection.execute("UPDATE source SET last_ok_ms = ? WHERE last_ok_ms < ?", (at_ms, at_ms))


@contextmanager
def on(database: Path, config: "Config", outlets: Sequence["Configured"], began_ms: int) -> Iterator[Shift]:
    """A shift on a file of its own, with the speakers and rules of a config."""
    from feint.speakers.listed import known, listed
    from feint.wiring_alerts import rules_of
    from storage.acting import acts
    from storage.file import sqlite
    from storage.voices import identity

    with replaying.opened(database, outlets) as (connection, classifier):
        with sqlite.transaction(connection):
            identity.configure(connection, listed(known(config), began_ms))
        hand = acts.Acts(database, "ana")
        shift = Shift(connection, classifier, rules_of(config), hand, began_ms)

        def now() -> int:
            return shift.now_ms

        with mock.patch.object(acts, "_now", now):
            yield shift
        hand.close()
