"""Whom a notice wakes: each desk rings by the settings of its own operator. Pure."""

from datetime import UTC, datetime, tzinfo
from typing import Literal, NamedTuple

from alerts.delivery.flood import FLASH
from alerts.rules import DESK, MINUTE_MS
from storage.severity import SEVERITIES

Osc = Literal["auto", "9", "99", "777", "off"]
"""By which sequence a terminal is asked to notify: as it is known to understand, by one that is named, by none."""


class Quiet(NamedTuple):
    """A stretch of each day by the clock on the wall, in minutes of the day; one that ends before it begins is over midnight."""

    from_min: int
    until_min: int
    """The first minute that is loud again; 1,440 is midnight."""

    def holds(self, minute: int) -> bool:
        """Is this minute of the day in it?"""
        if self.from_min <= self.until_min:
            return self.from_min <= minute < self.until_min
        return minute >= self.from_min or minute < self.until_min


class Hearing(NamedTuple):
    """What rings on one operator's desk, and how."""

    operator: str = ""
    least: int = SEVERITIES.index("notice")
    """The severity below which nothing rings."""
    quiet: tuple[Quiet, ...] = ()
    """When only a flash rings."""
    zone: tzinfo = UTC
    """Whose clock the quiet hours go by."""
    channels: frozenset[str] = frozenset((DESK,))
    """The channels that are the desks' own."""
    bell: bool = True
    osc: Osc = "auto"
    most: int = 10
    """So many rings in `most_ms`: what is beyond is told without one; as many flashes go beyond it."""
    most_ms: int = 10 * MINUTE_MS


def hears(hearing: Hearing, severity: int, now_ms: int) -> bool:
    """Is this operator to hear of something so grave now? Of a flash always."""
    return severity >= FLASH or (severity >= hearing.least and not _is_quiet(hearing, now_ms))


def _is_quiet(hearing: Hearing, now_ms: int) -> bool:
    """Is it one of the operator's quiet hours?

    What the clock shows decides: an hour that is skipped in spring is missing of the night, one that is repeated is quiet twice.
    """
    local = datetime.fromtimestamp(now_ms / 1_000, hearing.zone)
    return any(quiet.holds(local.hour * 60 + local.minute) for quiet in hearing.quiet)
