"""One line of a search's findings: when, what is said about pulling back, whose, and the words in which it was found."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from storage.query import Query
from storage.query.highlight import Span, spans
from storage.reads.search import Found
from tui.ages import age, day, iso_day
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import run_columns
from tui.present.marking import marked_at
from tui.present.queue import source_and_flags, title_style
from tui.present.wrap import Run
from tui.text import SPACE, SafeText, cells, right, safe_text, say, spaces, span

_DAY_MS = 86_400_000


def found_line(
    found: Found, query: Query, watched: Sequence[SafeText], width: int, now_ms: int, look: Look
) -> list[Segment]:
    """`2026-10-08 WD~ ana Reuters  Kyiv doubts that tank units begin…`; a day with its year lies in an archive."""
    item = found.item
    when = _when(item.first_seen_ms, now_ms)
    line = [
        span(right(iso_day(item.first_seen_ms), 10), look.warn) if found.archive else span(right(when, 10), look.dim),
        span(SPACE, look.base),
    ]
    if width >= 76:
        line += [*badges(item.tags, 8, look, item.disputed), span(SPACE, look.base)]
    if width >= 64:
        line += [*source_and_flags(item, watched, 14, look), span(SPACE, look.base)]
    room = width - sum(cells(SafeText(segment.text)) for segment in line)
    return run_columns(width, line, _words(found, query, room, look), look)


def covered_words(covered: Sequence[str]) -> SafeText:
    """`and 2026-01 to 2026-09`: which archived months were searched besides."""
    if not covered:
        return SafeText("no archive")
    first, last = safe_text(min(covered)), safe_text(max(covered))
    return say("and {}", first) if first == last else say("and {} to {}", first, last)


def _when(first_seen_ms: int, now_ms: int) -> SafeText:
    """The age on the day, then the date."""
    return age(first_seen_ms, now_ms) if now_ms - first_seen_ms < _DAY_MS else day(first_seen_ms)


def _words(found: Found, query: Query, room: int, look: Look) -> list[Run]:
    """The headline; where it holds none of the words, the piece of text that does, and the headline after it."""
    title = found.item.title.strip()
    style = title_style(found.item, look)
    hits = spans(title, query)
    if hits or not found.marks:
        return _from_hit(title, hits, room, style, look) or [(SafeText("(no headline)"), style)]
    piece = _from_hit(found.snippet, found.marks, room, look.base, look)
    return [*piece, (spaces(2), look.base), *marked_at(title, (), style, look)]


def _from_hit(text: str, hits: Sequence[Span], room: int, plain: Style, look: Look) -> list[Run]:
    """A text from its beginning, or from so far on that its first hit can be seen."""
    if not hits or hits[0][1] < room:
        return marked_at(text, hits, plain, look)
    start = text.rfind(" ", 0, max(0, hits[0][0] - room // 3)) + 1
    shifted = [(a - start, b - start) for a, b in hits]
    return [(look.glyphs.ellipsis, plain), *marked_at(text[start:], shifted, plain, look)]
