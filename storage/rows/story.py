"""A story as its pane shows it: its members, who holds what, who wrote it, what it is kept apart from, what was done to it."""

from typing import NamedTuple

from storage.rows.item import ItemRow, QuoteRow, RevisionRow, TagRow, VerdictRow


class MemberRow(NamedTuple):
    """An item of the same story."""

    id: int
    source: str
    kind: str
    grade: str
    side: str
    title: str
    first_seen_ms: int
    relation: str
    """`first`, `copy` or `same`."""
    tags: tuple[tuple[str, str], ...]
    voices: tuple[str, ...]
    """Whose word it rests on."""
    because: str
    """Why it is in the story, for a person; empty for the first."""
    joined_by: str
    """The operator who put it there, or empty."""


class ClaimRow(NamedTuple):
    """That somebody holds a label of a story in a stance, and through whom it comes."""

    label: str
    stance: str
    primary: str
    """Whose word it is: an organisation, else a speaker, else whoever wrote it; empty where the items do not say."""
    side: str
    own: bool
    """It is the writer's own reporting."""
    speakers: tuple[str, ...]
    """Who said so for the primary, by name, in order of appearance."""
    outlets: tuple[str, ...]
    """The sources that print it, in order of appearance."""
    item_id: int
    """The first item that says so."""
    said_ms: int
    operator: str = ""
    """Who says so of the items, where these name nobody; empty: it is as the classifier reads them."""


class OriginRow(NamedTuple):
    """One writer behind a story; a text of nobody known is a row of its own."""

    name: str
    """Empty: unknown."""
    basis: str
    """As in storage.voices.origins.Origin, of its first item."""
    outlets: tuple[str, ...]
    """The sources that print what it wrote."""


class RelatedRow(NamedTuple):
    """A story on the same subject that is another event."""

    story_id: int
    item_id: int
    """Its newest item."""
    title: str
    because: str
    """What keeps the two apart, or likens them."""
    last_seen_ms: int


class EventRow(NamedTuple):
    """One numbered line of the log."""

    n: int
    at_ms: int
    operator: str
    act: str
    subject: str
    """`item`, `alert`, `source`, `speaker`, `mute`, `view`, `event`, `desk` or `collector`."""
    subject_ids: tuple[int, ...]
    detail: str
    """For a person."""
    occurred_ms: int | None = None
    """When it happened, where an operator wrote it down later."""


class StoryView(NamedTuple):
    """All that the story pane shows for one item."""

    item: ItemRow
    summary: str
    text: str
    author: str
    credit: str
    origin: str
    """Who wrote the item; empty: unknown."""
    origin_basis: str
    """As in storage.voices.origins.Origin."""
    tags: tuple[TagRow, ...]
    verdicts: tuple[VerdictRow, ...]
    quotes: tuple[QuoteRow, ...]
    revisions: tuple[RevisionRow, ...]
    """Oldest first, the newest last; one row where nothing was edited."""
    members: tuple[MemberRow, ...]
    """The other items of the story, oldest first: 200 at the most."""
    claims: tuple[ClaimRow, ...]
    """By side, in order of appearance."""
    origins: tuple[OriginRow, ...]
    related: tuple[RelatedRow, ...]
    log: tuple[EventRow, ...]
    """What was done to the story: to its items and to alerts that rest on them, notes apart, oldest first; the newest 200."""
    voices: tuple[str, ...] = ()
    """Whose word the item itself rests on."""
    because: str = ""
    """Why the item is in its story, for a person; empty for the first."""
    notes: tuple[EventRow, ...] = ()
    """What was noted on any item of the story, oldest first; the newest 200."""
    members_in_all: int = 0
    """How many other items the story has: `members` are the first 200."""
