"""What is said when alerts ring: on the message line, in the terminal's title, to the terminal's desktop."""

from collections import Counter
from collections.abc import Iterable, Sequence

from storage.rows import NoticeRow
from storage.severity import SEVERITIES
from tui.present.queue import LETTERS
from tui.text import EMPTY, SafeText, cells, cut, safe_text, say

_LEAST_TOLD = 36
"""Columns below which why and what it is about are worth more than the rule's name."""


def title(ranks: Sequence[int]) -> SafeText:
    """`feint: 2 alerts F1`: how many ring, and how many of them are as grave as the gravest."""
    if not ranks:
        return SafeText("feint")
    gravest = max(ranks)
    noun = SafeText("alerts" if len(ranks) > 1 else "alert")
    return say("feint: {} {} {}{}", len(ranks), noun, LETTERS[gravest], ranks.count(gravest))


def waiting(ranks: Sequence[int]) -> SafeText:
    """Of those that were there before the desk was: `3 new alerts wait: F1 U2`."""
    return say(
        "{} new {} {}", len(ranks), SafeText("alerts wait:" if len(ranks) > 1 else "alert waits:"), counted(ranks)
    )


def line(
    came: Sequence[NoticeRow], rung: Sequence[NoticeRow], held_back: Sequence[int], width: int, ellipsis: SafeText
) -> SafeText:
    """`F ALERT withdrawal-claimed: a second primary: the General Staff - TITLE`: the gravest of what rang, else of what came.

    Before it how many rang, if several, and the ranks of what was too much to ring: `FLOOD: 14 not rung, F1 U4 N9`.
    """
    first = _gravest(rung or came)
    letter = LETTERS[first.severity]
    flood = say("FLOOD: {} not rung, {}; ", len(held_back), counted(held_back)) if held_back else EMPTY
    if len(rung) > 1:
        head = say("{}{} ALERTS {}, ", flood, len(rung), counted(each.severity for each in rung))
    else:
        head = say("{}{} ALERT ", flood, letter) if rung else say("{}{} ", flood, letter)
    return say("{}{}", head, _told(first, width - cells(head), ellipsis))


def _told(notice: NoticeRow, room: int, ellipsis: SafeText) -> SafeText:
    """Its rule, why it came, what it is about; where they have no room why it came leaves half of it to what it is about."""
    rule, why, title = (safe_text(words) for words in (notice.rule, notice.said, notice.title))
    named = say("{}: ", rule)
    if room - cells(named) < _LEAST_TOLD:
        named = EMPTY
    room -= cells(named) + len(" - ")
    return say("{}{} - {}", named, cut(why, max(0, room - min(cells(title), room // 2)), ellipsis), title)


def notice(rung: Sequence[NoticeRow]) -> SafeText:
    """`FLASH ALERT: TITLE`: no more than that leaves the desk."""
    first = _gravest(rung)
    among = say(" 1 OF {}", len(rung)) if len(rung) > 1 else EMPTY
    return say("{} ALERT{}: {}", SafeText(SEVERITIES[first.severity].upper()), among, safe_text(first.title))


def counted(ranks: Iterable[int]) -> SafeText:
    """`F1 U4 N9`, the gravest first."""
    counts = sorted(Counter(ranks).items(), reverse=True)
    return SafeText(" ".join(say("{}{}", LETTERS[rank], count) for rank, count in counts))


def _gravest(rung: Sequence[NoticeRow]) -> NoticeRow:
    """Of those as grave the one that came last."""
    return max(rung, key=lambda each: (each.severity, each.id))
