"""What a rule has found, and of which alert it is. Pure."""

from dataclasses import dataclass
from typing import NamedTuple

from alerts.facts import Fact
from alerts.rules import Rule


class Found(NamedTuple):
    """An item that a rule rests on."""

    item_id: int
    at_ms: int
    """When what counts of it was seen."""
    revision: int = 1
    """The one that counts."""
    part: str = ""
    """Of a contradiction: `left`, `right` or `both`."""
    flag: str = ""
    """As in `alert_evidence`."""


@dataclass(frozen=True, slots=True)
class Firing:
    """That a rule holds of something."""

    rule: Rule
    group: tuple[tuple[str, str | int], ...]
    """What makes it this alert and no other: (("story", 812), ("side", "ru"))."""
    title: str
    severity: int
    """Before any rung."""
    found: tuple[Found, ...] = ()
    facts: tuple[Fact, ...] = ()
    """Of the rule's own kind."""
    story_id: int | None = None
    source_id: int | None = None
    quiet: str = ""
    """Why nobody is to be told of it before it brings another fact, for a person; empty: it may ring."""

    @property
    def fingerprint(self) -> str:
        """By what the alert is found again: `withdrawal-claimed/story/812/side/ru`."""
        return "/".join((self.rule.id, *(str(part) for pair in self.group for part in pair)))
