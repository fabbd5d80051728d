"""The tables of config.toml about alerts: what raises one, what becomes of it, and who is told how."""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct, field

from feint.config_words import Change, Count, Group, Severity, SourceKind
from feint.durations import Learned, Seconds, Timer

Least = Annotated[int, Meta(ge=0, le=1000)]
Share = Annotated[float, Meta(gt=0, le=1000)]


class Alerts(Struct, frozen=True, forbid_unknown_fields=True):
    """`[alerts]`: what holds for the alerts of every rule; `alerts.rules.Rules` says what each is for."""

    hold_s: Seconds = field(default=Seconds(0), name="hold")
    cooldown_s: Seconds = field(default=Seconds(600), name="cooldown")
    expire_s: Seconds = field(default=Seconds(86_400), name="expire")
    reopen_s: Seconds = field(default=Seconds(7_200), name="reopen")
    catchup_s: Seconds = field(default=Seconds(7_200), name="catchup")
    late_after_s: Seconds = field(default=Seconds(21_600), name="late_after")
    stale_after_s: Seconds = field(default=Seconds(30 * 86_400), name="stale_after")


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of `escalate`: a channel that hears of what nobody has acknowledged for so long."""

    after_s: Seconds = field(name="after")
    to: str


class Urgency(Struct, frozen=True, forbid_unknown_fields=True):
    """`[severity.NAME]`: how a severity insists. What is None is as `INSISTS` has it."""

    renotify_s: Timer | None = field(default=None, name="renotify")
    ack_timeout_s: Timer | None = field(default=None, name="ack_timeout")
    escalate: tuple[Step, ...] = ()


INSISTS: dict[str, tuple[Timer, Timer]] = {
    "flash": (Timer(120), Timer(1_800)),
    "urgent": (Timer(600), Timer(7_200)),
    "notice": (Timer("inf"), Timer("inf")),
    "info": (Timer("inf"), Timer("inf")),
}
"""By severity: its `renotify` and its `ack_timeout` where the config says nothing."""


class Counted(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How many different ones are asked for; 0 of what doesn't matter."""

    items: Least = 0
    families: Least = 0
    origins: Least = 0
    primaries: Least = 0
    sides: Least = 0


