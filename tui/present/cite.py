"""A quote fit to be pasted into a note: the words, whose they are, where and when they were printed, the link."""

from storage.rows import ItemRow
from tui.ages import stamp
from tui.links import safe_url
from tui.text import EMPTY, SafeText, safe_text, say


def citation(words: str, speaker: str, item: ItemRow) -> SafeText:
    """`“We are leaving.” (M. Zakharova, TASS, 21 Nov 10:42Z, https://…)`; a missing speaker is left out."""
    who = say("{}, ", safe_text(speaker)) if speaker else EMPTY
    link = safe_url(item.link)
    where = say(", {}", link) if link else EMPTY
    moment = stamp(item.first_seen_ms if item.published_ms is None else item.published_ms)
    return say("“{}” ({}{}, {}{})", safe_text(words), who, safe_text(item.source), moment, where)
