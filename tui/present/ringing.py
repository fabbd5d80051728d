"""What is said when alerts ring: on the message line, in the terminal's title, to the terminal's desktop."""

from collections import Counter
from collections.abc import Iterable, Sequence

from storage.rows import NoticeRow
from storage.severity import SEVERITIES
from tui.present.queue import LETTERS
from tui.text import EMPTY, SafeText, safe_text, say


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


def line(rung: Sequence[NoticeRow], held_back: Sequence[int]) -> SafeText:
    """What rang, and before it the ranks of what was too much to ring: `FLOOD: 14 more, F1 U4 N9`."""
    flood = say("FLOOD: {} more, {}", len(held_back), counted(held_back)) if held_back else EMPTY
    told = _rung(rung) if rung else EMPTY
    return say("{}; {}", flood, told) if flood and told else flood or told


def _rung(rung: Sequence[NoticeRow]) -> SafeText:
    """`F ALERT withdrawal-claimed: a second primary: the General Staff - TITLE`; of several their number and the gravest."""
    first = _gravest(rung)
    why = say("{}: {} - {}", *(safe_text(words) for words in (first.rule, first.said, first.title)))
    if len(rung) == 1:
        return say("{} ALERT {}", LETTERS[first.severity], why)
    return say("{} ALERTS {}, {}", len(rung), counted(each.severity for each in rung), why)


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
