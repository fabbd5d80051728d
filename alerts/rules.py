"""What raises an alert, and what becomes of it then, as the config says it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from storage.query import Query

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

DESK = "desk"
"""The channel of every attached desk: each rings for its own operator."""

Group = Literal["story", "side", "source", "label", "rule"]
Change = Literal["withdrawn", "headline", "quote_removed", "tag_removed"]


class Counts(NamedTuple):
    """How many different ones something rests on."""

    items: int = 0
    families: int = 0
    origins: int = 0
    primaries: int = 0
    sides: int = 0

    def reach(self, least: "Counts") -> bool:
        """Are these as many, of everything?"""
        return all(here >= there for here, there in zip(self, least, strict=True))


class Need(NamedTuple):
    """So many different ones of what is counted, seen within so long; what is 0 is not asked for."""

    least: Counts
    within_ms: int | None = None
    """None: in the alert's whole life."""


class Rung(NamedTuple):
    """A severity, and what evidence must reach for it."""

    severity: int
    need: Need


class Match(NamedTuple):
    """An item, or a revision, that the query newly finds."""

    query: Query


class Quorum(NamedTuple):
    """Items that the query finds, from so many different ones within so long."""

    query: Query
    need: Need


class Contradict(NamedTuple):
    """On one story what `left` asks for is said on one side, and what `right` asks for on others, within so long."""

    left: Query
    right: Query
    within_ms: int
    left_sides: int = 1
    right_sides: int = 1
    """How many sides that are not on the left."""


class Rate(NamedTuple):
    """Far more of what the query finds than is usual at this hour of the week."""

    query: Query
    count_by: Literal["origins", "items"]
    """Origins: one text in forty papers counts once."""
    window_ms: int
    baseline_ms: int
    """How far back the usual is looked for."""
    factor: float
    least: int
    """So many at least."""
    clear_below: float
    """It is over once the rate has been below so many times the usual .."""
    clear_after_ms: int
    """.. for so long."""


class Silence(NamedTuple):
    """A source that answers but brings nothing new, or that cannot be had; of all sources where nothing is named."""

    after_ms: int | None
    """None: as long as the source's own gaps at this hour let one expect."""
    kinds: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    fault_after: int = 0
    """After so many failures in a row it is unreachable, which is an alert of its own; 0: never."""

    def speaks_of(self, name: str, kind: str) -> bool:
        """Does the rule watch this source?"""
        return not (self.kinds or self.sources) or name in self.sources or kind in self.kinds


class Altered(NamedTuple):
    """Evidence of an open alert is withdrawn, or edited in what it says."""

    on: frozenset[Change]
    query: Query | None = None
    """None: evidence of any alert."""


class Health:
    """Something is wrong with the desk's own eyes; no config asks for it."""


Condition: TypeAlias = Match | Quorum | Contradict | Rate | Silence | Altered | Health


class Rule(NamedTuple):
    """One `[[rule]]`."""

    id: str
    severity: int
    when: Condition
    rungs: tuple[Rung, ...] = ()
    """Graver severities, each with its need; the gravest that is reached counts, and a severity never falls."""
    group_by: tuple[Group, ...] = ("story",)
    to: tuple[str, ...] = (DESK,)
    """Channels."""
    definition: str = ""
    """The rule as the config has it, in one canonical line: another one is another revision."""
    hold_ms: int | None = None
    cooldown_ms: int | None = None
    """None: as for all alerts."""


class Step(NamedTuple):
    """That nobody has acknowledged it for so long brings it to another channel."""

    after_ms: int
    to: str


class Urgency(NamedTuple):
    """What a severity means for those who are to hear of it."""

    renotify_ms: int | None = None
    """A new alert is told of again after so long; None: never."""
    ack_timeout_ms: int | None = None
    """So long after its acknowledgement, and after the last line on it, an alert is new again; None: never."""
    escalate: tuple[Step, ...] = ()
    """In the order of their times."""


class Inhibition(NamedTuple):
    """While an alert of one rule is open those of another ring for nobody, where both agree on some labels."""

    source: str
    target: str
    same: tuple[Group, ...] = ()


class Channel(NamedTuple):
    """Where notices go, as far as it decides which do; how they get there is the collector's."""

    id: str
    kind: str
    """`terminal`, `webhook`, `command`, `apprise` or `file`."""
    least: int = 0
    """The severity below which it is sent nothing."""
    most: int = 10
    """So many notices in `most_ms`: what is beyond goes into one digest; as many flashes go beyond it."""
    most_ms: int = 10 * MINUTE_MS


class Rules(NamedTuple):
    """All rules of a desk, and what holds for the alerts of every one."""

    rules: tuple[Rule, ...] = ()
    urgencies: Mapping[int, Urgency] = MappingProxyType({})
    """By severity; one that is missing asks for nothing."""
    channels: Mapping[str, Channel] = MappingProxyType({})
    """By id. The desks' own is there whether the config names it or not."""
    inhibitions: tuple[Inhibition, ...] = ()
    hold_ms: int = 0
    """How long evidence is gathered before the first notice."""
    cooldown_ms: int = 10 * MINUTE_MS
    """The least time between two notices of an alert, unless it has become graver."""
    expire_ms: int = DAY_MS
    """Without new evidence for so long an open alert expires."""
    reopen_ms: int = 2 * HOUR_MS
    """A new fact so soon after it was resolved, or expired, opens the same alert again; later it is another one."""
    catchup_ms: int = 2 * HOUR_MS
    """After an outage only what was published so lately rings, and all of it with one notice a rule."""
    late_ms: int = 6 * HOUR_MS
    """What was published so long before we saw it rings for nobody."""
    stale_ms: int = 30 * DAY_MS
    """What names no newer date in its text than so long ago is no louder than info."""

    def rule(self, id: str) -> Rule | None:
        """The rule of an id."""
        return next((rule for rule in self.rules if rule.id == id), None)

    def urgency(self, severity: int) -> Urgency:
        """What a severity means."""
        return self.urgencies.get(severity, Urgency())
