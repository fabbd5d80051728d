"""One line of the sources: grade, kind, name, and either how much it brings or what is wrong with it."""

from collections.abc import Sequence

from rich.segment import Segment

from storage.rows import SourceRow
from tui.ages import age, wait
from tui.look import Look
from tui.present.columns import columns
from tui.text import EMPTY, SPACE, SafeText, cut, left, right, safe_text, say, span

WELL = frozenset({"ok", "empty", "new"})
_KINDS = {"state": "S", "wire": "w", "official": "o", "press": "p", "analysis": "a", "aggregator": "g"}


def source_line(source: SourceRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`B w AFP        2m  61 ▁▂▅▇▂`, in trouble `! BelTA  503 ×4, 10m`."""
    name = safe_text(source.name)
    if source.state not in WELL:
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
    return columns(width, head, (name, style), tail, look)


def _in_trouble(source: SourceRow, name: SafeText, width: int, now_ms: int, look: Look) -> list[Segment]:
    glyphs = look.glyphs
    loud = source.state not in ("quiet", "paused")
    style = look.bad if loud else look.warn
    times = say(" {}{}", glyphs.copies, min(source.failures, 999)) if source.failures > 1 else EMPTY
    words = safe_text(source.reason) or safe_text(source.state)
    then = say(", {}", wait(source.next_attempt_ms, now_ms)) if loud and source.next_attempt_ms > now_ms else EMPTY
    head = [span(SafeText("!" if loud else "~"), style), span(SPACE, look.base)]
    room = max(6, width // 3)
    head.append(span(left(cut(name, room, glyphs.ellipsis), room), look.base))
    head.append(span(SPACE, look.base))
    tail = [span(say("{}{}", times, then), look.dim)]
    return columns(width, head, (words, style), tail, look)


def _bars(hours: Sequence[int], cells: int, look: Look) -> list[Segment]:
    """The last 24 hours, oldest left, each bar the sum of its hours against the fullest."""
    if cells < 4:
        return []
    sums = [sum(hours[24 * i // cells : 24 * (i + 1) // cells]) for i in range(cells)]
    bars, most = look.glyphs.bars, max(sums, default=0)
    steps = len(bars) - 1
    text = "".join(bars[-(-value * steps // most)] if most else bars[0] for value in sums)
    return [span(SafeText(text), look.accent)]
