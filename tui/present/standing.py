"""How an alert stands: a sign, the same in a word, and how far its title steps forward or back."""

from rich.style import Style

from storage.rows import AlertRow
from tui.ages import wait
from tui.look import Look
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, safe_text, say

OVER = frozenset({"resolved", "dismissed", "expired"})
"""The states in which nobody is to do anything about an alert any more."""


def standing_sign(alert: AlertRow, look: Look) -> Run:
    """One column: blank is what rings; of what is new but muted or inhibited the mute's sign."""
    glyphs = look.glyphs
    match alert.state:
        case "acked":
            return glyphs.done, look.good
        case "snoozed":
            return glyphs.snoozed, look.accent
        case "resolved":
            return glyphs.gone, look.dim
        case "dismissed":
            return glyphs.dismissed, look.dim
        case "expired":
            return glyphs.expired, look.dim
        case _:
            return (glyphs.muted, look.dim) if alert.muted else (SPACE, look.base)


def standing_said(alert: AlertRow, now_ms: int) -> SafeText:
    """`new`, `muted`, `snoozed 40m`, `resolved`: how long a snooze still lasts is part of it."""
    if alert.state == "snoozed":
        return say("snoozed {}", time_left(alert, now_ms))
    return SafeText("muted") if alert.muted and alert.state == "new" else safe_text(alert.state)


def time_left(alert: AlertRow, now_ms: int) -> SafeText:
    """Until a snoozed alert wakes; empty for any other."""
    if alert.state != "snoozed" or alert.snoozed_until_ms is None:
        return EMPTY
    return wait(alert.snoozed_until_ms, now_ms)


def standing_style(alert: AlertRow, look: Look) -> Style:
    """Of its state in a word: what rings, and what waits for nothing, look different without a colour too."""
    if alert.state == "new":
        return look.dim if alert.muted else look.warn
    return {"acked": look.good, "snoozed": look.accent}.get(alert.state, look.dim)


def title_style(alert: AlertRow, look: Look) -> Style:
    """What rings steps forward, the graver the more; what is dealt with or muted steps back."""
    if alert.state in OVER:
        return look.struck
    if alert.muted or alert.state != "new":
        return look.dim
    return look.strong if alert.severity >= 3 else look.base


def rank_style(alert: AlertRow, look: Look) -> Style:
    """Of the severity's letter."""
    return look.dim if alert.state in OVER else look.severity[alert.severity]


def voices_said(alert: AlertRow, sides: bool = False) -> SafeText:
    """`4/2`, writers and primary voices as in the queue; `4/2/1` with the sides. Empty where nobody is known."""
    counts = (alert.origins, alert.primaries, alert.sides)
    if not any(counts):
        return EMPTY
    origins, primaries, side = (SafeText(str(min(n, 99))) if n else SafeText("?") for n in counts)
    return say("{}/{}/{}", origins, primaries, side) if sides else say("{}/{}", origins, primaries)
