"""What a worker process is asked and answers: a body in, clean and analysed entries out."""

from dataclasses import dataclass
from typing import Literal

from classifier.records import Analysis
from feeds.records import Feed


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


@dataclass(frozen=True, slots=True)
class Read:
    """The document, and what the classifier says of each of its entries, in the same order."""

    feed: Feed
    analyses: tuple[Analysis, ...]
