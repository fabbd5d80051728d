"""What is an edit of an item, and how many of them are kept."""

import re
import unicodedata
from typing import Literal

from feeds.records import Entry
from storage.file.sqlite import Connection, Row
from storage.log.events import COLLECTOR, Event, append

MOST_EDITS = 24
"""Of an item, ever. In 95 days of 22 world feeds none had more than 10 versions (measured)."""
MOST_EDITS_AN_HOUR = 5
_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS

_TRACKING = re.compile(r"(?<=[?&])(?:utm_\w+|at_\w+|\w*clid|mc_[ce]id|cmp|ocid)=[^\s&#]*&?", re.IGNORECASE)


def is_edit(held: Row, entry: Entry) -> bool:
    """Do the words differ? Not when only white space, Unicode's way of composing or a link's tracking does.

    Other quote marks or dashes are an edit: one headline's edit in 900 is of that kind (measured), what marks a word as
    somebody's own must not be folded away, and what was printed is the evidence.
    """
    pairs = ((held["title"], entry.title), (held["summary"], entry.summary), (held["text"], entry.text))
    return any(before != after and _plain(before) != _plain(after) for before, after in pairs)


def when_kept(connection: Connection, held: Row, now_ms: int) -> Literal["now", "later", "never"]:
    """When a further revision of an item is kept: a text that changes at every poll must not fill the file."""
    if held["revision"] > MOST_EDITS:
        return "never"
    since_ms = now_ms - _HOUR_MS  # and no later than now: the clock may have been set back
    (edits,) = connection.execute(
        "SELECT count(*) FROM revision WHERE item_id = ? AND n > 1 AND seen_ms > ? AND seen_ms <= ?",
        (held["id"], since_ms, now_ms),
    ).fetchone()
    edits += held["revised_ms"] is not None and since_ms < held["revised_ms"] <= now_ms
    return "later" if edits >= MOST_EDITS_AN_HOUR else "now"


def tell_churn(connection: Connection, item_id: int, now_ms: int) -> None:
    """Say once a day that an item's revisions are no longer kept."""
    told = connection.execute(
        "SELECT 1 FROM event_item JOIN event USING (n) WHERE item_id = ? AND act = 'churns' AND at_ms > ?",
        (item_id, now_ms - _DAY_MS),
    ).fetchone()
    if told is None:
        said = "its text changes at every poll; no further revision is kept"
        append(connection, Event(now_ms, COLLECTOR, "churns", "item", [item_id], said))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _TRACKING.sub("", text)).split())
