"""What this room hands on: plain frozen records, no behaviour. Times are UTC epoch milliseconds."""

from dataclasses import dataclass
from typing import Literal


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
    """Whose text it is or rests on, as far as it says: an agency by its canonical name, else the source named; or empty."""
    published_ms: int | None
    published_raw: str
    published_basis: str
    """What the time rests on: `offset`, `zone` (a name such as MSK), `assumed` (none was given), empty without a time."""
    fingerprint: bytes
    """12 bytes over what the feed served; equal bytes need no second look."""
    credit_basis: str = ""
    """What the credit rests on: `dateline`, `byline`, `source` (RSS `<source>`, Atom source title), `relayed` (it says that
    it hands on an agency's report), or `cited` (it is the entry's own text and names the agency for a part); else empty."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One document, read. `entries` leaves out those whose fingerprint the caller already knew."""

    format: str
    """`rss 2.0`, `rss 0.91`, `rss 1.0` (RDF), `atom 1.0`, `atom 0.3`, `json feed 1.1`, or empty when it is no feed."""
    title: str
    language: str
    ttl_s: int | None
    """How long the feed says it stays as it is (RSS `ttl`, else `sy:updatePeriod` by `sy:updateFrequency`)."""
    entries: tuple[Entry, ...]
    fingerprints: tuple[bytes, ...]
    """Of every entry of the document, in its order."""
    keys: tuple[bytes, ...]
    """8 bytes an entry of the document, over its canonical link, else its identity: they outlast an edit and a new guid."""
    published_ms: tuple[int, ...]
    """The times of every entry of the document that has one."""
    doubtful_guids: int
    """How many entries of the document carry a guid that another one carries too."""
    skip_hours: tuple[int, ...]
    """Hours (UTC, 0 to 23) in which the feed asks to be left alone (RSS 2.0 `skipHours`)."""
    skip_days: tuple[int, ...]
    """Days (Monday is 0) in which the feed asks to be left alone (RSS 2.0 `skipDays`)."""
    older_url: str
    """Where the entries before these are (RFC 5005 `prev-archive`, else `next`; JSON Feed `next_url`), or empty."""
    problems: tuple[str, ...]
    """What was mended or found wrong, for a person: `malformed XML, mended`, `not a feed: an HTML page`."""
    rung: str
    """Which rung of the ladder read it: `strict`, `mended`, `json`, `feedparser`, or empty."""
    whole: bool = True
    """False when the document stops in mid-element: its entries count, its validators do not."""


@dataclass(frozen=True, slots=True)
class PollState:
    """What is remembered about a source between two polls; survives a restart.

    `state` is one of: new, ok, empty, frozen, malformed, not-a-feed, too-big, timeout, unreachable, offline, http-error,
    rate-limited, gone.
    """

    etag: str | None = None
    last_modified: str | None = None
    validators_for: str = ""
    """What was asked when the validators came (`http_policy.request_key`); they are sent with no other request."""
    body_hash: bytes = b""
    fingerprints: tuple[bytes, ...] = ()
    """Of every entry of the last document read."""
    keys: tuple[bytes, ...] = ()
    """`Feed.keys` of the last document read that had any."""
    identity_by: Literal["guid", "link"] = "guid"
    """What tells this source's entries apart; one whose guids cannot be trusted goes by links, for good."""
    state: str = "new"
    reason: str = ""
    """For a person: `HTTP 503`, `2026-03-03 is its newest entry`, `malformed XML, mended`."""
    problems: str = ""
    """What had to be mended in the last document read."""
    waits_for: str = ""
    """For a person, what sets the time of the next attempt: `Retry-After`, `the server's max-age`, `its own pace`."""
    since_ms: int = 0
    failures: int = 0
    last_attempt_ms: int | None = None
    last_ok_ms: int | None = None
    next_attempt_ms: int = 0
    interval_s: float = 0.0
    """The learned interval; 0 before the first poll."""
    full_ms: int | None = None
    """When the validators came with a full body."""
    probed_ms: int | None = None
    """When asking without validators last brought nothing that 304s had hidden; None since there was news."""
    hides_news: bool = False
    """This server has answered 304 while it had news: it is looked behind daily."""
    news_ms: int | None = None
    """When this source last had an entry that the poll before had not; None while it has only had its first document."""
    newest_ms: int | None = None
    """The newest time of any entry of the last document, as far as it is past."""
    median_gap_s: float = 0.0
    """Between the times of the last document's entries; 0 when too few are dated."""
    gap_from_ms: int | None = None
    gap_to_ms: int | None = None
    """Between these two polls everything in the document was replaced: entries may have been missed."""
    gone_polls: int = 0
    gone_since_ms: int | None = None
    """How often in a row, and since when, the server says that the feed is gone for good (HTTP 410)."""
    moved_url: str = ""
    """Where the feed has moved to for good, once that was believed; polled instead of the configured address."""
    moving_url: str = ""
    moving_polls: int = 0
    moving_since_ms: int | None = None
    """Where permanent redirects point to, on how many polls in a row, since when."""
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    """As in `Feed`, of the last document."""
