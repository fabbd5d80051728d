"""One item: its line in the queue, its tags and quotes, what became of its text."""

from typing import NamedTuple


class ItemRow(NamedTuple):
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


class TagRow(NamedTuple):
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


class VerdictRow(NamedTuple):
    """What an operator says of a label on an item, against the classifier or beyond it."""

    label: str
    stance: str
    """Empty: the label does not hold."""
    operator: str
    at_ms: int
    overruled: tuple[str, ...]
    """The stances that the classifier gave the label."""


class QuoteRow(NamedTuple):
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


class RevisionRow(NamedTuple):
    """A headline as it stood from `seen_ms` on."""

    n: int
    title: str
    summary: str
    seen_ms: int
