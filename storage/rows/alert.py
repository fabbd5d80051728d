"""What has rung, on what it rests, and who was told."""

from typing import NamedTuple

from storage.rows.story import EventRow


class AlertRow(NamedTuple):
    """An alert and where it stands."""

    id: int
    rule: str
    severity: int
    state: str
    """`new`, `acked`, `snoozed`, `resolved`, `dismissed` or `expired`."""
    title: str
    """What it is about, in the rule's words or the item's headline."""
    raised_ms: int
    updated_ms: int
    owner: str
    item_id: int | None
    """The newest item of its evidence."""
    source_id: int | None
    story_id: int | None
    evidence: int
    """How many items it rests on."""
    muted: str = ""
    """Why it rings for nobody now, or empty."""
    rule_rev: int = 0
    """The revision of the rule that raised it; 0: the rule has none."""
    reason: str = ""
    """Why it was resolved or dismissed."""
    state_ms: int = 0
    """Since when it is in that state."""
    snoozed_until_ms: int | None = None
    noticed_ms: int | None = None
    """When it was last told of."""
    origins: int = 0
    primaries: int = 0
    sides: int = 0
    """How many different ones its evidence rests on."""
    said: str = ""
    """Why it rang last, or would have, in a sentence."""

    @property
    def standing(self) -> tuple[str, str]:
        """What an operator decides by, and others may have changed since: its state, and whose it is."""
        return self.state, self.owner


class EvidenceRow(NamedTuple):
    """An item that an alert rests on."""

    item_id: int
    source: str
    grade: str
    title: str
    link: str
    at_ms: int
    """When it was seen, or the revision of it that counts."""
    revision: int
    part: str
    """Of a contradiction: which of its queries found it, `left`, `right` or `both`; else empty."""
    flag: str
    """`late`, `stale`, `backfill`, `edited`, `withdrawn`, or empty."""
    tags: tuple[tuple[str, str], ...]
    """(label, stance), as it is tagged now."""
    voices: tuple[str, ...]
    """Whose word it is."""


class FactRow(NamedTuple):
    """Something that an alert knows, and that can be news but once."""

    kind: str
    """As in alerts.facts."""
    value: str
    at_ms: int
    item_id: int | None
    notice_id: int | None
    """The notice that told of it."""


class NoticeRow(NamedTuple):
    """That an alert rang, or would have."""

    id: int
    alert_id: int
    at_ms: int
    severity: int
    reason: str
    """As in alerts.facts."""
    said: str
    """Why, in a sentence."""
    channels: tuple[str, ...]
    held: str
    """What kept it from ringing, or empty."""
    rule: str
    title: str
    """The alert's."""


class DeliveryRow(NamedTuple):
    """What became of a notice on a channel that the collector sends to."""

    notice_id: int | None
    channel: str
    state: str
    """`waiting`, `sent`, `failed` or `digested`."""
    attempts: int
    due_ms: int
    done_ms: int | None
    receipt: str


class AlertView(NamedTuple):
    """An alert with all that is known of it; each part oldest first."""

    alert: AlertRow
    fingerprint: str
    evidence: tuple[EvidenceRow, ...]
    facts: tuple[FactRow, ...]
    notices: tuple[NoticeRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    log: tuple[EventRow, ...]
    definition: str
    """What the rule said in that revision; empty where that is not known."""
