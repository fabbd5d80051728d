"""What the signs of the desk mean, in the characters that the look has for them."""

from collections.abc import Sequence

from tui.commands import Keymap
from tui.look import Glyphs
from tui.text import SafeText, safe_text, say

STANCES = (
    ("claimed", SafeText("asserted or claimed")),
    ("doubted", SafeText("doubted, or conditional")),
    ("denied", SafeText("denied")),
    ("historical", SafeText("of another time")),
)


def signs(glyphs: Glyphs, keys: Keymap) -> Sequence[tuple[SafeText, SafeText]]:
    """(sign, meaning): in lists first, then in heads and the header, then of voices."""
    shows = safe_text(keys.shown_id("first"))
    states = say("{} {} {}", glyphs.done, glyphs.gone, glyphs.muted)
    of_alerts = say("{} {} {}", glyphs.snoozed, glyphs.dismissed, glyphs.expired)
    return (
        (SafeText("F U N i"), SafeText("severity: flash, urgent, notice, info")),
        (states, SafeText("acknowledged; dismissed or resolved; muted: rings for nobody")),
        (of_alerts, SafeText("an alert that is snoozed; dismissed: it should not have rung; expired")),
        (SafeText("4/2"), SafeText("four different writers, two primary voices")),
        (SafeText("4/2/1"), SafeText("of an alert: the same, and from one side")),
        (say("{}3", glyphs.copies), SafeText("printed three times, folded into one line")),
        (say("{}2", glyphs.edited), SafeText("edited twice since it was first seen")),
        (glyphs.star, SafeText("starred")),
        (SafeText("WD?-"), SafeText("doubted and denied: signs of one label stand together")),
        (SafeText("ana @ben @2"), SafeText("ana has dealt with it; ben looks at its story now; two do")),
        (SafeText("PAUSED"), say("new rows wait above the view: {} shows them", shows)),
        (SafeText("2 above F1"), say("two rows wait above the view, one of them flash: {} shows them", shows)),
        (SafeText("FLOOD"), SafeText("more is to be told than may ring: digests tell the rest")),
        (SafeText("ana*"), SafeText("who has a desk open; yours has the star")),
        (SafeText("RO"), SafeText("a read-only desk: no key changes anything, and nobody is told of it")),
        (SafeText("DBT DNY CLM"), SafeText("the story also holds who doubts it, denies it, claims it")),
        (SafeText("WD 4 ESC 31"), SafeText("how many new items of the last 24 hours carry each label")),
        (say("{}5/2", glyphs.copies), SafeText("quoted five times, by two outlets")),
        (SafeText("Zakharova?"), SafeText("another paper names the speaker, this one does not")),
        (say("{}officials", glyphs.unnamed), SafeText("several people, or somebody whom nobody names")),
        (say("{} WD+ 3d", glyphs.reversal), SafeText("goes back on what the speaker said three days before")),
        (SafeText("! ~ ="), SafeText("a source that is down; quiet or frozen; paused")),
        (SafeText("B*"), SafeText("a grade that an operator gave")),
        (SafeText("[+ [? [- [~"), SafeText("evidence in a story: claimed, doubted or conditional, denied, past")),
        (SafeText("-old- +new+"), SafeText("an edit: what went, what came")),
        (SafeText("S w o p a g"), SafeText("state media, wire, official, press, analysis, aggregator")),
    )
