"""How long an alert may rest: a key each, with the moment at which it wakes. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from tui.ages import stamp
from tui.text import SafeText, say

_MINUTE_MS = 60_000
_DAY_MS = 1_440 * _MINUTE_MS
_LENGTHS = (("m", 15, SafeText("15m")), ("1", 60, SafeText("1h")), ("4", 240, SafeText("4h")))
"""Key, minutes, in words."""
_MORNING = time(6)
_DATE = len("21 Sep ")


class Snooze(NamedTuple):
    """A length that is offered."""

    key: str
    words: SafeText
    until_ms: int


def snoozes(now_ms: int, zone: tzinfo, label: SafeText) -> Sequence[Snooze]:
    """`15m 14:28Z`, `1h 15:13Z`, `4h 18:13Z`, `morning 06:00 MSK` by the clock of a zone, `1d`."""
    lengths = [(key, words, now_ms + minutes * _MINUTE_MS) for key, minutes, words in _LENGTHS]
    return (
        *(Snooze(key, say("{} {}", words, _clock(until_ms)), until_ms) for key, words, until_ms in lengths),
        Snooze("n", say("morning 06:00{}", label), next_morning(now_ms, zone)),
        Snooze("d", SafeText("1d"), now_ms + _DAY_MS),
    )


def next_morning(now_ms: int, zone: tzinfo) -> int:
    """The next six o'clock there."""
    now = datetime.fromtimestamp(now_ms / 1_000, zone)
    today = datetime.combine(now.date(), _MORNING, zone)
    # Compared in UTC: of one zone's clock, hours that a change of time skips or repeats would be compared by their faces.
    is_past = today.astimezone(UTC) <= now.astimezone(UTC)
    wakes = datetime.combine(now.date() + timedelta(days=1), _MORNING, zone) if is_past else today
    return int(wakes.timestamp() * 1_000)


def _clock(at_ms: int) -> SafeText:
    """`14:28Z`."""
    return SafeText(stamp(at_ms)[_DATE:])
