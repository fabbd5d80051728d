"""The lexicon's records: classes of words, rules that fire tags, idioms that keep them from firing, cues that set stance."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from classifier.records import Label, Stance

Side = Literal["left", "right", "either"]
Scope = Literal["clause", "sentence", "item"]
Direction = Literal["forward", "backward", "both"]


class LexiconError(Exception):
    """A lexicon that cannot be used; the message names the file, the rule, what is wrong and the fix."""


@dataclass(frozen=True, slots=True)
class WordClass:
    """Phrases that rules and the quote finder refer to by a name such as FORCE."""

    name: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One of `classes` within so many words on a side of the trigger, in the clause, the sentence or the whole item."""

    classes: tuple[str, ...]
    within: int
    side: Side
    scope: Scope


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that say `label`, if every `needs` holds and no `unless`."""

    id: str
    label: str
    kind: str
    lang: str
    phrases: tuple[str, ...]
    needs: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    weight: int
    """0 to 100: how often the label is right when the rule fires."""


@dataclass(frozen=True, slots=True)
class Idiom:
    """Words that mean something else: no rule fires inside them (`heart attack`)."""

    id: str
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that set the stance of the triggers within their scope; `stance` is empty for one that only looks like a cue."""

    id: str
    stance: Stance | Literal[""]
    phrases: tuple[str, ...]
    direction: Direction
    scope: int
    """In tokens."""
    stops: tuple[str, ...]
    """Classes whose words end the scope, besides the clause marks."""
    labels: tuple[str, ...]
    """The labels it applies to; all where empty."""
    needs: tuple[Condition, ...]
    unless: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and the `label:stance` pairs that the lexicon must give it; none for a sentence to be left alone."""

    text: str
    expect: tuple[str, ...]
    about: frozenset[str]
    """The labels it answers for, all where empty: what ships may learn of others, and must not fail an operator's file."""
    source: str
    """The file that states the case."""
    line: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every layer merged; each mapping is by id or name, in the order of the layers."""

    classes: dict[str, WordClass] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    idioms: dict[str, Idiom] = field(default_factory=dict)
    cues: dict[str, Cue] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    labels: dict[str, Label] = field(default_factory=dict)
    """Every label that is declared or that a rule gives."""

    def digest(self, engine: str) -> str:
        """12 hex digits over the engine's version and all that decides a tag; cases, badges and colours do not."""
        parts = (self.classes, self.rules, self.idioms, self.cues)
        meaning = [[part[key] for key in sorted(part)] for part in parts]
        return hashlib.sha256(f"{engine} {meaning}".encode()).hexdigest()[:12]
