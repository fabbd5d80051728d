"""How a source fares, in words: what is wrong with it, how often it is asked, what operators have decided."""

from collections.abc import Iterator

from rich.style import Style

from storage.rows import SourceRow
from tui.ages import clock, stamp, wait
from tui.look import Look
from tui.text import EMPTY, SafeText, safe_text, say

WELL = frozenset({"ok", "empty", "new"})
PAUSED = "paused"
QUIET = "quiet"
_RESTING = frozenset({QUIET, PAUSED, "frozen", "offline"})
"""Not well, yet nothing of the source's own that an operator should see to now."""
_GAP_SHOWN_MS = 6 * 3_600_000
_CADENCES = {
    "its pace": SafeText("learned"),
    "its own interval": SafeText("set"),
    "the server's max-age": SafeText("served"),
    "its hours of rest": SafeText("rests"),
}
"""What sets the time of the next attempt, in a word; what is not here comes of a failure."""


def is_down(state: str) -> bool:
    """Whether a source in this state brings nothing and it is its own fault."""
    return state not in WELL and state not in _RESTING


def state_style(state: str, look: Look) -> Style:
    """How loud a state is."""
    if state in WELL or state == PAUSED:
        return look.dim
    return look.bad if is_down(state) else look.warn


def name_style(source: SourceRow, look: Look) -> Style:
    """State media are marked; what is not polled, or has not been yet, steps back."""
    if source.state in (PAUSED, "new"):
        return look.dim
    return look.state_media if source.kind == "state" else look.base


def grade_said(source: SourceRow) -> SafeText:
    """`B`, and `B*` where an operator gave it."""
    return say("{}{}", SafeText(safe_text(source.grade)[:1]), SafeText("*" if source.graded_by else ""))


def why_said(source: SourceRow, now_ms: int) -> SafeText:
    """What is wrong with a source, or may be, in a few words; empty when nothing is."""
    if source.state in WELL and has_fresh_gap(source, now_ms):
        return say("possible gap {}-{}", _minute(source.gap_from_ms), _minute(source.gap_to_ms))
    if not source.reason and "impolite" in source.waits_for:
        return safe_text(source.waits_for.partition(", ")[2])
    return safe_text(source.reason)


def has_fresh_gap(source: SourceRow, now_ms: int) -> bool:
    """May entries have been missed in the last hours?"""
    return source.gap_to_ms is not None and now_ms - source.gap_to_ms < _GAP_SHOWN_MS


def next_said(source: SourceRow, now_ms: int) -> SafeText:
    """`10m`, and `now` while it is asked."""
    return wait(source.next_attempt_ms, now_ms) if source.next_attempt_ms > now_ms else SafeText("now")


def cadence_said(source: SourceRow) -> SafeText:
    """`4m, learned`, `2m, set`; empty before the first answer."""
    if not source.interval_s:
        return EMPTY
    every, waits_for = wait(round(source.interval_s * 1_000), 0), source.waits_for.partition(", ")[0]
    how = SafeText("impolite") if "impolite" in source.waits_for else _CADENCES.get(waits_for, EMPTY)
    return say("{}, {}", every, how) if how else every


def source_said(source: SourceRow, now_ms: int) -> SafeText:
    """`BelTA: HTTP 503, 4 in a row since 21 Nov 10:02Z; next in 10m (back-off); last good 21 Nov 09:58Z`."""
    return SafeText("; ".join(_sayings(source, now_ms)))


def _sayings(source: SourceRow, now_ms: int) -> Iterator[SafeText]:
    yield _state_said(source)
    if source.state != PAUSED and source.next_attempt_ms > now_ms:
        why = say(" ({})", safe_text(source.waits_for)) if source.waits_for else EMPTY
        yield say("next in {}{}", wait(source.next_attempt_ms, now_ms), why)
    if source.state not in WELL:
        yield say("last good {}", stamp(source.last_ok_ms)) if source.last_ok_ms is not None else SafeText("never good")
    if source.gap_from_ms is not None and source.gap_to_ms is not None:
        yield say("possible gap {} to {}", stamp(source.gap_from_ms), stamp(source.gap_to_ms))
    if source.moved_url:
        yield say("moved to {}", safe_text(source.moved_url))
    if cadence := cadence_said(source):
        yield say("every {}", cadence)
    if source.graded_by:
        config = safe_text(source.config_grade)
        yield say("graded {} by {}, {} in config.toml", safe_text(source.grade), safe_text(source.graded_by), config)


def _state_said(source: SourceRow) -> SafeText:
    name, state = safe_text(source.name), safe_text(source.state)
    said = say("{}: {}", name, safe_text(source.reason) or state)
    if is_down(source.state) and source.failures > 1:
        said = say("{}, {} in a row", said, source.failures)
    return say("{} since {}", said, stamp(source.since_ms)) if source.state not in WELL and source.since_ms else said


def _minute(at_ms: int | None) -> SafeText:
    return SafeText(clock(at_ms or 0)[:5] + "Z")
