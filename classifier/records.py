"""What this room hands on: plain frozen records. Offsets are code points into the field's stored text."""

from dataclasses import dataclass
from typing import Literal, get_args

Stance = Literal["asserted", "claimed", "denied", "doubted", "conditional", "historical"]
STANCES: tuple[Stance, ...] = get_args(Stance)
QuoteKind = Literal["direct", "mixed", "indirect"]
SpeakerKind = Literal["person", "office", "organisation", "group", "anonymous", ""]
"""An office without its holder's name (`the defence minister`), several people (`Western officials`), one who is not named
(`a senior official`); empty where nobody is known."""


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
class Attribution:
    """Whose word something is, as far as the item says."""

    speaker: str | None
    """The resolved name; None where unsure: blank beats wrong. Never a pronoun."""
    surface: str | None
    """The words that name the speaker there, which may be a pronoun."""
    kind: SpeakerKind
    role: str
    """The office as the item words it, apart from the name: `foreign ministry spokeswoman`."""
    org: str
    """Whom the speaker speaks for, as the item words it: `Russian foreign ministry`; empty where it does not say."""
    basis: str
    """`explicit`, `role`, `pronoun`, `inherited`, `headline` or `none`."""
    confidence: int
    """0 to 100."""


UNATTRIBUTED = Attribution(None, None, "", "", "", "none", 0)


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
    holder: Attribution | None = None
    """Whose word it is: of the quote it stands in, or of the one who denies or doubts it; None: the outlet's own."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, without the marks around them."""

    field: str
    start: int
    end: int
    kind: QuoteKind
    text: str
    cue: str
    """The reporting words (`said`), or empty."""
    by: Attribution
    norm_hash: bytes = b""
    """Digest of the words in one spelling: a statement that has the same in another paper is this one. Empty where it is too
    short, or not in the speaker's own words, to be recognised anywhere."""
    grams: tuple[int, ...] = ()
    """Digests of neighbouring words: a statement that shares some may be this one."""


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
    related: bool = False
    """On one subject though not the same: to be shown, never joined."""
    veto: str = ""
    """The kind of contradiction that keeps them apart (`number`, `negation`), or empty."""
