"""One line of the queue: how old, how grave, whose word, what is said about pulling back, and the headline last."""

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from storage.rows import ItemRow
from tui.ages import age
from tui.look import Look
from tui.present.badges import badges
from tui.present.columns import columns
from tui.text import EMPTY, SPACE, SafeText, cut, left, right, safe_text, say, span

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
        return _Columns(5, 11, 8, min(7 + (width - 84) // 3, 18))
    return _Columns(5, 8, 5, 7) if width >= 64 else _Columns(4, 4, 0, 0)


def queue_line(item: ItemRow, width: int, now_ms: int, look: Look) -> list[Segment]:
    """`  2m U 4/2   WD+ DBT  ★Δ2×3 reuters   Moscow says units start return`."""
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
    ]
    if shape.flags:
        line.append(span(left(_flags(item, look), shape.flags), look.warn if item.starred else look.dim))
        line.append(span(SPACE, look.base))
    if shape.source:
        name = cut(safe_text(item.source), shape.source, look.glyphs.ellipsis)
        line.append(span(left(name, shape.source), look.state_media if item.kind == "state" else look.dim))
        line.append(span(SPACE, look.base))
    title = safe_text(item.title) or SafeText("(no headline)")
    return columns(width, line, (title, _title_style(item, look)), (), look)


def _state_sign(item: ItemRow, look: Look) -> SafeText:
    return {"acked": look.glyphs.done, "dismissed": look.glyphs.gone}.get(item.state, SPACE)


def _title_style(item: ItemRow, look: Look) -> Style:
    if item.state != "new":
        return look.dim if item.state == "acked" else look.struck
    return look.strong if item.severity >= 3 else look.base


def _voices(item: ItemRow) -> SafeText:
    """Writers and primary voices of the story: `4/2`; `?` where none is known."""
    unknown = SafeText("?")
    return say("{}/{}", min(item.origins, 99) or unknown, min(item.primaries, 99) or unknown)


def _flags(item: ItemRow, look: Look) -> SafeText:
    """Star, edits, copies, and who dealt with it."""
    glyphs = look.glyphs
    flags = [glyphs.star if item.starred else EMPTY]
    flags.append(say("{}{}", glyphs.edited, min(item.revisions - 1, 99)) if item.revisions > 1 else EMPTY)
    flags.append(say("{}{}", glyphs.copies, min(item.copies + 1, 999)) if item.copies else EMPTY)
    flags.append(SafeText(safe_text(item.operator)[:2]) if item.state != "new" else EMPTY)
    return SafeText("".join(flags))
