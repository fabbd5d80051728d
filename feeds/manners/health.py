"""What state a source is in, in one word and one line for a person. Pure."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.manners.pace import DAY_S
from feeds.manners.walls import vendor_of
from feeds.records import Feed, PollState

if TYPE_CHECKING:
    from feeds.fetch.transport import Response

Outcome = tuple[str, str]
"""(state, reason)."""

STATE_OF_FAILURE = {
    "timeout": "timeout",
    "unreachable": "unreachable",
    "refused": "unreachable",
    "too-big": "too-big",
    "bad-response": "http-error",
    "unreadable": "malformed",
}
FROZEN_S, FROZEN_GAPS = 7 * DAY_S, 10
"""A feed that answers but whose newest entry is older than both a week and ten of its usual gaps is frozen: a probe of
2026 found feeds answering 200 that stood still for two months, sixteen months and three years."""


def unreadable(feed: Feed, response: "Response") -> Outcome | None:
    """Return the state and reason of a document that gave nothing, else None."""
    reason = "; ".join(feed.problems)
    if not feed.format:
        vendor = vendor_of(response.headers)
        return "not-a-feed", f"{reason} (a bot wall of {vendor}?)" if vendor else reason
    if not feed.fingerprints and (not feed.whole or feed.rung == "feedparser"):
        return "malformed", reason
    return None


def refusal(response: "Response") -> str:
    """Return the reason for an answer without a document."""
    vendor = vendor_of(response.headers) if response.status in (401, 403, 429, 503) else ""
    return f"HTTP {response.status}" + (f" (a bot wall of {vendor}?)" if vendor else "")


def has_gap(before: PollState, feed: Feed) -> bool:
    """Tell whether nothing of the last document is left in this one: entries may have come and gone in between."""
    return bool(before.keys and feed.keys) and set(before.keys).isdisjoint(feed.keys)


def of_document(after: PollState, feed: Feed | None, now_ms: int) -> Outcome:
    """Return the state and reason of a source whose document was good; `feed` is None when it was unchanged."""
    if feed is not None and not feed.whole:
        return "malformed", after.problems
    if not after.fingerprints:
        return "empty", after.problems
    if after.newest_ms is not None:
        still_s = (now_ms - after.newest_ms) / 1000
        if still_s > max(FROZEN_S, FROZEN_GAPS * after.median_gap_s):
            newest = f"{datetime.fromtimestamp(after.newest_ms / 1000, UTC):%Y-%m-%d} is its newest entry"
            return "frozen", "; ".join(filter(None, (newest, after.problems)))
    return "ok", after.problems
