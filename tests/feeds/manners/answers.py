"""Answers and documents for tests of pure decisions, built from what matters to them."""

from dataclasses import replace

from feeds.fetch.transport import Response
from feeds.records import Feed

URL = "https://example.org/feed"
NOW = 1_700_000_000_000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000

_NOTHING = Feed(
    format="rss 2.0",
    title="",
    language="",
    ttl_s=None,
    entries=(),
    fingerprints=(),
    keys=(),
    published_ms=(),
    doubtful_guids=0,
    skip_hours=(),
    skip_days=(),
    older_url="",
    problems=(),
    rung="strict",
)


def response(status: int = 200, body: bytes = b"<rss/>", **headers: str) -> Response:
    """An answer at the address asked for; `_` in a header's name is `-`."""
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, URL, ())


def feed(
    *fingerprints: bytes,
    format_: str = "rss 2.0",
    problems: tuple[str, ...] = (),
    whole: bool = True,
    published_ms: tuple[int, ...] = (),
    keys: tuple[bytes, ...] | None = None,
) -> Feed:
    """A document of these entries; each is its own key."""
    return replace(
        _NOTHING,
        format=format_,
        fingerprints=fingerprints,
        keys=fingerprints if keys is None else keys,
        problems=problems,
        whole=whole,
        published_ms=published_ms,
    )
