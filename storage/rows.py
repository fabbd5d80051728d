"""What the desk and the command line read: plain frozen rows. Text is as stored; times are UTC epoch milliseconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the queue."""

    id: int
    source_id: int
    source: str
    kind: str
    grade: str
    side: str
    title: str
    link: str
    first_seen_ms: int
    published_ms: int | None
    tags: tuple[tuple[str, str], ...]
    """Distinct (label, stance) pairs of the newest revision, in the order of the words."""
    disputed: tuple[tuple[str, str], ...]
    """Every (label, stance) that the item's story holds on the labels of which it holds both sides."""
    severity: int
    """Rank in SEVERITIES of the gravest rule that named the item."""
    story_id: int
    origins: int
    """How many different writers the story has, as far as the feeds say; 0 where none is known."""
    primaries: int
    """Whose word it is: how many different voices the story rests on."""
    copies: int
    """How many other items repeat this text; they are folded into this line."""
    revisions: int
    """1 for an item never edited."""
    state: str
    """`new`, `acked` or `dismissed`."""
    starred: bool
    operator: str
    """Who set the state, or empty."""
    origins_unknown: int = 0
    """How many texts of the story are of nobody known; they are no origins of their own."""


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag that speaks for an item, with its evidence; both ends 0 where an operator named no words."""

    label: str
    stance: str
    field: str
    start: int
    end: int
    rule: str
    cue: str
    cue_start: int
    cue_end: int
    score: int
    lexicon: str
    operator: str
    """Who set it, or empty for the classifier."""
    holder: str
    """Whose word it is, or empty for the outlet's own."""


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """What an operator says of a label on an item, against the classifier or beyond it."""

    label: str
    stance: str
    """Empty: the label does not hold."""
    operator: str
    at_ms: int
    overruled: tuple[str, ...]
    """The stances that the classifier gave the label."""


@dataclass(frozen=True, slots=True)
class LabelRow:
    """A label of the lexicon in use; `unread` counts the new items of the last 24 hours that carry it."""

    name: str
    short: str
    colour: str
    help: str
    unread: int


@dataclass(frozen=True, slots=True)
class LexiconRow:
    """The lexicon that the collector uses, and how far the re-tagging with it has come."""

    digest: str
    since_ms: int
    trouble: str
    """Why the files on disk are not what is used, or empty."""
    retag_total: int
    retag_done: int
    retag_changed: int
    retag_ended_ms: int | None


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote of an item; `carriers` counts the items that repeat its utterance."""

    id: int
    field: str
    start: int
    end: int
    kind: str
    """`direct`, `mixed` or `indirect`."""
    text: str
    speaker_id: int | None
    speaker: str
    """The name, empty where nobody is known."""
    inferred: bool
    """The name comes from another carrier of the same words."""
    who: str
    """`person`, `office`, `organisation`, `group`, `anonymous`, or empty."""
    role: str
    side: str
    surface: str
    """As the text names the speaker."""
    basis: str
    """How the item leads to the speaker, as in classifier.records.Attribution."""
    known_by: str
    """By whose alias the speaker is known: `config`, `offices`, an operator; empty: by the very name."""
    confidence: int
    utterance_id: int | None
    carriers: int
    named_by: str = ""
    """The source of the carrier that the name comes from; empty where it is not inferred."""


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A headline as it stood from `seen_ms` on."""

    n: int
    title: str
    summary: str
    seen_ms: int


@dataclass(frozen=True, slots=True)
class MemberRow:
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


@dataclass(frozen=True, slots=True)
class ClaimRow:
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


@dataclass(frozen=True, slots=True)
class OriginRow:
    """One writer behind a story; a text of nobody known is a row of its own."""

    name: str
    """Empty: unknown."""
    basis: str
    """As in storage.voices.origins.Origin, of its first item."""
    outlets: tuple[str, ...]
    """The sources that print what it wrote."""


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A story on the same subject that is another event."""

    story_id: int
    item_id: int
    """Its newest item."""
    title: str
    because: str
    """What keeps the two apart, or likens them."""
    last_seen_ms: int


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One thing that a speaker said, in the order in which papers first had it."""

    quote_id: int
    """Of the first carrier; the row's identity."""
    item_id: int
    source: str
    speaker: str
    surface: str
    said_ms: int
    kind: str
    text: str
    carriers: int
    outlets: int
    tags: tuple[tuple[str, str], ...]
    """(label, stance) of what is tagged in the words."""
    reverses: int | None
    """The quote_id of the earlier statement that this one goes back on."""
    reversed_label: str
    """On which label, or empty."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One numbered line of the log."""

    n: int
    at_ms: int
    operator: str
    act: str
    subject: str
    """`item`, `alert`, `source`, `story`, `desk` or `collector`."""
    subject_ids: tuple[int, ...]
    detail: str
    """For a person."""
    occurred_ms: int | None = None
    """When it happened, where an operator wrote it down later."""


@dataclass(frozen=True, slots=True)
class StoryView:
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
    """The other items of the story, oldest first."""
    claims: tuple[ClaimRow, ...]
    """By side, in order of appearance."""
    origins: tuple[OriginRow, ...]
    related: tuple[RelatedRow, ...]
    log: tuple[EventRow, ...]
    """What was done to this item or story, notes included, oldest first."""
    voices: tuple[str, ...] = ()
    """Whose word the item itself rests on."""
    because: str = ""
    """Why the item is in its story, for a person; empty for the first."""


@dataclass(frozen=True, slots=True)
class SourceRow:
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


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert and where it stands."""

    id: int
    rule: str
    severity: int
    state: str
    """`new`, `acked` or `resolved`."""
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


@dataclass(frozen=True, slots=True)
class UtteranceRow:
    """One statement and how far it has travelled."""

    id: int
    speaker_id: int | None
    speaker: str
    """Empty where nobody is known to have said it."""
    inferred: bool
    """The name comes from another carrier of the same words."""
    who: str
    role: str
    side: str
    text: str
    kind: str
    carriers: int
    """Items that print it."""
    outlets: int
    """Families that print it."""
    first_seen_ms: int
    last_seen_ms: int
    item_id: int
    """The newest item that prints it."""
    tags: tuple[tuple[str, str], ...]
    """Tags whose evidence lies inside the words."""


@dataclass(frozen=True, slots=True)
class PresentRow:
    """A desk that somebody has open."""

    operator: str
    since_ms: int
    item_id: int | None
    """What they are looking at."""


@dataclass(frozen=True, slots=True)
class Status:
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
    alerts_new: tuple[int, int, int, int, int]
    """New alerts by severity rank."""
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
