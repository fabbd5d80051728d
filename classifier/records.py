"""What this room hands on: plain frozen records. Offsets are code points into the field's stored text."""

from dataclasses import dataclass
from typing import Literal, get_args

Stance = Literal["asserted", "claimed", "denied", "doubted", "conditional", "historical"]
STANCES: tuple[Stance, ...] = get_args(Stance)
QuoteKind = Literal["direct", "mixed", "indirect"]


@dataclass(frozen=True, slots=True)
class Label:
    """What a rule says of a text: ours, or an operator's own."""

    name: str
    short: str
    """Its badge: one to four letters."""
    colour: str
    """A plain name such as `orange`; empty where only the stance gives colour."""
    help: str
    """What it is for, in a line."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A label, how it is meant, and the words that say so."""

    label: str
    stance: Stance
    field: str
    """`title`, `summary` or `text`; `text` also for a bare text."""
    start: int
    end: int
    rule: str
    """The id of the lexicon rule that fired."""
    cue: str
    """The id of the cue that set the stance, or empty where none did (asserted)."""
    cue_start: int
    cue_end: int
    """Where the cue's words stand in the same field; both 0 where there is none."""
    score: int
    """0 to 100: how sure the rule is that this is the label; the stance does not enter."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, without the marks around them."""

    field: str
    start: int
    end: int
    kind: QuoteKind
    text: str
    speaker: str | None
    """The resolved name; None where unsure: blank beats wrong. Never a pronoun."""
    speaker_surface: str | None
    """The words that name the speaker at this quote, which may be a pronoun."""
    cue: str
    """The reporting words (`said`), or empty."""
    basis: str
    """`explicit`, `role`, `pronoun`, `inherited`, `headline` or `none`."""
    confidence: int
    """0 to 100."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything the classifier says about one item or text."""

    tags: tuple[Tag, ...]
    quotes: tuple[Quote, ...]
    tokens: tuple[str, ...]
    """Normalised content words of title and summary, distinct, sorted: what stories are found by."""
    lexicon: str
    """The digest of engine and lexicon that produced this: 12 hex digits."""


@dataclass(frozen=True, slots=True)
class Match:
    """Are two texts about the same event, and is one a copy of the other?"""

    same: bool
    duplicate: bool
    score: float
    """0 to 1."""
    reason: str
    """The measure that decided, or the veto (`number: 11,000 / 100`)."""
