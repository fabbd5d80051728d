"""A quote fit to be pasted into a note: the words, whose they are, where and when they were printed, the link."""

from storage.rows import ItemRow, QuoteRow
from tui.ages import stamp
from tui.present.speaker import cited_speaker
from tui.text import EMPTY, SafeText, safe_text, say
from tui.tty.links import safe_url


def citation(quote: QuoteRow | None, item: ItemRow) -> SafeText:
    """`“We are leaving.” (M. Zakharova, spokeswoman, TASS, 21 Nov 10:42Z, https://…)`; the headline where nothing is quoted.

    Words that are not the speaker's own stand without marks; a name that comes from elsewhere is said to.
    """
    words = safe_text(quote.text if quote else item.title)
    shown = words if quote and quote.kind == "indirect" else say("“{}”", words)
    speaker = cited_speaker(quote) if quote else EMPTY
    who = say("{}, ", speaker) if speaker else EMPTY
    link = safe_url(item.link)
    where = say(", {}", link) if link else EMPTY
    moment = stamp(item.first_seen_ms if item.published_ms is None else item.published_ms)
    return say("{} ({}{}, {}{})", shown, who, safe_text(item.source), moment, where)
