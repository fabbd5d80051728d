"""Which texts hold what begins with some letters, remembered: a long text is read once, and not at each look of a desk."""

import json
from collections.abc import Collection

from storage.file.sqlite import Connection
from storage.query import Query
from storage.query.finding import Finder

_OF_WORDS = frozenset({"", "title", "alert"})
"""What a query of these asks of an item changes only with its text; `alert:` is told by the rule for which it was read."""
_MOST = 50_000
_REVISIONS = "SELECT id, revision FROM item WHERE id IN (SELECT value FROM json_each(?))"


class Remembered:
    """Answers of one file."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, int, int], bool] = {}

    def among(
        self, connection: Connection, finder: Finder, query: Query, rule: str, item_ids: Collection[int]
    ) -> set[int]:
        """Those of the items that match, as `finder` says; `rule`: the one for which the query was read."""
        if query.near is None or not query.fields <= _OF_WORDS:
            return set(finder.among(item_ids))
        revisions = connection.execute(_REVISIONS, (json.dumps(list(item_ids)),)).fetchall()
        keys = {row["id"]: (query.text, rule, row["id"], row["revision"]) for row in revisions}
        fresh = [item_id for item_id, key in keys.items() if key not in self._found]
        if fresh:
            if len(self._found) + len(fresh) > _MOST:
                self._found.clear()
                fresh = list(keys)
            matching = set(finder.among(fresh))
            self._found |= {keys[item_id]: item_id in matching for item_id in fresh}
        return {item_id for item_id, key in keys.items() if self._found[key]}
