"""What a worker process is asked and answers: bodies in, clean and analysed entries out; or stored texts in, analyses out."""

from dataclasses import dataclass
from typing import Literal

from classifier.lexicon.document import Layer
from classifier.records import Analysis, Label
from feeds.records import Feed

Trade = Literal["read", "retag"]
"""What a worker is for: bodies of feeds, or texts that are stored already."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The first message to a worker: every layer of the lexicon, for a worker reads no file."""

    layers: tuple[Layer, ...]
    prove: bool
    """Whether the lexicon's tests are to be run; once is enough."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Its answer: what the lexicon is, or in one line why it cannot be used."""

    trouble: str = ""
    digest: str = ""
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """A body to be read."""

    body: bytes
    content_type: str
    url: str
    language: str
    timezone: str
    """Of dates that name none; empty is UTC."""
    identity_by: Literal["guid", "link"]
    known: tuple[bytes, ...]
    """Fingerprints of the entries of the last document: these need no second look."""
    now_ms: int
    """The time of entries that say none."""


@dataclass(frozen=True, slots=True)
class Read:
    """The document, and what the classifier says of each of its entries, in the same order."""

    feed: Feed
    analyses: tuple[Analysis, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A stored item to be read anew."""

    title: str
    summary: str
    text: str
    language: str
    dated_ms: int


Texts = tuple[Text, ...]
Analyses = tuple[Analysis, ...]
"""Of each text, in the same order."""
