"""One line of the queue: how old, how grave, whose word, what is said about pulling back, and the headline last."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from storage.query import Query
from storage.rows import ItemRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import run_columns
from tui.present.marking import marked
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, spaces, span
from tui.watching import initials

LETTERS = (SPACE, SafeText("i"), SafeText("N"), SafeText("U"), SafeText("F"))
"""By severity rank; colour only repeats them."""


@dataclass(frozen=True, slots=True)
class _Columns:
    voices: int
    badges: int
    flags: int
    source: int


def _columns(width: int) -> _Columns:
    """What a list of this width has room for; the headline keeps at least half of it."""
    if width >= 84:
        return _Columns(5, 11, 9, min(7 + (width - 84) // 3, 18))
    return _Columns(5, 8, 7, 7) if width >= 64 else _Columns(4, 4, 4, 0)


def queue_line(
    item: ItemRow,
    width: int,
    now_ms: int,
    look: Look,
    query: Query | None = None,
    watched: Sequence[SafeText] = (),
) -> list[Segment]:
    """`  2m U 4/2   WD+ DBT  @ben ★Δ2×3 reuters   Moscow says units start return`, the words of the query marked."""
    shape = _columns(width)
    line = [
        span(right(age(item.first_seen_ms, now_ms), 3), look.dim),
        span(_state_sign(item, look), look.good if item.state == "acked" else look.dim),
        span(LETTERS[item.severity], look.severity[item.severity]),
        span(SPACE, look.base),
        span(left(_voices(item), shape.voices), look.dim if item.primaries < 2 else look.base),
        span(SPACE, look.base),
        *badges(item.tags, shape.badges, look, item.disputed),
        span(SPACE, look.base),
        *_flags(item, watched, shape.flags, look),
        span(SPACE, look.base),
    ]
    if shape.source:
        line += [*source_cell(item, shape.source, look), span(SPACE, look.base)]
    style = title_style(item, look)
    title = marked(item.title.strip(), query, style, look) or [(SafeText("(no headline)"), style)]
    return run_columns(width, line, title, look)


def source_cell(item: ItemRow, width: int, look: Look) -> list[Segment]:
    """The outlet; a state's stands out."""
    name = cut(safe_text(item.source), width, look.glyphs.ellipsis)
    return [span(left(name, width), look.state_media if item.kind == "state" else look.dim)]


def _state_sign(item: ItemRow, look: Look) -> SafeText:
    return {"acked": look.glyphs.done, "dismissed": look.glyphs.gone}.get(item.state, SPACE)


def title_style(item: ItemRow, look: Look) -> Style:
    """What is dealt with steps back, what is grave steps forward."""
    if item.state != "new":
        return look.dim if item.state == "acked" else look.struck
    return look.strong if item.severity >= 3 else look.base


def _voices(item: ItemRow) -> SafeText:
    """Writers and primary voices of the story: `4/2`; `?` where none is known."""
    unknown = SafeText("?")
    return say("{}/{}", min(item.origins, 99) or unknown, min(item.primaries, 99) or unknown)


def who_cell(item: ItemRow, watched: Sequence[SafeText], width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns: who dealt with it, who looks at it."""
    return _as_many(_hands(item, watched, look), width, look)


def _flags(item: ItemRow, watched: Sequence[SafeText], width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns: who is at it, star, edits, copies."""
    hands = list(_hands(item, watched, look))
    gap = [(SPACE, look.base)] if hands else []
    return _as_many([*hands, *gap, *_marks_of(item, look)], width, look)


def _as_many(runs: Iterable[Run], width: int, look: Look) -> list[Segment]:
    line: list[Segment] = []
    for words, style in runs:
        if cells(words) > width:
            break
        line.append(span(words, style))
        width -= cells(words)
    return [*line, span(spaces(width), look.base)]


def _hands(item: ItemRow, watched: Sequence[SafeText], look: Look) -> Iterator[Run]:
    """`ana` dealt with it; `@ben` looks at its story now, `@ben+1` with somebody else."""
    hand = initials(item.operator) if item.state != "new" else EMPTY
    if hand:
        yield hand, look.dim
    others = [name for name in watched if name != hand]
    if others:
        yield say("@{}", others[0]), look.looking
    if len(others) > 1:
        yield say("+{}", min(len(others) - 1, 9)), look.looking


def _marks_of(item: ItemRow, look: Look) -> Iterator[Run]:
    glyphs, style = look.glyphs, look.warn if item.starred else look.dim
    if item.starred:
        yield glyphs.star, style
    if item.revisions > 1:
        yield say("{}{}", glyphs.edited, min(item.revisions - 1, 99)), style
    if item.copies:
        yield say("{}{}", glyphs.copies, min(item.copies + 1, 999)), style
