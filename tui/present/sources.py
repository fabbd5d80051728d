"""One line of the sources: grade, kind, name, and either how much it brings or what is wrong with it."""

from collections.abc import Sequence

from rich.segment import Segment

from storage.rows import SourceRow
from tui.ages import age, clock, stamp, wait
from tui.look import Look
from tui.present.columns import columns
from tui.text import EMPTY, SPACE, SafeText, cut, left, right, safe_text, say, span

WELL = frozenset({"ok", "empty", "new"})
_RESTING = frozenset({"quiet", "paused", "frozen", "offline"})
"""Not well, yet nothing of the source's own that an operator should see to now."""
_GAP_SHOWN_MS = 6 * 3_600_000
_KINDS = {"state": "S", "wire": "w", "official": "o", "press": "p", "analysis": "a", "aggregator": "g"}


def is_down(state: str) -> bool:
    """Whether a source in this state brings nothing and it is its own fault."""
    return state not in WELL and state not in _RESTING


def source_said(source: SourceRow, now_ms: int) -> SafeText:
    """`BelTA: HTTP 503, 4 in a row since 21 Nov 10:02Z; next in 10m (back-off); last good 21 Nov 09:58Z`."""
    said = [say("{}: {}", safe_text(source.name), safe_text(source.reason) or safe_text(source.state))]
    if source.failures > 1:
        said.append(say(", {} in a row", source.failures))
    if source.state not in WELL and source.since_ms:
        said.append(say(" since {}", stamp(source.since_ms)))
    if source.next_attempt_ms > now_ms:
        said.append(say("; next in {}", wait(source.next_attempt_ms, now_ms)))
        if source.waits_for:
            said.append(say(" ({})", safe_text(source.waits_for)))
    if source.state not in WELL and source.last_ok_ms is not None:
        said.append(say("; last good {}", stamp(source.last_ok_ms)))
    if source.gap_from_ms is not None and source.gap_to_ms is not None:
        said.append(say("; possible gap {} to {}", stamp(source.gap_from_ms), stamp(source.gap_to_ms)))
    if source.moved_url:
        said.append(say("; moved to {}", safe_text(source.moved_url)))
    return SafeText("".join(said))


def source_line(source: SourceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`B w AFP        2m  61 ▁▂▅▇▂`, in trouble `! BelTA  503 ×4, 10m`."""
    name = safe_text(source.name)
    if source.state not in WELL or _has_fresh_gap(source, now_ms):
        return _in_trouble(source, name, width, now_ms, look)
    head = [
        span(left(safe_text(source.grade), 1), look.dim),
        span(SPACE, look.base),
        span(SafeText(_KINDS.get(source.kind, " ")), look.state_media if source.kind == "state" else look.faint),
        span(SPACE, look.base),
    ]
    newest = EMPTY if source.last_ok_ms is None else age(source.last_ok_ms, now_ms)
    tail = [
        span(SPACE, look.base),
        span(right(newest, 3), look.dim),
        span(SPACE, look.base),
        span(right(say("{}", min(source.unread, 9_999)) if source.unread else EMPTY, 4), look.strong),
        span(SPACE, look.base),
        *_bars(source.hours, max(0, min(12, width - 24)), look),
    ]
    style = look.state_media if source.kind == "state" else look.dim if source.state == "new" else look.base
    if "impolite" in source.waits_for:
        name, style = say("{} impolite", name), look.warn
    return columns(width, head, (name, style), tail, look)


def _in_trouble(source: SourceRow, name: SafeText, width: int, now_ms: int, look: Look) -> list[Segment]:
    glyphs = look.glyphs
    loud = is_down(source.state)
    style = look.bad if loud else look.warn
    times = say(" {}{}", glyphs.copies, min(source.failures, 999)) if source.failures > 1 else EMPTY
    words = safe_text(source.reason) or safe_text(source.state)
    if source.state in WELL and source.gap_from_ms is not None and source.gap_to_ms is not None:
        words = say("possible gap {}-{}", _minute(source.gap_from_ms), _minute(source.gap_to_ms))
    then = say(", {}", wait(source.next_attempt_ms, now_ms)) if loud and source.next_attempt_ms > now_ms else EMPTY
    head = [span(SafeText("!" if loud else "~"), style), span(SPACE, look.base)]
    room = max(6, width // 3)
    head.append(span(left(cut(name, room, glyphs.ellipsis), room), look.base))
    head.append(span(SPACE, look.base))
    tail = [span(say("{}{}", times, then), look.dim)]
    return columns(width, head, (words, style), tail, look)


def _has_fresh_gap(source: SourceRow, now_ms: int) -> bool:
    return source.gap_to_ms is not None and now_ms - source.gap_to_ms < _GAP_SHOWN_MS


def _minute(at_ms: int) -> SafeText:
    return SafeText(clock(at_ms)[:5] + "Z")


def _bars(hours: Sequence[int], cells: int, look: Look) -> list[Segment]:
    """The last 24 hours, oldest left, each bar the sum of its hours against the fullest."""
    if cells < 4:
        return []
    sums = [sum(hours[24 * i // cells : 24 * (i + 1) // cells]) for i in range(cells)]
    bars, most = look.glyphs.bars, max(sums, default=0)
    steps = len(bars) - 1
    text = "".join(bars[-(-value * steps // most)] if most else bars[0] for value in sums)
    return [span(SafeText(text), look.accent)]
