"""A line made of columns of known width and one part that takes what is left."""

from collections.abc import Iterable, Sequence

from rich.segment import Segment
from rich.style import Style

from tui.look import Look
from tui.present.fill import filled
from tui.present.marking import fitted
from tui.present.wrap import Run
from tui.text import SafeText, cells, cut, left, span


def columns(
    width: int, before: Sequence[Segment], words: tuple[SafeText, Style], after: Sequence[Segment], look: Look
) -> list[Segment]:
    """The fixed parts at both ends, the words cut or filled to what lies between them."""
    room = max(0, width - taken((*before, *after)))
    text = cut(words[0], room, look.glyphs.ellipsis)
    return [*before, span(left(text, room), words[1]), *after]


def run_columns(
    width: int, before: Sequence[Segment], words: Sequence[Run], look: Look, after: Sequence[Segment] = ()
) -> list[Segment]:
    """The same where the words are of several styles."""
    room = width - taken(after)
    line = filled([*before, *fitted(words, max(0, room - taken(before)), look)], room, look)
    return [*line, *after]


def taken(segments: Iterable[Segment]) -> int:
    """How many columns they take."""
    return sum(cells(SafeText(segment.text)) for segment in segments)
