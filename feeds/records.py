"""What this room hands on: plain frozen records, no behaviour. Times are UTC epoch milliseconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a feed served it, reduced to clean plain text.

    No field holds a control, bidi or zero-width character; `summary` and `text` may hold newlines, nothing else does.
    """

    identity: str
    """Who this entry is within its source: `guid:…`, else `link:…`, else `hash:…`."""
    link_key: str
    """The canonical link when only this entry of its document has it, else empty: finds the item when a guid churns."""
    guid: str
    link: str
    """An absolute http or https URL, or empty."""
    title: str
    summary: str
    text: str
    """The full text where the feed carries one beyond the summary, else empty."""
    author: str
    credit: str
    """Whose text the feed says it is (RSS `<source>`, Atom source title), or empty."""
    published_ms: int | None
    published_raw: str
    fingerprint: bytes
    """12 bytes over what the feed served; equal bytes need no second look."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document, read. `entries` leaves out those whose fingerprint the caller already knew."""

    format: str
    """`rss 2.0`, `rss 0.91`, `rss 1.0` (RDF), `atom 1.0`, `atom 0.3`, `json feed 1.1`, or empty when it is no feed."""
    title: str
    language: str
    ttl_s: int | None
    entries: tuple[Entry, ...]
    fingerprints: tuple[bytes, ...]
    """Of every entry of the document, in its order."""
    problems: tuple[str, ...]
    """What was mended or found wrong, for a person: `malformed XML, mended`, `not a feed: an HTML page`."""
    rung: str
    """Which rung of the ladder read it: `strict`, `mended`, `json`, `feedparser`, or empty."""
    whole: bool = True
    """False when the document stops in mid-element: its entries count, its validators do not."""


@dataclass(frozen=True, slots=True)
class PollState:
    """What is remembered about a source between two polls; survives a restart.

    `state` is one of: new, ok, empty, malformed, not-a-feed, too-big, timeout, unreachable, http-error, rate-limited, gone.
    """

    etag: str | None = None
    last_modified: str | None = None
    validators_url: str = ""
    """The URL the validators came from; they are sent to no other."""
    body_hash: bytes = b""
    fingerprints: tuple[bytes, ...] = ()
    """Of every entry of the last document read."""
    state: str = "new"
    reason: str = ""
    """For a person: `HTTP 503, twice; next try in 4 min` is built from this and the numbers below."""
    since_ms: int = 0
    failures: int = 0
    last_attempt_ms: int | None = None
    last_ok_ms: int | None = None
    next_attempt_ms: int = 0
    interval_s: float = 0.0
    """The learned interval; 0 before the first poll."""
    full_ms: int | None = None
    """When the validators came with a full body; after a week of 304s they are dropped once (some servers never stop)."""
    news_ms: int | None = None
    """When this source last had an entry that the poll before had not."""
