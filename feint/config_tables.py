"""The tables of config.toml as typed records: what may be written there, and what holds where nothing is."""

from datetime import date
from math import isinf
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from feint.config_alerts import Alerts, Channel, Heartbeat, Inhibit, Metrics, Operator, Rule, Urgency
from feint.config_reading import where
from feint.config_words import Count, Grade, SourceKind
from feint.durations import Lasting, Seconds

SpeakerKind = Literal["person", "organisation"]


class Collector(Struct, frozen=True, forbid_unknown_fields=True):
    """`[collector]`: how the one process that polls behaves."""

    allow_private: bool = False
    """Loopback and private feed addresses are refused without it."""
    allow_local: bool = False
    """`file:` and `exec:` sources are refused without it."""
    per_host: Count = 1
    """Requests in flight to one host."""
    host_gap_s: Seconds = field(default=Seconds(1), name="host_gap")
    """The least time between two starts at one host."""
    concurrency: Count = 16
    interval_s: Seconds = field(default=Seconds(120), name="interval")
    """Where a source's learned interval starts."""
    interval_min_s: Seconds = field(default=Seconds(30), name="interval_min")
    interval_max_s: Seconds = field(default=Seconds(1800), name="interval_max")
    timeout_s: Seconds = field(default=Seconds(30), name="timeout")
    """The total deadline of one fetch, from the name look-up to the last byte."""
    contact: str = ""
    """An address or page where a feed's owner finds you; part of the default user agent."""
    own_user_agent: str = field(default="", name="user_agent")
    proxy: str = ""
    """An http, https, socks5 or socks5h URL, or a reference to one; `none` goes direct, empty follows the environment."""
    edited: Literal["keep", "reopen"] = "keep"
    """Whether a new headline makes an item new again that was dealt with."""
    workers: Count = 2
    """Processes that decode, parse and analyse."""
    lifetime: Literal["with-desk", "stays"] = "with-desk"
    """Whether a collector that a desk started ends with it."""

    @property
    def user_agent(self) -> str:
        """What every request says of us."""
        if self.own_user_agent:
            return self.own_user_agent
        # Imported here: 10 ms that only the collector needs.
        from importlib.metadata import version

        return f"feint/{version('feint')}" + (f" (+{self.contact})" if self.contact else "")


class Desk(Struct, frozen=True, forbid_unknown_fields=True):
    """`[desk]`: how the screen looks and rings."""

    theme: Literal["dark", "light", "contrast", "mono"] = "dark"
    ascii: bool = False
    bell: bool = True
    zones: dict[str, str] = field(default_factory=lambda: {"MSK": "Europe/Moscow", "KYIV": "Europe/Kyiv"})
    """The header's clocks beside UTC: a short label to an IANA zone."""
    first_view: str = ""
    """The name of the view a desk opens with; empty is everything."""


class Lexicon(Struct, frozen=True, forbid_unknown_fields=True):
    """`[lexicon]`: the layers over the packaged lexicon. A path may begin with `~`, and else goes from the config's folder."""

    site: str = ""
    """The site's layer; default `lexicon.toml` in the site's config folder, if it is there."""
    user: str = ""
    """The user's layer; default `lexicon.toml` beside the config, else in the user's config folder, if it is there."""
    retag_s: Seconds = field(default=Seconds(90 * 86_400), name="retag")
    """So far back are items tagged anew when the lexicon changes; 0 for never."""


