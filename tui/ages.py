"""How long ago, and at what hour, in as few cells as a column has."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tui.text import SafeText

_STEPS = ((60, "m"), (24, "h"), (7, "d"), (1_000, "w"))


def age(then_ms: int, now_ms: int) -> SafeText:
    """`now`, `2m`, `11h`, `6d`, `40w`: at most four cells; a time ahead of us is `now`."""
    amount = max(0, now_ms - then_ms) // 60_000
    if amount == 0:
        return SafeText("now")
    for size, letter in _STEPS:
        if amount < size:
            return SafeText(f"{amount}{letter}")
        amount //= size
    return SafeText("old")


def wait(until_ms: int, now_ms: int) -> SafeText:
    """How long until then: `40s`, `10m`, `2h`."""
    seconds = max(0, until_ms - now_ms) // 1_000
    return SafeText(f"{seconds}s") if seconds < 60 else age(now_ms, until_ms)


def clock(at_ms: int, zone: ZoneInfo | None = None) -> SafeText:
    """`10:42:07Z` in UTC, `13:42` elsewhere."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    return SafeText(moment.strftime("%H:%M:%SZ") if zone is None else moment.astimezone(zone).strftime("%H:%M"))


def day(at_ms: int) -> SafeText:
    """`21 Nov`, in UTC."""
    return _written(at_ms, "%d %b")


def iso_day(at_ms: int) -> SafeText:
    """`2026-11-21`, in UTC."""
    return _written(at_ms, "%Y-%m-%d")


def _written(at_ms: int, shape: str) -> SafeText:
    """What lies outside the calendar is `?`."""
    try:
        return SafeText(datetime.fromtimestamp(at_ms / 1000, UTC).strftime(shape))
    except (OverflowError, ValueError, OSError):
        return SafeText("?")


def stamp(at_ms: int, zones: Sequence[tuple[SafeText, ZoneInfo]] = ()) -> SafeText:
    """`21 Nov 10:42Z, MSK 13:42`: a moment for the record; what lies outside the calendar is `?`."""
    try:
        moment = datetime.fromtimestamp(at_ms / 1000, UTC)
        elsewhere = "".join(f", {label} {moment.astimezone(zone):%H:%M}" for label, zone in zones)
    except (OverflowError, ValueError, OSError):
        return SafeText("?")
    return SafeText(f"{moment:%d %b %H:%M}Z{elsewhere}")
