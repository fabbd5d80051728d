"""Taking items out of the file with all that hangs on them, and bringing what stays in step. The log keeps its lines."""

import json
from collections.abc import Collection
from collections.abc import Set as AbstractSet

from storage.file.sqlite import Connection
from storage.grouping import following
from storage.items import disputes
from storage.voices import carriers, independence

_HANGING = ("tag", "quote", "revision", "item_words", "voice")
_STORIES = "SELECT DISTINCT story_id FROM item WHERE id IN (SELECT value FROM json_each(?))"
_STATEMENTS = (
    "SELECT DISTINCT utterance_id FROM quote"
    " WHERE item_id IN (SELECT value FROM json_each(?)) AND utterance_id IS NOT NULL"
)
_LEFT = "SELECT DISTINCT story_id FROM item WHERE story_id IN (SELECT value FROM json_each(?))"
_CARRIED = "SELECT DISTINCT utterance_id FROM quote WHERE utterance_id IN (SELECT value FROM json_each(?))"
_LED_THERE = (
    "WITH RECURSIVE going(id) AS (SELECT value FROM json_each(?)"
    " UNION SELECT story.id FROM going CROSS JOIN story ON merged_into = going.id) SELECT id FROM going"
)
_LEAD_ON = (
    "UPDATE utterance SET story_id = coalesce((SELECT item.story_id FROM quote CROSS JOIN item ON item.id = item_id"
    " WHERE utterance_id = utterance.id ORDER BY item.id LIMIT 1), story_id)"
    " WHERE story_id IN (SELECT value FROM json_each(?))"
)
_FREE = (
    "UPDATE story SET merged_into = NULL WHERE id = (SELECT max(id) FROM story)"
    " AND merged_into IN (SELECT value FROM json_each(?))"
)
_DISPUTED = "SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?)) AND disputed <> ''"
_SAID = "SELECT DISTINCT badges FROM item WHERE story_id = ? AND badges <> ''"


def remove(connection: Connection, item_ids: Collection[int]) -> None:
    """Delete items, each with all prints of its text, inside the caller's transaction.

    Stories and statements that nobody tells any more go too; the newest of each stays, for no number is given twice.
    """
    ids = json.dumps(sorted(item_ids))
    stories = {row[0] for row in connection.execute(_STORIES, (ids,)).fetchall()}
    statements = {row[0] for row in connection.execute(_STATEMENTS, (ids,)).fetchall()}
    for table in _HANGING:
        connection.execute(f"DELETE FROM {table} WHERE item_id IN (SELECT value FROM json_each(?))", (ids,))
    connection.execute("DELETE FROM item WHERE id IN (SELECT value FROM json_each(?))", (ids,))
    _settle_statements(connection, statements)
    _settle_stories(connection, stories)


def _settle_statements(connection: Connection, utterance_ids: AbstractSet[int]) -> None:
    """Statements that others carry are whose those know; the others go. What those are looked up by goes within the hour."""
    carried = {row[0] for row in connection.execute(_CARRIED, (json.dumps(sorted(utterance_ids)),)).fetchall()}
    _delete_all_but_newest(connection, "utterance", utterance_ids - carried)
    if renamed := carriers.settle(connection, carried):
        independence.settle(connection, renamed)


def _settle_stories(connection: Connection, story_ids: AbstractSet[int]) -> None:
    """Stories that have lost some of their items have others' first, span, writers and voices; those without any go.

    Who claimed and who doubted has gone with the items; nobody has changed their mind, so the log says nothing of it.
    """
    concerned = json.dumps(sorted(story_ids))
    left = {row[0] for row in connection.execute(_LEFT, (concerned,)).fetchall()}
    _delete_stories(connection, story_ids - left)
    following.settle_stories(connection, left, {})
    independence.recount(connection, story_ids)
    for row in connection.execute(_DISPUTED, (concerned,)).fetchall():
        said = connection.execute(_SAID, row).fetchall()
        now = disputes.disputed({pair for badges in said for pair in badges[0].split()})
        connection.execute("UPDATE story SET disputed = ? WHERE id = ?", (now, *row))


def _delete_stories(connection: Connection, story_ids: AbstractSet[int]) -> None:
    """Stories without items go, with those that lead to them; statements that began there are of who else carries them."""
    found = connection.execute(_LED_THERE, (json.dumps(sorted(story_ids)),)).fetchall()
    going = json.dumps([row[0] for row in found])
    connection.execute("DELETE FROM story_relation WHERE story_id IN (SELECT value FROM json_each(?))", (going,))
    connection.execute("DELETE FROM story_relation WHERE earlier_id IN (SELECT value FROM json_each(?))", (going,))
    connection.execute(_LEAD_ON, (going,))
    connection.execute(_FREE, (going,))
    _delete_all_but_newest(connection, "story", {row[0] for row in found})


def _delete_all_but_newest(connection: Connection, table: str, ids: Collection[int]) -> None:
    connection.execute(
        f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?)) AND id < (SELECT max(id) FROM {table})",
        (json.dumps(sorted(ids)),),
    )
