"""How a source fares, as lists and counts have it."""

from storage.file.sqlite import Row

ANSWERS = ("ok", "empty", "frozen")
"""The states of a source that is well as far as the network goes."""


def standing(row: Row) -> tuple[str, str, int]:
    """A source's state, why, and since when: what the polls say, unless an operator has paused it."""
    if row["paused"]:
        return "paused", f"paused by {row['paused_by']}", row["pause_ms"]
    return row["state"], row["reason"], row["since_ms"]
