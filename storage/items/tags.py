"""The rows of tags and verdicts: read for some items at once, and written so that badges and tags say the same."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from storage.file.sqlite import Connection, Values
from storage.items.verdicts import Said, Verdict, Voiced, badges, stances, voiced

_WRITE = (
    'INSERT INTO tag(item_id, revision, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score, speaker_id,'
    " by, current) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_HEARD = (
    'SELECT item_id, tag.revision, label, stance, field, start, "end", rule, cue, cue_start, cue_end, score, speaker_id FROM tag'
    " WHERE item_id IN (SELECT value FROM json_each(?)) AND by = '' ORDER BY tag.id"
)
_VERDICTS = (
    "SELECT item_id, label, stance, operator, at_ms, overruled FROM verdict"
    " WHERE item_id IN (SELECT value FROM json_each(?)) ORDER BY item_id, at_ms, label"
)


def heard(connection: Connection, revisions: dict[int, int]) -> dict[int, list[Said]]:
    """What the classifier says of items in the given revision of each; those of which it says nothing are left out."""
    said: dict[int, list[Said]] = {}
    for item_id, revision, *row in connection.execute(_HEARD, (json.dumps(list(revisions)),)):
        if revision == revisions[item_id]:
            said.setdefault(item_id, []).append(Said(*row))
    return said


def verdicts(connection: Connection, item_ids: Collection[int]) -> dict[int, list[Verdict]]:
    """The verdicts on items, oldest first; those without one are left out."""
    found: dict[int, list[Verdict]] = {}
    for item_id, label, stance, operator, at_ms, overruled in connection.execute(
        _VERDICTS, (json.dumps(list(item_ids)),)
    ):
        verdict = Verdict(label, stance, operator, at_ms, tuple(overruled.split()))
        found.setdefault(item_id, []).append(verdict)
    return found


def rows(item_id: int, revision: int, tags: Iterable[Voiced]) -> Iterator[Values]:
    """The rows of an item's tags, as `write` takes them."""
    for tag in tags:
        yield (item_id, revision, *tag.said, tag.operator, tag.speaks)


def write(connection: Connection, tags: Iterable[Values]) -> None:
    """Write tags."""
    connection.executemany(_WRITE, tags)


def rule(connection: Connection, item_id: int, verdict: Verdict) -> None:
    """Put a verdict in the place of what was ruled on that label before."""
    connection.execute(
        "INSERT OR REPLACE INTO verdict(item_id, label, stance, operator, at_ms, overruled) VALUES (?, ?, ?, ?, ?, ?)",
        (item_id, verdict.label, verdict.stance, verdict.operator, verdict.at_ms, " ".join(verdict.overruled)),
    )


def unrule(connection: Connection, item_id: int, label: str) -> None:
    """Take back the verdict on a label."""
    connection.execute("DELETE FROM verdict WHERE item_id = ? AND label = ?", (item_id, label))


def rewrite(
    connection: Connection, item_id: int, revision: int, said: Sequence[Said], verdicts: Iterable[Verdict]
) -> None:
    """Write the tags of an item's newest revision anew, and its badges: what the classifier says under what was ruled.

    Verdicts stand as they are and know from now on what they overrule.
    """
    for verdict in verdicts:
        if (overruled := stances(said, verdict.label)) != verdict.overruled:
            rule(connection, item_id, verdict._replace(overruled=overruled))
    tags = voiced(said, verdicts)
    connection.execute("DELETE FROM tag WHERE item_id = ? AND revision = ?", (item_id, revision))
    write(connection, rows(item_id, revision, tags))
    connection.execute("UPDATE item SET badges = ?1 WHERE id = ?2 AND badges <> ?1", (badges(tags), item_id))