class Rung(Counted, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """One step of `raise`: a graver severity, and what the evidence must reach for it."""

    severity: Severity
    within_s: Seconds | None = field(default=None, name="within")


class _Rule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """What every `[[rule]]` takes that raises alerts of its own."""

    id: str
    severity: Severity = "notice"
    to: tuple[str, ...] = ("desk",)
    hold_s: Seconds | None = field(default=None, name="hold")
    cooldown_s: Seconds | None = field(default=None, name="cooldown")


class MatchRule(_Rule, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """An item, or a revision, that the query newly finds."""

    kind: Literal["match"]
    query: str
    group_by: tuple[Group, ...] = ("story",)
    rungs: tuple[Rung, ...] = field(default=(), name="raise")


class QuorumRule(_Rule, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Items that the query finds, from so many different ones within so long."""

    kind: Literal["quorum"]
    query: str
    count: Counted
    within_s: Seconds = field(name="within")
    group_by: tuple[Group, ...] = ("story",)
    rungs: tuple[Rung, ...] = field(default=(), name="raise")


class ContradictRule(_Rule, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """On one story, what `left` finds is said by one side and what `right` finds by others."""

    kind: Literal["contradict"]
    left: str
    right: str
    within_s: Seconds = field(default=Seconds(86_400), name="within")
    left_sides: Count = 1
    right_sides: Count = 1
    rungs: tuple[Rung, ...] = field(default=(), name="raise")


class RateRule(_Rule, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Far more of what the query finds than is usual at this hour of the week."""

    kind: Literal["rate"]
    query: str
    count_by: Literal["origins", "items"] = "origins"
    window_s: Seconds = field(default=Seconds(1_800), name="window")
    baseline_s: Seconds = field(default=Seconds(28 * 86_400), name="baseline")
    factor: Share = 4.0
    min: Count = 5
    clear_below: Share = 2.0
    clear_after_s: Seconds = field(default=Seconds(3_600), name="clear_after")


class SilenceRule(_Rule, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Sources that bring nothing new, or that cannot be had; every one where none is named."""

    kind: Literal["silence"]
    after_s: Learned = field(default=Learned("inf"), name="after")
    kinds: tuple[SourceKind, ...] = ()
    sources: tuple[str, ...] = ()
    fault_after: Least = 3
    """Failures in a row; 0 for never."""


class ChangeRule(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Evidence of an open alert that is withdrawn, or edited in what it says: it rings that alert, as its own rule has it."""

    id: str
    kind: Literal["change"]
    on: tuple[Change, ...] = ("withdrawn", "headline", "quote_removed", "tag_removed")
    query: str = ""
    """Empty: evidence of any alert."""


Raising: TypeAlias = MatchRule | QuorumRule | ContradictRule | RateRule | SilenceRule
Rule: TypeAlias = Raising | ChangeRule
RULES: dict[str, type[Rule]] = {
    "match": MatchRule,
    "quorum": QuorumRule,
    "contradict": ContradictRule,
    "rate": RateRule,
    "silence": SilenceRule,
    "change": ChangeRule,
}
"""`[[rule]]` by its kind."""


class Inhibit(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[inhibit]]`: while an alert of rule `source` is open, those of rule `target` that share its labels ring for nobody."""

    source: str
    target: str
    same: tuple[Group, ...] = ("story",)


class _Channel(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every `[[channel]]` takes."""

    id: str
    min_severity: Severity = "info"
    flood: str = "10 per 10m"
    """So many notices in so long; what is beyond goes into one digest."""


class TerminalChannel(_Channel, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Every attached desk, each by its own operator's settings."""

    kind: Literal["terminal"]
    min_severity: Severity = "notice"
    bell: bool | None = None
    """None: as `[desk]` has it."""
    osc: Literal["auto", "9", "99", "777", "off"] = "auto"


class WebhookChannel(_Channel, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A server that is sent each notice, signed where there is a secret."""

    kind: Literal["webhook"]
    url: str
    """An address, or a reference to one that nobody is to read."""
    secret: str = ""
    """A reference."""
    old_secret: str = ""
    """A reference to the one before, which signs besides until receivers know the new one."""
    timeout_s: Seconds = field(default=Seconds(10), name="timeout")
    allow_private: bool = False
    emergency: bool = False
    """Told directly too when the database cannot be written."""


class CommandChannel(_Channel, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A program that reads each notice as JSON; no shell is between."""

    kind: Literal["command"]
    argv: Annotated[tuple[str, ...], Meta(min_length=1)]
    timeout_s: Seconds = field(default=Seconds(10), name="timeout")
    parallel: Count = 2
    emergency: bool = False


class AppriseChannel(_Channel, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whatever Apprise reaches; needs the extra `apprise`."""

    kind: Literal["apprise"]
    urls: str
    """A reference: Apprise's addresses carry tokens."""


class FileChannel(_Channel, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file that gets a line of JSON for each notice."""

    kind: Literal["file"]
    path: str


Channel: TypeAlias = TerminalChannel | WebhookChannel | CommandChannel | AppriseChannel | FileChannel
CHANNELS: dict[str, type[Channel]] = {
    "terminal": TerminalChannel,
    "webhook": WebhookChannel,
    "command": CommandChannel,
    "apprise": AppriseChannel,
    "file": FileChannel,
}
"""`[[channel]]` by its kind."""


DESKS = TerminalChannel(id="desk", kind="terminal")
"""The desks' own channel, where the config has none of this id."""


class Operator(Struct, frozen=True, forbid_unknown_fields=True):
    """`[operator.NAME]`: what rings on the desk of one operator."""

    min_severity: Severity | None = None
    """None: as the desk's channel has it."""
    quiet: tuple[str, ...] = ()
    """`23:00-06:00`: then only a flash rings."""
    zone: str = ""
    """Whose clock the quiet hours go by; empty is UTC."""


class Heartbeat(Struct, frozen=True, forbid_unknown_fields=True):
    """`[heartbeat]`: an address outside that is asked as long as all is well; that nobody asks any more is the alarm."""

    url: str = ""
    """An address, or a reference to one; empty: nobody is asked."""
    every_s: Seconds = field(default=Seconds(60), name="every")
    allow_private: bool = False


class Metrics(Struct, frozen=True, forbid_unknown_fields=True):
    """`[metrics]`: a file of figures for node_exporter."""

    file: str = ""
    """Empty: none is written."""
    every_s: Seconds = field(default=Seconds(15), name="every")
