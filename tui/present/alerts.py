"""One line of the alerts: how grave, how old, where it stands, whose it is, what it is about."""

from rich.segment import Segment

from storage.rows import AlertRow
from tui.ages import age
from tui.look import Look
from tui.present.columns import columns
from tui.present.queue import LETTERS
from tui.text import SPACE, SafeText, right, safe_text, say, span

_STATES = {"new": SafeText("NEW"), "acked": SafeText("ACK"), "resolved": SafeText("res")}


def alert_line(alert: AlertRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`F 14m NEW shelling near the line`, acknowledged `U  2m ACK contradiction  ana`."""
    fresh = alert.state == "new"
    line = [
        span(LETTERS[alert.severity], look.severity[alert.severity] if alert.state != "resolved" else look.dim),
        span(SPACE, look.base),
        span(right(age(alert.updated_ms, now_ms), 3), look.dim),
        span(SPACE, look.base),
        span(_STATES.get(alert.state, SafeText("?")), look.severity[alert.severity] if fresh else look.dim),
        span(SPACE, look.base),
    ]
    owner = [span(say(" {}", SafeText(safe_text(alert.owner)[:6])), look.accent)] if alert.owner else []
    evidence = (
        [span(say(" {}{}", look.glyphs.copies, min(alert.evidence, 999)), look.dim)] if alert.evidence > 1 else []
    )
    return columns(width, line, (safe_text(alert.title), look.strong if fresh else look.dim), [*evidence, *owner], look)
