"""Why an alert rang, each time with the sentence that told of it, and what would make it ring again."""

from collections.abc import Sequence

from storage.rows import NoticeRow
from tui.present.queue import LETTERS
from tui.present.setting import Line, Section, Setting, hanging, section, tabled
from tui.present.wrap import Run
from tui.text import SafeText, cells, left, safe_text, say, span

WHY_IT_RANG = SafeText("why it rang")
RINGS_AGAIN = SafeText("rings again")
MOST_RUNG = 12
"""So many times are told, the newest first."""


def rang(notices: Sequence[NoticeRow], setting: Setting) -> Section:
    """The last sentence, which stands out, then the earlier ones; what nobody heard is said to be held."""
    look = setting.look
    lines: list[Line] = []
    newest_first = tuple(reversed(notices))
    whens = [setting.moment(notice.at_ms) for notice in newest_first[:MOST_RUNG]]
    widest = max(map(cells, whens), default=0)
    for number, (notice, when) in enumerate(zip(newest_first, whens, strict=False)):
        letter = span(say("{} ", LETTERS[notice.severity]), look.severity[notice.severity] if not number else look.dim)
        head = [span(say("{} ", left(when, widest)), look.dim), letter]
        words: list[Run] = [(safe_text(notice.said), look.dim if number else look.strong)]
        if notice.held:
            words.append((say(" (held: {})", safe_text(notice.held)), look.warn))
        lines += tabled(head, widest + 3, words, setting.measure, look)
    if not notices:
        lines.append([span(SafeText("it has not rung yet"), look.dim)])
    if len(notices) > MOST_RUNG:
        lines.append([span(say("{} {:,} more", look.glyphs.ellipsis, len(notices) - MOST_RUNG), look.dim)])
    return section(WHY_IT_RANG, lines, setting)


def rings_again(again: Sequence[str], setting: Setting) -> Section:
    """A line for each thing that would be news."""
    look, width = setting.look, setting.measure
    lines = [line for words in again for line in hanging([(safe_text(words), look.base)], width, look)]
    return section(RINGS_AGAIN, lines, setting)
