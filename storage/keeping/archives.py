"""The archives of a file: one a month, beside it, each a whole file of feint that every reader can open."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple


class Archive(NamedTuple):
    """The archive of a month."""

    month: str
    """`2025-10`, of UTC."""
    path: Path


def files(database: Path) -> list[Archive]:
    """The archives of `database`, the newest month first; none where the folder can't be read."""
    named = re.compile(re.escape(database.stem) + r"\.(\d{4}-(?:0[1-9]|1[0-2]))\.archive\.db")
    try:
        beside = sorted(database.parent.iterdir(), reverse=True)
    except OSError:
        return []
    return [Archive(found[1], path) for path in beside if (found := named.fullmatch(path.name))]


def of_month(database: Path, month: str) -> Archive:
    """The archive of a month, which need not be there yet."""
    return Archive(month, database.with_name(f"{database.stem}.{month}.archive.db"))


def month_of(at_ms: int) -> str:
    """The month that a time is in."""
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m}"
