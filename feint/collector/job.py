"""What a worker process does with one body: bytes in, clean and analysed entries out."""

from dataclasses import dataclass

from classifier.engine import Classifier
from classifier.records import Analysis
from feeds.read import read
from feeds.records import Feed


@dataclass(frozen=True, slots=True)
class Job:
    """A body to be read."""

    body: bytes
    content_type: str
    url: str
    language: str
    known: tuple[bytes, ...]
    """Fingerprints of the entries of the last document: these need no second look."""


@dataclass(frozen=True, slots=True)
class Read:
    """The document, and what the classifier says of each of its entries, in the same order."""

    feed: Feed
    analyses: tuple[Analysis, ...]


def perform(job: Job, classifier: Classifier) -> Read:
    """Read and analyse. Pure but for the classifier's caches; never raises on any body."""
    feed = read(job.body, job.content_type, job.url, frozenset(job.known))
    language = job.language or feed.language[:2].lower()
    return Read(feed, tuple(classifier.analyze_item(e.title, e.summary, e.text, language) for e in feed.entries))
