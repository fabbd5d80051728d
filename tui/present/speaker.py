"""How a speaker stands on the screen: a person bright, an office plain, a group or somebody unnamed dim behind a `~`."""

from rich.style import Style

from storage.rows import QuoteRow
from tui.look import Look
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, cells, cut, safe_text, say

_LISTS = {"config": SafeText("the config"), "offices": SafeText("the office list")}
_WITHIN_THE_ITEM = ("pronoun", "inherited")
"""What leads to a name that stands elsewhere in the same item."""


def speaker_run(name: str, who: str, inferred: bool, room: int, look: Look) -> Run:
    """`M. Zakharova`, `M. Zakharova?` where only another paper names her, `~Western officials`, `-` for nobody."""
    if not name:
        return SafeText("-"), look.faint
    unnamed = who in ("group", "anonymous") and not inferred
    before = look.glyphs.unnamed if unnamed else EMPTY
    after = SafeText("?" if inferred else "")
    shown = cut(safe_text(name), room - cells(before) - cells(after), look.glyphs.ellipsis)
    return say("{}{}{}", before, shown, after), _style(who, inferred, look)


def _style(who: str, inferred: bool, look: Look) -> Style:
    if inferred or who in ("person", ""):
        return look.strong
    return look.base if who in ("office", "organisation") else look.dim


def quoted_by(quote: QuoteRow, room: int, look: Look) -> Run:
    """The speaker of one item's quote; one whom nobody knows stands as the item words it."""
    if not quote.speaker:
        return cut(safe_text(quote.surface) or SafeText("nobody named"), room, look.glyphs.ellipsis), look.dim
    who = "person" if quote.known_by and quote.who == "office" else quote.who
    return speaker_run(quote.speaker, who, quote.inferred, room, look)


def known_how(quote: QuoteRow, look: Look) -> SafeText:
    """What leads from the item's words to the name: `“a foreign ministry spokeswoman”, named by AFP`; empty where they hold it."""
    if not quote.speaker:
        return EMPTY
    surface, way = _other_words(quote), _who_says_so(quote)
    words = say("{}{}{}", look.glyphs.opening, surface, look.glyphs.closing) if surface else EMPTY
    return say("{}, {}", words, way) if words and way else words or way


def cited_speaker(quote: QuoteRow) -> SafeText:
    """The speaker as a note may name them: by the item's own words where somebody else says who it is."""
    name, surface = safe_text(quote.speaker), safe_text(quote.surface)
    if not name:
        return surface
    way = _who_says_so(quote)
    if way:
        return say("{}, {} as {}", surface or SafeText("unnamed there"), way, name)
    role = safe_text(quote.role)
    return say("{}, {}", name, role) if role and role.lower() not in name.lower() else name


def _who_says_so(quote: QuoteRow) -> SafeText:
    """By whom the name is known; empty where the item gives it, however briefly."""
    if quote.inferred:
        return say("named by {}", safe_text(quote.named_by) or SafeText("another paper"))
    if quote.known_by in _LISTS:
        is_given = quote.basis in _WITHIN_THE_ITEM or not _other_words(quote)
        return EMPTY if is_given else say("known by {}", _LISTS[quote.known_by])
    return say("identified by {}", safe_text(quote.known_by)) if quote.known_by else EMPTY


def _other_words(quote: QuoteRow) -> SafeText:
    """The item's own words for the speaker, where they say more than name and role."""
    said = f"{quote.speaker} {quote.role}".casefold().split()
    return EMPTY if set(quote.surface.casefold().split()) <= set(said) else safe_text(quote.surface)
