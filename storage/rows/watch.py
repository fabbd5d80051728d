"""How the watch stands: sources, mutes, views, the lexicon, who is here."""

from typing import NamedTuple


class SourceRow(NamedTuple):
    """A feed and how it fares."""

    id: int
    url: str
    name: str
    family: str
    kind: str
    grade: str
    language: str
    side: str
    title: str
    state: str
    """As in feeds.records.PollState, besides `quiet` (a silence rule holds) and `paused`."""
    reason: str
    since_ms: int
    """Since when it is in that state."""
    failures: int
    last_ok_ms: int | None
    last_attempt_ms: int | None
    next_attempt_ms: int
    interval_s: float
    items: int
    unread: int
    hours: tuple[int, ...]
    """New items in each of the last 24 hours, oldest first."""
    waits_for: str
    """What sets the time of the next attempt, for a person."""
    gap_from_ms: int | None
    gap_to_ms: int | None
    """Between these polls entries may have been missed."""
    moved_url: str
    paused_by: str = ""
    """The operator who keeps it from being polled, or empty."""
    graded_by: str = ""
    """The operator whose grade it is; empty: the config's."""
    config_grade: str = ""


class MuteRow(NamedTuple):
    """What rings for nobody until it ends."""

    id: int
    query: str
    reason: str
    operator: str
    began_ms: int
    ends_ms: int
    held: int = 0
    """How many notices it has kept from ringing."""


class ViewRow(NamedTuple):
    """A query that the desk keeps under a key."""

    key: str
    name: str
    query: str
    operator: str


class LabelRow(NamedTuple):
    """A label of the lexicon in use; `unread` counts the new items of the last 24 hours that carry it."""

    name: str
    short: str
    colour: str
    help: str
    unread: int


class LexiconRow(NamedTuple):
    """The lexicon that the collector uses, and how far the re-tagging with it has come."""

    digest: str
    since_ms: int
    trouble: str
    """Why the files on disk are not what is used, or empty."""
    retag_total: int
    retag_done: int
    retag_changed: int
    retag_ended_ms: int | None


class PresentRow(NamedTuple):
    """A desk that somebody has open."""

    operator: str
    since_ms: int
    item_id: int | None
    """What they are looking at."""


class Status(NamedTuple):
    """What the header shows."""

    collector: str
    """Who holds the lease (`host:pid`), or empty."""
    beat_ms: int | None
    beat_every_s: float
    polling: int
    """Sources in flight."""
    sources_ok: int
    sources_quiet: int
    sources_down: int
    sources: int
    alerts_acked: int
    items: int
    unread: int
    operators: tuple[str, ...]
    """Who has a desk open, in order of arrival."""
    present: tuple[PresentRow, ...] = ()
    """Every desk, in order of arrival."""
    trouble: str = ""
    """What keeps the collector from its work, for a person."""
    offline: bool = False
    """No host answers: the fault is on our side."""
    lexicon: LexiconRow | None = None
    """None until a collector has run."""
    mutes: int = 0
    """How many mutes run."""
    sources_paused: int = 0
    """They count as neither well nor quiet nor down."""
    alerts_snoozed: int = 0
    flooded: tuple[str, ...] = ()
    """Channels whose notices wait for their cap."""
    channels_off: tuple[tuple[str, str], ...] = ()
    """Channels that are sent nothing any more, each with why."""
