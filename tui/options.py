"""What a desk may be told: by the config, by the command line, by a test."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol

from alerts.delivery.hearing import Hearing
from alerts.rules import Rules

Theme = Literal["dark", "light", "contrast", "mono"]


def wall_clock_ms() -> int:
    """UTC, epoch milliseconds."""
    return time.time_ns() // 1_000_000


class View(NamedTuple):
    """A named query, one key away."""

    key: str
    name: str
    query: str


class Answer(NamedTuple):
    """What a command of the command line has written."""

    lines: tuple[str, ...]
    code: int
    """Its exit code."""


class Running(Protocol):
    """A command of the command line at work, in a process of its own."""

    def answer(self) -> Answer:
        """Wait for its end: asked in a thread."""

    def stop(self) -> None:
        """End it now; its answer is what it has written so far."""


class CommandLine(NamedTuple):
    """The command line on the desk's own files."""

    helps: Mapping[str, str]
    """Each of its words, and what that is for."""
    start: Callable[[Sequence[str], int], Running]
    """Begin a command, given as words, whose lines are read at so many columns; raises OSError."""


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """One desk."""

    operator: str
    desk_name: str = "desk"
    theme: Theme = "dark"
    ascii: bool = False
    hearing: Hearing = field(default_factory=Hearing)
    """What rings here, and how."""
    rules: Rules = field(default_factory=Rules)
    """What would make an alert ring again is said by them."""
    mouse: bool = False
    read_only: bool = False
    """Look and change nothing: no act, no presence."""
    zones: tuple[tuple[str, str], ...] = ()
    """(label, IANA zone) shown beside UTC."""
    views: tuple[View, ...] = ()
    first_view: str = ""
    """The name of the view on which it opens; empty is everything."""
    keys: dict[str, str] = field(default_factory=dict)
    """Command id -> key; what is not named keeps its own."""
    now: Callable[[], int] = wall_clock_ms
    collector_note: Callable[[], str] = str
    """Why no collector runs, for a person, or empty."""
    explain: Callable[[int], Sequence[str]] | None = None
    """Lines that say in full why an item is tagged as it is; takes its time, so it is asked in a thread."""
    words: CommandLine | None = None
    """What the words after `:` may also be."""
