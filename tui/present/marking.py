"""Text in which the words that were looked for stand out: bold on a ground of their own, whatever their colour."""

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style

from storage.query import Query
from storage.query.highlight import Span, spans
from tui.look import Look
from tui.present.wrap import Run
from tui.text import SafeText, cells, left, safe_run, span


def marked(text: str, query: Query | None, plain: Style, look: Look) -> list[Run]:
    """A headline as runs, a query's words in it marked."""
    return marked_at(text, spans(text, query), plain, look)


def marked_at(text: str, places: Sequence[Span], plain: Style, look: Look) -> list[Run]:
    """Foreign text as runs, these places in it marked; they come in order and apart."""
    runs: list[Run] = []
    at = 0
    for start, end in places:
        runs += [(safe_run(text[at:start]), plain), (safe_run(text[start:end]), plain + look.hit)]
        at = end
    runs.append((safe_run(text[at:]), plain))
    return [(words, style) for words, style in runs if words]


def fitted(runs: Sequence[Run], width: int, look: Look) -> list[Segment]:
    """At most `width` columns of them, the loss marked."""
    if sum(cells(words) for words, _ in runs) <= width:
        return [span(words, style) for words, style in runs]
    ellipsis = look.glyphs.ellipsis
    line: list[Segment] = []
    room = width - cells(ellipsis)
    for words, style in runs:
        if cells(words) >= room:
            return [*line, span(SafeText(left(words, room).rstrip() + ellipsis), style)]
        line.append(span(words, style))
        room -= cells(words)
    return line
