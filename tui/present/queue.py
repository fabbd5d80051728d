"""One line of the queue: how old, how grave, whose word, what is said about pulling back, by whom, the headline."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from storage.query import Query
from storage.rows import ItemRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import run_columns, taken
from tui.present.marking import marked
from tui.present.whereabouts import initials
from tui.present.wrap import Run
from tui.text import EMPTY, SPACE, SafeText, cells, cut, left, right, safe_text, say, span

LETTERS = (SPACE, SafeText("i"), SafeText("N"), SafeText("U"), SafeText("F"))
"""By severity rank; colour only repeats them."""
NO_HEADLINE = SafeText("(no headline)")
_FLAGS_OF_ROOM = 4
"""Of the headline's columns one in so many may go to flags."""


class _Columns(NamedTuple):
    voices: int
    badges: int
    source: int
    who: int
    """Directly behind the outlet, so that nothing else is rewritten where a colleague comes and goes."""


def _columns(width: int) -> _Columns:
    """What a list of this width has room for; the headline keeps half of it or nearly, and fifty columns from 89 on."""
    if width >= 112:
        return _Columns(5, 12, min(20 + (width - 112) // 4, 30), 4)
    if width >= 84:
        return _Columns(5, 8, min(max(13, width - 76), 20), 4)
    if width >= 64:
        return _Columns(5, 7, 11 + (width - 64) // 4, 4)
    return _Columns(0, 5, min(width // 2 - 16, 13), 4) if width >= 48 else _Columns(0, 5, 0, 1)


def queue_line(
    item: ItemRow,
    width: int,
    now_ms: int,
    look: Look,
    query: Query | None = None,
    watched: Sequence[SafeText] = (),
) -> list[Segment]:
    """`  2m U 4/2  WD+ DBT  TASS@ben Moscow says units start return  ★Δ2×3`, the words of the query marked."""
    style = title_style(item, look)
    title = marked(item.title.strip(), query, style, look) or [(NO_HEADLINE, style)]
    return item_line(item, width, now_ms, look, watched, lambda _: title)


def item_line(
    item: ItemRow,
    width: int,
    now_ms: int,
    look: Look,
    watched: Sequence[SafeText],
    words: Callable[[int], Sequence[Run]],
) -> list[Segment]:
    """An item with other words than its headline; they are asked for when it is known how many columns they have."""
    shape = _columns(width)
    rank = look.severity[item.severity] if item.state != "dismissed" else look.dim
    line = lead(item.first_seen_ms, now_ms, _state_sign(item, look), (LETTERS[item.severity], rank), look)
    if shape.voices:
        style = look.dim if item.primaries < 2 else look.base
        line += [span(left(_voices(item), shape.voices), style), span(SPACE, look.base)]
    line += [*badges(item.tags, shape.badges, look, item.disputed), span(SPACE, look.base)]
    line += [_source(item, shape.source, look), *_who(item, watched, shape.who, look), span(SPACE, look.base)]
    room = width - taken(line)
    flags = _flags(item, room // _FLAGS_OF_ROOM, look)
    return run_columns(width, line, words(room - taken(flags)), look, flags)


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


def _source(item: ItemRow, width: int, look: Look) -> Segment:
    """The outlet; a state's stands out."""
    name = cut(safe_text(item.source), width, look.glyphs.ellipsis)
    return span(left(name, width), look.state_media if item.kind == "state" else look.dim)


def _who(item: ItemRow, watched: Sequence[SafeText], width: int, look: Look) -> Iterator[Segment]:
    """`ana` dealt with it; `@ben` looks at its story now, `@2` are two; `ana@` where there is no room for both."""
    hand = initials(item.operator) if item.state != "new" else EMPTY
    others = [name for name in watched if name != hand]
    looking = _sign_of(others, width - cells(hand))
    yield span(right(hand if width > cells(hand) else EMPTY, width - cells(looking)), look.dim)
    yield span(looking, look.looking)


def _sign_of(others: Sequence[SafeText], room: int) -> SafeText:
    """Those who look, as there is room for them."""
    if not others:
        return EMPTY
    whole = say("@{}", others[0] if len(others) == 1 else min(len(others), 9))
    return whole if cells(whole) <= room else SafeText("@")


def _flags(item: ItemRow, room: int, look: Look) -> list[Segment]:
    """Star, edits, copies, as many as fit behind a blank; the least one goes first."""
    glyphs, style = look.glyphs, look.warn if item.starred else look.dim
    flags = (
        glyphs.star if item.starred else EMPTY,
        say("{}{}", glyphs.edited, min(item.revisions - 1, 99)) if item.revisions > 1 else EMPTY,
        say("{}{}", glyphs.copies, min(item.copies + 1, 999)) if item.copies else EMPTY,
    )
    shown = SPACE
    for flag in flags:
        if cells(shown) + cells(flag) > room:
            break
        shown = SafeText(shown + flag)
    return [span(shown, style)] if shown != SPACE else []
