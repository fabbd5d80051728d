"""Why an alert rang, each time with the sentence that told of it, and what would make it ring again."""

from collections.abc import Sequence

from alerts.facts import ESCALATED, RENOTIFY
from storage.rows import NoticeRow
from tui.present.queue import LETTERS
from tui.present.setting import Line, Section, Setting, hanging, section, tabled
from tui.present.wrap import Run
from tui.text import SafeText, cells, left, safe_text, say, span

WHY_IT_RANG = SafeText("why it rang")
RINGS_AGAIN = SafeText("rings again")
REMINDERS = frozenset({RENOTIFY, ESCALATED})
"""Reasons of notices that tell nothing new."""
MOST_RUNG = 12
"""So many times are told, the newest first."""


def rang(notices: Sequence[NoticeRow], setting: Setting) -> Section:
    """What it told last, which stands out, then what it told before; reminders are one line. What nobody heard is held."""
    look = setting.look
    told = [notice for notice in reversed(notices) if notice.reason not in REMINDERS]
    reminders = [notice for notice in reversed(notices) if notice.reason in REMINDERS]
    shown = [*told[:MOST_RUNG], *reminders[:1]]
    whens = [setting.moment(notice.at_ms) for notice in shown]
    widest = max(map(cells, whens), default=0)
    lines: list[Line] = []
    for notice, when in zip(shown, whens, strict=True):
        is_last = notice is shown[0]
        letter = span(say("{} ", LETTERS[notice.severity]), look.severity[notice.severity] if is_last else look.dim)
        head = [span(say("{} ", left(when, widest)), look.dim), letter]
        words: list[Run] = [(safe_text(notice.said), look.strong if is_last else look.dim)]
        if notice.held:
            words.append((say(" (held: {})", safe_text(notice.held)), look.warn))
        if notice.reason in REMINDERS and len(reminders) > 1:
            words.append((say(" ({:,} times)", len(reminders)), look.dim))
        lines += tabled(head, widest + 3, words, setting.measure, look)
    if not notices:
        lines.append([span(SafeText("it has not rung yet"), look.dim)])
    if len(told) > MOST_RUNG:
        lines.append([span(say("{} {:,} more", look.glyphs.ellipsis, len(told) - MOST_RUNG), look.dim)])
    return section(WHY_IT_RANG, lines, setting)


def rings_again(again: Sequence[str], setting: Setting) -> Section:
    """A line for each thing that would be news."""
    look, width = setting.look, setting.measure
    lines = [line for words in again for line in hanging([(safe_text(words), look.base)], width, look)]
    return section(RINGS_AGAIN, lines, setting)
