"""The quotes of an item: whose they are, how that is known, how far the words have travelled."""

from collections.abc import Sequence

from storage.rows import QuoteRow, TagRow
from tui.look import Look
from tui.present.badges import Pair
from tui.present.setting import Line, Section, Setting, hanging, section
from tui.present.speaker import known_how, quoted_by
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, safe_text, say

_LONGEST_NAME = 60
_LONGEST_QUOTE = 2_000
_MOST_QUOTES = 200


def said(quotes: Sequence[QuoteRow], tags: Sequence[TagRow], setting: Setting) -> Section:
    """Each with the badges of what is tagged in its words."""
    lines: list[Line] = []
    badges_of: dict[int, list[Pair]] = {}
    for quote in quotes[:_MOST_QUOTES]:
        badges_of[len(lines)] = [
            (tag.label, tag.stance)
            for tag in tags
            if tag.start < quote.end and tag.end > quote.start and tag.end > tag.start and tag.field == quote.field
        ]
        lines += hanging(_runs(quote, setting.look), setting.measure, setting.look)
    if len(quotes) > _MOST_QUOTES:
        more = say("{} {:,} more", setting.look.glyphs.ellipsis, len(quotes) - _MOST_QUOTES)
        lines += hanging([(more, setting.look.dim)], setting.measure, setting.look)
    return section(SafeText("quotes"), lines, setting, badges_of)


def _runs(quote: QuoteRow, look: Look) -> list[Run]:
    """`Mirela Zoranova?, spokeswoman, RU ×2: “…” (“a spokeswoman”, named by AFP)`."""
    name, style = quoted_by(quote, _LONGEST_NAME, look)
    role = safe_text(quote.role) if quote.role.lower() not in quote.speaker.lower() else EMPTY
    about = [say(", {}", part) for part in (role, safe_text(quote.side.upper())) if part]
    runs: list[Run] = [(name, style), (SafeText("".join(about)), look.dim)]
    if quote.carriers > 1:
        runs.append((say(" {}{}", look.glyphs.copies, quote.carriers), look.warn))
    runs += [(SafeText(": "), look.dim), (_words(quote, look), look.dim if quote.kind == "indirect" else look.base)]
    how = known_how(quote, look)
    return [*runs, (say(" ({})", how), look.dim)] if how else runs


def _words(quote: QuoteRow, look: Look) -> SafeText:
    """`“their own words”`, `…“some of them”…`, and without marks what they are reported to have said."""
    text, glyphs = safe_text(quote.text[:_LONGEST_QUOTE]), look.glyphs
    if len(quote.text) > _LONGEST_QUOTE:
        text = say("{} {}", text, glyphs.ellipsis)
    match quote.kind:
        case "indirect":
            return text
        case "mixed":
            return say("{}{}{}{}{}", glyphs.ellipsis, glyphs.opening, text, glyphs.closing, glyphs.ellipsis)
        case _:
            return say("{}{}{}", glyphs.opening, text, glyphs.closing)
