"""What people said: a statement with its carriers, a line of a ledger."""

from typing import NamedTuple


class UtteranceRow(NamedTuple):
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


class LedgerRow(NamedTuple):
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
