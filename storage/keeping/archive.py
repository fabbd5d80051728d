"""An archive that is being written: items as the file has them, with all that hangs on them and all that they refer to."""

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from storage.file import migrate, sqlite
from storage.file.errors import StoreError, Superseded
from storage.file.sqlite import Connection
from storage.file.standing import Standing
from storage.keeping import archives

_THESE = "IN (SELECT value FROM json_each(:ids))"
_HERE = f"IN (SELECT story_id FROM item WHERE id {_THESE})"
_RELATIONS = (
    f"SELECT story_id, earlier_id FROM story_relation WHERE story_id {_HERE}"
    f" UNION SELECT story_id, earlier_id FROM story_relation WHERE earlier_id {_HERE}"
)
_STATEMENTS = f"SELECT utterance_id FROM quote WHERE item_id {_THESE}"
_SPEAKERS = (
    f"SELECT speaker_id FROM quote WHERE item_id {_THESE} UNION SELECT speaker_id FROM tag WHERE item_id {_THESE}"
    f" UNION SELECT speaker_id FROM utterance WHERE id IN ({_STATEMENTS})"
)
_PEOPLE = f"SELECT coalesce(same_as, id) FROM speaker WHERE id IN ({_SPEAKERS}) UNION {_SPEAKERS}"

_REFERRED: dict[str, str] = {
    "label": "1",
    "lexicon_rev": f"digest IN (SELECT lexicon FROM item WHERE id {_THESE})",
    "source": f"id IN (SELECT source_id FROM item WHERE id {_THESE})",
    "story": f"id {_HERE} OR id IN (SELECT story_id FROM ({_RELATIONS}) UNION SELECT earlier_id FROM ({_RELATIONS}))",
    "story_relation": f"(story_id, earlier_id) IN ({_RELATIONS})",
    "speaker": f"id IN ({_PEOPLE})",
    "speaker_alias": f"speaker_id IN ({_PEOPLE})",
    "utterance": f"id IN ({_STATEMENTS})",
}
"""Table -> which of its rows items refer to. What an archive has of them stays: of a story, say, as it was when it was whole."""
_OWN: dict[str, str] = {
    "item": f"id {_THESE}",
    "revision": f"item_id {_THESE}",
    "voice": f"item_id {_THESE}",
    "tag": f"item_id {_THESE} ORDER BY id",
    "quote": f"item_id {_THESE} ORDER BY id",
}
"""Table -> the rows that are the items, and hang on them."""
_NUMBERED_ANEW = ("tag", "quote")
"""Nothing refers to a row of these by its number."""
_INSTEAD: Mapping[str, Mapping[str, int | bytes | None]] = {
    "source": {"items": 0, "unread": 0, "fingerprints": b"", "keys": b""},
    "story": {"merged_into": None},
}
"""What an archive has in the place of what only the file itself needs."""
_COUNT = (
    "UPDATE source SET items = items + came, unread = unread + unseen,"
    " newest_item_ms = max(coalesce(newest_item_ms, 0), last_ms)"
    " FROM (SELECT source_id, count(*) AS came, sum(state = 'new') AS unseen, max(first_seen_ms) AS last_ms FROM item"
    f" WHERE id {_THESE} GROUP BY source_id) AS added WHERE source.id = source_id"
)
_INDEX = (
    f"INSERT INTO item_fts(rowid, title, summary, text) SELECT id, title, summary, text FROM item WHERE id {_THESE}"
)


class Volume:
    """The archive of one month, open to be added to; made where there is none. Raises StoreError."""

    def __init__(self, database: Path, month: str) -> None:
        self.month, self.path = archives.of_month(database, month)
        if self.path.exists():
            migrate.ready_archive(self.path)
        migrate.ready(self.path)
        _sync_folder(self.path)
        self._connection = sqlite.connect(self.path, "collector")
        self._standing = Standing(self.path, self._connection)

    def add(self, connection: Connection, item_ids: Collection[int]) -> None:
        """Copy items from the file, in the state in which the caller's transaction has them, and have them on the disk.

        Items that are there already, for the file was not told of it before a process was killed, are written anew. Raises
        StoreError, also where another file has come into the archive's place: then nothing is surely kept.
        """
        ids = {"ids": json.dumps(sorted(item_ids))}
        try:
            with sqlite.transaction(self._connection):
                self._connection.execute("PRAGMA defer_foreign_keys = ON")
                self._take_back(ids)
                for table, condition in (*_REFERRED.items(), *_OWN.items()):
                    self._copy(connection, table, condition, ids)
                self._connection.execute(_COUNT, ids)
                self._connection.execute(_INDEX, ids)
            self._standing.check()
        except sqlite.SqliteError as error:
            # Never DiskFull or Superseded: the file itself is not concerned.
            raise StoreError(sqlite.explain(self.path, error)) from error
        except Superseded as error:
            raise StoreError(str(error)) from error

    def close(self) -> None:
        """Let go of the archive; what its -wal holds goes into it."""
        self._connection.close()

    def _take_back(self, ids: Mapping[str, str]) -> None:
        found = self._connection.execute(f"SELECT id FROM item WHERE id {_THESE}", ids).fetchall()
        if not found:
            return
        again = {"ids": json.dumps([row[0] for row in found])}
        for table in reversed(_OWN):
            self._connection.execute(f"DELETE FROM {table} WHERE {_OWN[table].partition(' ORDER')[0]}", again)

    def _copy(self, connection: Connection, table: str, condition: str, ids: Mapping[str, str]) -> None:
        found = connection.execute(f"SELECT * FROM {table} WHERE {condition}", ids)
        columns = [each[0] for each in found.description if each[0] != "id" or table not in _NUMBERED_ANEW]
        instead = _INSTEAD.get(table, {})
        names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
        verb = "INSERT" if table in _OWN else "INSERT OR IGNORE"
        self._connection.executemany(
            f"{verb} INTO {table}({names}) VALUES ({marks})",
            [[instead.get(name, row[name]) for name in columns] for row in found.fetchall()],
        )


def _sync_folder(path: Path) -> None:
    """Have the disk know the file's name before anything goes into it that will be nowhere else."""
    try:
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from error
