"""One line of the queue: how old, how grave, whose word, what is said about pulling back, and the headline last."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from storage.query import Query
from storage.rows import ItemRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import run_columns
from tui.present.marking import marked
from tui.present.whereabouts import initials
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, span

LETTERS = (SPACE, SafeText("i"), SafeText("N"), SafeText("U"), SafeText("F"))
"""By severity rank; colour only repeats them."""
_LEAST_NAME = 6
"""What the flags leave of an outlet's name, with a blank."""


class _Columns(NamedTuple):
    voices: int
    badges: int
    source: int
    """The outlet with the flags at its right end."""


def _columns(width: int) -> _Columns:
    """What a list of this width has room for; the headline keeps half of it, and fifty columns from ninety on."""
    if width >= 112:
        return _Columns(5, 12, min(20 + (width - 112) // 4, 30))
    if width >= 84:
        return _Columns(5, 9, min(max(14, width - 73), 20))
    if width >= 64:
        return _Columns(5, 7, 12 + (width - 64) // 4)
    return _Columns(5, 4, 0) if width >= 40 else _Columns(0, 4, 0)


def queue_line(
    item: ItemRow,
    width: int,
    now_ms: int,
    look: Look,
    query: Query | None = None,
    watched: Sequence[SafeText] = (),
) -> list[Segment]:
    """`  2m U 4/2  WD+ DBT  TASS   @ben ★Δ2×3 Moscow says units start return`, the words of the query marked."""
    shape = _columns(width)
    rank = look.severity[item.severity] if item.state != "dismissed" else look.dim
    line = lead(item.first_seen_ms, now_ms, _state_sign(item, look), (LETTERS[item.severity], rank), look)
    if shape.voices:
        style = look.dim if item.primaries < 2 else look.base
        line += [span(left(_voices(item), shape.voices), style), span(SPACE, look.base)]
    line += [*badges(item.tags, shape.badges, look, item.disputed), span(SPACE, look.base)]
    if shape.source:
        line += [*source_and_flags(item, watched, shape.source, look), span(SPACE, look.base)]
    style = title_style(item, look)
    title = marked(item.title.strip(), query, style, look) or [(SafeText("(no headline)"), style)]
    return run_columns(width, line, title, look)


def lead(at_ms: int, now_ms: int, state: Run, severity: Run, look: Look) -> list[Segment]:
    """The six columns with which a line begins: how old, where it stands, how grave, a blank."""
    return [span(right(age(at_ms, now_ms), 3), look.dim), span(*state), span(*severity), span(SPACE, look.base)]


def _state_sign(item: ItemRow, look: Look) -> Run:
    match item.state:
        case "acked":
            return look.glyphs.done, look.good
        case "dismissed":
            return look.glyphs.gone, look.dim
        case _:
            return SPACE, look.base


def title_style(item: ItemRow, look: Look) -> Style:
    """What is dealt with steps back, what is grave steps forward."""
    if item.state != "new":
        return look.dim if item.state == "acked" else look.struck
    return look.strong if item.severity >= 3 else look.base


def _voices(item: ItemRow) -> SafeText:
    """Writers and primary voices of the story: `4/2`; `?` where none is known."""
    unknown = SafeText("?")
    return say("{}/{}", min(item.origins, 99) or unknown, min(item.primaries, 99) or unknown)


def source_and_flags(item: ItemRow, watched: Sequence[SafeText], width: int, look: Look) -> list[Segment]:
    """Exactly `width` columns: the outlet, and at the right end who is at the item, star, edits, copies."""
    hands = list(_hands(item, watched, look))
    gap = [(SPACE, look.base)] if hands else []
    flags = _as_many([*hands, *gap, *_marks_of(item, look)], width - _LEAST_NAME)
    taken = _width(flags)
    if not taken:
        return _source(item, width, look)
    return [*_source(item, width - taken - 1, look), span(SPACE, look.base), *flags]


def _source(item: ItemRow, width: int, look: Look) -> list[Segment]:
    """The outlet; a state's stands out."""
    name = cut(safe_text(item.source), width, look.glyphs.ellipsis)
    return [span(left(name, width), look.state_media if item.kind == "state" else look.dim)]


def _as_many(runs: Iterable[Run], width: int) -> list[Segment]:
    """As many of them as fit; a blank at the end says nothing."""
    line: list[Segment] = []
    for words, style in runs:
        if cells(words) > width:
            break
        line.append(span(words, style))
        width -= cells(words)
    return line[:-1] if line and line[-1].text == SPACE else line


def _width(line: Sequence[Segment]) -> int:
    return sum(cells(SafeText(segment.text)) for segment in line)


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
