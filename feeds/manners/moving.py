"""When a feed has moved for good: permanent redirects are believed once they have held for a day. Pure.

Maintenance pages and captive portals redirect permanently too; a reader that believes the first one loses its feed.
"""

from collections.abc import Container
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.records import Feed, PollState

if TYPE_CHECKING:
    from feeds.fetch.transport import Response

PERMANENT = frozenset({301, 308})
POLLS, LASTING_MS = 3, 24 * 3_600_000
SHARE = 0.5
"""So many of the entries that we know must be found at the new place."""


def after_redirects(
    state: PollState, response: "Response", feed: Feed | None, taken: Container[str], now_ms: int
) -> PollState:
    """Return `state`, the one before a good answer, with what the way to it says about a move.

    `feed` is None when the document was unchanged; no address in `taken` (other sources have them) is adopted.
    """
    statuses = {status for status, _ in response.redirects}
    if not statuses or not statuses <= PERMANENT or response.url in taken:
        return still(state)
    if response.url != state.moving_url:
        return replace(state, moving_url=response.url, moving_polls=1, moving_since_ms=now_ms)
    polls, since_ms = state.moving_polls + 1, state.moving_since_ms or now_ms
    if polls >= POLLS and now_ms - since_ms >= LASTING_MS and _is_the_same(state, feed):
        return replace(still(state), moved_url=response.url)
    return replace(state, moving_polls=polls)


def still(state: PollState) -> PollState:
    """Return `state` without a move under way."""
    return replace(state, moving_url="", moving_polls=0, moving_since_ms=None) if state.moving_url else state


def _is_the_same(state: PollState, feed: Feed | None) -> bool:
    if feed is None:
        return bool(state.keys)
    return bool(state.keys) and len(set(state.keys) & set(feed.keys)) >= SHARE * len(set(state.keys))