class Storage(Struct, frozen=True, forbid_unknown_fields=True):
    """`[storage]`: how long items are kept in the database, and what becomes of them then."""

    keep_items: Lasting = Lasting(400 * 86_400)
    """Items first seen longer ago may go; starred ones, corrected ones, noted ones and evidence of alerts stay."""
    archive: Literal["monthly", "none"] = "monthly"
    """Whether what goes is first written into a file a month, beside the database."""
    checkpoints: Literal["own", "replica"] = "own"
    """Who checkpoints the database: the collector, or the program that replicates it."""

    @property
    def keep_items_s(self) -> float | None:
        """How long items are kept; None is for ever."""
        return None if isinf(self.keep_items) else float(self.keep_items)


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[source]]`: a feed that we poll. Once loaded, `name` and `family` are never empty."""

    url: str
    name: str = ""
    """What lines and `source:` queries call it, unique; default the host, with the path where hosts repeat."""
    family: str = ""
    """The newsroom, however many feeds it has; default the registered part of the host."""
    kind: SourceKind = "press"
    grade: Grade = "F"
    """Admiralty reliability; F is `cannot be judged`."""
    language: str = ""
    side: str = ""
    """For a mouthpiece: whose it is, a label of `[sides]`."""
    interval_s: Seconds | None = field(default=None, name="interval")
    """Polled so often, whatever its pace is and whatever its server asks for."""
    enabled: bool = True
    user_agent: str = ""
    """Instead of the collector's."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with each request; every value is a reference: `env:NAME` or `file:/path`."""
    proxy: str = ""
    """As in `[collector]`; empty is the collector's."""
    ca_file: str = ""
    """PEM certificates that are trusted for this source besides the system's."""
    insecure: bool = False
    """The server's certificate is not verified."""
    timezone: str = ""
    """An IANA zone, for dates that name none; empty is UTC."""


class Speaker(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[speaker]]`: somebody whose words matter, and everything papers call them."""

    name: str
    kind: SpeakerKind | None = None
    """Default: a person where there is a role, else an organisation."""
    role: str = ""
    org: str = ""
    side: str = ""
    aliases: tuple[str, ...] = ()
    """What holds a word of the name is a form of it and always holds; the others hold from `since` until `until`."""
    since: date | None = field(default=None, name="from")
    """From then, and until the other, role, org and side are theirs; the day `until` is no longer in it."""
    until: date | None = None


class SpeakerLists(Struct, frozen=True, forbid_unknown_fields=True):
    """`[speakers]`: who is known beside the `[[speaker]]` tables. A path is read as those of the lexicon are."""

    offices: str = ""
    """The user's list of public offices; default `offices.toml` beside the config, else in the user's config folder."""


class View(Struct, frozen=True, forbid_unknown_fields=True):
    """`[[view]]`: a saved query, and the key that opens it."""

    name: str
    query: str
    key: str = ""


class Config(Struct, frozen=True):
    """One config file, checked; `Config()` is what holds without a file."""

    path: Path | None = None
    collector: Collector = Collector()
    desk: Desk = field(default_factory=Desk)
    lexicon: Lexicon = Lexicon()
    storage: Storage = Storage()
    sources: tuple[Source, ...] = ()
    sides: dict[str, str] = field(default_factory=dict)
    """Label to what a person calls it: `ru` to `Russia`."""
    speakers: tuple[Speaker, ...] = ()
    speaker_lists: SpeakerLists = SpeakerLists()
    views: tuple[View, ...] = ()
    rules: tuple[Rule, ...] = ()
    alerts: Alerts = Alerts()
    severities: dict[str, Urgency] = field(default_factory=dict)
    """Those that the file speaks of."""
    inhibits: tuple[Inhibit, ...] = ()
    channels: tuple[Channel, ...] = ()
    operators: dict[str, Operator] = field(default_factory=dict)
    heartbeat: Heartbeat = Heartbeat()
    metrics: Metrics = Metrics()
    keys: dict[str, str] = field(default_factory=dict)
    """Command id to the key, or keys parted by spaces, that run it."""
    lines: dict[str, int] = field(default_factory=dict)
    """Where each key stands in the file: `view[0].query` to its line."""

    def queries(self) -> list[tuple[str, str]]:
        """Every query of the file with the place it stands, for the one who knows the grammar to check."""
        asked = [(f"view[{n}].query", view.query) for n, view in enumerate(self.views)]
        asked += [
            (f"rule[{n}].{name}", getattr(rule, name, ""))
            for n, rule in enumerate(self.rules)
            for name in ("query", "left", "right")
        ]
        return [(where(key, self.path, self.lines), query) for key, query in asked if query]
