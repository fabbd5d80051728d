"""An outlet's entries as RSS 2.0, Atom or JSON Feed.

Control and bidi characters of the hostile outlet go out as they are, which makes its XML malformed: as in the wild.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from feint.demo.day import Outlet
from feint.demo.timeline import Published

_SITE = "https://demo.example"
"""Where links of the demo point: a domain reserved for examples, so that none leads anywhere."""


def rss(key: str, outlet: Outlet, entries: Sequence[Published]) -> str:
    """Write RSS 2.0; a copy names its wire in `<source>`."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{identity(each)}</guid><link>{_link(key, each)}</link>"
        f"<title>{escape(each.entry.title)}</title><description>{escape(each.entry.summary)}</description>"
        + (f"<source url='{_SITE}/wire'>{escape(each.entry.credit)}</source>" if each.entry.credit else "")
        + f"<pubDate>{format_datetime(_utc(each.published_ms))}</pubDate></item>\n"
        for each in entries
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n<rss version='2.0'><channel>"
        f"<title>{escape(outlet.name)}</title><link>{_SITE}/{key}</link><description/><language>en</language>\n"
        f"{items}</channel></rss>\n"
    )


def atom(key: str, outlet: Outlet, entries: Sequence[Published]) -> str:
    """Write Atom 1.0; a copy names its wire in `<source>`."""
    items = "".join(
        f"<entry><id>tag:demo.example,2000:{identity(each)}</id><link href='{_link(key, each)}'/>"
        f"<title>{escape(each.entry.title)}</title><summary>{escape(each.entry.summary)}</summary>"
        + (f"<source><title>{escape(each.entry.credit)}</title></source>" if each.entry.credit else "")
        + f"<published>{_utc(each.published_ms).isoformat()}</published>"
        f"<updated>{_utc(each.updated_ms).isoformat()}</updated></entry>\n"
        for each in entries
    )
    newest_ms = max((each.updated_ms for each in entries), default=0)
    return (
        "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'>"
        f"<id>tag:demo.example,2000:{key}</id><title>{escape(outlet.name)}</title>"
        f"<updated>{_utc(newest_ms).isoformat()}</updated>\n{items}</feed>\n"
    )


def json_feed(key: str, outlet: Outlet, entries: Sequence[Published]) -> str:
    """Write JSON Feed 1.1."""
    items = [
        {
            "id": identity(each),
            "url": _link(key, each),
            "title": each.entry.title,
            "content_text": each.entry.summary,
            "date_published": _utc(each.published_ms).isoformat(),
            "date_modified": _utc(each.updated_ms).isoformat(),
        }
        for each in entries
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "language": "en"}
    return json.dumps(head | {"items": items}, ensure_ascii=False, indent=1)


Writer = Callable[[str, Outlet, Sequence[Published]], str]
FORMATS: dict[str, tuple[Writer, str]] = {
    "rss": (rss, "application/rss+xml"),
    "atom": (atom, "application/atom+xml"),
    "json": (json_feed, "application/feed+json"),
}
"""Each format's writer and media type."""


def identity(each: Published) -> str:
    """Say who an entry is, whatever its wording."""
    return each.entry.edit_of or each.entry.id


def _link(key: str, each: Published) -> str:
    return f"{_SITE}/{key}/{identity(each)}"


def _utc(epoch_ms: int) -> datetime:
    return datetime.fromtimestamp(epoch_ms // 1000, UTC)
