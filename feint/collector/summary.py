"""What a run of the collector did; the contract of `collect --once --json`."""

from collections.abc import Callable
from dataclasses import dataclass, field

from feint.collector.poll import Outcome, Source
from storage.items.intake import Stored

Progress = Callable[[int, int, str], None]
"""Told how many are done, of how many, and of what, in the plural."""


@dataclass(slots=True)
class Summary:
    """Counts over all polls of a run."""

    sources: int = 0
    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    new_items: int = 0
    revisions: int = 0
    retagged: int = 0
    """Items that another lexicon had tagged."""
    failures: dict[str, str] = field(default_factory=dict)
    """A source's name to why it failed last."""

    def add(self, source: Source, outcome: Outcome, stored: Stored) -> None:
        """Count one poll."""
        self.polled += 1
        self.unchanged += outcome.unchanged
        self.new_items += len(stored.new)
        self.revisions += len(stored.revised)
        if outcome.failed:
            self.fail(source.name, outcome.polled.state.reason or outcome.polled.state.state)

    def fail(self, name: str, said: str) -> None:
        """Count one failure."""
        self.failed += 1
        self.failures[name] = said
