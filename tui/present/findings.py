"""One line of a search's findings: an item as the queue has it, with the words in which it was found."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from storage.query import Query
from storage.query.highlight import Span, spans
from storage.reads.search import Found
from tui.ages import iso_day
from tui.look import Look
from tui.present.marking import marked_at
from tui.present.queue import NO_HEADLINE, item_line, title_style
from tui.present.wrap import Run
from tui.text import SafeText, cells, safe_text, say, spaces


def found_line(
    found: Found, query: Query, watched: Sequence[SafeText], width: int, now_ms: int, look: Look
) -> list[Segment]:
    """As in the queue; words with a day before them lie in an archive: `10w … Kyiv Observer  2026-10-08 Kyiv doubts that…`."""
    day = [(say("{} ", iso_day(found.item.first_seen_ms)), look.warn)] if found.archive else []
    taken = sum(cells(words) for words, _ in day)

    def words(room: int) -> list[Run]:
        return [*day, *_words(found, query, room - taken, look)]

    return item_line(found.item, width, now_ms, look, watched, words)


def covered_words(covered: Sequence[str]) -> SafeText:
    """`and 2026-01 to 2026-09`: which archived months were searched besides; there is at least one."""
    first, last = safe_text(min(covered)), safe_text(max(covered))
    return say("and {}", first) if first == last else say("and {} to {}", first, last)


def _words(found: Found, query: Query, room: int, look: Look) -> list[Run]:
    """The headline; where it holds none of the words, the piece of text that does, and the headline after it."""
    title = found.item.title.strip()
    style = title_style(found.item, look)
    hits = spans(title, query)
    if hits or not found.marks:
        return _from_hit(title, hits, room, style, look) or [(NO_HEADLINE, style)]
    piece = _from_hit(found.snippet, found.marks, room, look.base, look)
    return [*piece, (spaces(2), look.base), *marked_at(title, (), style, look)]


def _from_hit(text: str, hits: Sequence[Span], room: int, plain: Style, look: Look) -> list[Run]:
    """A text from its beginning, or from so far on that its first hit can be seen."""
    if not hits or hits[0][1] < room:
        return marked_at(text, hits, plain, look)
    start = text.rfind(" ", 0, max(0, hits[0][0] - room // 3)) + 1
    shifted = [(a - start, b - start) for a, b in hits]
    return [(look.glyphs.ellipsis, plain), *marked_at(text[start:], shifted, plain, look)]
