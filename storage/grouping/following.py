"""What follows items that are moved between stories: the stories' own rows, folded copies, statements, alerts, what these know."""

import json
import re
from collections.abc import Collection, Mapping

from storage.file.sqlite import Connection, Row

_OPEN = (
    "INSERT INTO story(first_item_id, first_seen_ms, last_seen_ms)"
    " SELECT id, first_seen_ms, first_seen_ms FROM item WHERE id = ?"
)
_SPAN = "SELECT min(id), min(first_seen_ms), max(first_seen_ms) FROM item WHERE story_id = ?"
_HELD = "UPDATE story SET first_item_id = ?, first_seen_ms = ?, last_seen_ms = ?, merged_into = NULL WHERE id = ?"
_RELATIONS = (
    "UPDATE item SET relation = iif(copy_of IS NOT NULL, 'copy', iif(id = ?, 'first', 'same')) WHERE story_id = ?"
)
_COPIES = (
    "UPDATE item SET copies = (SELECT count(*) FROM item AS copy WHERE copy.copy_of = item.id)"
    " WHERE id IN (SELECT value FROM json_each(?))"
)
_UTTERANCES = (
    "UPDATE utterance SET story_id = coalesce((SELECT item.story_id FROM quote CROSS JOIN item ON item.id = item_id"
    " WHERE utterance_id = utterance.id AND current = 1 ORDER BY item.id LIMIT 1), story_id)"
    " WHERE id IN (SELECT utterance_id FROM quote WHERE item_id IN (SELECT value FROM json_each(?)))"
)
_IS_OPEN = "state IN ('new', 'acked', 'snoozed') AS is_open"
_ALERTS = (
    f"SELECT id, fingerprint, {_IS_OPEN}, story_id, (SELECT item.story_id FROM alert_evidence CROSS JOIN item ON item.id = item_id"
    " WHERE alert_id = alert.id ORDER BY item_id LIMIT 1) AS leads_to FROM alert WHERE story_id IS NOT NULL"
    " AND id IN (SELECT alert_id FROM alert_evidence WHERE item_id IN (SELECT value FROM json_each(?)))"
)
_NAMED = (
    f"SELECT id, {_IS_OPEN} FROM alert WHERE fingerprint = ? ORDER BY is_open DESC, raised_ms DESC, id DESC LIMIT 1"
)
# What one of two alerts on one story has told of is no news to the other.
_LEARN = (
    "INSERT OR IGNORE INTO alert_fact(alert_id, kind, value, at_ms, item_id, notice_id)"
    " SELECT ?, kind, value, at_ms, item_id, 0 FROM alert_fact"
    " WHERE alert_id = ? AND kind IN ('primary', 'side', 'contradiction') AND item_id IS NOT NULL"
)
# Items have parted from an alert, or it from them with its evidence.
_FORGET = (
    "DELETE FROM alert_fact WHERE alert_id IN (SELECT id FROM alert WHERE story_id IN (SELECT value FROM json_each(?1)))"
    " AND (item_id IN (SELECT value FROM json_each(?2)) OR alert_id IN (SELECT alert_id FROM alert_evidence"
    " WHERE item_id IN (SELECT value FROM json_each(?2))))"
    " AND NOT EXISTS (SELECT 1 FROM alert_evidence WHERE alert_id = alert_fact.alert_id AND item_id = alert_fact.item_id)"
    " AND (SELECT story_id FROM item WHERE id = item_id) <> (SELECT story_id FROM alert WHERE id = alert_id)"
)


def open_story(connection: Connection, first_item_id: int) -> int:
    """A new story, to begin with this item."""
    story_id = connection.execute(_OPEN, (first_item_id,)).lastrowid
    assert story_id is not None
    return story_id


def settle_stories(connection: Connection, story_ids: Collection[int], led: Mapping[int, int]) -> None:
    """Bring stories in step with their items; one that has none left leads to where they went."""
    for story_id in story_ids:
        first, *span = connection.execute(_SPAN, (story_id,)).fetchone()
        if first is None:
            connection.execute("UPDATE story SET merged_into = ? WHERE id = ?", (led[story_id], story_id))
            continue
        connection.execute(_HELD, (first, *span, story_id))
        connection.execute(_RELATIONS, (first, story_id))


def settle_items(connection: Connection, item_ids: Collection[int], originals: Collection[int]) -> None:
    """Bring what hangs on moved items in step: counts of copies and the stories of statements."""
    connection.execute(_COPIES, (json.dumps(sorted({*item_ids, *originals})),))
    connection.execute(_UTTERANCES, (json.dumps(sorted(item_ids)),))


def settle_alerts(connection: Connection, item_ids: Collection[int], story_ids: Collection[int]) -> None:
    """Bring the alerts of moved items, and of the stories that these left and joined, in step."""
    moved = json.dumps(sorted(item_ids))
    for alert in connection.execute(_ALERTS, (moved,)).fetchall():
        _lead(connection, alert)
    connection.execute(_FORGET, (json.dumps(sorted(story_ids)), moved))


def _lead(connection: Connection, alert: Row) -> None:
    """Let an alert be about the story of its first evidence, by whose number it is known.

    Where another alert is known so it is the open one that goes on, and learns: the newcomer only where the other is closed.
    """
    alert_id, fingerprint, story_id = alert["id"], alert["fingerprint"], alert["leads_to"]
    named = re.sub(rf"/story/{alert['story_id']}(?=/|$)", f"/story/{story_id}", fingerprint)
    other = connection.execute(_NAMED, (named,)).fetchone()
    if other is not None and other["id"] != alert_id:
        goes_on = alert["is_open"] and not other["is_open"]
        learner, teacher = (alert_id, other["id"]) if goes_on else (other["id"], alert_id)
        connection.execute(_LEARN, (learner, teacher))
        named = named if goes_on else fingerprint
    connection.execute("UPDATE alert SET story_id = ?, fingerprint = ? WHERE id = ?", (story_id, named, alert_id))
