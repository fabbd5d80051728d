"""The quotes of an item: whose they are, how that is known, how far the words have travelled."""

from collections.abc import Sequence

from storage.rows import QuoteRow
from tui.present.setting import Line, Setting, hanging, heading
from tui.present.speaker import known_how, quoted_by
from tui.present.wrap import Run
from tui.text import EMPTY, SafeText, safe_text, say

_LONGEST_NAME = 60


def said_lines(quotes: Sequence[QuoteRow], setting: Setting) -> list[Line]:
    """The section `quotes` of a story's page."""
    lines: list[Line] = [heading(SafeText("quotes"), setting)] if quotes else []
    for quote in quotes:
        lines += hanging(_runs(quote, setting), setting)
    return lines


def _runs(quote: QuoteRow, setting: Setting) -> list[Run]:
    """`Mirela Zoranova?, spokeswoman, RU ×2: “…” (“a spokeswoman”, named by AFP)`."""
    look = setting.look
    name, style = quoted_by(quote, _LONGEST_NAME, look)
    role = safe_text(quote.role) if quote.role.lower() not in quote.speaker.lower() else EMPTY
    about = [say(", {}", part) for part in (role, safe_text(quote.side.upper())) if part]
    runs: list[Run] = [(name, style), (SafeText("".join(about)), look.dim)]
    if quote.carriers > 1:
        runs.append((say(" {}{}", look.glyphs.copies, quote.carriers), look.warn))
    opening, closing = (EMPTY, EMPTY) if quote.kind == "indirect" else (look.glyphs.opening, look.glyphs.closing)
    runs += [(SafeText(":"), look.dim), (say(" {}{}{}", opening, safe_text(quote.text), closing), look.base)]
    how = known_how(quote, look)
    return [*runs, (say(" ({})", how), look.dim)] if how else runs
