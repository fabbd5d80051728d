"""What follows items that are moved between stories: the stories' own rows, folded copies, alerts and statements."""

import json
from collections.abc import Collection, Mapping

from storage.file.sqlite import Connection

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
_ALERTS = (
    "SELECT id, fingerprint, story_id, (SELECT item.story_id FROM alert_evidence CROSS JOIN item ON item.id = item_id"
    " WHERE alert_id = alert.id ORDER BY item_id LIMIT 1) AS leads_to FROM alert WHERE story_id IS NOT NULL"
    " AND id IN (SELECT alert_id FROM alert_evidence WHERE item_id IN (SELECT value FROM json_each(?)))"
)
_FREE = "SELECT NOT EXISTS (SELECT 1 FROM alert WHERE fingerprint = ?)"


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
    """Bring what hangs on moved items in step: counts of copies, the stories of statements and of alerts."""
    moved = json.dumps(sorted(item_ids))
    connection.execute(_COPIES, (json.dumps(sorted({*item_ids, *originals})),))
    connection.execute(_UTTERANCES, (moved,))
    for alert in connection.execute(_ALERTS, (moved,)).fetchall():
        _lead(connection, alert["id"], alert["fingerprint"], alert["story_id"], alert["leads_to"])


def _lead(connection: Connection, alert_id: int, fingerprint: str, left: int, story_id: int) -> None:
    """Let an alert be about the story of its first evidence, by whose number it is known unless another is."""
    named = fingerprint.removesuffix(str(left)) + str(story_id) if fingerprint.endswith(f"/{left}") else fingerprint
    (is_free,) = connection.execute(_FREE, (named,)).fetchone()
    connection.execute(
        "UPDATE alert SET story_id = ?, fingerprint = ? WHERE id = ?",
        (story_id, named if is_free else fingerprint, alert_id),
    )
