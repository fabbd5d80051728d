"""What an act is about, as the message line and the log name it: one row by its headline, several by their number."""

from collections.abc import Collection

from storage.file.sqlite import Connection

_LONGEST = 48
"""In characters: a message has a line of 80."""
_ITEM = "SELECT item.title, source.name FROM item JOIN source ON source.id = source_id WHERE item.id = ?"
_ALERT = "SELECT title, rule FROM alert WHERE id = ?"


def count(n: int, what: str) -> str:
    """So many of something: `1 item`, `2,000 items`."""
    return f"{n:,} {what}" if n == 1 else f"{n:,} {what}s"


def items(run: Connection, ids: Collection[int]) -> str:
    """`“Bridge closed” (Herald)`, `2,000 items`."""
    return _called(run, _ITEM, ids) or count(len(ids), "item")


def alerts(run: Connection, ids: Collection[int]) -> str:
    """`“Bridge closed” (pull-back)`, by the rule: two may have found the same item; `2 alerts`."""
    return _called(run, _ALERT, ids) or count(len(ids), "alert")


def _called(run: Connection, sql: str, ids: Collection[int]) -> str:
    """What the one of these rows is called, and where it is from; empty where they are several, or none."""
    row = run.execute(sql, tuple(ids)).fetchone() if len(ids) == 1 else None
    if row is None:
        return ""
    title, where = row
    return f"“{title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + '…'}” ({where})"
