"""What a desk may be told: by the config, by the command line, by a test."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

Theme = Literal["dark", "light", "contrast", "mono"]


def wall_clock_ms() -> int:
    """UTC, epoch milliseconds."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class View:
    """A named query, one key away."""

    key: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """One desk."""

    operator: str
    desk_name: str = "desk"
    theme: Theme = "dark"
    ascii: bool = False
    bell: bool = True
    mouse: bool = False
    read_only: bool = False
    """Look and change nothing: no act, no presence."""
    zones: tuple[tuple[str, str], ...] = ()
    """(label, IANA zone) shown beside UTC."""
    views: tuple[View, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)
    """Command id -> key; what is not named keeps its own."""
    now: Callable[[], int] = wall_clock_ms
    collector_note: Callable[[], str] = str
    """Why no collector runs, for a person, or empty."""
    explain: Callable[[int], Sequence[str]] | None = None
    """Lines that say in full why an item is tagged as it is; takes its time, so it is asked in a thread."""
