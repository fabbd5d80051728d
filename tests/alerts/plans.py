"""How SQLite means to run what it was asked."""

from collections.abc import Collection, Iterable

from tests.storage.desk import Desk


def scans(desk: Desk, asked: Iterable[str], tables: Collection[str]) -> list[tuple[str, str]]:
    """(step, SELECT) wherever one of these tables is read from one end to the other."""
    found: list[tuple[str, str]] = []
    for sql in dict.fromkeys(each for each in asked if each.startswith(("SELECT", "WITH"))):
        for *_, step in desk.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall():
            words = str(step).split()
            if words[0] == "SCAN" and words[1] in tables:
                found.append((str(step), sql))
    return found
